package app

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"sanad/internal/face/cli"
	"sanad/internal/face/desk"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// followEvery is how often the desk's index looks for what is new.
const followEvery = 5 * time.Second

// follow lets the index follow the ledger while the desk is served. What it
// can't do now it tries again; searches say meanwhile that it is behind.
func (p *parts) follow(ctx context.Context) {
	for {
		if _, err := flow.Index(ctx, p.archive, func(string, int64, int64) {}); err != nil && ctx.Err() == nil {
			slog.New(slog.NewTextHandler(os.Stderr, nil)).Error("the index does not follow", "kind", fail.Of(err))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(followEvery):
		}
	}
}

// warm reads what is sealed before somebody asks for a page. Who comes sooner
// waits for what is left of it; what failed is tried again by the first page.
func (p *parts) warm(ctx context.Context, log *slog.Logger) {
	if err := p.book.Look(ctx, p.veil.Warm); err != nil && ctx.Err() == nil {
		log.Error("what is sealed was not read yet", "kind", fail.Of(err), "causes", desk.Causes(err))
	}
}

// serve answers web requests until ctx ends, then lets those under way finish,
// and hands back the jobs that are not done. The door, if it is asked for, has a
// listener of its own, or stands below the desk's addresses.
func (p *parts) serve(ctx context.Context, req cli.ServeRequest, ready func(cli.Served)) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	jobs := p.runner(p.set.workers(), func(what string, err error) { log.Error(what, "kind", fail.Of(err), "causes", desk.Causes(err)) })
	handler, err := p.deskHandler(jobs.Wake, log)
	if err != nil {
		return err
	}
	posts, at, err := p.posts(req, handler)
	if err != nil {
		return err
	}
	following, halt := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { p.warm(following, log) })
	beside.Go(func() { p.follow(following) })
	beside.Go(func() { p.tend(following) })
	if p.set.workers() > 0 {
		beside.Go(func() { jobs.Run(following) })
	}
	defer beside.Wait()
	defer halt()
	ready(at)
	return serveUntil(ctx, posts)
}

// deskHandler makes the desk's pages and the API.
func (p *parts) deskHandler(wake func(), log *slog.Logger) (http.Handler, error) {
	accounts, err := p.accounts()
	if err != nil {
		return nil, err
	}
	handler, err := desk.New(desk.Options{Archive: p.archive, Picture: p.picture, Accounts: accounts, Tokens: tokens{p, accounts}, Jobs: p.jobs(wake), Clock: time.Now, Veil: p.veil,
		Closed: strings.HasPrefix(p.set.SignIn.Address, "https://"), Log: log})
	if err != nil {
		return nil, fmt.Errorf("preparing the pages: %w", err)
	}
	if handler, err = p.withAPI(handler, wake, log); err != nil {
		return nil, fmt.Errorf("preparing the API: %w", err)
	}
	return handler, nil
}

// post is a listener with the server that answers there.
type post struct {
	l      net.Listener
	server *http.Server
}

// posts opens the listeners that are asked for.
func (p *parts) posts(req cli.ServeRequest, handler http.Handler) (posts []post, at cli.Served, err error) {
	var strangers http.Handler
	switch {
	case req.Door == doorPath:
		if strangers, err = p.doorHandler(doorPath); err == nil {
			handler = below(strangers, handler)
		}
	case strings.HasPrefix(req.Door, "/"):
		err = fail.New(fail.Usage, "there is no place for strangers at %q", req.Door).Do("give --door %s, or an address and port of its own, as --door 127.0.0.1:8090", doorPath)
	case req.Door != "":
		strangers, err = p.doorHandler("")
	}
	if err != nil {
		return nil, at, err
	}
	l, err := listenOn(req.Listen)
	if err != nil {
		return nil, at, err
	}
	posts, at.Address = []post{{l, deskServer(handler)}}, addressOf(l)
	switch req.Door {
	case "":
	case doorPath:
		at.Door = strings.TrimSuffix(at.Address, "/") + doorPath + "/"
	default:
		own, err := listenOn(req.Door)
		if err != nil {
			return nil, at, closing(l, err)
		}
		posts, at.Door = append(posts, post{own, doorServer(strangers)}), addressOf(own)
	}
	return posts, at, nil
}

func deskServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       10 * time.Minute, // uploads over slow links
		WriteTimeout:      10 * time.Minute, // downloads likewise
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          silent(), // it would write visitors' addresses
	}
}

func silent() *log.Logger { return slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) }

func listenOn(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fail.New(fail.Failed, "listening on %s: %w", address, err).Do("choose another address with --listen or --door")
	}
	return l, nil
}

func addressOf(l net.Listener) string { return "http://" + l.Addr().String() + "/" }

// closing gives up a listener because of err.
func closing(l net.Listener, err error) error { return errors.Join(err, l.Close()) }

// serveUntil answers at all posts until ctx ends or one of them fails, then lets
// what is under way finish.
func serveUntil(ctx context.Context, posts []post) error {
	done := make(chan error, len(posts))
	for _, p := range posts {
		go func() { done <- p.server.Serve(p.l) }()
	}
	var err error
	left := len(posts)
	select {
	case err = <-done:
		left--
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	for _, p := range posts {
		err = errors.Join(err, p.server.Shutdown(stop))
	}
	for range left {
		if served := <-done; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
	}
	return err
}

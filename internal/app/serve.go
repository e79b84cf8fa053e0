package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

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

// serve answers web requests until ctx ends, then lets those under way finish,
// and hands back the jobs that are not done.
func (p *parts) serve(ctx context.Context, listen string, ready func(address string)) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	accounts, err := p.accounts()
	if err != nil {
		return err
	}
	jobs := p.runner(p.set.workers(), func(what string, err error) { log.Error(what, "kind", fail.Of(err), "causes", desk.Causes(err)) })
	handler, err := desk.New(desk.Options{Archive: p.archive, Picture: p.picture, Accounts: accounts, Tokens: tokens{p, accounts}, Jobs: p.jobs(jobs.Wake), Clock: time.Now,
		Closed: strings.HasPrefix(p.set.SignIn.Address, "https://"), Log: log})
	if err != nil {
		return fmt.Errorf("preparing the pages: %w", err)
	}
	if handler, err = p.withAPI(handler, jobs.Wake, log); err != nil {
		return fmt.Errorf("preparing the API: %w", err)
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fail.New(fail.Failed, "listening on %s: %w", listen, err).Do("choose another address with --listen")
	}
	following, halt := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { p.follow(following) })
	if p.set.workers() > 0 {
		beside.Go(func() { jobs.Run(following) })
	}
	defer beside.Wait()
	defer halt()
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       10 * time.Minute, // uploads over slow links
		WriteTimeout:      10 * time.Minute, // downloads likewise
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // it would write visitors' addresses
	}
	ready("http://" + l.Addr().String() + "/")
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = server.Shutdown(stop)
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

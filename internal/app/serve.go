package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"sanad/internal/face/desk"
	"sanad/internal/ground/fail"
)

// serve answers web requests until ctx ends, then lets those under way finish.
func (p *parts) serve(ctx context.Context, listen string, ready func(address string)) error {
	handler, err := desk.New(desk.Options{Archive: p.archive, Picture: p.picture, Accounts: p.accounts(), Clock: time.Now, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return fmt.Errorf("preparing the pages: %w", err)
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fail.New(fail.Failed, "listening on %s: %w", listen, err).Do("choose another address with --listen")
	}
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

package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/face/api"
	"sanad/internal/face/cli"
	"sanad/internal/face/desk"
	"sanad/internal/flow"
	"sanad/internal/tool/keys"
)

// withAPI answers what is asked below api.Prefix, beside the desk.
func (p *parts) withAPI(pages http.Handler, wake func(), log *slog.Logger) (http.Handler, error) {
	if err := p.clearRooms(); err != nil {
		return nil, err
	}
	programs, err := api.New(api.Options{
		Tokens: p.tokens(), Ports: func(actor guard.Actor) cli.Ports { return p.asked(actor, wake) }, Size: p.size, Room: p.room,
		Progress: func(actor guard.Actor, tell func(string, int64, int64)) func(string, int64, int64) {
			return percent(actor, tell)
		},
		Clock: time.Now, Log: log, Causes: desk.Causes,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle(api.Prefix, programs)
	return mux, nil
}

// asked is what a command may use that another machine asks for: this archive,
// for the actor, and nothing of this machine.
func (p *parts) asked(actor guard.Actor, wake func()) cli.Ports {
	return cli.Ports{Version: Version(), Clock: time.Now, CheckRecipient: keys.CheckRecipient,
		Open: func(context.Context, string, string) (*cli.Opened, error) {
			opened := p.opened(actor)
			opened.Jobs = p.jobs(wake)
			opened.Dir, opened.Accounts, opened.Private, opened.Serve, opened.ServeDoor, opened.Work, opened.Rebuild, opened.Tokens = "", nil, nil, nil, nil, nil, nil, nil
			opened.Close = func() error { return nil }
			return opened, nil
		}}
}

// size gives how many entries the ledger has.
func (p *parts) size(ctx context.Context) (size int64, err error) {
	err = p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		tree, err := s.Tree(ctx)
		if err == nil {
			size = tree.Size()
		}
		return err
	})
	return size, err
}

// roomPrefix begins the names of passing folders; one this old is of a program
// that was killed.
const (
	roomPrefix = "api-"
	roomOld    = 48 * time.Hour
)

// room makes a passing folder below the archive's own.
func (p *parts) room() (string, func() error, error) {
	at, err := os.MkdirTemp(filepath.Join(p.dir, tmpFolder), roomPrefix)
	if err != nil {
		return "", nil, fmt.Errorf("making a passing folder: %w", err)
	}
	return at, func() error { return os.RemoveAll(at) }, nil
}

// clearRooms removes the passing folders of programs that were killed.
func (p *parts) clearRooms() error {
	dir := filepath.Join(p.dir, tmpFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the folder for passing files: %w", err)
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		info, failed := e.Info()
		if failed == nil && e.IsDir() && strings.HasPrefix(e.Name(), roomPrefix) && time.Since(info.ModTime()) > roomOld {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
)

type oneToken struct{}

func (oneToken) Who(context.Context, string) (guard.Actor, string, error) {
	return guard.Actor{Handle: "ana", Roles: guard.Roles()}, "t-1", nil
}

// TestACommandEndsWhenItsAskerGoes holds a command open until it is told to end:
// if nobody told it, this test would never end.
func TestACommandEndsWhenItsAskerGoes(t *testing.T) {
	begun, ended := make(chan struct{}, 1), make(chan error, 1)
	handler, err := New(Options{Tokens: oneToken{}, Clock: time.Now, Log: slog.New(slog.DiscardHandler), Causes: func(error) []string { return nil },
		Size: func(context.Context) (int64, error) { return 0, nil },
		Room: func() (string, func() error, error) {
			dir, err := os.MkdirTemp(t.TempDir(), "room")
			return dir, func() error { return os.RemoveAll(dir) }, err
		},
		Ports: func(guard.Actor) cli.Ports {
			return cli.Ports{Clock: time.Now, Open: func(ctx context.Context, _, _ string) (*cli.Opened, error) {
				begun <- struct{}{}
				<-ctx.Done()
				ended <- ctx.Err()
				return nil, ctx.Err()
			}}
		}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	table := flow.Found{Name: custody.NameOf("map.yaml"), Open: func() (io.ReadCloser, error) { return os.Open(token) }}
	for _, asked := range []cli.RemoteRequest{
		{Asked: cli.Asked{Command: "items"}},
		{Asked: cli.Asked{Command: "link rows", Args: map[string]any{"map": "map.yaml"}}, Send: slices.Values([]flow.Found{table}), Labels: []string{"map.yaml"}},
	} {
		ctx, stop := context.WithCancel(context.Background())
		asked.URL, asked.TokenFile, asked.Out = server.URL, token, io.Discard
		asked.Note, asked.Progress = func(string) {}, func(string, int64, int64) {}
		done := make(chan error, 1)
		go func() {
			_, err := Remote(ctx, asked)
			done <- err
		}()
		select {
		case <-begun:
		case err := <-done:
			t.Fatalf("%s did not begin: %v", asked.Asked.Command, err)
		}
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the asker is told %v", asked.Asked.Command, err)
		}
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the command is told %v", asked.Asked.Command, err)
		}
	}
}

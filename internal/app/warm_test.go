package app

import (
	"context"
	"io"
	"log/slog"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// readings counts the entries that are read of a state.
type readings struct {
	flow.State
	n *int
}

func (s readings) Events(ctx context.Context, from, to int64, yield func(flow.Recorded) error) error {
	return s.State.Events(ctx, from, to, func(e flow.Recorded) error { *s.n++; return yield(e) })
}

func TestWhoAsksFirstFindsWhatIsSealedRead(t *testing.T) {
	p, ctx := newReceived(t).p, context.Background()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	ask := func() (n int) {
		err := p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
			_, err := p.veil.Over(ctx, readings{s, &n}, guard.Actor{Handle: "rana", Roles: []guard.Role{guard.Reader}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	ended, end := context.WithCancel(ctx)
	end()
	p.warm(ended, log) // a server that stops at once reads nothing, and says nothing of it
	p.warm(ctx, log)
	if n := ask(); n != 0 {
		t.Errorf("the first who asks reads %d entries", n)
	}
	record(t, p, founder(), guard.CaseOpened{Case: "later"})
	if n := ask(); n != 1 {
		t.Errorf("after one more entry %d were read", n)
	}
}

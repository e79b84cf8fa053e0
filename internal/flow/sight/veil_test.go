package sight

import (
	"context"
	"errors"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// counted is a state of a ledger alone, that counts which entries were read of it
// and breaks off before one of them.
type counted struct {
	flow.State
	size, breaks int64
	read         []int64
}

func (s *counted) Tree(context.Context) (*ledger.Tree, error) {
	return ledger.NewTree(s.size, nil), nil
}

func (s *counted) Events(ctx context.Context, from, to int64, yield func(flow.Recorded) error) error {
	for i := from; i < to; i++ {
		if i == s.breaks {
			return context.Canceled
		}
		s.read = append(s.read, i)
		e := ledger.Event{Index: i, Kind: custody.Opened{}.Kind(), Body: []byte(`{"accession":"a-1","case":"main","source":{"name":"bench"},"label":"case"}`)}
		if err := yield(flow.Recorded{Event: e}); err != nil {
			return err
		}
	}
	return nil
}

func TestWhatWasReadOfWhatIsSealedBeforeSomebodyAskedIsNotReadAgain(t *testing.T) {
	s, v := &counted{size: 5, breaks: 3}, NewVeil()
	if err := v.Warm(t.Context(), s); !errors.Is(err, context.Canceled) || len(s.read) != 3 {
		t.Fatalf("broken off: %v, read %v", err, s.read)
	}
	s.breaks = -1
	if err := v.Warm(t.Context(), s); err != nil || len(s.read) != 5 {
		t.Fatalf("going on: %v, read %v", err, s.read)
	}
	seen, err := v.Over(t.Context(), s, guard.Actor{Handle: "rana", Roles: []guard.Role{guard.Reader}})
	if err != nil || len(s.read) != 5 {
		t.Fatalf("who asks then: %v, read %v", err, s.read)
	}
	if !seen.knowsAccession("a-1") || seen.knowsAccession("a-2") {
		t.Error("what was read is not known")
	}
}

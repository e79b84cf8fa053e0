package flow_test

import (
	"context"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/search"
	"sanad/internal/flow"
)

// looked is a book and an index that have one connection together.
type looked struct {
	flow.Book
	flow.SearchIndex
	flow.State
	open bool
	t    *testing.T
}

func (l *looked) Look(ctx context.Context, read func(context.Context, flow.State) error) error {
	l.take()
	defer func() { l.open = false }()
	return read(ctx, l)
}

func (l *looked) take() {
	if l.open {
		l.t.Error("it holds a connection and asks for another")
	}
	l.open = true
}

func (l *looked) Item(_ context.Context, sum custody.Sum) (custody.Item, error) {
	return custody.Item{Sum: sum}, nil
}

func (l *looked) Near(context.Context, string, bool) ([]search.Near, error) {
	l.take()
	defer func() { l.open = false }()
	return []search.Near{{Ref: custody.Sum{2}.String(), Likeness: 0.9}}, nil
}

// Who holds a connection of a pool and waits for another waits for ever once all
// of them do.
func TestNearCopiesTakeOneConnectionAtATime(t *testing.T) {
	l := &looked{t: t}
	near, err := flow.Near(context.Background(), &flow.Archive{Book: l, Index: l}, guard.Actor{Handle: "r", Roles: []guard.Role{guard.Reader}}, custody.Sum{1})
	if err != nil || len(near) != 1 || near[0].Item.Sum != (custody.Sum{2}) {
		t.Errorf("near copies: %v, %v", near, err)
	}
}

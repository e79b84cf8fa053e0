package flow

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/search"
	"sanad/internal/ground/fail"
)

// Likeness tells of an item that may be a near copy of another.
type Likeness struct {
	Item     custody.Item
	Kind     string  // "text" or "image"
	Likeness float64 // 0 to 1: of texts, the share of passages of four words they have in common
}

// Near gives the items whose text or picture is much like that of an item, the
// most alike first. It proposes and drops nothing. The book of a must be the
// book as the actor may know it.
func Near(ctx context.Context, a *Archive, actor guard.Actor, item custody.Sum) (near []Likeness, err error) {
	if err := actor.May(guard.ToRead); err != nil {
		return nil, err
	}
	if a.Index == nil {
		return nil, fail.New(fail.Failed, "the archive was opened without its index")
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		_, err := s.Item(ctx, item)
		return err
	})
	if err != nil {
		return nil, err
	}
	// Between two looks and not within one: who holds a connection of a pool and
	// waits for another waits for ever once enough do.
	found, err := a.Index.Near(ctx, item.String(), actor.MaySee(guard.Sealed))
	if err != nil {
		return nil, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		for _, n := range found {
			l, err := likenessOf(ctx, s, n)
			if fail.Of(err) == fail.NotFound {
				continue // as in show
			}
			if err != nil {
				return err
			}
			near = append(near, l)
		}
		return nil
	})
	return near, err
}

func likenessOf(ctx context.Context, s State, n search.Near) (l Likeness, err error) {
	l = Likeness{Kind: "text", Likeness: n.Likeness}
	if n.Kind == search.PrintPicture {
		l.Kind = "image"
	}
	sum, err := custody.ParseSum(n.Ref)
	if err != nil {
		return l, err
	}
	l.Item, err = s.Item(ctx, sum)
	return l, err
}

package desk

import (
	"context"
	"slices"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// concern knows up to which entry of the ledger something was recorded that can
// change how rows are linked, so that nobody waits for a hundred thousand rows
// because somebody read a letter. An entry of which nobody said that it can't
// concern them does.
type concern struct {
	mu    sync.Mutex
	next  int64 // the first entry that was not looked at
	whole int64 // behind the newest that concerns who sees everything
	some  int64 // likewise of others: what was sealed may be so no more
}

// concernMost is how many entries are looked at. Of more, some will.
const concernMost = 20_000

// unconcerned are the kinds of entries that change nothing of rows, of what is
// said of them, or of what was decided of them, for whoever looks.
func unconcerned() []ledger.Kind {
	return []ledger.Kind{text.Read{}.Kind(), text.Unread{}.Kind(), text.Cited{}.Kind(), custody.Closed{}.Kind(), custody.PassedOver{}.Kind(),
		custody.Failed{}.Kind(), custody.Exported{}.Kind(), custody.HashClaimed{}.Kind(), finding.Made{}.Kind(), finding.Confirmed{}.Kind(), finding.Withdrawn{}.Kind(),
		disclosure.RecipientDescribed{}.Kind(), disclosure.ConsentGiven{}.Kind(), disclosure.ConsentWithdrawn{}.Kind(), disclosure.ConditionLaid{}.Kind(), disclosure.ConditionLifted{}.Kind(),
		disclosure.ReplyAsked{}.Kind(), disclosure.ReplyGiven{}.Kind(), disclosure.Weighed{}.Kind(), disclosure.Delivered{}.Kind(), disclosure.SupersededBy{}.Kind(), disclosure.Recalled{}.Kind()}
}

// concerned gives the size of the ledger as of which rows are linked as they are
// now, for the one who looks.
func (v *visit) concerned(ctx context.Context, s *sight) (int64, error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return 0, err
	}
	size := tree.Size()
	c := &v.concern
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == 0 || size-c.next > concernMost {
		c.next, c.whole, c.some = size, size, size
	}
	err = s.All().Events(ctx, c.next, size, func(e flow.Recorded) error { c.take(e.Event); return nil })
	if err != nil {
		return 0, err
	}
	if s.Whole() {
		return min(c.whole, size), nil
	}
	return min(c.some, size), nil
}

func (c *concern) take(e ledger.Event) {
	c.next = e.Index + 1
	switch {
	case slices.Contains(unconcerned(), e.Kind):
	case e.Kind == custody.Acquired{}.Kind():
		c.some = c.next
	default:
		c.whole, c.some = c.next, c.next
	}
}

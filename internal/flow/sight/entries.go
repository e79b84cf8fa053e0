package sight

import (
	"context"
	"strconv"

	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// entries is a ledger of which some entries are known.
type entries struct {
	flow.LedgerState
	knows func(context.Context, ledger.Event) (bool, error)
}

// Event gives an entry; one that speaks of what must not be known is not there.
func (l entries) Event(ctx context.Context, index int64) (flow.Recorded, error) {
	e, err := l.LedgerState.Event(ctx, index)
	if err != nil {
		return e, err
	}
	ok, err := l.knows(ctx, e.Event)
	if err == nil && !ok {
		err = absent("entry", strconv.FormatInt(index, 10))
	}
	if err != nil {
		return flow.Recorded{}, err
	}
	return e, nil
}

// Events walks the entries that are known.
func (l entries) Events(ctx context.Context, from, to int64, yield func(flow.Recorded) error) error {
	return l.LedgerState.Events(ctx, from, to, func(e flow.Recorded) error {
		ok, err := l.knows(ctx, e.Event)
		if err != nil || !ok {
			return err
		}
		return yield(e)
	})
}

// RecordedAs gives the entry by which something was taken over, if it is known.
func (l entries) RecordedAs(ctx context.Context, log string, there int64) (int64, error) {
	index, err := l.LedgerState.RecordedAs(ctx, log, there)
	if err != nil {
		return 0, err
	}
	if _, err := l.Event(ctx, index); err != nil {
		if notThere(err) == nil {
			err = absent("entry", strconv.FormatInt(there, 10)+" of "+log)
		}
		return 0, err
	}
	return index, nil
}

package flow

import (
	"context"
	"errors"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// drain gives what has been read by now.
func drain(first outcome, more <-chan outcome) []outcome {
	batch := []outcome{first}
	for len(batch) < processBatch {
		select {
		case o, open := <-more:
			if !open {
				return batch
			}
			batch = append(batch, o)
		default:
			return batch
		}
	}
	return batch
}

// record appends what was read before the first item that failed the work, and
// only then gives that failure: what was done is not lost.
func (p *processor) record(ctx context.Context, batch []outcome) error {
	var failed error
	whole := batch[:0]
	for _, o := range batch {
		if o.err != nil {
			failed = errors.Join(failed, o.err)
		} else if !o.skipped {
			whole = append(whole, o)
		}
	}
	if err := p.append(ctx, whole); err != nil {
		return err
	}
	for _, o := range whole {
		if o.skipped || !p.actor.MaySeeIn(o.told.Item.Case, o.told.Item.Label) {
			continue
		}
		moved, err := movedBy(ctx, p.a, o.told)
		if err != nil {
			return err
		}
		o.told.Moved = moved
		if err := p.report(o.told); err != nil {
			return err
		}
	}
	return failed
}

// append records the facts of outcomes, but for what others recorded
// meanwhile. An outcome of which that leaves nothing is skipped.
func (p *processor) append(ctx context.Context, whole []outcome) error {
	shelves, some := make([]*shelf, len(whole)), false
	for i, o := range whole {
		shelves[i], some = o.shelf, some || len(o.facts) > 0
	}
	if !some {
		return nil
	}
	if err := settle(ctx, p.a); err != nil {
		return err
	}
	fresh := make([][]ledger.Fact, len(whole))
	_, err := p.a.Book.Append(ctx, p.actor, func(ctx context.Context, s State) (all []ledger.Fact, err error) {
		if err := catchUp(ctx, s, shelves...); err != nil {
			return nil, err
		}
		for i, o := range whole {
			fresh[i] = o.shelf.meanwhile.lack(o.facts)
			all = append(all, fresh[i]...)
		}
		return all, nil
	})
	if err != nil {
		return err
	}
	for i := range whole {
		o := &whole[i]
		o.told.Members = o.shelf.taken - members(o.facts) + members(fresh[i])
		o.skipped = len(o.facts) > 0 && len(fresh[i]) == 0 && o.told.Members == 0
	}
	return nil
}

// members counts the members among facts.
func members(facts []ledger.Fact) (n int64) {
	for _, f := range facts {
		if f.Kind() == (custody.Acquired{}).Kind() {
			n++
		}
	}
	return n
}

func settle(ctx context.Context, a *Archive) error {
	return errors.Join(a.Originals.Settle(ctx), a.Renditions.Settle(ctx))
}

package desk

import (
	"context"
	"sync"
	"time"
)

// aging keeps what takes long to count, and lets it grow a little old: whoever
// asks is answered with what is kept, and told of which entry it is, while it is
// counted anew behind them. Only the first one ever waits.
type aging[T any] struct {
	mu   sync.Mutex
	kept map[recallKey]*aged[T]
}

type aged[T any] struct {
	once    sync.Mutex // held while it is counted for the first time
	size    int64      // entries of the ledger that were counted
	at      time.Time
	value   T
	counted bool
	busy    bool // somebody counts it anew
}

// agingFresh is how long a number is shown without being counted anew, however
// much was recorded since.
const agingFresh = 20 * time.Second

// agingMost is how many values are kept.
const agingMost = 24

func (a *aging[T]) of(key recallKey) *aged[T] {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil || a.kept[key] == nil && len(a.kept) >= agingMost {
		a.kept = map[recallKey]*aged[T]{}
	}
	if a.kept[key] == nil {
		a.kept[key] = &aged[T]{}
	}
	return a.kept[key]
}

// agingOf gives a value as it was counted last, and at how many entries.
func agingOf[T any](ctx context.Context, v *visit, s *sight, a *aging[T], key recallKey, count func(context.Context, *sight) (T, error)) (value T, size int64, err error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return value, 0, err
	}
	one := a.of(key)
	one.once.Lock()
	defer one.once.Unlock()
	value, size, known, old := one.shown(a, tree.Size(), v.Clock())
	if old {
		go recount(context.WithoutCancel(ctx), v, a, one, count)
	}
	if known {
		return value, size, nil
	}
	if value, err = count(ctx, s); err != nil {
		return value, 0, err
	}
	one.keep(a, value, tree.Size(), v.Clock())
	return value, tree.Size(), nil
}

// shown gives what is kept, if anything is, and whether the one who asks is to
// see that it is counted anew.
func (o *aged[T]) shown(a *aging[T], size int64, now time.Time) (value T, of int64, known, old bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	old = o.counted && o.size != size && !o.busy && now.Sub(o.at) >= agingFresh
	o.busy = o.busy || old
	return o.value, o.size, o.counted, old
}

func (o *aged[T]) keep(a *aging[T], value T, size int64, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	o.value, o.size, o.at, o.counted, o.busy = value, size, now, true, false
}

// recount counts a value anew for whoever asks next. That it failed is told to
// the log, and to nobody's page: what was counted before still stands there.
func recount[T any](ctx context.Context, v *visit, a *aging[T], o *aged[T], count func(context.Context, *sight) (T, error)) {
	err := v.look(ctx, func(ctx context.Context, s *sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		value, err := count(ctx, s)
		if err == nil {
			o.keep(a, value, tree.Size(), v.Clock())
		}
		return err
	})
	if err != nil {
		a.mu.Lock()
		o.busy = false
		a.mu.Unlock()
		v.Log.Error("counting anew failed", "route", v.r.Pattern, "kind", kindName(err), "causes", Causes(err))
	}
}

package desk

import (
	"context"
	"slices"
	"sync"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// stood is how the rows of a case were linked when that was worked out last,
// with what is told of them. Of a large case it is shown while it is worked out
// anew beside, and never with a pair that somebody decided since.
type stood struct {
	size   int64 // of the ledger as of which it is so
	next   int64 // the first entry that was not looked at since
	linked *flow.Linked
	told   *gathered
	gone   bool // something was recorded after which it must not be shown
}

// stands keeps how cases stood, for each who sees just the same.
type stands struct {
	mu   sync.Mutex
	kept map[recallKey]*stood
	busy map[recallKey]bool // somebody works it out anew
}

// standingFrom is of how many rows a case is large: of fewer, nobody has to wait
// for what is new, and so nobody is shown what is old.
const standingFrom = 5_000

// calm are the kinds of entries that take nothing from what was shown before, but
// for the pair that a judgement decides. What a list or a name said may be gone
// with any other.
func calm() []ledger.Kind {
	return append(unconcerned(), person.Judged{}.Kind(), person.Mentioned{}.Kind(), person.ListImported{}.Kind(), person.ListCompleted{}.Kind(), person.ListDescribed{}.Kind(),
		claim.Made{}.Kind(), claim.Accepted{}.Kind(), claim.Disputed{}.Kind(), claim.Preferred{}.Kind(), claim.Graded{}.Kind(), claim.Flagged{}.Kind(), claim.Withdrawn{}.Kind(),
		custody.Opened{}.Kind(), custody.Acquired{}.Kind(), custody.Seen{}.Kind(), text.Mentioned{}.Kind())
}

// standingOf gives how a case's rows are linked. It is old if something was
// recorded since that is still being worked out.
func (v *visit) standingOf(ctx context.Context, s *sight, caseName string) (st stood, old bool, err error) {
	size, err := v.concerned(ctx, s)
	if err != nil {
		return st, false, err
	}
	key := s.recallKey(caseName)
	st, ok, err := v.stands.of(ctx, s, key)
	if err != nil || ok && st.size == size {
		return st, false, err
	}
	if ok && len(st.linked.Records) >= v.large && !st.told.unlinked {
		v.renew(ctx, key)
		return st, true, nil
	}
	st, err = v.stand(ctx, s, key)
	return st, false, err
}

// stand works out how a case stands, and keeps it.
func (v *visit) stand(ctx context.Context, s *sight, key recallKey) (st stood, err error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return st, err
	}
	st.next = tree.Size()
	if st.size, err = v.concerned(ctx, s); err != nil {
		return st, err
	}
	if st.linked, err = v.linkedOf(ctx, s, key.caseName); err != nil {
		return st, err
	}
	if st.told, err = v.gatheredOf(ctx, s, st.linked); err != nil {
		return st, err
	}
	v.stands.keep(key, st)
	return st, nil
}

// renew works out beside how a case stands, unless somebody does. That it failed
// is told to the log: the next who asks begins it again.
func (v *visit) renew(ctx context.Context, key recallKey) {
	if !v.stands.begin(key) {
		return
	}
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer v.stands.end(key)
		err := v.look(ctx, func(ctx context.Context, s *sight) error {
			_, err := v.stand(ctx, s, key)
			return err
		})
		if err != nil {
			v.Log.Error("linking anew failed", "route", v.r.Pattern, "kind", kindName(err), "causes", Causes(err))
		}
	}()
}

// of gives how a case stood, without what was decided since, if it may be shown.
func (k *stands) of(ctx context.Context, s *sight, key recallKey) (st stood, ok bool, err error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return st, false, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.kept[key]
	if kept == nil {
		return st, false, nil
	}
	if err := kept.follow(ctx, s, tree.Size()); err != nil || kept.gone {
		delete(k.kept, key)
		return st, false, err
	}
	return *kept, true, nil
}

func (k *stands) keep(key recallKey, st stood) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if before := k.kept[key]; before != nil && before.next > st.next {
		return // it knows of decisions that this one doesn't
	}
	if k.kept == nil || k.kept[key] == nil && len(k.kept) >= recallMost {
		k.kept = map[recallKey]*stood{}
	}
	k.kept[key] = &st
}

func (k *stands) begin(key recallKey) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.busy[key] {
		return false
	}
	if k.busy == nil {
		k.busy = map[recallKey]bool{}
	}
	k.busy[key] = true
	return true
}

func (k *stands) end(key recallKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.busy, key)
}

// follow takes out the pairs that were decided since, whoever did. It looks at all
// entries: of a pair that is shown, who sees it may know what was decided.
func (st *stood) follow(ctx context.Context, s *sight, size int64) error {
	if st.gone = size-st.next > concernMost; st.gone || st.next >= size {
		return nil
	}
	decided := map[review.Pair]bool{}
	err := s.All().Events(ctx, st.next, size, func(e flow.Recorded) error {
		st.next = e.Index + 1
		if st.gone = st.gone || !slices.Contains(calm(), e.Kind); st.gone {
			return flow.ErrEnough
		}
		if e.Kind != (person.Judged{}).Kind() {
			return nil
		}
		if st.gone = len(e.Body) == 0; st.gone { // erased: nobody knows of which pair
			return flow.ErrEnough
		}
		return ledger.Take(e.Event, func(j *person.Judged) error { decided[review.PairOf(j.Left, j.Right)] = true; return nil })
	})
	if len(decided) > 0 {
		st.told = st.told.without(decided)
	}
	return flow.Walked(err)
}

// without gives what is told without the questions of some pairs. All numbers but
// those of the questions stay.
func (g *gathered) without(decided map[review.Pair]bool) *gathered {
	left := *g
	left.wanted = slices.DeleteFunc(slices.Clone(g.wanted), func(w flow.Wanted) bool { return decided[review.PairOf(w.Left, w.Right)] })
	left.ask(slices.DeleteFunc(slices.Clone(g.queue), func(q review.Question) bool { return decided[review.PairOf(q.Left, q.Right)] }))
	return &left
}

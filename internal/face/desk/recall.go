package desk

import (
	"cmp"
	"sync"
)

// recall keeps what was computed from the ledger at one size, so that a page
// is not computed again for every reader. It holds a few values at most.
type recall[T any] struct {
	most int // values that are kept, recallMost if 0
	mu   sync.Mutex
	kept map[recallKey]recalled[T]
}

// recallKey tells what was computed for whom: an actor never shares with one who
// does not see just the same.
type recallKey struct {
	caseName string
	asked    string // what of the case
	scope    string
}

type recalled[T any] struct {
	size  int64
	value T
}

// recallMost is how many values are kept, if they are as large as a case.
const recallMost = 6

// at gives the value at a size of the ledger, computing it when it is not
// kept. Others wait meanwhile: the same heavy work twice helps nobody.
func (r *recall[T]) at(key recallKey, size int64, compute func() (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k, ok := r.kept[key]; ok && k.size == size {
		return k.value, nil
	}
	value, err := compute()
	if err != nil {
		return value, err
	}
	if r.kept == nil || len(r.kept) >= cmp.Or(r.most, recallMost) {
		r.kept = map[recallKey]recalled[T]{}
	}
	r.kept[key] = recalled[T]{size, value}
	return value, nil
}

// ready gives the value if it is kept already, and never waits for it: a page
// that only mentions it must not compute it.
func (r *recall[T]) ready(key recallKey, size int64) (value T, ok bool) {
	if !r.mu.TryLock() {
		return value, false
	}
	defer r.mu.Unlock()
	k, ok := r.kept[key]
	if !ok || k.size != size {
		return value, false
	}
	return k.value, true
}

// latest gives what was kept last, of whatever size of the ledger, and never
// waits for it. Who shows it says that it may be old.
func (r *recall[T]) latest(key recallKey) (value T, ok bool) {
	if !r.mu.TryLock() {
		return value, false
	}
	defer r.mu.Unlock()
	k, ok := r.kept[key]
	return k.value, ok
}

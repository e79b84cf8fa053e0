package door

import (
	"context"
	"sync"
	"time"

	"sanad/internal/core/intake"
)

// recent is how old what is shown of doors and petitions may be. Whether they are
// still open is asked of the letter box again by everything that is recorded.
const recent = time.Second

// recall remembers for a moment what everybody is shown, so that a rush of
// visitors asks the archive once a second and not once each.
type recall[T any] struct {
	mu   sync.Mutex
	at   time.Time
	kept T
}

// get gives what is remembered, or asks; whoever comes meanwhile waits for the
// one who asks. A failure is not remembered.
func (r *recall[T]) get(now time.Time, ask func() (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := now.Sub(r.at); age >= 0 && age < recent {
		return r.kept, nil
	}
	got, err := ask()
	if err == nil {
		r.kept, r.at = got, now
	}
	return got, err
}

// mostShown is how many petitions are remembered; there are few, and names that
// are none are never kept.
const mostShown = 100

// shown remembers petitions.
type shown struct {
	mu   sync.Mutex
	kept map[string]*recall[intake.PetitionShown]
}

func (s *shown) get(now time.Time, id string, ask func() (intake.PetitionShown, error)) (intake.PetitionShown, error) {
	s.mu.Lock()
	r := s.kept[id]
	s.mu.Unlock()
	if r != nil {
		return r.get(now, ask)
	}
	got, err := ask()
	if err != nil {
		return got, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kept) >= mostShown {
		clear(s.kept)
	}
	s.kept[id] = &recall[intake.PetitionShown]{at: now, kept: got}
	return got, nil
}

// open gives the doors that are open. Asking is not cut short by one visitor who
// leaves, for others wait for the answer.
func (v *visit) open(ctx context.Context) ([]intake.Door, error) {
	return v.doors.get(v.Clock(), func() ([]intake.Door, error) { return v.Box.Open(context.WithoutCancel(ctx)) })
}

func (v *visit) petition(ctx context.Context, id string) (intake.PetitionShown, error) {
	return v.petitions.get(v.Clock(), id, func() (intake.PetitionShown, error) { return v.Box.Petition(context.WithoutCancel(ctx), id) })
}

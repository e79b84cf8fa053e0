package sight

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// What strangers hand in is sealed, all of it: that there is a submission, how
// many there are and when they came is for those alone who may see sealed things
// in the case. Doors are public.

func (v *Sight) knowsIntake(caseName string) bool {
	return v.whole || v.actor.MaySeeIn(caseName, guard.Sealed)
}

// Door implements flow.State.
func (v *Sight) Door(ctx context.Context, name string) (intake.DoorNow, error) {
	d, err := v.State.Door(ctx, name)
	if err == nil && !v.knowsDoors() {
		return intake.DoorNow{}, absent("door", name)
	}
	return v.door(d), err
}

// knowsDoors: who administers an archive opens its doors, whatever else they see.
func (v *Sight) knowsDoors() bool { return v.Knows() || v.actor.MayEverywhere(guard.ToAdmin) == nil }

// door leaves out how many came to it.
func (v *Sight) door(d intake.DoorNow) intake.DoorNow {
	if !v.knowsIntake(d.Case) {
		d.Submissions, d.Waiting = 0, 0
	}
	return d
}

// Doors implements flow.State.
func (v *Sight) Doors(ctx context.Context) ([]intake.DoorNow, error) {
	if !v.knowsDoors() {
		return nil, nil
	}
	all, err := v.State.Doors(ctx)
	for i := range all {
		all[i] = v.door(all[i])
	}
	return all, err
}

// Submission implements flow.State.
func (v *Sight) Submission(ctx context.Context, id string) (intake.Submission, error) {
	s, err := v.State.Submission(ctx, id)
	if err == nil && !v.knowsIntake(s.Case) {
		return intake.Submission{}, absent("submission", id)
	}
	return s, err
}

// Submissions implements flow.State.
func (v *Sight) Submissions(ctx context.Context, f flow.SubmissionFilter, yield func(intake.Submission) error) error {
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	left := limit
	return flow.Walked(v.State.Submissions(ctx, f, func(s intake.Submission) error {
		if !v.knowsIntake(s.Case) {
			return nil
		}
		if err := yield(s); err != nil {
			return err
		}
		if left--; limit > 0 && left == 0 {
			return flow.ErrEnough
		}
		return nil
	}))
}

// SubmissionCounts implements flow.State.
func (v *Sight) SubmissionCounts(ctx context.Context, caseName string) (map[intake.As]int64, error) {
	if v.whole || caseName != "" && v.knowsIntake(caseName) {
		return v.State.SubmissionCounts(ctx, caseName)
	}
	sum := map[intake.As]int64{}
	if caseName != "" {
		return sum, nil
	}
	cases, err := v.State.Cases(ctx)
	for _, name := range cases {
		if err != nil || !v.knowsIntake(name) {
			continue
		}
		var counts map[intake.As]int64
		counts, err = v.State.SubmissionCounts(ctx, name)
		for as, n := range counts {
			sum[as] += n
		}
	}
	return sum, err
}

// SubmissionHistory implements flow.State.
func (v *Sight) SubmissionHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := v.Submission(ctx, id); err != nil {
		return nil, err
	}
	return v.State.SubmissionHistory(ctx, id)
}

// Thread implements flow.State.
func (v *Sight) Thread(ctx context.Context, thread string) (intake.ThreadNow, error) {
	t, err := v.State.Thread(ctx, thread)
	if err == nil && !v.knowsIntake(t.Case) {
		return intake.ThreadNow{}, absent("thread", thread)
	}
	return t, err
}

// ThreadSteps implements flow.State.
func (v *Sight) ThreadSteps(ctx context.Context, thread string) ([]intake.Step, error) {
	if _, err := v.Thread(ctx, thread); err != nil {
		return nil, notThere(err)
	}
	return v.State.ThreadSteps(ctx, thread)
}

// SealedParts implements flow.State: what is kept is checked and copied whole or
// not at all.
func (v *Sight) SealedParts(ctx context.Context, yield func(custody.Sum, int64) error) error {
	if !v.whole {
		return nil
	}
	return v.State.SealedParts(ctx, yield)
}

// knowsIntakeEvent decides for the kinds that speak of what strangers handed in.
func (v *Sight) knowsIntakeEvent(ctx context.Context, e ledger.Event) (ok bool, err error) {
	return tellsIntake(ctx, v, e, func(string) bool { return v.Knows() })
}

// intakeSeen is what a state tells of submissions and threads.
type intakeSeen interface {
	Door(ctx context.Context, name string) (intake.DoorNow, error)
	Submission(ctx context.Context, id string) (intake.Submission, error)
	Thread(ctx context.Context, thread string) (intake.ThreadNow, error)
	Correction(ctx context.Context, id string) (intake.Correction, error)
}

// tellsIntake asks a state whether it tells of what an entry speaks of; reads
// tells whether the public things of a case are told.
func tellsIntake(ctx context.Context, s intakeSeen, e ledger.Event, reads func(string) bool) (ok bool, err error) {
	there := func(err error) error { ok = err == nil; return notThere(err) }
	submission := func(id string) error { _, err := s.Submission(ctx, id); return there(err) }
	thread := func(id string) error { _, err := s.Thread(ctx, id); return there(err) }
	switch e.Kind {
	case intake.DoorOpened{}.Kind():
		err = ledger.Take(e, func(f *intake.DoorOpened) error { ok = reads(f.Case); return nil })
	case intake.DoorClosed{}.Kind():
		err = ledger.Take(e, func(f *intake.DoorClosed) error { _, err := s.Door(ctx, f.Door); return there(err) })
	case intake.Received{}.Kind():
		err = ledger.Take(e, func(f *intake.Received) error { return submission(f.Submission) })
	case intake.Added{}.Kind():
		err = ledger.Take(e, func(f *intake.Added) error { return thread(f.Thread) })
	case intake.Answered{}.Kind():
		err = ledger.Take(e, func(f *intake.Answered) error { return thread(f.Thread) })
	case intake.Ended{}.Kind():
		err = ledger.Take(e, func(f *intake.Ended) error { return thread(f.Thread) })
	case intake.Sorted{}.Kind():
		err = ledger.Take(e, func(f *intake.Sorted) error { return submission(f.Submission) })
	case intake.Linked{}.Kind():
		err = ledger.Take(e, func(f *intake.Linked) error { return submission(f.Submission) })
	case intake.Taken{}.Kind():
		err = ledger.Take(e, func(f *intake.Taken) error { return submission(f.Submission) })
	case intake.CorrectionNoted{}.Kind():
		err = ledger.Take(e, func(f *intake.CorrectionNoted) error { return submission(f.Submission) })
	case intake.CorrectionDecided{}.Kind():
		err = ledger.Take(e, func(f *intake.CorrectionDecided) error { _, err := s.Correction(ctx, f.Correction); return there(err) })
	}
	return ok, err
}

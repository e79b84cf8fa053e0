package sight

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// Door implements flow.State.
func (f *fence) Door(ctx context.Context, name string) (intake.DoorNow, error) {
	d, err := f.all.Door(ctx, name)
	if err == nil && !f.reads(d.Case) && f.actor.MayEverywhere(guard.ToAdmin) != nil {
		return intake.DoorNow{}, absent("door", name)
	}
	return d, err
}

// Doors implements flow.State.
func (f *fence) Doors(ctx context.Context) (mine []intake.DoorNow, err error) {
	all, err := f.all.Doors(ctx)
	for _, d := range all {
		if f.reads(d.Case) || f.actor.MayEverywhere(guard.ToAdmin) == nil {
			mine = append(mine, d)
		}
	}
	return mine, err
}

// Submission implements flow.State.
func (f *fence) Submission(ctx context.Context, id string) (intake.Submission, error) {
	s, err := f.all.Submission(ctx, id)
	if err == nil && !f.reads(s.Case) {
		return intake.Submission{}, absent("submission", id)
	}
	return s, err
}

// Submissions implements flow.State.
func (f *fence) Submissions(ctx context.Context, q flow.SubmissionFilter, yield func(intake.Submission) error) error {
	cases := f.within(q.Case)
	if q.Cases != nil {
		var both []string
		for _, name := range q.Cases {
			if f.reads(name) && (q.Case == "" || q.Case == name) {
				both = append(both, name)
			}
		}
		cases = both
	}
	if len(cases) == 0 {
		return nil
	}
	q.Case, q.Cases = "", cases
	return f.all.Submissions(ctx, q, yield)
}

// SubmissionCounts implements flow.State.
func (f *fence) SubmissionCounts(ctx context.Context, caseName string) (map[intake.As]int64, error) {
	sum := map[intake.As]int64{}
	for _, name := range f.within(caseName) {
		counts, err := f.all.SubmissionCounts(ctx, name)
		if err != nil {
			return nil, err
		}
		for as, n := range counts {
			sum[as] += n
		}
	}
	return sum, nil
}

// SubmissionHistory implements flow.State.
func (f *fence) SubmissionHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := f.Submission(ctx, id); err != nil {
		return nil, err
	}
	return f.all.SubmissionHistory(ctx, id)
}

// Thread implements flow.State.
func (f *fence) Thread(ctx context.Context, thread string) (intake.ThreadNow, error) {
	t, err := f.all.Thread(ctx, thread)
	if err == nil && !f.reads(t.Case) {
		return intake.ThreadNow{}, absent("thread", thread)
	}
	return t, err
}

// ThreadSteps implements flow.State.
func (f *fence) ThreadSteps(ctx context.Context, thread string) ([]intake.Step, error) {
	if _, err := f.Thread(ctx, thread); err != nil {
		return nil, notThere(err)
	}
	return f.all.ThreadSteps(ctx, thread)
}

// SealedParts implements flow.State: they are named to those alone who keep the
// whole archive.
func (f *fence) SealedParts(context.Context, func(custody.Sum, int64) error) error { return nil }

// knowsIntakeEvent decides for the kinds that speak of what strangers handed in.
func (f *fence) knowsIntakeEvent(ctx context.Context, e ledger.Event) (ok bool, err error) {
	return tellsIntake(ctx, f, e, f.reads)
}

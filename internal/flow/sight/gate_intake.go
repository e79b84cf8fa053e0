package sight

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// passIntake decides for what is done with what strangers handed in: it takes who
// may see sealed things in the case and take material into custody there. What the
// strangers do is recorded by the door's own account, which holds no role in a
// case and comes by no gate.
func (g *gate) passIntake(ctx context.Context, f ledger.Fact) (error, bool) {
	submission := func(id string) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { s, err := g.s.Submission(ctx, id); return s.Case, err })
		return g.receives(name, err), true
	}
	thread := func(id string) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { t, err := g.s.Thread(ctx, id); return t.Case, err })
		return g.receives(name, err), true
	}
	switch f := f.(type) {
	case intake.DoorOpened, intake.DoorClosed:
		return g.actor.MayEverywhere(guard.ToAdmin), true
	case intake.Received, intake.Added:
		return g.actor.MayEverywhere(guard.ToReceive), true
	case intake.Answered:
		return thread(f.Thread)
	case intake.Ended:
		return thread(f.Thread)
	case intake.Sorted:
		return submission(f.Submission)
	case intake.Linked:
		return submission(f.Submission)
	case intake.Taken:
		return submission(f.Submission)
	case intake.CorrectionNoted:
		return submission(f.Submission)
	case intake.CorrectionDecided:
		return g.receives(f.Case, nil), true
	}
	return nil, false
}

func (g *gate) receives(caseName string, err error) error {
	if err == nil {
		err = g.any(caseName, guard.ToSeal)
	}
	if err == nil {
		err = g.any(caseName, guard.ToCollect)
	}
	return err
}

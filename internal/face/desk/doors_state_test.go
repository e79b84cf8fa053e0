package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
)

// doorless is a state to which strangers handed nothing in.
type doorless struct{}

func (doorless) Door(_ context.Context, name string) (intake.DoorNow, error) {
	return intake.DoorNow{}, absent("door", name)
}

func (doorless) Doors(context.Context) ([]intake.DoorNow, error) { return nil, nil }

func (doorless) Submission(_ context.Context, id string) (intake.Submission, error) {
	return intake.Submission{}, absent("submission", id)
}

func (doorless) Submissions(context.Context, flow.SubmissionFilter, func(intake.Submission) error) error {
	return nil
}

func (doorless) SubmissionCounts(context.Context, string) (map[intake.As]int64, error) {
	return map[intake.As]int64{}, nil
}

func (doorless) SubmissionHistory(_ context.Context, id string) ([]int64, error) {
	return nil, absent("submission", id)
}

func (doorless) Thread(_ context.Context, id string) (intake.ThreadNow, error) {
	return intake.ThreadNow{}, absent("thread", id)
}

func (doorless) ThreadSteps(context.Context, string) ([]intake.Step, error) { return nil, nil }

func (doorless) SealedParts(context.Context, func(custody.Sum, int64) error) error { return nil }

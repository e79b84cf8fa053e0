package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Nothing was handed in where these pages are tried.

func (s *memoryState) Door(_ context.Context, name string) (intake.DoorNow, error) {
	return intake.DoorNow{}, fail.New(fail.NotFound, "there is no door %s", name)
}
func (s *memoryState) Doors(context.Context) ([]intake.DoorNow, error) { return nil, nil }
func (s *memoryState) Submission(_ context.Context, id string) (intake.Submission, error) {
	return intake.Submission{}, fail.New(fail.NotFound, "there is no submission %s", id)
}
func (s *memoryState) Submissions(context.Context, flow.SubmissionFilter, func(intake.Submission) error) error {
	return nil
}
func (s *memoryState) SubmissionCounts(context.Context, string) (map[intake.As]int64, error) {
	return nil, nil
}
func (s *memoryState) SubmissionHistory(_ context.Context, id string) ([]int64, error) {
	return nil, fail.New(fail.NotFound, "there is no submission %s", id)
}
func (s *memoryState) Thread(_ context.Context, thread string) (intake.ThreadNow, error) {
	return intake.ThreadNow{}, fail.New(fail.NotFound, "there is no thread %s", thread)
}
func (s *memoryState) ThreadSteps(context.Context, string) ([]intake.Step, error) { return nil, nil }
func (s *memoryState) SealedParts(context.Context, func(custody.Sum, int64) error) error {
	return nil
}

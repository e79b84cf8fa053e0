package flow

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
)

// SubmissionFilter narrows a walk over submissions; zero fields do not narrow.
type SubmissionFilter struct {
	Case  string
	Cases []string // of one of these; nil does not narrow
	Door  string
	As    intake.As
	Group string
	// First: of those that stand together and are sorted alike, only the first.
	First bool
	// Silent: only those whose thread goes on, and in which nothing was written
	// since this time, in microseconds since 1970.
	Silent int64
	After  int64 // only submissions of later entries
	Limit  int
}

// IntakeState reads what strangers handed in.
type IntakeState interface {
	CorrectionState
	Door(ctx context.Context, name string) (intake.DoorNow, error)
	// Doors gives all doors, closed ones too, in the order of their first opening.
	Doors(ctx context.Context) ([]intake.DoorNow, error)
	Submission(ctx context.Context, id string) (intake.Submission, error)
	// Submissions walks in the order of the ledger, the oldest first.
	Submissions(ctx context.Context, f SubmissionFilter, yield func(intake.Submission) error) error
	// SubmissionCounts counts those of a case, or of all, by how they are sorted.
	SubmissionCounts(ctx context.Context, caseName string) (map[intake.As]int64, error)
	// SubmissionHistory gives the entries that speak of a submission and its thread.
	SubmissionHistory(ctx context.Context, id string) ([]int64, error)
	Thread(ctx context.Context, thread string) (intake.ThreadNow, error)
	// Steps of a thread, the first letter too, oldest first.
	ThreadSteps(ctx context.Context, thread string) ([]intake.Step, error)
	// SealedParts walks the sealed bytes that entries name.
	SealedParts(ctx context.Context, yield func(sum custody.Sum, bytes int64) error) error
}

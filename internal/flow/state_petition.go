package flow

import (
	"context"

	"sanad/internal/core/intake"
)

// PetitionState reads petitions and their signatures.
type PetitionState interface {
	// Petition gives a petition with all its texts.
	Petition(ctx context.Context, id string) (intake.Petition, error)
	// Petitions gives those of a case, or of all, in the order they were opened.
	Petitions(ctx context.Context, caseName string) ([]intake.Petition, error)
	// PetitionHistory gives the entries that speak of a petition, but for its
	// signatures.
	PetitionHistory(ctx context.Context, id string) ([]int64, error)
	// SignatureOf gives the signature that a code looks up.
	SignatureOf(ctx context.Context, code string) (intake.SignatureNow, error)
	// Signatures walks all of a petition's, withdrawn ones too, in order of the
	// ledger.
	Signatures(ctx context.Context, petition string, yield func(intake.SignatureNow) error) error
	CountSignatures(ctx context.Context, petition string) (received, withdrawn int64, err error)
	// SignaturesByWeek gives the weeks in which somebody signed or withdrew.
	SignaturesByWeek(ctx context.Context, petition string) ([]intake.SignedIn, error)
	// Tallies gives what was counted, oldest first.
	Tallies(ctx context.Context, petition string) ([]intake.Tally, error)
}

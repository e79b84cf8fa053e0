package sight

import (
	"context"
	"slices"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// Petition implements flow.State.
func (f *fence) Petition(ctx context.Context, id string) (intake.Petition, error) {
	p, err := f.all.Petition(ctx, id)
	if err == nil && !f.reads(p.Case) {
		return intake.Petition{}, absent("petition", id)
	}
	return p, err
}

// Petitions implements flow.State.
func (f *fence) Petitions(ctx context.Context, caseName string) ([]intake.Petition, error) {
	one, some := f.only(caseName)
	if !some {
		return nil, nil
	}
	all, err := f.all.Petitions(ctx, one)
	return slices.DeleteFunc(all, func(p intake.Petition) bool { return !f.reads(p.Case) }), err
}

// PetitionHistory implements flow.State.
func (f *fence) PetitionHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := f.Petition(ctx, id); err != nil {
		return nil, err
	}
	return f.all.PetitionHistory(ctx, id)
}

// SignatureOf implements flow.State.
func (f *fence) SignatureOf(ctx context.Context, code string) (intake.SignatureNow, error) {
	n, err := f.all.SignatureOf(ctx, code)
	if err != nil {
		return n, err
	}
	if _, err := f.Petition(ctx, n.Petition); err != nil {
		if notThere(err) == nil {
			err = absent("signature", "of this code")
		}
		return intake.SignatureNow{}, err
	}
	return n, nil
}

// Signatures implements flow.State.
func (f *fence) Signatures(ctx context.Context, petition string, yield func(intake.SignatureNow) error) error {
	if _, err := f.Petition(ctx, petition); err != nil {
		return err
	}
	return f.all.Signatures(ctx, petition, yield)
}

// CountSignatures implements flow.State.
func (f *fence) CountSignatures(ctx context.Context, petition string) (received, withdrawn int64, err error) {
	if _, err := f.Petition(ctx, petition); err != nil {
		return 0, 0, err
	}
	return f.all.CountSignatures(ctx, petition)
}

// SignaturesByWeek implements flow.State.
func (f *fence) SignaturesByWeek(ctx context.Context, petition string) ([]intake.SignedIn, error) {
	if _, err := f.Petition(ctx, petition); err != nil {
		return nil, err
	}
	return f.all.SignaturesByWeek(ctx, petition)
}

// Tallies implements flow.State.
func (f *fence) Tallies(ctx context.Context, petition string) ([]intake.Tally, error) {
	if _, err := f.Petition(ctx, petition); err != nil {
		return nil, err
	}
	return f.all.Tallies(ctx, petition)
}

// knowsPetition decides for the kinds that speak of a petition.
func (f *fence) knowsPetition(ctx context.Context, e ledger.Event) (bool, error) {
	id, err := petitionOf(e)
	if err != nil || id == "" {
		return false, err
	}
	_, err = f.Petition(ctx, id)
	return err == nil, notThere(err)
}

package sight

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// Petitions are read by the public, and so is that they were signed: who knows a
// case knows of its petitions. What is sealed in a signature stays sealed to all.

// Petition implements flow.State.
func (v *Sight) Petition(ctx context.Context, id string) (intake.Petition, error) {
	p, err := v.State.Petition(ctx, id)
	if err == nil && !v.whole && !v.Knows() {
		return intake.Petition{}, absent("petition", id)
	}
	return p, err
}

// Petitions implements flow.State.
func (v *Sight) Petitions(ctx context.Context, caseName string) ([]intake.Petition, error) {
	if !v.whole && !v.Knows() {
		return nil, nil
	}
	return v.State.Petitions(ctx, caseName)
}

// PetitionHistory implements flow.State.
func (v *Sight) PetitionHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := v.Petition(ctx, id); err != nil {
		return nil, err
	}
	return v.State.PetitionHistory(ctx, id)
}

// SignatureOf implements flow.State.
func (v *Sight) SignatureOf(ctx context.Context, code string) (intake.SignatureNow, error) {
	n, err := v.State.SignatureOf(ctx, code)
	if err == nil && !v.whole && !v.Knows() {
		return intake.SignatureNow{}, absent("signature", "of this code")
	}
	return n, err
}

// Signatures implements flow.State.
func (v *Sight) Signatures(ctx context.Context, petition string, yield func(intake.SignatureNow) error) error {
	if _, err := v.Petition(ctx, petition); err != nil {
		return err
	}
	return v.State.Signatures(ctx, petition, yield)
}

// CountSignatures implements flow.State.
func (v *Sight) CountSignatures(ctx context.Context, petition string) (received, withdrawn int64, err error) {
	if _, err := v.Petition(ctx, petition); err != nil {
		return 0, 0, err
	}
	return v.State.CountSignatures(ctx, petition)
}

// SignaturesByWeek implements flow.State.
func (v *Sight) SignaturesByWeek(ctx context.Context, petition string) ([]intake.SignedIn, error) {
	if _, err := v.Petition(ctx, petition); err != nil {
		return nil, err
	}
	return v.State.SignaturesByWeek(ctx, petition)
}

// Tallies implements flow.State.
func (v *Sight) Tallies(ctx context.Context, petition string) ([]intake.Tally, error) {
	if _, err := v.Petition(ctx, petition); err != nil {
		return nil, err
	}
	return v.State.Tallies(ctx, petition)
}

// petitionOf gives the petition that an entry speaks of, "" if it speaks of none.
func petitionOf(e ledger.Event) (id string, err error) {
	switch e.Kind {
	case intake.PetitionOpened{}.Kind():
		err = ledger.Take(e, func(f *intake.PetitionOpened) error { id = f.Petition; return nil })
	case intake.PetitionWorded{}.Kind():
		err = ledger.Take(e, func(f *intake.PetitionWorded) error { id = f.Petition; return nil })
	case intake.PetitionClosed{}.Kind():
		err = ledger.Take(e, func(f *intake.PetitionClosed) error { id = f.Petition; return nil })
	case intake.Signed{}.Kind():
		err = ledger.Take(e, func(f *intake.Signed) error { id = f.Petition; return nil })
	case intake.SignatureWithdrawn{}.Kind():
		err = ledger.Take(e, func(f *intake.SignatureWithdrawn) error { id = f.Petition; return nil })
	case intake.Tallied{}.Kind():
		err = ledger.Take(e, func(f *intake.Tallied) error { id = f.Petition; return nil })
	case intake.PetitionExported{}.Kind():
		err = ledger.Take(e, func(f *intake.PetitionExported) error { id = f.Petition; return nil })
	}
	return id, err
}

// knowsPetition decides for the kinds that speak of a petition.
func (v *Sight) knowsPetition(ctx context.Context, e ledger.Event) (bool, error) {
	id, err := petitionOf(e)
	if err != nil || id == "" {
		return false, err
	}
	if v.fence == nil { // all cases are alike
		return v.whole || v.Knows(), nil
	}
	_, err = v.Petition(ctx, id)
	return err == nil, notThere(err)
}

// passPetition decides who may record what of a petition: who claims in a case
// opens, words, closes and counts its petitions; who approves releases there
// hands them out. What signers do is recorded by the door's own account.
func (g *gate) passPetition(ctx context.Context, f ledger.Fact) (error, bool) {
	of := func(id string, act guard.Act) (error, bool) {
		name, err := g.caseOf("petition "+id, func() (string, error) { p, err := g.s.Petition(ctx, id); return p.Case, err })
		if err == nil {
			err = g.any(name, act)
		}
		return err, true
	}
	switch f := f.(type) {
	case intake.PetitionOpened:
		g.opens["petition "+f.Petition] = f.Case
		return g.any(f.Case, guard.ToClaim), true
	case intake.PetitionWorded:
		return of(f.Petition, guard.ToClaim)
	case intake.PetitionClosed:
		return of(f.Petition, guard.ToClaim)
	case intake.Tallied:
		return of(f.Petition, guard.ToClaim)
	case intake.Signed, intake.SignatureWithdrawn:
		return g.actor.MayEverywhere(guard.ToReceive), true
	case intake.PetitionExported:
		return of(f.Petition, guard.ToApprove)
	}
	return nil, false
}

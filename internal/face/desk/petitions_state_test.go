package desk

import (
	"context"
	"slices"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// petitioned is what a memoryState knows of petitions.
type petitioned struct {
	petitions  []intake.Petition
	signatures []intake.SignatureNow
	tallies    []intake.Tally
}

// applyPetition follows petitions.
func (s *petitioned) applyPetition(e ledger.Event) error {
	of := func(id string, do func(*intake.Petition)) error {
		for i := range s.petitions {
			if s.petitions[i].Petition == id {
				do(&s.petitions[i])
			}
		}
		return nil
	}
	switch e.Kind {
	case intake.PetitionOpened{}.Kind():
		return ledger.Take(e, func(f *intake.PetitionOpened) error {
			s.petitions = append(s.petitions, intake.Petition{PetitionOpened: *f, Opener: e.Actor, At: e.Time, Index: e.Index})
			return nil
		})
	case intake.PetitionWorded{}.Kind():
		return ledger.Take(e, func(f *intake.PetitionWorded) error {
			return of(f.Petition, func(p *intake.Petition) { p.Texts = append(p.Texts, *f) })
		})
	case intake.PetitionClosed{}.Kind():
		return ledger.Take(e, func(f *intake.PetitionClosed) error {
			return of(f.Petition, func(p *intake.Petition) { p.Closed = e.Index })
		})
	case intake.Signed{}.Kind():
		return ledger.Take(e, func(f *intake.Signed) error {
			s.signatures = append(s.signatures, intake.SignatureNow{Petition: f.Petition, Version: f.Version, Entry: e.Index})
			return nil
		})
	case intake.Tallied{}.Kind():
		return ledger.Take(e, func(f *intake.Tallied) error {
			s.tallies = append(s.tallies, intake.Tally{Tallied: *f, Actor: e.Actor, Index: e.Index})
			return nil
		})
	}
	return nil
}

func (s *petitioned) Petition(_ context.Context, id string) (intake.Petition, error) {
	return one(s.petitions, "petition", id, func(p intake.Petition) bool { return p.Petition == id })
}

func (s *petitioned) Petitions(_ context.Context, caseName string) ([]intake.Petition, error) {
	return slices.DeleteFunc(slices.Clone(s.petitions), func(p intake.Petition) bool { return !in(p.Case, caseName) }), nil
}

func (s *petitioned) PetitionHistory(_ context.Context, id string) (entries []int64, err error) {
	for _, p := range s.petitions {
		if p.Petition == id {
			entries = append(entries, p.Index)
		}
	}
	return entries, nil
}

func (s *petitioned) SignatureOf(_ context.Context, code string) (intake.SignatureNow, error) {
	return intake.SignatureNow{}, absent("signature", code)
}

func (s *petitioned) Signatures(_ context.Context, petition string, yield func(intake.SignatureNow) error) error {
	for _, n := range s.signatures {
		if n.Petition == petition {
			if err := yield(n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *petitioned) CountSignatures(_ context.Context, petition string) (received, withdrawn int64, err error) {
	for _, n := range s.signatures {
		if n.Petition == petition {
			received++
			if n.Withdrawn != 0 {
				withdrawn++
			}
		}
	}
	return received, withdrawn, nil
}

func (s *petitioned) SignaturesByWeek(_ context.Context, petition string) ([]intake.SignedIn, error) {
	signed, _, err := s.CountSignatures(context.Background(), petition)
	if signed == 0 {
		return nil, err
	}
	return []intake.SignedIn{{Week: time.Date(2031, 3, 3, 0, 0, 0, 0, time.UTC), Signed: signed}}, err
}

func (s *petitioned) Tallies(_ context.Context, petition string) ([]intake.Tally, error) {
	return slices.DeleteFunc(slices.Clone(s.tallies), func(t intake.Tally) bool { return t.Petition != petition }), nil
}

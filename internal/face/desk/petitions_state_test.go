package desk

import (
	"context"
	"slices"

	"sanad/internal/core/intake"
)

// petitioned is what a memoryState knows of petitions.
type petitioned struct {
	petitions []intake.Petition
	signed    []intake.SignatureNow
	weeks     []intake.SignedIn
	tallies   []intake.Tally
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
	for _, n := range s.signed {
		if n.Petition == petition {
			if err := yield(n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *petitioned) CountSignatures(_ context.Context, petition string) (received, withdrawn int64, err error) {
	for _, n := range s.signed {
		if n.Petition == petition {
			received++
			if n.Withdrawn != 0 {
				withdrawn++
			}
		}
	}
	return received, withdrawn, nil
}

func (s *petitioned) SignaturesByWeek(context.Context, string) ([]intake.SignedIn, error) {
	return s.weeks, nil
}

func (s *petitioned) Tallies(_ context.Context, petition string) ([]intake.Tally, error) {
	return slices.DeleteFunc(slices.Clone(s.tallies), func(t intake.Tally) bool { return t.Petition != petition }), nil
}

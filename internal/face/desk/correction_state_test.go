package desk

import (
	"context"
	"slices"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// memoryCorrections is what the events of a memoryBook say of corrections.
type memoryCorrections struct{ corrections []intake.Correction }

func (m *memoryCorrections) Correction(_ context.Context, id string) (intake.Correction, error) {
	return one(m.corrections, "correction", id, func(c intake.Correction) bool { return c.Correction == id })
}

func (m *memoryCorrections) Corrections(_ context.Context, caseName string) ([]intake.Correction, error) {
	return slices.DeleteFunc(slices.Clone(m.corrections), func(c intake.Correction) bool { return !in(c.Case, caseName) }), nil
}

func (m *memoryCorrections) CorrectionsOf(_ context.Context, about string) ([]intake.Correction, error) {
	return slices.DeleteFunc(slices.Clone(m.corrections), func(c intake.Correction) bool { return c.About.ID != about }), nil
}

// of gives the correction of a name, a new one if there is none.
func (m *memoryCorrections) of(id string, index int64) *intake.Correction {
	at := slices.IndexFunc(m.corrections, func(c intake.Correction) bool { return c.Correction == id })
	if at < 0 {
		m.corrections = append(m.corrections, intake.Correction{Correction: id, Index: index, Noted: -1, Entry: -1})
		at = len(m.corrections) - 1
	}
	return &m.corrections[at]
}

// corrected applies an event, and reports whether it was of its kinds.
func (m *memoryIntake) corrected(e ledger.Event) (bool, error) {
	stands := func(c *intake.Correction) error {
		return m.of(func(s intake.Submission) bool { return s.Submission == c.Submission }, func(s *intake.Submission) { s.Correction = c.Correction })
	}
	switch e.Kind {
	case intake.CorrectionNoted{}.Kind():
		return true, ledger.Take(e, func(f *intake.CorrectionNoted) error {
			s, err := m.Submission(context.Background(), f.Submission)
			c := m.memoryCorrections.of(f.Correction, e.Index)
			c.Submission, c.Case, c.About, c.Noted = f.Submission, s.Case, f.About, e.Index
			if err != nil {
				return err
			}
			return stands(c)
		})
	case intake.CorrectionDecided{}.Kind():
		return true, ledger.Take(e, func(f *intake.CorrectionDecided) error {
			c := m.memoryCorrections.of(f.Correction, e.Index)
			c.Submission, c.Case, c.About, c.Decided, c.Entry, c.Time, c.Actor = f.Submission, f.Case, f.About, f, e.Index, e.Time, e.Actor
			return stands(c)
		})
	}
	return false, nil
}

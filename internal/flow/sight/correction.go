package sight

import (
	"context"
	"slices"

	"sanad/internal/core/intake"
)

// That a reader corrects an entry is known with what was handed in: to those alone
// who may see sealed things in the case. What was decided leaves by a release, and
// not by a look.

// Correction implements flow.State.
func (v *Sight) Correction(ctx context.Context, id string) (intake.Correction, error) {
	c, err := v.State.Correction(ctx, id)
	if err == nil && !v.knowsIntake(c.Case) {
		return intake.Correction{}, absent("correction", id)
	}
	return c, err
}

// Corrections implements flow.State.
func (v *Sight) Corrections(ctx context.Context, caseName string) ([]intake.Correction, error) {
	all, err := v.State.Corrections(ctx, caseName)
	return ofCases(all, v.knowsIntake), err
}

// CorrectionsOf implements flow.State.
func (v *Sight) CorrectionsOf(ctx context.Context, about string) ([]intake.Correction, error) {
	all, err := v.State.CorrectionsOf(ctx, about)
	return ofCases(all, v.knowsIntake), err
}

func ofCases(all []intake.Correction, known func(caseName string) bool) []intake.Correction {
	return slices.DeleteFunc(all, func(c intake.Correction) bool { return !known(c.Case) })
}

// Correction implements flow.State.
func (f *fence) Correction(ctx context.Context, id string) (intake.Correction, error) {
	c, err := f.all.Correction(ctx, id)
	if err == nil && !f.reads(c.Case) {
		return intake.Correction{}, absent("correction", id)
	}
	return c, err
}

// Corrections implements flow.State.
func (f *fence) Corrections(ctx context.Context, caseName string) ([]intake.Correction, error) {
	all, err := f.all.Corrections(ctx, caseName)
	return ofCases(all, f.reads), err
}

// CorrectionsOf implements flow.State.
func (f *fence) CorrectionsOf(ctx context.Context, about string) ([]intake.Correction, error) {
	all, err := f.all.CorrectionsOf(ctx, about)
	return ofCases(all, f.reads), err
}

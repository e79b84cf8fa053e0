package sight

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// knowsVocabulary decides by the table it was taken from, if that is in custody.
func (v *Sight) knowsVocabulary(item custody.Sum) bool {
	return v.whole || v.Knows() && (item.IsZero() || !v.veil.hides(item))
}

// Vocabularies implements flow.State.
func (v *Sight) Vocabularies(ctx context.Context, caseName string) ([]claim.Vocabulary, error) {
	all, err := v.State.Vocabularies(ctx, caseName)
	if err != nil || v.whole {
		return all, err
	}
	var known []claim.Vocabulary
	for _, one := range all {
		if v.knowsVocabulary(one.Item) {
			known = append(known, one)
		}
	}
	return known, nil
}

// Terms implements flow.State.
func (v *Sight) Terms(ctx context.Context, f flow.TermFilter, yield func(claim.Term) error) error {
	if v.whole {
		return v.State.Terms(ctx, f, yield)
	}
	all, err := v.Vocabularies(ctx, "")
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Vocabulary == f.Vocabulary {
			return v.State.Terms(ctx, f, yield)
		}
	}
	return nil
}

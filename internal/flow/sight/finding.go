package sight

import (
	"context"
	"slices"

	"sanad/internal/core/finding"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Finding implements flow.State: a conclusion tells of all it rests on, so it
// is known to who knows every claim it names and everything it is about.
func (v *Sight) Finding(ctx context.Context, id string) (finding.Finding, error) {
	f, err := v.State.Finding(ctx, id)
	if err != nil {
		return f, err
	}
	ok, err := v.knowsFinding(ctx, f)
	if err == nil && !ok {
		err = absent("finding", id)
	}
	if err != nil {
		return finding.Finding{}, err
	}
	return f, nil
}

func (v *Sight) knowsFinding(ctx context.Context, f finding.Finding) (bool, error) {
	if v.whole || !v.Knows() {
		return v.whole, nil
	}
	for _, id := range slices.Concat(f.Claims, f.Against) {
		if _, err := v.Claim(ctx, id); err != nil {
			return false, notThere(err)
		}
	}
	for _, id := range f.About {
		if _, err := v.Entity(ctx, id); err != nil {
			return false, notThere(err)
		}
	}
	return true, nil
}

// notThere lets pass that something is not there for the actor.
func notThere(err error) error {
	if fail.Of(err) == fail.NotFound {
		return nil
	}
	return err
}

// Findings implements flow.State.
func (v *Sight) Findings(ctx context.Context, f flow.FindingFilter, yield func(finding.Finding) error) error {
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	left := limit
	return flow.Walked(v.State.Findings(ctx, f, func(found finding.Finding) error {
		ok, err := v.knowsFinding(ctx, found)
		if err != nil || !ok {
			return err
		}
		if err := yield(found); err != nil {
			return err
		}
		if left--; limit > 0 && left == 0 {
			return flow.ErrEnough
		}
		return nil
	}))
}

// FindingHistory implements flow.State.
func (v *Sight) FindingHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := v.Finding(ctx, id); err != nil {
		return nil, err
	}
	return v.State.FindingHistory(ctx, id)
}

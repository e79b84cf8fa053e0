package sight

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// Verdicts implements flow.State: a verdict is known to who knows the item and
// the entity.
func (v *Sight) Verdicts(ctx context.Context, item custody.Sum) ([]text.Verdict, error) {
	if !v.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := v.State.Verdicts(ctx, item)
	if err != nil || v.whole {
		return all, err
	}
	var known []text.Verdict
	for _, verdict := range all {
		ok, err := v.knowsEntity(ctx, verdict.Entity)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, verdict)
		}
	}
	return known, nil
}

func (v *Sight) knowsEntity(ctx context.Context, id string) (bool, error) {
	_, err := v.Entity(ctx, id)
	if fail.Of(err) == fail.NotFound {
		return false, nil
	}
	return err == nil, err
}

package sight

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/person"
)

// Linking implements flow.State. Its outcome over all rows is for those who
// may see sealed ones, and so is that there is one.
func (v *Sight) Linking(ctx context.Context, caseName string) (person.Linking, error) {
	l, err := v.State.Linking(ctx, caseName)
	if err != nil || v.whole {
		return l, err
	}
	if !v.Knows() {
		return person.Linking{}, absent("linking of the case", caseName)
	}
	if v.actor.MaySeeIn(caseName, guard.Sealed) {
		return l, nil
	}
	if l.Rows < 2 { // it was made of sealed rows alone, and its id with them
		return person.Linking{}, absent("linking of the case", caseName)
	}
	l.Sealed = nil
	return l, nil
}

// Linkings implements flow.State, likewise.
func (v *Sight) Linkings(ctx context.Context, caseName string, yield func(person.Linking) error) error {
	if v.whole {
		return v.State.Linkings(ctx, caseName, yield)
	}
	if !v.Knows() {
		return nil
	}
	return v.State.Linkings(ctx, caseName, func(l person.Linking) error {
		if v.actor.MaySeeIn(l.Case, guard.Sealed) {
			return yield(l)
		}
		if l.Rows < 2 {
			return nil
		}
		l.Sealed = nil
		return yield(l)
	})
}

// NameGroups implements flow.State: what spellings a name has is known to all
// who may read anything.
func (v *Sight) NameGroups(ctx context.Context) ([]person.NamesGrouped, error) {
	if !v.whole && !v.Knows() {
		return nil, nil
	}
	return v.State.NameGroups(ctx)
}

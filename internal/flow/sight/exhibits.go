package sight

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
)

// Exhibits implements flow.State. What was sealed after it was disclosed is not
// told of here.
func (v *Sight) Exhibits(ctx context.Context, caseName string, items []custody.Sum) ([]disclosure.Exhibit, error) {
	if !v.Knows() {
		return nil, nil
	}
	known := make([]custody.Sum, 0, len(items))
	for _, item := range items {
		ok, err := v.HasItem(ctx, item)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, item)
		}
	}
	return v.State.Exhibits(ctx, caseName, known)
}

// LastExhibit implements flow.State.
func (v *Sight) LastExhibit(ctx context.Context, caseName, prefix string) (disclosure.Exhibit, error) {
	e, err := v.State.LastExhibit(ctx, caseName, prefix)
	if err != nil {
		return disclosure.Exhibit{}, err
	}
	if ok, err := v.HasItem(ctx, e.Item); err != nil || !ok {
		return disclosure.Exhibit{}, orAbsent(err, "numbered page under the prefix", prefix)
	}
	return e, nil
}

func orAbsent(err error, what, id string) error {
	if err != nil {
		return err
	}
	return absent(what, id)
}

func (v *Sight) knowsExhibit(ctx context.Context, e ledger.Event) (ok bool, err error) {
	err = ledger.Take(e, func(f *disclosure.ExhibitNumbered) (err error) { ok, err = v.HasItem(ctx, f.Item); return err })
	return ok, err
}

// Exhibits implements flow.State.
func (f *fence) Exhibits(ctx context.Context, caseName string, items []custody.Sum) ([]disclosure.Exhibit, error) {
	if !f.reads(caseName) {
		return nil, nil
	}
	return f.all.Exhibits(ctx, caseName, items)
}

// LastExhibit implements flow.State: the newest of the actor's cases.
func (f *fence) LastExhibit(ctx context.Context, caseName, prefix string) (last disclosure.Exhibit, err error) {
	cases := []string{caseName}
	if caseName == "" {
		cases = slices.Clone(f.cases)
	}
	last.Index = -1
	for _, c := range cases {
		if !f.reads(c) {
			continue
		}
		e, err := f.all.LastExhibit(ctx, c, prefix)
		if err := notThere(err); err != nil {
			return disclosure.Exhibit{}, err
		}
		if err == nil && e.Index > last.Index {
			last = e
		}
	}
	if last.Index < 0 {
		return disclosure.Exhibit{}, absent("numbered page under the prefix", prefix)
	}
	return last, nil
}

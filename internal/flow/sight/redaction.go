package sight

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/redaction"
)

// Redaction implements flow.State: who knows the item knows what is hidden of it.
func (v *Sight) Redaction(ctx context.Context, caseName string, item custody.Sum) (redaction.Redaction, error) {
	if !v.knowsItem(item) {
		return redaction.Redaction{}, absent("redaction of item", item.String())
	}
	return v.State.Redaction(ctx, caseName, item)
}

// Redactions implements flow.State, likewise.
func (v *Sight) Redactions(ctx context.Context, caseName string, item custody.Sum) ([]redaction.Redaction, error) {
	if !v.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	return v.State.Redactions(ctx, caseName, item)
}

// Redaction implements flow.State. What another case hides of an item that is of
// both tells what it fears.
func (f *fence) Redaction(ctx context.Context, caseName string, item custody.Sum) (redaction.Redaction, error) {
	if !f.reads(caseName) || !f.knowsItem(item) {
		return redaction.Redaction{}, absent("redaction of item", item.String())
	}
	return f.all.Redaction(ctx, caseName, item)
}

// Redactions implements flow.State, likewise.
func (f *fence) Redactions(ctx context.Context, caseName string, item custody.Sum) ([]redaction.Redaction, error) {
	if !f.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	if !f.reads(caseName) {
		return nil, nil
	}
	return f.all.Redactions(ctx, caseName, item)
}

// knowsMarks decides for the fact that says what is hidden.
func (v *Sight) knowsMarks(e ledger.Event) (ok bool, err error) {
	err = ledger.Take(e, func(f *redaction.Marked) error { ok = v.knowsItem(f.Item); return nil })
	return ok, err
}

func (f *fence) knowsMarks(e ledger.Event) (ok bool, err error) {
	err = ledger.Take(e, func(b *redaction.Marked) error { ok = f.reads(b.Case) && f.knowsItem(b.Item); return nil })
	return ok, err
}

package flow

import (
	"context"
	"fmt"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// release hands on what a release says that two people decided, as a dossier is
// built: nothing is written of a plan that changed, and that it was built is in the
// ledger before the folder has its name.
func (h *handout) release(ctx context.Context, write func(*handout, context.Context) error) error {
	if err := h.actor.May(guard.ToApprove); err != nil {
		return err
	}
	id := h.req.Release
	err := h.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		plan, err := h.decided(ctx, s, id)
		if err != nil {
			return err
		}
		if h.decision, err = s.Release(ctx, id); err != nil {
			return err
		}
		h.part(h.decision.Case, plan)
		return h.write(ctx, s, write)
	})
	if err != nil {
		return fmt.Errorf("building the release %s: %w", id, err)
	}
	w, err := h.a.Book.Append(ctx, h.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if _, err := h.decided(ctx, s, id); err != nil {
			return nil, err
		}
		b := h.out
		return []ledger.Fact{disclosure.Built{Release: id, Manifest: b.Manifest, Files: b.Files, Bytes: b.Bytes}}, nil
	})
	if err != nil {
		return fmt.Errorf("recording the release %s: %w", id, err)
	}
	h.told.Index, h.out.Index = w.First, w.First
	err = h.a.Book.Look(ctx, func(ctx context.Context, s State) error { return h.seal(ctx, s, w) })
	if err != nil {
		return fmt.Errorf("sealing the release %s: %w", id, err)
	}
	return nil
}

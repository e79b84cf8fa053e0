package flow

import (
	"context"
	"fmt"

	"sanad/internal/core/guard"
)

// release hands on what a release says that two people decided, as a dossier is
// built: nothing is written of a plan that changed, and that it was built is in the
// ledger before the folder has its name.
func (h *handout) release(ctx context.Context, write func(*handout, context.Context) error) error {
	if err := h.actor.May(guard.ToApprove); err != nil {
		return err
	}
	id := h.req.Release
	if h.req.Form == HandLoad {
		if err := numberExhibits(ctx, h.a, h.actor, "", h.builder.numbered(id)); err != nil {
			return fmt.Errorf("numbering the pages of the release %s: %w", id, err)
		}
	}
	err := h.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		plan, err := h.decided(ctx, s, id)
		if err != nil {
			return err
		}
		if h.decision, err = s.Release(ctx, id); err != nil {
			return err
		}
		h.plan = plan
		h.part(h.decision.Case, plan)
		return h.write(ctx, s, write)
	})
	if err != nil {
		return fmt.Errorf("building the release %s: %w", id, err)
	}
	if err := h.finish(ctx, id); err != nil {
		return err
	}
	h.told.Index = h.out.Index
	return nil
}

package desk

import (
	"context"
	"fmt"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
)

// sight is the state as the visitor may know it: pages get nothing else, so
// that a new page can't forget to ask.
type sight struct{ *known.Sight }

// sightOf gives the state as the actor may know it.
func sightOf(ctx context.Context, v *known.Veil, s flow.State, actor guard.Actor) (*sight, error) {
	got, err := v.Over(ctx, s, actor)
	if err != nil {
		return nil, fmt.Errorf("finding what %s may know: %w", actor.Handle, err)
	}
	return &sight{got}, nil
}

// absent is what an actor is told of a thing that is not there, and of one
// that must not be known.
func absent(what, id string) error { return fail.New(fail.NotFound, "there is no %s %s", what, id) }

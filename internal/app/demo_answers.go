package app

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// answers puts beside the case what a perfect reader would answer, and what the
// archive holds, by kind and standing.
func (d *demonstration) answers(ctx context.Context) error {
	a := d.c.Answers()
	d.truth["figures"], d.truth["command"], d.truth["under"], d.truth["dates"] = a.Figures, a.Command, a.Under, a.Dates
	d.truth["depth"], d.truth["circular"], d.truth["open"], d.truth["answered"] = a.Depth, a.Circular, a.Open, a.Answered
	kinds, standings, remarks := map[string]int{}, map[claim.Standing]int{}, map[string]int{}
	err := d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Claims(ctx, flow.ClaimFilter{Case: flow.DefaultCase}, func(c claim.Claim) error {
			kinds[c.Schema]++
			standings[c.Standing]++
			for _, r := range flow.Remarks(c.Made) {
				remarks[r.Key]++
			}
			return nil
		})
	})
	d.truth["claims"], d.truth["standings"], d.truth["by_hand"] = kinds, standings, d.made
	d.truth["remarks"] = remarks
	d.say("%d numbers are given for that autumn, %d of them rivals for the killed; %d requests are unanswered; the longest chain has %d tellers",
		len(a.Figures), a.Rivals("killed"), len(a.Open), a.Depth)
	return err
}

package desk

import (
	"context"
	"net/url"

	"sanad/internal/core/claim"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words/charts"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

// dossierPosts is which posts a person held, drawn and in words.
type dossierPosts struct {
	Chart    *charts.Tenures
	Holdings []heldPost
	More     int
}

// heldPost is a post that was held, with the units it stood over or in and who
// stood above them in that time.
type heldPost struct {
	tenure.Holding
	Units []unitOver
}

// unitOver is a unit, and what was over it.
type unitOver struct {
	Unit  tenure.Named
	Above []tenure.Step
	Href  string // the chain of command on the first known day
}

// The most that a dossier asks for: each chain is many questions.
const (
	dossierPostsMost  = 20
	dossierChainsMost = 4
)

func (p *dossierPage) posts(ctx context.Context, v *visit, s *sight) error {
	held, err := flow.PostsHeld(ctx, s, "", p.Entity.ID, nil)
	if err != nil || len(held.Held.Tenures) == 0 {
		return err
	}
	d := &dossierPosts{}
	chains := dossierChainsMost
	for _, line := range held.Lines {
		for _, h := range tenure.All(line.Tenures) {
			if len(d.Holdings) == dossierPostsMost {
				d.More++
				continue
			}
			post := heldPost{Holding: h}
			if chains--; chains >= 0 {
				if post.Units, err = s.unitsOf(ctx, h); err != nil {
					return err
				}
			}
			d.Holdings = append(d.Holdings, post)
		}
	}
	d.Chart = charts.NewTenures(heldOf(d.Holdings), v.words)
	p.Posts = d
	return nil
}

// unitsOf gives the units of a post in the time it was held, and what stood
// above each.
func (v *sight) unitsOf(ctx context.Context, h tenure.Holding) (units []unitOver, err error) {
	if h.Post.Entity == "" {
		return nil, nil
	}
	seen := map[string]bool{}
	for _, property := range []string{"commands", "unit", "body"} {
		err := v.Claims(ctx, flow.ClaimFilter{Entity: h.Post.Entity, Property: property, After: -1, Limit: dossierChainsMost}, func(c claim.Claim) error {
			unit := tenure.Named{Entity: c.ValueEntity, Name: c.Value}
			if key := unit.Entity + "\x00" + unit.Name; c.Standing.Stands() && !seen[key] && len(units) < 2 {
				seen[key] = true
				units = append(units, unitOver{Unit: unit})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i := range units {
		if err := v.above(ctx, &units[i], h.Tenure.Bounds()); err != nil {
			return nil, err
		}
	}
	return units, nil
}

// above adds what stood over a unit, if the days of the tenure are known.
func (v *sight) above(ctx context.Context, u *unitOver, span calendar.Span) error {
	asked := u.Unit.Entity
	if asked == "" {
		asked = u.Unit.Name
	}
	query := url.Values{"unit": {asked}}
	first, begins := span.Earliest.Known()
	last, ends := span.Latest.Known()
	if !begins || !ends || last < first {
		u.Href = "/posts?" + query.Encode()
		return nil
	}
	query.Set("on", first.String())
	u.Href = "/posts?" + query.Encode()
	days := flow.Days{Written: first.String(), Reading: calendar.Reading{Earliest: calendar.On(first), Latest: calendar.On(first)}}
	answers, err := flow.Posts(ctx, v, flow.PostsRequest{Unit: asked, On: &days, Command: true})
	if kind := fail.Of(err); err != nil && (kind == fail.NotFound || kind == fail.Usage) {
		return nil // the source's name for it is no unit that is known
	}
	for _, a := range answers {
		u.Above = append(u.Above, a.Command.Next...)
	}
	return err
}

// heldOf gives what is drawn of posts that were held.
func heldOf(all []heldPost) (out []charts.Held) {
	for _, h := range all {
		name := h.Post.Name
		if name == "" {
			name = h.Post.Entity
		}
		out = append(out, charts.Held{Tenure: h.Tenure, Label: name})
	}
	return out
}

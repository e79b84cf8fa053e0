package desk

import (
	"context"
	"errors"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

type itemPage struct {
	frame
	Item       custody.Item
	Accession  custody.Accession
	Parent     *custody.Item
	Steps      []custody.Step
	Renditions []text.Rendition
	Troubles   []text.Trouble
	Claims     []claimRow
	MoreClaims bool
	Passages   []text.Passage
	Asked      *text.Passage // the passage the reader came for
	Read       *reading
	MayCite    bool
}

// itemClaims is how many of the claims that rest on an item its page shows.
const itemClaims = 100

func showItem(ctx context.Context, v *visit) (view, error) {
	p := &itemPage{MayCite: v.actor.May(guard.ToClaim) == nil}
	part, err := v.number("part")
	if err != nil {
		return nil, err
	}
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Item, err = flow.FindItem(ctx, s, v.actor, v.r.PathValue("item")); err != nil {
			return err
		}
		steps := []func(context.Context, *sight) error{p.custody, p.readings, p.claims}
		for _, step := range steps {
			if err := step(ctx, s); err != nil {
				return err
			}
		}
		return p.asked(ctx, s, v.query("passage"))
	})
	if err != nil {
		return nil, err
	}
	p.Read, err = v.read(ctx, p, part)
	return p, err
}

func (p *itemPage) custody(ctx context.Context, s *sight) (err error) {
	if p.Accession, err = s.Accession(ctx, p.Item.Accession); err != nil {
		return err
	}
	if p.Item.Parent != nil {
		parent, err := s.Item(ctx, *p.Item.Parent)
		if err != nil {
			return err
		}
		p.Parent = &parent
	}
	p.Steps, err = s.Steps(ctx, p.Item.Sum)
	return err
}

func (p *itemPage) readings(ctx context.Context, s *sight) (err error) {
	if p.Renditions, err = s.Renditions(ctx, p.Item.Sum); err != nil {
		return err
	}
	p.Troubles, err = s.Troubles(ctx, p.Item.Sum)
	return err
}

// claims reads what rests on the item. A table of names may carry a passage a
// cell: its passages are read only while its claims are few.
func (p *itemPage) claims(ctx context.Context, s *sight) error {
	var claims []claim.Claim
	err := s.Claims(ctx, flow.ClaimFilter{Item: p.Item.Sum, After: -1, Limit: itemClaims + 1}, func(c claim.Claim) error {
		claims = append(claims, c)
		return nil
	})
	if err != nil {
		return err
	}
	if len(claims) > itemClaims {
		claims, p.MoreClaims = claims[:itemClaims], true
	} else if p.Passages, err = s.PassagesOf(ctx, p.Item.Sum); err != nil {
		return err
	}
	p.Claims, err = s.claimRows(ctx, claims)
	return err
}

// asked finds the passage the reader came for; one of another item is as
// absent as one that is not there.
func (p *itemPage) asked(ctx context.Context, s *sight, id string) error {
	if id == "" {
		return nil
	}
	passage, err := s.Passage(ctx, id)
	if err == nil && passage.Item != p.Item.Sum {
		err = absent("passage", id)
	}
	if err != nil {
		return err
	}
	p.Asked = &passage
	for _, known := range p.Passages {
		if known.ID() == id {
			return nil
		}
	}
	p.Passages = append(p.Passages, passage)
	return nil
}

// rendition gives the reading to show: the one the passage asked for was
// cited in, else the one that is shown first.
func (p *itemPage) rendition() (r text.Rendition, ok bool) {
	for _, r = range p.Renditions {
		if p.Asked != nil && r.Sum == p.Asked.Rendition {
			return r, true
		}
	}
	return text.Primary(p.Renditions)
}

// read opens the reading at the part asked for, or at the passage.
func (v *visit) read(ctx context.Context, p *itemPage, part int) (out *reading, err error) {
	r, ok := p.rendition()
	if !ok {
		return nil, nil
	}
	data, err := v.Archive.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	out = newReading(r, part, p.Asked, p.Passages)
	return out, out.from(data)
}

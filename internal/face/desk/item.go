package desk

import (
	"context"
	"errors"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type itemPage struct {
	frame
	Item         custody.Item
	Accession    custody.Accession
	Parent       *custody.Item
	Inner        custody.Acquired // how it stood in its parent
	Steps        []custody.Step
	Seen         []custody.Sighting // who was shown it lately, if it is sealed
	Hashes       []custody.HashClaim
	Readings     []readingLine
	Troubles     []trouble
	Gaps         []gapsOf
	Fields       []text.Field
	MoreFields   bool
	Encoding     string
	Guess        string // how sure the guess of the encoding is, "" if it was none
	Inside       []insideRow
	InsideMore   string // the address of the next of them
	Near         []flow.Likeness
	Names        namesPart
	Claims       []claimRow
	MoreClaims   bool // than are read
	MoreRows     bool // than are listed
	Passages     []passageLine
	Asked        *text.Passage // the passage the reader came for
	Read         *reading
	Leaf         *leaf
	MayCite      bool
	MayRead      bool   // have it read again
	GraphicShown bool   // the reader asked for it
	Graphic      string // the address that shows what is graphic; "" if nothing is hidden

	all      []text.Rendition
	passages []text.Passage
}

// itemClaims is how many of the claims that rest on an item its page shows.
const itemClaims = 100

// itemRows is how many of them its table lists, and of its passages: a page is
// to stay small on a thin line.
const itemRows = 40

func showItem(ctx context.Context, v *visit) (view, error) {
	p := &itemPage{GraphicShown: v.wantsGraphic()}
	want, err := v.wanted()
	if err != nil {
		return nil, err
	}
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Item, err = flow.FindItem(ctx, s, v.actor, v.r.PathValue("item")); err != nil {
			return err
		}
		p.MayCite, p.MayRead = v.mayIn(p.Item.Case, guard.ToClaim), v.mayIn(p.Item.Case, guard.ToProcess)
		steps := []func(context.Context, *sight) error{p.custody, p.seenBy, p.readings, p.claims}
		for _, step := range steps {
			if err := step(ctx, s); err != nil {
				return err
			}
		}
		if err := p.inside(ctx, s, v); err != nil {
			return err
		}
		if p.Graphic, err = v.graphicItem(ctx, s, p.Item.Sum); err != nil {
			return err
		}
		return p.asked(ctx, s, v.query("passage"))
	})
	if err != nil {
		return nil, err
	}
	if p.Graphic != "" {
		p.list(v)
	} else if err := p.look(ctx, v, want); err != nil {
		return nil, err
	}
	return p, v.see(ctx, p.Item, p.looks()...)
}

// look reads what is known of the item from its bytes and from the index.
func (p *itemPage) look(ctx context.Context, v *visit, want wanted) (err error) {
	if err := p.fields(ctx, v); err != nil {
		return err
	}
	if p.Read, err = v.read(ctx, p, want); err != nil {
		return err
	}
	p.leaf(v, want)
	p.list(v)
	if err := p.where(ctx, v); err != nil {
		return err
	}
	if err := p.names(ctx, v); err != nil || v.Archive.Index == nil {
		return err
	}
	p.Near, err = flow.Near(ctx, v.archive(), v.actor, p.Item.Sum)
	return err
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
		if p.Inner, err = s.acquired(ctx, p.Item); err != nil {
			return err
		}
	}
	if p.Steps, err = s.Steps(ctx, p.Item.Sum); err != nil {
		return err
	}
	p.Hashes, err = s.HashClaims(ctx, p.Item.Sum)
	return err
}

// acquired gives what the ledger says of how the item was first taken; nothing
// where that entry is erased or tells of another taking.
func (v *sight) acquired(ctx context.Context, item custody.Item) (f custody.Acquired, err error) {
	e, err := v.Event(ctx, item.Index)
	if fail.Of(err) == fail.NotFound || err == nil && (len(e.Body) == 0 || e.Kind != f.Kind()) {
		return f, nil
	}
	if err == nil {
		err = ledger.Take(e.Event, func(a *custody.Acquired) error { f = *a; return nil })
	}
	return f, err
}

func (p *itemPage) readings(ctx context.Context, s *sight) (err error) {
	if p.all, err = s.Renditions(ctx, p.Item.Sum); err != nil {
		return err
	}
	troubles, err := s.Troubles(ctx, p.Item.Sum)
	for _, t := range troubles {
		p.Troubles = append(p.Troubles, troubleOf(t))
	}
	p.Gaps = gapsIn(p.all)
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
	} else if p.passages, err = s.PassagesOf(ctx, p.Item.Sum); err != nil {
		return err
	}
	if len(claims) > itemRows {
		claims, p.MoreRows = claims[:itemRows], true
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
	for _, known := range p.passages {
		if known.ID() == id {
			return nil
		}
	}
	p.passages = append(p.passages, passage)
	return nil
}

// fieldsShown is how many descriptions of an item its page shows.
const fieldsShown = 200

// fields reads what describes the item, by the readings that stand.
func (p *itemPage) fields(ctx context.Context, v *visit) error {
	for _, r := range text.Current(p.all) {
		if r.Form != text.Fields {
			continue
		}
		data, err := v.Archive.Renditions.Open(ctx, r.Sum)
		if err != nil {
			return err
		}
		err = text.EachField(data, func(f text.Field) error {
			switch f.Name {
			case "encoding":
				p.Encoding = f.Value
			case "encoding_guess":
				p.Guess = f.Value
			}
			if len(p.Fields) == fieldsShown {
				p.MoreFields = true
				return text.ErrStop
			}
			p.Fields = append(p.Fields, f)
			return nil
		})
		if err = errors.Join(err, data.Close()); err != nil {
			return err
		}
	}
	return nil
}

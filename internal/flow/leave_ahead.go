package flow

import (
	"context"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// place is a cell, or a page, of an original.
type place struct {
	item custody.Sum
	cell string
	page int
}

// kept is a passage of a claim whose words must not leave, with what it says.
type kept struct {
	at     text.Passage
	says   [2]string
	reason string
}

// lookAhead finds, before any claim is decided on, all originals that claims rest on
// and where in them words stand that must not leave: a sentence that is quoted for
// the day of an arrest can hold the faith of who was arrested.
func (p *planner) lookAhead(ctx context.Context) error {
	err := p.s.Claims(ctx, ClaimFilter{Case: p.o.Case}, func(c claim.Claim) error {
		for _, passage := range c.Passages {
			if _, err := p.item(ctx, passage.Item); err != nil {
				return err
			}
		}
		if _, _, err := p.named(ctx, c); err != nil {
			return err
		}
		p.keep(c)
		return nil
	})
	if err != nil {
		return err
	}
	return p.others(ctx)
}

// keep notes where a claim rests whose words must not leave.
func (p *planner) keep(c claim.Claim) {
	reason := p.protects(c)
	if reason == "" {
		return
	}
	p.mark(c)
	for _, passage := range c.Passages {
		at := placeOf(passage)
		p.inPlace[at] = append(p.inPlace[at], kept{passage, [2]string{c.Value, c.Original}, reason})
	}
}

func placeOf(p text.Passage) place { return place{p.Item, p.Selector.Cell, p.Selector.Page} }

// exposes gives the rule by which a claim stays inside that may leave itself, for what
// it quotes or names: words of a claim that stays inside, words that are redacted,
// or the SHA-256 of an original that nobody may know of.
func (p *planner) exposes(ctx context.Context, c claim.Claim, open []*leaving, closed []string) (string, error) {
	if reason, err := p.namesOriginal(ctx, c); reason != "" || err != nil {
		return reason, err
	}
	for _, field := range closed {
		if field == "passages" {
			return "", nil
		}
	}
	for i, passage := range c.Passages {
		if len(open[i].marks.Marks) > 0 && redaction.Touches(open[i].marks, passage) {
			return disclosure.BecauseMarked, nil
		}
		for _, k := range p.inPlace[placeOf(passage)] {
			if k.reason == disclosure.BecauseUnheard && isName(c.Property) && (passage.Quote == c.Original || passage.Quote == c.Value) {
				continue // a name accuses nobody
			}
			if k.within(passage) {
				return disclosure.BecauseHolds, nil
			}
		}
	}
	return "", nil
}

// within reports whether a passage of the same place quotes the words that are kept.
func (k kept) within(p text.Passage) bool {
	a, b := k.at.Selector, p.Selector
	switch {
	case a.Bytes != nil && b.Bytes != nil:
		if a.Bytes.Start >= b.Bytes.End || b.Bytes.Start >= a.Bytes.End {
			return false
		}
	case a.Time != nil && b.Time != nil:
		if a.Time.Start >= b.Time.End || b.Time.Start >= a.Time.End {
			return false
		}
	case a.Region != nil && b.Region != nil:
		if a.Region.X0 >= b.Region.X1 || b.Region.X0 >= a.Region.X1 || a.Region.Y0 >= b.Region.Y1 || b.Region.Y0 >= a.Region.Y1 {
			return false
		}
	case a.Cell == "": // only the words tell whether it is the same place
		return k.at.Quote != "" && strings.Contains(p.Quote, k.at.Quote)
	}
	if strings.Contains(p.Quote, k.at.Quote) {
		return true
	}
	for _, said := range k.says {
		if said != "" && redaction.Holds(p.Quote, said) {
			return true
		}
	}
	return false
}

// named gives the original that a claim names by its SHA-256, as the record of a
// document does.
func (p *planner) named(ctx context.Context, c claim.Claim) (*leaving, bool, error) {
	if c.Schema != "Document" || c.Property != "item" {
		return nil, false, nil
	}
	sum, err := custody.ParseSum(strings.ToLower(strings.TrimSpace(c.Value)))
	if err != nil {
		return nil, false, nil // it names nothing that is held
	}
	l, err := p.item(ctx, sum)
	if fail.Of(err) == fail.NotFound {
		return nil, false, nil
	}
	return l, err == nil, err
}

// namesOriginal gives the rule by which the SHA-256 that a claim names stays inside.
func (p *planner) namesOriginal(ctx context.Context, c claim.Claim) (string, error) {
	l, ok, err := p.named(ctx, c)
	switch {
	case err != nil || !ok:
		return "", err
	case l.sealed:
		return disclosure.BecauseSealed, nil
	case l.ruling.Mode == disclosure.Stays:
		return l.ruling.Reason, nil
	case !canBeGuessed(l.item.MediaType):
		return "", nil
	}
	whole, reason, err := p.whole(ctx, l)
	if whole {
		reason = ""
	}
	return reason, err
}

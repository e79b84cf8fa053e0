package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/core/unsaid"
	"sanad/internal/ground/script"
)

// ProposeRequest asks what of an item must be hidden before it leaves: by a release
// that was asked for, or else to a recipient, the public if none is named.
type ProposeRequest struct {
	Item    custody.Sum
	Case    string // "": the item's own, or the release's
	Release string
	To      string
}

// Proposal is what a machine found that must be hidden and is not yet. A person
// looks at it, and at all it did not find.
type Proposal struct {
	Case     string
	Seen     string // the redaction it adds to; "": nothing was hidden
	Marks    []redaction.Mark
	Unplaced []Unplaced // for which somebody must draw a box
}

// Unplaced is something on a page of which no reading knows where on it.
type Unplaced struct {
	Page  int
	Quote string
}

// ProposeRedaction gives marks for the passages of claims that must not leave, and
// for the names of people who are not met by name, as far as readings hold them.
// It weighs what the actor may know and no more: nothing of another case.
func ProposeRedaction(ctx context.Context, a *Archive, actor guard.Actor, req ProposeRequest, now time.Time) (Proposal, error) {
	p, _, err := proposed(ctx, a, actor, req, now)
	return p, err
}

// AcceptProposed records proposals by their numbers, from 1, or all if none is
// given. seen is the redaction they were added to, as ProposeRedaction told it.
func AcceptProposed(ctx context.Context, a *Archive, actor guard.Actor, req ProposeRequest, seen string, numbers []int, now time.Time) (Redacted, error) {
	p, m, err := proposed(ctx, a, actor, req, now)
	if err != nil {
		return Redacted{}, err
	}
	if seen != p.Seen {
		return Redacted{}, changedMeanwhile(req.Item)
	}
	var added []redaction.Mark
	for i, mark := range p.Marks {
		if len(numbers) == 0 || slices.Contains(numbers, i+1) {
			added = append(added, mark)
		}
	}
	if len(added) == 0 {
		return Redacted{Marked: m.now.Marked, Index: m.now.Index}, nil
	}
	return m.record(ctx, a, actor, len(added), func(_ State, marks []redaction.Mark) ([]redaction.Mark, error) {
		return append(marks, added...), nil
	})
}

func proposed(ctx context.Context, a *Archive, actor guard.Actor, req ProposeRequest, now time.Time) (p Proposal, m *marker, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		asked := disclosure.Requested{Case: req.Case, Recipient: req.To}
		if req.Release != "" {
			r, err := s.Release(ctx, req.Release)
			if err != nil {
				return err
			}
			asked, req.Case = r.Requested, r.Case
		}
		if m, err = newMarker(ctx, a, s, actor, req.Item, req.Case); err != nil {
			return err
		}
		if err := mayMark(actor, m.caseName); err != nil {
			return err
		}
		asked.Case = m.caseName
		order, err := orderOf(ctx, s, asked, now)
		if err != nil {
			return err
		}
		p, err = m.propose(ctx, s, order)
		return err
	})
	return p, m, err
}

// proposer gathers proposals.
type proposer struct {
	*marker
	out  Proposal
	all  []redaction.Mark // those recorded, and those proposed
	want map[custody.Sum][]wanted
}

// wanted is a passage that must be hidden, by the reading it was read in.
type wanted struct {
	text.Passage
	mark redaction.Mark
}

func (m *marker) propose(ctx context.Context, s State, order disclosure.Order) (Proposal, error) {
	plan, err := newPlanner(ctx, m.a, s, order)
	if err != nil {
		return Proposal{}, err
	}
	p := &proposer{marker: m, out: Proposal{Case: m.caseName, Seen: m.now.Redaction}, all: slices.Clone(m.now.Marks), want: map[custody.Sum][]wanted{}}
	err = s.Claims(ctx, ClaimFilter{Item: m.item.Sum, After: -1}, func(c claim.Claim) error {
		reason := plan.protects(c)
		if reason == "" && slices.Contains(plan.closed(c), "passages") {
			reason = disclosure.BecauseNameless
		}
		if reason != "" {
			p.passages(c, redaction.Mark{Code: codeFor(reason), Reason: reason, Entity: whom(plan, c)})
		}
		return nil
	})
	if err != nil {
		return Proposal{}, err
	}
	names, err := hiddenNames(ctx, plan)
	if err != nil {
		return Proposal{}, err
	}
	for _, r := range m.readings {
		if err := m.eachPage(ctx, r, func(page text.Page) error { return p.page(r, page, names) }); err != nil {
			return Proposal{}, err
		}
	}
	return p.out, nil
}

// codeFor gives the code of a rule by which something is withheld. A person may
// know a better one.
func codeFor(reason string) redaction.Code {
	switch reason {
	case disclosure.BecauseProtected:
		return redaction.Special
	case disclosure.BecauseNoConsent:
		return redaction.NoConsent
	case disclosure.BecauseNameless:
		return redaction.PersonAtRisk
	case disclosure.BecauseUnheard:
		return redaction.ThirdPerson
	}
	return redaction.OtherSafety
}

// whom gives the person a claim names who is not met by name.
func whom(p *planner, c claim.Claim) string {
	for _, id := range []string{c.ValueEntity, c.Entity} {
		if _, hidden := p.hidden[id]; hidden {
			return id
		}
	}
	return ""
}

// hiddenName is one hidden person with the words by which they could be known.
type hiddenName struct {
	entity string
	words  unsaid.Finder
	reason string
}

func hiddenNames(ctx context.Context, p *planner) (out []hiddenName, err error) {
	for _, id := range sortedKeys(p.hidden) {
		var words []string
		if err := p.wordsOf(ctx, id, &words); err != nil {
			return nil, err
		}
		if w := unsaid.New(words); !w.None() {
			out = append(out, hiddenName{id, w, p.hidden[id].Reason})
		}
	}
	return out, nil
}

// passages notes the places of a claim in the item.
func (p *proposer) passages(c claim.Claim, mark redaction.Mark) {
	for _, at := range c.Passages {
		switch {
		case at.Item != p.item.Sum || redaction.Covers(p.marked(), at):
		case at.Selector.Cell != "":
			if !p.drawn && p.readings[0].Form == text.Rows {
				mark.Cell = at.Selector.Cell
				p.add(mark)
			}
		case !p.drawn:
			mark.Page, mark.Quote = at.Selector.Page, at.Quote
			p.add(mark)
		default:
			p.want[at.Rendition] = append(p.want[at.Rendition], wanted{at, mark})
		}
	}
}

func (p *proposer) marked() redaction.Marked {
	return redaction.Marked{Item: p.item.Sum, Marks: p.all}
}

func (p *proposer) add(m redaction.Mark) {
	p.out.Marks, p.all = append(p.out.Marks, m), append(p.all, m)
}

// errTooMany: no page of paper holds so many.
var errTooMany = errors.New("more than the marks one item can have")

// page proposes what must be hidden of one page of a reading.
func (p *proposer) page(r text.Rendition, page text.Page, names []hiddenName) error {
	for _, w := range p.want[r.Sum] {
		if w.Selector.Page == page.Number && !redaction.Covers(p.marked(), w.Passage) {
			p.passage(page, w)
		}
	}
	for _, n := range names {
		p.name(page, n)
	}
	if len(p.all) > redaction.MaxMarks {
		return fmt.Errorf("proposing marks on item %s: %w", p.item.Sum, errTooMany)
	}
	return nil
}

// passage proposes the boxes of a passage, line by line where its words are found.
func (p *proposer) passage(page text.Page, w wanted) {
	for _, at := range placesIn(page, w.Quote) {
		if made, ok := boxesOf(page, at[0], at[1], w.mark); ok && w.Selector.StandsAt(page, at[0], at[1]) {
			p.add(made)
			return
		}
	}
	if w.Selector.Region != nil {
		w.mark.Page, w.mark.Boxes = page.Number, []text.Box{redaction.Widen(*w.Selector.Region, page)}
		p.add(w.mark)
		return
	}
	p.out.Unplaced = append(p.out.Unplaced, Unplaced{page.Number, w.Quote})
}

// name proposes the places of somebody's names on a page that are not hidden yet.
func (p *proposer) name(page text.Page, n hiddenName) {
	mark := redaction.Mark{Code: codeFor(n.reason), Reason: n.reason, Entity: n.entity}
	pieces := piecesOf(page)
	words := make([]string, len(pieces))
	for i, at := range pieces {
		words[i] = page.Text[at[0]:at[1]]
	}
	for _, at := range n.words.Places(words) {
		from, to := pieces[at[0]][0], pieces[at[1]][1]
		if redaction.Hidden(p.all, page, from, to) {
			continue
		}
		if !p.drawn {
			mark.Quote = strings.TrimFunc(page.Text[from:to], func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
			if script.Fold(mark.Quote) != "" {
				p.add(mark)
			}
			continue
		}
		if made, ok := boxesOf(page, from, to, mark); ok {
			p.add(made)
		} else {
			p.out.Unplaced = append(p.out.Unplaced, Unplaced{page.Number, page.Text[from:to]})
		}
	}
}

// piecesOf cuts a page's text at white space.
func piecesOf(page text.Page) (pieces [][2]int) {
	from := -1
	for i, r := range page.Text {
		switch {
		case unicode.IsSpace(r) && from >= 0:
			pieces, from = append(pieces, [2]int{from, i}), -1
		case !unicode.IsSpace(r) && from < 0:
			from = i
		}
	}
	if from >= 0 {
		pieces = append(pieces, [2]int{from, len(page.Text)})
	}
	return pieces
}

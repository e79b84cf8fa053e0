package flow

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
)

// others looks at what other cases claim of the same originals: words that must
// not leave are the same words there.
func (p *planner) others(ctx context.Context) error {
	cases, err := p.s.Cases(ctx)
	if err != nil || len(cases) < 2 {
		return err
	}
	for _, sum := range slices.Clone(p.order) {
		err := p.s.Claims(ctx, ClaimFilter{Item: sum, After: -1}, func(c claim.Claim) error {
			if c.Case != p.o.Case {
				p.keep(c)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// originals decides in which form each original leaves that a claim rests on.
func (p *planner) originals(ctx context.Context) error {
	for _, sum := range slices.Clone(p.order) {
		l := p.items[sum]
		if !l.used {
			continue
		}
		whole, reason, err := p.whole(ctx, l)
		if err != nil {
			return err
		}
		if whole {
			p.plan.Items = append(p.plan.Items, sum)
			for _, r := range l.reading {
				if !slices.Contains(p.plan.Renditions, r) {
					p.plan.Renditions = append(p.plan.Renditions, r)
				}
			}
			continue
		}
		c, err := p.copy(ctx, l, reason)
		if err != nil {
			return err
		}
		p.plan.Copies = append(p.plan.Copies, c)
	}
	return nil
}

// whole reports whether an original leaves as it is, or else the rule.
func (p *planner) whole(ctx context.Context, l *leaving) (bool, string, error) {
	if l.ruling.Mode != disclosure.Leaves {
		return false, l.ruling.Reason, nil
	}
	if l.holds {
		return false, disclosure.BecauseHolds, nil
	}
	if inside, err := p.inside(ctx, l.item.Sum, 0); err != nil || inside {
		return false, disclosure.BecauseHolds, err
	}
	if found, err := p.tells(ctx, l); err != nil || found {
		return false, disclosure.BecauseHolds, err
	}
	return true, "", nil
}

// maxDepth bounds how deep containers in containers are looked into; what lies
// deeper keeps its container inside.
const maxDepth = 32

// inside reports whether something that was taken out of an original must not
// leave as it is: the original has its bytes.
func (p *planner) inside(ctx context.Context, sum custody.Sum, depth int) (found bool, err error) {
	if depth > maxDepth {
		return true, nil
	}
	err = p.s.Members(ctx, sum, func(f custody.Acquired, _ int64) error {
		l, err := p.item(ctx, f.Item)
		if err != nil {
			return err
		}
		if found = l.sealed || l.ruling.Mode != disclosure.Leaves || l.holds; !found {
			found, err = p.tells(ctx, l)
		}
		if err == nil && !found {
			found, err = p.inside(ctx, f.Item, depth+1)
		}
		if err == nil && found {
			err = ErrEnough
		}
		return err
	})
	return found, Walked(err)
}

// tells reports whether one of the words that must not leave stands in a reading of
// an original, and notes the pages.
func (p *planner) tells(ctx context.Context, l *leaving) (found bool, err error) {
	if p.plan.Words.None() {
		return false, nil
	}
	all, err := p.s.Renditions(ctx, l.item.Sum)
	if err != nil {
		return false, err
	}
	for _, r := range all {
		told, err := p.reads(ctx, r, l)
		if err != nil {
			return false, err
		}
		found = found || told
	}
	return found, nil
}

func (p *planner) reads(ctx context.Context, r text.Rendition, l *leaving) (found bool, err error) {
	data, err := p.a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	switch r.Form {
	case text.Rows:
		err = text.EachRow(data, func(row text.Row) error {
			var line strings.Builder
			for _, c := range row.Cells {
				line.WriteString(c.Text + "\n")
			}
			found = found || p.plan.Words.In(line.String())
			return nil // to the end, so that the sum is checked
		})
	case text.Pages:
		err = text.EachPage(data, func(page text.Page) error {
			if p.plan.Words.In(page.Text) {
				found = true
				l.pages = append(l.pages, text.Passage{Item: l.item.Sum, Rendition: r.Sum, Selector: text.Selector{Page: page.Number}})
			}
			return nil
		})
	}
	return found, err
}

// copy says in which form an original leaves that does not leave as it is.
func (p *planner) copy(ctx context.Context, l *leaving, reason string) (disclosure.PlannedCopy, error) {
	sum := l.item.Sum
	c := disclosure.PlannedCopy{Item: sum, How: disclosure.NameOnly, Marks: -1, Reason: reason, Name: sum.String()}
	if canBeGuessed(l.item.MediaType) {
		c.Name, c.Hidden = p.local("o", sum.String()), true
	}
	rows, err := p.isTable(ctx, l)
	if err != nil {
		return c, err
	}
	if rows {
		c.How = disclosure.ByCells
		return c, nil
	}
	covered, err := p.covered(ctx, l)
	if err == nil && covered {
		c.How, c.Marks, c.Reason = disclosure.ByMarks, l.marked, disclosure.BecauseRedacted
	} else {
		c.Reason = disclosure.BecauseUnredacted
	}
	return c, err
}

// covered reports whether an original was marked, and the marks hide all that must
// not leave: every passage of it, and every word that is looked for.
func (p *planner) covered(ctx context.Context, l *leaving) (bool, error) {
	if len(l.marks.Marks) == 0 {
		return false, nil
	}
	for _, passage := range l.pages {
		if passage.Quote != "" && !redaction.Covers(l.marks, passage) {
			return false, nil
		}
	}
	if p.plan.Words.None() {
		return true, nil
	}
	all, err := p.s.Renditions(ctx, l.item.Sum)
	if err != nil {
		return false, err
	}
	for _, r := range all {
		if r.Form != text.Pages {
			continue
		}
		if left, err := p.left(ctx, r, l); err != nil || left {
			return false, err
		}
	}
	return true, nil
}

// left reports whether a word that must not leave stands in a reading besides what
// is marked: a name that stands twice on a page is hidden where it is under a box,
// and nowhere else.
func (p *planner) left(ctx context.Context, r text.Rendition, l *leaving) (found bool, err error) {
	data, err := p.a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	err = text.EachPage(data, func(page text.Page) error {
		found = found || p.plan.Words.In(redaction.Rest(page, l.marks.Marks))
		return nil
	})
	return found, err
}

// isTable reports whether all of an original that claims rest on was read as rows.
func (p *planner) isTable(ctx context.Context, l *leaving) (bool, error) {
	all, err := p.s.Renditions(ctx, l.item.Sum)
	if err != nil {
		return false, err
	}
	for _, r := range all {
		if slices.Contains(l.reading, r.Sum) && r.Form != text.Rows {
			return false, nil
		}
	}
	return len(l.reading) > 0, nil
}

// canBeGuessed reports whether the bytes of an original could be made again by who
// knows all of its words but a few: then its SHA-256 tells whether a guess is right.
// Of packed and drawn formats, which hold times and numbers of their own, they
// can't.
func canBeGuessed(mediaType string) bool {
	kind, _, _ := strings.Cut(mediaType, ";")
	for _, packed := range []string{"image/", "audio/", "video/", "application/pdf", "application/zip", "application/vnd.", "application/msword", "application/gzip", "application/x-7z", "application/x-rar", "application/epub"} {
		if strings.HasPrefix(kind, packed) && !strings.HasSuffix(kind, "+xml") && !strings.HasSuffix(kind, "+json") {
			return false
		}
	}
	return true
}

// hiddenFields stay closed of a claim on an original whose SHA-256 leaves nowhere:
// its ids are made of that sum, and its places name it.
func hiddenFields() []string { return []string{"claim", "entity", "passages"} }

// close closes what would name the hidden originals, and draws what stands for it.
func (p *planner) close() {
	hidden := map[custody.Sum]string{}
	for _, c := range p.plan.Copies {
		if c.Hidden {
			hidden[c.Item] = c.Reason
		}
	}
	for _, said := range p.said {
		c := &p.plan.Claims[said.at]
		for _, sum := range said.items {
			if reason, ok := hidden[sum]; ok {
				c.Closed, c.Reason = append(c.Closed, hiddenFields()...), reason
			}
		}
	}
	for i := range p.plan.Claims {
		c := &p.plan.Claims[i]
		if _, drawn := p.plan.Local[c.Entity]; !drawn && slices.Contains(c.Closed, "entity") {
			p.plan.Local[c.Entity] = p.local("e", c.Entity)
		}
	}
	for i := range p.plan.Claims {
		c := &p.plan.Claims[i]
		if _, drawn := p.plan.Local[c.Entity]; drawn { // nowhere, or a name here tells the others
			c.Closed = append(c.Closed, "claim", "entity")
		}
		if _, drawn := p.plan.Local[p.values[c.ID]]; drawn {
			c.Closed = append(c.Closed, "claim", "value_entity")
		}
		slices.Sort(c.Closed)
		c.Closed = slices.Compact(c.Closed)
		if len(c.Closed) > 0 && c.Reason == "" {
			c.Reason = disclosure.BecauseHolds
		}
		if slices.Contains(c.Closed, "claim") {
			p.plan.Local[c.ID] = p.local("c", c.ID)
		}
	}
}

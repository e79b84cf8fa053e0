package desk

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
	"sanad/internal/flow"
)

// Listed gives the passages that the page lists.
func (p *itemPage) Listed() []passageLine { return p.Passages[:min(len(p.Passages), itemRows)] }

// Unlisted counts the others.
func (p *itemPage) Unlisted() int { return len(p.Passages) - len(p.Listed()) }

// passageLine is a cited passage and what has become of it.
type passageLine struct {
	text.Passage
	State string // of flow.Anchor; "" where it was not looked for
	Now   *text.Passage
	Href  string // where it stands now, if that is elsewhere
}

// anchorsMost is for how many passages of earlier readings a page looks where
// they stand now: each may take reading the whole text again.
const anchorsMost = 30

// where tells of every passage of the item where it stands in the reading
// that is shown first.
func (p *itemPage) where(ctx context.Context, v *visit) error {
	current := text.Current(p.all)
	earlier := 0
	for _, q := range p.passages {
		line := passageLine{Passage: q, State: flow.Stands}
		if !slices.ContainsFunc(current, func(r text.Rendition) bool { return r.Sum == q.Rendition }) {
			line.State = ""
			earlier++
		}
		p.Passages = append(p.Passages, line)
	}
	if earlier == 0 || earlier > anchorsMost {
		return nil
	}
	anchors, err := flow.Anchors(ctx, v.archive(), p.Item.Sum)
	if err != nil {
		return err
	}
	for _, a := range anchors {
		for i := range p.Passages {
			if line := &p.Passages[i]; line.State == "" && line.ID() == a.ID {
				line.State, line.Now = a.State, a.Now
				if a.Now != nil {
					line.Href = standing(*a.Now)
				}
			}
		}
	}
	return nil
}

// AskedNow gives where the passage asked for stands now, nil where it stands
// in the reading it was cited in or nobody knows.
func (p *itemPage) AskedNow() *passageLine {
	for i, line := range p.Passages {
		if p.Asked != nil && line.ID() == p.Asked.ID() && line.State != flow.Stands && line.State != "" {
			return &p.Passages[i]
		}
	}
	return nil
}

// addPlace adds to an address the part a selector means.
func addPlace(query url.Values, at text.Selector) {
	if at.Cell == "" {
		query.Set("part", strconv.Itoa(max(at.Page, 1)))
		return
	}
	if sheet, _ := text.SplitCell(at.Cell); sheet != "" {
		query.Set("sheet", sheet)
	}
	query.Set("row", strconv.Itoa(marks.RowOf(at.Cell)))
}

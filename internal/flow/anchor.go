package flow

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// Anchor tells where a passage stands in the reading that is current now.
type Anchor struct {
	Passage text.Passage
	ID      string
	State   string // one of the states below
	Now     *text.Passage
}

// What has become of a passage since it was cited.
const (
	Stands   = "stands"   // its reading is still current
	Anchored = "anchored" // found at the same page or cell of the newer reading
	Moved    = "moved"    // found elsewhere in the newer reading
	Lost     = "lost"     // not found in the newer reading
)

// Anchors tells of every passage cited in an item where it stands in the
// reading that is shown now. It records nothing: a passage stays cited in the
// reading it was cited in, whose bytes are kept.
func Anchors(ctx context.Context, a *Archive, item custody.Sum) ([]Anchor, error) {
	var passages []text.Passage
	var all []text.Rendition
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		if passages, err = s.PassagesOf(ctx, item); err != nil {
			return err
		}
		all, err = s.Renditions(ctx, item)
		return err
	})
	if err != nil || len(passages) == 0 {
		return nil, err
	}
	now, readable := text.Primary(all)
	anchors := make([]Anchor, len(passages))
	for i, p := range passages {
		anchors[i] = Anchor{Passage: p, ID: p.ID(), State: Stands}
		if isCurrent(all, p.Rendition) {
			continue
		}
		anchors[i].State = Lost
		if !readable {
			continue
		}
		if err := anchor(ctx, a, now, &anchors[i]); err != nil {
			return nil, err
		}
	}
	return anchors, nil
}

func isCurrent(all []text.Rendition, sum custody.Sum) bool {
	for _, r := range text.Current(all) {
		if r.Sum == sum {
			return true
		}
	}
	return false
}

// anchor looks for a passage in the reading now: at its own page or cell
// first, then anywhere.
func anchor(ctx context.Context, a *Archive, now text.Rendition, at *Anchor) error {
	p := at.Passage
	for _, try := range []struct {
		req   CiteRequest
		state string
	}{
		{CiteRequest{Item: p.Item, Quote: p.Quote, Page: p.Selector.Page, Cell: p.Selector.Cell}, Anchored},
		{CiteRequest{Item: p.Item, Quote: p.Quote}, Moved},
	} {
		hits, err := hitsIn(ctx, a, now, try.req)
		if err != nil {
			return err
		}
		if len(hits) > 0 {
			h := nearest(hits, p.Selector)
			at.State, at.Now = try.state, &text.Passage{Item: p.Item, Rendition: now.Sum, Selector: h.at, Quote: h.quote}
			return nil
		}
	}
	return nil
}

// nearest chooses among places of one quote the one closest to where it was:
// by its region if both readings know regions, else the first.
func nearest(hits []hit, was text.Selector) hit {
	best := hits[0]
	if was.Region == nil {
		return best
	}
	for _, h := range hits[1:] {
		if h.at.Region != nil && best.at.Region != nil && apart(*h.at.Region, *was.Region) < apart(*best.at.Region, *was.Region) {
			best = h
		}
	}
	return best
}

func apart(a, b text.Box) float64 {
	dx, dy := (a.X0+a.X1-b.X0-b.X1)/2, (a.Y0+a.Y1-b.Y0-b.Y1)/2
	return dx*dx + dy*dy
}

// movedBy gives the passages that a new reading of an item has moved or lost.
func movedBy(ctx context.Context, a *Archive, told Processed) ([]Anchor, error) {
	if len(told.Read) == 0 {
		return nil, nil
	}
	anchors, err := Anchors(ctx, a, told.Item.Sum)
	if fail.Of(err) == fail.NotFound {
		return nil, nil
	}
	var moved []Anchor
	for _, at := range anchors {
		if at.State == Moved || at.State == Lost {
			moved = append(moved, at)
		}
	}
	return moved, err
}

package flow

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// place makes sure that everything a line rests on is in custody and read, and
// finds its passages again where it was read otherwise.
func (im *graphImporter) place(ctx context.Context, c *graphCandidate) error {
	switch f := c.fact.(type) {
	case *claim.VocabularyImported:
		if f.Item.IsZero() {
			return nil
		}
		return im.holds(ctx, f.Item)
	case *person.ListImported:
		return im.holds(ctx, f.Item)
	case *person.ListRevised:
		return im.holds(ctx, f.Item)
	}
	for _, p := range passagesOf(c.fact) {
		if err := im.find(ctx, c, p); err != nil {
			return err
		}
	}
	return nil
}

func (im *graphImporter) find(ctx context.Context, c *graphCandidate, p *text.Passage) error {
	r := im.reading(ctx, p.Item)
	if r.err != nil {
		return r.err
	}
	if slices.ContainsFunc(r.all, func(r text.Rendition) bool { return r.Sum == p.Rendition }) {
		return nil
	}
	now, readable := text.Primary(r.all)
	if !readable {
		return fail.New(fail.NotFound, "item %s has no text to find the passage in", p.Item).Do("run: sanad process --item %s", p.Item.String()[:12])
	}
	at := Anchor{Passage: *p, State: Lost}
	if err := anchor(ctx, im.a, now, &at); err != nil {
		return err
	}
	if at.Now == nil {
		found, err := Locate(ctx, im.a, CiteRequest{Item: p.Item, Quote: p.Quote})
		if err != nil {
			return err
		}
		at.Now = &found.Passage
	}
	c.moved = append(c.moved, GraphMoved{c.line.Number, subjectOf(c.fact), p.ID(), at.Now.ID(), p.Item})
	*p = *at.Now
	return nil
}

// maxReadings bounds how many items' readings are remembered.
const maxReadings = 10_000

// reading gives what was read of an item that is in custody.
func (im *graphImporter) reading(ctx context.Context, item custody.Sum) read {
	if r, ok := im.readings[item]; ok {
		return r
	}
	if len(im.readings) >= maxReadings {
		clear(im.readings)
	}
	var r read
	r.err = im.holds(ctx, item)
	if r.err == nil {
		r.all, r.err = readingsOf(ctx, im.a, item)
	}
	im.readings[item] = r
	return r
}

func (im *graphImporter) holds(ctx context.Context, item custody.Sum) error {
	return im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		_, err := s.Item(ctx, item)
		if fail.Of(err) == fail.NotFound {
			return fail.New(fail.NotFound, "the original %s is not in custody", item).Do("take it in and read it first: sanad add, sanad process")
		}
		return err
	})
}

// sort puts what is told into the order of lines.
func (im *graphImporter) sort() {
	slices.SortStableFunc(im.out.Failed, func(a, b GraphFailure) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(im.out.Moved, func(a, b GraphMoved) int { return cmp.Compare(a.Line, b.Line) })
}

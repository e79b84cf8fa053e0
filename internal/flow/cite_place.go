package flow

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// CitePlace says which passage is meant by where it stands in a reading: bytes
// From up to but not including To of the text of a page.
type CitePlace struct {
	Item      custody.Sum
	Rendition custody.Sum
	Page      int
	From, To  int
	Note      string
}

// CiteAt records the passage at a place. Unlike Cite it looks for nothing, so
// that of two places with the same words just this one is cited.
func CiteAt(ctx context.Context, a *Archive, actor guard.Actor, at CitePlace) (Cited, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return Cited{}, err
	}
	r, err := readingNamed(ctx, a, at.Item, at.Rendition)
	if err != nil {
		return Cited{}, err
	}
	p, err := passageAt(ctx, a, r, at)
	if err != nil {
		return Cited{}, err
	}
	_, err = a.Book.Append(ctx, actor, func(context.Context, State) ([]ledger.Fact, error) {
		return []ledger.Fact{text.Cited{Passage: p, Note: at.Note}}, nil
	})
	return Cited{Passage: p, ID: p.ID(), Reading: r}, err
}

// readingNamed gives one reading of an item that is pages of text.
func readingNamed(ctx context.Context, a *Archive, item, rendition custody.Sum) (text.Rendition, error) {
	all, err := readingsOf(ctx, a, item)
	if err != nil {
		return text.Rendition{}, err
	}
	for _, r := range all {
		if r.Sum == rendition && r.Form == text.Pages {
			return r, nil
		}
	}
	return text.Rendition{}, fail.New(fail.NotFound, "item %s has no such reading in pages", item)
}

func passageAt(ctx context.Context, a *Archive, r text.Rendition, at CitePlace) (p text.Passage, err error) {
	data, err := a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return p, fmt.Errorf("opening the text of item %s: %w", at.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	found := false
	err = text.EachPage(data, func(page text.Page) error {
		if page.Number != at.Page {
			return nil
		}
		found = true
		if at.From < 0 || at.To <= at.From || at.To > len(page.Text) || !utf8.ValidString(page.Text[at.From:at.To]) {
			return fail.New(fail.Usage, "bytes %d to %d are no words of page %d", at.From, at.To, at.Page)
		}
		s := text.Selector{Page: page.Number}
		s.Region, s.Time = page.Place(at.From, at.To)
		if page.Exact {
			s.Bytes = &text.Range{Start: page.Start + int64(at.From), End: page.Start + int64(at.To)}
		}
		p = text.Passage{Item: at.Item, Rendition: r.Sum, Selector: s, Quote: page.Text[at.From:at.To]}
		return text.ErrStop
	})
	if err == nil && !found {
		err = fail.New(fail.NotFound, "item %s has no page %d as %s read it", at.Item, at.Page, r.Engine)
	}
	return p, err
}

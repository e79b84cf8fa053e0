package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// CiteRequest says which passage is meant: the quote as a person types it,
// and the page or cell if the quote stands in more than one.
type CiteRequest struct {
	Item  custody.Sum
	Quote string
	Page  int
	Cell  string
	Note  string
	// Loose: where a word begins and ends does not matter either, for
	// joiners and spaces that were left out. It is what Locate tries last.
	Loose bool
}

// Cited is the passage found, and in how many other places the quote stands.
type Cited struct {
	Passage text.Passage
	ID      string
	Others  int
	Reading text.Rendition // that it was found in
}

// Cite finds a quote in an item and records the passage: in the reading that
// is shown first, or if it is not there in another that is current. The quote may differ in what readers do not see (kinds of yeh and
// kaf, joiners, spaces, digits of another script); what is recorded is the
// text exactly as the rendition has it.
func Cite(ctx context.Context, a *Archive, actor guard.Actor, req CiteRequest) (Cited, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return Cited{}, err
	}
	found, err := Locate(ctx, a, req)
	if err != nil {
		return Cited{}, err
	}
	_, err = a.Book.Append(ctx, actor, func(context.Context, State) ([]ledger.Fact, error) {
		return []ledger.Fact{text.Cited{Passage: found.Passage, Note: req.Note}}, nil
	})
	return found, err
}

// Locate finds a quote without recording anything.
func Locate(ctx context.Context, a *Archive, req CiteRequest) (Cited, error) {
	if strings.TrimSpace(req.Quote) == "" {
		return Cited{}, fail.New(fail.Usage, "there is nothing to look for").Do("give --quote TEXT")
	}
	all, err := readingsOf(ctx, a, req.Item)
	if err != nil {
		return Cited{}, err
	}
	rendition, hits, err := inReadings(ctx, a, all, req)
	if len(hits) == 0 && err == nil {
		req.Loose = true
		rendition, hits, err = inReadings(ctx, a, all, req)
	}
	if err != nil {
		return Cited{}, err
	}
	if len(hits) == 0 {
		return Cited{}, fail.New(fail.NotFound, "the quote %q is not in item %s as %s read it", shorten(req.Quote), req.Item, rendition.Engine).
			Do("look at the text: sanad text %s", req.Item.String()[:12])
	}
	p := text.Passage{Item: req.Item, Rendition: rendition.Sum, Selector: hits[0].at, Quote: hits[0].quote}
	return Cited{Passage: p, ID: p.ID(), Others: len(hits) - 1, Reading: rendition}, nil
}

// inReadings looks for a quote in the reading that is shown first, and if it is not
// there in the others that are current.
func inReadings(ctx context.Context, a *Archive, all []text.Rendition, req CiteRequest) (text.Rendition, []hit, error) {
	first, _ := text.Primary(all)
	hits, err := hitsIn(ctx, a, first, req)
	for _, r := range text.Current(all) {
		if err != nil || len(hits) > 0 {
			break
		}
		if r.Form == text.Fields || r.Sum == first.Sum {
			continue
		}
		if hits, err = hitsIn(ctx, a, r, req); len(hits) > 0 {
			return r, hits, err
		}
	}
	return first, hits, err
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// primaryReading gives the reading of an item that is shown first.
func primaryReading(ctx context.Context, a *Archive, item custody.Sum) (text.Rendition, error) {
	all, err := readingsOf(ctx, a, item)
	r, _ := text.Primary(all)
	return r, err
}

// readingsOf gives all readings of an item, at least one of them a text or a
// table.
func readingsOf(ctx context.Context, a *Archive, item custody.Sum) (all []text.Rendition, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if all, err = s.Renditions(ctx, item); err != nil {
			return err
		}
		if _, readable := text.Primary(all); readable {
			return nil
		}
		if len(all) > 0 {
			return fail.New(fail.NotFound, "item %s has no text: it was read for what describes it and what is in it", item).
				Do("see what is known of it: sanad show %s", item.String()[:12])
		}
		return fail.New(fail.NotFound, "item %s has not been read", item).Do("run: sanad process --item %s", item.String()[:12])
	})
	return all, err
}

type hit struct {
	at    text.Selector
	quote string
}

// maxHits bounds how many places of a quote are gathered.
const maxHits = 1000

func hitsIn(ctx context.Context, a *Archive, r text.Rendition, req CiteRequest) (hits []hit, err error) {
	data, err := a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return nil, fmt.Errorf("opening the text of item %s: %w", req.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	if r.Form == text.Rows {
		err = text.EachRow(data, func(row text.Row) error {
			for i, cell := range row.Cells {
				at := row.CellName(i)
				if h, ok := inCell(cell, at, req); ok && len(hits) < maxHits {
					hits = append(hits, h)
				}
			}
			return nil
		})
		return hits, err
	}
	err = text.EachPage(data, func(p text.Page) error {
		if req.Page != 0 && p.Number != req.Page || req.Cell != "" {
			return nil
		}
		folded := script.FoldMap(p.Text)
		find := folded.FindAll
		if req.Loose {
			find = folded.FindAllJoined
		}
		for from, to := range find(req.Quote) {
			at := text.Selector{Page: p.Number}
			at.Region, at.Time = p.Place(from, to)
			if p.Exact {
				at.Bytes = &text.Range{Start: p.Start + int64(from), End: p.Start + int64(to)}
			}
			if hits = append(hits, hit{at, p.Text[from:to]}); len(hits) >= maxHits {
				return text.ErrStop
			}
		}
		return nil
	})
	return hits, err
}

// names reports whether a person means the cell at by asked: a sheet's name is
// needed only where sheets must be told apart, and that they must shows in how
// many places the quote stands.
func names(asked, at string) bool {
	if strings.EqualFold(asked, at) {
		return true
	}
	sheet, _ := text.SplitCell(asked)
	_, cell := text.SplitCell(at)
	return sheet == "" && strings.EqualFold(asked, cell)
}

// inCell finds the quote in a cell. Only a quote of the whole cell has exact
// bytes: a part of a quoted cell need not stand in the file as it reads.
func inCell(cell text.Cell, at string, req CiteRequest) (hit, bool) {
	if req.Cell != "" && !names(req.Cell, at) || cell.Text == "" || req.Page != 0 {
		return hit{}, false
	}
	folded := script.FoldMap(cell.Text)
	from, to, ok := folded.Find(req.Quote)
	if !ok && req.Loose {
		from, to, ok = folded.FindJoined(req.Quote)
	}
	if !ok {
		return hit{}, false
	}
	s := text.Selector{Cell: at}
	if from == 0 && to == len(cell.Text) && cell.End > cell.Start {
		s.Bytes = &text.Range{Start: cell.Start, End: cell.End}
	}
	return hit{s, cell.Text[from:to]}, true
}

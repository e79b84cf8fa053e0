package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/core/search"
	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

const searchPath = "/search"

type searchPage struct {
	frame
	Asked    asked
	Kinds    []search.Kind
	Families []search.Family
	Cases    []string
	Tongues  []string
	Answered bool
	Total    int64
	Exact    int64
	Sounds   int64
	Ranked   int64
	FacetsOf int64
	Behind   int64
	Most     bool // Behind was not counted further
	Hits     []hitRow
	Facets   []facet
	Taken    []choice // what narrows the question now; each leads to it without
	First    int      // the number of the first hit shown
	Previous string
	Next     string
	Wrong    wrong
	Graphic  string // the address that shows what is graphic; "" if nothing is hidden
}

// hitRow is a hit as the page shows it.
type hitRow struct {
	flow.SearchHit
	Href   string
	Pieces []marks.Piece
	Hidden bool // its words: it is graphic
}

// hitsShown is how many hits a page shows, and partsMost up to which part of
// an answer it goes: beyond, a narrower question finds more than leafing.
const (
	hitsShown = 20
	partsMost = 200
)

// spoken are the languages a text is told to be in.
func spoken() []string {
	return []string{"fa", "ar", "en", "ckb", "ps", "ur", "he", "tr", "ru", "fr", "de", "es"}
}

// sendSearch answers a question. One that can't be understood is answered with
// the same page, and with what is wrong with it beside the field it is in.
func sendSearch(w http.ResponseWriter, v *visit) error {
	p := &searchPage{Asked: askedOf(v.r.URL.Query()), Kinds: search.Kinds(), Families: search.Families(), Tongues: spoken()}
	ctx := v.r.Context()
	if err := v.look(ctx, func(ctx context.Context, s *sight) (err error) { p.Cases, err = s.Cases(ctx); return err }); err != nil {
		return err
	}
	status := http.StatusOK
	if !p.Asked.empty() {
		err := p.answer(ctx, v)
		var said *fail.Error
		switch {
		case fail.Of(err) == fail.Usage && errors.As(err, &said):
			p.Wrong, status = wrongOf(said, p.Asked), http.StatusBadRequest
		case err != nil:
			return err
		}
	}
	return v.render(w, status, "search", p)
}

func (p *searchPage) answer(ctx context.Context, v *visit) error {
	part, err := v.number("part")
	if err != nil {
		return err
	}
	part = min(max(part, 1), partsMost)
	req := p.Asked.request()
	req.Limit, req.Offset, req.Facets = hitsShown, (part-1)*hitsShown, true
	archive := v.archive()
	got, err := flow.Search(ctx, archive, v.actor, req)
	if err != nil {
		return err
	}
	p.Answered = true
	p.Total, p.Exact, p.Sounds, p.Ranked = got.Total, got.Exact, got.Total-got.Exact, got.Ranked
	p.Behind, p.Most, p.FacetsOf = got.Behind, got.Behind >= flow.BehindMost, got.FacetsOf
	p.Facets, p.Taken = p.Asked.facets(got.Facets, got.FacetsOf), p.Asked.taken()
	p.First = req.Offset + 1
	if part > 1 {
		p.Previous = p.Asked.href("part", strconv.Itoa(part-1))
	}
	if part < partsMost && int64(req.Offset+hitsShown) < min(got.Total, got.Ranked) {
		p.Next = p.Asked.href("part", strconv.Itoa(part+1))
	}
	return v.look(ctx, func(ctx context.Context, s *sight) error {
		g := &graphicHits{v, map[string]bool{}}
		for _, h := range got.Hits {
			hidden, err := g.hides(ctx, s, h)
			if hidden {
				h.Quote, p.Graphic = search.Quote{}, v.asked()
			}
			var row hitRow
			if err == nil {
				row, err = s.hitRow(ctx, h)
			}
			row.Hidden = hidden
			if fail.Of(err) == fail.NotFound {
				continue // it went out of sight since it was found
			}
			if err != nil {
				return err
			}
			p.Hits = append(p.Hits, row)
		}
		return nil
	})
}

// hitRow adds to a hit where it leads, and its quote in pieces.
func (v *sight) hitRow(ctx context.Context, h flow.SearchHit) (hitRow, error) {
	row := hitRow{SearchHit: h}
	var spans []marks.Span
	for _, m := range h.Quote.Marks {
		spans = append(spans, marks.Span{From: m[0], To: m[1], ID: foundID})
	}
	row.Pieces = marks.Pieces(h.Quote.Text, spans)
	switch h.Kind {
	case search.Item:
		href, err := v.hitPlace(ctx, h)
		row.Href = href
		return row, err
	case search.Claim:
		row.Href = "/claims/" + h.ID
	default:
		row.Href = "/entities/" + h.ID
	}
	return row, nil
}

// hitPlace leads to the part of the reading a hit stands in, and marks there
// what was found.
func (v *sight) hitPlace(ctx context.Context, h flow.SearchHit) (string, error) {
	address, query := "/items/"+h.ID, url.Values{}
	sum, err := custody.ParseSum(h.ID)
	if err != nil || h.Page == 0 && h.Row == 0 {
		return address, err
	}
	all, err := v.Renditions(ctx, sum)
	if err != nil {
		return "", err
	}
	shown, _ := text.Primary(all)
	for _, r := range text.Current(all) {
		if h.Layer == r.Step+"/"+r.Form+"/"+r.Engine && r.Sum != shown.Sum {
			query.Set("rendition", r.Sum.String())
		}
	}
	switch {
	case h.Row > 0:
		query.Set("row", strconv.Itoa(h.Row))
		if h.Sheet != "" {
			query.Set("sheet", h.Sheet)
		}
	default:
		query.Set("part", strconv.Itoa(h.Page))
	}
	for _, m := range h.Quote.Marks {
		word := h.Quote.Text[m[0]:m[1]]
		if len(query["mark"]) < marksMost && len(word) <= markMost && !slices.Contains(query["mark"], word) {
			query.Add("mark", word)
		}
	}
	to := "#text"
	if query.Has("mark") {
		to = "#" + foundID
	}
	return address + "?" + query.Encode() + to, nil
}

package cli

import (
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/search"
	"sanad/internal/flow"
)

type searchCmd struct {
	Query  []string `arg:"" help:"Words, \"phrases\", begin*, -without, one OR other, name:, case:, kind:, lang:, source:, from:, to:."`
	Limit  int      `help:"Hits to show." default:"20" placeholder:"N"`
	Offset int      `help:"Hits to leave out first." placeholder:"N"`
	Case   string   `help:"Only in this case."`
	Kind   []string `help:"Only these: item, person, entity, claim; or kinds of files: pdf, image, mail ..." placeholder:"KIND"`
	Exact  bool     `help:"Only what is written so, nothing that sounds like it."`
}

type searchHit struct {
	Kind     string   `json:"kind"`
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Page     int      `json:"page"`
	Row      int      `json:"row,omitempty"`
	Sheet    string   `json:"sheet,omitempty"`
	Quote    string   `json:"quote"`
	Marks    [][2]int `json:"marks"` // bytes of quote
	Score    float64  `json:"score"`
	Via      string   `json:"via,omitempty"` // why a person is found by name: written, spelling, sound, part; else "sound": not written so
	Schema   string   `json:"schema,omitempty"`
	Standing string   `json:"standing,omitempty"`
	Case     string   `json:"case"`
	Lang     string   `json:"lang,omitempty"`
	Machine  bool     `json:"machine,omitempty"` // letters were read from a picture
}

type searched struct {
	Total    int64                       `json:"total"`
	Exact    int64                       `json:"exact"`
	Ranked   int64                       `json:"ranked"`
	Hits     []searchHit                 `json:"hits"`
	Facets   map[string]map[string]int64 `json:"facets"`
	FacetsOf int64                       `json:"facets_of"`
	Behind   int64                       `json:"behind"`
}

func (c *searchCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		s.index(a)
		got, err := flow.Search(s.ctx, a.Archive, a.Actor, flow.SearchRequest{
			Query: strings.Join(c.Query, " "), Kinds: c.Kind, Case: c.Case, Exact: c.Exact, Limit: c.Limit, Offset: c.Offset, Facets: true})
		if err != nil {
			return err
		}
		out := searched{Total: got.Total, Exact: got.Exact, Ranked: got.Ranked, Hits: []searchHit{}, Facets: got.Facets, FacetsOf: got.FacetsOf, Behind: got.Behind}
		for _, h := range got.Hits {
			out.Hits = append(out.Hits, viewHit(h))
		}
		return s.answer(out, func() { tellFound(s, out) })
	})
}

// index brings the index to the end of the ledger, so that what was just taken
// in is found. Where it can't be written the search goes on with what is
// there, and the answer says how far that is behind.
func (s *session) index(a *Opened) {
	if _, err := flow.Index(s.ctx, a.Whole, s.progress()); err != nil && s.ctx.Err() == nil {
		s.notef("note: the index could not be brought up to date: %v", err)
	}
}

func viewHit(h flow.SearchHit) searchHit {
	out := searchHit{Kind: string(h.Kind), ID: h.ID, Title: h.Title, Page: h.Page, Row: h.Row, Sheet: h.Sheet, Quote: h.Quote.Text, Marks: [][2]int{},
		Score: h.Score, Schema: h.Schema, Standing: h.Standing, Case: h.Case, Lang: h.Lang, Machine: h.Machine}
	out.Marks = append(out.Marks, h.Quote.Marks...)
	if out.Via = string(h.Via); h.Sound {
		out.Via = string(search.BySound)
	}
	return out
}

func tellFound(s *session, out searched) {
	for _, h := range out.Hits {
		id := h.ID
		if h.Kind == string(search.Item) {
			id = id[:12]
		}
		s.sayf("%s %s  %s%s", h.Kind, id, flat(h.Title), whereOf(h))
		fmt.Fprintf(s.Out, "    %s\n", s.marked(h))
	}
	if out.Total == 0 {
		s.sayf("nothing found")
		return
	}
	s.sayf("%s, %d as written%s", many(out.Total, "hit", "hits"), out.Exact, tellRanked(out))
	for _, name := range []string{"kind", "type", "lang", "case", "source", "year"} {
		if line := facetLine(out.Facets[name]); line != "" {
			s.sayf("  %-6s %s", name, line)
		}
	}
	if out.FacetsOf < out.Total {
		s.sayf("  counted over the first %d", out.FacetsOf)
	}
	if out.Behind > 0 {
		s.sayf("%s not searched yet", many(out.Behind, "entry was", "entries were"))
	}
}

func tellRanked(out searched) string {
	if out.Ranked < out.Total {
		return fmt.Sprintf("; the best of the first %d are shown", out.Ranked)
	}
	return ""
}

func whereOf(h searchHit) string {
	where := ""
	switch {
	case h.Row > 0 && h.Sheet != "":
		where = fmt.Sprintf(", row %d of %s", h.Row, h.Sheet)
	case h.Row > 0:
		where = fmt.Sprintf(", row %d", h.Row)
	case h.Page > 0:
		where = fmt.Sprintf(", page %d", h.Page)
	case h.Standing != "":
		where = ", " + h.Standing
	}
	if h.Via != "" {
		where += " (" + tellVia(search.Via(h.Via)) + ")"
	}
	if h.Machine {
		where += " (read from a picture by a machine)"
	}
	return where
}

// tellVia says why somebody is found.
func tellVia(v search.Via) string {
	switch v {
	case search.AsWritten:
		return "as written"
	case search.BySpelling:
		return "another spelling"
	case search.ByPart:
		return "part of the name"
	}
	return "sounds alike"
}

// facetLine writes counts, the highest first.
func facetLine(counts map[string]int64) string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := counts[b] - counts[a]; d != 0 {
			return int(max(-1, min(1, d)))
		}
		return strings.Compare(a, b)
	})
	const most = 8
	more := ""
	if len(names) > most {
		names, more = names[:most], ", ..."
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	return strings.Join(names, ", ") + more
}

// marked writes a quote on one line with its hits in bold type, or between
// brackets where the answer goes to no terminal.
func (s *session) marked(h searchHit) string {
	on, off := "⟦", "⟧"
	if s.Bold {
		on, off = "\x1b[1m", "\x1b[22m"
	}
	flat := func(text string) string {
		return harmless(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(text))
	}
	var b strings.Builder
	at := 0
	for _, m := range h.Marks {
		b.WriteString(flat(h.Quote[at:m[0]]) + on + flat(h.Quote[m[0]:m[1]]) + off)
		at = m[1]
	}
	b.WriteString(flat(h.Quote[at:]))
	return b.String()
}

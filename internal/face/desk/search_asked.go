package desk

import (
	"net/url"
	"slices"
	"strings"

	"sanad/internal/flow"
)

// asked is a question as the form puts it.
type asked struct {
	Query, Kind, Type, Case, Lang, Source, From, To string
	Exact                                           bool
	part                                            string // of the answer
}

func askedOf(query url.Values) asked {
	get := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	return asked{Query: get("q"), Kind: get("kind"), Type: get("type"), Case: get("case"), Lang: get("lang_of"), Source: get("source"),
		From: get("from"), To: get("to"), Exact: query.Get("exact") != ""}
}

// empty reports whether nothing was asked yet.
func (a asked) empty() bool { return a == asked{Exact: a.Exact} }

// field gives the place of a part of the question, by its name in the address.
func (a *asked) field(name string) *string {
	switch name {
	case "q":
		return &a.Query
	case "kind":
		return &a.Kind
	case "type":
		return &a.Type
	case "case":
		return &a.Case
	case "lang_of":
		return &a.Lang
	case "source":
		return &a.Source
	case "from":
		return &a.From
	case "to":
		return &a.To
	}
	return &a.part
}

// href gives the address of the question with some parts changed, in pairs of
// name and value. It begins with the first part of the answer again.
func (a asked) href(changes ...string) string {
	a.part = ""
	for i := 0; i+1 < len(changes); i += 2 {
		*a.field(changes[i]) = changes[i+1]
	}
	query := url.Values{}
	for _, name := range []string{"q", "kind", "type", "case", "lang_of", "source", "from", "to", "part"} {
		if value := *a.field(name); value != "" {
			query.Set(name, value)
		}
	}
	if a.Exact {
		query.Set("exact", "1")
	}
	return (&url.URL{Path: searchPath, RawQuery: query.Encode()}).String()
}

// request puts the question to the flow. What the form has fields for, and the
// flow only words, goes before the words, so that nothing typed can change it.
func (a asked) request() flow.SearchRequest {
	req := flow.SearchRequest{Query: a.Query, Case: a.Case, Exact: a.Exact}
	for _, kind := range []string{a.Kind, a.Type} {
		if kind != "" {
			req.Kinds = append(req.Kinds, kind)
		}
	}
	for _, f := range []struct{ name, value string }{{"to", a.To}, {"from", a.From}, {"source", a.Source}, {"lang", a.Lang}} {
		if f.value != "" {
			req.Query = f.name + ":" + inQuotes(f.value) + " " + req.Query
		}
	}
	return req
}

// inQuotes puts a value into quotes that do not stand in it.
func inQuotes(value string) string {
	for _, q := range [][2]string{{`"`, `"`}, {"«", "»"}, {"“", "”“"}, {"‹", "›"}} {
		if !strings.ContainsAny(value, q[0]+q[1]) {
			return q[0] + value + strings.TrimSuffix(q[1], "“")
		}
	}
	return strings.Join(strings.Fields(value), ",")
}

// facet is one way to narrow an answer.
type facet struct {
	Name  string // of a term
	Lines []choice
	More  int // there are more than are shown
}

// choice is a link that narrows a question, or takes that back.
type choice struct {
	Facet, Value string
	Count        int64
	Href         string
	Here         bool
}

// facetLines is how many values of a facet are shown.
const facetLines = 8

// facetOf gives the part of the question that a facet narrows.
func facetOf(name string) string {
	if name == "lang" {
		return "lang_of"
	}
	return name
}

// facets makes links of what an answer counted.
func (a asked) facets(counts map[string]map[string]int64, of int64) []facet {
	var out []facet
	for _, name := range []string{"kind", "type", "lang", "case", "source", "year"} {
		f := facet{Name: name}
		for value, n := range counts[name] {
			if value == "" {
				continue
			}
			f.Lines = append(f.Lines, a.choice(name, value, n))
		}
		slices.SortFunc(f.Lines, func(x, y choice) int {
			if x.Count != y.Count {
				return int(max(-1, min(1, y.Count-x.Count)))
			}
			return strings.Compare(x.Value, y.Value)
		})
		if over := len(f.Lines) - facetLines; over > 0 {
			f.Lines, f.More = f.Lines[:facetLines], over
		}
		if len(f.Lines) > 1 || len(f.Lines) == 1 && f.Lines[0].Count < of { // else it narrows nothing
			out = append(out, f)
		}
	}
	return out
}

func (a asked) choice(name, value string, n int64) choice {
	c := choice{Facet: name, Value: value, Count: n}
	if name == "year" {
		if c.Here = a.From == value && a.To == value; !c.Here {
			c.Href = a.href("from", value, "to", value)
		} else {
			c.Href = a.href("from", "", "to", "")
		}
		return c
	}
	field := facetOf(name)
	if c.Here = *a.field(field) == value; c.Here {
		value = ""
	}
	c.Href = a.href(field, value)
	return c
}

// taken lists what narrows the question now, with the way back.
func (a asked) taken() []choice {
	var out []choice
	for _, name := range []string{"kind", "type", "lang", "case", "source", "from", "to"} {
		field := facetOf(name)
		if value := *a.field(field); value != "" {
			out = append(out, choice{Facet: name, Value: value, Href: a.href(field, "")})
		}
	}
	return out
}

package desk

import (
	"context"
	"net/url"
	"slices"

	"sanad/internal/flow"
)

// caseLine is a link to a page narrowed to one case; no name: to all.
type caseLine struct {
	Name string
	Href string
	Here bool
}

// caseLines gives the links by which a page is narrowed to a case; none if
// there is at most one case to choose.
func (v *visit) caseLines(ctx context.Context, s *sight, all bool, chosen string) ([]caseLine, error) {
	names, err := s.Cases(ctx)
	if err != nil || len(names) < 2 {
		return nil, err
	}
	if all {
		names = append([]string{""}, names...)
	}
	lines := make([]caseLine, len(names))
	for i, name := range names {
		href := v.r.URL.Path
		if name != "" {
			href += "?" + url.Values{"case": {name}}.Encode()
		}
		lines[i] = caseLine{name, href, name == chosen}
	}
	return lines, nil
}

// oneCase gives the case that was asked for, else the usual one, else the
// first there is: linking and counting are done within one case.
func (v *visit) oneCase(ctx context.Context, s *sight) (string, error) {
	return s.oneCase(ctx, v.query("case"))
}

func (v *sight) oneCase(ctx context.Context, asked string) (string, error) {
	names, err := v.Cases(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case asked != "" && asked != flow.DefaultCase && !slices.Contains(names, asked):
		return "", absent("case", asked)
	case asked != "":
		return asked, nil
	case len(names) > 0 && !slices.Contains(names, flow.DefaultCase):
		return names[0], nil
	}
	return flow.DefaultCase, nil
}

// pageRows is how many lines a list shows at a time.
const pageRows = 50

// pager links to the first and the next part of a list; either may be empty.
type pager struct{ First, Next string }

// part makes the pager of a list that shows what comes after a place: next is
// the place to go on after, "" at the end.
func (v *visit) part(name, next string) pager {
	var p pager
	query := v.r.URL.Query()
	query.Del("done")
	address := func() string { return (&url.URL{Path: v.r.URL.Path, RawQuery: query.Encode()}).String() }
	if query.Has(name) {
		query.Del(name)
		p.First = address()
	}
	if next != "" {
		query.Set(name, next)
		p.Next = address()
	}
	return p
}

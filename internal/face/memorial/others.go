package memorial

import (
	"context"
	"html/template"
	"slices"

	"sanad/internal/core/finding"
	"sanad/internal/flow"
)

// findingPage is a conclusion with its standard of proof and what it rests on.
type findingPage struct {
	frame
	finding.Finding
	About   []listed
	Rests   []restLine
	Against []restLine
	Cite    citation
}

// restLine is a claim that a finding weighed, by the record it is on.
type restLine struct {
	listed
	Claim string
}

// findingsPage lists them.
type findingsPage struct {
	frame
	Findings []finding.Finding
}

// findings draws conclusions that are published.
func (w *writer) findings(ctx context.Context) error {
	for i, f := range w.Findings {
		path := "findings/" + f.Made.Finding + ".html"
		var about []int
		for _, id := range f.About {
			if at, ok := w.at[id]; ok && !slices.Contains(about, at) {
				about = append(about, at)
			}
		}
		inputs, err := w.inputs(f, w.nears(about))
		if err != nil {
			return err
		}
		err = w.page(ctx, path, "finding", inputs, func(v *voice) (page, error) {
			p := &findingPage{Finding: w.Findings[i]}
			for _, at := range about {
				p.About = append(p.About, w.listed(v, at))
			}
			p.Head, p.Area = v.Term("memorialword", "finding"), "findings"
			p.Cite = w.cite(v, "finding-"+f.Made.Finding, clip(f.Conclusion), p.Head, path)
			p.Meta = p.Cite.meta()
			p.LD = template.JS(w.ldFinding(v, f))
			return p, nil
		})
		if err != nil {
			return err
		}
	}
	inputs, err := w.inputs(w.Findings)
	if err != nil {
		return err
	}
	return w.page(ctx, "findings/index.html", "findings", inputs, func(v *voice) (page, error) {
		p := &findingsPage{Findings: w.Findings}
		p.Head, p.Area = v.Term("memorialword", "findings"), "findings"
		return p, nil
	})
}

// clip shortens a text to a title.
func clip(text string) string {
	const most = 120
	r := []rune(flat(text))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most]) + "…"
}

// indexPage lists all records of some kinds.
type indexPage struct {
	frame
	Records []listed
	Map     *chart
	Groups  []refGroup
}

// indexMost is how many records one page lists.
const indexMost = 5000

// listsPage tells of the lists of names that are here.
type listsPage struct {
	frame
	Lists []listLine
}

type listLine struct {
	flow.SiteList
	Href string
}

// others draws the lists of events, places and other records, and of lists of names.
func (w *writer) others(ctx context.Context) error {
	kinds := map[string][]int{}
	for i, c := range w.Cards {
		if c.Kind != "Person" {
			kinds[folder(c.Kind)] = append(kinds[folder(c.Kind)], i)
		}
	}
	for _, name := range []string{"events", "places", "records"} {
		all := kinds[name]
		all = all[:min(len(all), indexMost)]
		var spots []any
		for _, at := range all {
			spots = append(spots, w.Cards[at].Spots)
		}
		inputs, err := w.inputs(w.nears(all), spots)
		if err != nil {
			return err
		}
		err = w.page(ctx, name+"/index.html", "index", inputs, func(v *voice) (page, error) {
			p := &indexPage{Map: w.chart(v, all)}
			for _, at := range all {
				l := w.listed(v, at)
				i := slices.IndexFunc(p.Groups, func(g refGroup) bool { return g.Kind == l.Kind })
				if i < 0 {
					i = len(p.Groups)
					p.Groups = append(p.Groups, refGroup{Kind: l.Kind})
				}
				p.Groups[i].Records = append(p.Groups[i].Records, l)
			}
			p.Head, p.Area = v.Term("memorialword", name), name
			return p, nil
		})
		if err != nil {
			return err
		}
	}
	inputs, err := w.inputs(w.Lists)
	if err != nil {
		return err
	}
	return w.page(ctx, "lists/index.html", "lists", inputs, func(v *voice) (page, error) {
		p := &listsPage{}
		for _, l := range w.Lists {
			p.Lists = append(p.Lists, listLine{l, "documents/" + flow.DocumentPage(l.Item) + ".html"})
		}
		p.Head, p.Area = v.Term("memorialword", "lists"), "lists"
		return p, nil
	})
}

// gonePage says that there was a page, since when there is none and by which rule.
type gonePage struct {
	frame
	When string
	Rule string
}

// gone draws tombstones. They say nothing of what stood there.
func (w *writer) gone(ctx context.Context) error {
	for _, g := range w.Gone {
		path := folder(g.Kind) + "/" + g.ID + ".html"
		if g.Kind == flow.GoneDocument {
			path = "documents/" + g.ID + ".html"
		}
		inputs, err := w.inputs(g)
		if err != nil {
			return err
		}
		if same, err := w.press.Unchanged(path, inputs, paths(path)...); err != nil || same {
			if err != nil {
				return err
			}
			continue
		}
		err = w.draw(ctx, path, "gone", func(v *voice) (page, error) {
			p := &gonePage{When: v.day(g.When), Rule: g.Rule}
			p.Head = v.Term("memorialword", "gone")
			return p, nil
		})
		if err != nil {
			return err
		}
	}
	return w.flush(ctx)
}

package site

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/flow"
)

// peoplePage lists who has a page.
type peoplePage struct {
	frame
	People []personLine
}

type personLine struct {
	Name, Href string
	Accused    bool
	Parts      int
	Posts      []tenure.Named
	Findings   int
	Replies    []disclosure.Reply
}

// personPage is all that is told of one person, what speaks for them as well.
type personPage struct {
	frame
	*flow.BundledPerson
	Chart      *charts.Tenures
	Properties []property
	Alleged    []allegedPart
	For        []cited // what was weighed as speaking for them
	Against    []cited
	Others     []cited // what other things say of them
	Concluded  []findingView
	held       []charts.Held
}

// allegedPart is the part somebody is said to have had in something.
type allegedPart struct {
	Entity string
	Claims []cited
}

func (p *personPage) draw(t *words.Table) { p.Chart = charts.NewTenures(p.held, t) }

// people draws the page of everybody who has one, and the list of them.
func (w *writer) people(context.Context) error {
	list := &peoplePage{}
	for i := range w.People {
		p := &w.People[i]
		name := p.Name
		if name == "" {
			name = p.ID
		}
		line := personLine{Name: name, Href: personPath(i), Accused: p.Accused(), Parts: len(p.Parts), Findings: len(p.Findings), Replies: p.Replies}
		for _, l := range p.Posts {
			line.Posts = append(line.Posts, l.Post)
		}
		list.People = append(list.People, line)
		if err := w.each(personPath(i), "../../", "person", w.person(p)); err != nil {
			return err
		}
	}
	return w.each("people.html", "../", "people", list)
}

func (w *writer) person(p *flow.BundledPerson) *personPage {
	out := &personPage{BundledPerson: p}
	for _, l := range p.Posts {
		for _, h := range tenure.All(l.Tenures) {
			out.held = append(out.held, charts.Held{Tenure: h.Tenure, Label: l.Post.Name})
		}
	}
	weighed := map[string]bool{}
	take := func(c claim.Claim) cited {
		one := w.cite(c, "../")
		one.Bearing = p.Weighed[c.Made.Claim]
		if (one.Bearing == disclosure.Exculpatory || c.Schema == "Involvement" && c.Property == "against") && !weighed[c.Made.Claim] {
			out.For = append(out.For, one)
		}
		if one.Bearing == disclosure.Inculpatory && !weighed[c.Made.Claim] {
			out.Against = append(out.Against, one)
		}
		weighed[c.Made.Claim] = true
		return one
	}
	for _, c := range p.Claims {
		at := slices.IndexFunc(out.Properties, func(o property) bool { return o.Name == c.Property })
		if at < 0 {
			at = len(out.Properties)
			out.Properties = append(out.Properties, property{Name: c.Property})
		}
		out.Properties[at].Claims = append(out.Properties[at].Claims, take(c))
	}
	for _, part := range p.Parts {
		a := allegedPart{Entity: part.Entity}
		for _, c := range part.Claims {
			a.Claims = append(a.Claims, take(c))
		}
		out.Alleged = append(out.Alleged, a)
	}
	for _, c := range p.Beside {
		out.Others = append(out.Others, take(c))
	}
	for _, i := range p.Findings {
		out.Concluded = append(out.Concluded, w.finding(i, "../"))
	}
	return out
}

// findingsPage is what was concluded.
type findingsPage struct {
	frame
	Findings []findingView
}

// findingView is a conclusion with what it rests on and what speaks against it.
type findingView struct {
	flow.BundledFinding
	Number       int
	For, Against []cited
}

func (w *writer) finding(i int, up string) findingView {
	f := w.Findings[i]
	return findingView{f, i + 1, w.citeAll(f.For, up), w.citeAll(f.Against, up)}
}

func (w *writer) findings(context.Context) error {
	p := &findingsPage{}
	for i := range w.Findings {
		p.Findings = append(p.Findings, w.finding(i, ""))
	}
	return w.each("findings.html", "../", "findings", p)
}

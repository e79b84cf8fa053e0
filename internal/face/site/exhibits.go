package site

import (
	"context"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/redaction"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// exhibitsPage is what is enclosed, by the numbers of its pages.
type exhibitsPage struct {
	frame
	Exhibits []exhibitLine
	Unnamed  []flow.BundledCopy // of which nothing but the name leaves
}

type exhibitLine struct {
	*flow.BundledExhibit
	Page string // that shows it
	File string
}

func (w *writer) exhibits(context.Context) error {
	p := &exhibitsPage{}
	for i := range w.Exhibits {
		x := &w.Exhibits[i]
		line := exhibitLine{BundledExhibit: x}
		if d, ok := w.docs[x.Item]; ok {
			line.Page = d.path(0)
		}
		if x.Path != "" {
			line.File = "../" + x.Path
		}
		p.Exhibits = append(p.Exhibits, line)
	}
	for _, c := range w.Copies {
		if c.Path == "" {
			p.Unnamed = append(p.Unnamed, c)
		}
	}
	return w.each("exhibits.html", "../", "exhibits", p)
}

// called is a name in the index.
type called struct {
	Name, Kind string
	Href       string // from the language's folder
}

// namesShown is how many names stand on one page of the index.
const namesShown = 500

// namesPage is a part of the index of names.
type namesPage struct {
	frame
	Number, Parts int
	Pages         []int
	Names         []called
	sorted        map[words.Lang][]called
	all           []called
}

// draw sorts the names as readers of the language do.
func (p *namesPage) draw(t *words.Table) {
	all, ok := p.sorted[t.Lang]
	if !ok {
		tag := language.MustParse(string(t.Lang))
		c := collate.New(tag, collate.IgnoreCase)
		all = slices.Clone(p.all)
		slices.SortStableFunc(all, func(a, b called) int { return c.CompareString(a.Name, b.Name) })
		p.sorted[t.Lang] = all
	}
	from := (p.Number - 1) * namesShown
	p.Names = all[from:min(len(all), from+namesShown)]
}

func (w *writer) names(context.Context) error {
	p := &namesPage{all: w.called, sorted: map[words.Lang][]called{}, Parts: max(1, (len(w.called)+namesShown-1)/namesShown)}
	for n := range p.Parts {
		p.Pages = append(p.Pages, n+1)
	}
	for n := range p.Parts {
		p.Number = n + 1
		if err := w.each("names-"+strconv.Itoa(n+1)+".html", "../", "names", p); err != nil {
			return err
		}
	}
	return nil
}

// glossaryPage says what the words of the pages mean.
type glossaryPage struct {
	frame
	Standings   []claim.Standing
	Flags       []string
	Certainties []tenure.Certainty
	Standards   []finding.Standard
	Codes       []redaction.Code
}

func (w *writer) glossary(context.Context) error {
	return w.each("glossary.html", "../", "glossary", &glossaryPage{
		Standings: []claim.Standing{claim.Proposed, claim.Agreed, claim.Contested, claim.Favoured, claim.Superseded},
		Flags:     claim.Flags(), Certainties: []tenure.Certainty{tenure.Certain, tenure.Disputed, tenure.Possible},
		Standards: finding.Standards(), Codes: redaction.Codes()})
}

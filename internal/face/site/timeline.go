package site

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
)

// timelinePage is what is said to have happened, in order of the days.
type timelinePage struct {
	frame
	Moments []momentView
	Later   bool
	Chart   *charts.Timeline
	marks   []charts.Moment
}

type momentView struct {
	flow.Moment
	Shown  value.Shown
	Claims []cited
}

// draw writes the dates as readers of the language count them.
func (p *timelinePage) draw(t *words.Table) {
	in := value.Main(t)
	p.marks = p.marks[:0]
	for i := range p.Moments {
		m := &p.Moments[i]
		m.Shown = value.Shown{Text: m.Moment.Claims[0].Value}
		if m.Date != nil {
			m.Shown = value.Date(t, *m.Date, in)
		}
		if m.Placed {
			label := m.Shown.Text + " · " + t.Property(m.Schema, m.Property) + " · " + p.Thing(m.Entity, t.Term("kind", m.Schema)).Name
			p.marks = append(p.marks, charts.Moment{Span: m.Span, Label: label})
		}
	}
	p.Chart = charts.NewTimeline(p.marks, t)
}

func (w *writer) timeline(context.Context) error {
	p := &timelinePage{Later: w.Later}
	for _, m := range w.Moments {
		p.Moments = append(p.Moments, momentView{Moment: m, Claims: w.citeAll(m.Claims, "")})
	}
	return w.each("timeline.html", "../", "timeline", p)
}

// figuresPage is what is stated of the numbers of each event.
type figuresPage struct {
	frame
	Events []eventFigures
}

type eventFigures struct {
	Event  claim.Entity
	Groups []figureGroup
}

type figureGroup struct {
	figure.Group
	Rivals []rival
}

type rival struct {
	cited
	Independent bool
	Said        string
}

func (w *writer) figures(context.Context) error {
	p := &figuresPage{}
	for _, f := range w.Figures {
		e := eventFigures{Event: f.Event}
		for _, g := range f.Groups {
			group := figureGroup{Group: g}
			for _, r := range g.Rivals {
				group.Rivals = append(group.Rivals, rival{w.cite(r.Claim, ""), r.Independent, r.Said()})
			}
			e.Groups = append(e.Groups, group)
		}
		p.Events = append(p.Events, e)
	}
	return w.each("figures.html", "../", "figures", p)
}

package site

import (
	"context"
	"strconv"

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
	Number  int
	Pages   []timelinePart
	Chart   *charts.Timeline
	marks   []charts.Moment
}

// momentsShown is how many dates stand on one page.
const momentsShown = 50

// timelinePart is one page of several.
type timelinePart struct {
	Number int
	Href   string
}

func timelinePath(number int) string {
	if number == 1 {
		return "timeline.html"
	}
	return "timeline-" + strconv.Itoa(number) + ".html"
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
	parts := max(1, (len(w.Moments)+momentsShown-1)/momentsShown)
	var pages []timelinePart
	for n := range parts {
		pages = append(pages, timelinePart{n + 1, timelinePath(n + 1)})
	}
	for n := range parts {
		p := &timelinePage{Later: w.Later && n+1 == parts, Number: n + 1, Pages: pages}
		for _, m := range w.Moments[n*momentsShown : min(len(w.Moments), (n+1)*momentsShown)] {
			p.Moments = append(p.Moments, momentView{Moment: m, Claims: w.citeAll(m.Claims, "")})
		}
		if err := w.each(timelinePath(n+1), "../", "timeline", p); err != nil {
			return err
		}
	}
	return nil
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

package desk

import (
	"context"
	"fmt"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/flow"
)

// figuresPage is what sources state of the numbers of one event.
type figuresPage struct {
	frame
	Event    claim.Entity
	Groups   []figureGroup
	Overruns []overrun
	Unread   []figure.Stated
	More     bool
	Own      *ownFigures
}

// figureGroup is a group with its picture, and what its pairs name.
type figureGroup struct {
	figure.Group
	Number int    // as the page counts it
	Inside string // name or id of the event inside it, if it is of one
	Chart  *figureChart
	Rows   []figureRival
	Clash  []clash
	Parts  []int // numbers of the groups that hold this one
	Weak   figureRival
}

type figureRival struct {
	figure.Rival
	Tellers []claim.Teller // with names where only a record was given
	Told    []claim.Claim  // what is told of the number itself
}

// clash is two figures that can't both be true.
type clash struct{ Low, High figure.Rival }

// overrun is a part that is said to be greater than the whole.
type overrun struct {
	Part, Whole   int
	Claim, Exceed figure.Rival
}

func showFigures(ctx context.Context, v *visit) (view, error) {
	p := &figuresPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		found, err := flow.FiguresOf(ctx, s, v.r.PathValue("entity"))
		if err != nil {
			return err
		}
		p.Event, p.Unread, p.More = found.Event, found.Unread, found.More
		for i := range found.Groups {
			p.Groups = append(p.Groups, v.figureGroup(found, i))
		}
		for _, o := range found.Overruns {
			p.Overruns = append(p.Overruns, overrun{o.Part + 1, o.Whole + 1, rivalOf(&found.Groups[o.Part], o.Claim), rivalOf(&found.Groups[o.Whole], o.Exceeds)})
		}
		p.Own, err = v.ownFiguresOf(ctx, s, found.Event)
		return err
	})
}

func (v *visit) figureGroup(found flow.Figures, i int) figureGroup {
	g := figureGroup{Group: found.Groups[i], Number: i + 1}
	if g.Event != found.Event.ID {
		if g.Inside = found.Names[g.Event]; g.Inside == "" {
			g.Inside = g.Event
		}
	}
	for _, r := range g.Rivals {
		row := figureRival{Rival: r, Tellers: tellersNamed(r.Says, found.Names)}
		for _, property := range []string{"made_by", "made", "method", "period", "definition", "excludes"} {
			row.Told = append(row.Told, r.Record.Told(property)...)
		}
		g.Rows = append(g.Rows, row)
		if r.Made.Claim == g.Range.Weakest {
			g.Weak = row
		}
	}
	for _, p := range g.Contradictions {
		g.Clash = append(g.Clash, clash{rivalOf(&g.Group, p.Low), rivalOf(&g.Group, p.High)})
	}
	for _, w := range g.Within {
		g.Parts = append(g.Parts, w+1)
	}
	g.Chart = newFigureChart(fmt.Sprint("chart-", i+1), &g.Group, v.words, func(c claim.Made) string {
		if says := tellersNamed(c.Says, found.Names); len(says) > 0 {
			return says[0].Who
		}
		return v.words.Term("teller", "unsaid")
	})
	return g
}

// tellersNamed gives a chain in which everybody has a name to be shown by.
func tellersNamed(says []claim.Teller, names map[string]string) []claim.Teller {
	out := make([]claim.Teller, len(says))
	for i, t := range says {
		if t.Who == "" {
			if t.Who = names[t.Entity]; t.Who == "" {
				t.Who = t.Entity
			}
		}
		out[i] = t
	}
	return out
}

func rivalOf(g *figure.Group, id string) figure.Rival {
	for _, r := range g.Rivals {
		if r.Made.Claim == id {
			return r
		}
	}
	return figure.Rival{}
}

// figureEventsPage lists the events of which numbers are stated.
type figureEventsPage struct {
	frame
	Events []figureEvent
	More   bool
}

type figureEvent struct {
	claim.Entity
	Figures int64
}

// The list of events with figures looks at so many claims, and shows so many
// events.
const (
	figureClaims = 20_000
	figureEvents = 200
)

func showFigureEvents(ctx context.Context, v *visit) (view, error) {
	p := &figureEventsPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		counts := map[string]int64{}
		var order []string
		looked := 0
		take := func(event string, c claim.Claim) error {
			if looked++; looked > figureClaims {
				p.More = true
				return flow.ErrEnough
			}
			if event == "" || !c.Standing.Stands() {
				return nil
			}
			if counts[event] == 0 {
				order = append(order, event)
			}
			counts[event]++
			return nil
		}
		err := flow.Walked(s.Claims(ctx, flow.ClaimFilter{Property: "figure", Schema: "Event", After: -1}, func(c claim.Claim) error { return take(c.Entity, c) }))
		if err == nil {
			err = flow.Walked(s.Claims(ctx, flow.ClaimFilter{Property: "about", Schema: "Figure", After: -1}, func(c claim.Claim) error { return take(c.ValueEntity, c) }))
		}
		if err != nil {
			return err
		}
		if len(order) > figureEvents {
			order, p.More = order[:figureEvents], true
		}
		for _, id := range order {
			e, err := s.Entity(ctx, id)
			if err != nil {
				return err
			}
			p.Events = append(p.Events, figureEvent{e, counts[id]})
		}
		return nil
	})
}

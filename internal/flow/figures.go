package flow

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// Figures is what is stated of the numbers of an event and of those inside it.
type Figures struct {
	Event claim.Entity
	figure.Comparison
	// Names are those of the events, tellers and makers that are things.
	Names map[string]string
	// More: there are more claims or events than were compared.
	More bool
}

// What is compared at most. An event of which more is stated than that is seen
// in parts: by the events inside it.
const (
	MaxFigures = 2000 // claims of quantity
	maxInside  = 500  // events inside an event
)

// FiguresOf compares what is stated of the numbers of an event: the claims of
// quantity about it and about the events that are a part of it, at all levels,
// and the Figures that are about one of them.
func FiguresOf(ctx context.Context, s State, event string) (Figures, error) {
	g := gathering{ctx: ctx, s: s, out: Figures{Names: map[string]string{}}, parents: map[string][]string{}, figures: map[string]bool{}}
	var err error
	if g.out.Event, err = s.Entity(ctx, event); err != nil {
		return g.out, err
	}
	if g.out.Event.Schema != "Event" {
		return g.out, fail.New(fail.Usage, "%s is a %s: figures are compared of an Event", event, g.out.Event.Schema).Do("see which there are: sanad entity list --schema Event")
	}
	inside, err := g.inside(event)
	if err != nil {
		return g.out, err
	}
	for _, id := range inside {
		if err := Walked(g.event(id)); err != nil {
			return g.out, err
		}
	}
	g.out.Comparison = figure.Compare(g.stated, g.parents)
	return g.out, g.names()
}

// gathering is one collecting of the figures of an event.
type gathering struct {
	ctx     context.Context
	s       State
	out     Figures
	stated  []figure.Stated
	parents map[string][]string
	figures map[string]bool
}

// inside gives the event and those that are a part of it, each once: parts
// that hold each other in a circle are met once.
func (g *gathering) inside(event string) ([]string, error) {
	all := []string{event}
	seen := map[string]bool{event: true}
	for i := 0; i < len(all); i++ {
		whole := all[i]
		err := g.s.Claims(g.ctx, ClaimFilter{ValueEntity: whole, Property: "part_of", Schema: "Event", After: -1}, func(c claim.Claim) error {
			if !c.Standing.Stands() {
				return nil
			}
			if !seen[c.Entity] && len(all) == maxInside {
				g.out.More = true
				return nil
			}
			g.parents[c.Entity] = append(g.parents[c.Entity], whole)
			if !seen[c.Entity] {
				seen[c.Entity] = true
				all = append(all, c.Entity)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// event takes what is stated of one event.
func (g *gathering) event(id string) error {
	err := g.s.Claims(g.ctx, ClaimFilter{Entity: id, After: -1}, func(c claim.Claim) error {
		if !isQuantity(c.Made) {
			return nil
		}
		return g.take(figure.Stated{Claim: c, Event: id})
	})
	if err != nil {
		return err
	}
	var records []string
	err = g.s.Claims(g.ctx, ClaimFilter{ValueEntity: id, Property: "about", Schema: "Figure", After: -1}, func(c claim.Claim) error {
		if c.Standing.Stands() && !g.figures[c.Entity+" "+id] {
			g.figures[c.Entity+" "+id] = true
			records = append(records, c.Entity)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, record := range records {
		if err := g.record(record, id); err != nil {
			return err
		}
	}
	return nil
}

// record takes what is told of a number that is itself spoken of. Only its
// amount is compared: other quantities of it (there are none yet) tell of it.
func (g *gathering) record(id, event string) error {
	r := &figure.Record{ID: id}
	err := Walked(g.s.Claims(g.ctx, ClaimFilter{Entity: id, After: -1}, func(c claim.Claim) error {
		if r.Claims = append(r.Claims, c); len(r.Claims) == MaxFigures {
			g.out.More = true
			return ErrEnough
		}
		return nil
	}))
	if err != nil {
		return err
	}
	for _, c := range r.Claims {
		if c.Property != "amount" {
			continue
		}
		if err := g.take(figure.Stated{Claim: c, Event: event, Record: r}); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) take(s figure.Stated) error {
	if len(g.stated) == MaxFigures {
		g.out.More = true
		return ErrEnough
	}
	g.stated = append(g.stated, s)
	return nil
}

func isQuantity(c claim.Made) bool {
	p, ok := schema.Find(c.Schema, c.Property)
	return c.Quantity != nil || ok && p.Type == schema.Quantity
}

// names collects the names of what the comparison speaks of.
func (g *gathering) names() error {
	ids := []string{g.out.Event.ID}
	for _, s := range g.stated {
		ids = append(ids, s.Event)
		for _, t := range s.Says {
			ids = append(ids, t.Entity)
		}
		for _, c := range s.Record.Told("made_by") {
			ids = append(ids, c.ValueEntity)
		}
	}
	return Names(g.ctx, g.s, ids, g.out.Names)
}

package cli

import (
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type entityCmd struct {
	Show    entityShowCmd    `cmd:"" help:"Show every value claimed of a thing, rivals side by side."`
	History entityHistoryCmd `cmd:"" help:"Show everything that was recorded of a thing, or what changed between two entries of the ledger."`
	List    entityListCmd    `cmd:"" help:"List things claims are about."`
}

type entityShowCmd struct {
	ID string `arg:"" help:"The thing."`
}

type valueView struct {
	Value    string          `json:"value"`
	Entity   string          `json:"entity,omitempty"`
	Original string          `json:"original"`
	Claim    string          `json:"claim"`
	Date     *dateView       `json:"date,omitempty"`
	Quantity *claim.Quantity `json:"quantity,omitempty"`
	Shape    *claim.Shape    `json:"shape,omitempty"`
	Valid    *claim.Valid    `json:"valid,omitempty"`
	Standing claim.Standing  `json:"standing"`
	Says     []claim.Teller  `json:"says"`
	Grade    string          `json:"grade"`
	Flags    []string        `json:"flags"`
	Remarks  []remarkView    `json:"remarks"`
	Passages []passageView   `json:"passages"`
}

type entityView struct {
	Entity     string                 `json:"entity"`
	Schema     string                 `json:"schema"`
	Name       string                 `json:"name"`
	Properties map[string][]valueView `json:"properties"`
	Judged     []judgedView           `json:"judged"` // who was judged to be the same person, or not
	order      []string
}

func (c *entityShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var out entityView
		err := s.look(a, func(st flow.State) error {
			e, err := st.Entity(s.ctx, c.ID)
			if err != nil {
				return err
			}
			out = entityView{Entity: e.ID, Schema: e.Schema, Name: e.Name, Properties: map[string][]valueView{}}
			judged, err := flow.JudgedOf(s.ctx, st, c.ID)
			if err != nil {
				return err
			}
			out.Judged = viewJudged(judged)
			return st.Claims(s.ctx, flow.ClaimFilter{Entity: c.ID, After: -1}, func(cl claim.Claim) error {
				seen, err := maySee(s, a, st, cl)
				if err != nil || !seen {
					return err
				}
				out.put(cl)
				return nil
			})
		})
		if err == nil && len(out.Properties) == 0 {
			err = fail.New(fail.NotFound, "there is no entity %s", c.ID)
		}
		if err != nil {
			return err
		}
		out.rank()
		return s.answer(out, func() { out.tell(s) })
	})
}

func (e *entityView) put(c claim.Claim) {
	if !slices.Contains(e.order, c.Property) {
		e.order = append(e.order, c.Property)
	}
	v := viewClaim(c)
	e.Properties[c.Property] = append(e.Properties[c.Property], valueView{v.Value, v.ValueEntity, v.Original, v.Claim, v.Date, v.Quantity, v.Shape, v.Valid,
		v.Standing, v.Says, v.Grade, v.Flags, v.Remarks, v.Passages})
}

// rank puts the values of each property in the order of their standing, and
// within one of their grades: the source's before the information's, the
// ungraded last.
func (e *entityView) rank() {
	for _, values := range e.Properties {
		slices.SortStableFunc(values, func(a, b valueView) int {
			if byStanding := flow.RankOf(a.Standing) - flow.RankOf(b.Standing); byStanding != 0 {
				return byStanding
			}
			return strings.Compare(flow.GradeKey(a.Grade), flow.GradeKey(b.Grade))
		})
	}
}

func (e *entityView) tell(s *session) {
	s.sayf("%s %s  %s", e.Schema, e.Entity, e.Name)
	for _, j := range e.Judged {
		s.sayf("  judged %s: %s  %s  (%s: %s)", j.said(), j.Entity, j.Name, j.Actor, oneLine(j.Reason))
	}
	for _, property := range e.order {
		for _, v := range e.Properties[property] {
			s.sayf("  %-14s %s  [%s%s%s]  %s", property, inWords(property, v.Value, v.Quantity), v.Standing, before(", ", v.Grade), before(", ", strings.Join(v.Flags, ", ")), v.Claim)
			for _, r := range v.Remarks {
				if words := remarkWords(r); words != "" {
					s.sayf("  %-14s ! %s", "", words)
				}
			}
		}
	}
}

type entityHistoryCmd struct {
	ID       string `arg:"" help:"The thing."`
	Property string `help:"Only this property."`
	From     *int64 `help:"Compare: how it was when the ledger ended with this entry." placeholder:"ENTRY"`
	To       *int64 `help:"Compare: with how it was at this entry; now, when absent." placeholder:"ENTRY"`
}

type changeView struct {
	Claim    string   `json:"claim"`
	Property string   `json:"property"`
	Value    string   `json:"value"`
	Before   *wasView `json:"before"` // null: it was not there
	Now      *wasView `json:"now"`
}

type wasView struct {
	Standing claim.Standing `json:"standing"`
	Grade    string         `json:"grade"`
	Flags    []string       `json:"flags"`
}

func viewWas(w *flow.Was) *wasView {
	if w == nil {
		return nil
	}
	return &wasView{w.Standing, w.Grade, append([]string{}, w.Flags...)}
}

func (w *wasView) String() string {
	if w == nil {
		return "not recorded"
	}
	return string(w.Standing) + before(", ", w.Grade) + before(", ", strings.Join(w.Flags, ", "))
}

func (c *entityHistoryCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			if _, err := st.Entity(s.ctx, c.ID); err != nil {
				return err
			}
			steps, err := flow.History(s.ctx, st, flow.ClaimFilter{Entity: c.ID, Property: c.Property, After: -1})
			if err != nil {
				return err
			}
			if c.From != nil || c.To != nil {
				return c.compare(s, steps)
			}
			for _, step := range steps {
				v := viewStep(step)
				if err := s.answer(v, func() { tellStep(s, v) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (c *entityHistoryCmd) compare(s *session, steps []flow.Step) error {
	from, to := int64(-1), int64(1)<<60
	if c.From != nil {
		from = *c.From
	}
	if c.To != nil {
		to = *c.To
	}
	for _, ch := range flow.Compare(steps, from, to) {
		v := changeView{ch.Claim.Claim, ch.Claim.Property, ch.Claim.Value, viewWas(ch.Before), viewWas(ch.Now)}
		if err := s.answer(v, func() {
			s.sayf("%s  %s = %s: %s -> %s", v.Claim, v.Property, oneLine(v.Value), v.Before, v.Now)
		}); err != nil {
			return err
		}
	}
	return nil
}

type entityListCmd struct {
	Schema string `help:"Only things of this kind."`
	Case   string `help:"Only things of this case."`
}

// entityLine is a thing in a list.
type entityLine struct {
	Entity string `json:"entity"`
	Schema string `json:"schema"`
	Case   string `json:"case"`
	Name   string `json:"name"`
	Claims int64  `json:"claims"`
}

func (c *entityListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			return st.Entities(s.ctx, flow.EntityFilter{Case: c.Case, Schema: c.Schema, After: -1}, func(e claim.Entity) error {
				seen, err := anyVisible(s, a, st, e.ID)
				if err != nil || !seen {
					return err
				}
				out := entityLine{e.ID, e.Schema, e.Case, e.Name, e.Claims}
				return s.answer(out, func() { s.sayf("%s  %-12s %s", e.ID, e.Schema, e.Name) })
			})
		})
	})
}

// anyVisible reports whether the actor may see a claim about the thing: one
// that rests on sealed material alone must not even be known of.
func anyVisible(s *session, a *Opened, st flow.State, entity string) (visible bool, err error) {
	if a.Actor.MaySee(0) {
		return true, nil
	}
	err = st.Claims(s.ctx, flow.ClaimFilter{Entity: entity, After: -1}, func(c claim.Claim) error {
		seen, err := maySee(s, a, st, c)
		visible = visible || seen
		return err
	})
	return visible, err
}

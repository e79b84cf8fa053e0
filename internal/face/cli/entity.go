package cli

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type entityCmd struct {
	Show entityShowCmd `cmd:"" help:"Show every value claimed of a thing, rivals side by side."`
	List entityListCmd `cmd:"" help:"List things claims are about."`
}

type entityShowCmd struct {
	ID string `arg:"" help:"The thing."`
}

type valueView struct {
	Value    string         `json:"value"`
	Entity   string         `json:"entity,omitempty"`
	Original string         `json:"original"`
	Claim    string         `json:"claim"`
	Standing claim.Standing `json:"standing"`
	Grade    string         `json:"grade"`
	Flags    []string       `json:"flags"`
	Passages []passageView  `json:"passages"`
}

type entityView struct {
	Entity     string                 `json:"entity"`
	Schema     string                 `json:"schema"`
	Name       string                 `json:"name"`
	Properties map[string][]valueView `json:"properties"`
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
		return s.answer(out, func() { out.tell(s) })
	})
}

func (e *entityView) put(c claim.Claim) {
	if !slices.Contains(e.order, c.Property) {
		e.order = append(e.order, c.Property)
	}
	v := viewClaim(c)
	e.Properties[c.Property] = append(e.Properties[c.Property], valueView{v.Value, v.ValueEntity, v.Original, v.Claim, v.Standing, v.Grade, v.Flags, v.Passages})
}

func (e *entityView) tell(s *session) {
	s.sayf("%s %s  %s", e.Schema, e.Entity, e.Name)
	for _, property := range e.order {
		for _, v := range e.Properties[property] {
			s.sayf("  %-14s %s  [%s%s]  %s", property, oneLine(v.Value), v.Standing, before(", ", v.Grade), v.Claim)
		}
	}
}

type entityListCmd struct {
	Schema string `help:"Only things of this kind."`
	Case   string `help:"Only things of this case."`
}

func (c *entityListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			return st.Entities(s.ctx, flow.EntityFilter{Case: c.Case, Schema: c.Schema, After: -1}, func(e claim.Entity) error {
				seen, err := anyVisible(s, a, st, e.ID)
				if err != nil || !seen {
					return err
				}
				out := struct {
					Entity string `json:"entity"`
					Schema string `json:"schema"`
					Case   string `json:"case"`
					Name   string `json:"name"`
					Claims int64  `json:"claims"`
				}{e.ID, e.Schema, e.Case, e.Name, e.Claims}
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

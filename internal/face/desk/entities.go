package desk

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/schema"
)

type entitiesPage struct {
	frame
	pager
	Cases    []caseLine
	Kinds    []string
	Kind     string
	Entities []entityLine
}

// entityLine is a thing in a list; Linked tells one without a name.
type entityLine struct {
	claim.Entity
	Linked string
}

func showEntities(ctx context.Context, v *visit) (view, error) {
	kinds, err := schema.All()
	if err != nil {
		return nil, err
	}
	p := &entitiesPage{Kind: v.query("kind")}
	for _, k := range kinds {
		p.Kinds = append(p.Kinds, k.Name)
	}
	filter := flow.EntityFilter{Case: v.query("case"), Schema: p.Kind, Limit: pageRows + 1}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, filter.Case); err != nil {
			return err
		}
		if filter.After, err = s.entityPlace(ctx, v.query("after")); err != nil {
			return err
		}
		err = s.Entities(ctx, filter, func(e claim.Entity) error { p.Entities = append(p.Entities, entityLine{Entity: e}); return nil })
		next := ""
		if len(p.Entities) > pageRows {
			p.Entities = p.Entities[:pageRows]
			next = p.Entities[pageRows-1].ID
		}
		p.pager = v.part("after", next)
		for i := range p.Entities {
			if e := &p.Entities[i]; e.Name == "" && err == nil {
				e.Linked, err = s.linked(ctx, e.ID)
			}
		}
		return err
	})
}

// entityPlace gives the entry after which a list of entities goes on: that of
// the first claim on the last one shown. Lists name the entity and not the
// entry, for the first claim may be one the actor must not know of.
func (v *sight) entityPlace(ctx context.Context, after string) (int64, error) {
	if after == "" {
		return -1, nil
	}
	if _, err := v.Entity(ctx, after); err != nil {
		return 0, err
	}
	index := int64(-1)
	err := v.State.Claims(ctx, flow.ClaimFilter{Entity: after, After: -1, Limit: 1}, func(c claim.Claim) error {
		index = c.Index
		return nil
	})
	return index, err
}

package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type entityPage struct {
	frame
	Entity     claim.Entity
	Mention    *person.Mention // if the entity is a row of a list
	Properties []property
	Judged     []flow.JudgedWith // who was judged to be the same person, or not
	More       bool              // there are more claims than are shown
}

// property is what is claimed on one property: rivals side by side.
type property struct {
	Name   string
	Claims []claim.Claim
}

// entityClaims is how many claims an entity's page shows.
const entityClaims = 500

func showEntity(ctx context.Context, v *visit) (view, error) {
	kinds, err := schema.All()
	if err != nil {
		return nil, err
	}
	p := &entityPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Entity, err = s.Entity(ctx, v.r.PathValue("entity")); err != nil {
			return err
		}
		m, err := s.Mention(ctx, p.Entity.ID)
		if err == nil {
			p.Mention = &m
		} else if fail.Of(err) != fail.NotFound {
			return err
		}
		if p.Judged, err = flow.JudgedOf(ctx, s, p.Entity.ID); err != nil {
			return err
		}
		var claims []claim.Claim
		err = s.Claims(ctx, flow.ClaimFilter{Entity: p.Entity.ID, After: -1, Limit: entityClaims + 1}, func(c claim.Claim) error {
			claims = append(claims, c)
			return nil
		})
		if len(claims) > entityClaims {
			claims, p.More = claims[:entityClaims], true
		}
		p.Properties = byProperty(kinds, p.Entity.Schema, claims)
		return err
	})
}

// byProperty puts claims side by side, properties in the order of the schema.
func byProperty(kinds []schema.Kind, kind string, claims []claim.Claim) []property {
	var out []property
	for _, k := range kinds {
		if k.Name != kind {
			continue
		}
		for _, p := range k.Properties {
			out = append(out, property{Name: p.Name})
		}
	}
	for _, c := range claims {
		at := slices.IndexFunc(out, func(p property) bool { return p.Name == c.Property })
		if at < 0 { // of an older schema
			at = len(out)
			out = append(out, property{Name: c.Property})
		}
		out[at].Claims = append(out[at].Claims, c)
	}
	return slices.DeleteFunc(out, func(p property) bool { return len(p.Claims) == 0 })
}

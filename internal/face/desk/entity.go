package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type entityPage struct {
	frame
	Entity      claim.Entity
	Linked      string          // what it links, if it has no name
	Mention     *person.Mention // if the entity is a row of a list
	Taken       []takenFor      // whose row it is, where that is known already
	Properties  []property
	More        bool // there are more claims than are shown
	Said        []claimRow
	MoreSaid    bool // of what other things say of it
	Told        []claimRow
	MoreTold    bool
	Findings    []finding.Finding
	Judged      []flow.JudgedWith // who was judged to be the same person, or not
	Corrections []intake.Correction
	MayConclude bool
}

// property is what is claimed on one property: rivals side by side, or values
// that can all be true.
type property struct {
	Name   string
	Single bool
	Claims []claim.Claim
	More   int // claims that are left out, ranked behind those shown
}

// All counts the claims on the property that were read.
func (p property) All() int { return len(p.Claims) + p.More }

// The most an entity's page shows: claims on it, of these on one property, and
// claims that only speak of it, each with the name of what it is about.
const (
	entityClaims   = 500
	propertyClaims = 25
	entityBeside   = 25
)

// showEntity asks a fixed number of questions however many claims there are on
// a thing, and one name for each of the things beside it.
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
		p.MayConclude = v.mayIn(p.Entity.Case, guard.ToClaim)
		claims, more, err := s.someClaims(ctx, flow.ClaimFilter{Entity: p.Entity.ID, After: -1}, entityClaims)
		if err != nil {
			return err
		}
		if p.Entity.Name == "" {
			p.Linked = linkText(claims)
		}
		p.More, p.Properties = more, byProperty(kinds, p.Entity.Schema, claims)
		if p.Said, p.MoreSaid, err = s.someRows(ctx, flow.ClaimFilter{ValueEntity: p.Entity.ID, After: -1}); err != nil {
			return err
		}
		if p.Told, p.MoreTold, err = s.someRows(ctx, flow.ClaimFilter{TellerEntity: p.Entity.ID, After: -1}); err != nil {
			return err
		}
		err = s.Findings(ctx, flow.FindingFilter{About: p.Entity.ID, After: -1, Limit: entityBeside}, func(f finding.Finding) error {
			p.Findings = append(p.Findings, f)
			return nil
		})
		if err != nil {
			return err
		}
		if p.Corrections, err = s.correctionsOf(ctx, p.Entity.ID); err != nil {
			return err
		}
		if p.Judged, err = flow.JudgedOf(ctx, s, p.Entity.ID); err != nil {
			return err
		}
		if err := p.asRow(ctx, s); err != nil || p.Mention == nil {
			return err
		}
		return p.person(ctx, v, s)
	})
}

// asRow adds the row of a list that the entity is.
func (p *entityPage) asRow(ctx context.Context, s *sight) error {
	m, err := s.Mention(ctx, p.Entity.ID)
	if fail.Of(err) == fail.NotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	p.Mention = &m
	return nil
}

// takenFor is the person that a row is taken for at a level.
type takenFor struct {
	Level  linkage.Certainty
	Person string
	Rows   int
}

// person adds whose row it is, if rows were linked already for somebody who
// may know the same: a page must not wait for that.
func (p *entityPage) person(ctx context.Context, v *visit, s *sight) error {
	size, err := v.concerned(ctx, s)
	if err != nil {
		return err
	}
	l, ok := v.people.ready(s.recallKey(p.Mention.Case), size)
	if !ok {
		return nil
	}
	for _, level := range []linkage.Certainty{flow.Judged, linkage.Probable} {
		if l.Unlinked && level != flow.Judged {
			continue
		}
		one, err := l.PersonOf(level, p.Entity.ID)
		if fail.Of(err) == fail.NotFound && err != nil {
			return nil // a retired row, or one of things that are no people
		}
		if err != nil {
			return err
		}
		p.Taken = append(p.Taken, takenFor{level, one.ID(), len(one)})
	}
	return nil
}

// someClaims gives the first claims of a filter, and whether there are more.
func (v *sight) someClaims(ctx context.Context, f flow.ClaimFilter, most int) (claims []claim.Claim, more bool, err error) {
	f.Limit = most + 1
	err = v.Claims(ctx, f, func(c claim.Claim) error {
		claims = append(claims, c)
		return nil
	})
	if more = len(claims) > most; more {
		claims = claims[:most]
	}
	return claims, more, err
}

func (v *sight) someRows(ctx context.Context, f flow.ClaimFilter) ([]claimRow, bool, error) {
	claims, more, err := v.someClaims(ctx, f, entityBeside)
	if err != nil {
		return nil, false, err
	}
	rows, err := v.claimRows(ctx, claims)
	return rows, more, err
}

// byProperty puts claims side by side, properties in the order of the schema,
// the claims on each by standing and grade.
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
	out = slices.DeleteFunc(out, func(p property) bool { return len(p.Claims) == 0 })
	for i := range out {
		out[i].Single = flow.Single(kind, out[i].Name) && out[i].Name != "name"
		ranked(out[i].Claims)
		if out[i].More = max(0, len(out[i].Claims)-propertyClaims); out[i].More > 0 {
			out[i].Claims = out[i].Claims[:propertyClaims]
		}
	}
	return out
}

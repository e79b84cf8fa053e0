package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
	"sanad/schema"
)

// dossierPage is all that is known of one person, to read from top to bottom
// and to print. Every value leads to its passage by one link.
type dossierPage struct {
	frame
	Entity     claim.Entity
	Names      []namesIn
	Properties []property
	More       bool // there are more claims than are shown
	Posts      *dossierPosts
	Events     []claimRow
	Statements []dossierStatement
	Requests   []claimRow
	Others     []claimRow
	MoreBeside bool
	Told       []claimRow
	MoreTold   bool
	Rows       []person.Mention // of lists, that are this person
	Level      linkage.Certainty
	Judged     []flow.JudgedWith
	Findings   []dossierFinding
	MayJudge   bool
	Replies    []replyRow
	Bearings   []bearing
}

// bearing is what speaks for or against the person.
type bearing struct {
	Way    disclosure.Bearing
	Claims []claim.Claim
}

// namesIn is what sources call the person in one writing.
type namesIn struct {
	Writing string // fa, ar or Latn; Arab where the language is not told, else Zzzz
	Claims  []claim.Claim
}

// dossierFinding is a finding and how it uses the claims on the person.
type dossierFinding struct {
	finding.Finding
	For, Against []claim.Claim
}

// The most a dossier shows: claims on the person in all and on one property,
// and claims that speak of the person.
const (
	dossierClaims = 60
	dossierRivals = 12
	dossierBeside = 60
)

func showDossier(ctx context.Context, v *visit) (view, error) {
	p := &dossierPage{MayJudge: v.actor.May(guard.ToJudge) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Entity, err = s.Entity(ctx, v.r.PathValue("entity")); err != nil {
			return err
		}
		if p.Entity.Schema != "Person" {
			return fail.New(fail.NotFound, "%s is %s and has no dossier", p.Entity.ID, schema.WithArticle(p.Entity.Schema)).Do("see its page")
		}
		for _, read := range []func(context.Context, *visit, *sight) error{p.values, p.posts, p.beside, p.one, p.findings, p.heard} {
			if err := read(ctx, v, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// heard reads what the person was asked and answered, and which claims speak for
// and against them.
func (p *dossierPage) heard(ctx context.Context, v *visit, s *sight) error {
	all, err := s.Replies(ctx, "", p.Entity.ID)
	if err != nil {
		return err
	}
	if p.Replies, _, err = v.replyRows(ctx, s, all, -1); err != nil {
		return err
	}
	by, err := bearingsOf(ctx, s, p.Entity.ID, "")
	for _, way := range []disclosure.Bearing{disclosure.Exculpatory, disclosure.Inculpatory} {
		if len(by[way]) > 0 {
			p.Bearings = append(p.Bearings, bearing{way, by[way]})
		}
	}
	return err
}

// values reads what is claimed of the person, names apart.
func (p *dossierPage) values(ctx context.Context, _ *visit, s *sight) error {
	kinds, err := schema.All()
	if err != nil {
		return err
	}
	claims, more, err := s.someClaims(ctx, flow.ClaimFilter{Entity: p.Entity.ID, After: -1}, entityClaims)
	if err != nil {
		return err
	}
	p.More = more
	left := dossierClaims
	for _, prop := range byProperty(kinds, p.Entity.Schema, claims) {
		if slices.Contains([]string{"name", "alias", "nickname"}, prop.Name) {
			p.name(prop.Claims)
			continue
		}
		if most := min(dossierRivals, left); len(prop.Claims) > most {
			prop.More += len(prop.Claims) - most
			prop.Claims = prop.Claims[:most]
		}
		if left -= len(prop.Claims); len(prop.Claims) > 0 {
			p.Properties = append(p.Properties, prop)
		} else {
			p.More = true
		}
	}
	return nil
}

// name puts names by the writing they stand in: the three that readers expect
// come first, so that one which no source gives is seen to be missing.
func (p *dossierPage) name(claims []claim.Claim) {
	if p.Names == nil {
		p.Names = []namesIn{{Writing: "fa"}, {Writing: "ar"}, {Writing: "Latn"}}
	}
	for _, c := range claims {
		writing := writingOf(c)
		at := slices.IndexFunc(p.Names, func(n namesIn) bool { return n.Writing == writing })
		if at < 0 {
			at = len(p.Names)
			p.Names = append(p.Names, namesIn{Writing: writing})
		}
		if len(p.Names[at].Claims) < dossierRivals {
			p.Names[at].Claims = append(p.Names[at].Claims, c)
		}
	}
}

// writingOf gives the language of a name in Arabic letters where the claim or
// the name itself tells it, and the script of any other.
func writingOf(c claim.Claim) string {
	in := script.Script(c.Value)
	if in != "Arab" {
		return in
	}
	for _, lang := range []string{c.Lang, script.Language(c.Value)} {
		if lang == "fa" || lang == "ar" {
			return lang
		}
	}
	return in
}

// beside reads what other things say of the person, and the person of others.
func (p *dossierPage) beside(ctx context.Context, _ *visit, s *sight) error {
	claims, more, err := s.someClaims(ctx, flow.ClaimFilter{ValueEntity: p.Entity.ID, After: -1}, dossierBeside)
	if err != nil {
		return err
	}
	rows, err := s.claimRows(ctx, claims)
	if err != nil {
		return err
	}
	p.MoreBeside = more
	for _, r := range rows {
		switch r.Schema {
		case "Event", "Act", "Involvement":
			p.Events = append(p.Events, r)
		case "Intervention", "Response", "Correspondence", "Petition":
			p.Requests = append(p.Requests, r)
		case "Statement":
			if err := p.statement(ctx, s, r); err != nil {
				return err
			}
		case "Tenure": // stands with the posts
		default:
			p.Others = append(p.Others, r)
		}
	}
	p.Told, p.MoreTold, err = s.someRows(ctx, flow.ClaimFilter{TellerEntity: p.Entity.ID, After: -1})
	return err
}

// dossierStatement is a statement by the person or about them.
type dossierStatement struct {
	ID, Name string
	By       bool
	Says     []claim.Claim // what was said, when and how
}

func (p *dossierPage) statement(ctx context.Context, s *sight, r claimRow) error {
	by := r.Property == "speaker" || r.Property == "body"
	if slices.ContainsFunc(p.Statements, func(st dossierStatement) bool { return st.ID == r.Entity && st.By == by }) {
		return nil
	}
	st := dossierStatement{ID: r.Entity, Name: r.About, By: by}
	told := []string{"words", "content", "attitude", "made", "medium", "duress"}
	err := s.Claims(ctx, flow.ClaimFilter{Entity: r.Entity, After: -1, Limit: dossierBeside}, func(c claim.Claim) error {
		if c.Standing.Stands() && slices.Contains(told, c.Property) {
			st.Says = append(st.Says, c)
		}
		return nil
	})
	slices.SortStableFunc(st.Says, func(a, b claim.Claim) int { return slices.Index(told, a.Property) - slices.Index(told, b.Property) })
	p.Statements = append(p.Statements, st)
	return err
}

// one tells which rows of lists are this person, and by which judgements. Only
// what was linked already for somebody who may know the same is told: a page
// does not wait for that.
func (p *dossierPage) one(ctx context.Context, v *visit, s *sight) (err error) {
	if p.Judged, err = flow.JudgedOf(ctx, s, p.Entity.ID); err != nil {
		return err
	}
	m, err := s.Mention(ctx, p.Entity.ID)
	if fail.Of(err) == fail.NotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	p.Rows, p.Level = []person.Mention{m}, flow.Judged
	size, err := v.concerned(ctx, s)
	if err != nil {
		return err
	}
	l, ok := v.people.ready(s.recallKey(m.Case), size)
	if !ok {
		return nil
	}
	cluster, err := l.PersonOf(flow.Judged, p.Entity.ID)
	if fail.Of(err) == fail.NotFound && err != nil {
		return nil
	}
	if err == nil {
		p.Rows, err = s.mentions(ctx, cluster)
	}
	return err
}

// findings reads what was concluded, and which claims on the person each
// finding weighs for and against itself.
func (p *dossierPage) findings(ctx context.Context, _ *visit, s *sight) error {
	var found []finding.Finding
	err := s.Findings(ctx, flow.FindingFilter{About: p.Entity.ID, After: -1, Limit: entityBeside}, func(f finding.Finding) error {
		found = append(found, f)
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range found {
		d := dossierFinding{Finding: f}
		for _, side := range []struct {
			ids  []string
			into *[]claim.Claim
		}{{f.Claims, &d.For}, {f.Against, &d.Against}} {
			ids := side.ids[:min(len(side.ids), dossierRivals)]
			claims, err := s.claimsByID(ctx, ids)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if c, ok := claims[id]; ok {
					*side.into = append(*side.into, c)
				}
			}
		}
		p.Findings = append(p.Findings, d)
	}
	return nil
}

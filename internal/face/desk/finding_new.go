package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type findingFormPage struct {
	frame
	F         findingFields
	Claims    []weighedRow
	Case      string
	About     []claim.Entity
	Standards []finding.Standard
	Wrong     string
}

// findingFields is a finding as it stands in the form.
type findingFields struct{ Conclusion, Lang, Standard, Method, Reasons, Needs, Replaces string }

// weighedRow is a claim in the form, and on which side it is put.
type weighedRow struct {
	claimRow
	Against bool
}

// showFindingForm shows the form with the claims that were chosen on a page.
func showFindingForm(ctx context.Context, v *visit) (view, error) {
	p := &findingFormPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		return p.settle(ctx, s, v.r.URL.Query()["claim"], nil)
	})
}

// settle fills in the claims of the form and what they are about.
func (p *findingFormPage) settle(ctx context.Context, s *sight, ids []string, against map[string]bool) error {
	p.Standards = finding.Standards()
	if len(ids) == 0 {
		return fail.New(fail.Usage, "a finding rests on claims: mark them on the page of claims or of a thing first")
	}
	if len(ids) > finding.MaxClaims {
		return fail.New(fail.Usage, "a finding names %d claims, more than %d", len(ids), finding.MaxClaims)
	}
	found, err := s.claimsByID(ctx, ids)
	if err != nil {
		return err
	}
	var claims []claim.Claim
	for i, id := range ids {
		c, ok := found[id]
		if !ok {
			return absent("claim", id)
		}
		if !slices.Contains(ids[:i], id) {
			claims = append(claims, c)
		}
	}
	rows, err := s.claimRows(ctx, claims)
	if err != nil {
		return err
	}
	p.Case = claims[0].Case
	for _, row := range rows {
		p.Claims = append(p.Claims, weighedRow{row, against[row.Made.Claim]})
		if slices.ContainsFunc(p.About, func(e claim.Entity) bool { return e.ID == row.Entity }) {
			continue
		}
		p.About = append(p.About, claim.Entity{ID: row.Entity, Name: row.About, Schema: row.Schema})
	}
	return nil
}

// made gives the finding that the posted form states.
func (v *visit) made() (finding.Made, findingFields, error) {
	needs, err := v.number("needs")
	f := findingFields{Conclusion: v.field("conclusion"), Lang: v.field("lang"), Standard: v.field("standard"), Method: v.field("method"),
		Reasons: v.field("reasons"), Needs: v.field("needs"), Replaces: v.field("replaces")}
	made := finding.Made{Case: v.field("case"), About: v.r.PostForm["about"], Conclusion: f.Conclusion, Lang: f.Lang, Standard: finding.Standard(f.Standard),
		Method: f.Method, Reasons: f.Reasons, Needs: needs, Replaces: f.Replaces}
	for _, id := range v.r.PostForm["claim"] {
		switch v.field("side_" + id) {
		case "against":
			made.Against = append(made.Against, id)
		case "for":
			made.Claims = append(made.Claims, id)
		}
	}
	return made, f, err
}

// conclude records the finding of the form; what can't be recorded so is told
// above the form, which keeps everything that was typed.
func conclude(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	made, fields, err := v.made()
	if err == nil {
		made, err = flow.Conclude(ctx, v.archive(), v.actor, made)
	}
	if err == nil {
		http.Redirect(w, v.r, "/findings/"+made.Finding+"?done=concluded", http.StatusSeeOther)
		return nil
	}
	var told *fail.Error
	if !errors.As(err, &told) || told.Kind != fail.Usage || len(v.r.PostForm["claim"]) == 0 {
		return err
	}
	p := &findingFormPage{F: fields, Wrong: told.Text}
	against := map[string]bool{}
	for _, id := range made.Against {
		against[id] = true
	}
	err = v.look(ctx, func(ctx context.Context, s *sight) error { return p.settle(ctx, s, v.r.PostForm["claim"], against) })
	if err != nil {
		return err
	}
	return v.render(w, http.StatusBadRequest, "finding_new", p)
}

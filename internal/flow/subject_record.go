package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/request"
)

// record is what stands of a thing, by property: neither what was withdrawn nor
// what a preferred rival sets aside.
type record struct {
	id, schema, caseName string
	claims               map[string][]claim.Claim
}

// maxRecord bounds how many claims of one thing are read as its record.
const maxRecord = 5000

func readRecord(ctx context.Context, s State, id string) (record, error) {
	r := record{id: id, claims: map[string][]claim.Claim{}}
	err := s.Claims(ctx, ClaimFilter{Entity: id, After: -1, Limit: maxRecord}, func(c claim.Claim) error {
		r.schema, r.caseName = c.Schema, c.Case
		if c.Standing.Stands() && c.Standing != claim.Superseded {
			r.claims[c.Property] = append(r.claims[c.Property], c)
		}
		return nil
	})
	for _, claims := range r.claims {
		slices.SortStableFunc(claims, func(a, b claim.Claim) int { return RankOf(a.Standing) - RankOf(b.Standing) })
	}
	return r, err
}

// values gives what is claimed of properties, each value once.
func (r record) values(properties ...string) []string {
	var out []string
	for _, p := range properties {
		for _, c := range r.claims[p] {
			if c.Value != "" {
				out = addOnce(out, c.Value)
			}
		}
	}
	return out
}

func (r record) first(properties ...string) string {
	for _, v := range r.values(properties...) {
		return v
	}
	return ""
}

// things gives the records that are values of properties.
func (r record) things(properties ...string) []string {
	var out []string
	for _, p := range properties {
		for _, c := range r.claims[p] {
			if c.ValueEntity != "" {
				out = addOnce(out, c.ValueEntity)
			}
		}
	}
	return out
}

// parties gives people and bodies, by record where there is one.
func (r record) parties(properties ...string) []request.Party {
	var out []request.Party
	for _, p := range properties {
		for _, c := range r.claims[p] {
			out = addOnce(out, request.Party{Name: c.Value, Entity: c.ValueEntity})
		}
	}
	return out
}

func (r record) when(property string) request.When {
	var w request.When
	for _, c := range r.claims[property] {
		days, read := SpanOf(c.Date)
		if !slices.Contains(w.Texts, c.Value) {
			w.Add(c.Value, days, read)
		}
	}
	return w
}

// pointing gives the things that have a claim on a property whose value is the
// thing, each once, in order of the ledger.
func pointing(ctx context.Context, s State, caseName, schema, property, value string) (ids []string, err error) {
	seen := map[string]bool{}
	f := ClaimFilter{Case: caseName, Schema: schema, Property: property, ValueEntity: value, After: -1}
	err = s.Claims(ctx, f, func(c claim.Claim) error {
		if c.Standing.Stands() && c.Standing != claim.Superseded && !seen[c.Entity] {
			seen[c.Entity] = true
			ids = append(ids, c.Entity)
		}
		return nil
	})
	return ids, err
}

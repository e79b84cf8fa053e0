package tenure

import (
	"slices"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
)

// book is an archive in memory.
type book []claim.Claim

func (b book) where(is func(claim.Claim) bool) (out []claim.Claim) {
	for _, c := range b {
		if is(c) {
			out = append(out, c)
		}
	}
	return out
}

func (b book) About(ids []string) (map[string][]claim.Claim, error) {
	about := map[string][]claim.Claim{}
	for _, id := range ids {
		if claims := b.where(func(c claim.Claim) bool { return c.Entity == id }); claims != nil {
			about[id] = claims
		}
	}
	return about, nil
}

func (b book) Valued(property string, ids []string) ([]claim.Claim, error) {
	return b.where(func(c claim.Claim) bool { return c.Property == property && slices.Contains(ids, c.ValueEntity) }), nil
}

func (b book) Called(property string, keys []string) ([]claim.Claim, error) {
	return b.where(func(c claim.Claim) bool {
		key := KeyOf(c.Made)
		return c.Property == property && key != "" && slices.Contains(keys, key)
	}), nil
}

func (b book) Names(ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, c := range b {
		if c.Property == "name" && slices.Contains(ids, c.Entity) {
			names[c.Entity] = c.Value
		}
	}
	return names, nil
}

// says makes a claim. A value that begins with "@" is a thing; dates are read.
func says(id, schema, entity, property, value string, more ...func(*claim.Claim)) claim.Claim {
	c := claim.Claim{Standing: claim.Proposed, Made: claim.Made{Claim: id, Schema: schema, Entity: entity, Property: property, Value: value}}
	if value[0] == '@' {
		c.Value, c.ValueEntity = value[1:], value[1:]
	}
	switch property {
	case "from", "to", "as_of":
		if _, err := calendar.ParseEDTF(value); err == nil {
			c.Date = &claim.Date{EDTF: value, Calendar: "gregorian"}
		}
	}
	for _, m := range more {
		m(&c)
	}
	return c
}

func stands(s claim.Standing) func(*claim.Claim) {
	return func(c *claim.Claim) { c.Standing = s }
}

func valid(from, to, asOf string) func(*claim.Claim) {
	return func(c *claim.Claim) { c.Valid = &claim.Valid{From: from, To: to, AsOf: asOf} }
}

func span(t *testing.T, edtf string) calendar.Span {
	t.Helper()
	e, err := calendar.ParseEDTF(edtf)
	if err != nil {
		t.Fatal(err)
	}
	return e.Span()
}

func words(s calendar.Span) string { return s.Earliest.String() + " - " + s.Latest.String() }

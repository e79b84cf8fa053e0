package app

import (
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/fiction"
	"sanad/internal/ground/calendar"
	"sanad/schema"
)

// seen counts what the papers' claims make use of.
type seen map[string]int

func (s seen) wants(t *testing.T, what string, all ...string) {
	t.Helper()
	for _, one := range all {
		if s[what+" "+one] == 0 {
			t.Errorf("no claim of the fictional case has the %s %s", what, one)
		}
	}
}

// What the case does not use, nobody is shown, and no test that runs on it can
// fail over.
func TestTheDemoPapersUseTheWholeSchema(t *testing.T) {
	c, s := fiction.Make(1, 40), seen{}
	for _, q := range c.Quotes {
		e, _ := c.Entity(q.Entity)
		p, ok := schema.Find(e.Schema, q.Property)
		if !ok {
			t.Errorf("%q: a %s has no property %s", q.Exact, e.Schema, q.Property)
			continue
		}
		s["kind "+e.Schema]++
		s["property "+e.Schema+"."+q.Property]++
		s["type "+typeOf(p)]++
		useValue(t, s, c, q, p)
		for _, f := range q.Flags {
			s["flag "+f.Name]++
		}
		for _, turn := range q.Turns {
			s["turn "+turn.Do]++
		}
		for _, teller := range q.Says {
			medium, _ := schema.FindVocabulary("medium")
			if _, ok := medium.Term(teller.Medium); !ok && teller.Medium != "" {
				t.Errorf("%q: %q is no medium", q.Exact, teller.Medium)
			}
		}
		s["depth "+string(rune('0'+len(q.Says)))]++
	}
	kinds, err := schema.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		s.wants(t, "kind", k.Name)
		for _, p := range k.Properties {
			// Names are claimed from wherever they stand, and the sum of an
			// original is the archive's own, which no paper has.
			if p.Name != "name" && k.Name+"."+p.Name != "Document.item" {
				s.wants(t, "property", k.Name+"."+p.Name)
			}
		}
	}
	s.wants(t, "type", "text", "date", "quantity", "geometry", "place", "term", "link")
	s.wants(t, "flag", claim.Flags()...)
	for _, comparator := range claim.Comparators() {
		s.wants(t, "comparator", string(comparator))
	}
	s.wants(t, "shape", "point", "line", "area")
	s.wants(t, "calendar", "gregorian", "solar", "hijri-civil")
	s.wants(t, "turn", fiction.Accepted, fiction.Disputed, fiction.Preferred, fiction.Withdrawn, fiction.Graded, fiction.Flagged, fiction.Lifted, fiction.Corrected)
	s.wants(t, "depth", "1", "2", "3", "4")
	if len(c.Quotes) < 400 {
		t.Errorf("only %d claims", len(c.Quotes))
	}
}

// typeOf gives the type of a property, with one word for all that are things.
func typeOf(p schema.Property) string {
	_, term := p.Vocabulary()
	_, link := p.Entity()
	switch {
	case term:
		return "term"
	case link && p.Type != schema.Place:
		return "link"
	}
	return p.Type
}

// useValue looks at the value of a claim by the type of its property.
func useValue(t *testing.T, s seen, c fiction.Case, q fiction.Quote, p schema.Property) {
	t.Helper()
	if q.ValueEntity != "" {
		if e, _ := c.Entity(q.ValueEntity); !p.Takes(e.Schema) {
			t.Errorf("%q: the %s can't be a %s", q.Exact, q.Property, e.Schema)
		}
		return
	}
	if name, ok := p.Vocabulary(); ok {
		v, _ := schema.FindVocabulary(name)
		if _, ok := v.Term(q.Value); !ok {
			t.Errorf("%q: %q is no term of %s", q.Exact, q.Value, name)
		}
	}
	if (q.Date != "") != (p.Type == schema.Date) || q.Amount != nil && p.Type != schema.Quantity || (q.Shape != nil) != (p.Type == schema.Geometry) {
		t.Errorf("%q: the value of %s is not of the type %s", q.Exact, q.Property, p.Type)
	}
	if q.Amount != nil {
		s["comparator "+q.Amount.Comparator]++
	}
	if q.Shape != nil {
		s["shape "+q.Shape.Form()]++
	}
	if q.Date == "" || q.Stated {
		return
	}
	opt := calendar.Options{Language: q.Lang}
	if q.Calendar != "" {
		named, err := calendar.ParseCalendar(q.Calendar)
		if err != nil {
			t.Error(err)
		}
		opt.Calendar = named
	}
	if r, err := calendar.Read(q.Written, opt); err == nil {
		s["calendar "+r.Calendar.String()]++
	}
}

package desk

import (
	"cmp"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/schema"
)

// stratumLine is a stratum in the reader's words.
type stratumLine struct {
	Kind   count.Kind
	Name   string
	Entity string // the record that it is the people of, if it is one
	People int64
	Href   string
}

func (v *visit) strataLines(asked countAsked, c flow.Counted) (out []stratumLine) {
	for _, s := range c.Strata {
		out = append(out, stratumLine{Kind: s.Kind, Name: v.stratumName(c.Asked, s), Entity: s.Entity, People: s.People(), Href: asked.address(s.Key, nil)})
	}
	return out
}

// stratumName says what the people of a stratum have in common, or why they
// have nothing.
func (v *visit) stratumName(asked flow.CountRequest, s flow.Stratum) string {
	unit, _, _ := strings.Cut(asked.By, ":")
	dated := unit == flow.FieldMonth || unit == flow.FieldYear
	switch {
	case s.Kind == count.Vague && dated:
		return v.words.Term("stratum", unit)
	case s.Kind == count.Several && unit == flow.FieldList:
		return v.words.Term("stratum", "on several")
	case s.Kind != count.Told:
		return v.words.Term("stratum", string(s.Kind))
	case s.Date.Year != 0:
		return calendar.FormatDate(s.Date, asked.Calendar, string(v.words.Lang))
	case unit == "age":
		return v.words.Digits(strings.TrimSuffix(strings.Replace(s.Key, "-", "–", 1), "–") + openEnd(s.Key))
	}
	property := flow.FieldProperty(asked.By)
	if p, ok := schema.Find("Person", property); ok && p.Type == schema.Quantity {
		return v.words.Digits(s.Key)
	}
	if said := v.words.Value("Person", property, s.Key); said != s.Key {
		return said
	}
	labels := v.terms.Label(asked.Case, s.Key)
	return cmp.Or(labels[string(v.words.Lang)], labels["en"], s.Label, s.Key)
}

// openEnd marks a band of ages that has no end.
func openEnd(key string) string {
	if strings.HasSuffix(key, "-") {
		return "+"
	}
	return ""
}

// fieldName says by what people are counted apart.
func fieldName(table *words.Table, by string) string {
	if said := table.Term("countby", by); said != by {
		return said
	}
	unit, property, ok := strings.Cut(by, ":")
	if !ok {
		return table.Property("Person", by)
	}
	return table.Property("Person", property) + " · " + table.Term("countunit", unit+"s")
}

package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
	"sanad/schema"
)

// unit is by what a field parts people.
type unit int

const (
	byNothing unit = iota
	byList
	byMonth
	byYear
	byAge
	byNumber
	byTerm
	byThing
	byText
)

// field is by what people are parted.
type field struct {
	property schema.Property
	unit     unit
	calendar calendar.Calendar // of months and years
}

// The fields that are not named as a property is.
const (
	FieldList  = "list"  // the list, for who is on one alone
	FieldPlace = "place" // of death
	FieldMonth = "month" // of death; "month:PROPERTY" of another date
	FieldYear  = "year"  // likewise
)

// Fields lists by what people can be parted: what is asked most, then every
// property of a person.
func Fields() []string {
	out := []string{FieldList, "prison", FieldPlace, FieldMonth, FieldYear, "age", "sex", "status"}
	kinds, err := schema.All()
	if err != nil {
		return out // the test of the schema reads every file
	}
	for _, k := range kinds {
		if k.Name != "Person" {
			continue
		}
		for _, p := range k.Properties {
			if !slices.Contains(out, p.Name) {
				out = append(out, p.Name)
			}
		}
	}
	return out
}

// FieldProperty gives the property that a field reads, "" if it reads none.
func FieldProperty(by string) string {
	f, err := parseField(by)
	if err != nil {
		return ""
	}
	return f.property.Name
}

// Protected reports whether a field is of the properties that leave only by a
// decision on just them.
func Protected(by string) bool {
	f, err := parseField(by)
	return err == nil && f.property.Protected
}

// parseField reads the name of a field.
func parseField(name string) (field, error) {
	property, in := name, byNothing
	switch name {
	case "":
		return field{}, nil
	case FieldList:
		return field{unit: byList}, nil
	case FieldPlace:
		property = "death_place"
	case FieldMonth:
		property, in = "death_date", byMonth
	case FieldYear:
		property, in = "death_date", byYear
	}
	for prefix, unit := range map[string]unit{FieldMonth + ":": byMonth, FieldYear + ":": byYear} {
		if of, ok := strings.CutPrefix(name, prefix); ok {
			property, in = of, unit
		}
	}
	p, ok := schema.Find("Person", property)
	if !ok {
		return field{}, fail.New(fail.Usage, "people can't be counted by %q", name).Do("choose one of: %s; or month:PROPERTY, year:PROPERTY", strings.Join(Fields(), ", "))
	}
	if in != byNothing && p.Type != schema.Date {
		return field{}, fail.New(fail.Usage, "people can't be counted by %q: %s is no date", name, p.Name).Do("count by %s", p.Name)
	}
	return field{property: p, unit: cmp.Or(in, unitFor(p))}, nil
}

// unitFor gives by what a property parts people if nothing else is said.
func unitFor(p schema.Property) unit {
	if _, term := p.Vocabulary(); term {
		return byTerm
	}
	if _, thing := p.Entity(); thing {
		return byThing
	}
	switch {
	case p.Name == "age":
		return byAge
	case p.Type == schema.Date:
		return byYear
	case p.Type == schema.Quantity:
		return byNumber
	}
	return byText
}

// labels is how values are called, by key.
type labels map[string]string

// read reads what is claimed of the field, of whomever.
func (k *counter) read(ctx context.Context) error {
	k.said, k.labels = map[string][]count.Saying{}, labels{}
	if k.by.unit == byNothing || k.by.unit == byList {
		return nil
	}
	names, err := k.names(ctx)
	if err != nil {
		return err
	}
	ours := k.ours()
	err = k.s.Claims(ctx, ClaimFilter{Property: k.by.property.Name, Schema: "Person", After: -1}, func(c claim.Claim) error {
		if !ours[c.Entity] || !c.Standing.Stands() || c.Standing == claim.Superseded {
			return nil
		}
		said := k.saying(names, c)
		said.Preferred = c.Standing == claim.Favoured
		k.said[c.Entity] = append(k.said[c.Entity], said)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading what is claimed on %s: %w", k.by.property.Name, err)
	}
	return nil
}

// ours gives the rows that are counted, and who they are judged to be.
func (k *counter) ours() map[string]bool {
	out := make(map[string]bool, len(k.l.Records))
	for _, r := range k.l.Records {
		out[r.Mention] = true
	}
	for _, ids := range k.joiners {
		for _, id := range ids {
			out[id] = true
		}
	}
	return out
}

// saying reads what one claim says of the field.
func (k *counter) saying(names *thingNames, c claim.Claim) count.Saying {
	switch k.by.unit {
	case byMonth, byYear:
		return k.by.dated(c.Date)
	case byAge:
		return ageOf(c.Quantity)
	case byNumber:
		if q := c.Quantity; q != nil && q.Comparator == claim.Exactly && q.Low != nil {
			return count.Saying{Scale: true, From: int(*q.Low), To: int(*q.Low)}
		}
		return count.Saying{Vague: true}
	}
	key, may := c.Value, []string(nil)
	switch {
	case k.by.unit == byThing:
		key, may = names.keyOf(c.ValueEntity, c.Value)
		record := key
		if len(may) > 0 {
			record = may[0]
		}
		if label := names.label[record]; label != "" {
			k.labels[key] = label
		}
	case k.by.unit == byText || !k.term(c):
		key = textKey(c.Value)
	}
	if key == textMark {
		return count.Saying{Vague: true} // a dash, a question mark
	}
	if k.labels[key] == "" {
		k.labels[key] = c.Value
	}
	written := cmp.Or(c.Original, c.Value)
	return count.Saying{Key: key, May: may, Open: strings.HasPrefix(key, textMark), Writing: script.Script(written), Sound: script.Key(written)}
}

// term reports whether the value of a claim is a term, own or imported.
func (k *counter) term(c claim.Claim) bool {
	vocabulary, _ := k.by.property.Vocabulary()
	if own, ok := schema.FindVocabulary(vocabulary); ok {
		if _, ok := own.Term(c.Value); ok {
			return true
		}
	}
	_, _, imported := claim.CutTermValue(c.Value)
	return imported
}

// textMark begins the keys of texts, which are no ids and no codes.
const textMark = "~"

func textKey(text string) string { return textMark + tenure.NameKey(text) }

// The first ages of the bands in which people are counted by age.
func ageBands() []int { return []int{0, 18, 25, 35, 45, 55, 65} }

// ageOf gives the bands that an age is in.
func ageOf(q *claim.Quantity) count.Saying {
	if q == nil || q.Comparator == claim.About || q.Low == nil && q.High == nil || q.Unit != "" && q.Unit != "years" {
		return count.Saying{Vague: true}
	}
	bands := ageBands()
	band := func(years int64) (at int) {
		for i, first := range bands {
			if years >= int64(first) {
				at = i
			}
		}
		return at
	}
	s := count.Saying{Scale: true, To: len(bands) - 1}
	if q.Low != nil {
		s.From = band(*q.Low)
	}
	if q.High != nil {
		s.To = band(*q.High)
	}
	return s
}

// stratum gives the key of the stratum that a person is in. Most are one row in
// every drawing, and are looked at once.
func (k *counter) stratum(p person.Cluster) string {
	if len(p) != 1 {
		return k.stratumOf(p)
	}
	key, known := k.alone[p[0]]
	if !known {
		key = k.stratumOf(p)
		k.alone[p[0]] = key
	}
	return key
}

func (k *counter) stratumOf(p person.Cluster) string {
	switch k.by.unit {
	case byNothing:
		return ""
	case byList:
		first := k.l.Records[k.l.place[p[0]]].List
		if slices.ContainsFunc(p, func(m string) bool { return k.on[m] != k.on[p[0]] }) {
			return apartMark + string(count.Several)
		}
		return first
	}
	var said []count.Saying
	for _, id := range k.of(p) {
		said = append(said, k.said[id]...)
	}
	v := count.Place(said, k.by.property.Many)
	switch {
	case v.Kind != count.Told:
		return apartMark + string(v.Kind)
	case k.by.unit >= byTerm:
		return v.Key
	}
	return k.by.stepKey(v.Step)
}

// apartMark begins the keys of strata that have no value.
const apartMark = "-"

// stepKey names a step of the field's scale: 1367-05, 1367, 18-24, 65-, 3.
func (f field) stepKey(step int) string {
	switch f.unit {
	case byMonth:
		at := monthOf(step)
		return fmt.Sprintf("%04d-%02d", at.Year, at.Month)
	case byYear:
		return fmt.Sprintf("%04d", step)
	case byAge:
		bands := ageBands()
		if step == len(bands)-1 {
			return fmt.Sprintf("%d-", bands[step])
		}
		return fmt.Sprintf("%d-%d", bands[step], bands[step+1]-1)
	}
	return strconv.Itoa(step)
}

// mostStrata is in how many strata people are parted at most.
const mostStrata = 1000

// strata parts people, in order: by size where values are a set, by the scale
// where they are on one; behind them those that have no value.
func (k *counter) strata(people []person.Cluster) ([]Stratum, error) {
	in := map[string][]person.Cluster{}
	for i, p := range people {
		key := k.c.people[i].key
		in[key] = append(in[key], p)
	}
	if len(in) > mostStrata {
		return nil, fail.New(fail.Usage, "%s parts the people of %s into %d strata, more than %d", k.c.Asked.By, k.c.Asked.Case, len(in), mostStrata).Do("count by a field with fewer values")
	}
	out := make([]Stratum, 0, len(in))
	for key, of := range in {
		out = append(out, k.describe(key, of))
	}
	slices.SortFunc(out, k.order)
	return out, nil
}

func (k *counter) describe(key string, of []person.Cluster) Stratum {
	s := Stratum{Key: key, Kind: count.Told, Label: k.labels[key], Table: k.table(of)}
	if kind, ok := strings.CutPrefix(key, apartMark); ok {
		s.Kind = count.Kind(kind)
		return s
	}
	switch k.by.unit {
	case byList:
		s.Label = k.l.ListName(key)
	case byMonth, byYear:
		s.Date = dateOf(key)
		s.Label = calendar.FormatDate(s.Date, k.by.calendar, "en")
	case byAge, byNumber:
		s.Label = key
	case byThing:
		if !strings.HasPrefix(key, textMark) && !strings.Contains(key, severalMark) {
			s.Entity = key
		}
	}
	return s
}

// order puts strata one behind the other.
func (k *counter) order(a, b Stratum) int {
	place := func(s Stratum) int { return slices.Index(count.Apart(), s.Kind) } // -1 for those that are told
	if d := cmp.Compare(place(a), place(b)); d != 0 {
		return d
	}
	switch k.by.unit {
	case byMonth, byYear:
		return cmp.Or(cmp.Compare(a.Date.Year, b.Date.Year), cmp.Compare(a.Date.Month, b.Date.Month))
	case byAge, byNumber:
		return cmp.Compare(leading(a.Key), leading(b.Key))
	case byList:
		return cmp.Compare(k.l.g.rows.at[a.Key], k.l.g.rows.at[b.Key])
	}
	return cmp.Or(cmp.Compare(b.People(), a.People()), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Key, b.Key))
}

// leading gives the number that a key begins with.
func leading(key string) int {
	digits, _, _ := strings.Cut(key, "-")
	n, _ := strconv.Atoi(digits) // keys of numbers alone come here
	return n
}

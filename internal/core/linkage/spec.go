package linkage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"sanad/internal/ground/calendar"
)

// Kind is how the values of a field are read and compared.
type Kind string

// The kinds.
const (
	KindName     Kind = "name"     // one part of a personal name
	KindFull     Kind = "full"     // a whole name as written, in any order
	KindDate     Kind = "date"     // a day, month or year, in any calendar
	KindText     Kind = "text"     // a place, an address, an occupation
	KindCategory Kind = "category" // equal or not
	KindID       Kind = "id"       // a number or code that may have a slip
)

// Field is a thing that two rows are compared by.
type Field struct {
	Name string `yaml:"name" json:"name,omitempty"`
	// Columns are the headings of the table that it is read from; several are
	// put together with a space. The name itself if none is given.
	Columns []string `yaml:"columns" json:"columns,omitempty"`
	Kind    Kind     `yaml:"kind" json:"kind,omitempty"`
	// Calendar of dates: gregorian, solar, hijri ...; found out if absent.
	Calendar string `yaml:"calendar" json:"calendar,omitempty"`
	// NewYear tells that the first of January stands for "that year".
	NewYear bool `yaml:"new_year_is_year" json:"new_year_is_year,omitempty"`
	// Compare is false for a field that only makes keys.
	Compare *bool `yaml:"compare" json:"compare,omitempty"`
}

func (f Field) compared() bool { return f.Compare == nil || *f.Compare }

// Family names the fields by which close relatives are told from one person:
// they share surname, and father or place, and never the given name.
type Family struct {
	Given   string `yaml:"given" json:"given,omitempty"`
	Surname string `yaml:"surname" json:"surname,omitempty"`
	Father  string `yaml:"father" json:"father,omitempty"`
	Born    string `yaml:"born" json:"born,omitempty"`
}

// Joint is fields that go together (the day, place and prison of a mass
// execution): one comparison with one weight, by how many rows share the whole
// combination and not each part.
type Joint struct {
	Name   string   `yaml:"name" json:"name,omitempty"`
	Fields []string `yaml:"fields" json:"fields,omitempty"`
}

// Spec says what the columns of a table mean to a linker. It is written as
// YAML:
//
//	list: source              # optional: the column that names a row's list
//	unique_lists: true        # optional: a list has no person twice
//	fields:
//	  - {name: given, columns: [first_name], kind: name}
//	  - {name: surname, kind: name}
//	  - {name: born, columns: [dob], kind: date, calendar: gregorian}
//	joint:                    # optional
//	  - {name: death, fields: [died, prison]}
//	family: {given: given, surname: surname, father: father, born: born} # optional
//	blocking:                 # rows are compared if they share any of these keys
//	  - given.sound surname.sound born.years
//	  - born place.sound
//	refine: [place.sound]     # optional: parts keys that too many rows share
//	truth: "^(rec-[0-9]+)"    # optional: what of the true answer's column counts
type Spec struct {
	List        string   `yaml:"list" json:"list,omitempty"`
	UniqueLists bool     `yaml:"unique_lists" json:"unique_lists,omitempty"`
	Fields      []Field  `yaml:"fields" json:"fields,omitempty"`
	Joint       []Joint  `yaml:"joint" json:"joint,omitempty"`
	Family      *Family  `yaml:"family" json:"family,omitempty"`
	Blocking    []string `yaml:"blocking" json:"blocking,omitempty"`
	Refine      []string `yaml:"refine" json:"refine,omitempty"`
	// Truth finds who a row is truly about in the column that says it, where a
	// linker is measured: a regular expression (RE2) whose first group it is.
	Truth string `yaml:"truth" json:"truth,omitempty"`
}

// Bounds of a spec: a pattern has four bits a comparison in 64.
const (
	mostFields = 24
	mostSides  = 16
	mostRules  = 24
	mostJoint  = 3
)

// ParseSpec reads a spec and checks it. An error says what is wrong with it.
func ParseSpec(text []byte) (Spec, error) {
	var s Spec
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&s); errors.Is(err, io.EOF) {
		return s, errors.New("the mapping is empty")
	} else if err != nil {
		return s, fmt.Errorf("reading the mapping: %w", err)
	}
	s = s.filled()
	return s, s.Check()
}

// filled gives the spec with the columns of each field: its own name, where
// none are given.
func (s Spec) filled() Spec {
	s.Fields = slices.Clone(s.Fields)
	for i := range s.Fields {
		if len(s.Fields[i].Columns) == 0 {
			s.Fields[i].Columns = []string{s.Fields[i].Name}
		}
	}
	return s
}

// Check tells what is wrong with a spec.
func (s Spec) Check() error {
	if len(s.Fields) == 0 || len(s.Fields) > mostFields {
		return fmt.Errorf("a mapping has 1 to %d fields, this has %d", mostFields, len(s.Fields))
	}
	seen := map[string]bool{}
	for _, f := range s.Fields {
		if err := f.check(); err != nil {
			return err
		}
		if seen[f.Name] {
			return fmt.Errorf("two fields are named %s", f.Name)
		}
		seen[f.Name] = true
	}
	if err := s.checkGroups(); err != nil {
		return err
	}
	if n := len(s.sides()); n == 0 || n > mostSides {
		return fmt.Errorf("1 to %d comparisons can be made, the mapping has %d: set compare: false for fields that only make keys", mostSides, n)
	}
	if len(s.Blocking) == 0 || len(s.Blocking) > mostRules {
		return fmt.Errorf("a mapping has 1 to %d lines of blocking, this has %d: each names the keys that two rows must share to be compared", mostRules, len(s.Blocking))
	}
	if _, err := regexp.Compile(s.Truth); err != nil {
		return fmt.Errorf("truth: %w", err)
	}
	for _, line := range slices.Concat(s.Blocking, s.Refine) {
		if _, err := s.parseRule(line); err != nil {
			return err
		}
	}
	return nil
}

func (f Field) check() error {
	if f.Name == "" || strings.ContainsAny(f.Name, ". \t\n") {
		return fmt.Errorf("a field needs a name without dots and spaces, not %q", f.Name)
	}
	if !slices.Contains([]Kind{KindName, KindFull, KindDate, KindText, KindCategory, KindID}, f.Kind) {
		return fmt.Errorf("the field %s is of kind %q: choose name, full, date, text, category or id", f.Name, f.Kind)
	}
	if f.Calendar != "" {
		if _, err := calendar.ParseCalendar(f.Calendar); err != nil {
			return fmt.Errorf("the field %s: %w", f.Name, err)
		}
	}
	return nil
}

// checkGroups looks at what names several fields.
func (s Spec) checkGroups() error {
	names := map[string]bool{}
	for _, j := range s.Joint {
		if len(j.Fields) < 2 || len(j.Fields) > mostJoint {
			return fmt.Errorf("joint %s has %d fields: 2 or %d go together", j.Name, len(j.Fields), mostJoint)
		}
		if j.Name == "" || s.field(j.Name) >= 0 || names[j.Name] {
			return fmt.Errorf("a joint comparison needs a name of its own, not %q", j.Name)
		}
		names[j.Name] = true
		for _, f := range j.Fields {
			if s.field(f) < 0 || names[f] {
				return fmt.Errorf("joint %s: %s is no field, or stands in another", j.Name, f)
			}
			names[f] = true
		}
	}
	if s.Family == nil {
		return nil
	}
	for _, f := range []string{s.Family.Given, s.Family.Surname, s.Family.Father, s.Family.Born} {
		if f != "" && s.field(f) < 0 {
			return fmt.Errorf("family: no field is named %s", f)
		}
	}
	if s.Family.Given == "" || s.Family.Surname == "" {
		return errors.New("family: relatives are told apart by their given names and known by their surname; name both fields")
	}
	return nil
}

func (s Spec) field(name string) int {
	return slices.IndexFunc(s.Fields, func(f Field) bool { return f.Name == name })
}

// side is one comparison: a field, or fields that go together.
type side struct {
	name   string
	fields []int
}

// sides gives the comparisons in the order of the fields, those of several
// fields last.
func (s Spec) sides() []side {
	var out []side
	for i, f := range s.Fields {
		in := slices.ContainsFunc(s.Joint, func(j Joint) bool { return slices.Contains(j.Fields, f.Name) })
		if f.compared() && !in {
			out = append(out, side{f.Name, []int{i}})
		}
	}
	for _, j := range s.Joint {
		one := side{name: j.Name}
		for _, f := range j.Fields {
			one.fields = append(one.fields, s.field(f))
		}
		out = append(out, one)
	}
	return out
}

// keyPart is a field and what of its value makes the key; with another, both
// together in any order.
type keyPart struct {
	field int
	part  string
	with  *keyPart
}

// parseRule reads a line of blocking: "given.sound surname.sound born.year", or
// "given.sound+surname.sound born.year" if the two may be turned round.
func (s Spec) parseRule(line string) ([]keyPart, error) {
	var parts []keyPart
	for word := range strings.FieldsSeq(line) {
		one, other, two := strings.Cut(word, "+")
		p, err := s.parsePart(line, one)
		if err != nil {
			return nil, err
		}
		if two {
			q, err := s.parsePart(line, other)
			if err != nil {
				return nil, err
			}
			p.with = &q
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil, errors.New("a line of blocking is empty")
	}
	return parts, nil
}

func (s Spec) parsePart(line, word string) (keyPart, error) {
	name, part, _ := strings.Cut(word, ".")
	at := s.field(name)
	if at < 0 {
		return keyPart{}, fmt.Errorf("blocking %q: no field is named %s", line, name)
	}
	if allowed := keyParts(s.Fields[at].Kind); !slices.Contains(allowed, part) {
		return keyPart{}, fmt.Errorf("blocking %q: a field of kind %s gives its whole value (%s) or one of .%s", line, s.Fields[at].Kind, name, strings.Join(allowed[1:], " ."))
	}
	return keyPart{field: at, part: part}, nil
}

// fieldsOf gives the fields that parts ask for.
func fieldsOf(parts []keyPart) (out []int) {
	for _, p := range parts {
		out = append(out, p.field)
		if p.with != nil {
			out = append(out, p.with.field)
		}
	}
	return out
}

// keyParts gives what of a value of a kind can make a key; "" is all of it.
func keyParts(k Kind) []string {
	switch k {
	case KindName:
		return []string{"", "sound", "head", "heads"}
	case KindFull:
		return []string{"", "rare", "two", "word", "sound"}
	case KindDate:
		return []string{"", "year", "years", "month"}
	case KindText:
		return []string{"", "sound", "head"}
	case KindID:
		return []string{"", "head"}
	}
	return []string{"", "head"}
}

package recordtable

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MostValues is how many values of one field of a record are kept.
const MostValues = 40

// None is the place of a value that stands nowhere.
const None = -1

// Value is a value and where it stands: At is a number that the caller gave.
type Value struct {
	Text string
	At   int
}

// Field says what a field of the records is. A field without a property is
// carried along without being claimed.
type Field struct {
	Name     string // heads its columns
	Property string
	Form     string // see mapping.Forms
	RowOf    string // see mapping.Column
	Language string
	Note     string
	Counts   string
	Unit     string
	Split    string
	Source   string            // the field that says who says so: the value of the same rank
	Values   map[string]string // what its words mean
	Ignore   []string
}

// Spec says what the table of some records is.
type Spec struct {
	List   string // the list's name
	Schema string // what a record speaks of
	Says   string // who says so
	About  string // a line on how the list came here, for people
	Fields []Field
	// Names are the properties that make a name where no field is it; used only
	// where values of all of them are there.
	Names []string
	Files []string // SHA-256 of every file the records are told in: other files make another table
}

// Record is a record with its values by field.
type Record struct {
	ID     string // the number that others give it by
	Values map[string][]Value
}

// Add adds a value to a field, unless it says nothing.
func (r *Record) Add(field, text string, at int) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if r.Values == nil {
		r.Values = map[string][]Value{}
	}
	r.Values[field] = append(r.Values[field], Value{text, at})
}

// First gives the first value of a field, "" if it has none.
func (r *Record) First(field string) string {
	if len(r.Values[field]) == 0 {
		return ""
	}
	return r.Values[field][0].Text
}

// Table is what became of records: a mapping, and rows whose cells may be empty.
type Table struct {
	Mapping  string
	Headings []string
	Rows     [][]Value
	Over     map[string]int64 // by field: values over MostValues
}

// idHeading heads the column of the records' own numbers.
const idHeading = "id"

// Build makes the table.
func Build(spec Spec, records []Record) Table {
	t := Table{Headings: []string{idHeading}, Over: map[string]int64{}}
	most := map[string]int{}
	for _, r := range records {
		for field, values := range r.Values {
			most[field] = max(most[field], min(len(values), MostValues))
			if over := len(values) - MostValues; over > 0 {
				t.Over[field] += int64(over)
			}
		}
	}
	first := map[string]int{}
	for _, f := range spec.Fields {
		first[f.Name] = len(t.Headings)
		for n := range most[f.Name] {
			t.Headings = append(t.Headings, heading(f.Name, n))
		}
	}
	for _, r := range records {
		row := make([]Value, len(t.Headings))
		row[0] = Value{r.ID, None}
		for _, f := range spec.Fields {
			for n, v := range r.Values[f.Name] {
				if n < MostValues {
					row[first[f.Name]+n] = v
				}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Mapping = spec.mapping(most)
	return t
}

func heading(field string, n int) string {
	if n == 0 {
		return field
	}
	return fmt.Sprintf("%s %d", field, n+1)
}

// mapping writes the mapping that describes the table.
func (s Spec) mapping(most map[string]int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "list: %s\nschema: %s\nheader: 1\nrow_id: %s\n", quoted(s.List), s.Schema, idHeading)
	if s.Says != "" {
		fmt.Fprintf(&b, "says: %s\n", quoted(s.Says))
	}
	b.WriteString("columns:\n")
	for _, f := range s.Fields {
		for n := range most[f.Name] {
			if f.Property != "" {
				fmt.Fprintf(&b, "  %s: {%s}\n", quoted(heading(f.Name, n)), f.column(n, most))
			}
		}
	}
	if len(s.Names) > 0 && s.all(s.Names, most) {
		fmt.Fprintf(&b, "name: [%s]\n", strings.Join(s.Names, ", "))
	}
	if s.About != "" {
		fmt.Fprintf(&b, "about: {obtained: %s}\n", quoted(s.About))
	}
	for _, sum := range s.Files {
		fmt.Fprintf(&b, "# with the file %s\n", sum)
	}
	return b.String()
}

// all reports whether some field with values is each of the properties.
func (s Spec) all(properties []string, most map[string]int) bool {
	for _, p := range properties {
		if !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Property == p && most[f.Name] > 0 }) {
			return false
		}
	}
	return true
}

func (f Field) column(n int, most map[string]int) string {
	parts := []string{"property: " + f.Property}
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+quoted(value))
		}
	}
	add("form", f.Form)
	add("row_of", f.RowOf)
	add("language", f.Language)
	add("note", f.Note)
	add("counts", f.Counts)
	add("unit", f.Unit)
	add("split", f.Split)
	if n < most[f.Source] {
		add("source", heading(f.Source, n))
	}
	if len(f.Values) > 0 {
		var words []string
		for _, word := range slices.Sorted(maps.Keys(f.Values)) {
			words = append(words, quoted(word)+": "+quoted(f.Values[word]))
		}
		parts = append(parts, "values: {"+strings.Join(words, ", ")+"}")
	}
	if len(f.Ignore) > 0 {
		var words []string
		for _, word := range f.Ignore {
			words = append(words, quoted(word))
		}
		parts = append(parts, "ignore: ["+strings.Join(words, ", ")+"]")
	}
	return strings.Join(parts, ", ")
}

// quoted writes a YAML string that can't be taken for anything else.
func quoted(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// Package mapping knows how a table of names is described: which column holds
// what, what else its rows speak of, and who made the list. It must never guess
// a column's meaning; Propose only says what a person may want to confirm.
package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"sanad/internal/ground/script"
)

// Mapping says what the columns of a table mean. It is written as YAML:
//
//	list: Committee list      # the list's name
//	schema: Person            # what a row speaks of
//	header: 1                 # how many rows of headings; 0: columns are A, B, C ...
//	sheet: Names              # optional, of a workbook; the first when absent
//	delimiter: ";"            # optional; found out when absent
//	language: fa              # optional, of the values (BCP 47)
//	calendar: solar           # optional, of the dates
//	reference: 1983-05-01     # optional: the day that "last month" is counted from
//	row_id: No                # optional, the column with the list's own number
//	key: [Full name, Father]  # optional, what tells rows apart when they have no number
//	grade: B3                 # optional, of all claims
//	says: The Committee       # optional, who says so; the list's name when absent
//	columns:                  # heading (or letter): property, or more about it
//	  Full name: name
//	  Born: {property: birth_date, calendar: gregorian}
//	  Prison: {property: prison, thing: prison}
//	  Sex: {property: sex, values: {M: male, F: female}, ignore: ["-", "?"]}
//	name: [given_name, surname]  # optional: what makes the name when no column is it
//	things:                   # optional: what else a row speaks of
//	  prison: {schema: Site, key: [Prison], columns: {Prison: name}, match: name}
//	links: {post: office}     # optional: properties of the row whose values are things
//	only: {Template: [Person]}   # optional: rows whose cell is none of these are left out
//	about:                    # optional: the list as a source
//	  made_by: The Committee of Families
//	  copies: [The first list]
type Mapping struct {
	List      string            `yaml:"list"`
	Schema    string            `yaml:"schema"`
	Header    int               `yaml:"header"`
	Sheet     string            `yaml:"sheet"`
	Delimiter string            `yaml:"delimiter"`
	Language  string            `yaml:"language"`
	Calendar  string            `yaml:"calendar"`
	Reference string            `yaml:"reference"`
	RowID     string            `yaml:"row_id"`
	Key       []string          `yaml:"key"`
	Grade     string            `yaml:"grade"`
	Says      string            `yaml:"says"`
	Columns   map[string]Column `yaml:"columns"`
	Name      []string          `yaml:"name"`
	Things    map[string]Thing  `yaml:"things"`
	Links     map[string]string `yaml:"links"`
	// Only says which rows are meant, where a table holds several sorts: those
	// whose cells under these headings are among the words.
	Only  map[string][]string `yaml:"only"`
	About About               `yaml:"about"`
}

// Column says what a column holds. In YAML it is the property alone, or these.
type Column struct {
	Property string `yaml:"property"`
	Calendar string `yaml:"calendar"`
	Language string `yaml:"language"`
	// Values says what the list's own words mean: {M: male}.
	Values map[string]string `yaml:"values"`
	// Ignore lists what stands for "not known": it makes no claim.
	Ignore []string `yaml:"ignore"`
	// Split parts a cell that holds several values, each a claim.
	Split string `yaml:"split"`
	// Thing names the thing whose name the cell is; the claim's value is then it.
	Thing string `yaml:"thing"`
	// RowOf names a list of the case whose own number the cell is: the claim's
	// value is then that row.
	RowOf string `yaml:"row_of"`
	// Form says how other programs write the value, see Forms.
	Form string `yaml:"form"`
	// Counts, Unit and Scope say what a number counts.
	Counts string `yaml:"counts"`
	Unit   string `yaml:"unit"`
	Scope  string `yaml:"scope"`
	// Source names the column that says who says so, Confidence the one that
	// says how sure the makers of the table are, as in sheets that keep a
	// source and a confidence beside every value. Grades tells what the words of
	// the latter mean as a grade of information.
	Source     string            `yaml:"source"`
	Confidence string            `yaml:"confidence"`
	Grades     map[string]string `yaml:"grades"`
	Grade      string            `yaml:"grade"`
	Flags      []string          `yaml:"flags"`
	Grounds    string            `yaml:"grounds"`
	Note       string            `yaml:"note"`
}

// UnmarshalYAML takes a property's name alone as well.
func (c *Column) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&c.Property)
	}
	type plain Column
	return strict(n, (*plain)(c))
}

// strict decodes a part of a mapping; a key it does not know is an error. The
// decoder's own setting does not reach through UnmarshalYAML.
func strict(n *yaml.Node, into any) error {
	if n.Kind == yaml.AliasNode {
		return errors.New("an alias can't stand here")
	}
	raw, err := yaml.Marshal(n)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	return inPlace(n, dec.Decode(into))
}

// Thing is something else that a row speaks of: the prison, the post. Rows with
// the same key speak of the same one.
type Thing struct {
	Schema  string            `yaml:"schema"`
	Key     []string          `yaml:"key"` // columns; empty: every row speaks of another
	Columns map[string]Column `yaml:"columns"`
	Links   map[string]string `yaml:"links"` // properties of the thing whose values are other things
	// Match: "name" takes the thing of that kind in the case that bears the name
	// already, if there is just one. Persons are never matched: that two names
	// are one human being is a judgement.
	Match string `yaml:"match"`
}

// About is what is known of a list as a source.
type About struct {
	MadeBy     string   `yaml:"made_by" json:"made_by,omitempty"`
	Author     string   `yaml:"author" json:"author,omitempty"`
	Made       string   `yaml:"made" json:"made,omitempty"`
	Period     string   `yaml:"period" json:"period,omitempty"`
	Area       string   `yaml:"area" json:"area,omitempty"`
	Definition string   `yaml:"definition" json:"definition,omitempty"` // who belongs on it
	Excludes   string   `yaml:"excludes" json:"excludes,omitempty"`
	Obtained   string   `yaml:"obtained" json:"obtained,omitempty"` // how it came into our hands
	Copies     []string `yaml:"copies" json:"copies,omitempty"`     // lists it was made from
	Repeats    bool     `yaml:"repeats" json:"repeats,omitempty"`   // one person may stand on it twice
	Note       string   `yaml:"note" json:"note,omitempty"`
}

// maxSize bounds a mapping file; a real one has a few hundred bytes.
const maxSize = 256 << 10

// Parse reads a mapping. A key it does not know is an error: a misspelt one
// would lose a column in silence.
func Parse(data []byte) (Mapping, error) {
	m := Mapping{Schema: "Person", Header: 1}
	if len(data) > maxSize {
		return m, fmt.Errorf("the mapping has %d bytes, more than %d", len(data), maxSize)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&m); err != nil && !errors.Is(err, io.EOF) {
		return m, fmt.Errorf("reading the mapping: %w", plainly(err))
	}
	return m, m.check()
}

func (m Mapping) check() error {
	switch {
	case strings.TrimSpace(m.List) == "":
		return errors.New("the mapping has no \"list\": the list needs a name")
	case strings.ContainsFunc(m.List, script.Steers):
		return fmt.Errorf("the list can't be named %q: a name is one line, without control characters and marks that turn its direction", m.List)
	case len(m.Columns) == 0:
		return errors.New("the mapping has no \"columns\": heading: property")
	case m.Header < 0 || m.Header > 100:
		return fmt.Errorf("the mapping says %d rows of headings", m.Header)
	case m.Schema == "Person" && len(m.Name) == 0 && !m.has("name"):
		return m.nameless()
	}
	for _, part := range m.Name {
		if !m.has(part) {
			return fmt.Errorf("the name is to be made of %q, which no column is mapped to", part)
		}
	}
	for heading, c := range m.Columns {
		if err := m.checkColumn(heading, c); err != nil {
			return err
		}
	}
	return m.checkThings()
}

// nameless names the properties that are mapped: one of them may be a name
// that is misspelt.
func (m Mapping) nameless() error {
	mapped := m.Properties()[m.Schema]
	for _, p := range mapped {
		if nearest(p, []string{"name"}) != "" {
			return fmt.Errorf("the mapping says nowhere what the name is, but maps a column to %q: did you mean name?", p)
		}
	}
	return fmt.Errorf("the mapping says nowhere what the name is: its columns are mapped to %s; map one to \"name\", or give \"name: [given_name, surname]\"",
		strings.Join(mapped, ", "))
}

func (m Mapping) checkColumn(heading string, c Column) error {
	if strings.TrimSpace(c.Property) == "" {
		return fmt.Errorf("the column %q is mapped to no property", heading)
	}
	if _, ok := m.Things[c.Thing]; c.Thing != "" && !ok {
		return fmt.Errorf("the column %q speaks of the thing %q, which is not among the things", heading, c.Thing)
	}
	if c.Thing != "" && c.RowOf != "" {
		return fmt.Errorf("the column %q speaks of the thing %q and of a row of the list %q: it can't be both", heading, c.Thing, c.RowOf)
	}
	if c.Form != "" && !slices.Contains(Forms(), c.Form) {
		return fmt.Errorf("the column %q has values of the form %q: the forms are %s", heading, c.Form, strings.Join(Forms(), ", "))
	}
	return nil
}

func (m Mapping) checkThings() error {
	for name, t := range m.Things {
		switch {
		case t.Schema == "":
			return fmt.Errorf("the thing %q has no schema", name)
		case len(t.Columns) == 0:
			return fmt.Errorf("the thing %q has no columns: nothing would be claimed of it", name)
		case t.Match != "" && t.Match != "name":
			return fmt.Errorf("the thing %q is to be matched by %q: only \"name\" can be", name, t.Match)
		case t.Match != "" && t.Schema == "Person":
			return fmt.Errorf("the thing %q is a person and can't be matched by name: that two names are one human being is a judgement", name)
		case t.Match != "" && !hasProperty(t.Columns, "name"):
			return fmt.Errorf("the thing %q is to be matched by its name, and no column of it is", name)
		}
		for heading, c := range t.Columns {
			if err := m.checkColumn(heading, c); err != nil {
				return fmt.Errorf("the thing %q: %w", name, err)
			}
		}
		if err := m.checkLinks(t.Links); err != nil {
			return fmt.Errorf("the thing %q: %w", name, err)
		}
	}
	return m.checkLinks(m.Links)
}

func (m Mapping) checkLinks(links map[string]string) error {
	for property, thing := range links {
		if _, ok := m.Things[thing]; !ok {
			return fmt.Errorf("%s links to %q, which is not among the things", property, thing)
		}
	}
	return nil
}

func hasProperty(columns map[string]Column, property string) bool {
	for _, c := range columns {
		if c.Property == property {
			return true
		}
	}
	return false
}

func (m Mapping) has(property string) bool { return hasProperty(m.Columns, property) }

// Properties gives the properties of each kind that the mapping speaks of,
// sorted, each once.
func (m Mapping) Properties() map[string][]string {
	out := map[string][]string{}
	add := func(schema string, columns map[string]Column, links map[string]string) {
		for _, c := range columns {
			out[schema] = append(out[schema], c.Property)
		}
		for property := range links {
			out[schema] = append(out[schema], property)
		}
	}
	add(m.Schema, m.Columns, m.Links)
	for _, t := range m.Things {
		add(t.Schema, t.Columns, t.Links)
	}
	for schema, names := range out {
		slices.Sort(names)
		out[schema] = slices.Compact(names)
	}
	return out
}

// IsZero reports whether nothing is said.
func (a About) IsZero() bool { return a.Equal(About{}) }

// Equal reports whether two descriptions say the same.
func (a About) Equal(b About) bool {
	copies := slices.Equal(a.Copies, b.Copies)
	a.Copies, b.Copies = nil, nil
	return copies && a.same(b)
}

func (a About) same(b About) bool {
	return a.MadeBy == b.MadeBy && a.Author == b.Author && a.Made == b.Made && a.Period == b.Period && a.Area == b.Area &&
		a.Definition == b.Definition && a.Excludes == b.Excludes && a.Obtained == b.Obtained && a.Repeats == b.Repeats && a.Note == b.Note
}

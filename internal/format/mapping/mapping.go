// Package mapping knows how a table of names is described: which column holds
// what. It must never guess a column's meaning.
package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Mapping says what the columns of a table mean. It is written as YAML:
//
//	list: Committee list      # the list's name
//	schema: Person            # what a row speaks of
//	header: 1                 # how many rows of headings; 0: columns are A, B, C ...
//	sheet: Names              # optional, of a workbook; the first when absent
//	delimiter: ";"            # optional; found out when absent
//	language: fa              # optional, of the values (BCP 47)
//	row_id: No                # optional, the column with the list's own number
//	columns:                  # heading (or letter): property
//	  Full name: name
//	  Born: birth_date
//	name: [given_name, surname]  # optional: what makes the name when no column is it
type Mapping struct {
	List      string            `yaml:"list"`
	Schema    string            `yaml:"schema"`
	Header    int               `yaml:"header"`
	Sheet     string            `yaml:"sheet"`
	Delimiter string            `yaml:"delimiter"`
	Language  string            `yaml:"language"`
	RowID     string            `yaml:"row_id"`
	Columns   map[string]string `yaml:"columns"`
	Name      []string          `yaml:"name"`
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
		return m, fmt.Errorf("reading the mapping: %w", err)
	}
	return m, m.check()
}

func (m Mapping) check() error {
	switch {
	case strings.TrimSpace(m.List) == "":
		return errors.New("the mapping has no \"list\": the list needs a name")
	case len(m.Columns) == 0:
		return errors.New("the mapping has no \"columns\": heading: property")
	case m.Header < 0 || m.Header > 100:
		return fmt.Errorf("the mapping says %d rows of headings", m.Header)
	case len(m.Name) == 0 && !m.has("name"):
		return errors.New("the mapping says nowhere what the name is: map a column to \"name\", or give \"name: [given_name, surname]\"")
	}
	for _, part := range m.Name {
		if !m.has(part) {
			return fmt.Errorf("the name is to be made of %q, which no column is mapped to", part)
		}
	}
	return nil
}

func (m Mapping) has(property string) bool {
	for _, p := range m.Columns {
		if p == property {
			return true
		}
	}
	return false
}

// Properties gives the properties columns are mapped to, sorted, each once.
func (m Mapping) Properties() []string {
	var out []string
	for _, p := range m.Columns {
		out = append(out, p)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Layout is a mapping found in a table: which column is what.
type Layout struct {
	Property []string // by column; empty: not mapped
	RowID    int      // column, or -1
}

// Layout finds the mapping's columns among the headings of the last row of
// headings. Every mapped column must be there, once.
func (m Mapping) Layout(headings []string) (Layout, error) {
	l := Layout{Property: make([]string, len(headings)), RowID: -1}
	find := func(name string) (int, error) {
		at := -1
		for i, h := range headings {
			if clean(h) != clean(name) {
				continue
			}
			if at >= 0 {
				return 0, fmt.Errorf("two columns are headed %q", name)
			}
			at = i
		}
		if at < 0 {
			return 0, fmt.Errorf("no column is headed %q; the table has: %s", name, strings.Join(headings, " | "))
		}
		return at, nil
	}
	for name, property := range m.Columns {
		at, err := find(name)
		if err != nil {
			return l, err
		}
		l.Property[at] = property
	}
	if m.RowID != "" {
		at, err := find(m.RowID)
		if err != nil {
			return l, err
		}
		l.RowID = at
	}
	return l, nil
}

// clean takes away what nobody sees in a heading.
func clean(heading string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(heading, "\ufeff\u200f\u200e")), " "))
}

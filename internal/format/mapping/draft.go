package mapping

import (
	"fmt"
	"strings"
)

// Draft is a mapping as a form can say it: a table of people, each column a
// property or nothing.
type Draft struct {
	List, Sheet, Language, Calendar, Grade string
	Header                                 int
	RowID                                  string // a heading, "" for none
	Columns                                []DraftColumn
	About                                  About
}

// DraftColumn says what a column is; one without a property is left out.
type DraftColumn struct{ Heading, Property, Calendar string }

// Write writes the mapping that the draft says. Whether it can be used, Parse
// and Layout say.
func (d Draft) Write() string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, quoted(value))
		}
	}
	fmt.Fprintf(&b, "list: %s\nschema: Person\nheader: %d\n", quoted(d.List), d.Header)
	line("sheet", d.Sheet)
	line("language", d.Language)
	line("calendar", d.Calendar)
	line("grade", d.Grade)
	line("row_id", d.RowID)
	b.WriteString("columns:\n")
	has := map[string]bool{}
	for _, c := range d.Columns {
		switch has[c.Property] = true; {
		case c.Property == "":
		case c.Calendar != "":
			fmt.Fprintf(&b, "  %s: {property: %s, calendar: %s}\n", quoted(c.Heading), quoted(c.Property), quoted(c.Calendar))
		default:
			fmt.Fprintf(&b, "  %s: %s\n", quoted(c.Heading), quoted(c.Property))
		}
	}
	if !has["name"] && has["given_name"] && has["surname"] {
		b.WriteString("name: [given_name, surname]\n")
	}
	d.about(&b)
	return b.String()
}

func (d Draft) about(b *strings.Builder) {
	a := d.About
	if a.IsZero() {
		return
	}
	b.WriteString("about:\n")
	for _, l := range [][2]string{{"made_by", a.MadeBy}, {"author", a.Author}, {"made", a.Made}, {"period", a.Period}, {"area", a.Area},
		{"definition", a.Definition}, {"excludes", a.Excludes}, {"obtained", a.Obtained}, {"note", a.Note}} {
		if l[1] != "" {
			fmt.Fprintf(b, "  %s: %s\n", l[0], quoted(l[1]))
		}
	}
	if len(a.Copies) > 0 {
		b.WriteString("  copies:\n")
		for _, c := range a.Copies {
			fmt.Fprintf(b, "    - %s\n", quoted(c))
		}
	}
	if a.Repeats {
		b.WriteString("  repeats: true\n")
	}
}

// Fits reports whether the columns of a mapping are among headings.
func (m Mapping) Fits(headings []string) bool {
	_, err := m.Layout(headings)
	return err == nil
}

// Property gives what a mapping takes a heading for, "" for nothing; its row's
// number is "row_id".
func (m Mapping) Property(heading string) string {
	if m.RowID != "" && clean(m.RowID) == clean(heading) {
		return rowNumber
	}
	for name, c := range m.Columns {
		if clean(name) == clean(heading) && c.Thing == "" {
			return c.Property
		}
	}
	return ""
}

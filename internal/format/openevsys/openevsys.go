package openevsys

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/format/recordtable"
)

// Source is a table as it was read. At of its cells counts places that the caller
// keeps.
type Source struct {
	Name     string // of the file, without folder and ending
	Headings []string
	Rows     [][]recordtable.Value
}

// Table is records of one sort, and what is to be made of them.
type Table struct {
	Source  string // the table whose rows they are
	Spec    recordtable.Spec
	Records []recordtable.Record
}

// Database is what the tables hold.
type Database struct {
	Tables       []Table
	Labels       map[string]string // what codes mean in words, if the table of terms came
	Unmapped     map[string]int64  // by table and column: cells nothing was made of
	Confidential int64             // rows that OpenEvSys marks so
	Failed       []Failure
}

// Failure is a row that can't be used.
type Failure struct {
	Table  string
	Row    int // from 1, without the headings
	Reason string
}

// The sorts of tables, in the order in which they have to be imported.
const (
	Persons       = "persons"
	Groups        = "groups" // persons whose counting unit is more than one
	Events        = "events"
	Acts          = "acts"
	Involvements  = "involvements"
	Information   = "information"
	Interventions = "interventions"
	Documents     = "documents"
	Details       = "biographic details"
)

// Sorts lists them.
func Sorts() []string {
	return []string{Persons, Groups, Events, Acts, Involvements, Information, Interventions, Documents, Details}
}

// Known reports whether a file of that name is a table of OpenEvSys.
func Known(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "mlt_") || name == "mt_vocab" {
		return true
	}
	if _, ok := more()[name]; ok {
		return true
	}
	return slices.ContainsFunc(chiefs(), func(m chief) bool { return m.table == name })
}

// Read makes records of tables. name gives what a list of a sort is called, and
// who says so for "".
func Read(sources []Source, name func(sort string) string) (Database, error) {
	d := &database{tables: map[string]*Source{}, out: Database{Labels: map[string]string{}, Unmapped: map[string]int64{}}, groups: map[string]bool{}}
	for i, s := range sources {
		s.Name = strings.ToLower(s.Name)
		if d.tables[s.Name] != nil {
			return d.out, fmt.Errorf("there are two tables %q", s.Name)
		}
		for i, h := range s.Headings {
			s.Headings[i] = strings.ToLower(strings.Trim(strings.TrimSpace(h), "`\"\uFEFF"))
		}
		sources[i] = s
		d.tables[s.Name] = &sources[i]
	}
	d.labels()
	some := false
	for _, m := range chiefs() {
		if d.tables[m.table] == nil {
			continue
		}
		some = true
		if err := d.chief(m, name); err != nil {
			return d.out, err
		}
	}
	if !some {
		return d.out, errors.New("there is none of the tables event, person, act, involvement, information, intervention, supporting_docs_meta and biographic_details")
	}
	for _, s := range sources {
		if !Known(s.Name) {
			d.out.Unmapped["table "+s.Name] += int64(len(s.Rows))
		}
	}
	return d.out, nil
}

type database struct {
	tables map[string]*Source
	groups map[string]bool
	out    Database
}

// column finds a heading; -1 if it is not there.
func (s *Source) column(name string) int { return slices.Index(s.Headings, name) }

func cell(row []recordtable.Value, at int) recordtable.Value {
	if at < 0 || at >= len(row) {
		return recordtable.Value{At: recordtable.None}
	}
	v := row[at]
	if text := strings.TrimSpace(v.Text); text == "" || text == "NULL" || text == `\N` || strings.HasPrefix(text, "0000-00-00") {
		v.Text = "" // as MySQL writes that there is nothing
	}
	return v
}

// labels reads what codes mean.
func (d *database) labels() {
	s := d.tables["mt_vocab"]
	if s == nil {
		return
	}
	code, label := s.column("vocab_number"), s.column("english")
	for _, row := range s.Rows {
		if c, l := cell(row, code).Text, cell(row, label).Text; c != "" && l != "" {
			d.out.Labels[c] = l
		}
	}
}

// chief makes the records of a table, with what other tables tell of them.
func (d *database) chief(m chief, name func(string) string) error {
	s := d.tables[m.table]
	id := s.column(m.id)
	if id < 0 {
		return fmt.Errorf("the table %s has no column %s; it has %s", m.table, m.id, strings.Join(s.Headings, ", "))
	}
	records := map[string][]recordtable.Record{}
	type place struct {
		sort string
		n    int
	}
	at := map[string]place{} // of the record with a number
	for n, row := range s.Rows {
		number := cell(row, id).Text
		if _, twice := at[number]; number == "" || twice {
			d.out.Failed = append(d.out.Failed, Failure{m.table, n + 1, map[bool]string{true: "the number " + number + " stands twice", false: "the row has no number"}[twice]})
			continue
		}
		sort := m.sort
		if m.table == "person" && d.isGroup(s, row) {
			sort = Groups
			d.groups[number] = true
		}
		r := recordtable.Record{ID: number}
		d.fields(&r, m.table, sort, s, row)
		at[number] = place{sort, len(records[sort])}
		records[sort] = append(records[sort], r)
	}
	find := func(number string) *recordtable.Record {
		p, ok := at[number]
		if !ok {
			return nil
		}
		return &records[p.sort][p.n]
	}
	for _, table := range moreOf(m.table) {
		d.join(table, more()[table].key, find)
	}
	d.links(m.table, find)
	for _, sort := range Sorts() {
		if len(records[sort]) > 0 {
			d.out.Tables = append(d.out.Tables, Table{m.table, specOf(sort, name), records[sort]})
		}
	}
	return nil
}

// isGroup reports whether a row of the table of persons speaks of several people:
// by its counting unit or by what it tells of a group.
func (d *database) isGroup(s *Source, row []recordtable.Value) bool {
	unit := cell(row, s.column("counting_unit")).Text
	if unit != "" && unit != "01000000000007" { // an individual
		return true
	}
	return unit == "" && cell(row, s.column("number_of_persons_in_group")).Text != ""
}

// fields takes the cells of a row into a record. What nothing is made of is
// counted.
func (d *database) fields(r *recordtable.Record, table, sort string, s *Source, row []recordtable.Value) {
	for i, heading := range s.Headings {
		v := cell(row, i)
		if v.Text == "" {
			continue
		}
		if heading == "confidentiality" && (strings.EqualFold(v.Text, "y") || v.Text == "1") {
			d.out.Confidential++
		}
		switch field := d.fieldOf(sort, heading, v.Text); {
		case heading == table+"_record_number" || heading == "doc_id":
		case field != "":
			r.Add(field, v.Text, v.At)
		default:
			d.out.Unmapped[table+" "+heading]++
		}
	}
	d.days(r, sort, s, row)
	for _, heading := range []string{"date_of_birth", "date_deceased"} {
		for i, v := range r.Values[heading] {
			r.Values[heading][i].Text = quality(v.Text, cell(row, s.column(heading+"_type")).Text)
		}
		delete(r.Values, heading+"_type")
	}
}

// fieldOf gives the field of a sort that a column is; of who is a group here the
// one for groups.
func (d *database) fieldOf(sort, heading, text string) string {
	fields := fieldsOf()[sort]
	if d.groups[strings.TrimSpace(text)] && fields["group "+heading] {
		return "group " + heading
	}
	if fields[heading] {
		return heading
	}
	return ""
}

// days joins both ends of what a row tells of, with what OpenEvSys says of how
// sure they are. What somebody was and when has an end and a beginning apart.
func (d *database) days(r *recordtable.Record, sort string, s *Source, row []recordtable.Value) {
	day := func(heading string) recordtable.Value {
		v := cell(row, s.column(heading))
		v.Text = quality(v.Text, cell(row, s.column(heading+"_type")).Text)
		return v
	}
	first, last := day("initial_date"), day("final_date")
	for _, heading := range dated(sort) {
		delete(r.Values, heading)
	}
	switch {
	case sort == Details:
		r.Add("days from", first.Text, first.At)
		r.Add("days to", last.Text, last.At)
	case first.Text == "" && last.Text != "":
		r.Add("days", "../"+last.Text, last.At)
	case last.Text == "" || first.Text == last.Text:
		r.Add("days", first.Text, first.At)
	default:
		r.Add("days", first.Text+"/"+last.Text, first.At)
	}
}

// quality writes a date of MySQL as EDTF, by the micro-thesaurus of types of dates:
// an estimate, an unknown day, an unknown month and day.
func quality(date, kind string) string {
	date = strings.TrimSuffix(strings.TrimSpace(date), " 00:00:00")
	if len(date) != 10 {
		return date
	}
	switch kind {
	case "01000000000048":
		return date + "~"
	case "02000000000048":
		return date[:7]
	case "03000000000048":
		return date[:4]
	}
	date = strings.TrimSuffix(date, "-00")
	return strings.TrimSuffix(date, "-00")
}

// join adds what another table tells of a record: its fields have the table's name
// in front.
func (d *database) join(table, key string, find func(string) *recordtable.Record) {
	s := d.tables[table]
	if s == nil {
		return
	}
	at := s.column(key)
	for n, row := range s.Rows {
		r := find(cell(row, at).Text)
		if at < 0 || r == nil {
			d.out.Failed = append(d.out.Failed, Failure{table, n + 1, fmt.Sprintf("it tells more of the row %q, which is not there", cell(row, at).Text)})
			continue
		}
		for i, heading := range s.Headings {
			v := cell(row, i)
			switch {
			case v.Text == "" || i == at || strings.HasSuffix(heading, "_record_number"):
			case slices.Contains(more()[table].fields, heading):
				r.Add(table+" "+heading, v.Text, v.At)
			default:
				d.out.Unmapped[table+" "+heading]++
			}
		}
	}
}

// links adds further values of fields: a table mlt_TABLE_FIELD with the columns
// record_number and vocab_number.
func (d *database) links(table string, find func(string) *recordtable.Record) {
	for _, of := range append([]string{table}, moreOf(table)...) {
		for _, name := range slices.Sorted(keysOf(d.tables)) {
			field, ok := strings.CutPrefix(name, "mlt_"+of+"_")
			if !ok {
				continue
			}
			if of != table {
				field = of + " " + field
			}
			if field == "torture statement_signed" { // as one of its tables is called
				field = "torture statements_signed"
			}
			s := d.tables[name]
			number, code := s.column("record_number"), s.column("vocab_number")
			for n, row := range s.Rows {
				v := cell(row, code)
				r := find(cell(row, number).Text)
				switch {
				case r == nil || v.Text == "":
					d.out.Failed = append(d.out.Failed, Failure{name, n + 1, fmt.Sprintf("it gives a value to the row %q, which is not there, or none", cell(row, number).Text)})
				case linked()[table][field]:
					r.Add(field, v.Text, v.At)
				default:
					d.out.Unmapped[table+" "+field]++
				}
			}
		}
	}
}

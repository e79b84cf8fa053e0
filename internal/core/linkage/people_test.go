package linkage

import (
	"strings"
	"testing"

	"sanad/internal/fiction"
	"sanad/internal/ground/naming"
)

// lists is the lists of a made-up case as an archive would link them, with the
// truth.
type lists struct {
	table *Table
	truth []int32
	of    []int32 // which list a row is of
	c     fiction.Case
}

// columnOf says which property each column of a made-up list holds.
func columnOf(mapping, heading string) string {
	for line := range strings.SplitSeq(mapping, "\n") {
		if rest, ok := strings.CutPrefix(line, `  "`+heading+`": `); ok {
			return rest
		}
	}
	return ""
}

// cellsOf gives a row as the properties of a person. A name that stands whole is
// taken apart as its language builds names.
func cellsOf(l fiction.List, row fiction.Row, columns []string) []string {
	of := map[string]string{}
	for i, cell := range row.Cells {
		if property := columnOf(l.Mapping, l.Header[i]); property != "" {
			of[property] = cell
		}
	}
	if of["name"] == "" {
		of["name"] = strings.TrimSpace(of["given_name"] + " " + of["surname"])
	} else {
		for _, p := range naming.Standard().Parse(of["name"], l.Lang).Parts() {
			switch p.Role {
			case naming.Given:
				of["given_name"] = p.Text
			case naming.Surname:
				of["surname"] = p.Text
			case naming.Father:
				if of["father_name"] == "" {
					of["father_name"] = p.Text
				}
			case naming.Grandfather:
				of["grandfather_name"] = p.Text
			}
		}
	}
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = of[c]
	}
	return out
}

func peopleColumns() (out []string) {
	for _, f := range People().Fields {
		out = append(out, f.Columns...)
	}
	return out
}

func makeLists(t testing.TB, seed uint64, people int) *lists {
	t.Helper()
	table, err := NewTable(People(), naming.Standard())
	if err != nil {
		t.Fatal(err)
	}
	l := &lists{table: table, c: fiction.Make(seed, people)}
	l.fill(t, table)
	return l
}

// fill adds the rows of all lists to a table.
func (l *lists) fill(t testing.TB, table *Table) {
	t.Helper()
	columns := peopleColumns()
	if err := table.Headings(columns); err != nil {
		t.Fatal(err)
	}
	table.Repeats(0) // the families' list has people twice
	l.truth, l.of = nil, nil
	for n, list := range l.c.Lists {
		for row := range list.Rows() {
			if err := table.Add(cellsOf(list, row, columns), n); err != nil {
				t.Fatal(err)
			}
			l.truth, l.of = append(l.truth, int32(row.Person)), append(l.of, int32(n))
		}
	}
}

// brothers tells rows of two men of one family.
func (l *lists) brothers(a, b int32) bool {
	x, y := l.c.Person(int(l.truth[a])), l.c.Person(int(l.truth[b]))
	return l.truth[a] != l.truth[b] && x.Father.Fa[0] == y.Father.Fa[0] && x.Surname.Fa[0] == y.Surname.Fa[0] && x.Town.ID == y.Town.ID
}

func clustersOf(sets [][]int32) (out []Cluster) {
	for _, rows := range sets {
		out = append(out, Cluster{Rows: rows})
	}
	return out
}

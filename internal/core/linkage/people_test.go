package linkage

import (
	"slices"
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

// pairsOf gives every two rows of the sets.
func pairsOf(sets [][]int32) (out [][2]int32) {
	for _, set := range sets {
		for i, a := range set {
			for _, b := range set[i+1:] {
				out = append(out, [2]int32{a, b})
			}
		}
	}
	return out
}

func TestListsOfAFewRowsAreLinkedAsWellAsLongOnes(t *testing.T) {
	for _, c := range []struct{ people, seeds int }{{30, 12}, {60, 8}, {200, 4}, {600, 1}} {
		var all, sure Quality
		for seed := range uint64(c.seeds) {
			l := makeLists(t, seed+1, c.people)
			r := linked(t, l.table, Options{Seed: 1})
			probable := MeasureClusters(clustersOf(r.At(Probable)), l.truth, allRows, nil)
			all.Found, all.Right, all.True = all.Found+probable.Found, all.Right+probable.Right, all.True+probable.True
			for _, p := range pairsOf(r.At(Certain)) {
				sure.Found++
				if l.truth[p[0]] == l.truth[p[1]] {
					sure.Right++
				}
				if l.brothers(p[0], p[1]) {
					t.Errorf("of %d people, seed %d: two brothers are certainly one man: %+v", c.people, seed+1, r.Explain(p[0], p[1]))
				}
			}
		}
		if all = all.Of(); all.Precision < .98 || all.Recall < .93 {
			t.Errorf("of %d people: precision %.4f, recall %.4f", c.people, all.Precision, all.Recall)
		}
		if sure.True = all.True; sure.Of().Precision < .999 || sure.Of().Recall < .4 {
			t.Errorf("of %d people, certain: precision %.4f, recall %.4f", c.people, sure.Of().Precision, sure.Of().Recall)
		}
	}
}

func TestFieldsWithoutValuesDoNoHarm(t *testing.T) {
	spec := People()
	var kept []Field
	for _, f := range spec.Fields {
		switch f.Name {
		case "grandfather", "mother", "sex", "arrested", "burial", "occupation", "identifier":
		default:
			kept = append(kept, f)
		}
	}
	spec.Fields = kept
	spec.Blocking = slices.DeleteFunc(slices.Clone(spec.Blocking), func(line string) bool {
		return strings.Contains(line, "mother") || strings.Contains(line, "grandfather") || strings.Contains(line, "identifier")
	})
	small, err := NewTable(spec, naming.Standard())
	if err != nil {
		t.Fatal(err)
	}
	l := makeLists(t, 5, 200)
	whole := linked(t, l.table, Options{Seed: 1})
	l.fill(t, small)
	fewer := linked(t, small, Options{Seed: 1})
	one, other := MeasureClusters(whole.Clusters, l.truth, allRows, nil), MeasureClusters(fewer.Clusters, l.truth, allRows, nil)
	if one.F1 < other.F1-.005 {
		t.Errorf("F1 is %.4f with fields that have no value, and %.4f without them", one.F1, other.F1)
	}
	for _, c := range whole.Clusters {
		for _, f := range whole.Explain(c.Rows[0], c.Rows[1]).Factors {
			if (f.Field == "mother" || f.Field == "sex" || f.Field == "identifier") && f.Bits != 0 {
				t.Fatalf("a field without values adds bits: %+v", f)
			}
		}
	}
}

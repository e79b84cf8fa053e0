package linkage

import "testing"

func TestFieldsThatGoTogetherAreExplainedOneByOne(t *testing.T) {
	l := makeLists(t, 3, 40)
	columns := peopleColumns()
	row := func(cells map[string]string) []string {
		out := make([]string, len(columns))
		for i, c := range columns {
			out[i] = cells[c]
		}
		return out
	}
	first := len(l.truth)
	for i, cells := range []map[string]string{
		{"name": "Golnar Kaviani", "death_date": "1988-08-01", "prison": "گوهرک"},
		{"name": "Golnar Kaviani", "death_date": "1988-08-01~", "prison": "Goharak", "death_place": "Lalehzar"},
	} {
		if err := l.table.Add(row(cells), i); err != nil {
			t.Fatal(err)
		}
	}
	e := linked(t, l.table, Options{Seed: 7}).Explain(int32(first), int32(first+1))
	for _, f := range e.Factors {
		if f.Field != "death" {
			if f.Parts != nil {
				t.Errorf("%s is one field and has parts", f.Field)
			}
			continue
		}
		want := []Part{{"died", "same day", "1988-08-01", "1988-08-01~", true}, {"prison", "same sound", "گوهرک", "Goharak", true}, {"death_place", "missing", "", "Lalehzar", false}}
		if len(f.Parts) != len(want) {
			t.Fatalf("death has the parts %+v", f.Parts)
		}
		for i := range want {
			if f.Parts[i] != want[i] {
				t.Errorf("%+v, want %+v", f.Parts[i], want[i])
			}
		}
		if f.Left != "1988-08-01 · گوهرک" || f.Right != "1988-08-01~ · Goharak · Lalehzar" {
			t.Errorf("shown as %q and %q", f.Left, f.Right)
		}
		return
	}
	t.Error("nothing is said of the death")
}

package linkage

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"sanad/internal/ground/naming"
)

// learnedModel links made-up lists and gives what was learned, written and read.
func learnedModel(t testing.TB, people int) (*lists, *Result, Model) {
	t.Helper()
	l := makeLists(t, 3, people)
	r := linked(t, l.table, Options{Seed: 7})
	text, err := r.Model().Encode()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseModel(text)
	if err != nil {
		t.Fatal(err)
	}
	return l, r, m
}

func TestTwoRowsAloneHaveTheScoreAndTheExplanationThatTheyHadAmongAll(t *testing.T) {
	l, r, m := learnedModel(t, 60)
	columns := peopleColumns()
	var rows [][]string
	for _, list := range l.c.Lists {
		for row := range list.Rows() {
			rows = append(rows, cellsOf(list, row, columns))
		}
	}
	for a := range rows {
		for b := range a {
			table, err := NewTableFor(m, naming.Standard())
			if err != nil {
				t.Fatal(err)
			}
			if err := table.Headings(columns); err != nil {
				t.Fatal(err)
			}
			left, right := a, b // in the order in which they did not stand
			for _, row := range []int{left, right} {
				if err := table.Add(rows[row], int(l.of[row])); err != nil {
					t.Fatal(err)
				}
			}
			table.Repeats(0)
			two, err := LinkBy(table, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got, want := two.Explain(1, 0), r.Explain(int32(a), int32(b))
			for i := range want.Factors { // the rows stand the other way round
				want.Factors[i].Left, want.Factors[i].Right = want.Factors[i].Right, want.Factors[i].Left
				for j := range want.Factors[i].Parts {
					p := &want.Factors[i].Parts[j]
					p.Left, p.Right = p.Right, p.Left
				}
			}
			if !reflect.DeepEqual(got.Factors, want.Factors) || got.Bits != want.Bits || got.Kin != want.Kin {
				t.Fatalf("rows %d and %d alone:\n%+v\namong all:\n%+v", a, b, got, want)
			}
		}
	}
}

func TestLinkingByAModelGivesWhatLearningItGave(t *testing.T) {
	l, r, m := learnedModel(t, 300)
	table, err := NewTableFor(m, naming.Standard())
	if err != nil {
		t.Fatal(err)
	}
	l.fill(t, table)
	again, err := LinkBy(table, m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(r.Pairs, again.Pairs) || !reflect.DeepEqual(r.Clusters, again.Clusters) || !reflect.DeepEqual(r.Kin, again.Kin) {
		t.Error("the rows that a model was learned from are linked otherwise by it")
	}
	if !reflect.DeepEqual(again.Model(), m) {
		t.Error("linking by a model changed it")
	}
	if _, err := Link(table, Options{}); err == nil {
		t.Error("a table of a model learned another")
	}
	if _, err := LinkBy(l.table, m, Options{}); err == nil {
		t.Error("a table that was not made for the model was linked by it")
	}
}

func TestAModelIsTheSameBytesEveryTimeAndHoldsNoValueOfOneRow(t *testing.T) {
	_, r, m := learnedModel(t, 120)
	first, _ := r.Model().Encode()
	second, err := m.Encode()
	if err != nil || !bytes.Equal(first, second) {
		t.Fatalf("written and read it is other bytes (%v)", err)
	}
	for i, k := range r.comp.kinds {
		v, ok := k.(*nameKind)
		if !ok {
			continue
		}
		for id := range v.text {
			if v.count[id] == 1 && m.Fields[i].Values[v.text[id]] != 0 {
				t.Errorf("%s is in the model, and in one row only", v.text[id])
			}
		}
	}
}

func TestAModelThatIsNoneIsRefused(t *testing.T) {
	_, r, _ := learnedModel(t, 30)
	text, err := r.Model().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for old, with := range map[string]string{
		ModelVersion:             "sanad-linkage/0",
		`"prior":0`:              `"prior":1`,
		`"rows":`:                `"rows":-`,
		`"of":`:                  `"of":3`,
		`"name":"given"`:         `"name":"other"`,
		`"same":[`:               `"same":[.5,`,
		`"same":[0`:              `"same":[7`,
		`"unique_lists":true`:    `"unique_lists":true,"shoe":1`,
		`"fields":[{"name"`:      `"fields":[{"nam"`,
		`"even":0`:               `"even":1e400`,
		`"values":{`:             `"values":{"x":1,`,
		`"low":-4`:               `"low":-4e9`,
		`"kin_prior":0`:          `"kin_prior":-0`,
		`{"version"`:             `{}{"version"`,
		"}\n":                    "}\n{}",
		`"combinations":[{"name`: `"combinations":[{}, {"name`,
	} {
		changed := strings.Replace(string(text), old, with, 1)
		if changed == string(text) {
			t.Fatalf("%s is not in a model", old)
		}
		if _, err := ParseModel([]byte(changed)); err == nil {
			t.Errorf("a model with %s was taken", with)
		}
	}
}

// FuzzParseModel holds that whatever is taken as a model can score two rows.
func FuzzParseModel(f *testing.F) {
	_, r, _ := learnedModel(f, 30)
	text, err := r.Model().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	table := plainTable(f, plainMapping, 4, func(i int) ([]string, int) { return []string{"Ali", "Rezai", "1340", "Simrud"}, i })
	small, err := linked(f, table, Options{RandomPairs: 100}).Model().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Add([]byte(`{"version":"` + ModelVersion + `"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseModel(text)
		if err != nil {
			return
		}
		table, err := NewTableFor(m, naming.Standard())
		if err != nil {
			t.Fatal(err)
		}
		var columns []string
		for _, f := range m.Spec.filled().Fields {
			columns = append(columns, f.Columns...)
		}
		if table.Headings(columns) != nil { // two columns of one name
			return
		}
		cells := make([]string, len(columns))
		for i := range cells {
			cells[i] = "Ali 1340"
		}
		for list := range 2 {
			if err := table.Add(cells, list); err != nil {
				t.Fatal(err)
			}
		}
		by, err := LinkBy(table, m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if e := by.Explain(0, 1); e.Bits != e.Bits {
			t.Errorf("no number of bits: %+v", e)
		}
	})
}

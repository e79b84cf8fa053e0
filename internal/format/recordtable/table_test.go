package recordtable

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryValueOfAFieldHasAColumn(t *testing.T) {
	one := Record{ID: "7"}
	one.Add("name", "نوید", 3)
	one.Add("name", "Navid", 4)
	one.Add("name", "  ", 5)
	one.Add("who", "a paper", 6)
	two := Record{ID: "8"}
	two.Add("name", "Kaveh", 9)
	two.Add("carried", "x", 10)
	got := Build(Spec{List: `a "list"`, Schema: "Person", Says: "them", Files: []string{"ab"}, Fields: []Field{
		{Name: "name", Property: "name", Source: "who", Values: map[string]string{"B": "b", "A": "a"}, Ignore: []string{"?"}},
		{Name: "who"}, {Name: "carried"}, {Name: "nothing", Property: "age"}}}, []Record{one, two})
	if want := []string{"id", "name", "name 2", "who", "carried"}; !slices.Equal(got.Headings, want) {
		t.Errorf("%q", got.Headings)
	}
	if want := [][]Value{{{"7", None}, {"نوید", 3}, {"Navid", 4}, {"a paper", 6}, {}}, {{"8", None}, {"Kaveh", 9}, {}, {}, {"x", 10}}}; !slices.EqualFunc(got.Rows, want, slices.Equal) {
		t.Errorf("%v", got.Rows)
	}
	want := `list: "a \"list\""
schema: Person
header: 1
row_id: id
says: "them"
columns:
  "name": {property: name, source: "who", values: {"A": "a", "B": "b"}, ignore: ["?"]}
  "name 2": {property: name, values: {"A": "a", "B": "b"}, ignore: ["?"]}
# with the file ab
`
	if got.Mapping != want {
		t.Errorf("%s", got.Mapping)
	}
}

func TestMoreValuesThanAreKeptAreCounted(t *testing.T) {
	r := Record{ID: "1"}
	for range MostValues + 3 {
		r.Add("label", "x", 0)
	}
	got := Build(Spec{List: "l", Schema: "Person", Fields: []Field{{Name: "label", Property: "description"}}}, []Record{r})
	if got.Over["label"] != 3 || len(got.Headings) != MostValues+1 || strings.Count(got.Mapping, "property") != MostValues {
		t.Errorf("%v, %d columns", got.Over, len(got.Headings))
	}
}

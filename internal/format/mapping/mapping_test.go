package mapping

import (
	"strings"
	"testing"
)

const good = "list: L\ncolumns:\n  Full name: name\n  Born: birth_date\nrow_id: \"No\"\n"

func TestAMappingFindsItsColumns(t *testing.T) {
	m, err := Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.Layout([]string{"No", " full  NAME ", "Town", "\u200fBorn"})
	if err != nil || l.RowID != 0 || len(l.Row) != 2 || l.Row[0].At != 1 || l.Row[0].Column.Property != "name" || l.Row[1].At != 3 || l.Row[1].Column.Property != "birth_date" {
		t.Errorf("%+v, %v", l, err)
	}
	for what, headings := range map[string][]string{
		"a column that is not there": {"No", "Full name"},
		"two of one heading":         {"No", "Full name", "Born", "born"},
	} {
		if _, err := m.Layout(headings); err == nil {
			t.Errorf("%s was passed over", what)
		}
	}
}

func TestARowCanSpeakOfMoreThanOneThing(t *testing.T) {
	m, err := Parse([]byte(`list: Gazette
schema: Tenure
columns:
  From: {property: from, calendar: solar, ignore: ["-"]}
  To: to
links: {holder: holder, post: office}
things:
  holder: {schema: Person, key: [Who], columns: {Who: name}}
  office: {schema: Post, key: [Post, Body], columns: {Post: name}, links: {unit: body}}
  body: {schema: Organisation, key: [Body], columns: {Body: name}, match: name}
about: {made_by: The printers, copies: [Another], repeats: true}
`))
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.Layout([]string{"Who", "Post", "Body", "From", "To"})
	if err != nil || len(l.Things) != 3 || l.Things[2].Name != "office" || len(l.Things[2].Key) != 2 || l.Row[0].Column.Calendar != "solar" {
		t.Errorf("%+v, %v", l, err)
	}
	if got := m.Properties(); strings.Join(got["Tenure"], " ") != "from holder post to" || strings.Join(got["Post"], " ") != "name unit" {
		t.Errorf("%v", got)
	}
	if !m.About.Repeats || m.About.Copies[0] != "Another" {
		t.Errorf("%+v", m.About)
	}
}

func TestAMappingThatWouldLoseAColumnIsRefused(t *testing.T) {
	for what, text := range map[string]string{
		"empty":               "",
		"no list":             "columns: {A: name}\n",
		"no columns":          "list: L\n",
		"no name":             "list: L\ncolumns: {A: birth_date}\n",
		"a misspelt key":      good + "colums: {B: age}\n",
		"a part not mapped":   "list: L\ncolumns: {A: given_name}\nname: [given_name, surname]\n",
		"not YAML":            "list: [",
		"headings below zero": good + "header: -1\n",
		"an alias bomb":       bomb(),
		"a misspelt part":     "list: L\ncolumns: {A: {property: name, calender: solar}}\n",
		"a thing not there":   "list: L\ncolumns: {A: name, B: {property: prison, thing: jail}}\n",
		"a link to nothing":   "list: L\ncolumns: {A: name}\nlinks: {post: office}\n",
		"a person matched":    "list: L\ncolumns: {A: name}\nthings: {p: {schema: Person, match: name, columns: {B: name}}}\n",
		"a thing of no kind":  "list: L\ncolumns: {A: name}\nthings: {p: {columns: {B: name}}}\n",
		"no property":         "list: L\ncolumns: {A: name, B: {calendar: solar}}\n",
		"too large":           good + "# " + strings.Repeat("x", maxSize),
	} {
		if m, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s was read as %+v", what, m)
		}
	}
}

func TestAMistakeIsToldInTheWordsOfTheMapping(t *testing.T) {
	for text, want := range map[string]string{
		"list: L\nshema: Person\ncolumns: {A: name}\n":                                 `line 2: the mapping has no key "shema": did you mean schema?`,
		"list: L\nfeathers: 2\ncolumns: {A: name}\n":                                   `the mapping has no key "feathers": it has list, schema`,
		"list: L\ncolumns:\n  A: name\n  B:\n    property: age\n    calender: solar\n": `line 6: a column has no key "calender": did you mean calendar?`,
		"list: L\ncolumns: {A: name}\nthings: {p: {shcema: Site}}\n":                   `line 3: a thing has no key "shcema": did you mean schema?`,
		"list: L\ncolumns: {A: name}\nabout: {made-by: X}\n":                           `line 3: "about" has no key "made-by": did you mean made_by?`,
		"list: L\ncolumns: {A: name}\nheader: many\n":                                  `line 3: here stands "many", and what belongs here is a number`,
		"list: L\ncolumns: [A]\n":                                                      `line 2: here stands a list, and what belongs here is keys with values`,
		"list: L\ncolumns: {Name: nmae}\n":                                             `"nmae": did you mean name?`,
		"list: L\ncolumns: {A: birth_date, B: sex}\n":                                  `its columns are mapped to birth_date, sex`,
	} {
		_, err := Parse([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "mapping.") {
			t.Errorf("%q names the program's types: %v", text, err)
		}
	}
}

// bomb is a YAML file of a few hundred bytes that names itself ten to the
// ninth times over.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 10; i++ {
		n := string(rune('0' + i))
		p := string(rune('0' + i - 1))
		b.WriteString("a" + n + ": &a" + n + " [" + strings.Repeat("*a"+p+",", 9) + "*a" + p + "]\n")
	}
	return b.String() + good
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(bomb()))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := Parse(data); err == nil && (m.List == "" || len(m.Columns) == 0) {
			t.Errorf("%+v was read", m)
		}
	})
}

// A name that steers a terminal or begins a line of its own would pass for words
// of the archive wherever it is told.
func TestAListsNameIsOneLine(t *testing.T) {
	for _, name := range []string{"L\\nMedian: 9000", "L\\e[2J", "L\\u202E", "L\\u2028x", "L\\u2067"} {
		if _, err := Parse([]byte(strings.Replace(good, "list: L", `list: "`+name+`"`, 1))); err == nil || !strings.Contains(err.Error(), "one line") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Parse([]byte(strings.Replace(good, "list: L", "list: خانه\u200cهای امن", 1))); err != nil {
		t.Errorf("a Persian name: %v", err)
	}
}

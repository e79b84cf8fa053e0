package uwazi

import (
	"strings"
	"testing"

	"sanad/internal/format/mapping"
	"sanad/schema"
)

func TestTemplatesAreTakenByTheirNames(t *testing.T) {
	for template, want := range map[string]string{"Victim": "Person", "VICTIMS ": "Person", "قربانیان": "Person", "الضحايا": "Person", "Personas": "Person", "Incident": "Event",
		"Detention centre": "Site", "Report": "Document", "Colour": "", "": "", "Victims' lawyers": ""} {
		if got := Kind(template); got != want {
			t.Errorf("%q is %q", template, got)
		}
	}
	if Guess([]string{"Title", "Date of birth"}) != "Person" || Guess([]string{"Title", "Description", "Colour"}) != "" || Guess([]string{"Title", "Title__fa"}) != "" {
		t.Error("a table without templates is taken wrongly")
	}
}

// A heading that only holds a known word is not taken for it: nobody looked.
func TestAHeadingIsTakenWholeOrNotAtAll(t *testing.T) {
	for _, c := range []struct{ kind, heading, want string }{
		{"Person", "Title", "name"}, {"Person", "title__fa", "name"}, {"Person", "Date of birth", "birth_date"}, {"Person", "date_of_birth", "birth_date"}, {"Person", "Prison", "prison"},
		{"Person", "Remarks on the prison", ""}, {"Person", "Published", ""}, {"Event", "Date", "date"}, {"Event", "Place__ar", "place"}, {"Event", "Prison", ""},
		{"Document", "Attachments", "item"}, {"Site", "Geolocation", "location"}, {"Event", "Geolocation", ""}, {"Event", "Status", "status"}, {"Event", "part of", "part_of"},
	} {
		if got := Property(c.kind, c.heading); got != c.want {
			t.Errorf("%s %q is %q, not %q", c.kind, c.heading, got, c.want)
		}
	}
	if base, language := Language("Title__zh-Hant"); base != "Title" || language != "zh-Hant" {
		t.Errorf("%q, %q", base, language)
	}
	if base, language := Language("a__B"); base != "a__B" || language != "" {
		t.Errorf("%q, %q", base, language)
	}
}

func TestAMappingSaysHowCellsAreWritten(t *testing.T) {
	headings := []string{"Title", "Date added", "Template", "Title__fa", "Date of birth", "Prison", "Age", "Notes", "Notes"}
	text, err := Mapping(Request{List: "Coast Victim", Says: "the coast", Kind: "Person", Template: "Victim", Headings: headings})
	if err != nil {
		t.Fatal(err)
	}
	want := `list: "Coast Victim"
schema: Person
header: 1
key: ["Title"]
says: "the coast"
columns:
  "Title": {property: name}
  "Template": {property: role, split: "|"}
  "Title__fa": {property: name, language: "fa"}
  "Date of birth": {property: birth_date, form: dates, split: "|"}
  "Prison": {property: prison, split: "|"}
  "Age": {property: age}
only: {"Template": ["Victim"]}
`
	if text != want {
		t.Error(text)
	}
	m, err := mapping.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Layout(headings); err != nil {
		t.Error(err)
	}
	if _, err := Mapping(Request{Kind: "Person", Headings: []string{"Name"}}); err == nil {
		t.Error("a table without titles was mapped")
	}
}

// Every word of the two files means what the schema has.
func TestEveryWordMeansWhatTheSchemaHas(t *testing.T) {
	for word, keys := range byColumn() {
		for _, key := range keys {
			kind, property, _ := strings.Cut(key, " ")
			if _, ok := schema.Find(kind, property); !ok {
				t.Errorf("%q means %s", word, key)
			}
		}
	}
	for word, kinds := range byTemplate() {
		if err := schema.Check(kinds[0], "name"); err != nil || len(kinds) > 1 {
			t.Errorf("%q means %q: %v", word, kinds, err)
		}
	}
}

func FuzzMapping(f *testing.F) {
	f.Add("Title", "Date of birth__fa", "Template")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		headings := []string{a, b, c}
		for _, kind := range []string{"Person", "Document", "Event"} {
			text, err := Mapping(Request{List: "l" + a, Says: b, Kind: kind, Template: c, Headings: headings})
			if err != nil {
				continue
			}
			if _, err := mapping.Parse([]byte(text)); err != nil && !strings.Contains(err.Error(), "can't be named") {
				t.Errorf("%v of %q in\n%s", err, headings, text)
			}
		}
	})
}

package ftm

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"sanad/schema"
)

// Every property of every kind of thing has a rule, and every rule names a
// property that FollowTheMoney has, of a type that can hold it.
func TestEveryPropertyHasARule(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Schemata()
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := schema.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		r, ok := rules[k.Name]
		if !ok {
			t.Errorf("the map says nothing of the kind %s", k.Name)
			continue
		}
		if r.Schema == "" {
			if r.Reason == "" {
				t.Errorf("the kind %s is left out without a reason", k.Name)
			}
			continue
		}
		for _, p := range k.Properties {
			rule, ok := r.Props[p.Name]
			if !ok {
				t.Errorf("the map says nothing of %s.%s", k.Name, p.Name)
			}
			checkRule(t, m, k.Name+"."+p.Name, r.Schema, rule)
		}
		for name := range r.Props {
			if _, ok := k.Property(name); !ok {
				t.Errorf("there is no %s.%s, which the map speaks of", k.Name, name)
			}
		}
	}
}

func checkRule(t *testing.T, m Model, what, of string, r Rule) {
	want := map[string]string{}
	switch {
	case r.Link != nil:
		want[r.Link.Schema+" "+r.Link.Self], want[r.Link.Schema+" "+r.Link.Other] = TypeEntity, TypeEntity
		want[r.Link.Schema+" "+r.Link.Role] = "string"
	case r.Point:
		want[of+" latitude"], want[of+" longitude"] = TypeNumber, TypeNumber
	case r.Prop != "":
		want[of+" "+r.Prop] = ""
	}
	for at, kind := range want {
		schemaName, prop, _ := strings.Cut(at, " ")
		if p, ok := m.Prop(schemaName, prop); !ok || kind != "" && p.Type != kind {
			t.Errorf("%s: there is no %s of the type %q: %+v", what, at, kind, p)
		}
	}
}

func TestTheRuleOfDates(t *testing.T) {
	for edtf, want := range map[string]string{
		"1982-10-13":            "1982-10-13 whole",
		"1982-10":               "1982-10 whole",
		"1982":                  "1982 whole",
		"1982~":                 "1982",
		"1982-10-13?":           "1982-10-13",
		"1982-10-13/1982-10-20": "1982-10",
		"1982-03-21/1982-11-11": "1982",
		"1982-03-21/1983-03-20": "1982 1983",
		"1982/1985":             "",
		"198X":                  "",
		"1982/..":               "",
		"../1982":               "",
		"-0500":                 "",
		"not a date":            "",
	} {
		dates, whole := Dates(edtf)
		got := strings.Join(dates, " ")
		if whole {
			got += " whole"
		}
		if got != want {
			t.Errorf("%s becomes %q, want %q", edtf, got, want)
		}
	}
}

// The ids are those that followthemoney 4 computes for the same values.
func TestIdsAreThoseOfFollowTheMoney(t *testing.T) {
	for _, c := range []struct{ lang, want string }{{"", "aa2603babaaad2c852ed389bc48eac976c5bd664"}, {"fas", "e7ea845e3ca9e5d1c1f61b0a32782cfb53877068"}} {
		if got := Key("varanda", "e-1", "name", "نوید کاردان", c.lang, false); got != c.want {
			t.Errorf("%q: %s, want %s", c.lang, got, c.want)
		}
	}
	if got := Key("varanda", "e-1", "name", "x", "", true); got != "9059410bdab862faac42dc9f8abb6ea843a77ddf" {
		t.Error(got)
	}
	s := Statement{EntityID: "e-1", Prop: "birthDate", PropType: TypeDate, Value: "1961", OriginalValue: "1961", Lang: "fas", Dataset: "d", FirstSeen: "2026-01-02T03:04:05"}.Named()
	if s.Lang != "" || s.OriginalValue != "" || s.LastSeen != s.FirstSeen || s.CanonicalID != "e-1" || s.ID != Key("d", "e-1", "birthDate", "1961", "", false) {
		t.Errorf("%+v", s)
	}
}

func TestTheThreeFormsSayTheSame(t *testing.T) {
	var table, lines, entities bytes.Buffer
	w := NewWriter(&table, &lines, &entities)
	e := Entity{ID: "e-1", Schema: "Person", Datasets: []string{"d"}}
	var all []Statement
	for _, v := range []string{"a,\"b\"\nc", "<نوید>"} {
		all = append(all, Statement{EntityID: "e-1", Schema: "Person", Prop: "name", PropType: "name", Value: v, Dataset: "d"}.Named())
		e.Add("name", v)
		e.Add("name", v)
	}
	if err := w.Write(e, all); err != nil {
		t.Fatal(err)
	}
	if w.Write(Entity{ID: "e-2"}, all) == nil {
		t.Error("statements of another entity were written")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || len(rows) != 3 || !slices.Equal(rows[0], Columns()) || rows[1][5] != all[0].Value {
		t.Errorf("the table is %q, %v", rows, err)
	}
	var s Statement
	if err := json.Unmarshal(bytes.SplitN(lines.Bytes(), []byte("\n"), 2)[0], &s); err != nil || s != all[0] {
		t.Errorf("the line is %+v, %v", s, err)
	}
	var back Entity
	if err := json.Unmarshal(entities.Bytes(), &back); err != nil || !slices.Equal(back.Properties["name"], []string{all[0].Value, all[1].Value}) {
		t.Errorf("the entity is %+v, %v", back, err)
	}
}

func TestAMapThatCantBeReadIsRefused(t *testing.T) {
	for _, wrong := range []string{"name = name", "thing A = B\nname", "thing A = B\nx -", "thing A = B\nx = y\nx = z", "thing A = B\nx > C d"} {
		if _, err := parseRules(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
	for _, wrong := range []string{"name string", "schema A\nname"} {
		if _, err := parseModel(wrong); err == nil {
			t.Errorf("the model %q was read", wrong)
		}
	}
}

package ftm

import (
	"testing"

	"sanad/schema"
)

const entityLine = `{"id":"NK-1","schema":"Person","caption":"x","properties":{"name":["نوید کاردان","a \"b\""],"height":[180]},"datasets":["one","two"],"target":true}`

func TestEveryValueIsFoundAtItsBytes(t *testing.T) {
	p, err := Parse([]byte(entityLine))
	if err != nil {
		t.Fatal(err)
	}
	if p.ID.Value != "NK-1" || p.Schema != "Person" || len(p.Datasets) != 2 || len(p.Said) != 3 {
		t.Fatalf("%+v", p)
	}
	for i, want := range []string{"نوید کاردان", `a \"b\"`, "180"} {
		if s := p.Said[i]; entityLine[s.Start:s.End] != want || s.Exact != (i != 1) {
			t.Errorf("%+v is at %q", s, entityLine[s.Start:s.End])
		}
	}
	p, err = Parse([]byte(`{"canonical_id":"Q1","entity_id":"e-1","prop":"name","schema":"Person","value":"x","dataset":"d","lang":"fas","id":"abc"}`))
	if err != nil || p.ID.Value != "e-1" || p.Lang != "fas" || len(p.Said) != 1 || p.Said[0].Prop != "name" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestWhatIsNoEntityIsRefused(t *testing.T) {
	for _, wrong := range []string{"", "[]", "1", `{"id":"x"}`, `{"schema":"Person"}`, `{"id":"x","schema":"Person"} {}`, `{"id":"x","schema":"Person","properties":[]}`,
		"{\"id\":\"\xff\",\"schema\":\"x\"}", `{"id":"x","schema":"Person","properties":{"a":[[[[[[[[[[[[[[[[[[[[[[[["x"]]]]]]]]]]]]]]]]]]]]]]]]}}`} {
		if _, err := Parse([]byte(wrong)); err == nil {
			t.Errorf("%.60q was read", wrong)
		}
	}
}

// Every rule for what is taken in names a property that FollowTheMoney has and
// one that is here.
func TestEveryInwardRuleNamesWhatIsThere(t *testing.T) {
	rules, err := InwardRules()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Schemata()
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range rules {
		if _, ok := m[name]; !ok {
			t.Errorf("there is no schema %s", name)
		}
		for _, prop := range []string{in.Self, in.Other, in.Note} {
			if _, ok := m.Prop(name, prop); prop != "" && !ok {
				t.Errorf("there is no %s.%s", name, prop)
			}
		}
		for prop, rule := range in.Props {
			if _, ok := m.Prop(name, prop); !ok {
				t.Errorf("there is no %s.%s", name, prop)
			}
			if !rule.Skip {
				if err := schema.Check(in.Kind, rule.Property); err != nil {
					t.Error(err)
				}
			}
		}
	}
	for _, wrong := range []string{"name = name", "schema A", "schema A -", "schema A = B\nname", "schema A > b c\n"} {
		if _, err := parseInward(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(entityLine))
	f.Add([]byte(`{"entity_id":"e","schema":"Event","prop":"date","value":"1982"}`))
	f.Add([]byte(`{"id":1,"schema":"A","properties":{"\u0061":{"b":["\u00e9",null,true,-1.5e3]}}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		p, err := Parse(line)
		if err != nil {
			return
		}
		for _, s := range append(p.Said, p.ID) {
			if s.Start < 0 || s.End < s.Start || s.End > len(line) || s.Exact && string(line[s.Start:s.End]) != s.Value {
				t.Fatalf("%+v of a line of %d bytes", s, len(line))
			}
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, seed := range []string{"1982", "1982-10/1983", "198X", "[1982,1983]", "-0001", "1982-21", "2004-06-XX/2004-07-03"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, edtf string) {
		dates, _ := Dates(edtf)
		for _, d := range dates {
			if n := len(d); n != 4 && n != 7 && n != 10 {
				t.Fatalf("%q gives %q", edtf, d)
			}
		}
	})
}

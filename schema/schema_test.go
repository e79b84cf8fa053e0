package schema

import (
	"strings"
	"testing"
)

func TestEveryKindIsReadAndSaysWhy(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 6 {
		t.Errorf("%d kinds", len(all))
	}
	names := map[string]bool{"text": true, "date": true, "quantity": true, "place": true}
	for _, k := range all {
		names[k.Name] = true
	}
	for _, k := range all {
		if len(k.Note) < 40 {
			t.Errorf("%s does not say why it is as it is", k.Name)
		}
		if _, ok := k.Property("name"); !ok {
			t.Errorf("a %s can't have a name", k.Name)
		}
		for _, p := range k.Properties {
			if !names[p.Type] {
				t.Errorf("%s of a %s has the type %q, which is none", p.Name, k.Name, p.Type)
			}
		}
	}
}

func TestWhatIsNotThereIsNamed(t *testing.T) {
	if err := Check("Person", "name"); err != nil {
		t.Error(err)
	}
	if err := Check("Person", "wings"); err == nil || !strings.Contains(err.Error(), "father_name") {
		t.Errorf("an unknown property: %v, want those there are", err)
	}
	if err := Check("Angel", "name"); err == nil || !strings.Contains(err.Error(), "Person") {
		t.Errorf("an unknown kind: %v, want those there are", err)
	}
}

func TestFilesThatAreWrongAreRefused(t *testing.T) {
	for _, wrong := range []string{"", "name text\n", "kind A\nname\n", "kind A\nname text\nname text\n", "kind A B\n"} {
		if _, err := Parse(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

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
	if len(all) < 19 {
		t.Errorf("%d kinds", len(all))
	}
	names := map[string]bool{Text: true, Date: true, Quantity: true, Place: true, Geometry: true}
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
			if _, term := p.Vocabulary(); !term && !names[p.Type] {
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
	if err := Check("Event", "wings"); err == nil || !strings.HasPrefix(err.Error(), "an Event has no property") {
		t.Errorf("an unknown property of an event: %v", err)
	}
	if err := Check("Angel", "name"); err == nil || !strings.Contains(err.Error(), "Person") {
		t.Errorf("an unknown kind: %v, want those there are", err)
	}
}

func TestFilesThatAreWrongAreRefused(t *testing.T) {
	for _, wrong := range []string{"", "name text\n", "kind A\nname\n", "kind A\nname text\nname text\n", "kind A B\n", "kind A\nname text often\n"} {
		if _, err := Parse(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

func TestAPropertySaysWhatItsValuesAre(t *testing.T) {
	prison, _ := Find("Person", "prison")
	sex, _ := Find("Person", "sex")
	religion, _ := Find("Person", "religion")
	place, _ := Find("Person", "birth_place")
	if kind, ok := prison.Entity(); !ok || kind != "Site" || !prison.Many || !prison.Takes("Site") || prison.Takes("Person") {
		t.Errorf("a prison is %+v", prison)
	}
	if name, ok := sex.Vocabulary(); !ok || name != "sex" || sex.Many || sex.Takes("Person") {
		t.Errorf("sex is %+v", sex)
	}
	if !religion.Protected || prison.Protected {
		t.Error("religion is not protected, or a prison is")
	}
	if !place.Takes("Place") || !place.Takes("Site") {
		t.Error("nobody can be born in a prison")
	}
	if _, ok := Find("Person", "wings"); ok {
		t.Error("a person has wings")
	}
}

package mapping

import (
	"strings"
	"testing"
)

func TestAFormsDraftIsReadAsItWasMeant(t *testing.T) {
	d := Draft{List: "فهرست: «الف» # ۱", Header: 2, Sheet: "yes", Language: "fa", Calendar: "solar", Grade: "B3", RowID: "1",
		Columns: []DraftColumn{{"نام", "given_name", ""}, {"null", "surname", ""}, {"Born: on", "birth_date", "gregorian"}, {"left", "", ""}},
		About:   About{MadeBy: "- the \"Committee\"", Definition: "a\nb", Copies: []string{"one", "{two}"}, Repeats: true}}
	m, err := Parse([]byte(d.Write()))
	if err != nil {
		t.Fatalf("%v\n%s", err, d.Write())
	}
	if m.List != d.List || m.Header != 2 || m.Sheet != "yes" || m.Calendar != "solar" || m.Grade != "B3" || m.RowID != "1" || len(m.Columns) != 3 || len(m.Name) != 2 {
		t.Errorf("%+v", m)
	}
	if c := m.Columns["Born: on"]; c.Property != "birth_date" || c.Calendar != "gregorian" || m.Columns["null"].Property != "surname" {
		t.Errorf("%+v", m.Columns)
	}
	if m.About.MadeBy != d.About.MadeBy || len(m.About.Copies) != 2 || m.About.Copies[1] != "{two}" || !m.About.Repeats {
		t.Errorf("%+v", m.About)
	}
	headings := []string{"1", " نام ", "NULL", "Born: on", "left"}
	if !m.Fits(headings) || m.Fits(headings[:3]) {
		t.Error("it is not told which tables a mapping fits")
	}
	for heading, want := range map[string]string{"1": "row_id", "Null": "surname", "left": "", "نام": "given_name"} {
		if got := m.Property(heading); got != want {
			t.Errorf("%q is taken for %q, want %q", heading, got, want)
		}
	}
}

func FuzzDraft(f *testing.F) {
	f.Add("list", "heading", "made by")
	f.Add("\u202e#", "- [a", "\x00\\\"")
	f.Fuzz(func(t *testing.T, list, heading, by string) {
		text := Draft{List: list + "x", Header: 1, Columns: []DraftColumn{{heading + "x", "name", ""}}, About: About{MadeBy: by}}.Write()
		if _, err := Parse([]byte(text)); err != nil && !strings.Contains(err.Error(), "list") {
			t.Errorf("%q, %q, %q: %v\n%s", list, heading, by, err, text)
		}
	})
}

package mapping

import (
	"strings"
	"testing"
)

func TestValuesOfOtherProgramsAreReadAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ form, in, want string }{
		{FormDates, "1983-05-02", "1983-05-02"}, {FormDates, "420681600", "1983-05-02"}, {FormDates, "-86400", "-86400"}, {FormDates, "-864000", "1969-12-22"},
		{FormDates, "1983/05/02", "1983-05-02"}, {FormDates, "1983", "1983"}, {FormDates, "1983-05-02~1983-06-01", "1983-05-02/1983-06-01"},
		{FormDates, "1983/05/02:1983/06/01", "1983-05-02/1983-06-01"}, {FormDates, "420681600~", "1983-05-02/.."}, {FormDates, "a summer", "a summer"}, {FormDates, "", ""},
		{FormDates, "99999999999999999999", "99999999999999999999"}, {FormDates, "1983-05-02~1983-05-02", "1983-05-02"},
		{FormMoment, "1983-05-02T00:00", "1983-05-02"}, {FormMoment, "1983-05-02 00:00:00", "1983-05-02"}, {FormMoment, "1983-05-02T04:30", "1983-05-02"}, {FormMoment, "May", "May"}, {FormMoment, "1983-05-02Tea", "1983-05-02Tea"},
		{FormPoint, "35.61|51.40", "35.61, 51.40"}, {FormPoint, "here", "here"},
		{FormHuridocs, "01030000000041", "MT41 010300000000"}, {FormHuridocs, "01000000000004", "MT4 010000000000"}, {FormHuridocs, "killed", "killed"},
		{FormFile, "a.pdf", "a.pdf"}, {"", "x", "x"},
	} {
		if got := AsWritten(c.form, c.in); got != c.want {
			t.Errorf("%s %q is %q, not %q", c.form, c.in, got, c.want)
		}
	}
}

func TestRowsAreChosenByTheirCells(t *testing.T) {
	m, err := Parse([]byte("list: x\ncolumns: {Title: name}\nonly: {Template: [Victim, Prisoner]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.Layout([]string{"Title", "Template", "Else"})
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]bool{"a|victim": true, "a| Prisoner ": true, "a|Report": false, "a|": false, "a": false} {
		if got := l.Takes(strings.Split(row, "|")); got != want {
			t.Errorf("%q is taken: %v", row, got)
		}
	}
	if used := l.Used(); !used[0] || !used[1] || used[2] {
		t.Errorf("used are %v", used)
	}
	if _, err := m.Layout([]string{"Title"}); err == nil {
		t.Error("a table without the column fits")
	}
	for _, wrong := range []string{"list: x\ncolumns: {A: {property: name, form: odd}}\n", "list: x\ncolumns: {A: {property: name, row_of: y, thing: z}}\nthings: {z: {schema: Site, columns: {A: name}}}\n"} {
		if _, err := Parse([]byte(wrong)); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func FuzzAsWritten(f *testing.F) {
	f.Add(FormDates, "1~2")
	f.Add(FormHuridocs, "01030000000041")
	f.Fuzz(func(t *testing.T, form, value string) {
		if got := AsWritten(form, value); len(got) > len(value)+20 {
			t.Errorf("%q became %q", value, got)
		}
	})
}

package mapping

import (
	"strings"
	"testing"
)

func TestColumnsAreProposedByTheirHeadings(t *testing.T) {
	rows := [][]string{{"۱", "نوید کاردان", "بهرام", "مرداد ۱۳۴۰", "1", "x"}, {"۲", "مینا", "", "۱۳۴۲", "2", "y"}, {"۳", "رضا", "علی", "-", "3", "z"}}
	got := Propose([]string{"ردیف", "نام و نام خانوادگي", "نام پدر", "تاریخ تولد", "Anything", "Father's name"}, rows)
	for i, want := range []string{"row_id", "name", "father_name", "birth_date", "", ""} {
		if got[i].Property != want {
			t.Errorf("column %d (%s) is proposed as %q because of %s, want %q", i, got[i].Heading, got[i].Property, got[i].Why, want)
		}
	}
	if got[2].Filled != 2 || got[1].Samples[0] != "نوید کاردان" {
		t.Errorf("%+v", got[2])
	}
	m, err := Parse([]byte(Write("فهرست \"الف\": ۱", got, "fa")))
	if err != nil || m.List != "فهرست \"الف\": ۱" || m.RowID != "ردیف" || m.Columns["تاریخ تولد"].Property != "birth_date" || len(m.Columns) != 3 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestAColumnOfDatesIsToldAndNotDecided(t *testing.T) {
	got := Propose([]string{"x"}, [][]string{{"12 May 1983"}, {"1983-06-01"}, {"July 1984"}})
	if got[0].Property != "" || got[0].Why == "nothing tells" {
		t.Errorf("%+v", got[0])
	}
}

func FuzzPropose(f *testing.F) {
	f.Add("Name: \"x\"\n", "12 May")
	f.Add("\u202e#", "- [a")
	f.Fuzz(func(t *testing.T, heading, value string) {
		g := Propose([]string{heading, "Name"}, [][]string{{value, "n"}, {value, "m"}})
		if _, err := Parse([]byte(Write(value+"x", g, ""))); err != nil && g[1].Property == "name" {
			t.Errorf("%q, %q: the proposal can't be read: %v\n%s", heading, value, err, Write(value+"x", g, ""))
		}
	})
}

// A name beside a surname is the given name, and both together are the name.
func TestANameBesideASurnameIsTheGivenOne(t *testing.T) {
	for _, headings := range [][]string{{"نام", "نام خانوادگی"}, {"Name", "Surname"}} {
		got := Propose(headings, [][]string{{"a", "b"}})
		if got[0].Property != "given_name" || got[1].Property != "surname" || !strings.Contains(Write("l", got, ""), "name: [given_name, surname]") || strings.Contains(Write("l", got, ""), "\nlanguage:") {
			t.Errorf("%v is proposed as %q and %q", headings, got[0].Property, got[1].Property)
		}
	}
	if got := Propose([]string{"نام و نام خانوادگی"}, [][]string{{"a b"}}); got[0].Property != "name" {
		t.Errorf("a whole name is proposed as %q", got[0].Property)
	}
}

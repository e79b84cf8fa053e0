package cellref_test

import (
	"testing"

	"sanad/internal/ground/cellref"
)

func TestCellsHaveTheNamesSpreadsheetsUse(t *testing.T) {
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 701: "ZZ", 702: "AAA", 16383: "XFD", -1: "?"} {
		if got := cellref.Column(column); got != want {
			t.Errorf("column %d is %q, want %q", column, got, want)
		}
	}
	if got := cellref.Of(2, 12); got != "C12" {
		t.Errorf("got %q, want C12", got)
	}
	for _, bad := range []string{"", "C", "12", "c12", "C012", "C0", "C-1", "$C$12", "C12 ", "C1.5", "ABCDEFG1", "A99999999999"} {
		if column, row, err := cellref.Parse(bad); err == nil {
			t.Errorf("%q was read as %d, %d", bad, column, row)
		}
	}
}

func FuzzCellRef(f *testing.F) {
	f.Add("C12", 2, 12)
	f.Fuzz(func(t *testing.T, ref string, column, row int) {
		if c, r, err := cellref.Parse(ref); err == nil && cellref.Of(c, r) != ref {
			t.Fatalf("%q is also called %q", ref, cellref.Of(c, r))
		}
		if column < 0 || column > 1<<20 || row < 1 || row > 1<<30 {
			return
		}
		if c, r, err := cellref.Parse(cellref.Of(column, row)); err != nil || c != column || r != row {
			t.Fatalf("%s was read as %d, %d: %v", cellref.Of(column, row), c, r, err)
		}
	})
}

package calendar

import "testing"

func spanOf(t *testing.T, edtf string) Span {
	t.Helper()
	e, err := ParseEDTF(edtf)
	if err != nil {
		t.Fatal(err)
	}
	return e.Span()
}

func TestSpansAreComparedByWhatIsCertain(t *testing.T) {
	for _, c := range []struct {
		a, b                       string
		before, overlaps, contains bool
	}{
		{"1988-07", "1988-08", true, false, false},
		{"1988-07", "1988-07-31/1988-08-02", false, true, false},
		{"1988", "1988-07-20", false, true, true},
		{"1988-08", "1988-07", false, false, false},
		{"../1987", "1988", true, false, false},
		{"1988/..", "2000", false, true, true},
		{"1988/", "2000", false, true, true},
		{"/1987", "1986", false, true, true},
		{"../..", "1988", false, true, true},
		{"1988", "1988/..", false, true, false},
	} {
		a, b := spanOf(t, c.a), spanOf(t, c.b)
		if got := a.Before(b); got != c.before {
			t.Errorf("%s before %s: %v", c.a, c.b, got)
		}
		if got := a.Overlaps(b); got != c.overlaps || got != b.Overlaps(a) {
			t.Errorf("%s overlaps %s: %v", c.a, c.b, got)
		}
		if got := a.Contains(b); got != c.contains {
			t.Errorf("%s contains %s: %v", c.a, c.b, got)
		}
	}
}

func TestSpansMeetAndJoin(t *testing.T) {
	for _, c := range []struct{ a, b, both, either string }{
		{"1987/1988-06", "1988/1989", "1988-01-01 1988-06-30", "1987-01-01 1989-12-31"},
		{"../1988", "1980/..", "1980-01-01 1988-12-31", ".. .."},
		{"/1988", "../1980", ".. 1980-12-31", ".. 1988-12-31"},
		{"1980/", "1985/..", "1985-01-01 ..", "1980-01-01 .."},
	} {
		a, b := spanOf(t, c.a), spanOf(t, c.b)
		both, ok := a.Intersect(b)
		if got := both.Earliest.String() + " " + both.Latest.String(); !ok || got != c.both {
			t.Errorf("%s and %s have %s in common, want %s", c.a, c.b, got, c.both)
		}
		either := a.Union(b)
		if got := either.Earliest.String() + " " + either.Latest.String(); got != c.either {
			t.Errorf("%s and %s are together %s, want %s", c.a, c.b, got, c.either)
		}
	}
	if _, ok := spanOf(t, "1987").Intersect(spanOf(t, "1988")); ok {
		t.Error("1987 and 1988 have a day in common")
	}
}

func TestASpanHasALengthIfItsEndsAreKnown(t *testing.T) {
	if n, ok := spanOf(t, "1988").Length(); !ok || n != 366 {
		t.Errorf("1988 has %d days", n)
	}
	if _, ok := spanOf(t, "1988/..").Length(); ok {
		t.Error("a span without an end has a length")
	}
	if n, _ := spanOf(t, "1988-07-20").Widen(1).Length(); n != 3 {
		t.Errorf("a day and one more at each end are %d days", n)
	}
	if !spanOf(t, "1988-07").ContainsDay(gregorianDay(1988, 7, 31)) {
		t.Error("31 July is not in July")
	}
}

package fiction

import "testing"

// The first row is sample data of Calendrical Calculations (R.D. 728714). The
// others are days around the turns of years, their Hijri dates by the closed
// formula floor((11y+3)/30) + 354y + 30m - floor((m-1)/2) + d.
func TestOneDayHasItsPublishedDateInThreeCalendars(t *testing.T) {
	for _, c := range []struct {
		solar, gregorian, hijri Date
	}{
		{Date{1374, 12, 6}, Date{1996, 2, 25}, Date{1416, 10, 5}},
		{Date{1361, 7, 1}, Date{1982, 9, 23}, Date{1402, 12, 4}},
		{Date{1361, 7, 27}, Date{1982, 10, 19}, Date{1403, 1, 1}},
		{Date{1361, 7, 26}, Date{1982, 10, 18}, Date{1402, 12, 29}},
		{Date{1375, 12, 30}, Date{1997, 3, 20}, Date{1417, 11, 11}},
		{Date{1399, 1, 1}, Date{2020, 3, 20}, Date{1441, 7, 25}},
		{Date{1310, 1, 1}, Date{1931, 3, 22}, Date{1349, 11, 3}},
	} {
		d := solarDay(c.solar.Year, c.solar.Month, c.solar.Dom)
		if got := d.Gregorian(); got != c.gregorian {
			t.Errorf("%v: Gregorian %v, want %v", c.solar, got, c.gregorian)
		}
		if got := d.Hijri(); got != c.hijri {
			t.Errorf("%v: Hijri %v, want %v", c.solar, got, c.hijri)
		}
	}
}

func TestEverySolarDateComesBackFromItsDay(t *testing.T) {
	for d := Day(-40000); d < 20000; d++ {
		s := d.Solar()
		if back := solarDay(s.Year, s.Month, s.Dom); back != d {
			t.Fatalf("day %d is %v, which is day %d", d, s, back)
		}
	}
}

func TestHijriDaysFollowEachOther(t *testing.T) {
	before := Day(-40000).Hijri()
	for d := Day(-39999); d < 20000; d++ {
		now := d.Hijri()
		sameMonth := now == Date{before.Year, before.Month, before.Dom + 1}
		nextMonth := now == Date{before.Year, before.Month + 1, 1} && before.Dom >= 29
		nextYear := now == Date{before.Year + 1, 1, 1} && before.Month == 12 && before.Dom >= 29
		if !sameMonth && !nextMonth && !nextYear || now.Dom > 30 {
			t.Fatalf("%v is followed by %v", before, now)
		}
		before = now
	}
}

func TestDatesAreWrittenAsInThePapers(t *testing.T) {
	d := solarDay(1361, 7, 21)
	if got, want := solarText(d.Solar()), "۲۱ مهر ۱۳۶۱"; got != want {
		t.Errorf("solarText = %q, want %q", got, want)
	}
	if got, want := d.EDTF(), "1982-10-13"; got != want {
		t.Errorf("EDTF = %q, want %q", got, want)
	}
}

// The numbers are those that the reference text of SplitMix64 prints for the
// seed 1234567.
func TestTheGeneratorIsSplitMix64(t *testing.T) {
	s := stream(1234567)
	for i, want := range []uint64{
		6457827717110365317, 3203168211198807973, 9817491932198370423,
		4593380528125082431, 16408922859458223821,
	} {
		if got := s.next(); got != want {
			t.Fatalf("number %d = %d, want %d", i, got, want)
		}
	}
}

func TestSharesAreKept(t *testing.T) {
	s, seen := streamOf(3, 1), [3]int{}
	for range 100_000 {
		seen[s.share(5, 3, 2)]++
	}
	for i, want := range []int{50_000, 30_000, 20_000} {
		if d := seen[i] - want; d < -800 || d > 800 {
			t.Errorf("share %d came %d times, want about %d", i, seen[i], want)
		}
	}
}

package fiction

import (
	"fmt"
	"testing"
)

// The calendars have tests of their own; here it is that the story counts from
// the right day.
func TestTheStoryBeginsWithTheAutumnOf1361(t *testing.T) {
	for d, want := range map[Day][3]string{
		0:  {"1361 7 1", "1982 9 23", "1402 12 4"},
		26: {"1361 7 27", "1982 10 19", "1403 1 1"},
		89: {"1361 9 30", "1982 12 21", "1403 3 5"},
	} {
		for i, date := range []Date{d.Solar(), d.Gregorian(), d.Hijri()} {
			if got := fmt.Sprint(date.Year, date.Month, date.Day); got != want[i] {
				t.Errorf("day %d is %s, want %s", d, got, want[i])
			}
		}
		if s := d.Solar(); solarDay(s.Year, s.Month, s.Day) != d {
			t.Errorf("%v is day %d, want %d", s, solarDay(s.Year, s.Month, s.Day), d)
		}
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

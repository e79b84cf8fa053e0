package fiction

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRowsTellTheSameOverlapsAsTheTruth(t *testing.T) {
	for _, people := range []int{0, 10, 300, 5000} {
		c := Make(11, people)
		on := make([]pattern, c.Truth.People)
		for l, list := range c.Lists {
			i := 0
			for row := range list.Rows() {
				if int(c.Truth.Rows[l][i]) != row.Person {
					t.Fatalf("list %s row %d is person %d, truth says %d", list.Key, i, row.Person, c.Truth.Rows[l][i])
				}
				on[row.Person] |= 1 << l
				i++
			}
			if i != list.Len {
				t.Errorf("list %s has %d rows, Len says %d", list.Key, i, list.Len)
			}
		}
		counted, listed := map[string]int{}, 0
		for _, p := range on {
			counted[p.String()]++
			if p != 0 {
				listed++
			}
		}
		for key, want := range c.Truth.Patterns {
			if counted[key] != want {
				t.Errorf("%d people: %d are on %s, truth says %d", people, counted[key], key, want)
			}
		}
		if listed != c.Truth.Listed || len(c.Truth.Patterns) != 8 {
			t.Errorf("%d people: %d listed, truth says %d", people, listed, c.Truth.Listed)
		}
	}
}

func TestAFewRowsRepeatSomebodyAndAreCounted(t *testing.T) {
	for _, people := range []int{300, 5000, 20_000} {
		c := Make(12, people)
		for l, rows := range c.Truth.Rows {
			distinct := map[int32]bool{}
			for _, p := range rows {
				distinct[p] = true
			}
			if got, want := len(rows)-len(distinct), c.Truth.Duplicates[l]; got != want {
				t.Errorf("list %d of %d people repeats %d, truth says %d", l, people, got, want)
			}
			if 200*c.Truth.Duplicates[l] > len(rows) {
				t.Errorf("list %d: %d of %d rows repeat somebody, over 0.5 %%", l, c.Truth.Duplicates[l], len(rows))
			}
			if people > 300 && c.Truth.Duplicates[l] == 0 {
				t.Errorf("list %d of %d people repeats nobody", l, people)
			}
		}
	}
}

func TestListsHoldTheStatedShareOfThePeople(t *testing.T) {
	for _, c := range []struct {
		people int
		off    float64
	}{{300, .09}, {5000, .025}, {50_000, .008}} {
		made := Make(13, c.people)
		for l, list := range made.Lists {
			share := float64(list.Len-made.Truth.Duplicates[l]) / float64(c.people)
			if math.Abs(share-list.Rate) > c.off {
				t.Errorf("%d people: list %s holds %.3f, stated %.3f", c.people, list.Key, share, list.Rate)
			}
		}
	}
}

// Chapman's estimate assumes that lists are independent. If they are, each
// pair of lists must give back the true number.
func TestEachPairOfListsImpliesTheTruth(t *testing.T) {
	const people = 50_000
	patterns := Make(14, people).Truth.Patterns
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		var a, b, both float64
		for key, n := range patterns {
			onA, onB := key[pair[0]] != '-', key[pair[1]] != '-'
			if onA {
				a += float64(n)
			}
			if onB {
				b += float64(n)
			}
			if onA && onB {
				both += float64(n)
			}
		}
		if estimate := (a+1)*(b+1)/(both+1) - 1; math.Abs(estimate/people-1) > .03 {
			t.Errorf("lists %v imply %.0f people, truly %d", pair, estimate, people)
		}
	}
}

func written(t *testing.T, l List) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := l.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWrittenListsReadBackAsTheirRows(t *testing.T) {
	boms, delimiters := 0, map[rune]bool{}
	for _, l := range Make(15, 1000).Lists {
		text := written(t, l)
		if bytes.HasPrefix(text, []byte("\ufeff")) != l.BOM {
			t.Errorf("list %s: byte order mark, want %v", l.Key, l.BOM)
		}
		if l.BOM {
			boms++
		}
		if bytes.Contains(text, []byte("\r\n")) != l.CRLF {
			t.Errorf("list %s: CRLF, want %v", l.Key, l.CRLF)
		}
		delimiters[l.Delimiter] = true
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
		r.Comma = l.Delimiter
		lines, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		i := 1
		for row := range l.Rows() {
			if got, want := strings.Join(lines[i], "|"), strings.Join(row.Cells, "|"); got != want {
				t.Errorf("list %s line %d reads %q, want %q", l.Key, i, got, want)
			}
			i++
		}
		if i != len(lines) || strings.Join(lines[0], "|") != strings.Join(l.Header, "|") {
			t.Errorf("list %s: %d lines under %q", l.Key, len(lines), lines[0])
		}
	}
	if boms != 1 || len(delimiters) != 3 {
		t.Errorf("%d lists with a byte order mark and %d delimiters, want 1 and 3", boms, len(delimiters))
	}
}

func TestMappingsNameExactlyTheColumns(t *testing.T) {
	c := Make(1, 10)
	tables := map[string][]string{}
	for _, l := range c.Lists {
		tables[l.Mapping] = l.Header
	}
	for _, f := range c.Files {
		if f.Mapping != "" {
			first, _, _ := strings.Cut(string(f.Bytes), "\n")
			tables[f.Mapping] = strings.Split(first, ",")
		}
	}
	if len(tables) != 5 {
		t.Errorf("%d mappings, want those of three lists and two gazettes", len(tables))
	}
	for mapping, header := range tables {
		for i, column := range header {
			want := `"` + column + `": ` // of the row, or of a thing it speaks of
			if i == 0 {
				want = `row_id: "` + column + `"`
			}
			if strings.Count(mapping, want) != 1 {
				t.Errorf("not once %q in mapping:\n%s", want, mapping)
			}
		}
		if got := strings.Count(mapping, "\": "); got != len(header)-1 {
			t.Errorf("mapping has %d columns, the table %d", got, len(header)-1)
		}
	}
}

func TestNoRowIsWithoutName(t *testing.T) {
	for _, l := range Make(16, 5000).Lists {
		for row := range l.Rows() {
			if len(row.Cells) != len(l.Header) {
				t.Fatalf("list %s: %d cells under %d columns", l.Key, len(row.Cells), len(l.Header))
			}
			if utf8.RuneCountInString(row.Cells[1]) < 2 || l.Key == "A" && utf8.RuneCountInString(row.Cells[2]) < 2 {
				t.Errorf("list %s: no name in %q", l.Key, row.Cells)
			}
		}
	}
}

// Each kind of slip must be there, or a demonstration shows a linkage that
// had nothing to overcome.
func TestListsHaveTheSlipsOfRealLists(t *testing.T) {
	c := Make(17, 8000)
	for _, s := range []struct {
		what     string
		list     int
		lo, hi   float64
		happened func([]string) bool
	}{
		{"Arabic keyboard", 0, .05, .09, func(c []string) bool { return strings.ContainsAny(strings.Join(c, ""), "يك") }},
		{"joiner in a name", 0, .1, .4, func(c []string) bool { return strings.Contains(c[1]+c[2], "\u200c") }},
		{"space in a name", 0, .05, .4, func(c []string) bool { return strings.Contains(c[1]+c[2], " ") }},
		{"no father", 0, .13, .17, func(c []string) bool { return c[3] == "" }},
		{"no year of birth", 0, .1, .14, func(c []string) bool { return c[4] == "" }},
		{"no date", 0, .15, .25, func(c []string) bool { return c[7] == "" }},
		{"impossible year of birth", 0, .003, .02, func(c []string) bool { return c[4] > "۱۳۴۵" }},
		{"bin or bint", 1, .09, .15, func(c []string) bool { return strings.Contains(c[1], " بن ") || strings.Contains(c[1], " بنت ") }},
		{"Gregorian year", 1, .2, .3, func(c []string) bool { return strings.HasSuffix(c[2], " م") }},
		{"family name first", 2, .05, .09, func(c []string) bool { return strings.Contains(c[1], ", ") }},
		{"year of two", 2, .08, .13, func(c []string) bool { return strings.Contains(c[3], "/") }},
	} {
		n := 0
		for row := range c.Lists[s.list].Rows() {
			if s.happened(row.Cells) {
				n++
			}
		}
		if share := float64(n) / float64(c.Lists[s.list].Len); share < s.lo || share > s.hi {
			t.Errorf("%s in %.3f of list %d, want %.3f to %.3f", s.what, share, s.list, s.lo, s.hi)
		}
	}
}

type fullDisk struct{ left int }

var errFull = errors.New("disk is full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAListThatCannotBeWrittenSaysSo(t *testing.T) {
	for _, l := range Make(1, 1000).Lists {
		for _, room := range []int{0, 2, 9000} {
			if err := l.WriteCSV(&fullDisk{room}); !errors.Is(err, errFull) {
				t.Errorf("list %s into %d bytes: error %v", l.Key, room, err)
			}
		}
	}
}

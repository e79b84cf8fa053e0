package linkage

import (
	"fmt"
	"strings"
	"testing"
)

const plainMapping = `
fields:
  - {name: given, kind: name}
  - {name: surname, kind: name}
  - {name: full, columns: [given, surname], kind: full}
  - {name: born, kind: date}
  - {name: place, kind: text}
blocking:
  - given.sound+surname.sound
  - full.two
  - born
refine: [born.year, place]
`

func plainTable(t testing.TB, mapping string, rows int, row func(i int) ([]string, int)) *Table {
	t.Helper()
	table := emptyTable(t, mapping)
	if err := table.Headings([]string{"given", "surname", "born", "place"}); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		cells, list := row(i)
		if err := table.Add(cells, list); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

// mostCompared is how many pairs a hostile table may make the linker compare,
// for each row.
const mostCompared = 1000

func TestNoTableMakesTheWorkQuadratic(t *testing.T) {
	for name, row := range map[string]func(i int) ([]string, int){
		"rows that are all equal":     func(int) ([]string, int) { return []string{"Ali", "Rezai", "1340", "Simrud"}, 0 },
		"one name, nothing else":      func(int) ([]string, int) { return []string{"Ali", "", "", ""}, 0 },
		"one name, a place each":      func(i int) ([]string, int) { return []string{"Ali", "Rezai", "", fmt.Sprint("town ", i)}, 0 },
		"one name, few years":         func(i int) ([]string, int) { return []string{"Ali", "Rezai", fmt.Sprint(1300 + i%40), ""}, 0 },
		"one day":                     func(i int) ([]string, int) { return []string{fmt.Sprint("n", i), "", "1988-07-27", ""}, 0 },
		"nothing at all":              func(int) ([]string, int) { return []string{"", "", "", ""}, 0 },
		"no cells":                    func(int) ([]string, int) { return nil, 0 },
		"a name of a thousand tokens": func(i int) ([]string, int) { return []string{strings.Repeat("ali ", 1000), fmt.Sprint(i)}, 0 },
	} {
		t.Run(name, func(t *testing.T) {
			table := plainTable(t, plainMapping, 12_000, row)
			r := linked(t, table, Options{Seed: 1, RandomPairs: 20_000, BlockCap: 500})
			if r.Report.Compared > mostCompared*int64(table.Len()) {
				t.Errorf("%d pairs were compared of %d rows", r.Report.Compared, table.Len())
			}
			if strings.HasPrefix(name, "one ") && len(r.Report.Skipped) == 0 && r.Report.Equal == 0 {
				t.Error("what was left out is not named")
			}
			if strings.Contains(name, "equal") && r.Report.Equal == 0 {
				t.Error("the equal rows are not named")
			}
		})
	}
}

func TestOfAHundredThousandEqualKeysEveryOneIsAccountedFor(t *testing.T) {
	table := plainTable(t, plainMapping, 100_000, func(i int) ([]string, int) { return []string{"Ali", "Rezai", "", fmt.Sprint("t", i)}, 0 })
	r := linked(t, table, Options{Seed: 1, RandomPairs: 20_000})
	if s := r.Report.Skipped; len(s) == 0 || s[0].Parted != 1 || s[0].Pairs+float64(r.Report.Rules[0].Compared) != 100_000*99_999/2 || s[0].Pairs < 100_000*99_990/2 {
		t.Errorf("left out: %+v; compared: %+v", r.Report.Skipped, r.Report.Rules)
	}
}

func TestAListIsNotLinkedWithItself(t *testing.T) {
	row := func(i int) ([]string, int) {
		n := i / 2
		return []string{fmt.Sprint("g", n%50), fmt.Sprint("family", n), fmt.Sprint(1300 + n%40), "Simrud"}, i % 2
	}
	table := plainTable(t, "unique_lists: true\n"+plainMapping, 2000, row)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000})
	if len(r.Clusters) < 900 {
		t.Errorf("only %d of 1000 people were found", len(r.Clusters))
	}
	for _, c := range r.Clusters {
		if len(c.Rows) > 2 || table.list[c.Rows[0]] == table.list[c.Rows[1]] {
			t.Fatalf("rows of one list are together: %v", c.Rows)
		}
	}
	same := plainTable(t, "unique_lists: true\n"+plainMapping, 500, func(i int) ([]string, int) { c, _ := row(i); return c, 0 })
	if r := linked(t, same, Options{Seed: 1, RandomPairs: 20_000}); len(r.Clusters) > 0 {
		t.Errorf("one list that has nobody twice gave %d clusters", len(r.Clusters))
	}
}

func TestOneDayInThreeCalendarsIsOneDay(t *testing.T) {
	k := newDateKind(Field{Kind: KindDate})
	for _, text := range []string{"1988-07-27", "27 July 1988", "1367/05/05", "۵ مرداد ۱۳۶۷"} {
		if level := k.compare(k.add("1988-07-27"), k.add(text)); level != dateSame {
			t.Errorf("%s: %s", text, k.levels()[level-1])
		}
	}
	for text, want := range map[string]uint8{
		"1988-07-28": dateSlip, "1988": dateMaybe, "1988-27-07": dateTurned, "۱۳۶۷": dateMaybe, "1990": dateClose, "1901-02-03": dateDifferent, "1988-07-88": dateSlips, "1988-07-37": dateSlip,
	} {
		if level := k.compare(k.add("1988-07-27"), k.add(text)); level != want {
			t.Errorf("%s: %s, not %s", text, k.levels()[level-1], k.levels()[want-1])
		}
	}
	if k.add("somewhen") != 0 || k.unread != 1 {
		t.Error("a date that can't be read is not counted as that")
	}
}

func TestTheWordsForTwoDatesAreTrue(t *testing.T) {
	k := newDateKind(Field{Kind: KindDate})
	for _, c := range [][3]string{
		{"1988", "۱۳۶۷", "may be the same day"}, // the years overlap, and neither is within the other
		{"1988-07", "1988", "may be the same day"},
		{"1988-12-31", "1989-01-01", "up to a year apart"},
		{"1988", "1992", "up to five years apart"}, {"1988", "1998", "up to ten years apart"}, {"1988", "2008", "different"},
	} {
		if got := k.levels()[k.compare(k.add(c[0]), k.add(c[1]))-1]; got != c[2] {
			t.Errorf("%s and %s: %s, not %s", c[0], c[1], got, c[2])
		}
	}
}

func TestALargeComponentIsPartedWhereItIsWeak(t *testing.T) {
	table, truth, _ := rosterTable(t, 1500)
	r := linked(t, table, Options{Seed: 1, RandomPairs: 50_000, Low: -30, ComponentCap: 60})
	if q := MeasureClusters(r.Clusters, truth, allRows, nil); q.F1 < .85 {
		t.Errorf("F1 is %.3f", q.F1)
	}
}

// chainOf makes a component of rows of which neighbours have 5 bits, others
// fewer the further they are.
func chainOf(n int) *component {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	c := newComponent(rows)
	for i := range n {
		for j := i + 1; j < n; j++ {
			c.set(i, j, 5-8*float64(j-i-1))
		}
	}
	return c
}

func TestBridgesAreThePairsThatAloneHold(t *testing.T) {
	c := chainOf(4)
	if got := c.bridges([]int32{0, 1, 2, 3}, 0); len(got) != 3 {
		t.Errorf("a chain of four has the bridges %v", got)
	}
	c.set(0, 2, 3)
	if got := c.bridges([]int32{0, 1, 2, 3}, 0); len(got) != 1 || got[0].Left != 2 || got[0].Right != 3 {
		t.Errorf("a ring of three with a tail has the bridges %v", got)
	}
}

func TestAChainIsNotOneCluster(t *testing.T) {
	c := chainOf(10)
	sets, _ := cut(10, c.merges(nil), 0)
	for _, set := range sets {
		if len(set) > 3 {
			t.Errorf("average linkage put %d rows of a chain together", len(set))
		}
	}
}

package count

import (
	"math"
	"strings"
	"testing"
)

func two(n1only, n2only, both int64) Table {
	return Table{Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: n1only, 2: n2only, 3: both}}
}

// The figures are Seber's formula worked by hand: n1 = 100, n2 = 80, m = 20.
func TestChapmanIsSebersFormula(t *testing.T) {
	e, err := Chapman(two(80, 60, 20), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]float64{
		"point":          {e.Point, 101*81.0/21 - 1},
		"standard error": {e.StdErr, math.Sqrt(101 * 81 * 80 * 60 / (21 * 21 * 22.0))},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-9 {
			t.Errorf("%s is %v, want %v", what, pair[0], pair[1])
		}
	}
	unseen, se := e.Point-160, e.StdErr
	c := math.Exp(1.959963984540054 * math.Sqrt(math.Log(1+se*se/(unseen*unseen))))
	if math.Abs(e.Interval[0]-(160+unseen/c)) > 1e-6 || math.Abs(e.Interval[1]-(160+unseen*c)) > 1e-6 {
		t.Errorf("interval is %v", e.Interval)
	}
	if e.Band[1].Theta != 1 || math.Abs(e.Band[1].N-(160+80*60/20.0)) > 1e-9 {
		t.Errorf("the band at theta 1 is %v, want Lincoln and Petersen's", e.Band[1])
	}
}

func TestAnEstimateNeverFallsBelowWhatIsDocumented(t *testing.T) {
	for _, table := range []Table{two(1, 1, 5), two(1, 1, 1), two(2, 9, 1), two(1000, 3, 1), two(5, 5, 500)} {
		e, err := Chapman(table, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		low, high := e.Outward()
		if low < table.Minimum() || high < low || math.IsNaN(e.Point) || math.IsNaN(e.Interval[1]) {
			t.Errorf("%v: %v, interval %d to %d, documented %d", table.Patterns, e.Point, low, high, table.Minimum())
		}
		if len(e.Warnings) < 3 {
			t.Errorf("%v carries only %d warnings", table.Patterns, len(e.Warnings))
		}
	}
}

func TestNoOverlapGivesNoNumber(t *testing.T) {
	if _, err := Chapman(two(50, 50, 0), 0, 1); err == nil {
		t.Error("an estimate from lists that share nobody")
	}
}

// Of a list within another the formulas would say that nobody is missing,
// without a doubt.
func TestAListWithinAnotherGivesNoNumber(t *testing.T) {
	for _, table := range []Table{two(8, 0, 4), two(0, 8, 4), two(0, 0, 4)} {
		if e, err := Chapman(table, 0, 1); err == nil {
			t.Errorf("%v: %v", table.Patterns, e.Interval)
		}
	}
}

func TestPeopleAreCountedOnceByTheListsTheyAreOn(t *testing.T) {
	table, err := Tabulate([]string{"A", "B", "C"}, [][]int{{0}, {0, 1}, {1, 2}, {0, 1, 2}, {0}})
	if err != nil {
		t.Fatal(err)
	}
	if table.Minimum() != 5 || table.On(0) != 4 || table.OnBoth(1, 2) != 2 || table.OnBoth(0, 1) != 2 {
		t.Errorf("minimum %d, on A %d, on B and C %d", table.Minimum(), table.On(0), table.OnBoth(1, 2))
	}
	var keys []string
	for _, o := range table.Overlaps() {
		keys = append(keys, o.Key())
	}
	if got := strings.Join(keys, "; "); got != "A; A + B; B + C; A + B + C" {
		t.Errorf("overlaps: %s", got)
	}
	if _, err := Tabulate(make([]string, MaxLists+1), [][]int{{0}}); err == nil {
		t.Error("more lists than a table holds were counted")
	}
	for _, wrong := range [][][]int{{{}}, {{3}}, {{-1}}} {
		if _, err := Tabulate([]string{"A"}, wrong); err == nil {
			t.Errorf("%v was counted", wrong)
		}
	}
}

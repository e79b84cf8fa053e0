package estimate

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/ground/chance"
	"sanad/internal/ground/fail"
)

// The figures are Rcapture's closedp.bc, "Mh Chao".
func TestChaosBoundIsRcaptures(t *testing.T) {
	for name, c := range map[string]struct {
		table string
		n, se float64
	}{
		"kosovo":    {kosovo, 8796.50594563986, 224.18231976865},
		"hare":      {hare, 78.8695652173913, 5.7905873727458},
		"rome":      {rome, 12064.0021551724, 1060.60819436972},
		"york":      {york, 666.642328042328, 22.0728589863769},
		"australia": {australia, 1360.91489361702, 172.602483420691},
	} {
		b, err := Chao(table(t, c.table))
		if err != nil {
			t.Fatal(err)
		}
		near(t, name, b.Equal, c.n, 1e-10)
		near(t, name+"'s standard error", b.StdErr, c.se, 1e-9)
	}
	b, _ := Chao(table(t, kosovo))
	near(t, "for unequal lists", b.Unequal, 8590.8, 1e-5)
	near(t, "the low end", b.Interval.Low, 8379, 1e-4)
	near(t, "the high end", b.Interval.High, 9258, 1e-4)
}

func TestListsThatAvoidEachOtherTakeTheBoundAway(t *testing.T) {
	b, err := Chao(count.Table{Lists: []string{"A", "B", "C"}, Patterns: map[uint32]int64{1: 100, 2: 100, 3: 5, 4: 200, 5: 90, 6: 90, 7: 4}})
	if err != nil || b.Holds() || b.Avoiding[0].Lists != [2]string{"A", "B"} {
		t.Errorf("%+v, %v", b, err)
	}
	if b, _ := Chao(table(t, kosovo)); !b.Holds() {
		t.Errorf("it was taken away by %v", b.Avoiding)
	}
}

func TestTheCurveHasTheKnownPoints(t *testing.T) {
	c, err := NoHighest(table(t, kosovo), 1, 0.5, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{16941.8804251756, 29484, 10671} {
		near(t, "a point", c.Points[i].N, want, 1e-4)
	}
	near(t, "the standard error", c.StdErr, 5937.58041321151, 1e-8)
	if _, err := NoHighest(table(t, rome), 1); err == nil || !strings.Contains(err.Error(), "nobody is on just the lists") {
		t.Errorf("an empty cell gives %v", err)
	}
	if _, err := NoHighest(table(t, kosovo), -1); err == nil {
		t.Error("a negative interaction was taken")
	}
}

func TestTablesThatMeanNothingAreRefused(t *testing.T) {
	many := count.Table{Patterns: map[uint32]int64{1: 5}}
	for i := range 13 {
		many.Lists = append(many.Lists, string(rune('a'+i)))
	}
	abc := []string{"A", "B", "C"}
	for words, bad := range map[string]count.Table{
		"from 1 lists":      {Lists: abc[:1], Patterns: map[uint32]int64{1: 5}},
		"from 13 lists":     many,
		"are named":         {Lists: []string{"A", "B", "A"}, Patterns: map[uint32]int64{1: 5}},
		"are on no list":    {Lists: abc, Patterns: map[uint32]int64{0: 5, 1: 5}},
		"-5 people on just": {Lists: abc, Patterns: map[uint32]int64{1: 9, 3: -5}},
		"overlaps are zero": {Lists: abc, Patterns: map[uint32]int64{1: 0, 3: 0}},
		"beyond the 3":      {Lists: abc, Patterns: map[uint32]int64{8: 1}},
		"estimate parts":    {Lists: abc, Patterns: map[uint32]int64{1: 1 << 60}},
	} {
		_, err := Check(bad)
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v: %v, want %q", bad.Patterns, err, words)
		}
		for what, try := range map[string]func() error{
			"chao":    func() error { _, err := Chao(bad); return err },
			"curve":   func() error { _, err := NoHighest(bad, 1); return err },
			"models":  func() error { _, err := FitLogLinear(t.Context(), bad); return err },
			"graphs":  func() error { _, err := FitGraphs(t.Context(), bad, GraphOptions{}); return err },
			"classes": func() error { _, err := FitClasses(t.Context(), bad, ClassOptions{}); return err },
			"all":     func() error { _, err := Run(t.Context(), bad, Options{}); return err },
		} {
			if try() == nil {
				t.Errorf("%s took %v", what, bad.Patterns)
			}
		}
	}
}

func TestWhatMustBeKnownOfATableIsSaid(t *testing.T) {
	abc := []string{"A", "B", "C"}
	for want, c := range map[string]count.Table{
		"M01":                     {Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: 40, 2: 30, 3: 20}},
		"M01 M05":                 {Lists: abc, Patterns: map[uint32]int64{1: 400, 2: 300, 3: 20}},
		"M02 M02":                 {Lists: abc, Patterns: map[uint32]int64{1: 10, 2: 10, 4: 10, 3: 5, 5: 5, 6: 5}},
		"M02 M03 M03":             {Lists: abc, Patterns: map[uint32]int64{1: 60, 2: 60, 4: 60, 3: 40}},
		"M02 M02 M03 M03 M03 M05": {Lists: abc, Patterns: map[uint32]int64{1: 60, 2: 50, 4: 40}},
		"M15":                     {Lists: abc, Patterns: map[uint32]int64{2: 60, 4: 30, 6: 40, 3: 20, 7: 25}},
		"M15 M15":                 {Lists: abc, Patterns: map[uint32]int64{1: 60, 2: 60, 4: 60, 3: 200, 5: 20, 6: 20, 7: 10}},
		"":                        {Lists: abc, Patterns: map[uint32]int64{1: 60, 2: 60, 4: 60, 3: 40, 5: 40, 6: 40, 7: 30}},
	} {
		warnings, err := Check(c)
		if got := codes(warnings); err != nil || got != want {
			t.Errorf("%v: %q (%v), want %q", c.Patterns, got, err, want)
			for _, w := range warnings {
				t.Log(w.Text)
			}
		}
	}
}

// A copied list is the commonest error of all, and looks like perfect overlap.
func TestAListInsideAnotherIsAskedAbout(t *testing.T) {
	copied := count.Table{Lists: []string{"A", "B", "C"}, Patterns: map[uint32]int64{1: 60, 3: 40, 4: 50, 5: 20, 7: 15}}
	warnings, err := Check(copied)
	if err != nil || len(warnings) != 1 {
		t.Fatalf("%v, %v", warnings, err)
	}
	if w := warnings[0]; w.Code != ListsDepend || w.Form != FormWithin || !slices.Equal(w.Lists, []string{"B", "A"}) || w.Numbers["people"] != 55 {
		t.Errorf("%+v", w)
	}
	if p := Pairs(copied)[0]; p.Within != [2]bool{false, true} {
		t.Errorf("%+v", p)
	}
}

func TestRefusalsAreToldFromFailures(t *testing.T) {
	for what, bad := range map[string]count.Table{
		"one list":     {Lists: []string{"A"}, Patterns: map[uint32]int64{1: 5}},
		"zeros":        {Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: 0, 2: 0, 3: 0}},
		"a debt":       {Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: -1, 2: 5}},
		"an overflow":  {Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: math.MaxInt64, 2: math.MaxInt64, 3: 2}},
		"many in sum":  {Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: mostPeople, 2: 1, 3: 2}},
		"thirty-three": {Lists: make([]string, 33), Patterns: map[uint32]int64{1: 5}},
	} {
		if _, err := Run(t.Context(), bad, Options{}); err == nil || fail.Of(err) != fail.Refused {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestTwelveListsGiveAReport(t *testing.T) {
	t.Parallel()
	s := chance.New(1, 12)
	twelve := count.Table{Patterns: map[uint32]int64{}}
	for i := range mostLists {
		twelve.Lists = append(twelve.Lists, string(rune('A'+i)))
	}
	for range 900 {
		if on := caught(s, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1); on != 0 {
			twelve.Patterns[on]++
		}
	}
	o := quick(1)
	o.Methods = []Method{LogLinear, Classes}
	r, err := Run(t.Context(), twelve, o)
	if err != nil || len(r.Merged) == 0 || len(r.Lists) != 12 || r.Classes == nil || r.Classes.Median < float64(r.Documented) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestEveryCodeSaysSomething(t *testing.T) {
	for _, c := range Codes() {
		if c.Says() == "" {
			t.Errorf("%s says nothing", c)
		}
	}
	if Code("M99").Says() != "" || len(Standing()) != 2 {
		t.Error("an unknown code says something, or a statement does not stand")
	}
}

func TestIntervalsAreRoundedOutward(t *testing.T) {
	for _, c := range []struct {
		i         Interval
		n         int64
		low, high int64
	}{
		{Interval{9167, 20875, false}, 4400, 9000, 21000},
		{Interval{9404, 14157, false}, 1896, 9400, 14200},
		{Interval{102.5, 104.5, false}, 100, 102, 105},
		{Interval{101, 5000, false}, 101, 101, 5000},
		{Interval{500, 500, false}, 500, 500, 500},
		{Interval{9167, 440000, true}, 4400, 9000, 0}, // how far it was followed does not make it coarser
	} {
		if low, high := c.i.Outward(c.n); low != c.low || high != c.high {
			t.Errorf("%v: %d to %d, want %d to %d", c.i, low, high, c.low, c.high)
		}
	}
}

// The figures that stand beside each other must not contradict each other,
// however they are rounded.
func TestThePointIsShownBetweenTheMethodsAndThoseHoldEveryMiddle(t *testing.T) {
	for _, h := range []Headline{
		{Interval: Interval{290, 350, false}, Medians: [2]float64{312.4, 316}, Point: 315.8},
		{Interval: Interval{290, 350, false}, Medians: [2]float64{316.2, 316.9}, Point: 316.5},
		{Interval: Interval{9404, 14157, false}, Medians: [2]float64{11170, 11231}, Point: 11200.5},
		{Interval: Interval{9167, 20875, false}, Medians: [2]float64{12047, 12595}},
	} {
		low, high, point := h.Shown(280)
		if float64(low) > h.Medians[0] || float64(high) < h.Medians[1] || h.Point > 0 && (point < low || point > high) || h.Point == 0 && point != 0 {
			t.Errorf("%+v is shown as %d to %d, about %d", h, low, high, point)
		}
	}
}

func TestListsAreMergedSmallestFirst(t *testing.T) {
	merged, how := merge(table(t, netherlands), 3)
	if len(merged.Lists) != 3 || merged.Minimum() != 8234 || len(how) == 0 {
		t.Errorf("%v, %v, %d people", merged.Lists, how, merged.Minimum())
	}
	if got := strings.Join(merged.Lists, "; "); got != "IO + K; P; R + Z" {
		t.Errorf("merged into %s", got)
	}
}

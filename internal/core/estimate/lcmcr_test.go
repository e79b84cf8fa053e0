package estimate

import (
	"context"
	"reflect"
	"runtime"
	"testing"

	"sanad/internal/core/count"
)

// short is enough for a test that is not about the figures.
func short(seed uint64) ClassOptions {
	return ClassOptions{Classes: 5, Chains: 4, Settle: 500, Draws: 100, Thin: 2, Seed: seed, Longer: -1}
}

// The figures are those of the R package LCMCR 0.4.14, several seeds pooled;
// the tolerances those of the study that this follows, for draws worth 250 or
// more. The race detector makes walks twenty times as long: it sees short ones.
func TestClassesAreLCMCRs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, table     string
		classes         int
		chains, thin    int
		low, median, hi float64
	}{
		{"spina", spina, 0, 4, 40, 685, 733, 820},
		{"hare", hare, 0, 4, 8, 70, 77, 90},
		{"york", york, 0, 4, 30, 591, 629, 716},
		{"rome", rome, 0, 8, 60, 9364, 10906, 13122},
		{"kosovo", kosovo, 10, 24, 100, 8989, 10409, 13896},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := ClassOptions{Classes: c.classes, Chains: c.chains, Settle: 4000, Draws: 400, Thin: c.thin, Seed: 1, Longer: -1}
			if raceDetector {
				o.Settle, o.Draws, o.Thin = 100, 50, 2
			}
			f, err := FitClasses(t.Context(), table(t, c.table), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%v [%v] R-hat %.3f worth %.0f", f.Median, f.Interval, f.RHat, f.Effective)
			if raceDetector {
				return
			}
			if f.Effective < 250 {
				t.Errorf("the draws are worth %.0f", f.Effective)
			}
			near(t, "the low end", f.Interval.Low, c.low, 0.03)
			near(t, "the median", f.Median, c.median, 0.03)
			near(t, "the high end", f.Interval.High, c.hi, 0.08)
		})
	}
}

func TestProcessorsDoNotChangeDraws(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one, err := FitClasses(t.Context(), table(t, kosovo), short(5))
	if err != nil {
		t.Fatal(err)
	}
	runtime.GOMAXPROCS(4)
	four, err := FitClasses(t.Context(), table(t, kosovo), short(5))
	if err != nil || !reflect.DeepEqual(one, four) {
		t.Errorf("%v with one processor, %v with four (%v)", one, four, err)
	}
	if other, _ := FitClasses(t.Context(), table(t, kosovo), short(6)); other.Mean == one.Mean {
		t.Error("another seed gives the same draws")
	}
}

func TestAWalkCanBeStoppedAndTellsItsProgress(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	o := ClassOptions{Seed: 1}
	told := 0
	o.Progress = func(done, of int) {
		if told++; done <= 0 || of != 24*25000 {
			t.Errorf("told %d of %d", done, of)
		}
		stop()
	}
	if _, err := FitClasses(ctx, table(t, kosovo), o); err != context.Canceled {
		t.Errorf("the walk ended with %v", err)
	}
	if told == 0 {
		t.Error("nothing was told")
	}
}

func TestNobodyMissingIsAnAnswer(t *testing.T) {
	f, err := FitClasses(t.Context(), count.Table{Lists: []string{"A", "B", "C"}, Patterns: map[uint32]int64{7: 500, 6: 3, 5: 3, 3: 3}}, short(1))
	if err != nil || f.Median < 509 || f.Median > 510 || f.Interval.Low < 509 {
		t.Errorf("%v, %v", f, err)
	}
}

func TestOddOptionsAreRefused(t *testing.T) {
	for _, o := range []ClassOptions{{Chains: -1}, {Classes: 1}, {Draws: 2}, {Thin: -3}, {Draws: 1 << 30}} {
		if _, err := FitClasses(t.Context(), table(t, kosovo), o); err == nil {
			t.Errorf("%v was walked", o)
		}
	}
}

func TestMixingSeesChainsThatDisagree(t *testing.T) {
	together, apart := make([][]float64, 4), make([][]float64, 4)
	for i := range together {
		for d := range 400 {
			x := float64((d*7919+i*104729)%1000) / 1000
			together[i] = append(together[i], x)
			apart[i] = append(apart[i], x+float64(i/3))
		}
	}
	if rhat, worth := mixing(together); rhat > 1.02 || worth < 400 {
		t.Errorf("chains that agree: R-hat %v, worth %v", rhat, worth)
	}
	if rhat, worth := mixing(apart); rhat < 1.3 || worth > 100 {
		t.Errorf("chains that don't: R-hat %v, worth %v", rhat, worth)
	}
	if rhat, _ := mixing([][]float64{make([]float64, 10), make([]float64, 10)}); rhat != 1 {
		t.Errorf("chains that stand still together: R-hat %v", rhat)
	}
}

// A walk that clearly agrees, or clearly never will, is not walked to its end.
func TestAWalkEndsWhenItIsClear(t *testing.T) {
	for _, c := range []struct {
		what            string
		rhat, effective float64
		clear, hopeless bool // with four times as far to go
	}{
		{"agrees", 1.002, 9000, true, false},
		{"agrees, with few draws", 1.002, 900, false, false},
		{"nearly agrees", 1.12, 150, false, false},
		{"is too far off", 1.5, 900, false, true},
		{"moves too slowly", 1.04, 40, false, true},
	} {
		f := ClassFit{RHat: c.rhat, Effective: c.effective, Middle: [2]float64{90, 110}, Chains: []ChainFit{{Median: 100}}}
		if f.clear() != c.clear || f.hopeless(4) != c.hopeless {
			t.Errorf("a walk that %s: clear %v, hopeless %v", c.what, f.clear(), f.hopeless(4))
		}
	}
	told := 0
	o := ClassOptions{Classes: 3, Chains: 4, Settle: 100, Draws: 100, Thin: 400, Seed: 1, Progress: func(done, of int) { told = of - done }}
	f, err := FitClasses(t.Context(), table(t, netherlands), o)
	if err != nil || f.Draws >= 400 || !f.Disagree() || told != 0 {
		t.Errorf("R-hat %v after %d draws, %d left to do, %v", f.RHat, f.Draws, told, err)
	}
}

// A drawing of who is one person is walked on from where the table's walk
// ended; what it says must not depend on that.
func TestWhereAWalkBeginsDoesNotDecideWhereItEnds(t *testing.T) {
	t.Parallel()
	o := ClassOptions{Classes: 6, Chains: 4, Settle: 300, Draws: 500, Thin: 20, Seed: 3, Longer: -1}
	afresh, chains, err := fitClasses(t.Context(), table(t, york), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range [][]*chain{chains, {chains[1]}} {
		on, _, err := fitClasses(t.Context(), table(t, york), o, from)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "the median", on.Median, afresh.Median, 0.02)
		near(t, "the mean logarithm", on.LogMean, afresh.LogMean, 0.04)
	}
}

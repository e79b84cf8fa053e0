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

// The figures are those of the R package LCMCR 0.4.14, several seeds pooled.
// Draws are few here, so that tolerances are those of few draws; the benchmark
// of whole reports has many, and narrow ones.
func TestClassesAreLCMCRs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, table      string
		low, median, hi  float64
		ends, mid, upper float64
		effective        float64
	}{
		{"spina", spina, 685, 733, 820, 0.03, 0.02, 0.08, 40},
		{"hare", hare, 70, 77, 90, 0.02, 0.02, 0.05, 100},
		{"york", york, 591, 629, 716, 0.02, 0.03, 0.06, 40},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := ClassOptions{Classes: 6, Chains: 4, Settle: 600, Draws: 400, Thin: 5, Seed: 1, Longer: -1}
			f, err := FitClasses(t.Context(), table(t, c.table), o)
			if err != nil {
				t.Fatal(err)
			}
			if f.Effective < c.effective {
				t.Errorf("the draws are worth %.0f", f.Effective)
			}
			near(t, "the low end", f.Interval.Low, c.low, c.ends)
			near(t, "the median", f.Median, c.median, c.mid)
			near(t, "the high end", f.Interval.High, c.hi, c.upper)
			t.Logf("%v [%v] R-hat %.3f worth %.0f", f.Median, f.Interval, f.RHat, f.Effective)
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

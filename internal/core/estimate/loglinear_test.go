package estimate

import (
	"strings"
	"testing"
)

func TestEveryHierarchicalModelIsTriedOnce(t *testing.T) {
	for _, c := range []struct{ lists, order, want int }{{3, 2, 8}, {3, 3, 9}, {4, 3, 113}, {5, 2, 1024}, {5, 4, 6893}, {6, 2, 32768}} {
		models := hierarchical(c.lists, c.order)
		seen := map[terms]bool{}
		for _, m := range models {
			seen[m] = true
		}
		if len(models) != c.want || len(seen) != c.want {
			t.Errorf("%d lists, terms of %d: %d models, %d different, want %d", c.lists, c.order, len(models), len(seen), c.want)
		}
	}
}

// The figures are Rcapture's 1.4-4, which averages nothing: its best by BIC.
func TestTheBestModelIsRcaptures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, table, terms        string
		n, se, deviance, aic, bic float64
		degrees                   int
		lower, upper              float64 // of independence, by its profile
	}{
		{"kosovo", kosovo, "EXH x ABA x OSCE, EXH x HRW, OSCE x HRW", 10356.5189572519, 785.902224195221, 9.32267001566612, 132.746674733199, 203.029632752169, 4, 7147.74889204009, 7656.19534808522},
		{"rome", rome, "c1, c2, c3, c4", 11124.578469185, 904.751977599419, 13.0261369482936, 90.0619954420794, 117.799503856154, 10, 9531.73551764332, 13114.1226415656},
		{"york", york, "L1 x L2, L3 x L5, L4 x L5", 620.470362234481, 14.8263063374795, 30.5580126684787, 161.554562339299, 200.128545189879, 22, 611.185636619466, 668.712174438032},
		{"kingdom", kingdom, "LA x NG, LA x PFNCA, NG x PFNCA, NG x GP, PFNCA x GO", 22991.3313141601, 3021.58834268497, 22.2036165009491, 131.450863674312, 196.539755551615, 20, 11985.1155928949, 15165.8988695185},
		{"netherlands", netherlands, "IO x K, IO x Z, K x P, K x R, K x Z, P x Z, R x Z", 48012.7262915417, 3263.8939220094, 9.3980645534171, 130.845556667441, 222.053910297729, 18, 48612.9140234411, 57784.7986850082},
		{"spina", spina, "c2 x c3, c1", 730.928571428571, 16.9802285242179, 3.85985419653666, 53.8310564497048, 76.0278083052053, 2, 726.062790749575, 807.029834719994},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := FitLogLinear(t.Context(), table(t, c.table))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(l.Best.Terms, ", "); got != c.terms || l.Best.Degrees != c.degrees {
				t.Fatalf("the best model is [%s] with %d degrees, want [%s] with %d", got, l.Best.Degrees, c.terms, c.degrees)
			}
			near(t, "N", l.Best.N, c.n, 1e-6)
			near(t, "its standard error", l.Best.StdErr, c.se, 1e-5)
			near(t, "the deviance", l.Best.Deviance, c.deviance, 1e-6)
			near(t, "AIC", l.Best.AIC, c.aic, 1e-6)
			near(t, "BIC", l.Best.BIC, c.bic, 1e-6)
			_, interval, err := Profile(table(t, c.table))
			if err != nil {
				t.Fatal(err)
			}
			near(t, "the profile's low end", interval.Low, c.lower, 1e-5)
			near(t, "the profile's high end", interval.High, c.upper, 1e-5)
		})
	}
}

func TestKosovoIsAsPublished(t *testing.T) {
	l, err := FitLogLinear(t.Context(), table(t, kosovo))
	if err != nil {
		t.Fatal(err)
	}
	if int(l.Best.N) != 10356 {
		t.Errorf("N is %v, published 10,356", l.Best.N)
	}
	_, interval := profile(dense(table(t, kosovo)), modelOf(7, 9, 12))
	near(t, "the low end", interval.Low, 9002, 0.003)
	near(t, "the high end", interval.High, 12122, 0.003)
	near(t, "the averaged median", l.Median, 12047, 0.003)
	near(t, "the averaged low end", l.Interval.Low, 9167, 0.003)
	near(t, "the averaged high end", l.Interval.High, 20875, 0.003)
	if l.Best.Fit < 0.05 || l.Best.Fit > 0.06 {
		t.Errorf("the best model fits with %v", l.Best.Fit)
	}
}

// modelOf is the smallest hierarchical model of four lists with those terms.
func modelOf(sets ...uint32) terms {
	m := independence(4)
	for _, s := range sets {
		for sub := s; sub != 0; sub = (sub - 1) & s {
			m |= 1 << sub
		}
	}
	return m
}

// The verdicts are those of SparseMSE 2.0.1 on the same table.
func TestAModelWithoutAMaximumIsKnown(t *testing.T) {
	f := newFitter(dense(table(t, artificial)))
	main := independence(3)
	for what, c := range map[string]struct {
		model terms
		want  existence
	}{
		"A x B":        {main | 1<<3, noMaximum},
		"A x B, A x C": {main | 1<<3 | 1<<5, noMaximum},
		"A x C, B x C": {main | 1<<5 | 1<<6, exists},
		"every pair":   {main | 1<<3 | 1<<5 | 1<<6, unidentifiable},
	} {
		if got := f.exist(c.model); got != c.want {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}

func TestModelsWithoutAMaximumAreLeftOutAndNamed(t *testing.T) {
	l, err := FitLogLinear(t.Context(), table(t, artificial))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.NoMaximum) == 0 || len(l.TooMany) == 0 {
		t.Errorf("left out: %v, %v", l.NoMaximum, l.TooMany)
	}
	for _, m := range l.Models {
		if strings.Contains(strings.Join(m.Terms, ", "), "A x B") {
			t.Errorf("%v was averaged", m.Terms)
		}
	}
}

package estimate

import "testing"

func TestEveryDecomposableGraphIsFoundOnce(t *testing.T) {
	for lists, want := range map[int]int{3: 8, 4: 61, 5: 822, 6: 18154} {
		if got := len(decomposable(lists)); got != want {
			t.Errorf("%d graphs over %d lists, want %d", got, lists, want)
		}
	}
}

// The figures are those of the R package dga 2.0.2, which keeps the saturated
// graph; its quantiles are whole numbers, and ours must be the same ones.
func TestGraphsAreDgas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, table      string
		delta            float64
		most             int64
		low, median, hi  int64
		mean, top, atEnd float64
	}{
		{"york as in the paper", york, 0.5, 300, 588, 616, 655, 617.815890761466, 0.217073450567786, 0},
		{"kosovo", kosovo, 0, 132000, 9827, 12595, 16544, 12749.3495983167, 0.985513746323317, 0},
		{"kosovo, sixteen times", kosovo, 1, 132000, 4408, 4617, 6860, 4829.45601736326, 0.975942666176856, 0},
		{"spina", spina, 0, 18780, 694, 731, 787, 734.208617290377, 0.723243788984155, 0},
		{"australia", australia, 0, 12420, 1189, 2253, 7309, 2712.9005009428, 0.899533466723373, 0.0164770290174365},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := FitGraphs(t.Context(), table(t, c.table), GraphOptions{Delta: c.delta, Most: c.most, Saturated: true})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := [3]int64{g.Low, g.Median, g.High}, [3]int64{c.low, c.median, c.hi}; got != want {
				t.Errorf("%v, want %v", got, want)
			}
			near(t, "the mean", g.Mean, c.mean, 1e-9)
			near(t, "the heaviest graph", g.Top[0].Weight, c.top, 1e-6)
		})
	}
}

func TestTheSaturatedGraphIsLeftOut(t *testing.T) {
	g, err := FitGraphs(t.Context(), table(t, kosovo), GraphOptions{Delta: 1, Most: 132000})
	if err != nil {
		t.Fatal(err)
	}
	if got := [3]int64{g.Low, g.Median, g.High}; got != [3]int64{6945, 9786, 12745} {
		t.Errorf("%v without the saturated graph", got)
	}
	if g.Saturated < 0.9 {
		t.Errorf("it would have weighed %v", g.Saturated)
	}
}

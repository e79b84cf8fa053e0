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
		name, table     string
		delta           float64
		most            int64
		low, median, hi int64
		mean, top       float64
	}{
		{"york as in the paper", york, 0.5, 300, 588, 616, 655, 617.815890761466, 0.217073450567786},
		{"york", york, 0, 16110, 590, 618, 656, 618.910714765498, 0.441404358370725},
		{"spina", spina, 0, 18780, 694, 731, 787, 734.208617290377, 0.723243788984155},
		{"kosovo", kosovo, 0, 132000, 9827, 12595, 16544, 12749.3495983167, 0.985513746323317},
		{"kosovo, looked at less far", kosovo, 0, 44000, 9827, 12595, 16544, 12749.3492926429, 0.985513750956259},
		{"kosovo, eight times", kosovo, 0.5, 132000, 4500, 11323, 14486, 11030.7347814554, 0.889211467508897},
		{"kosovo, sixteen times", kosovo, 1, 132000, 4408, 4617, 6860, 4829.45601736326, 0.975942666176856},
		{"rome", rome, 0, 56880, 9404, 11220, 14095, 11357.1319686657, 0.538657526706855},
		{"australia", australia, 0, 12420, 1189, 2253, 7309, 2712.9005009428, 0.899533466723373},
		{"kingdom", kingdom, 0, 82320, 10387, 22990, 33510, 21282.2420812472, 0.443433225540388},
		{"kingdom, thirty-two times", kingdom, 1, 82320, 2747, 2807, 3093, 2836.50279446821, 0.999997980058499},
		{"netherlands", netherlands, 0, 247020, 41666, 50383, 203389, 88566.6856850825, 0.555521180808217},
		{"netherlands, looked at less far", netherlands, 0, 82340, 40845, 47903, 55456, 48004.8645717173, 0.842094420732855},
		{"netherlands, thirty-two times", netherlands, 1, 247020, 8241, 8421, 9277, 8509.50000000538, 0.999999999999001},
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

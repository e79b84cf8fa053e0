package chance

import (
	"math"
	"testing"

	"sanad/internal/ground/steady"
)

const draws = 40000

// wantMoments checks the mean of many draws against the distribution's: more
// than four and a half standard errors off is a fault, not chance.
func wantMoments(t *testing.T, what string, mean, variance float64, draw func() float64) {
	t.Helper()
	var sum, squares float64
	for range draws {
		x := draw()
		sum += x
		squares += (x - mean) * (x - mean)
	}
	if z := (sum/draws - mean) / math.Sqrt(variance/draws); math.Abs(z) > 4.5 {
		t.Errorf("%s: the mean is %v, want %v (%.1f standard errors off)", what, sum/draws, mean, z)
	}
	if ratio := squares / draws / variance; math.Abs(ratio-1) > 0.06 {
		t.Errorf("%s: the variance is %.3f of what it should be", what, ratio)
	}
}

func TestDrawsHaveTheMeanAndVarianceOfTheirDistribution(t *testing.T) {
	s := New(1, 1)
	wantMoments(t, "uniform", 0.5, 1.0/12, s.Uniform)
	wantMoments(t, "normal", 0, 1, s.Normal)
	wantMoments(t, "the square of normal", 1, 2, func() float64 { x := s.Normal(); return x * x })
	for _, shape := range []float64{0.3, 1, 2.5, 40, 5000} {
		wantMoments(t, "gamma", shape, shape, func() float64 { return s.Gamma(shape) })
		wantMoments(t, "log gamma", shape, shape, func() float64 { return math.Exp(s.LogGamma(shape)) })
	}
	wantMoments(t, "beta", 0.2, 0.2*0.8/11, func() float64 { return s.Beta(2, 8) })
	for _, mean := range []float64{0.2, 5, 10, 33.3, 1e5} {
		wantMoments(t, "poisson", mean, mean, func() float64 { return float64(s.Poisson(mean)) })
	}
	for _, c := range []struct {
		n int64
		p float64
	}{{3, 0.4}, {50, 0.1}, {50, 0.9}, {100, 0.3}, {100000, 0.002}, {100000, 0.7}} {
		n := float64(c.n)
		wantMoments(t, "binomial", n*c.p, n*c.p*(1-c.p), func() float64 { return float64(s.Binomial(c.n, c.p)) })
	}
}

// wantShape compares how often each value was drawn with how often it should
// have been, by chi-square.
func wantShape(t *testing.T, what string, share func(k float64) float64, draw func() int64) {
	t.Helper()
	seen := map[int64]float64{}
	for range draws {
		seen[draw()]++
	}
	var chi, cells float64
	for k := range int64(400) {
		if want := draws * share(float64(k)); want > 10 {
			chi += (seen[k] - want) * (seen[k] - want) / want
			cells++
		}
	}
	if z := (chi - cells) / math.Sqrt(2*cells); cells < 3 || z > 5 {
		t.Errorf("%s: chi-square is %v over %v values", what, chi, cells)
	}
}

func TestDrawsHaveTheShapeOfTheirDistribution(t *testing.T) {
	s := New(2, 7)
	for _, mean := range []float64{3, 12, 150} {
		wantShape(t, "poisson", func(k float64) float64 { return math.Exp(k*math.Log(mean) - mean - steady.Lgamma(k+1)) },
			func() int64 { return s.Poisson(mean) })
	}
	for _, c := range [][2]float64{{8, 0.35}, {60, 0.1}, {60, 0.45}, {1000, 0.02}, {400, 0.6}} {
		n, p := c[0], c[1]
		wantShape(t, "binomial", func(k float64) float64 {
			if k > n {
				return 0
			}
			return math.Exp(steady.Lgamma(n+1) - steady.Lgamma(k+1) - steady.Lgamma(n-k+1) + k*math.Log(p) + (n-k)*math.Log(1-p))
		}, func() int64 { return s.Binomial(int64(n), p) })
	}
}

// Every layer of the ziggurat, its edges and its tail must have their share.
func TestNormalDrawsHaveTheShapeOfTheirDistribution(t *testing.T) {
	s := New(4, 4)
	wantShape(t, "normal", func(k float64) float64 { return steady.Normal((k-199)/50) - steady.Normal((k-200)/50) },
		func() int64 { return int64(math.Floor(s.Normal()*50)) + 200 })
	beyond := 0
	for range 10 * draws {
		if math.Abs(s.Normal()) > lastEdge {
			beyond++
		}
	}
	if want := 10 * draws * 2 * (1 - steady.Normal(lastEdge)); math.Abs(float64(beyond)-want) > 4.5*math.Sqrt(want) {
		t.Errorf("%d draws lie in the tail, want about %.0f", beyond, want)
	}
	if l := makeLayers(); math.Abs(l.edge[255]*(1-math.Exp(-l.edge[255]*l.edge[255]/2))/layerArea-1) > 1e-6 {
		t.Errorf("the last layer has the area %v, want %v", l.edge[255]*(1-math.Exp(-l.edge[255]*l.edge[255]/2)), layerArea)
	}
}

func TestAShapeNearZeroStillHasALogarithm(t *testing.T) {
	s := New(3, 0)
	for range 1000 {
		if x := s.LogGamma(1e-17); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("LogGamma(1e-17) is %v", x)
		}
	}
}

// The bits are fixed: a change here changes every estimate that was ever
// given with its seed.
func TestTheSameSeedGivesTheSameDrawsForEver(t *testing.T) {
	s := New(42, 3)
	got := [4]uint64{s.Bits(), math.Float64bits(s.Normal()), math.Float64bits(s.Gamma(2.5)), uint64(s.Binomial(1000, 0.3))}
	want := [4]uint64{0x20728bc9b9980f44, 0xc000717d554cf7a0, 0x4013120b556ec47f, 0x121}
	if got != want {
		t.Errorf("drew %#v, want %#v", got, want)
	}
	if a, b := New(42, 4).Bits(), New(43, 3).Bits(); a == got[0] || b == got[0] {
		t.Error("two streams are one")
	}
	if s.Below(1) != 0 {
		t.Error("below one there is only zero")
	}
}

func BenchmarkNormal(b *testing.B) {
	s := New(1, 1)
	for b.Loop() {
		s.Normal()
	}
}

func BenchmarkBinomial(b *testing.B) {
	s := New(1, 1)
	for b.Loop() {
		s.Binomial(1000, 0.3)
	}
}

func BenchmarkGamma(b *testing.B) {
	s := New(1, 1)
	for b.Loop() {
		s.Gamma(12.5)
	}
}

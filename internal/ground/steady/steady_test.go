package steady

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s is %.17g, want %.17g", what, got, want)
	}
}

func TestExpAndLogAreTheLibrarysToTheLastBits(t *testing.T) {
	for i := range 20000 {
		x := float64(i)*0.07 - 700
		if got, want := Exp(x), math.Exp(x); math.Abs(got/want-1) > 4e-16 {
			t.Fatalf("Exp(%v) is %v, want %v", x, got, want)
		}
		y := math.Exp(x)
		if got, want := Log(y), math.Log(y); math.Abs(got-want) > 3e-16*math.Abs(want) {
			t.Fatalf("Log(%v) is %v, want %v", y, got, want)
		}
		z := float64(i)*1e-4 - 0.9
		if got, want := Log1p(z), math.Log1p(z); math.Abs(got-want) > 1e-15*math.Abs(want)+1e-16 {
			t.Fatalf("Log1p(%v) is %v, want %v", z, got, want)
		}
	}
	for _, x := range []float64{1e308, 1 + 1e-15, 1 - 1e-15, 2, 0.5} {
		near(t, "Log", Log(x), math.Log(x), 3e-16)
	}
	near(t, "Log of the least number", Log(5e-324), -744.4400719213812, 3e-16)
	if !math.IsInf(Exp(1000), 1) || Exp(-1000) != 0 || !math.IsNaN(Log(-1)) || !math.IsInf(Log(0), -1) || Exp(0) != 1 || Log(1) != 0 {
		t.Error("the ends of Exp and Log")
	}
	near(t, "Exp of a number so small that it loses bits", Exp(-740), math.Exp(-740), 1e-10)
	near(t, "Pow", Pow(3, 2.5), math.Pow(3, 2.5), 1e-14)
}

func TestLgammaIsTheLibrarys(t *testing.T) {
	for _, x := range []float64{1e-17, 1e-3, 0.03125, 0.5, 1, 1.5, 2, 3.25, 14.99, 15, 100, 4400.5, 1e6, 1e9} {
		want, _ := math.Lgamma(x)
		near(t, "Lgamma", Lgamma(x), want, 2e-14)
	}
}

// Printed tables: the 5 % and 1 % points of chi-square, of the normal and of
// Student's distribution.
func TestTailsAreThoseOfThePrintedTables(t *testing.T) {
	near(t, "chi-square, 1", ChiSquareTail(3.841458820694124, 1), 0.05, 1e-12)
	near(t, "chi-square, 10", ChiSquareTail(23.20925115895436, 10), 0.01, 1e-12)
	near(t, "chi-square, 20 (small)", ChiSquareTail(10.85081139, 20), 0.95, 1e-8)
	near(t, "normal", Normal(Z95), 0.975, 1e-14)
	near(t, "normal below", Normal(-1), 0.15865525393145705, 1e-14)
	near(t, "Student, 1", StudentQuantile(0.975, 1), 12.706204736432095, 1e-10)
	near(t, "Student, 19", StudentQuantile(0.975, 19), 2.093024054408263, 1e-10)
	near(t, "Student, 1000", StudentQuantile(0.975, 1000), 1.9623390808264078, 1e-9)
	near(t, "beta", BetaShare(2, 3, 0.4), 0.5248, 1e-13)
}

func BenchmarkLgamma(b *testing.B) {
	for b.Loop() {
		Lgamma(1234.5)
	}
}

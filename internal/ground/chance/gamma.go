package chance

import (
	"math"

	"sanad/internal/ground/steady"
)

// Gamma draws from the gamma distribution of that shape and rate one
// (Marsaglia and Tsang, ACM TOMS 26, 2000). A shape near zero may give zero:
// LogGamma does not.
func (s *Stream) Gamma(shape float64) float64 {
	if shape < 1 {
		return float64(s.atLeastOne(shape+1) * steady.Exp(steady.Log(s.Uniform())/shape))
	}
	return s.atLeastOne(shape)
}

// LogGamma is the logarithm of a draw of Gamma, also where the draw is too
// small for a number.
func (s *Stream) LogGamma(shape float64) float64 {
	if shape < 1 {
		return steady.Log(s.atLeastOne(shape+1)) + steady.Log(s.Uniform())/shape
	}
	return steady.Log(s.atLeastOne(shape))
}

func (s *Stream) atLeastOne(shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(float64(9*d))
	for {
		x := s.Normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(v * v * v)
		u := s.Uniform()
		xx := float64(x * x)
		if u < 1-float64(0.0331*xx*xx) || steady.Log(u) < float64(xx/2)+float64(d*(1-v+steady.Log(v))) {
			return float64(d * v)
		}
	}
}

// Beta draws from the beta distribution of two shapes of at least one.
func (s *Stream) Beta(a, b float64) float64 {
	x, y := s.atLeastOne(a), s.atLeastOne(b)
	return x / (x + y)
}

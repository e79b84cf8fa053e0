package steady

import "math"

// halfLogTau is half the logarithm of two pi.
const halfLogTau = 0.91893853320467274178

// Lgamma is the logarithm of the gamma function of x, which must be positive:
// Stirling's series, which from 15 on is exact to the last bits, and below it
// the recurrence that leads there.
func Lgamma(x float64) float64 {
	if x < 15 {
		product := x
		for x++; x < 15; x++ {
			product = float64(product * x)
		}
		return Lgamma(x) - Log(product)
	}
	z := 1 / x
	w := float64(z * z)
	s := -691.0 / 360360
	s = float64(s*w) + 1.0/1188
	s = float64(s*w) - 1.0/1680
	s = float64(s*w) + 1.0/1260
	s = float64(s*w) - 1.0/360
	s = float64(s*w) + 1.0/12
	return float64((x-0.5)*Log(x)) - x + (halfLogTau + float64(s*z))
}

// GammaTail is the share of a gamma distribution of that shape (and rate one)
// that lies above x.
func GammaTail(shape, x float64) float64 {
	switch {
	case x <= 0:
		return 1
	case math.IsInf(x, 1):
		return 0
	case x < shape+1:
		return 1 - gammaSeries(shape, x)
	}
	return gammaFraction(shape, x)
}

// gammaSeries is the share below x by its power series, for x below shape+1.
func gammaSeries(shape, x float64) float64 {
	term := 1 / shape
	sum := term
	for k := shape + 1; term > float64(sum*1e-17); k++ {
		term = float64(term * x / k)
		sum += term
	}
	return float64(sum * Exp(float64(shape*Log(x))-x-Lgamma(shape)))
}

// tiny keeps continued fractions from dividing by nothing.
const tiny = 1e-300

// gammaFraction is the share above x by a continued fraction (Lentz's way),
// for x above shape+1.
func gammaFraction(shape, x float64) float64 {
	b := x + 1 - shape
	c := 1 / tiny
	d := 1 / b
	h := d
	for i := 1.0; i < 10000; i++ {
		a := -float64(i * (i - shape))
		b += 2
		d = 1 / away(float64(a*d)+b)
		c = away(b + a/c)
		step := float64(d * c)
		h = float64(h * step)
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	return float64(h * Exp(float64(shape*Log(x))-x-Lgamma(shape)))
}

func away(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}

// ChiSquareTail is the share of a chi-square distribution above x.
func ChiSquareTail(x, degrees float64) float64 { return GammaTail(degrees/2, x/2) }

// Normal is the share of the standard normal distribution below x.
func Normal(x float64) float64 {
	tail := float64(GammaTail(0.5, float64(x*x)/2) / 2)
	if x > 0 {
		return 1 - tail
	}
	return tail
}

// Z95 bounds the middle 95 % of the standard normal distribution.
const Z95 = 1.959963984540054

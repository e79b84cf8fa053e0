package steady

import "math"

// BetaShare is the share of a beta distribution of shapes a and b below x.
func BetaShare(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - BetaShare(b, a, 1-x)
	}
	front := Exp(Lgamma(a+b) - Lgamma(a) - Lgamma(b) + float64(a*Log(x)) + float64(b*Log1p(-x)))
	return front * betaFraction(a, b, x) / a
}

// betaFraction is the continued fraction of the incomplete beta function.
func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/away(1-float64((a+b)*x)/(a+1))
	h := d
	for m := 1.0; m < 10000; m++ {
		twice := a + float64(2*m)
		for _, term := range [2]float64{
			float64(m*(b-m)*x) / float64((twice-1)*twice),
			-float64((a+m)*(a+b+m)*x) / float64(twice*(twice+1)),
		} {
			d = 1 / away(1+float64(term*d))
			c = away(1 + term/c)
			h = float64(h * float64(d*c))
		}
		if math.Abs(float64(d*c)-1) < 1e-16 {
			break
		}
	}
	return h
}

// StudentQuantile is the point that the share p, at least a half, of Student's
// distribution with those degrees of freedom lies below.
func StudentQuantile(p, degrees float64) float64 {
	above := func(t float64) float64 {
		square := float64(t * t)
		return (1 - BetaShare(0.5, degrees/2, square/(degrees+square))) / 2
	}
	low, high := 0.0, 1.0
	for above(high) > 1-p && high < 1e12 {
		low, high = high, float64(2*high)
	}
	for range 200 {
		mid := low + float64((high-low)/2)
		if mid == low || mid == high {
			break
		}
		if above(mid) > 1-p {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

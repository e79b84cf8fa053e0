package steady

import "math"

// ln2Hi and ln2Lo are the logarithm of two in two parts; the first has so few
// bits that its product with an exponent is exact.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// Exp is e to the x.
func Exp(x float64) float64 {
	switch {
	case x > 709.782712893384:
		return math.Inf(1)
	case x < -745.1332191019412:
		return 0
	case x != x:
		return x
	}
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	r := (x - float64(k*ln2Hi)) - float64(k*ln2Lo)
	// The series of Taylor: |r| is at most ln(2)/2, so that what follows the
	// thirteenth power is below the last bit.
	// In pairs, and pairs of pairs (Estrin), which don't wait for each other.
	r2 := float64(r * r)
	r4 := float64(r2 * r2)
	r8 := float64(r4 * r4)
	p0 := r + float64((0.5+float64(1.0/6*r))*r2)
	p4 := 1.0/24 + float64(1.0/120*r) + float64((1.0/720+float64(1.0/5040*r))*r2)
	p8 := 1.0/40320 + float64(1.0/362880*r) + float64((1.0/3628800+float64(1.0/39916800*r))*r2)
	p12 := 1.0/479001600 + float64(1.0/6227020800*r)
	p := 1 + (p0 + (float64(p4*r4) + float64((p8+float64(p12*r4))*r8)))
	if k > -1022 && k < 1023 {
		return float64(p * math.Float64frombits(uint64(int64(k)+1023)<<52))
	}
	return math.Ldexp(p, int(k))
}

// Log is the natural logarithm of x.
func Log(x float64) float64 {
	switch {
	case x != x || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case x > math.MaxFloat64:
		return x
	}
	shift := 0.0
	if x < 0x1p-1022 {
		x = float64(x * 0x1p54)
		shift = -54
	}
	bits := math.Float64bits(x)
	e := float64(int64(bits>>52)-1023) + shift
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	if m > math.Sqrt2 {
		m, e = m/2, e+1
	}
	return float64(e*ln2Hi) + (logOf(m-1, m+1) + float64(e*ln2Lo))
}

// logOf is the logarithm of m by the series of 2 artanh((m-1)/(m+1)), given
// m-1 and m+1, for m within a factor of the root of two of one.
func logOf(less, more float64) float64 {
	s := less / more
	z := float64(s * s)
	z2 := float64(z * z)
	z4 := float64(z2 * z2)
	z8 := float64(z4 * z4)
	p0 := 1.0/3 + float64(1.0/5*z) + float64((1.0/7+float64(1.0/9*z))*z2)
	p4 := 1.0/11 + float64(1.0/13*z) + float64((1.0/15+float64(1.0/17*z))*z2)
	p8 := 1.0/19 + float64(1.0/21*z) + float64(1.0/23*z2)
	p := p0 + float64(p4*z4) + float64(p8*z8)
	return float64(2*s) + float64(2*s*float64(z*p))
}

// Log1p is the logarithm of 1+x, exact also for x near zero.
func Log1p(x float64) float64 {
	if x > -0.25 && x < 0.35 {
		return logOf(x, 2+x)
	}
	return Log(1 + x)
}

// Pow is x to the y for x that is not negative.
func Pow(x, y float64) float64 {
	switch {
	case y == 0:
		return 1
	case x == 0:
		return 0
	}
	return Exp(float64(y * Log(x)))
}

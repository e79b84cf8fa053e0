package chance

import (
	"math"

	"sanad/internal/ground/steady"
)

// Binomial draws how many of n trials succeed, each with chance p.
func (s *Stream) Binomial(n int64, p float64) int64 {
	switch {
	case n <= 0 || p <= 0:
		return 0
	case p >= 1:
		return n
	case p > 0.5:
		return n - s.binomial(n, 1-p)
	}
	return s.binomial(n, p)
}

func (s *Stream) binomial(n int64, p float64) int64 {
	switch {
	case n <= 4:
		var hits int64
		for range n {
			if s.Uniform() < p {
				hits++
			}
		}
		return hits
	case float64(n)*p < 10:
		return s.binomialSearched(n, p)
	}
	return s.binomialRejected(n, p)
}

// binomialSearched walks up the distribution from nothing.
func (s *Stream) binomialSearched(n int64, p float64) int64 {
	u := s.Uniform()
	if u < 1-float64(float64(n)*p) { // the chance of nothing is at least that
		return 0
	}
	odds := p / (1 - p)
	first := steady.Exp(float64(float64(n) * steady.Log1p(-p)))
	for ; ; u = s.Uniform() {
		share := first
		for x := int64(0); x <= n; x++ {
			if u < share {
				return x
			}
			u -= share
			share = float64(share * odds * float64(n-x) / float64(x+1))
			if x > 110 { // beyond any chance but that of rounding: draw again
				break
			}
		}
	}
}

// binomialRejected is BTRS of Hörmann (The generation of binomial random
// variates, J. Stat. Comput. Simul. 46, 1993), for np of ten and more.
func (s *Stream) binomialRejected(count int64, p float64) int64 {
	n := float64(count)
	variance := float64(n * p * (1 - p))
	spread := math.Sqrt(variance)
	b := 1.15 + float64(2.53*spread)
	a := -0.0873 + float64(0.0248*b) + float64(0.01*p)
	c := float64(n*p) + 0.5
	fit := 0.92 - 4.2/b
	for {
		u := s.Uniform() - 0.5
		v := s.Uniform()
		us := 0.5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + c)
		if us >= 0.07 && v <= fit {
			return int64(k)
		}
		if k < 0 || k > n {
			continue
		}
		v = float64(v * float64((2.83+5.1/b)*spread) / (a/float64(us*us) + b))
		if below(v, n, p, k, variance) {
			return int64(k)
		}
	}
}

// below says whether v is at most the chance of k by that of the likeliest
// number. Near it, step by step; farther off between two bounds (of
// Kachitvichyanukul and Schmeiser, Binomial random variate generation, Commun.
// ACM 31, 1988), which nearly always decide; else by factorials.
func below(v, n, p, k, variance float64) bool {
	mode := math.Floor(float64((n + 1) * p))
	off := math.Abs(k - mode)
	if off <= 15 {
		odds, low, high := p/(1-p), min(k, mode), max(k, mode)
		up, down := 1.0, 1.0
		for i := low + 1; i <= high; i++ {
			up = float64(up * odds * (n - i + 1))
			down = float64(down * i)
		}
		if k < mode {
			up, down = down, up
		}
		return float64(v*down) <= up
	}
	log := steady.Log(v)
	if off < float64(variance/2)-1 {
		t := float64(off*off) / float64(-2*variance)
		doubt := float64(off / variance * (float64((float64((off/3+0.625)*off)+1.0/6)/variance) + 0.5))
		if log < t-doubt {
			return true
		}
		if log > t+doubt {
			return false
		}
	}
	return log <= steady.Lgamma(mode+1)+steady.Lgamma(n-mode+1)-steady.Lgamma(k+1)-steady.Lgamma(n-k+1)+float64((k-mode)*steady.Log(p/(1-p)))
}

// Poisson draws from the Poisson distribution of that mean.
func (s *Stream) Poisson(mean float64) int64 {
	switch {
	case mean <= 0:
		return 0
	case mean < 10:
		return s.poissonSearched(mean)
	}
	return s.poissonRejected(mean)
}

func (s *Stream) poissonSearched(mean float64) int64 {
	first := steady.Exp(-mean)
	for {
		u, share := s.Uniform(), first
		for x := int64(0); x < 200; x++ {
			if u < share {
				return x
			}
			u -= share
			share = float64(share * mean / float64(x+1))
		}
	}
}

// poissonRejected is PTRS of Hörmann (The transformed rejection method for
// generating Poisson random variables, Insurance: Math. and Econ. 12, 1993).
func (s *Stream) poissonRejected(mean float64) int64 {
	b := 0.931 + float64(2.53*math.Sqrt(mean))
	a := -0.059 + float64(0.02483*b)
	inverse := 1.1239 + 1.1328/(b-3.4)
	fit := 0.9277 - 3.6224/(b-2)
	for {
		u := s.Uniform() - 0.5
		v := s.Uniform()
		us := 0.5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + mean + 0.43)
		if us >= 0.07 && v <= fit {
			return int64(k)
		}
		if k < 0 || (us < 0.013 && v > us) {
			continue
		}
		if steady.Log(float64(v*inverse)/(a/float64(us*us)+b)) <= float64(k*steady.Log(mean))-mean-steady.Lgamma(k+1) {
			return int64(k)
		}
	}
}

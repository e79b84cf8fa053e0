package estimate

import (
	"math"

	"sanad/internal/ground/steady"
)

// fit is a log-linear model at the most likely place.
type fit struct {
	model    terms
	unseen   float64 // people on no list
	variance float64 // of its logarithm
	deviance float64
	likely   float64 // the log likelihood
	finite   bool    // the search came to an end, and nothing ran away
}

// parameters are all that the model has, also those at minus infinity.
func (f fit) parameters() float64 { return float64(f.model.size()) }

func (f fit) aic() float64 { return float64(2*f.parameters()) - float64(2*f.likely) }

// bic weighs parameters by the people, not by the cells.
func (f fit) bic(people int64) float64 {
	return float64(f.parameters()*steady.Log(float64(people))) - float64(2*f.likely)
}

// stdErr is the standard error of the total.
func (f fit) stdErr() float64 {
	return math.Sqrt(f.unseen + float64(f.unseen*f.unseen*f.variance))
}

// fitter fits models to one table, one after the other, without making
// anything anew. It is for one goroutine.
//
// A term is in a cell if its lists are among the cell's. So what cells should
// hold is a sum over subsets, and the information of two terms a sum over
// supersets of both: each is made for all sets at once, list by list.
type fitter struct {
	lists   int
	y       []float64 // by pattern
	margin  []float64 // people on all lists of a set
	open    bool      // whether the cell of no list is an observation too
	cells   []uint32
	columns []uint32
	eta     []float64 // by pattern: the logarithm of what it should hold
	mu      []float64 // by pattern: what it should hold, nothing where it is no observation
	held    []float64 // by set: what all that hold it should hold
	due     []float64 // by set: the right side
	info    []float64
	work    []float64
	score   []float64
	beta    []float64
	logY    []float64 // log y, and log of y's factorial, by pattern
	logFact []float64
}

func newFitter(c cells) *fitter {
	size := len(c.n)
	f := &fitter{lists: c.lists}
	for _, s := range []*[]float64{&f.y, &f.margin, &f.eta, &f.mu, &f.held, &f.due, &f.logY, &f.logFact} {
		*s = make([]float64, size)
	}
	for s := range size {
		f.y[s] = float64(c.n[s])
		f.margin[s] = float64(c.margin(uint32(s)))
		f.know(s)
	}
	return f
}

func (f *fitter) know(s int) {
	if f.y[s] > 0 {
		f.logY[s] = steady.Log(f.y[s])
	}
	f.logFact[s] = steady.Lgamma(f.y[s] + 1)
}

// observe makes the people on no list an observation, for the profile of the
// likelihood.
func (f *fitter) observe(unseen float64) {
	f.open, f.y[0] = true, unseen
	f.know(0)
}

// prepare takes what the model needs: a term whose lists nobody is on together
// is minus infinity, and every cell that holds it is empty for certain.
func (f *fitter) prepare(m terms) {
	f.columns, f.cells = f.columns[:0], f.cells[:0]
	var empty terms
	m.each(func(s uint32) {
		if s != 0 && f.margin[s] == 0 {
			empty |= 1 << s
		} else {
			f.columns = append(f.columns, s)
		}
	})
	first := uint32(1)
	if f.open {
		first = 0
	}
	for cell := first; cell < uint32(len(f.y)); cell++ {
		certain := false
		empty.each(func(s uint32) { certain = certain || cell&s == s })
		if !certain {
			f.cells = append(f.cells, cell)
		}
	}
	q := len(f.columns)
	f.info = resized(f.info, q*q)
	f.work = resized(f.work, q*q)
	f.score = resized(f.score, q)
	f.beta = resized(f.beta, q)
}

func resized(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

const (
	mostSteps = 40
	settled   = 1e-10 // the relative change of the deviance at which a search ends
)

// fit searches the most likely place by iterated weighted least squares.
func (f *fitter) fit(m terms) fit {
	f.prepare(m)
	out := fit{model: m}
	clear(f.mu)
	for _, cell := range f.cells {
		f.mu[cell] = f.y[cell] + 0.1
		f.eta[cell] = steady.Log(f.mu[cell])
	}
	last := math.Inf(1)
	for range mostSteps {
		f.weigh()
		if !f.solve() {
			break
		}
		f.expect()
		out.deviance = f.deviance()
		if math.Abs(out.deviance-last) < float64(settled*(math.Abs(out.deviance)+0.1)) {
			out.finite = true
			break
		}
		last = out.deviance
	}
	out.unseen = steady.Exp(f.beta[0])
	f.weigh()
	out.finite = f.solve() && out.finite
	out.variance = f.firstVariance()
	for _, cell := range f.cells {
		out.likely += float64(f.y[cell]*f.eta[cell]) - f.mu[cell] - f.logFact[cell]
	}
	return out
}

// weigh makes the information matrix and the right side of the next step.
func (f *fitter) weigh() {
	clear(f.due)
	copy(f.held, f.mu)
	for _, cell := range f.cells {
		f.due[cell] = float64(f.mu[cell]*f.eta[cell]) + f.y[cell] - f.mu[cell]
	}
	for list := range f.lists {
		bit := 1 << list
		for s := range f.held {
			if s&bit == 0 {
				f.held[s] += f.held[s|bit]
				f.due[s] += f.due[s|bit]
			}
		}
	}
	q := len(f.columns)
	for j, s := range f.columns {
		f.score[j] = f.due[s]
		for k, with := range f.columns[:j+1] {
			f.info[j*q+k] = f.held[s|with]
		}
	}
}

// expect gives what each cell should hold.
func (f *fitter) expect() {
	clear(f.eta)
	for j, s := range f.columns {
		f.eta[s] = f.beta[j]
	}
	for list := range f.lists {
		bit := 1 << list
		for s := range f.eta {
			if s&bit != 0 {
				f.eta[s] += f.eta[s&^bit]
			}
		}
	}
	for _, cell := range f.cells {
		f.eta[cell] = max(-200, min(f.eta[cell], 40))
		f.mu[cell] = steady.Exp(f.eta[cell])
	}
}

func (f *fitter) deviance() float64 {
	var d float64
	for _, cell := range f.cells {
		if y := f.y[cell]; y > 0 {
			d += float64(y * (f.logY[cell] - f.eta[cell]))
		}
		d -= f.y[cell] - f.mu[cell]
	}
	return float64(2 * d)
}

// solve factors the information (Cholesky) and solves for beta. It says no
// when a direction carries no information.
func (f *fitter) solve() bool {
	q := len(f.columns)
	copy(f.work, f.info)
	for j := range q {
		for k := range j + 1 {
			sum := f.work[j*q+k]
			for l := range k {
				sum -= float64(f.work[j*q+l] * f.work[k*q+l])
			}
			if k < j {
				f.work[j*q+k] = sum / f.work[k*q+k]
			} else if sum <= float64(1e-13*f.info[j*q+j]) {
				return false
			} else {
				f.work[j*q+j] = math.Sqrt(sum)
			}
		}
	}
	for j := range q {
		sum := f.score[j]
		for k := range j {
			sum -= float64(f.work[j*q+k] * f.beta[k])
		}
		f.beta[j] = sum / f.work[j*q+j]
	}
	for j := q - 1; j >= 0; j-- {
		sum := f.beta[j]
		for k := j + 1; k < q; k++ {
			sum -= float64(f.work[k*q+j] * f.beta[k])
		}
		f.beta[j] = sum / f.work[j*q+j]
	}
	return true
}

// firstVariance is the first element of the inverse of the information: the
// squared length of the solution of L x = e1.
func (f *fitter) firstVariance() float64 {
	q := len(f.columns)
	x := make([]float64, q)
	var sum float64
	for j := range q {
		v := 0.0
		if j == 0 {
			v = 1
		}
		for k := range j {
			v -= float64(f.work[j*q+k] * x[k])
		}
		x[j] = v / f.work[j*q+j]
		sum += float64(x[j] * x[j])
	}
	return sum
}

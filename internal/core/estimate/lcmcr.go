package estimate

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"sanad/internal/core/count"
	"sanad/internal/ground/chance"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/steady"
)

// ClassOptions are how the latent class model is walked through. Zero values
// are what the headline uses.
type ClassOptions struct {
	Classes int `json:"classes,omitzero"` // at most so many classes; 2^p-1, at most 15, if zero
	Chains  int `json:"chains,omitzero"`  // 24 if zero: four agree by chance on tables with two modes
	Settle  int `json:"settle,omitzero"`  // sweeps before anything is kept; 5,000 if zero
	Draws   int `json:"draws,omitzero"`   // kept of each chain; 1,000 if zero
	Thin    int `json:"thin,omitzero"`    // sweeps for each that is kept; 20 if zero
	// Longer is how often a walk is made twice as long because its chains do
	// not agree yet; 2 if zero, never if negative. Chains that are far apart
	// are not walked on: they found different places, and no walk joins them.
	Longer int    `json:"longer,omitzero"`
	Seed   uint64 `json:"-"` // a report has one for all
	// Progress is told how much is done, now and then, never by two at once.
	// What there is to do may grow.
	Progress func(done, of int) `json:"-"`
}

func (o ClassOptions) filled(lists int) (ClassOptions, error) {
	for _, f := range []struct {
		value *int
		usual int
	}{{&o.Classes, min(1<<lists-1, 15)}, {&o.Chains, 24}, {&o.Settle, 5000}, {&o.Draws, 1000}, {&o.Thin, 20}} {
		if *f.value == 0 {
			*f.value = f.usual
		}
		if *f.value < 1 {
			return o, fail.New(fail.Usage, "walking with %d classes, %d chains, %d sweeps to settle, %d draws and a thinning of %d", o.Classes, o.Chains, o.Settle, o.Draws, o.Thin).
				Do("give numbers above zero, or none for the usual ones")
		}
	}
	if o.Longer == 0 {
		o.Longer = 2
	}
	if o.Classes < 2 || o.Draws < 8 || o.Longer > 6 || o.Chains*o.Draws > 1_000_000 {
		return o, fail.New(fail.Usage, "walking with %d classes and %d draws of %d chains", o.Classes, o.Draws, o.Chains).
			Do("give at least two classes and eight draws, at most a million in all, and at most six times longer")
	}
	return o, nil
}

// ClassFit is what the latent class model says.
type ClassFit struct {
	Median    float64    `json:"median"`
	Mean      float64    `json:"mean"`
	Interval  Interval   `json:"interval"`
	Middle    [2]float64 `json:"middle"`    // half of all draws lie between
	Chains    []ChainFit `json:"chains"`    // by their median
	RHat      float64    `json:"rhat"`      // of the logarithm of the number on no list, chains split
	Effective float64    `json:"effective"` // how many independent draws these are worth
	Far       float64    `json:"far"`       // share of draws beyond ten times the documented
	Classes   int        `json:"classes"`
	Draws     int        `json:"draws"` // kept of each chain
	// LogMean and LogVariance are of the logarithm of the number on no list.
	LogMean     float64 `json:"log_mean"`
	LogVariance float64 `json:"log_variance"`
}

// ChainFit is what one chain says by itself.
type ChainFit struct {
	Low    float64 `json:"low"`
	Median float64 `json:"median"`
	High   float64 `json:"high"`
}

const (
	mostRHat       = 1.05
	leastEffective = 400
	farFactor      = 10
)

// Disagree says that chains did not find one place: then there is no number.
func (f ClassFit) Disagree() bool { return f.disagree(strict) }

// Apart says that chains differ more from each other than each does within
// itself (R-hat beyond the root of two), and some stand far from the rest: they
// found different places, each of which explains the table. No walk tells which
// is true, and methods that see one explanation alone do not know of the others.
func (f ClassFit) Apart() bool { return !(f.RHat*f.RHat <= 2) && len(f.astray()) > 0 }

func (f ClassFit) disagree(g gates) bool {
	return !(f.RHat <= g.rhat) || f.Effective < g.effective || len(f.astray()) > 0
}

// astray gives chains whose median is a quarter beyond the middle half of all
// draws.
func (f ClassFit) astray() []ChainFit {
	var out []ChainFit
	for _, c := range f.Chains {
		if c.Median > float64(1.25*f.Middle[1]) || c.Median < f.Middle[0]/1.25 {
			out = append(out, c)
		}
	}
	return out
}

// FitClasses walks through the latent class model with several chains at once.
// The number on no list is not capped.
func FitClasses(ctx context.Context, t count.Table, o ClassOptions) (ClassFit, error) {
	f, _, err := fitClasses(ctx, t, o, nil)
	return f, err
}

// fitClasses walks on from other chains, if there are any, and gives its own.
func fitClasses(ctx context.Context, t count.Table, o ClassOptions, from []*chain) (ClassFit, []*chain, error) {
	if _, err := Check(t); err != nil {
		return ClassFit{}, nil, err
	}
	t = listed(t)
	if len(t.Lists) < 3 {
		return ClassFit{}, nil, fail.New(fail.Refused, "classes over %d lists", len(t.Lists)).Do("give at least three that hold anybody")
	}
	o, err := o.filled(len(t.Lists))
	if err != nil {
		return ClassFit{}, nil, err
	}
	c := dense(t)
	w := &walkers{o: o, chains: make([]*chain, o.Chains), walked: make([][]int64, o.Chains)}
	w.steps = steps{tell: o.Progress, of: o.Chains * (o.Settle + o.Draws*o.Thin)}
	err = spread(ctx, o.Chains, func(i int) {
		draw := chance.New(o.Seed, uint64(i))
		if len(from) > 0 {
			w.chains[i] = chainFrom(c, from[i%len(from)], draw)
		} else {
			w.chains[i] = newChain(c, o.Classes, min(fixedSweeps, o.Settle), draw)
		}
		w.walk(ctx, i, o.Settle, 0)
	})
	if err != nil {
		return ClassFit{}, nil, err
	}
	out, err := w.untilClear(ctx, c)
	return out, w.chains, err
}

// untilClear walks until the chains clearly agree, or clearly never will. It
// looks after a quarter of the draws, after half, after all, and then whenever
// there are so many that chains may agree.
func (w *walkers) untilClear(ctx context.Context, c cells) (ClassFit, error) {
	most := w.o.Draws << max(w.o.Longer, 0)
	look := max(8, w.o.Draws/4)
	for {
		more := look - len(w.walked[0])
		if err := spread(ctx, w.o.Chains, func(i int) { w.walk(ctx, i, more*w.o.Thin, w.o.Thin) }); err != nil {
			return ClassFit{}, err
		}
		out := conclude(c, w.walked, w.o)
		whole := look >= w.o.Draws
		if look >= most || whole && !out.Disagree() || out.clear() || w.o.Longer > 0 && out.hopeless(float64(most)/float64(look)) {
			w.steps.end()
			return out, nil
		}
		if !whole {
			look = min(2*look, w.o.Draws)
			continue
		}
		next := min(int(float64(float64(look)*out.wanting())), most)
		w.steps.grow(w.o.Chains * (next - look) * w.o.Thin)
		look = next
	}
}

const (
	between   = 500   // sweeps that are made without asking whether to stop
	clearRHat = 1.005 // chains that agree so well need not walk to the end
	clearly   = 10    // times the draws that are needed, likewise
	doubtful  = 1.5   // how far off what is foreseen of a longer walk may be
)

// clear says that chains agree far better than they must.
func (f ClassFit) clear() bool {
	return f.RHat <= clearRHat && f.Effective >= clearly*leastEffective && len(f.astray()) == 0
}

// hopeless says that chains will disagree also when they have walked so many
// times as far: what R-hat is above one falls, and what draws are worth grows,
// about as the walk gets longer.
func (f ClassFit) hopeless(times float64) bool { return f.missing() > float64(doubtful*times) }

// missing is how many times as far chains must walk to agree.
func (f ClassFit) missing() float64 {
	return max((f.RHat-1)/(mostRHat-1), leastEffective/f.Effective)
}

// wanting is how many times as far it is worth walking before looking again.
func (f ClassFit) wanting() float64 { return max(1.25, min(2, float64(1.25*f.missing()))) }

// walkers are the chains of one fit, and what is kept of each.
type walkers struct {
	o      ClassOptions
	chains []*chain
	walked [][]int64
	steps  steps
}

// walk goes on with one chain, and keeps a draw every so many sweeps.
func (w *walkers) walk(ctx context.Context, i, sweeps, keep int) {
	for n := 1; n <= sweeps; n++ {
		w.chains[i].sweep(true)
		if keep > 0 && n%keep == 0 {
			w.walked[i] = append(w.walked[i], w.chains[i].unseen)
		}
		if n%between == 0 {
			if ctx.Err() != nil {
				return
			}
			w.steps.add(between)
		}
	}
}

// steps tells how much is done.
type steps struct {
	lock     sync.Mutex
	tell     func(done, of int)
	done, of int
}

func (s *steps) grow(n int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.of += n
}

// end tells that nothing is left to do, also if less was done than was thought.
func (s *steps) end() { s.add(s.of) }

func (s *steps) add(n int) {
	if s.tell == nil {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.done = min(s.done+n, s.of)
	s.tell(s.done, s.of)
}

func conclude(c cells, walked [][]int64, o ClassOptions) ClassFit {
	out := ClassFit{Classes: o.Classes, Draws: len(walked[0])}
	var all []float64
	logs := make([][]float64, len(walked))
	n := float64(c.total)
	for i, draws := range walked {
		own := make([]float64, len(draws))
		for d, unseen := range draws {
			own[d] = n + float64(unseen)
			// A chain may say that nobody is missing, which has no logarithm.
			logs[i] = append(logs[i], steady.Log(max(float64(unseen), 0.1)))
			if own[d] > float64(farFactor*n) {
				out.Far++
			}
		}
		all = append(all, own...)
		slices.Sort(own)
		out.Chains = append(out.Chains, ChainFit{quantile(own, 0.025), quantile(own, 0.5), quantile(own, 0.975)})
	}
	out.Far /= float64(len(all))
	for _, x := range all {
		out.Mean += x / float64(len(all))
	}
	out.LogMean, out.LogVariance = meanVariance(slices.Concat(logs...))
	out.RHat, out.Effective = mixing(logs)
	slices.Sort(all)
	out.Median = quantile(all, 0.5)
	out.Middle = [2]float64{quantile(all, 0.25), quantile(all, 0.75)}
	out.Interval = bounded(quantile(all, 0.025), quantile(all, 0.975), c.total)
	slices.SortFunc(out.Chains, func(a, b ChainFit) int { return cmp.Compare(a.Median, b.Median) })
	return out
}

// quantile is between two of the sorted values, as R's seventh type.
func quantile(sorted []float64, share float64) float64 {
	at := float64(share * float64(len(sorted)-1))
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((at-math.Floor(at))*(sorted[i+1]-sorted[i]))
}

// meanVariance gives the mean and the unbiased variance.
func meanVariance(values []float64) (mean, variance float64) {
	for _, x := range values {
		mean += x / float64(len(values))
	}
	for _, x := range values {
		variance += float64((x-mean)*(x-mean)) / float64(len(values)-1)
	}
	return mean, variance
}

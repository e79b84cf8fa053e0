package estimate

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/steady"
)

// Model is one log-linear model on a table.
type Model struct {
	Terms    []string `json:"terms"` // its largest terms, as "A x B"
	N        float64  `json:"n"`
	StdErr   float64  `json:"std_err"`
	Interval Interval `json:"interval"` // log-normal
	Deviance float64  `json:"deviance"`
	Degrees  int      `json:"degrees"`
	Fit      float64  `json:"fit"` // the chance of a worse fit if the model is true; 1 with no degrees
	AIC      float64  `json:"aic"`
	BIC      float64  `json:"bic"`
	Weight   float64  `json:"weight"` // its share in the average
}

// LogLinearFit is what all hierarchical models together say, each weighed by
// its BIC.
type LogLinearFit struct {
	Median   float64  `json:"median"`
	Mean     float64  `json:"mean"`
	Interval Interval `json:"interval"`
	Best     Model    `json:"best"`
	Models   []Model  `json:"models"` // those that weigh a thousandth or more, heaviest first
	Tried    int      `json:"tried"`
	// NoMaximum are models that would have weighed and have no most likely
	// place on this table; TooMany those with more terms than it can tell.
	NoMaximum []string `json:"no_maximum,omitempty"`
	TooMany   []string `json:"too_many,omitempty"`
	Order     int      `json:"order"` // the most lists in a term
	// LogMean and LogVariance are of the logarithm of the number on no list.
	LogMean     float64 `json:"log_mean"`
	LogVariance float64 `json:"log_variance"`
}

// Untestable says that the best model leaves nothing to test it by.
func (l LogLinearFit) Untestable() bool { return l.Best.Degrees == 0 }

// order is the most lists that a term may hold: with more, models are too many
// to try, and too many to mean anything.
func order(lists int) int {
	switch lists {
	case 3:
		return 2
	case 4:
		return 3
	}
	return 2
}

// reach is by how much a model's BIC may be above the best's to be looked at:
// e^-15 of its weight.
const reach = 30

// FitLogLinear fits every hierarchical model of three to six lists and
// averages them by BIC (weight e^(-BIC/2)); the total is a mixture of
// log-normal distributions. A model without a maximum is left out and named.
func FitLogLinear(ctx context.Context, t count.Table) (LogLinearFit, error) {
	l, _, err := fitLogLinear(ctx, t, nil)
	return l, err
}

// fitLogLinear fits some models, or all if none are given, and gives those that
// may weigh on a table much like this one.
func fitLogLinear(ctx context.Context, t count.Table, models []terms) (LogLinearFit, []terms, error) {
	if _, err := Check(t); err != nil {
		return LogLinearFit{}, nil, err
	}
	t = listed(t)
	if n := len(t.Lists); n < 3 || n > mostModelled {
		return LogLinearFit{}, nil, fail.New(fail.Refused, "log-linear models over %d lists", n).Do("give three to %d", mostModelled)
	}
	c := dense(t)
	out := LogLinearFit{Order: order(c.lists)}
	if len(models) == 0 {
		models = hierarchical(c.lists, out.Order)
	}
	out.Tried = len(models)
	fits, err := fitAll(ctx, c, models)
	if err != nil {
		return out, nil, err
	}
	kept := out.choose(c, t.Lists, fits)
	if len(kept) == 0 {
		return out, nil, fail.New(fail.Refused, "no log-linear model has a best fit on this table").Do("merge lists that hardly overlap")
	}
	out.average(c, t.Lists, kept)
	var near []terms
	for _, f := range fits { // sorted by now
		if f.bic(c.total) > kept[0].bic(c.total)+2*reach {
			break
		}
		near = append(near, f.model)
	}
	return out, near, nil
}

// fitAll fits models in blocks, as many at once as there are processors.
func fitAll(ctx context.Context, c cells, models []terms) ([]fit, error) {
	const block = 32
	fits := make([]fit, len(models))
	err := spread(ctx, (len(models)+block-1)/block, func(i int) {
		f := newFitter(c)
		for at := i * block; at < min((i+1)*block, len(models)); at++ {
			fits[at] = f.fit(models[at])
		}
	})
	return fits, err
}

// choose gives the fits that weigh, best first, without those that have no
// maximum.
func (l *LogLinearFit) choose(c cells, lists []string, fits []fit) []fit {
	slices.SortStableFunc(fits, func(a, b fit) int { return cmp.Compare(a.bic(c.total), b.bic(c.total)) })
	f := newFitter(c)
	var kept []fit
	for _, one := range fits {
		if len(kept) > 0 && one.bic(c.total) > kept[0].bic(c.total)+reach {
			break
		}
		switch f.exist(one.model) {
		case noMaximum:
			l.NoMaximum = append(l.NoMaximum, strings.Join(one.names(lists), ", "))
		case unidentifiable:
			l.TooMany = append(l.TooMany, strings.Join(one.names(lists), ", "))
		default:
			if one.finite && !math.IsInf(one.unseen, 0) {
				kept = append(kept, one)
			}
		}
	}
	return kept
}

func (f fit) names(lists []string) []string {
	var out []string
	for _, s := range f.model.generators() {
		out = append(out, strings.Join(namesOf(lists, s), " x "))
	}
	return out
}

func (l *LogLinearFit) average(c cells, lists []string, kept []fit) {
	m := mixture{documented: float64(c.total)}
	best := kept[0].bic(c.total)
	var sum float64
	for _, f := range kept {
		w := steady.Exp((best - f.bic(c.total)) / 2)
		sum += w
		// A model may say that nobody is missing, which has no logarithm.
		unseen := max(f.unseen, 0.1)
		ratio := f.stdErr() / unseen
		m.parts = append(m.parts, part{w, steady.Log(unseen), math.Sqrt(steady.Log1p(float64(ratio * ratio)))})
	}
	for i := range m.parts {
		m.parts[i].weight /= sum
	}
	for i, f := range kept {
		if w := m.parts[i].weight; w >= 0.001 || i == 0 {
			l.Models = append(l.Models, f.told(c, lists, w))
		}
	}
	l.Best = l.Models[0]
	l.Median, l.Mean = m.quantile(0.5), m.mean()
	l.Interval = bounded(m.quantile(0.025), m.quantile(0.975), c.total)
	l.LogMean, l.LogVariance = m.logs()
}

func (f fit) told(c cells, lists []string, weight float64) Model {
	m := Model{
		Terms: f.names(lists), N: float64(c.total) + f.unseen, StdErr: f.stdErr(), Interval: logNormal(c.total, f.unseen, f.stdErr()),
		Deviance: f.deviance, Degrees: len(c.n) - 1 - f.model.size(), AIC: f.aic(), BIC: f.bic(c.total), Weight: weight, Fit: 1,
	}
	if m.Degrees > 0 {
		m.Fit = steady.ChiSquareTail(math.Max(0, f.deviance), float64(m.Degrees))
	}
	return m
}

// mixture is a total of which each part of the weight is log-normal above what
// is documented.
type mixture struct {
	documented float64
	parts      []part
}

type part struct{ weight, mid, spread float64 }

// certain is so far from the middle of a normal distribution that what lies
// beyond is below the last bit.
const certain = 8.5

func (m mixture) below(n float64) float64 {
	if n <= m.documented {
		return 0
	}
	log := steady.Log(n - m.documented)
	var sum float64
	for _, p := range m.parts {
		switch z := (log - p.mid) / p.spread; {
		case z > certain:
			sum += p.weight
		case z > -certain:
			sum += float64(p.weight * steady.Normal(z))
		}
	}
	return sum
}

func (m mixture) mean() float64 {
	sum := m.documented
	for _, p := range m.parts {
		sum += float64(p.weight * steady.Exp(p.mid+float64(float64(p.spread*p.spread)/2)))
	}
	return sum
}

// logs gives the mean and variance of the logarithm of what is not documented.
func (m mixture) logs() (mean, variance float64) {
	for _, p := range m.parts {
		mean += float64(p.weight * p.mid)
	}
	for _, p := range m.parts {
		off := p.mid - mean
		variance += float64(p.weight * (float64(off*off) + float64(p.spread*p.spread)))
	}
	return mean, variance
}

// quantile halves the way between two totals until they are one.
func (m mixture) quantile(share float64) float64 {
	low, high := m.documented, float64(2*m.documented)
	for m.below(high) < share && high < 1e15 {
		low, high = high, float64(2*high)
	}
	for range 60 {
		mid := low + float64((high-low)/2)
		if high-low < float64(1e-10*high) {
			break
		}
		if m.below(mid) < share {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

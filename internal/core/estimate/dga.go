package estimate

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/steady"
)

// GraphOptions are how estimates over graphs are made. The zero value is what
// the headline uses.
type GraphOptions struct {
	// Delta is how many people each cell is taken to hold beforehand; 2^-p of
	// p lists if zero.
	Delta float64 `json:"delta,omitzero"`
	// Most is the largest number of people on no list that is looked at. If
	// zero it begins at thirty times the documented and grows while too much
	// of the chance lies near its end.
	Most int64 `json:"most,omitzero"`
	// Points is about how many totals are looked at, at most; if zero 250,000,
	// and 25,000 with six lists, whose graphs are twenty times as many.
	// Where there are more, those beyond half as many are looked at in ever
	// larger steps.
	Points int64 `json:"points,omitzero"`
	// Saturated keeps the graph that joins every two lists. It says nothing
	// about people on none, so that the prior alone decides where it wins.
	Saturated bool `json:"saturated,omitzero"`
}

// GraphFit is what decomposable graphs between lists say together (Madigan and
// York, Biometrika 84, 1997).
type GraphFit struct {
	Median   int64    `json:"median"` // of the total
	Low      int64    `json:"low"`
	High     int64    `json:"high"`
	Mean     float64  `json:"mean"`
	Interval Interval `json:"interval"`
	// Saturated is what the graph that says nothing would weigh if kept.
	Saturated float64 `json:"saturated"`
	// AtEnd is the chance of the last tenth of what was looked at.
	AtEnd float64        `json:"at_end"`
	Most  int64          `json:"most"`
	Exact int64          `json:"exact"` // so many on no list, and fewer, were looked at one by one
	Delta float64        `json:"delta"`
	Top   []WeighedGraph `json:"top"` // heaviest first, at most ten
	// LogMean and LogVariance are of the logarithm of the number on no list.
	LogMean     float64 `json:"log_mean"`
	LogVariance float64 `json:"log_variance"`
}

// WeighedGraph is a graph, by the lists it joins, and its probability.
type WeighedGraph struct {
	Joined []string `json:"joined"` // as "A - B"
	Weight float64  `json:"weight"`
}

const (
	prunedBelow  = 40      // a graph so many nats below the best is left out
	nothingBelow = 60      // where no graph is that near the best there is nothing to sum
	usualPoints  = 250_000 // totals that are looked at one by one
	pointBlock   = 4096    // totals at a time, summed by block for the same bits
	pointSkip    = 64      // totals at a time that are passed over where nothing weighs
	atEndMost    = 0.005   // more chance than this near the end is M08
	mostFactor   = 240     // by which the documented is followed upwards
	firstFactor  = 30      // where following begins
)

// FitGraphs averages over every decomposable graph between three to six lists,
// with a uniform prior on graphs, 1/N on the total and Delta on each cell.
func FitGraphs(ctx context.Context, t count.Table, o GraphOptions) (GraphFit, error) {
	if _, err := Check(t); err != nil {
		return GraphFit{}, err
	}
	t = listed(t)
	if n := len(t.Lists); n < 3 || n > mostModelled {
		return GraphFit{}, fail.New(fail.Refused, "graphs over %d lists", n).Do("give three to %d", mostModelled)
	}
	c := dense(t)
	if o.Delta == 0 {
		o.Delta = 1 / float64(len(c.n))
	}
	if o.Points == 0 {
		if o.Points = usualPoints; c.lists == mostModelled {
			o.Points = usualPoints / 10
		}
	}
	if !(o.Delta > 0) || o.Most < 0 || o.Points < 100 {
		return GraphFit{}, fail.New(fail.Usage, "graphs with %v people beforehand in each cell, up to %d, at %d points", o.Delta, o.Most, o.Points).Do("give numbers above zero, and at least 100 points")
	}
	graphs := decomposable(c.lists)
	if o.Most > 0 {
		return newWeigher(c, graphs, o).run(ctx, t.Lists)
	}
	o.Most = max(firstFactor*c.total, 100)
	for {
		out, err := newWeigher(c, graphs, o).run(ctx, t.Lists)
		if err != nil || out.AtEnd <= atEndMost || o.Most >= mostFactor*c.total {
			return out, err
		}
		o.Most *= 2
	}
}

// weigher holds what of the weights of all graphs does not depend on the
// number on no list.
type weigher struct {
	c       cells
	graphs  []graph
	o       GraphOptions
	sets    []setPrior
	fixed   []float64 // of each graph
	points  []point
	keep    []int     // graphs that are near the best somewhere
	looked  []float64 // where prune looked, and the best there
	tops    []float64
	highest float64
}

// setPrior is a set of lists: the people on none of them, and what each of its
// cells holds beforehand.
type setPrior struct{ none, delta float64 }

// point stands for some numbers on no list, by the one in their middle.
type point struct {
	unseen float64
	many   float64
}

// pointsTo gives every number up to most, or the first half of the points one
// by one and the rest in steps that grow with the number.
func pointsTo(most, points int64) []point {
	exact, growth := most, 0.0
	if most > points {
		exact = points / 2
		growth = steady.Log(float64(most)/float64(exact)) / float64(points-exact)
	}
	out := make([]point, 0, min(most, points))
	for last := int64(0); last < most; {
		many := int64(1)
		if last >= exact {
			many = max(1, min(int64(float64(float64(last)*growth)), most-last))
		}
		out = append(out, point{float64(last) + float64(float64(many+1)/2), float64(many)})
		last += many
	}
	return out
}

func newWeigher(c cells, graphs []graph, o GraphOptions) *weigher {
	w := &weigher{c: c, graphs: graphs, o: o, points: pointsTo(o.Most, o.Points)}
	whole := float64(float64(len(c.n)) * o.Delta)
	fixed := make([]float64, len(c.n))
	w.sets = make([]setPrior, len(c.n))
	for s := 1; s < len(c.n); s++ {
		fixed[s], w.sets[s] = c.marginal(uint32(s), o.Delta)
		fixed[s] += steady.Lgamma(whole)
	}
	w.fixed = make([]float64, len(graphs))
	for i, g := range graphs {
		for _, f := range g.times {
			w.fixed[i] += float64(float64(f.times) * fixed[f.set])
		}
	}
	return w
}

// marginal gives the part of a set's likelihood that the number on no list
// does not change, and what the rest needs.
func (c cells) marginal(set uint32, delta float64) (float64, setPrior) {
	own := map[uint32]int64{}
	for pattern, n := range c.n {
		own[uint32(pattern)&set] += n
	}
	share := float64(delta * float64(uint32(1)<<uint32(c.lists-bits.OnesCount32(set))))
	var fixed float64
	for pattern := uint32(0); pattern < uint32(len(c.n)); pattern++ {
		if pattern&^set != 0 {
			continue
		}
		if pattern != 0 {
			fixed += steady.Lgamma(float64(own[pattern]) + share)
		}
		fixed -= steady.Lgamma(share)
	}
	return fixed, setPrior{float64(own[0]), share}
}

// at fills, for one number on no list, what each set adds, and gives what all
// graphs share.
func (w *weigher) at(unseen float64, add []float64) float64 {
	n := float64(w.c.total) + unseen
	whole := steady.Lgamma(n + float64(float64(len(w.c.n))*w.o.Delta))
	for s := 1; s < len(w.sets); s++ {
		add[s] = steady.Lgamma(w.sets[s].none+unseen+w.sets[s].delta) - whole
	}
	return steady.Lgamma(n+1) - steady.Lgamma(unseen+1) - steady.Log(n)
}

func (w *weigher) weight(g int, common float64, add []float64) float64 {
	sum := w.fixed[g] + common
	for _, f := range w.graphs[g].times {
		switch f.times {
		case 1:
			sum += add[f.set]
		case -1:
			sum -= add[f.set]
		default:
			sum += float64(float64(f.times) * add[f.set])
		}
	}
	return sum
}

// prune looks at ever larger numbers, so close that no peak lies between, and
// keeps the graphs that come near the best anywhere, and where the best of
// them are anything at all.
func (w *weigher) prune(ctx context.Context) error {
	var adds [][]float64
	var common []float64
	apart := 1 + min(0.02, 2/math.Sqrt(float64(w.c.total)))
	for unseen := 1.0; unseen <= float64(w.o.Most); unseen = math.Ceil(float64(unseen * apart)) {
		add := make([]float64, len(w.sets))
		common = append(common, w.at(unseen, add))
		w.looked, adds = append(w.looked, unseen), append(adds, add)
	}
	const chunk = 256
	best := make([]float64, len(w.graphs))
	tops := make([][]float64, (len(w.graphs)+chunk-1)/chunk)
	err := spread(ctx, len(tops), func(i int) {
		tops[i] = make([]float64, len(adds))
		for at := range tops[i] {
			tops[i][at] = math.Inf(-1)
		}
		for g := i * chunk; g < min((i+1)*chunk, len(w.graphs)); g++ {
			best[g] = math.Inf(-1)
			for at, add := range adds {
				log := w.weight(g, common[at], add)
				best[g], tops[i][at] = max(best[g], log), max(tops[i][at], log)
			}
		}
	})
	if err != nil {
		return err
	}
	w.tops, w.highest = tops[0], math.Inf(-1)
	for _, some := range tops[1:] {
		for at, top := range some {
			w.tops[at] = max(w.tops[at], top)
		}
	}
	for g, b := range best {
		if w.counts(g) {
			w.highest = max(w.highest, b)
		}
	}
	for g, b := range best {
		if b >= w.highest-prunedBelow {
			w.keep = append(w.keep, g)
		}
	}
	return nil
}

// nothing says that no graph weighs anything between two numbers: none did
// where prune looked, from the last place before them to the first behind.
func (w *weigher) nothing(from, to float64) bool {
	first, _ := slices.BinarySearch(w.looked, from)
	last, _ := slices.BinarySearch(w.looked, to)
	for _, top := range w.tops[max(0, first-1):min(len(w.tops), last+1)] {
		if top >= w.highest-nothingBelow {
			return false
		}
	}
	return true
}

func (w *weigher) counts(g int) bool { return w.o.Saturated || !w.graphs[g].full }

// block is the sum of some totals' weights, over graphs that count by total,
// and by graph.
type block struct{ byPoint, byGraph []float64 }

func (w *weigher) run(ctx context.Context, lists []string) (GraphFit, error) {
	if err := w.prune(ctx); err != nil {
		return GraphFit{}, err
	}
	blocks := make([]block, (len(w.points)+pointBlock-1)/pointBlock)
	err := spread(ctx, len(blocks), func(i int) {
		blocks[i] = w.sum(w.points[i*pointBlock : min((i+1)*pointBlock, len(w.points))])
	})
	if err != nil {
		return GraphFit{}, err
	}
	return w.conclude(blocks, lists), nil
}

func (w *weigher) sum(points []point) block {
	b := block{make([]float64, len(points)), make([]float64, len(w.keep))}
	add := make([]float64, len(w.sets))
	for at := 0; at < len(points); at++ {
		if end := min(at+pointSkip, len(points)) - 1; at%pointSkip == 0 && w.nothing(points[at].unseen, points[end].unseen) {
			at = end
			continue
		}
		common := w.at(points[at].unseen, add)
		for i, g := range w.keep {
			log := w.weight(g, common, add) - w.highest
			if log < -50 { // below the last bit of any sum
				continue
			}
			// A graph that does not count may be above all that do, by far.
			weight := float64(steady.Exp(min(log, 600)) * points[at].many)
			b.byGraph[i] += weight
			if w.counts(g) {
				b.byPoint[at] += weight
			}
		}
	}
	return b
}

func (w *weigher) conclude(blocks []block, lists []string) GraphFit {
	byGraph := make([]float64, len(w.graphs))
	weights := make([]float64, 0, len(w.points))
	for _, b := range blocks {
		weights = append(weights, b.byPoint...)
		for i, g := range w.keep {
			byGraph[g] += b.byGraph[i]
		}
	}
	var all, counted float64
	for g, weight := range byGraph {
		all += weight
		if w.counts(g) {
			counted += weight
		}
	}
	out := GraphFit{Most: w.o.Most, Exact: w.exact(), Delta: w.o.Delta}
	shares := make([]float64, len(byGraph))
	for g, weight := range byGraph {
		if w.graphs[g].full {
			out.Saturated = weight / all
		}
		if w.counts(g) {
			shares[g] = weight / counted
		}
	}
	w.total(&out, weights)
	out.Interval = bounded(float64(out.Low), float64(out.High), w.c.total)
	w.top(&out, shares, lists)
	return out
}

// exact is the largest number before which none is left out.
func (w *weigher) exact() int64 {
	for i, p := range w.points {
		if p.many > 1 {
			return int64(i)
		}
	}
	return w.o.Most
}

// total sums over the totals.
func (w *weigher) total(out *GraphFit, weights []float64) {
	var sum float64
	for _, weight := range weights {
		sum += weight
	}
	var below, mean, logs, squares, atEnd float64
	for i, weight := range weights {
		share, unseen := weight/sum, w.points[i].unseen
		n := w.c.total + int64(unseen)
		for _, q := range []struct {
			at  float64
			set *int64
		}{{0.025, &out.Low}, {0.5, &out.Median}, {0.975, &out.High}} {
			if below < q.at && below+share >= q.at {
				*q.set = n
			}
		}
		below += share
		mean += float64(share * (float64(w.c.total) + unseen))
		log := steady.Log(unseen)
		logs += float64(share * log)
		squares += float64(share * float64(log*log))
		if float64(10*unseen) >= float64(9*float64(w.o.Most)) {
			atEnd += share
		}
	}
	out.Mean, out.AtEnd, out.LogMean = mean, atEnd, logs
	out.LogVariance = math.Max(0, squares-float64(logs*logs))
}

func (w *weigher) top(out *GraphFit, shares []float64, lists []string) {
	order := make([]int, 0, len(w.keep))
	for g, weight := range shares {
		if weight >= 0.001 {
			order = append(order, g)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shares[b], shares[a]) })
	for _, g := range order[:min(10, len(order))] {
		one := WeighedGraph{Weight: shares[g], Joined: []string{}}
		for _, pair := range w.graphs[g].edges {
			one.Joined = append(one.Joined, strings.Join(namesOf(lists, pair), " - "))
		}
		out.Top = append(out.Top, one)
	}
}

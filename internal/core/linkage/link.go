package linkage

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
)

// Options bound the work and fix what chance there is. The zero value of a
// field stands for the shipped setting.
type Options struct {
	Seed        uint64
	RandomPairs int     // drawn to learn of unrelated pairs; 250,000
	RulePairs   int     // drawn of each rule to learn of the same; 80,000
	BlockCap    int     // the most rows that one key may compare; 1,500
	MostPairs   float64 // to be compared in all; 60 million
	// Even is the bits from which a pair alone is proposed as one person.
	Even float64
	// Low is the bits from which a pair is kept and may hold a component
	// together, Cut the mean bits from which clusters are joined.
	Low, Cut float64
	// ComponentCap is the most rows of which all pairs are compared; a larger
	// component is parted first. 2,000.
	ComponentCap int
	// MustLink and CannotLink are pairs of rows that people judged to be one
	// person, and not to be.
	MustLink, CannotLink [][2]int32
}

func (o Options) filled() Options {
	o.RandomPairs = cmp.Or(o.RandomPairs, 250_000)
	o.RulePairs = cmp.Or(o.RulePairs, 80_000)
	o.BlockCap = cmp.Or(o.BlockCap, 1500)
	o.MostPairs = cmp.Or(o.MostPairs, 60e6)
	o.Low = cmp.Or(o.Low, -4.0)
	o.Cut = cmp.Or(o.Cut, -2.0)
	o.ComponentCap = cmp.Or(o.ComponentCap, 2000)
	return o
}

// Result is what linking gives.
type Result struct {
	// Pairs are those that were compared and have Options.Low bits or more.
	Pairs    []Edge
	Clusters []Cluster
	// Kin are pairs more likely to be close relatives than one person or
	// unrelated.
	Kin    []Edge
	Report Report
	// Even is Options.Even as it was used.
	Even float64

	model   *model
	used    Options
	comp    *comparer
	blocks  *blocking
	workers workers // while pairs are compared
}

// Link compares the rows of a table and clusters them.
func Link(t *Table, o Options) (*Result, error) {
	if t.by != nil {
		return nil, errors.New("a table of a model is linked by that model")
	}
	return link(t, o.filled(), learn)
}

// LinkBy compares the rows of a table that NewTableFor made and clusters them,
// by the model and without learning. Options.Even, Low and Cut are the model's
// where they are 0.
func LinkBy(t *Table, m Model, o Options) (*Result, error) {
	if t.by == nil || !reflect.DeepEqual(*t.by, m) {
		return nil, errors.New("the table was not made for this model: make it by NewTableFor")
	}
	o.Even, o.Low, o.Cut, o.Seed = cmp.Or(o.Even, m.Even), cmp.Or(o.Low, m.Low), cmp.Or(o.Cut, m.Cut), cmp.Or(o.Seed, m.Seed)
	return link(t, o.filled(), func(_ *blocking, c *comparer, _ Options) *model { return m.model(c) })
}

// link does it, by the model that is found.
func link(t *Table, o Options, find func(*blocking, *comparer, Options) *model) (*Result, error) {
	if t.Len() < 2 {
		return nil, errors.New("a table needs two rows or more to link")
	}
	for _, p := range slices.Concat(o.MustLink, o.CannotLink) {
		if p[0] < 0 || p[1] < 0 || int(p[0]) >= t.Len() || int(p[1]) >= t.Len() {
			return nil, errors.New("a judgement names a row that is not in the table")
		}
	}
	t.seal()
	b, err := makeBlocks(t, o.BlockCap, o.MostPairs)
	if err != nil {
		return nil, err
	}
	c := newComparer(t)
	r := &Result{model: find(b, c, o), comp: c, blocks: b, Even: o.Even, used: o}
	r.predict(b, o)
	g := &grouping{r: r, t: t, o: o, judged: judge(o), known: adjacentOf(r.Pairs, t.Len())}
	g.cluster()
	r.workers = nil
	r.Report.fill(r, b, o)
	return r, nil
}

// predict scores all pairs of all blocks and keeps those that may be one
// person.
func (r *Result) predict(b *blocking, o Options) {
	r.workers = newWorkers(r.comp)
	for n, rule := range b.rules {
		parts := make([]found, rule.chunks())
		r.workers.each(len(parts), func(c *comparer, i int) {
			from, to := rule.chunk(i)
			one := &parts[i]
			b.inBlocks(n, from, to, func(x, y int32) {
				if b.before(n, x, y) {
					return
				}
				one.compared++
				bits, kin := r.model.score(c, x, y, o.Low)
				if bits >= o.Low {
					one.edges = append(one.edges, Edge{x, y, float32(bits)})
				}
				if LikelyKin(bits, kin) {
					one.kin = append(one.kin, Edge{x, y, float32(kin)})
				}
			})
		})
		yield := RuleYield{Rule: rule.line}
		for _, p := range parts {
			yield.Compared += p.compared
			yield.Kept += int64(len(p.edges))
			r.Pairs = append(r.Pairs, p.edges...)
			r.Kin = append(r.Kin, p.kin...)
		}
		r.Report.Compared += yield.Compared
		r.Report.Rules = append(r.Report.Rules, yield)
	}
}

// found is what a part of the blocks gave.
type found struct {
	compared int64
	edges    []Edge
	kin      []Edge
}

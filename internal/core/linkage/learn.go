package linkage

import (
	"slices"
)

// learn estimates the model: chances among unrelated pairs from random ones,
// among the same by EM over the patterns of blocks, rule by rule without what
// the rule itself asks for, then the priors, and relatives.
func learn(b *blocking, c *comparer, o Options) *model {
	m := newModel(c)
	workers := newWorkers(c)
	random := randomPairs(workers, o.RandomPairs, o.Seed)
	m.learnOther(c, random)
	same, kin := make(expected, len(m.sides)), make(expected, len(m.sides))
	samples, compared := rulePairs(workers, b, o)
	for n, sample := range samples {
		m.learnRule(sample, c.asked(b.rules[n].parts), same, kin)
	}
	m.learnSame(same, kin)
	m.learnPriors(compared, c.t.pairsInAll())
	m.seal()
	return m
}

func newModel(c *comparer) *model {
	m := &model{sides: make([]weights, len(c.sides)), given: -1, birth: -1, shared: make([]bool, len(c.sides)), names: c.nameSides()}
	for i := range c.sides {
		w := &m.sides[i]
		w.levels = len(c.levels(i))
		start(w)
	}
	if f := c.t.spec.Family; f != nil {
		m.family = true
		for i, s := range c.sides {
			switch s.name {
			case f.Given:
				m.given = i
			case f.Surname, f.Father:
				m.shared[i] = true
			case f.Born:
				m.birth = i
			}
		}
		m.family = m.given >= 0
	}
	return m
}

// nameSides tells which sides speak of one name: whole names, if there are any,
// and the given names and surnames that stand apart.
func (c *comparer) nameSides() []nameSide {
	out := make([]nameSide, len(c.sides))
	family := c.t.spec.Family
	for i, s := range c.sides {
		switch kind := c.t.spec.Fields[s.fields[0]].Kind; {
		case len(s.fields) > 1:
		case kind == KindName && (family == nil || s.name == family.Given || s.name == family.Surname):
			out[i] = partOfName
		case kind == KindFull:
			out[i] = wholeName
		}
	}
	return out
}

// start gives the chances among the same that EM begins with: most agree, and
// each level further off has less.
func start(w *weights) {
	rest := 1.0
	for l := 1; l <= w.levels; l++ {
		share := .5
		if l == 1 {
			share = .75
		}
		w.same[l] = rest * share
		rest -= w.same[l]
	}
	w.same[w.levels] += rest
}

// supposed is how many pairs what is supposed beforehand counts for, among
// strangers and among the same. It decides in tables of a few rows, where most
// pairs that can be drawn are those that are looked for.
const (
	supposedOther = 100
	supposedSame  = 5
)

// learnOther sets the chances among unrelated pairs. That two agree exactly is
// counted over all pairs and not only those drawn.
func (m *model) learnOther(c *comparer, random counts) {
	pairs := c.t.pairsInAll()
	for i := range m.sides {
		w := &m.sides[i]
		var seen [mostLevels]float64
		n := 0.0
		for k, p := range random.pattern {
			if l := p.level(i); l > 0 {
				seen[l] += random.number[k]
				n += random.number[k]
			}
		}
		share := min(1, pairs/max(n, 1)) // a pair drawn twice is seen once
		rare := supposedOther * .005
		for l := 1; l <= w.levels; l++ {
			w.other[l] = (seen[l]*share + rare) / (n*share + supposedOther)
		}
		w.other[w.levels] += (supposedOther - rare*float64(w.levels)) / (n*share + supposedOther)
		if s := c.sides[i]; len(s.fields) == 1 && c.kinds[s.fields[0]].exact() > 0 {
			w.other[1] = min(max((c.kinds[s.fields[0]].exact()*pairs+rare)/(pairs+supposedOther), floor), .999)
		}
	}
}

// asked tells which comparisons a rule asks for, and those that rest on the
// same words.
func (c *comparer) asked(parts []keyPart) []bool {
	spec := c.t.spec
	names, full := false, false
	fields := fieldsOf(parts)
	for _, f := range fields {
		names = names || spec.Fields[f].Kind == KindName
		full = full || spec.Fields[f].Kind == KindFull
	}
	out := make([]bool, len(c.sides))
	for i, s := range c.sides {
		for _, f := range s.fields {
			kind := spec.Fields[f].Kind
			asks := slices.ContainsFunc(fields, func(of int) bool {
				return of == f || slices.Equal(spec.Fields[of].Columns, spec.Fields[f].Columns)
			})
			out[i] = out[i] || asks || kind == KindFull && names || kind == KindName && full
		}
	}
	return out
}

const rounds = 25

// expected is how many pairs of each level EM expects, by comparison.
type expected [][mostLevels]float64

func (e expected) add(other expected, skip []bool) {
	for i := range e {
		if skip[i] {
			continue
		}
		for l := range e[i] {
			e[i][l] += other[i][l]
		}
	}
}

// ruleEM is EM over the patterns of one rule: pairs of one person, of
// relatives if the rule does not ask for given names, and of strangers.
type ruleEM struct {
	m          *model
	asked      []bool
	same, kin  expected // chances
	prior      float64
	kinPrior   float64
	family     bool
	found, kis expected // of the last round
}

// learnRule runs EM over the patterns of one rule and adds what it expects of
// the same, and of relatives, among them.
func (m *model) learnRule(sample counts, asked []bool, same, kin expected) {
	e := &ruleEM{m: m, asked: asked, prior: .3, family: m.family && !asked[m.given]}
	for i := range m.sides {
		e.same, e.kin = append(e.same, m.sides[i].same), append(e.kin, m.kinChances(i, m.sides[i].same))
	}
	if e.family {
		e.kinPrior = .2
	}
	for range rounds {
		if !e.round(sample) {
			return
		}
	}
	same.add(e.found, asked)
	if e.family {
		kin.add(e.kis, asked)
	}
}

// round is one of EM; false if hardly a pair looks like one person.
func (e *ruleEM) round(sample counts) bool {
	n := len(e.m.sides)
	e.found, e.kis = make(expected, n), make(expected, n)
	matched, related, all := 0.0, 0.0, 0.0
	for k, p := range sample.pattern {
		a, b := e.prior, e.kinPrior
		for i := range n {
			if l := p.level(i); l > 0 && !e.asked[i] {
				other := e.m.sides[i].other[l]
				a, b = a*e.same[i][l]/other, b*e.kin[i][l]/other
			}
		}
		whole := a + b + (1 - e.prior - e.kinPrior)
		a, b = sample.number[k]*a/whole, sample.number[k]*b/whole
		matched, related, all = matched+a, related+b, all+sample.number[k]
		for i := range n {
			e.found[i][p.level(i)] += a
			e.kis[i][p.level(i)] += b
		}
	}
	if matched < 1 {
		return false
	}
	e.prior = min(max(matched/all, 1e-6), .98)
	if e.family {
		e.kinPrior = min(max(related/all, 1e-6), .99-e.prior)
	}
	for i := range n {
		if e.asked[i] {
			continue
		}
		e.same[i] = chances(e.found[i], e.m.sides[i].levels)
		if e.m.shared[i] {
			e.kin[i] = e.same[i]
		} else if i != e.m.given {
			e.kin[i] = chances(e.kis[i], e.m.sides[i].levels)
		}
	}
	return true
}

// chances turns what was found of each level into chances, none of them 0.
func chances(found [mostLevels]float64, levels int) (out [mostLevels]float64) {
	n := 0.0
	for l := 1; l <= levels; l++ {
		n += found[l]
	}
	for l := 1; l <= levels; l++ {
		out[l] = (found[l] + .2) / (n + .2*float64(levels))
	}
	return out
}

// learnSame sets the chances among the same, and among relatives, from what
// all rules found, with what was supposed.
func (m *model) learnSame(same, kin expected) {
	for i := range m.sides {
		w := &m.sides[i]
		for l := 1; l <= w.levels; l++ { // w.same is what EM began with
			same[i][l] += supposedSame * w.same[l]
		}
		w.same = chances(same[i], w.levels)
		w.kin = m.kinChances(i, w.same)
		if i != m.given && !m.shared[i] && sumOf(kin[i]) >= 10 {
			w.kin = chances(kin[i], w.levels)
		}
	}
}

func sumOf(found [mostLevels]float64) (n float64) {
	for _, f := range found[1:] {
		n += f
	}
	return n
}

// sameGiven is the chance that two relatives have given names that are the
// same or sound so.
const sameGiven = .004

// kinChances gives the chances among close relatives before anything is
// learned of them: the surname and father of one, the given name of a stranger.
func (m *model) kinChances(i int, same [mostLevels]float64) (out [mostLevels]float64) {
	switch {
	case !m.family || m.shared[i]:
		return same
	case i == m.given:
		return m.strangeGiven()
	}
	for l := 1; l <= m.sides[i].levels; l++ {
		out[l] = (same[l] + m.sides[i].other[l]) / 2
	}
	return out
}

// strangeGiven gives the chances of given names of relatives: those of two
// strangers, but that they are never the same.
func (m *model) strangeGiven() (out [mostLevels]float64) {
	w := &m.sides[m.given]
	rest := 0.0
	for l := 1; l <= w.levels; l++ {
		if uint8(l) > nameVariant {
			rest += w.other[l]
		}
	}
	for l := 1; l <= w.levels; l++ {
		out[l] = w.other[l] / rest * (1 - sameGiven)
		if uint8(l) <= nameVariant {
			out[l] = sameGiven / float64(nameVariant)
		}
	}
	return out
}

// learnPriors finds how likely it is that two rows are one person, or
// relatives, as EM does over all pairs: those that no rule compares count as
// unrelated. What relatives agree on is learned along the way.
func (m *model) learnPriors(c counts, pairs float64) {
	m.prior, m.kinPrior = min(.1, 1/float64(max(pairs, 10))*float64(len(c.number))), 0
	if m.family {
		m.kinPrior = m.prior
	}
	for range rounds {
		found := make([][mostLevels]float64, len(m.sides))
		same, kin := 0.0, 0.0
		for k, p := range c.pattern {
			a, b := m.prior, m.kinPrior
			rest := 1 - a - b
			for i := range m.sides {
				if l := p.level(i); l > 0 {
					w := &m.sides[i]
					a, b = a*w.same[l]/w.other[l], b*w.kin[l]/w.other[l]
				}
			}
			all := a + b + rest
			same += c.number[k] * a / all
			share := c.number[k] * b / all
			kin += share
			for i := range m.sides {
				found[i][p.level(i)] += share
			}
		}
		m.prior = min(.5, max(same/pairs, 1/pairs/10))
		if !m.family {
			continue
		}
		m.kinPrior = min(.4, max(kin/pairs, m.prior/100))
		for i := range m.sides {
			if i != m.given && !m.shared[i] {
				m.sides[i].kin = chances(found[i], m.sides[i].levels)
			}
		}
	}
}

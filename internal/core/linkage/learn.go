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
	random, whole := randomPairs(workers, o.RandomPairs, o.Seed)
	m.learnOther(c, random, whole)
	samples, compared := rulePairs(workers, b, o)
	pairs := c.t.pairsInAll()
	m.learnFrom(samples, b, c, compared, pairs)
	for range againWhole {
		if whole { // in few rows those that are one person weigh among all pairs
			m.learnOther(c, m.strangers(random), whole)
			m.learnFrom(samples, b, c, compared, pairs)
		}
	}
	m.seal()
	return m
}

// againWhole is how often a model of a table of which every pair was looked at
// is learned again, each time with better strangers.
const againWhole = 2

// learnFrom learns of the same, and of relatives, from samples of the rules, and
// the priors from all that they compare.
func (m *model) learnFrom(samples []counts, b *blocking, c *comparer, compared counts, pairs float64) {
	for i := range m.sides {
		m.sides[i].same = m.sides[i].start
	}
	same, kin := make(expected, len(m.sides)), make(expected, len(m.sides))
	for n, sample := range samples {
		m.learnRule(sample, c.asked(b.rules[n].parts), same, kin)
	}
	m.learnSame(same, kin)
	m.learnPriors(compared, pairs)
}

func newModel(c *comparer) *model {
	m := &model{sides: make([]weights, len(c.sides)), given: -1, birth: -1, shared: make([]bool, len(c.sides)), unseen: make([]bool, len(c.sides)), silent: make([]bool, len(c.sides)), names: c.nameSides()}
	for i := range c.sides {
		w := &m.sides[i]
		w.levels = len(c.levels(i))
		w.kind = c.kindOf(i)
		w.start = start(w.kind, w.levels)
		w.same = w.start
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

// kindOf gives the kind of a comparison, "" of fields that go together.
func (c *comparer) kindOf(side int) Kind {
	if c.joint[side] != nil {
		return ""
	}
	return c.t.spec.Fields[c.sides[side].fields[0]].Kind
}

// start gives the chances among the same that EM begins with, and that are
// supposed where a table says little: in hundredths, as lists in several scripts
// and calendars have them, roundly.
func start(k Kind, levels int) (out [mostLevels]float64) {
	var of []float64
	switch k {
	case KindName:
		of = []float64{45, 25, 12, 4, 2, 1, 3, 2, 3, 3}
	case KindFull:
		of = []float64{12, 15, 12, 6, 8, 10, 8, 4, 2, 5, 4, 6, 3, 5}
	case KindDate:
		of = []float64{35, 1, 4, 2, 15, 6, 15, 5, 7, 5, 2, 3}
	case KindText:
		of = []float64{50, 20, 6, 8, 6, 10}
	case KindID:
		of = []float64{85, 5, 2, 3, 5}
	case KindCategory:
		of = []float64{93, 7}
	default:
		of = []float64{15, 30, 5, 25, 10, 15}
	}
	for l := range levels {
		out[l+1] = of[l] / 100
	}
	return out
}

// supposed is how many pairs what is supposed beforehand counts for, among
// strangers, the same and relatives. It decides in tables of a few rows.
const (
	supposedOther = 100
	supposedSame  = 10
	supposedKin   = 10
)

// strangers takes from the patterns of all pairs those that are, by what is
// known so far, of one person or of relatives.
func (m *model) strangers(all counts) counts {
	out := counts{all.pattern, make([]float64, len(all.number))}
	for k, p := range all.pattern {
		same, kin := m.chancesOf(p, m.silent)
		out.number[k] = all.number[k] * (1 - same - kin)
	}
	return out
}

// chancesOf gives the chances that a pair is of one person, and of relatives, by
// all comparisons but those to be left out.
func (m *model) chancesOf(p pattern, without []bool) (same, kin float64) {
	a, b := m.prior, m.kinPrior
	rest := 1 - a - b
	for i := range m.sides {
		if l := p.level(i); l > 0 && (without == nil || !without[i]) {
			w := &m.sides[i]
			a, b = a*w.same[l]/w.other[l], b*w.kin[l]/w.other[l]
		}
	}
	all := a + b + rest
	return a / all, b / all
}

// learnOther sets the chances among unrelated pairs. That two agree exactly is
// counted over all pairs and not only those drawn.
func (m *model) learnOther(c *comparer, random counts, whole bool) {
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
		if s := c.sides[i]; !whole && len(s.fields) == 1 && c.kinds[s.fields[0]].exact() > 0 {
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
		w := &e.m.sides[i]
		e.same[i] = chances(supposing(e.found[i], w.start, supposedSame), w.levels)
		if e.m.shared[i] {
			e.kin[i] = e.same[i]
		} else if i != e.m.given {
			e.kin[i] = chances(supposing(e.kis[i], e.m.kinChances(i, w.start), supposedKin), w.levels)
		}
	}
	return true
}

// supposing adds what is supposed beforehand, as so many pairs.
func supposing(found, supposed [mostLevels]float64, pairs float64) [mostLevels]float64 {
	for l := range found {
		found[l] += pairs * supposed[l]
	}
	return found
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
		m.unseen[i] = sumOf(same[i]) == 0
		m.silent[i] = m.unseen[i] && m.names[i] == wholeName && slices.Contains(m.names, partOfName)
		w.same = chances(supposing(same[i], w.start, supposedSame), w.levels)
		w.kin = m.kinChances(i, w.same)
		if i != m.given && !m.shared[i] {
			w.kin = chances(supposing(kin[i], m.kinChances(i, w.start), supposedKin), w.levels)
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
	w := &m.sides[i]
	if i == m.birth {
		for l, share := range kinBorn {
			out[l+1] = (share/100 + w.other[l+1]) / 2
		}
		return out
	}
	alike := .5
	if w.kind == KindText { // mostly of one place
		alike = .7
	}
	for l := 1; l <= w.levels; l++ {
		out[l] = alike*same[l] + (1-alike)*w.other[l]
	}
	if m.names[i] == wholeName {
		shareWords(&out)
	}
	return out
}

// kinBorn is the hundredths of the levels of births of relatives, of whom most
// that stand on one list are of one generation.
var kinBorn = [...]float64{1, 1, 1, 1, 1, 2, 8, 5, 15, 35, 18, 12}

// shareWords puts the whole names of relatives where names share some words,
// and each has others: all the same they hardly ever are, the given names being
// others.
func shareWords(of *[mostLevels]float64) {
	share := func(l int) float64 {
		switch {
		case fullShares(uint8(l)):
			return .9
		case fullHolds(uint8(l)):
			return sameGiven
		}
		return .1 - sameGiven
	}
	in := map[float64]float64{}
	for l := 1; l < mostLevels; l++ {
		in[share(l)] += of[l]
	}
	for l := 1; l < mostLevels; l++ {
		of[l] *= share(l) / in[share(l)]
	}
}

// strangeGiven gives the chances of given names of relatives: those of two
// strangers, but that they are never the same.
func (m *model) strangeGiven() (out [mostLevels]float64) {
	w := &m.sides[m.given]
	rest, agree := 0.0, 0.0
	for l := 1; l <= w.levels; l++ {
		if uint8(l) > nameVariant {
			rest += w.other[l]
		} else {
			agree += w.start[l]
		}
	}
	for l := 1; l <= w.levels; l++ {
		out[l] = w.other[l] / rest * (1 - sameGiven)
		if uint8(l) <= nameVariant {
			out[l] = sameGiven * w.start[l] / agree
		}
	}
	return out
}

// learnPriors finds how likely it is that two rows are one person, or
// relatives, as EM does over all pairs: those that no rule compares count as
// unrelated. What relatives agree on is learned along the way, and what the same
// do in comparisons that every rule asks for.
func (m *model) learnPriors(c counts, pairs float64) {
	m.prior, m.kinPrior = min(.1, 1/float64(max(pairs, 10))*float64(len(c.number))), 0
	if m.family {
		m.kinPrior = m.prior
	}
	for range rounds {
		found, alike := make(expected, len(m.sides)), make(expected, len(m.sides))
		same, kin := 0.0, 0.0
		for k, p := range c.pattern {
			a, b := m.chancesOf(p, m.silent)
			a, b = c.number[k]*a, c.number[k]*b
			same, kin = same+a, kin+b
			for i := range m.sides {
				found[i][p.level(i)] += b
				alike[i][p.level(i)] += a
			}
		}
		m.prior = min(.5, max(same/pairs, 1/pairs/10))
		for i := range m.sides {
			if w := &m.sides[i]; m.unseen[i] {
				w.same = chances(supposing(alike[i], w.start, supposedSame), w.levels)
			}
		}
		if !m.family {
			continue
		}
		m.kinPrior = min(.4, max(kin/pairs, m.prior/8))
		for i := range m.sides {
			if w := &m.sides[i]; i != m.given && !m.shared[i] {
				w.kin = chances(supposing(found[i], m.kinChances(i, w.start), supposedKin), w.levels)
			}
		}
	}
}

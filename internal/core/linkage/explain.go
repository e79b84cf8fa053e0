package linkage

import "strings"

// Factor is what one comparison adds to a score.
type Factor struct {
	Field string
	// Level is how the field compares, "missing" where either row lacks it. The
	// prior and the corrections have none.
	Level       string
	Left, Right string // as written; fields that go together with " · " between
	// Parts are the fields that go together, in their order; nil of one field.
	Parts []Part
	// Same and Other are how often pairs of one person, and of strangers, are of
	// this level.
	Same, Other float64
	// Bits is what it adds, of which Rarity is for how rare the value is.
	Bits, Rarity float64
}

// Part is how one of several fields compares that go together and have one
// weight.
type Part struct {
	Field string
	// Level is in the words of the field's kind, "missing" where either row lacks
	// it.
	Level       string
	Left, Right string // as written
	// Agrees tells that the two agree, or nearly do.
	Agrees bool
}

// The factors that are no comparison.
const (
	FactorPrior  = "prior"        // what is known before looking
	FactorTwice  = "name twice"   // a name that speaks by its parts and as a whole counts once
	FactorFamily = "close family" // they may be relatives
)

// Explanation is a score with all that it is made of.
type Explanation struct {
	Factors []Factor
	// Bits is the score: the sum of the factors, in their order, to the last
	// digit.
	Bits float64
	// Kin is the log2 odds that the rows are relatives rather than strangers; 0
	// if the table says nothing of families.
	Kin float64
	// Rules are the lines of blocking by which the rows were compared.
	Rules []string
}

// Explain says why two rows have the score they have.
func (r *Result) Explain(a, b int32) Explanation {
	a, b = min(a, b), max(a, b)
	m, c := r.model, r.comp
	e := Explanation{Factors: []Factor{{Field: FactorPrior, Bits: m.priorBits()}}}
	p := c.compare(a, b)
	s := sums{}
	for i := range m.sides {
		f := Factor{Field: c.sides[i].name, Level: "missing", Left: c.shown(i, a), Right: c.shown(i, b), Parts: c.parts(i, a, b)}
		if level := p.level(i); level > 0 {
			w := &m.sides[i]
			f.Level, f.Same, f.Other = c.levels(i)[level-1], w.same[level], w.other[level]
			f.Rarity = c.boost(i, level, a, b)
			f.Bits = w.bits[level] + f.Rarity
			s.add(m, i, level, f.Bits, f.Rarity)
		}
		e.Factors = append(e.Factors, f)
	}
	if bits := s.twice(); bits != 0 {
		e.Factors = append(e.Factors, Factor{Field: FactorTwice, Bits: bits})
	}
	if m.family {
		e.Factors = append(e.Factors, Factor{Field: FactorFamily, Bits: m.kinship(s.related())})
		e.Kin = m.kinPriorBits() + s.related()
	}
	for _, f := range e.Factors {
		e.Bits += f.Bits
	}
	for _, rule := range r.blocks.rules {
		if rule.has(a, b) {
			e.Rules = append(e.Rules, rule.line)
		}
	}
	return e
}

// shown gives what a row has on a side, as written.
func (c *comparer) shown(side int, row int32) string {
	var has []string
	for _, f := range c.sides[side].fields {
		if wrote := c.kinds[f].wrote(row); wrote != "" {
			has = append(has, wrote)
		}
	}
	return strings.Join(has, " · ")
}

// parts says how each of several fields compares that go together.
func (c *comparer) parts(side int, a, b int32) (out []Part) {
	if c.joint[side] == nil {
		return nil
	}
	x, y := c.row(a), c.row(b)
	for _, f := range c.sides[side].fields {
		p := Part{Field: c.t.spec.Fields[f].Name, Level: "missing", Left: c.kinds[f].wrote(a), Right: c.kinds[f].wrote(b)}
		if x[f] != 0 && y[f] != 0 {
			level := c.level(f, x[f], y[f])
			p.Level, p.Agrees = c.kinds[f].levels()[level-1], level <= c.near[f]
		}
		out = append(out, p)
	}
	return out
}

// Pattern tells how two rows compare in everything: pairs of one pattern
// compare alike, so that what is decided about one says much about all.
func (r *Result) Pattern(a, b int32) uint64 { return uint64(r.comp.compare(min(a, b), max(a, b))) }

package linkage

import "math"

// mostLevels is one more than the highest level.
const mostLevels = 16

// weights are the chances of the levels of one comparison: among pairs that
// are the same person, close relatives, and unrelated.
type weights struct {
	same, kin, other [mostLevels]float64
	start            [mostLevels]float64 // what is supposed of the same
	bits, kinBits    [mostLevels]float64 // log2 of the ratios to other
	levels           int                 // levels 1 to this
	kind             Kind
}

// model is what is learned of a table.
type model struct {
	sides []weights
	// prior and kinPrior are the chances that two rows picked at random are
	// the same person, or close relatives.
	prior, kinPrior float64
	family          bool
	before          float64 // priorBits
	kinBefore       float64 // kinPriorBits
	given           int     // the side of given names, if family
	birth           int     // that of births, or -1
	shared          []bool
	// While learning: what every rule asks for, and of that the whole names, which
	// say nothing until it is learned what they say beyond their parts.
	unseen, silent []bool
	names          []nameSide
}

// nameSide tells the sides that speak of one name.
type nameSide uint8

const (
	notName nameSide = iota
	partOfName
	wholeName
)

// floor keeps a chance that was never seen from being none.
const floor = 1e-7

// seal works out what scoring asks for again and again.
func (m *model) seal() {
	m.before, m.kinBefore = m.priorBits(), m.kinPriorBits()
	for i := range m.sides {
		w := &m.sides[i]
		for l := 1; l <= w.levels; l++ {
			w.bits[l] = weigh(w.same[l], w.other[l])
			w.kinBits[l] = weigh(w.kin[l], w.other[l])
		}
	}
}

// mostBits bounds what one comparison can say.
const mostBits = 18

// weigh gives the bits that a level is evidence of, by two chances of it.
func weigh(chance, other float64) float64 {
	return exactly(max(-mostBits, min(mostBits, math.Log2(max(chance, floor)/max(other, floor)))))
}

// priorBits is the score of two rows of which nothing is known.
func (m *model) priorBits() float64 { return exactly(math.Log2(m.prior / (1 - m.prior))) }

// sums is what of a pair's evidence is needed beyond its sum.
type sums struct {
	parts, whole       float64
	kin                float64 // of what is no name
	kinParts, kinWhole float64
	differs            bool // a part of the name speaks against
	shares             bool // as wholes they share words, as those of relatives do
}

func (s *sums) add(m *model, side int, level uint8, bits, rare float64) {
	kin := m.sides[side].kinBits[level]
	if m.shared[side] { // relatives agree on it for a reason, however rare it is
		kin += rare
	}
	switch m.names[side] {
	case partOfName:
		s.parts, s.kinParts = s.parts+bits, s.kinParts+kin
		s.differs = s.differs || bits < 0
	case wholeName:
		s.whole, s.kinWhole = s.whole+bits, s.kinWhole+kin
		s.shares = m.family && fullShares(level)
	default:
		s.kin += kin
	}
}

// score gives the bits, the log2 odds, that two rows are one person, and that
// they are close relatives rather than strangers. It adds in the order that
// Explain does. Bits below least need not be the last: that relatives lower them
// further is not worked out then.
func (m *model) score(c *comparer, a, b int32, least float64) (bits, kin float64) {
	p := c.compare(a, b)
	s := sums{}
	bits = m.before
	for i := range m.sides {
		if level := p.level(i); level > 0 {
			rare := c.boost(i, level, a, b)
			one := m.sides[i].bits[level] + rare
			bits += one
			s.add(m, i, level, one, rare)
		}
	}
	bits += s.twice()
	if !m.family {
		return bits, math.Inf(-1)
	}
	related := s.related()
	kin = m.kinBefore + related
	if bits < least {
		return bits, kin
	}
	return bits + m.kinship(related), kin
}

// twice gives the bits that are taken back because a name speaks twice: by its
// parts, and as a whole. What both say counts once, and what differs in full;
// but that a word is shared is nothing to what the parts say, if they tell which
// is not.
func (s *sums) twice() float64 {
	if s.shares && s.differs && s.whole > 0 {
		return -s.whole
	}
	return twice(s.parts, s.whole)
}

// related gives the bits that two rows are of relatives rather than strangers,
// without the prior: of their names too what is said twice counts once.
func (s *sums) related() float64 {
	return s.kin + s.kinParts + s.kinWhole + twice(s.kinParts, s.kinWhole)
}

// twice gives what to add to two sums so that what both say counts once.
func twice(parts, whole float64) float64 {
	switch {
	case parts > 0 && whole > 0:
		return -min(parts, whole)
	case parts < 0 && whole < 0:
		return -max(parts, whole)
	}
	return 0
}

// kinship gives the bits, never above 0, by which the chance that two rows are
// close relatives lowers the odds that they are one person: of odds same :
// unrelated they become same : unrelated or relatives.
func (m *model) kinship(kin float64) float64 {
	if m.kinBefore+kin < -30 {
		return 0 // what exactly makes of so little
	}
	return -exactly(math.Log2(1 + math.Exp2(m.kinBefore+kin)))
}

// LikelyKin reports whether two rows are more likely close relatives than one
// person, and than strangers: bits are the log2 odds that they are one person and
// not any two, kin those that, being two, they are relatives.
func LikelyKin(bits, kin float64) bool {
	return kin > 0 && !math.IsInf(kin, 0) && -math.Log2(1+math.Exp2(-kin)) > bits
}

// kinPriorBits is the log2 odds that two rows of which nothing is known are
// relatives rather than strangers.
func (m *model) kinPriorBits() float64 {
	return exactly(math.Log2(m.kinPrior / (1 - m.prior - m.kinPrior)))
}

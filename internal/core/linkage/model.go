package linkage

import "math"

// mostLevels is one more than the highest level.
const mostLevels = 16

// weights are the chances of the levels of one comparison: among pairs that
// are the same person, close relatives, and unrelated.
type weights struct {
	same, kin, other [mostLevels]float64
	bits, kinBits    [mostLevels]float64 // log2 of the ratios to other
	levels           int                 // levels 1 to this
}

// model is what is learned of a table.
type model struct {
	sides []weights
	// prior and kinPrior are the chances that two rows picked at random are
	// the same person, or close relatives.
	prior, kinPrior float64
	family          bool
	given           int // the side of given names, if family
	birth           int // that of births, or -1
	shared          []bool
	names           []nameSide
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

func (m *model) seal() {
	for i := range m.sides {
		w := &m.sides[i]
		for l := 1; l <= w.levels; l++ {
			w.bits[l] = clip(math.Log2(max(w.same[l], floor) / max(w.other[l], floor)))
			w.kinBits[l] = clip(math.Log2(max(w.kin[l], floor) / max(w.other[l], floor)))
		}
	}
}

// mostBits bounds what one comparison can say.
const mostBits = 18

func clip(bits float64) float64 { return max(-mostBits, min(mostBits, bits)) }

// priorBits is the score of two rows of which nothing is known.
func (m *model) priorBits() float64 { return math.Log2(m.prior / (1 - m.prior)) }

// score gives the bits, the log2 odds, that two rows are one person.
func (m *model) score(c *comparer, a, b int32) float64 {
	return m.weigh(c, c.compare(a, b), a, b)
}

func (m *model) weigh(c *comparer, p pattern, a, b int32) float64 {
	bits, kin := m.priorBits(), 0.0
	parts, whole := 0.0, 0.0
	for i := range m.sides {
		level := p.level(i)
		if level == 0 {
			continue
		}
		rare := c.boost(i, level, a, b)
		one := m.sides[i].bits[level] + rare
		bits += one
		switch m.names[i] {
		case partOfName:
			parts += one
		case wholeName:
			whole += one
		}
		kin += m.sides[i].kinBits[level]
		if m.shares(i, level) {
			kin += rare
		}
	}
	bits += m.twice(parts, whole)
	if m.family {
		bits += m.kinship(kin)
	}
	return bits
}

// twice gives the bits that are taken back because a name speaks twice: by its
// parts, and as a whole. What both say counts once, and what differs in full.
func (m *model) twice(parts, whole float64) float64 {
	switch {
	case parts > 0 && whole > 0:
		return -Alpha * min(parts, whole)
	case parts < 0 && whole < 0:
		return -Alpha * max(parts, whole)
	}
	return 0
}

var Alpha = 1.0

// shares tells that relatives agree on a side for a reason, so that rarity
// speaks for them as for one person.
func (m *model) shares(side int, _ uint8) bool { return m.family && m.shared[side] }

// kinship gives the bits, never above 0, by which the chance that two rows are
// close relatives lowers the odds that they are one person: of odds same :
// unrelated they become same : unrelated or relatives.
func (m *model) kinship(kin float64) float64 {
	odds := m.kinPrior / (1 - m.prior - m.kinPrior) * math.Exp2(kin)
	return -math.Log2(1 + odds)
}

// kinScore gives the log2 odds that two rows are relatives and not unrelated.
func (m *model) kinScore(c *comparer, a, b int32) float64 {
	if !m.family {
		return math.Inf(-1)
	}
	p := c.compare(a, b)
	kin := math.Log2(m.kinPrior / (1 - m.prior - m.kinPrior))
	for i := range m.sides {
		if level := p.level(i); level > 0 {
			kin += m.sides[i].kinBits[level]
			if m.shares(i, level) {
				kin += c.boost(i, level, a, b)
			}
		}
	}
	return kin
}

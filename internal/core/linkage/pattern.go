package linkage

// pattern is how two rows compare in everything: four bits a comparison, 0
// where either has nothing to compare.
type pattern uint64

func (p pattern) level(side int) uint8 { return uint8(p >> (4 * side) & 15) }

// comparer makes patterns of a table's rows. Some kinds keep what they found:
// one comparer is for one goroutine.
type comparer struct {
	t     *Table
	sides []side
	kinds []kind
	joint []*combinations // nil for a comparison of one field
	seen  []cache         // by field; nil where finding is cheap
}

// The levels of a joint comparison.
const (
	jointAll uint8 = iota + 1
	jointKnown
	jointMost
	jointSome
	jointNear
	jointNone
)

func jointLevels() []string {
	return []string{"all agree", "all that both have agree", "most agree", "some agree", "near", "none agrees"}
}

func newComparer(t *Table) *comparer {
	c := &comparer{t: t, sides: t.spec.sides(), kinds: t.kinds}
	for _, f := range t.spec.Fields {
		var seen cache
		if n := t.kinds[len(c.seen)].distinct(); n >= cachedFrom && (f.Kind == KindName || f.Kind == KindText) {
			seen = newCache()
		}
		c.seen = append(c.seen, seen)
	}
	for _, s := range c.sides {
		var j *combinations
		switch {
		case len(s.fields) > 1 && t.by != nil:
			j = t.by.combinations(s.name)
		case len(s.fields) > 1:
			j = newCombinations(t, s.fields)
		}
		c.joint = append(c.joint, j)
	}
	return c
}

// cachedFrom is how many values a field has for what was found of them to be
// kept: fewer make few pairs.
const cachedFrom = 50

// another gives a comparer for another goroutine.
func (c *comparer) another() *comparer {
	n := *c
	n.seen = make([]cache, len(c.seen))
	for f, seen := range c.seen {
		if seen != nil {
			n.seen[f] = newCache()
		}
	}
	return &n
}

// level compares two values of a field.
func (c *comparer) level(f int, x, y int32) uint8 {
	if c.seen[f] == nil || x == y {
		return c.kinds[f].compare(x, y)
	}
	return c.seen[f].get(x, y, c.kinds[f].compare)
}

// levels gives the names of the levels of a comparison.
func (c *comparer) levels(side int) []string {
	if c.joint[side] != nil {
		return jointLevels()
	}
	return c.kinds[c.sides[side].fields[0]].levels()
}

func (c *comparer) compare(a, b int32) pattern {
	var p pattern
	for i, s := range c.sides {
		p |= pattern(c.side(i, s, a, b)) << (4 * i)
	}
	return p
}

func (c *comparer) side(i int, s side, a, b int32) uint8 {
	if c.joint[i] != nil {
		return c.jointSide(s, a, b)
	}
	f := s.fields[0]
	x, y := c.t.at[f][a], c.t.at[f][b]
	if x == 0 || y == 0 {
		return 0
	}
	return c.level(f, x, y)
}

func (c *comparer) jointSide(s side, a, b int32) uint8 {
	known, agree, near := 0, 0, 0
	for _, f := range s.fields {
		x, y := c.t.at[f][a], c.t.at[f][b]
		if x == 0 || y == 0 {
			continue
		}
		known++
		switch level := c.level(f, x, y); {
		case c.agrees(f, level):
			agree++
		case c.nearly(f, level):
			near++
		}
	}
	switch {
	case known == 0:
		return 0
	case agree == len(s.fields):
		return jointAll
	case agree == known:
		return jointKnown
	case agree*2 > known:
		return jointMost
	case agree > 0:
		return jointSome
	case near > 0:
		return jointNear
	}
	return jointNone
}

func (c *comparer) agrees(f int, level uint8) bool {
	switch c.t.spec.Fields[f].Kind {
	case KindText, KindName:
		return level <= 2
	}
	return level == 1
}

func (c *comparer) nearly(f int, level uint8) bool {
	switch c.t.spec.Fields[f].Kind {
	case KindText, KindName:
		return level <= 4
	case KindDate:
		return level < dateYear
	}
	return level == 2
}

// boost gives the bits that the rarity of what two rows agree on adds.
func (c *comparer) boost(i int, level uint8, a, b int32) float64 {
	s := c.sides[i]
	if j := c.joint[i]; j != nil {
		return j.boost(c, s, level, a, b)
	}
	f := s.fields[0]
	return c.kinds[f].boost(level, c.t.at[f][a], c.t.at[f][b])
}

// combinations counts how many rows have each combination of values in fields
// that go together, in slots by hash: two combinations in one slot make both
// look less rare, which is the safe way to err.
type combinations struct {
	slots []float64  // their number is a power of two
	agree [8]float64 // by which fields it is of
	rows  [8]float64
}

// combinationSlots is the most of them.
const combinationSlots = 1 << 20

func newCombinations(t *Table, fields []int) *combinations {
	slots := 1 << 10
	for slots < min(combinationSlots, 64*len(t.list)) {
		slots *= 2
	}
	j := &combinations{slots: make([]float64, slots)}
	for row := range t.list {
		for mask := 1; mask < 1<<len(fields); mask++ {
			if h, ok := combination(t, fields, mask, int32(row)); ok {
				j.slots[j.slot(h)]++
				j.rows[mask]++
			}
		}
	}
	for row := range t.list {
		for mask := 1; mask < 1<<len(fields); mask++ {
			if h, ok := combination(t, fields, mask, int32(row)); ok {
				j.agree[mask] += (j.slots[j.slot(h)] - 1) / j.rows[mask] / max(j.rows[mask]-1, 1)
			}
		}
	}
	for mask := range j.agree {
		j.agree[mask] = max(j.agree[mask], 1/max(j.rows[mask], 2)/max(j.rows[mask], 2))
	}
	return j
}

func (j *combinations) slot(h uint64) uint64 { return h % uint64(len(j.slots)) }

// combination gives the hash of a row's values in the fields of mask; false if
// it lacks one.
func combination(t *Table, fields []int, mask int, row int32) (uint64, bool) {
	h := uint64(mask)
	for i, f := range fields {
		if mask>>i&1 == 0 {
			continue
		}
		id := t.at[f][row]
		if id == 0 {
			return 0, false
		}
		h = join(h, t.kinds[f].meaning(id))
	}
	return h, true
}

func (j *combinations) boost(c *comparer, s side, level uint8, a, b int32) float64 {
	if level != jointAll && level != jointKnown {
		return 0
	}
	mask := 0
	for i, f := range s.fields {
		if c.t.at[f][a] != 0 && c.t.at[f][b] != 0 {
			mask |= 1 << i
		}
	}
	x, _ := combination(c.t, s.fields, mask, a)
	y, _ := combination(c.t, s.fields, mask, b)
	many := max(j.slots[j.slot(x)], j.slots[j.slot(y)])
	return rarity(j.agree[mask], many, j.rows[mask])
}

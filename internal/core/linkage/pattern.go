package linkage

import "slices"

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
	// values are the numbers of the rows' values, row by row: most of the time
	// that comparing takes is waiting for memory, and so it waits once a row.
	values []int32
	// meaning holds, of fields that go together, what each value counts as.
	meaning [][]uint64
	// rare holds, by field and level, the bits that the rarity of each value adds;
	// nil where no value adds any.
	rare [][]([]float64)
	// agree and near are, by field, the last level at which values agree, and
	// nearly do, among fields that go together.
	agree, near []uint8
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
	c := &comparer{t: t, sides: t.spec.sides(), kinds: t.kinds, values: make([]int32, len(t.list)*len(t.at))}
	for f, field := range t.spec.Fields {
		var seen cache
		if n := t.kinds[f].distinct(); n >= cachedFrom && (field.Kind == KindName || field.Kind == KindText) {
			seen = newCache()
		}
		c.seen = append(c.seen, seen)
		c.rare = append(c.rare, rareOf(t.kinds[f], t.at[f]))
		agree, near := agreement(field.Kind)
		c.agree, c.near = append(c.agree, agree), append(c.near, near)
		for row, id := range t.at[f] {
			c.values[row*len(t.at)+f] = id
		}
	}
	c.meaning = make([][]uint64, len(t.kinds))
	for _, s := range c.sides {
		if len(s.fields) > 1 {
			c.meanings(s.fields)
		}
		var j *combinations
		switch {
		case len(s.fields) > 1 && t.by != nil:
			j = t.by.combinations(s.name)
		case len(s.fields) > 1:
			j = newCombinations(c, s.fields)
		}
		c.joint = append(c.joint, j)
	}
	return c
}

// rareOf gives, by level, what the rarity of each value adds. What it adds for
// two is the less of theirs: see kind.boost.
func rareOf(k kind, at []int32) [][]float64 {
	values := slices.Max(at) + 1
	out := make([][]float64, len(k.levels())+1)
	for level := 1; level < len(out); level++ {
		one := make([]float64, values)
		for id := int32(1); id < values; id++ {
			one[id] = k.boost(uint8(level), id, id)
		}
		switch {
		case !slices.ContainsFunc(one, func(bits float64) bool { return bits != 0 }):
		case slices.Equal(one, out[level-1]):
			out[level] = out[level-1]
		default:
			out[level] = one
		}
	}
	return out
}

// row gives the numbers of a row's values, by field.
func (c *comparer) row(row int32) []int32 {
	width := len(c.kinds)
	return c.values[int(row)*width:][:width]
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
	x, y := c.row(a), c.row(b)
	for i := range c.sides {
		fields, level := c.sides[i].fields, uint8(0)
		if len(fields) > 1 {
			level = c.jointSide(fields, x, y)
		} else if f := fields[0]; x[f] != 0 && y[f] != 0 {
			level = c.level(f, x[f], y[f])
		}
		p |= pattern(level) << (4 * i)
	}
	return p
}

func (c *comparer) jointSide(fields []int, a, b []int32) uint8 {
	known, agree, near := 0, 0, 0
	for _, f := range fields {
		x, y := a[f], b[f]
		if x == 0 || y == 0 {
			continue
		}
		known++
		switch level := c.level(f, x, y); {
		case level <= c.agree[f]:
			agree++
		case level <= c.near[f]:
			near++
		}
	}
	switch {
	case known == 0:
		return 0
	case agree == len(fields):
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

// agreement gives the last levels at which two values of a kind agree, and
// nearly do.
func agreement(k Kind) (agree, near uint8) {
	switch k {
	case KindText, KindName:
		return 2, 4
	case KindDate:
		return dateSame, dateYear - 1
	}
	return 1, 2
}

// boost gives the bits that the rarity of what two rows agree on adds.
func (c *comparer) boost(i int, level uint8, a, b int32) float64 {
	s := c.sides[i]
	if j := c.joint[i]; j != nil {
		return j.boost(c, s, level, a, b)
	}
	f := s.fields[0]
	rare := c.rare[f][level]
	if rare == nil {
		return 0
	}
	return min(rare[c.row(a)[f]], rare[c.row(b)[f]])
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

// meanings finds what the values of fields count as.
func (c *comparer) meanings(fields []int) {
	for _, f := range fields {
		c.meaning[f] = make([]uint64, slices.Max(c.t.at[f])+1)
		for id := 1; id < len(c.meaning[f]); id++ {
			c.meaning[f][id] = c.kinds[f].meaning(int32(id))
		}
	}
}

func newCombinations(c *comparer, fields []int) *combinations {
	t := c.t
	slots := 1 << 10
	for slots < min(combinationSlots, 64*len(t.list)) {
		slots *= 2
	}
	j := &combinations{slots: make([]float64, slots)}
	for row := range t.list {
		for mask := 1; mask < 1<<len(fields); mask++ {
			if h, ok := c.combination(fields, mask, c.row(int32(row))); ok {
				j.slots[j.slot(h)]++
				j.rows[mask]++
			}
		}
	}
	for row := range t.list {
		for mask := 1; mask < 1<<len(fields); mask++ {
			if h, ok := c.combination(fields, mask, c.row(int32(row))); ok {
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
func (c *comparer) combination(fields []int, mask int, values []int32) (uint64, bool) {
	h := uint64(mask)
	for i, f := range fields {
		if mask>>i&1 == 0 {
			continue
		}
		id := values[f]
		if id == 0 {
			return 0, false
		}
		h = join(h, c.meaning[f][id])
	}
	return h, true
}

func (j *combinations) boost(c *comparer, s side, level uint8, a, b int32) float64 {
	if level != jointAll && level != jointKnown {
		return 0
	}
	mask, left, right := 0, c.row(a), c.row(b)
	for i, f := range s.fields {
		if left[f] != 0 && right[f] != 0 {
			mask |= 1 << i
		}
	}
	x, _ := c.combination(s.fields, mask, left)
	y, _ := c.combination(s.fields, mask, right)
	many := max(j.slots[j.slot(x)], j.slots[j.slot(y)])
	return rarity(j.agree[mask], many, j.rows[mask])
}

package linkage

import (
	"runtime"
	"slices"
)

// rule is one line of blocking, with what it made of the rows.
type rule struct {
	line  string
	parts []keyPart
	// Of each row its keys: keys[from[row]:from[row+1]]. A key that was given
	// up because too many rows share it is 0.
	keys []uint64
	from []int32
	// rows under one key stand together, and blocks tells where each begins.
	rows   []int32
	blocks []int32
	// blockKeys holds the key of each block.
	blockKeys []uint64
	skipped   Skipped
}

// Skipped is a line of blocking some keys of which too many rows share for all
// of them to be compared.
type Skipped struct {
	Rule string `json:"rule"`
	// Parted keys were made finer by what Spec.Refine names.
	Parted int `json:"parted"`
	// Keys were given up with their Rows, too many still sharing them.
	Keys int `json:"keys"`
	Rows int `json:"rows"`
	// Pairs were not compared under this rule for either reason; another rule
	// may have compared them.
	Pairs float64 `json:"pairs"`
}

// keysOfRow bounds how many keys a rule may give a row.
const keysOfRow = 24

// keysOf gives the keys of a row by the parts of a rule: every combination of
// what the parts give. A part that gives nothing makes no key.
func (t *Table) keysOf(out []uint64, parts []keyPart, row int32, seed uint64) []uint64 {
	var now, next, one [keysOfRow]uint64
	now[0] = seed
	n := 1
	for at, p := range parts {
		id := t.at[p.field][row]
		if id == 0 {
			return out
		}
		given := t.kinds[p.field].keys(one[:0], id, p.part)
		if p.with != nil {
			given = t.eitherWay(given, *p.with, row)
		}
		m := 0
		for _, g := range given {
			for _, before := range now[:n] {
				if m < keysOfRow {
					next[m] = join(before, g+uint64(at))
					m++
				}
			}
		}
		if m == 0 {
			return out
		}
		now, n = next, m
	}
	slices.Sort(now[:n])
	return append(out, slices.Compact(now[:n])...)
}

// eitherWay joins the keys of one part with those of another so that it does
// not matter which is which.
func (t *Table) eitherWay(given []uint64, with keyPart, row int32) []uint64 {
	var buf [keysOfRow]uint64
	id := t.at[with.field][row]
	if id == 0 || len(given) == 0 {
		return nil
	}
	other := t.kinds[with.field].keys(buf[:0], id, with.part)
	if len(other) == 0 {
		return nil
	}
	for i, g := range given {
		given[i] = join(min(g, other[0]), max(g, other[0]))
	}
	return given
}

// makeRule lays out the blocks of a line of blocking. Rows that another stands
// for are in none.
func (t *Table) makeRule(number int, parts, refine []keyPart, most int, work *[2][]entry) *rule {
	n := int32(len(t.list))
	r := &rule{parts: parts, from: make([]int32, n+1)}
	entries := work[0][:0]
	for row := range n {
		if t.stands[row] >= 0 {
			r.from[row+1] = int32(len(r.keys))
			continue
		}
		r.keys = t.keysOf(r.keys, parts, row, uint64(number)+1)
		r.from[row+1] = int32(len(r.keys))
		for _, key := range r.keys[r.from[row]:] {
			entries = append(entries, entry{key, row})
		}
	}
	if cap(work[1]) < len(entries) {
		work[1] = make([]entry, len(entries)+len(entries)/8)
	}
	sorted := sortEntries(entries, work[1])
	work[0] = entries
	r.part(t, sorted, refine, most)
	return r
}

// part lays out the blocks. One of more rows than most is parted by the next
// field of refine, and what is left too large is given up and counted.
func (r *rule) part(t *Table, sorted []entry, refine []keyPart, most int) {
	r.rows = make([]int32, 0, len(sorted))
	for i := 0; i < len(sorted); {
		j := i + 1
		for j < len(sorted) && sorted[j].key == sorted[i].key {
			j++
		}
		laid := len(r.blocks)
		r.lay(t, sorted[i:j], refine, most)
		if n := float64(j - i); j-i > most {
			r.skipped.Parted++
			r.skipped.Pairs += n*(n-1)/2 - r.pairsFrom(laid)
		}
		i = j
	}
	r.blocks = append(r.blocks, int32(len(r.rows)))
}

func (r *rule) lay(t *Table, block []entry, refine []keyPart, most int) {
	switch {
	case len(block) < 2:
	case len(block) <= most:
		r.blocks, r.blockKeys = append(r.blocks, int32(len(r.rows))), append(r.blockKeys, block[0].key)
		for _, e := range block {
			r.rows = append(r.rows, e.row)
		}
	case len(refine) == 0:
		r.giveUp(block)
	default:
		r.refine(t, block, refine, most)
	}
}

// refine parts a block by the next field. Rows without it, or with several
// keys by it, are under the first of them or given up.
func (r *rule) refine(t *Table, block []entry, refine []keyPart, most int) {
	finer := make([]entry, 0, len(block))
	var without []entry
	for _, e := range block {
		var buf [keysOfRow]uint64
		keys := t.keysOf(buf[:0], refine[:1], e.row, e.key)
		if len(keys) == 0 {
			without = append(without, e)
			continue
		}
		r.rename(e.row, e.key, keys[0])
		finer = append(finer, entry{keys[0], e.row})
	}
	if len(without) > 1 {
		r.lay(t, without, refine[1:], most)
	}
	finer = sortEntries(finer, make([]entry, len(finer)))
	for i := 0; i < len(finer); {
		j := i + 1
		for j < len(finer) && finer[j].key == finer[i].key {
			j++
		}
		r.lay(t, finer[i:j], refine[1:], most)
		i = j
	}
}

func (r *rule) giveUp(block []entry) {
	r.skipped.Keys++
	r.skipped.Rows += len(block)
	for _, e := range block {
		r.rename(e.row, e.key, 0)
	}
}

// rename gives a row another key, so that it is known which pairs the rule has.
func (r *rule) rename(row int32, old, key uint64) {
	keys := r.keys[r.from[row]:r.from[row+1]]
	if at := slices.Index(keys, old); at >= 0 {
		keys[at] = key
	}
}

// has tells that a rule puts two rows under one key.
func (r *rule) has(a, b int32) bool {
	x, y := r.keys[r.from[a]:r.from[a+1]], r.keys[r.from[b]:r.from[b+1]]
	for _, k := range x {
		if k != 0 && slices.Contains(y, k) {
			return true
		}
	}
	return false
}

// pairs gives how many pairs the blocks of a rule hold.
func (r *rule) pairs() float64 { return r.pairsFrom(0) }

// pairsFrom gives how many pairs the blocks from one on hold.
func (r *rule) pairsFrom(block int) (n float64) {
	for i := block; i < len(r.blockKeys); i++ {
		end := int32(len(r.rows))
		if i+1 < len(r.blocks) {
			end = r.blocks[i+1]
		}
		size := float64(end - r.blocks[i])
		n += size * (size - 1) / 2
	}
	return n
}

// blocking is all rules, over one table.
type blocking struct {
	t     *Table
	rules []*rule
	cap   int // the most rows of a block
}

// makeBlocks lays out the blocks of all rules, with a smaller cap if they held
// more pairs than may be compared.
func makeBlocks(t *Table, most int, mostPairs float64) (*blocking, error) {
	var refine []keyPart
	for _, line := range t.spec.Refine {
		parts, err := t.spec.parseRule(line)
		if err != nil {
			return nil, err
		}
		refine = append(refine, parts...)
	}
	lines := make([][]keyPart, len(t.spec.Blocking))
	for i, line := range t.spec.Blocking {
		parts, err := t.spec.parseRule(line)
		if err != nil {
			return nil, err
		}
		lines[i] = parts
	}
	for ; ; most /= 2 {
		b := &blocking{t: t, cap: most, rules: make([]*rule, len(lines))}
		work := make([][2][]entry, min(mostSorters, runtime.GOMAXPROCS(0)))
		spread(len(work), len(lines), func(worker, i int) {
			b.rules[i] = t.makeRule(i, lines[i], refine, most, &work[worker])
		})
		all := 0.0
		for i, r := range b.rules {
			r.line = t.spec.Blocking[i]
			r.skipped.Rule = r.line
			all += r.pairs()
		}
		if all <= mostPairs || most <= smallestCap {
			return b, nil
		}
	}
}

// mostSorters bounds the memory that laying out blocks takes.
const mostSorters = 2

// smallestCap is below which the cap of blocks is not brought down.
const smallestCap = 8

// inBlocks calls do once for every pair of rows in the blocks from..to of a
// rule, the smaller row first.
func (b *blocking) inBlocks(rule, from, to int, do func(a, b int32)) {
	r := b.rules[rule]
	several := len(r.keys) > len(b.t.list)
	for i := from; i < to; i++ {
		rows := r.rows[r.blocks[i]:r.blocks[i+1]]
		for at, x := range rows {
			for _, y := range rows[at+1:] {
				if b.t.apart(x, y) || several && !r.firstShared(x, y, r.blockKeys[i]) {
					continue
				}
				do(min(x, y), max(x, y))
			}
		}
	}
}

func (b *blocking) before(n int, x, y int32) bool {
	for _, r := range b.rules[:n] {
		if r.has(x, y) {
			return true
		}
	}
	return false
}

// firstShared tells that, of the keys two rows share, this is the least: a rule
// that gives rows several keys may have a pair in several blocks.
func (r *rule) firstShared(x, y int32, key uint64) bool {
	keys := r.keys[r.from[y]:r.from[y+1]]
	for _, k := range r.keys[r.from[x]:r.from[x+1]] {
		if k != 0 && k < key && slices.Contains(keys, k) {
			return false
		}
	}
	return true
}

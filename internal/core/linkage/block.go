package linkage

import (
	"runtime"
	"slices"
)

// rule is one line of blocking, with what it made of the rows.
type rule struct {
	line  string
	parts []keyPart
	// rows under one key stand together, and blocks tells where each begins.
	// Keys that only one row has, or too many, make no block.
	rows    []int32
	blocks  []int32
	skipped Skipped
	// several tells that rows are in more blocks than one. Of each row its
	// blocks are then of[from[row]:from[row+1]], in order.
	several bool
	from    []int32
	of      []int32
	// marks are those of all rules, row by row; those of this one stand at.
	marks []uint32
	at    int
	width int
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

// makeRule lays out the blocks of a line of blocking. Rows that another stands
// for are in none.
func (t *Table) makeRule(number int, parts, refine []keyPart, most int, work *layout) *rule {
	r := &rule{parts: parts}
	entries := work.entries[:0]
	for row := range int32(len(t.list)) {
		if t.stands[row] >= 0 {
			continue
		}
		for _, key := range work.keysOf(t, parts, row, uint64(number)+1) {
			entries = append(entries, entryOf(key, row))
		}
	}
	if cap(work.spare) < len(entries) {
		work.spare = make([]entry, len(entries), cap(entries))
	}
	work.entries = entries
	r.part(work, sortEntries(entries, work.spare), func(block []entry) { r.lay(t, block, refine, most, work) }, most)
	return r
}

// part lays out the blocks. One of more rows than most is parted by the next
// field of refine, and what is left too large is given up and counted.
func (r *rule) part(work *layout, sorted []entry, lay func([]entry), most int) {
	work.rows, work.blocks = work.rows[:0], work.blocks[:0]
	for i := 0; i < len(sorted); {
		j := run(sorted, i)
		laid := len(work.blocks)
		lay(sorted[i:j])
		if n := float64(j - i); j-i > most {
			r.skipped.Parted++
			r.skipped.Pairs += n*(n-1)/2 - pairsHeld(work.blocks[laid:], len(work.rows))
		}
		i = j
	}
	r.rows, r.blocks = slices.Clone(work.rows), append(slices.Clone(work.blocks), int32(len(work.rows)))
}

func (r *rule) lay(t *Table, block []entry, refine []keyPart, most int, work *layout) {
	switch {
	case len(block) < 2:
	case len(block) <= most:
		work.blocks = append(work.blocks, int32(len(work.rows)))
		for _, e := range block {
			work.rows = append(work.rows, e.row())
		}
	case len(refine) == 0:
		r.skipped.Keys++
		r.skipped.Rows += len(block)
	default:
		r.refine(t, block, refine, most, work)
	}
}

// refine parts a block by the next field. Rows without it, or with several
// keys by it, are under the first of them or given up.
func (r *rule) refine(t *Table, block []entry, refine []keyPart, most int, work *layout) {
	finer := make([]entry, 0, len(block))
	var without []entry
	for _, e := range block {
		keys := work.keysOf(t, refine[:1], e.row(), e.key())
		if len(keys) == 0 {
			without = append(without, e)
			continue
		}
		finer = append(finer, entryOf(keys[0], e.row()))
	}
	if len(without) > 1 {
		r.lay(t, without, refine[1:], most, work)
	}
	finer = sortEntries(finer, make([]entry, len(finer)))
	for i := 0; i < len(finer); {
		j := run(finer, i)
		r.lay(t, finer[i:j], refine[1:], most, work)
		i = j
	}
}

// mark notes of each row in which blocks it is: alone by its number, and one
// more, if no row is in two, or else by a bit for each, from which it can be
// seen at a glance that two rows share none.
func (r *rule) mark() {
	seen := 0
	for i, begin := range r.blocks[:len(r.blocks)-1] {
		for _, row := range r.rows[begin:r.blocks[i+1]] {
			at := &r.marks[int(row)*r.width+r.at]
			if *at != 0 {
				r.several = true
			}
			*at = uint32(i) + 1
			seen++
		}
	}
	if !r.several {
		return
	}
	rows := len(r.marks) / r.width
	r.from, r.of = make([]int32, rows+1), make([]int32, seen)
	for _, row := range r.rows {
		r.from[row+1]++
	}
	for row := range rows {
		r.from[row+1] += r.from[row]
		r.marks[row*r.width+r.at] = 0
	}
	next := slices.Clone(r.from)
	for i, begin := range r.blocks[:len(r.blocks)-1] {
		for _, row := range r.rows[begin:r.blocks[i+1]] {
			r.of[next[row]] = int32(i)
			next[row]++
			r.marks[int(row)*r.width+r.at] |= 1 << (mix(uint64(i)) % 32)
		}
	}
}

// has tells that a rule puts two rows into one block.
func (r *rule) has(a, b int32) bool {
	return r.shares(a, b, r.marks[int(a)*r.width+r.at], r.marks[int(b)*r.width+r.at])
}

func (r *rule) shares(a, b int32, x, y uint32) bool {
	switch {
	case !r.several:
		return x == y && x != 0
	case x&y == 0:
		return false
	}
	return r.firstShared(a, b) >= 0
}

// firstShared gives the first block that two rows are both in, -1 if there is
// none.
func (r *rule) firstShared(a, b int32) int32 {
	x, y := r.of[r.from[a]:r.from[a+1]], r.of[r.from[b]:r.from[b+1]]
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] == y[0]:
			return x[0]
		case x[0] < y[0]:
			x = x[1:]
		default:
			y = y[1:]
		}
	}
	return -1
}

// pairs gives how many pairs the blocks of a rule hold.
func (r *rule) pairs() float64 { return pairsHeld(r.blocks[:len(r.blocks)-1], len(r.rows)) }

// pairsHeld gives how many pairs blocks hold, of which the last ends at end.
func pairsHeld(blocks []int32, end int) (n float64) {
	for i, begin := range blocks {
		to := int32(end)
		if i+1 < len(blocks) {
			to = blocks[i+1]
		}
		size := float64(to - begin)
		n += size * (size - 1) / 2
	}
	return n
}

// blocking is all rules, over one table. Its marks stand row by row, since that
// a rule before has a pair is asked of every pair of every rule.
type blocking struct {
	t     *Table
	rules []*rule
	cap   int // the most rows of a block
	// marks tell of each row, for each rule, in which blocks it is: see rule.mark.
	marks []uint32
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
		work := make([]layout, min(mostSorters, runtime.GOMAXPROCS(0)))
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
			work = nil // so that it is not held while blocks are marked
			b.mark()
			return b, nil
		}
	}
}

// mark notes for all rules in which blocks each row is.
func (b *blocking) mark() {
	b.marks = make([]uint32, len(b.t.list)*len(b.rules))
	for i, r := range b.rules {
		r.marks, r.at, r.width = b.marks, i, len(b.rules)
	}
	spread(min(mostSorters, runtime.GOMAXPROCS(0)), len(b.rules), func(_, i int) { b.rules[i].mark() })
}

// mostSorters bounds the memory that laying out blocks takes.
const mostSorters = 2

// smallestCap is below which the cap of blocks is not brought down.
const smallestCap = 8

// inBlocks calls do once for every pair of rows in the blocks from..to of a
// rule, the smaller row first. A pair that several blocks have is of the first.
func (b *blocking) inBlocks(rule, from, to int, do func(a, b int32)) {
	r := b.rules[rule]
	for i := from; i < to; i++ {
		rows := r.rows[r.blocks[i]:r.blocks[i+1]]
		for at, x := range rows {
			for _, y := range rows[at+1:] {
				if b.t.apart(x, y) || r.several && r.firstShared(x, y) != int32(i) {
					continue
				}
				do(min(x, y), max(x, y))
			}
		}
	}
}

// before tells that one of the first n rules has a pair.
func (b *blocking) before(n int, x, y int32) bool {
	width := len(b.rules)
	inX, inY := b.marks[int(x)*width:][:n], b.marks[int(y)*width:][:n]
	for i, mark := range inX {
		if mark&inY[i] != 0 && b.rules[i].shares(x, y, mark, inY[i]) {
			return true
		}
	}
	return false
}

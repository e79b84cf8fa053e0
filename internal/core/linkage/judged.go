package linkage

import (
	"cmp"
	"slices"
)

// judged is what people said of pairs of rows: sets of rows that are one
// person, and pairs that are not.
type judged struct {
	apart        map[uint64]bool
	set          map[int32]int32 // of a row; by number in members
	members      [][]int32
	contradicted [][2]int32
}

func pairKey(a, b int32) uint64 { return uint64(min(a, b))<<32 | uint64(max(a, b)) }

// judge makes the sets. That two are different outweighs that they are the
// same: a judgement that would put rows together which another parts is left
// out, in an order of the rows' own and not of when they were judged.
func judge(o Options) judged {
	j := judged{apart: make(map[uint64]bool, len(o.CannotLink)), set: make(map[int32]int32, len(o.MustLink))}
	not := map[int32][]int32{}
	for _, p := range o.CannotLink {
		j.apart[pairKey(p[0], p[1])] = true
		not[p[0]], not[p[1]] = append(not[p[0]], p[1]), append(not[p[1]], p[0])
	}
	same := slices.Clone(o.MustLink)
	slices.SortFunc(same, func(a, b [2]int32) int { return cmp.Compare(pairKey(a[0], a[1]), pairKey(b[0], b[1])) })
	for _, p := range same {
		if p[0] != p[1] && !j.join(p, not) {
			j.contradicted = append(j.contradicted, p)
		}
	}
	kept := j.members[:0]
	clear(j.set)
	for _, rows := range j.members { // those that became part of another are empty
		if len(rows) < 2 {
			continue
		}
		slices.Sort(rows)
		for _, row := range rows {
			j.set[row] = int32(len(kept))
		}
		kept = append(kept, rows)
	}
	j.members = kept
	return j
}

func (j *judged) of(row int32) int32 {
	n, ok := j.set[row]
	if !ok {
		n = int32(len(j.members))
		j.set[row], j.members = n, append(j.members, []int32{row})
	}
	return n
}

// join makes one set of those of two rows; false if some rows of them are
// judged to be different.
func (j *judged) join(p [2]int32, not map[int32][]int32) bool {
	few, many := j.of(p[0]), j.of(p[1])
	if len(j.members[few]) > len(j.members[many]) {
		few, many = many, few
	}
	if few == many {
		return true
	}
	for _, row := range j.members[few] {
		for _, other := range not[row] {
			if n, ok := j.set[other]; ok && n == many {
				return false
			}
		}
	}
	for _, row := range j.members[few] {
		j.set[row] = many
	}
	j.members[many] = append(j.members[many], j.members[few]...)
	j.members[few] = nil
	return true
}

func (j *judged) different(a, b int32) bool { return len(j.apart) > 0 && j.apart[pairKey(a, b)] }

func (j *judged) same(a, b int32) bool {
	if len(j.set) == 0 {
		return false
	}
	x, ok := j.set[a]
	y, has := j.set[b]
	return ok && has && x == y
}

// held gives the pairs of places in rows that hold each set together.
func (j *judged) held(rows []int32) (out [][2]int) {
	if len(j.set) == 0 {
		return nil
	}
	last := map[int32]int{}
	for i, row := range rows {
		n, ok := j.set[row]
		if !ok {
			continue
		}
		if before, has := last[n]; has {
			out = append(out, [2]int{before, i})
		}
		last[n] = i
	}
	return out
}

// chunks parts rows by their order into parts of so many at most, without
// parting a set that is not larger than that.
func (j *judged) chunks(rows []int32, most int) (out [][]int32) {
	if len(j.set) > 0 {
		first := map[int32]int32{}
		for _, row := range rows {
			if n, ok := j.set[row]; ok {
				if _, has := first[n]; !has {
					first[n] = row
				}
			}
		}
		lead := func(row int32) int32 {
			if n, ok := j.set[row]; ok {
				return first[n]
			}
			return row
		}
		rows = slices.Clone(rows)
		slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(lead(a), lead(b)) })
	}
	for len(rows) > most {
		end := most
		for end > 1 && j.same(rows[end-1], rows[end]) {
			end--
		}
		if end == 1 {
			end = most
		}
		out, rows = append(out, rows[:end:end]), rows[end:]
	}
	return append(out, rows)
}

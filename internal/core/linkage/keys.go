package linkage

import "slices"

// keysOfRow bounds how many keys a rule may give a row.
const keysOfRow = 24

// layout is the memory in which the blocks of one rule after another are laid
// out.
type layout struct {
	entries, spare   []entry
	rows, blocks     []int32
	now, next, given [keysOfRow]uint64
	other, both      [keysOfRow]uint64
	dates            []*dateKeys
}

// dateKeys are the keys of dates by number of the value: to find the years of a
// date is dear, and there are few dates in many rows.
type dateKeys struct {
	field int
	part  string
	at    []int32 // where the keys of a value stand, and how many; 0 if not yet known
	keys  []uint64
}

// keysOf gives the keys of a row by the parts of a rule: every combination of
// what the parts give. A part that gives nothing makes no key. The keys are
// good until the next call.
func (l *layout) keysOf(t *Table, parts []keyPart, row int32, seed uint64) []uint64 {
	l.now[0] = seed
	n := 1
	for at, p := range parts {
		id := t.at[p.field][row]
		if id == 0 {
			return nil
		}
		given := l.of(t, p, id)
		if p.with != nil {
			given = l.eitherWay(t, given, *p.with, row)
		}
		m := 0
		for _, g := range given {
			for _, before := range l.now[:n] {
				if m < keysOfRow {
					l.next[m] = join(before, g+uint64(at))
					m++
				}
			}
		}
		if m == 0 {
			return nil
		}
		n = copy(l.now[:], l.next[:m])
	}
	if n == 1 {
		return l.now[:1]
	}
	slices.Sort(l.now[:n])
	return slices.Compact(l.now[:n])
}

// of gives what a part of a value gives.
func (l *layout) of(t *Table, p keyPart, id int32) []uint64 {
	k, ok := t.kinds[p.field].(*dateKind)
	if !ok {
		return t.kinds[p.field].keys(l.given[:0], id, p.part)
	}
	kept := l.datesOf(p, len(k.dates))
	at := kept.at[2*id : 2*id+2]
	if at[1] == 0 {
		at[0] = int32(len(kept.keys))
		kept.keys = k.keys(kept.keys, id, p.part)
		at[1] = int32(len(kept.keys)) - at[0] + 1
	}
	return kept.keys[at[0] : at[0]+at[1]-1]
}

func (l *layout) datesOf(p keyPart, number int) *dateKeys {
	for _, kept := range l.dates {
		if kept.field == p.field && kept.part == p.part {
			return kept
		}
	}
	kept := &dateKeys{field: p.field, part: p.part, at: make([]int32, 2*number)}
	l.dates = append(l.dates, kept)
	return kept
}

// eitherWay joins the keys of one part with those of another so that it does
// not matter which is which.
func (l *layout) eitherWay(t *Table, given []uint64, with keyPart, row int32) []uint64 {
	id := t.at[with.field][row]
	if id == 0 || len(given) == 0 {
		return nil
	}
	others := t.kinds[with.field].keys(l.other[:0], id, with.part)
	joined := l.both[:0]
	for _, other := range others {
		for _, g := range given {
			if len(joined) < keysOfRow {
				joined = append(joined, join(min(g, other), max(g, other)))
			}
		}
	}
	return joined
}

package linkage

// entry is a row under a key, in one number: the first 34 bits of the key, and
// the row. That two keys begin alike by chance costs a comparison: among
// millions of rows, some hundred.
type entry uint64

// rowBits hold every row's number: see mostRows.
const rowBits = 30

func entryOf(key uint64, row int32) entry { return entry(key>>rowBits<<rowBits | uint64(row)) }

// key gives the key as far as it is kept.
func (e entry) key() uint64 { return uint64(e >> rowBits) }

func (e entry) row() int32 { return int32(e & (1<<rowBits - 1)) }

const (
	radixBits = 12
	radixSize = 1 << radixBits
)

// sortEntries sorts by key, rows of one key staying in their order: a radix
// sort, in time that grows as the number does. It returns the sorted ones, in
// the memory of either.
func sortEntries(in, spare []entry) []entry {
	if len(in) < 2 {
		return in
	}
	spare = spare[:len(in)]
	for shift := rowBits; shift < 64; shift += radixBits {
		var start [radixSize]int
		for _, e := range in {
			start[e>>shift%radixSize]++
		}
		if start[in[0]>>shift%radixSize] == len(in) {
			continue
		}
		at := 0
		for d, n := range start {
			start[d] = at
			at += n
		}
		for _, e := range in {
			d := e >> shift % radixSize
			spare[start[d]] = e
			start[d]++
		}
		in, spare = spare, in
	}
	return in
}

// run gives the end of the entries from one on that have its key.
func run(sorted []entry, from int) int {
	to := from + 1
	for to < len(sorted) && sorted[to].key() == sorted[from].key() {
		to++
	}
	return to
}

package linkage

// entry is a row under a key.
type entry struct {
	key uint64
	row int32
}

const (
	radixBits = 11
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
	for shift := 0; shift < 64; shift += radixBits {
		var start [radixSize]int
		for i := range in {
			start[in[i].key>>shift%radixSize]++
		}
		if start[in[0].key>>shift%radixSize] == len(in) {
			continue
		}
		at := 0
		for d, n := range start {
			start[d] = at
			at += n
		}
		for _, e := range in {
			d := e.key >> shift % radixSize
			spare[start[d]] = e
			start[d]++
		}
		in, spare = spare, in
	}
	return in
}

package media

import (
	"math"
	"math/bits"
)

// element is a part of a Matroska file (RFC 8794): where what it holds stands.
type element struct {
	id      uint32
	at, end int64
	open    bool // its length is not told: it goes on to the end of what it is in
}

// elements calls yield with the elements from from to to. It ends when yield
// says so.
func (f *file) elements(from, to int64, depth int, yield func(e element, depth int) bool) {
	for depth <= mostDepth && from < to && f.more() {
		b := f.at(from, 12)
		id, n := vint(b, false)
		if n == 0 || n > 4 || len(b) == n {
			return
		}
		size, k := vint(b[n:], true)
		if k == 0 {
			return
		}
		e := element{id: uint32(id), at: from + int64(n+k)}
		e.open = size == 1<<(7*k)-1
		e.end = to
		if !e.open && size <= uint64(to-min(to, e.at)) {
			e.end = e.at + int64(size)
		}
		if e.at > to || !yield(e, depth+1) {
			return
		}
		from = e.end
	}
}

// vint reads a number whose first byte tells its length by its leading zeros;
// the mark of the length stays in unless strip.
func vint(b []byte, strip bool) (v uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if n > 8 || len(b) < n {
		return 0, 0
	}
	for i := range n {
		v = v<<8 | uint64(b[i])
	}
	if strip {
		v &= 1<<(7*n) - 1
	}
	return v, n
}

func (f *file) unsigned(e element) uint64 {
	var v uint64
	for _, b := range f.at(e.at, min(8, e.end-e.at)) {
		v = v<<8 | uint64(b)
	}
	return v
}

func (f *file) float(e element) float64 {
	switch b := f.at(e.at, min(8, e.end-e.at)); len(b) {
	case 4:
		return float64(math.Float32frombits(be32(b)))
	case 8:
		return math.Float64frombits(be64(b))
	}
	return 0
}

func (f *file) text(e element) string {
	return string(f.at(e.at, min(e.end-e.at, mostText)))
}

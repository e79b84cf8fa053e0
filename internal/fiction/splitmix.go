package fiction

import "math/bits"

// stream is SplitMix64: the generator of Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators" (OOPSLA 2014), with the
// constants of Vigna's reference text. It is for fiction only: whoever sees
// a few of its numbers knows all the others.
type stream uint64

const golden = 0x9e3779b97f4a7c15

// next gives the next 64 bits.
func (s *stream) next() uint64 {
	*s += golden
	return mix(uint64(*s))
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// streamOf starts a stream that depends on nothing but the seed and the
// path, so that any person and any row can be made again alone: that is why
// a Case need not hold them.
func streamOf(seed uint64, path ...uint64) *stream {
	h := mix(seed + golden)
	for _, p := range path {
		h = mix(h ^ mix(p+golden))
	}
	s := stream(h)
	return &s
}

// below gives a number from 0 to n-1; n must be positive. The bias of the
// multiplication is under n/2^64.
func (s *stream) below(n int) int {
	hi, _ := bits.Mul64(s.next(), uint64(n))
	return int(hi)
}

// often says yes in permille cases of a thousand. Whole numbers are used
// because the rounding of fractions may differ from machine to machine.
func (s *stream) often(permille int) bool { return s.below(1000) < permille }

// early gives a number from 0 to n-1 of which small ones are more frequent,
// as the first names of a list of names are.
func (s *stream) early(n int) int { return min(s.below(n), s.below(n)) }

// share gives an index into weights, each as frequent as its weight.
func (s *stream) share(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := s.below(total)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

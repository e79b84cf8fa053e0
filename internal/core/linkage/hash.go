package linkage

import "math/bits"

// hashText is FNV-1a of 64 bits with a last mix. It is fixed, since results
// must not differ between runs; a key that meets another by chance costs one
// comparison.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// join gives the hash of two hashes in order.
func join(a, b uint64) uint64 { return mix(a*0x9e3779b97f4a7c15 + b) }

// stream is SplitMix64, for samples that must be the same every time.
type stream uint64

func (s *stream) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	return mix(uint64(*s))
}

// below gives a number from 0 to n-1; n must be positive.
func (s *stream) below(n int) int {
	hi, _ := bits.Mul64(s.next(), uint64(n))
	return int(hi)
}

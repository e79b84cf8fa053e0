package chance

import "math/bits"

// Stream gives numbers that look random: xoshiro256++ (Blackman and Vigna,
// Scrambled Linear Pseudorandom Number Generators, 2021). Not for use by two
// goroutines at once.
type Stream struct {
	state  [4]uint64
	layers *layers
}

// New gives one of many independent streams of a seed.
func New(seed, number uint64) *Stream {
	s := &Stream{layers: makeLayers()}
	at := mix(seed) ^ mix(number+0x632be59bd9b4e019)
	for i := range s.state {
		at += 0x9e3779b97f4a7c15
		s.state[i] = mix(at)
	}
	return s
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Bits gives 64 bits.
func (s *Stream) Bits() uint64 {
	a := &s.state
	out := bits.RotateLeft64(a[0]+a[3], 23) + a[0]
	t := a[1] << 17
	a[2] ^= a[0]
	a[3] ^= a[1]
	a[1] ^= a[2]
	a[0] ^= a[3]
	a[2] ^= t
	a[3] = bits.RotateLeft64(a[3], 45)
	return out
}

// Below gives a whole number from 0 to n-1; n must be positive.
func (s *Stream) Below(n int) int {
	hi, _ := bits.Mul64(s.Bits(), uint64(n))
	return int(hi)
}

// Uniform gives a number between 0 and 1, never either.
func (s *Stream) Uniform() float64 {
	return float64((float64(s.Bits()>>12) + 0.5) * 0x1p-52)
}

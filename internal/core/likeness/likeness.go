// Package likeness knows how alike two texts, or two pictures, are, by
// fingerprints of a fixed size. It must never decide that one is a copy of the
// other, and drop nothing: it says what is worth laying side by side.
package likeness

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"
)

// The shape of a text's fingerprint. 32 bands of 4 find nine of ten pairs that
// share half of their shingles and one of twenty that share a fifth.
const (
	slots   = 128
	rows    = 4
	shingle = 4 // words
)

// AtLeast is the likeness from which on two texts are shown.
const AtLeast = 0.25

// FewestShingles is how much text a fingerprint needs to say anything: of less,
// forms and headings are alike everywhere.
const FewestShingles = 16

// empty is a slot in which no shingle fell.
const empty = ^uint32(0)

// Sketch is the fingerprint of a text: of the hashes of its shingles (four
// folded words in a row), the lowest in each of 128 slots (one permutation
// hashing: Li, Owen, Zhang 2012). Those of two parts of a text make that of the
// whole.
type Sketch struct {
	low   [slots]uint32
	count uint32 // shingles, repetitions too
}

// NewSketch begins a fingerprint.
func NewSketch() *Sketch {
	s := &Sketch{}
	for i := range s.low {
		s.low[i] = empty
	}
	return s
}

// Add takes in the shingles of folded words.
func (s *Sketch) Add(words []string) {
	if len(words) < shingle {
		return
	}
	var hashes [shingle]uint64
	for i, w := range words {
		hashes[i%shingle] = hashOf(w)
		if i+1 < shingle {
			continue
		}
		h := uint64(14695981039346656037)
		for k := 1; k <= shingle; k++ {
			h = mix(h ^ hashes[(i+k)%shingle])
		}
		slot, value := h>>57, uint32(h)
		s.low[slot] = min(s.low[slot], value, empty-1)
		s.count++
	}
}

// hashOf is FNV-1a of 64 bits.
func hashOf(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h
}

// mix spreads the bits of a hash (the finaliser of splitmix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// Merge takes in the fingerprint of another part of the text.
func (s *Sketch) Merge(other *Sketch) {
	for i := range s.low {
		s.low[i] = min(s.low[i], other.low[i])
	}
	s.count += other.count
}

// Tells reports whether the text is long enough for the fingerprint to tell
// anything.
func (s *Sketch) Tells() bool { return s.count >= FewestShingles }

// dense fills empty slots from the next that is not, a different one for each
// distance (Shrivastava, Li 2014), so that short texts can be compared.
func (s *Sketch) dense() [slots]uint32 {
	full := s.low
	for i := range full {
		for step := 1; full[i] == empty && step < slots; step++ {
			if from := s.low[(i+step)%slots]; from != empty {
				full[i] = from + uint32(step)*0x9e3779b1
			}
		}
	}
	return full
}

// Bands gives the keys under which near copies meet: two texts that share one
// are worth comparing.
func (s *Sketch) Bands() []int64 {
	if !s.Tells() {
		return nil
	}
	full := s.dense()
	bands := make([]int64, 0, slots/rows)
	for b := range slots / rows {
		h := uint64(b)
		for _, v := range full[b*rows : (b+1)*rows] {
			h = mix(h ^ uint64(v))
		}
		bands = append(bands, int64(h))
	}
	return bands
}

// Like gives how great a part of their shingles two texts share, 0 to 1
// (Jaccard), as far as fingerprints tell: to within a tenth.
func (s *Sketch) Like(other *Sketch) float64 {
	if !s.Tells() || !other.Tells() {
		return 0
	}
	a, b := s.dense(), other.dense()
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / slots
}

// MarshalBinary writes the fingerprint.
func (s *Sketch) MarshalBinary() ([]byte, error) {
	out := make([]byte, 0, 4*(slots+1))
	for _, v := range s.low {
		out = binary.BigEndian.AppendUint32(out, v)
	}
	return binary.BigEndian.AppendUint32(out, s.count), nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (s *Sketch) UnmarshalBinary(data []byte) error {
	if len(data) != 4*(slots+1) {
		return fmt.Errorf("a fingerprint of %d bytes is none", len(data))
	}
	for i := range s.low {
		s.low[i] = binary.BigEndian.Uint32(data[4*i:])
	}
	s.count = binary.BigEndian.Uint32(data[4*slots:])
	return nil
}

// Picture is the perceptual hash of a picture: of two that look alike few bits
// differ.
type Picture uint64

// Farthest is in how many bits of 64 two pictures may differ and still be
// shown. Of two random hashes, one pair in 25,000 million differs in so few;
// and it is what four bands of 16 bits, of which one may be off by a bit, are
// sure to find.
const Farthest = 7

// plainest is how few bits of a kind a hash has that says nothing: that of a
// blank page.
const plainest = 3

// ParsePicture reads 16 hexadecimal digits. A hash that says nothing is not ok.
func ParsePicture(text string) (p Picture, ok bool) {
	n, err := strconv.ParseUint(text, 16, 64)
	if err != nil || len(text) != 16 {
		return 0, false
	}
	ones := bits.OnesCount64(n)
	return Picture(n), ones > plainest && ones < 64-plainest
}

// Bands gives the keys under which the picture is kept.
func (p Picture) Bands() []int64 {
	bands := make([]int64, 4)
	for i := range bands {
		bands[i] = int64(i)<<16 | int64(uint64(p)>>(16*i)&0xffff)
	}
	return bands
}

// Probes gives the keys under which every picture that differs in up to
// Farthest bits is kept: each band, and each with one bit turned.
func (p Picture) Probes() []int64 {
	var probes []int64
	for _, band := range p.Bands() {
		probes = append(probes, band)
		for bit := range 16 {
			probes = append(probes, band^1<<bit)
		}
	}
	return probes
}

// Like gives 1 for equal hashes, down to 0 beyond Farthest.
func (p Picture) Like(other Picture) float64 {
	d := bits.OnesCount64(uint64(p ^ other))
	if d > Farthest {
		return 0
	}
	return 1 - float64(d)/64
}

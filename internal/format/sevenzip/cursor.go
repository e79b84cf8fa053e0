package sevenzip

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// errList: the list of contents makes no sense.
var errList = errors.New("its list of contents is damaged")

// cursor reads a list of contents. After the first fault it gives zeros.
type cursor struct {
	b   []byte
	err error
}

func (c *cursor) fail() {
	c.b = nil
	if c.err == nil {
		c.err = errList
	}
}

func (c *cursor) byte() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

// take gives the next n bytes, nil if there are not as many.
func (c *cursor) take(n uint64) []byte {
	if n > uint64(len(c.b)) {
		c.fail()
		return nil
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}

// number reads a number of one to nine bytes: the ones that the first begins
// with tell how many follow.
func (c *cursor) number() uint64 {
	first := c.byte()
	n := bits.LeadingZeros8(^first)
	more := c.take(uint64(n))
	if c.err != nil {
		return 0
	}
	var v [8]byte
	copy(v[:], more)
	low := binary.LittleEndian.Uint64(v[:])
	if n < 7 {
		low |= uint64(first&(1<<(7-n)-1)) << (8 * n)
	}
	return low
}

// count reads how many things follow that each take at least one byte.
func (c *cursor) count() uint64 {
	n := c.number()
	if n > uint64(len(c.b)) {
		c.fail()
		return 0
	}
	return n
}

// expect reports whether id comes next and, if so, passes it.
func (c *cursor) expect(id byte) bool {
	if len(c.b) == 0 || c.b[0] != id {
		return false
	}
	c.b = c.b[1:]
	return true
}

// must passes id.
func (c *cursor) must(id byte) {
	if !c.expect(id) {
		c.fail()
	}
}

// sums passes n checksums, some of which may be missing.
func (c *cursor) sums(n uint64) {
	there := n
	if c.byte() == 0 {
		there = 0
		for _, b := range c.take((n + 7) / 8) {
			there += uint64(bits.OnesCount8(b))
		}
	}
	c.take(4 * there)
}

package untar

import (
	"io"
	"strconv"
	"strings"
)

// blockSize is the length of a header, and what members are filled up to.
const blockSize = 512

// blocks reads a tape archive and can be set back by a header.
type blocks struct {
	r    io.Reader
	back []byte // to be read again before r
	n    int64  // bytes of the archive that were read
	err  error  // the last error of r
	last []byte // the last block's worth that was read
}

func (b *blocks) Read(p []byte) (int, error) {
	if len(b.back) > 0 {
		n := copy(p, b.back)
		b.back = b.back[n:]
		return n, nil
	}
	n, err := b.r.Read(p)
	b.n += int64(n)
	b.last = append(b.last, p[max(0, n-blockSize):n]...)
	b.last = b.last[max(0, len(b.last)-blockSize):]
	if err != nil {
		b.err = err
	}
	return n, err
}

// sound searches the next header whose checksum holds, nil if there is none.
func (b *blocks) sound() []byte {
	if rest := b.n % blockSize; rest != 0 {
		if _, err := io.CopyN(io.Discard, b, blockSize-rest); err != nil {
			return nil
		}
	}
	block := make([]byte, blockSize)
	for {
		if _, err := io.ReadFull(b, block); err != nil {
			return nil
		}
		if IsHeader(block) {
			return block
		}
	}
}

// IsHeader reports whether block begins with the header of a member: its
// checksum, signed or unsigned, holds. All zeros are none.
func IsHeader(block []byte) bool {
	if len(block) < blockSize || block[0] == 0 && string(block[257:262]) != "ustar" {
		return false
	}
	told, err := strconv.ParseInt(strings.Trim(string(block[148:156]), " \x00"), 8, 32)
	if err != nil {
		return false
	}
	var unsigned, signed int64
	for i, c := range block[:blockSize] {
		if i >= 148 && i < 156 {
			c = ' '
		}
		unsigned += int64(c)
		signed += int64(int8(c))
	}
	return told == unsigned || told == signed
}

// plain tells a member's header that is none of those that only prepare
// another.
func plain(block []byte) bool {
	if !IsHeader(block) {
		return false
	}
	switch block[156] {
	case 'x', 'g', 'L', 'K':
		return false
	}
	return true
}

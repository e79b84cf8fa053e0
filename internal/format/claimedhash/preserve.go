package claimedhash

import (
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"unicode/utf8"
)

// preserveChunk is how much Node.js reads of a file at a time: Preserve turned
// each such piece into text by itself, so that a letter of several bytes that
// lies over the edge of two pieces is spoilt as well.
const preserveChunk = 64 << 10

// Preserve is the hash that Preserve wrote for a file and called SHA-512: that of
// the text which the bytes make, piece by piece. Of a file that is UTF-8 and has
// no letter over an edge it is the true one.
type Preserve struct {
	h     hash.Hash
	piece []byte
	text  []byte
}

// NewPreserve begins a hash.
func NewPreserve() *Preserve {
	return &Preserve{h: sha512.New(), piece: make([]byte, 0, preserveChunk)}
}

// Write implements io.Writer; it never fails.
func (p *Preserve) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 {
		room := min(preserveChunk-len(p.piece), len(b))
		p.piece, b = append(p.piece, b[:room]...), b[room:]
		if len(p.piece) == preserveChunk {
			p.flush()
		}
	}
	return n, nil
}

func (p *Preserve) flush() {
	p.text = asText(p.text[:0], p.piece)
	p.h.Write(p.text)
	p.piece = p.piece[:0]
}

// Sum ends the hash and gives it in hexadecimal digits.
func (p *Preserve) Sum() string {
	p.flush()
	return hex.EncodeToString(p.h.Sum(nil))
}

// asText appends what a browser makes of bytes that should be UTF-8 (WHATWG
// Encoding, "UTF-8 decode without BOM"; Unicode 15, section 3.9, U+FFFD for each
// maximal part of a sequence): Go itself would put a U+FFFD for every byte.
func asText(out, b []byte) []byte {
	for len(b) > 0 {
		if r, n := utf8.DecodeRune(b); r != utf8.RuneError || n > 1 {
			out, b = append(out, b[:n]...), b[n:]
			continue
		}
		out, b = append(out, "\uFFFD"...), b[spoiltPart(b):]
	}
	return out
}

// spoiltPart tells how many bytes one U+FFFD stands for: the longest beginning of
// a sequence that could have gone on, or one byte.
func spoiltPart(b []byte) int {
	var low, high byte = 0x80, 0xBF
	more := 0
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		more = 1
	case c == 0xE0:
		more, low = 2, 0xA0
	case c == 0xED: // what follows would be half of a pair of UTF-16
		more, high = 2, 0x9F
	case c >= 0xE1 && c <= 0xEF:
		more = 2
	case c == 0xF0:
		more, low = 3, 0x90
	case c == 0xF4:
		more, high = 3, 0x8F
	case c >= 0xF1 && c <= 0xF3:
		more = 3
	}
	n := 1
	for n < len(b) && n <= more && b[n] >= low && b[n] <= high {
		low, high = 0x80, 0xBF
		n++
	}
	return n
}

package plain

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"sanad/internal/ground/charset"
)

// read16 reads UTF-16 behind its byte order mark.
func read16(data []byte, encoding string) (Text, error) {
	order := binary.ByteOrder(binary.LittleEndian)
	if encoding == UTF16BE {
		order = binary.BigEndian
	}
	if len(data)%2 != 0 {
		return Text{}, fmt.Errorf("%w: it looks like %s, cut in the middle of its last character", ErrEncoding, encoding)
	}
	var s strings.Builder
	s.Grow(len(data) / 2)
	for at := len(mark16LE); at < len(data); at += 2 {
		r := rune(order.Uint16(data[at:]))
		if utf16.IsSurrogate(r) {
			if r = surrogate(r, data[at+2:], order); r < 0 {
				return Text{}, fmt.Errorf("%w: it looks like %s, broken at byte %d", ErrEncoding, encoding, at)
			}
			at += 2
		}
		if charset.IsControl(r) && !(r == charset.EOF && at == len(data)-2) {
			return Text{}, notText(byte(r), int64(at))
		}
		s.WriteRune(r)
	}
	t := Text{Encoding: encoding}
	t.Pages = pages(s.String(), int64(len(mark16LE)), width16)
	return t, nil
}

// surrogate joins a high surrogate with the low one that must follow it; it
// gives a negative number where none does.
func surrogate(high rune, rest []byte, order binary.ByteOrder) rune {
	if len(rest) < 2 {
		return -1
	}
	if r := utf16.DecodeRune(high, rune(order.Uint16(rest))); r != '\uFFFD' {
		return r
	}
	return -1
}

// width16 is how many bytes s takes in UTF-16.
func width16(s string) int64 {
	var n int64
	for _, r := range s {
		n += 2 * int64(utf16.RuneLen(r))
	}
	return n
}

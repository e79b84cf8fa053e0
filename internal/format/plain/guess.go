package plain

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// sample is how many bytes a guess rests on at most.
const sample = 64 << 10

// unmarked16 guesses UTF-16 that has no byte order mark: zero bytes on one
// side only, as ASCII leaves them in it (spaces and line ends at least), and
// readable when taken so. It gives "" where it is not that.
func unmarked16(data []byte) string {
	data = data[:min(len(data), sample)]
	var zeros [2]int
	for i, b := range data {
		if b == 0 {
			zeros[i%2]++
		}
	}
	encoding, mark := "", ""
	switch even, odd := zeros[0], zeros[1]; {
	case even == 0 && odd > 1:
		encoding, mark = UTF16LE, mark16LE
	case odd == 0 && even > 1:
		encoding, mark = UTF16BE, mark16BE
	default:
		return ""
	}
	if _, err := read16(append([]byte(mark), data...), encoding); err != nil {
		return ""
	}
	return encoding
}

// guess8 says what bytes look like that are text but not UTF-8. It is for the
// eye of a person who will choose, never for reading on.
func guess8(data []byte) string {
	data = data[:min(len(data), sample)]
	high, arabic, whole, broken := 0, 0, 0, 0
	for i := 0; i < len(data); {
		r, width := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && width == 1:
			broken++
		case width > 1:
			whole++
		}
		for _, b := range data[i : i+width] {
			if b < utf8.RuneSelf {
				continue
			}
			high++
			if unicode.Is(unicode.Arabic, charmap.Windows1256.DecodeByte(b)) {
				arabic++
			}
		}
		i += width
	}
	switch {
	case whole > 10*broken:
		return fmt.Sprintf("utf-8 with broken bytes, %d in its first %d", broken, len(data))
	case arabic*10 >= high*7:
		return "windows-1256 (Arabic, Persian)"
	}
	return "an encoding of one byte a letter, perhaps windows-1252"
}

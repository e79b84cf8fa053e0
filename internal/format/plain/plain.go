// Package plain knows plain text: its encoding, its pages and where in the
// original bytes each page stands. It must never change a character, line ends
// included, and never guess an encoding in silence: Read tells what it guessed
// and how sure it is, ReadUpTo refuses what it would have to guess.
package plain

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/charset"
)

// The errors a text can be refused for. They arrive wrapped, with the place.
var (
	// ErrNotText: the bytes hold control characters that no text has.
	ErrNotText = errors.New("this is not plain text")
	// ErrEncoding: the bytes may be text, in an encoding that is not read or
	// not certain; the error's words say which it looks like.
	ErrEncoding = errors.New("the text is in an encoding that is not read")
	// ErrLimit: the text is longer than the caller allows.
	ErrLimit = errors.New("the text is over the limit")
)

// DefaultLimit is how many bytes ReadAll takes.
const DefaultLimit = 64 << 20

// The encodings that are read, as Text.Encoding names them.
const (
	UTF8    = "utf-8"
	UTF8BOM = "utf-8-bom" // UTF-8 with a byte order mark
	UTF16LE = "utf-16le"  // with a byte order mark
	UTF16BE = "utf-16be"  // with a byte order mark
)

// Text is what a plain text says.
type Text struct {
	Encoding string // one of the constants above
	// Exact tells that a page's text is byte for byte what stands in the
	// original, so that byte i of Page.Text is byte Page.Start+i of the
	// data. It holds for both kinds of UTF-8.
	Exact bool
	Pages []Page // none for an empty text
}

// Page is what stands between two form feeds. A form feed at the very end
// closes the last page and opens none.
type Page struct {
	Number int    // from 1
	Text   string // without byte order mark and form feed
	Start  int64  // byte in the original where the page's text begins
}

// ReadAll reads a text of at most DefaultLimit bytes, see ReadUpTo.
func ReadAll(data []byte) (Text, error) { return ReadUpTo(data, DefaultLimit) }

// ReadUpTo reads a text of at most limit bytes. Text is UTF-8, or UTF-16 with
// a byte order mark. Of control characters it may hold what printers and
// terminals gave meaning to (BEL to CR, ESC), and at its very end the 0x1A
// with which CP/M and DOS closed a file.
func ReadUpTo(data []byte, limit int64) (Text, error) {
	if int64(len(data)) > limit {
		return Text{}, fmt.Errorf("%w: it has %d bytes, over %d", ErrLimit, len(data), limit)
	}
	switch {
	case bytes.HasPrefix(data, []byte(mark32LE)), bytes.HasPrefix(data, []byte(mark32BE)):
		return Text{}, fmt.Errorf("%w: it looks like utf-32; save it as utf-8", ErrEncoding)
	case bytes.HasPrefix(data, []byte(mark16LE)):
		return read16(data, UTF16LE)
	case bytes.HasPrefix(data, []byte(mark16BE)):
		return read16(data, UTF16BE)
	case bytes.HasPrefix(data, []byte(mark8)):
		return read8(data, UTF8BOM, len(mark8))
	}
	return read8(data, UTF8, 0)
}

// The byte order marks.
const (
	mark8    = "\xef\xbb\xbf"
	mark16LE = "\xff\xfe"
	mark16BE = "\xfe\xff"
	mark32LE = "\xff\xfe\x00\x00"
	mark32BE = "\x00\x00\xfe\xff"
)

// read8 reads UTF-8 that begins at start.
func read8(data []byte, encoding string, start int) (Text, error) {
	if at := control(data[start:]); at >= 0 {
		if guess, _ := charset.Guess(data[start:]); guess != "" {
			return Text{}, fmt.Errorf("%w: it looks like %s without a byte order mark; save it as utf-8", ErrEncoding, guess)
		}
		return Text{}, notText(data[start+at], int64(start+at))
	}
	if !utf8.Valid(data[start:]) {
		at := start + firstInvalid(data[start:])
		return Text{}, fmt.Errorf("%w: it looks like %s (byte %d is %#02x)", ErrEncoding, guess8(data[start:]), at, data[at])
	}
	t := Text{Encoding: encoding, Exact: true}
	t.Pages = pages(string(data[start:]), int64(start), func(s string) int64 { return int64(len(s)) })
	return t, nil
}

// guess8 says what bytes look like that are text but not UTF-8. It is for the
// eye of a person who will choose, never for reading on.
func guess8(data []byte) string {
	var s charset.Survey
	_, _ = s.Write(data) // never fails
	if name, _ := s.Guess(); name != charset.UTF8 {
		return name
	}
	return fmt.Sprintf("utf-8 with broken bytes, %d in all", max(s.Broken, 1))
}

func notText(b byte, at int64) error {
	return fmt.Errorf("%w: byte %d is the control character %#02x", ErrNotText, at, b)
}

// pages parts s at form feeds. width says how many bytes of the original a
// piece of s takes.
func pages(s string, start int64, width func(string) int64) []Page {
	var all []Page
	for s != "" {
		page, rest, _ := strings.Cut(s, "\f")
		all = append(all, Page{Number: len(all) + 1, Text: page, Start: start})
		start += width(page) + width("\f")
		s = rest
	}
	return all
}

// control gives the index of the first control character no text has, -1 if
// there is none.
func control(data []byte) int {
	for i, b := range data {
		if charset.IsControl(rune(b)) && !(b == charset.EOF && i == len(data)-1) {
			return i
		}
	}
	return -1
}

// firstInvalid gives the index of the first byte that is no UTF-8.
func firstInvalid(data []byte) int {
	at := 0
	for at < len(data) {
		r, width := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && width == 1 {
			return at
		}
		at += width
	}
	return at
}

package plain

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// pageMost is how many bytes a page has at most.
const pageMost = 64 << 10

// part reads UTF-8 and hands its pages over, each with the byte where it
// stands, if the first byte of r is byte start. A form feed at the very end
// closes the last page and opens none; one right behind a page that was long
// opens no empty one.
func part(r io.Reader, start int64, page func([]byte, int64) error) error {
	buf, held, long := make([]byte, pageMost), 0, false
	for {
		n, err := io.ReadFull(r, buf[held:])
		held += n
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return fmt.Errorf("reading the text: %w", err)
		}
		rest := buf[:held]
		for len(rest) > 0 {
			length, drop := pageEnd(rest, last)
			if length < 0 {
				break
			}
			if length+drop > 0 && !(long && length == 0) {
				if err := page(rest[:length], start); err != nil {
					return err
				}
			}
			long = drop == 0
			start += int64(length + drop)
			rest = rest[length+drop:]
		}
		if last {
			return nil
		}
		held = copy(buf, rest)
	}
}

// pageEnd gives the length of the page that begins text, and of the form feed
// behind it; a negative length where it does not end in what is at hand. last
// tells that nothing follows.
func pageEnd(text []byte, last bool) (length, drop int) {
	if at := bytes.IndexByte(text, '\f'); at >= 0 {
		return at, 1
	}
	switch {
	case last:
		return len(text), 0
	case len(text) < pageMost:
		return -1, 0
	}
	return cut(text), 0
}

// cut gives where a long page is best parted: at a blank line of its second
// half, else at a line end, else at a space, else between two characters.
func cut(text []byte) int {
	half := len(text) / 2
	for _, blank := range []string{"\n\n", "\n\r\n"} {
		if at := bytes.LastIndex(text[half:], []byte(blank)); at >= 0 {
			return half + at + len(blank)
		}
	}
	if at := bytes.LastIndexByte(text, '\n'); at >= 0 {
		return at + 1
	}
	if at := bytes.LastIndexByte(text[:len(text)-1], '\r'); at >= 0 {
		return at + 1
	}
	if at := bytes.LastIndexAny(text, " \t"); at >= 0 {
		return at + 1
	}
	return whole(text)
}

// whole gives the length of text without a character that its end cuts, and
// without a CR whose LF may follow.
func whole(text []byte) int {
	if text[len(text)-1] == '\r' {
		return len(text) - 1
	}
	for back := 1; back < utf8.UTFMax; back++ {
		if at := len(text) - back; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				return at
			}
			break
		}
	}
	return len(text)
}

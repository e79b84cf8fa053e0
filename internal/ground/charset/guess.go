package charset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// Guess names the encoding of what was written.
//
// What is UTF-8 throughout is UTF-8; where but one byte in some five letters is
// not, it is UTF-8 that was damaged. Else the encodings of one byte a letter
// are tried on samples, and the letters that each makes of them are measured.
// UTF-16 and UTF-32 are found by their zero bytes and high halves, if they hold
// letters of Europe and the Near East. Encodings of East Asia are not guessed.
func (s *Survey) Guess() (string, Certainty) {
	if _, name := s.Mark(); name != "" {
		return name, Certain
	}
	if _, _, ok := s.Control(); ok {
		if name := wide(s.head); name != "" {
			return name, Likely
		}
		return "", Unsure
	}
	alone := s.Cut() && s.Multi == 0 // the last byte and no other
	switch {
	case s.Broken == 0 && !alone:
		return UTF8, Certain
	case s.Multi > 4*s.Broken:
		return UTF8, Likely
	case len(s.foreign) == 0:
		return narrow(s.head)
	}
	return narrow(s.foreign)
}

// Mark gives the length of the byte order mark at the head of a text and the
// encoding it shows; 0 and "" for none.
func Mark(head []byte) (length int, name string) {
	for _, m := range []struct{ mark, name string }{
		{"\xff\xfe\x00\x00", UTF32LE}, {"\x00\x00\xfe\xff", UTF32BE},
		{"\xef\xbb\xbf", UTF8}, {"\xff\xfe", UTF16LE}, {"\xfe\xff", UTF16BE},
	} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return len(m.mark), m.name
		}
	}
	return 0, ""
}

// Mark is Mark of what was written.
func (s *Survey) Mark() (length int, name string) { return Mark(s.head) }

// wide finds UTF-16 and UTF-32 that have no byte order mark, "" for neither.
func wide(head []byte) string {
	best, most := "", 0.9
	for _, try := range []struct {
		name string
		text []rune
	}{
		{UTF16LE, units16(head, binary.LittleEndian)}, {UTF16BE, units16(head, binary.BigEndian)},
		{UTF32LE, units32(head, binary.LittleEndian)}, {UTF32BE, units32(head, binary.BigEndian)},
	} {
		if share := familiar(try.text); share > most {
			best, most = try.name, share
		}
	}
	return best
}

func units16(b []byte, order binary.ByteOrder) []rune {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return utf16.Decode(units)
}

func units32(b []byte, order binary.ByteOrder) []rune {
	units := make([]rune, len(b)/4)
	for i := range units {
		units[i] = rune(order.Uint32(b[4*i:]) & 0x7fffffff)
	}
	return units
}

// familiar gives the share of characters that texts of Europe and the Near
// East hold, 0 where one is a control character that no text has.
func familiar(text []rune) float64 {
	known := 0
	for i, r := range text {
		if IsControl(r) && !(r == EOF && i == len(text)-1) {
			return 0
		}
		if r < 0x250 && !(r >= 0x7f && r < 0xa0) || r >= 0x370 && r < 0x780 || r >= 0x1e00 && r < 0x2070 ||
			r >= 0x20a0 && r < 0x2200 || r >= 0xfb50 && r < 0xff00 || r >= 0x1f300 && r < 0x1fb00 {
			known++
		}
	}
	if len(text) < 2 {
		return 0
	}
	return float64(known) / float64(len(text))
}

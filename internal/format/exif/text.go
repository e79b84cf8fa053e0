package exif

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// text gives a value of text without its end mark and the blanks that fixed
// fields are filled up with.
func (v value) text() string {
	if v.kind != 2 && v.kind != 7 && v.kind != 129 && v.kind != 1 {
		return ""
	}
	s, _, _ := strings.Cut(string(v.data), "\x00")
	return readable(strings.TrimSpace(s))
}

// readable gives s if it is UTF-8, else each byte as the letter that Latin-1
// has for it: what EXIF calls text is ASCII by the book and anything in life.
func readable(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}

// comment reads a text that names its encoding in its first eight bytes
// (EXIF 3.0, 4.6.6.6.6, user comment).
func (v value) comment() string {
	if len(v.data) < 8 {
		return ""
	}
	head, body := string(v.data[:8]), v.data[8:]
	switch strings.TrimRight(head, "\x00 ") {
	case "UNICODE":
		return v.utf16(body)
	case "JIS":
		return decodedBy(japanese.ISO2022JP, body)
	}
	s, _, _ := strings.Cut(string(body), "\x00")
	return readable(strings.TrimSpace(s))
}

// utf16 reads UTF-16 in the byte order of the file, or in the other where the
// first letter makes sense only there.
func (v value) utf16(b []byte) string {
	end := unicode.LittleEndian
	big := v.order == binary.ByteOrder(binary.BigEndian)
	if len(b) >= 2 {
		first := v.order.Uint16(b)
		if swapped := first<<8 | first>>8; swapped < 0x700 && first >= 0x2000 {
			big = !big
		}
	}
	if big {
		end = unicode.BigEndian
	}
	return decodedBy(unicode.UTF16(end, unicode.UseBOM), b)
}

// wide reads what Windows' own tags hold: UTF-16, low byte first.
func (v value) wide() string {
	return decodedBy(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), v.data)
}

func decodedBy(e encoding.Encoding, b []byte) string {
	s, err := e.NewDecoder().String(string(b))
	if err != nil {
		return ""
	}
	s, _, _ = strings.Cut(s, "\x00")
	return strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
}

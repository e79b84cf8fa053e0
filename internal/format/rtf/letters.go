package rtf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"sanad/internal/format/codepage"
)

// dest is where the letters of a group go.
type dest int

const (
	flow     dest = iota // the text, or a note that is gathered apart
	passed               // nowhere
	gathered             // reader.gather, for a property or an instruction
	fonts                // the font table
	authors              // the table of those who changed the text
	shape                // a drawn object: only the text in it is text
	picture              // digits of a picture
	object               // digits of an embedded object
)

// letter takes one byte of text.
func (r *reader) letter(c byte) error {
	if r.beyond > 0 {
		return nil
	}
	r.first, r.starts = false, false
	if r.dest == picture || r.dest == object {
		if isHex(c) {
			_ = r.in.UnreadByte()
			return r.member(&digits{in: r.in})
		}
		return nil
	}
	if r.skip > 0 {
		r.skip--
		return nil
	}
	if r.dest == passed || r.dest == shape {
		return nil
	}
	r.bytes = append(r.bytes, c)
	if len(r.bytes) > 32<<10 && c < 0x80 || len(r.bytes) > 64<<10 {
		r.flush()
	}
	return nil
}

// flush decodes the bytes gathered so far, in the code page of their font.
func (r *reader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	raw := r.bytes
	r.bytes = r.bytes[:0]
	page := r.fonts[r.font]
	if page == -1 {
		r.put(symbols(raw))
		return
	}
	var enc encoding.Encoding = r.page
	if page > 0 {
		if known := codepage.Of(page); known != nil {
			enc = known
		}
	}
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		text = raw
	}
	r.put(strings.ToValidUTF8(string(text), "\uFFFD"))
}

// symbols keeps the letters of a font of signs where Word puts them in
// Unicode: in the private use area from U+F000; its bullet is a bullet.
func symbols(raw []byte) string {
	var out strings.Builder
	for _, c := range raw {
		switch {
		case c == 0xB7:
			out.WriteRune('•')
		case c > ' ':
			out.WriteRune(0xF000 + rune(c))
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// put sends text where the group's letters go.
func (r *reader) put(s string) {
	r.high = 0
	switch r.dest {
	case gathered, fonts, authors:
		if r.gather.Len()+len(s) < gatherMost {
			r.gather.WriteString(s)
		}
		r.entries()
	case flow:
		if what := r.sideKind(); what != "" {
			r.putSide(what, s)
			return
		}
		r.tellSide()
		r.tableState()
		r.w.Text(s)
	}
}

// sideKind says what text is that is no part of the flow, "" if it is.
func (r *reader) sideKind() string {
	switch {
	case r.struck && r.who > 0 && r.who < len(r.authors) && r.authors[r.who] != "":
		return "deleted by " + r.authors[r.who]
	case r.struck:
		return "deleted"
	case r.hidden:
		return "hidden text"
	}
	return ""
}

func (r *reader) putSide(what, s string) {
	if what != r.sideAs || r.side.Len() > sideMost {
		r.tellSide()
	}
	r.sideAs = what
	r.side.WriteString(s)
}

func (r *reader) tellSide() {
	if r.side.Len() > 0 {
		r.w.Aside(r.sideAs, r.side.String())
		r.side.Reset()
	}
}

// entries takes the authors of changes, which are parted by semicolons.
func (r *reader) entries() {
	if r.dest != authors {
		return
	}
	for {
		name, rest, found := strings.Cut(r.gather.String(), ";")
		if !found {
			return
		}
		if len(r.authors) < fontsMost {
			r.authors = append(r.authors, strings.TrimSpace(name))
		}
		r.gather.Reset()
		r.gather.WriteString(rest)
	}
}

// unicode takes a \u with a signed number of 16 bits, of which two may make
// one letter; letters that stand in for it follow.
func (r *reader) unicode(n int) {
	r.flush()
	c := rune(uint16(n))
	r.skip = r.skips
	switch {
	case utf16.IsSurrogate(c) && c < 0xDC00:
		r.high = c
		return
	case r.high != 0:
		c = utf16.DecodeRune(r.high, c)
	}
	if !utf8.ValidRune(c) || c == 0 {
		c = utf8.RuneError
	}
	r.put(string(c))
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func nibble(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

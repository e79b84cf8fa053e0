package rtf

import (
	"errors"
	"io"
	"strconv"

	"golang.org/x/text/encoding"

	"sanad/internal/format/codepage"
)

var errCut = errors.New("the document is cut off in a control word")

// control reads what follows a backslash.
func (r *reader) control() error {
	c, err := r.in.ReadByte()
	if err != nil {
		return errCut
	}
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		return r.word(c)
	}
	if c == '\'' {
		return r.hex()
	}
	if r.beyond > 0 {
		return nil
	}
	if r.skip > 0 && c != '*' {
		r.skip--
		return nil
	}
	switch c {
	case '\\', '{', '}':
		return r.letter(c)
	case '~':
		r.say("\u00A0")
	case '-':
		r.say("\u00AD")
	case '_':
		r.say("\u2011")
	case '\n', '\r':
		r.act("par", 0, false)
	case '\t':
		r.say("\t")
	case '*':
		r.maybe = r.first // elsewhere writers put it before words that are no destinations
	}
	return nil
}

// hex reads the two digits of \'hh, a byte in the code page.
func (r *reader) hex() error {
	digits, err := r.in.Peek(2)
	if err != nil {
		return errCut
	}
	if !isHex(digits[0]) || !isHex(digits[1]) {
		return nil
	}
	c := nibble(digits[0])<<4 | nibble(digits[1])
	_, _ = r.in.Discard(2)
	if r.dest == picture || r.dest == object {
		return nil
	}
	return r.letter(c)
}

// say adds letters that have a control word of their own.
func (r *reader) say(s string) {
	r.starts = false
	if r.dest != passed && r.dest != shape {
		r.flush()
		r.put(s)
	}
}

// word reads a control word, its number and the blank that ends it.
func (r *reader) word(first byte) error {
	var name [40]byte
	name[0] = first
	n, digits, negative := 1, 0, false
	var number int64
	for {
		c, err := r.in.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch {
		case digits == 0 && !negative && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'):
			if n < len(name) {
				name[n] = c
				n++
			}
			continue
		case digits == 0 && !negative && c == '-':
			negative = true
			continue
		case c >= '0' && c <= '9':
			if digits++; digits <= 12 {
				number = number*10 + int64(c-'0')
			}
			continue
		case c != ' ':
			_ = r.in.UnreadByte()
		}
		break
	}
	if negative {
		number = -number
	}
	return r.obey(string(name[:n]), int(number), digits > 0)
}

// obey does what a control word says.
func (r *reader) obey(word string, n int, given bool) error {
	if word == "bin" {
		return r.bin(int64(n))
	}
	if r.beyond > 0 {
		return nil
	}
	r.first = false
	if r.skip > 0 && word != "u" && word != "uc" {
		r.skip--
		return nil
	}
	if (r.starts || r.maybe) && r.dest != passed && r.destination(word) {
		r.starts, r.maybe = false, false
		return nil
	}
	if r.maybe { // a destination that is not known
		r.maybe = false
		r.enter(passed, nil)
		return nil
	}
	if r.dest == passed {
		return nil
	}
	r.act(word, n, given)
	return nil
}

// bin takes raw bytes: of a picture or object, or else to be passed over.
func (r *reader) bin(n int64) error {
	if n <= 0 {
		return nil
	}
	raw := &io.LimitedReader{R: r.in, N: n}
	if (r.dest == picture || r.dest == object) && r.beyond == 0 {
		if err := r.member(raw); err != nil {
			return err
		}
	}
	_, err := io.Copy(io.Discard, raw)
	if err == nil && raw.N > 0 {
		err = errCut
	}
	return err
}

// act handles control words that are no destinations.
func (r *reader) act(word string, n int, given bool) {
	if r.letters(word) || r.layout(word) || r.picturesOwn(word) || r.date(word, n) {
		return
	}
	switch word {
	case "u":
		if r.dest == passed || r.dest == shape {
			r.skip = r.skips
			return
		}
		r.unicode(n)
	case "uc":
		r.skips = min(max(n, 0), 100)
	case "f":
		r.flush()
		r.font = n
		r.define = n
	case "deff":
		r.deflt, r.font = n, n
	case "fcharset":
		r.charset(n)
	case "cpg":
		if r.dest == fonts && len(r.fonts) < fontsMost && codepage.Of(n) != nil {
			r.fonts[r.define] = n
		}
	case "ansicpg":
		r.codePage(n)
	case "mac":
		r.codePage(10000)
	case "pc":
		r.codePage(437)
	case "pca":
		r.codePage(850)
	case "plain":
		r.flush()
		r.hidden, r.struck, r.who, r.font = false, false, 0, r.deflt
	case "v":
		r.flush()
		r.hidden = !given || n != 0
	case "deleted":
		r.flush()
		r.struck = !given || n != 0
	case "revauthdel":
		r.flush()
		r.who = n
	}
}

func (r *reader) codePage(n int) {
	if known := codepage.Of(n); known != nil && known != encoding.Nop {
		r.flush()
		r.page = known
	}
}

// charset says in which code page a font's letters are.
func (r *reader) charset(n int) {
	if r.dest != fonts || len(r.fonts) >= fontsMost {
		return
	}
	if page := codepage.OfCharset(n); n == 2 {
		r.fonts[r.define] = -1
	} else if page != 0 {
		r.fonts[r.define] = page
	}
}

// letters handles control words that stand for a letter.
func (r *reader) letters(word string) bool {
	s := ""
	switch word {
	case "tab":
		s = "\t"
	case "emdash":
		s = "\u2014"
	case "endash":
		s = "\u2013"
	case "lquote":
		s = "\u2018"
	case "rquote":
		s = "\u2019"
	case "ldblquote":
		s = "\u201C"
	case "rdblquote":
		s = "\u201D"
	case "bullet":
		s = "\u2022"
	case "emspace":
		s = "\u2003"
	case "enspace":
		s = "\u2002"
	case "qmspace":
		s = "\u2005"
	case "zwj":
		s = "\u200D"
	case "zwnj":
		s = "\u200C"
	case "zwbo":
		s = "\u200B"
	case "zwnbo":
		s = "\u2060"
	case "ltrmark":
		s = "\u200E"
	case "rtlmark":
		s = "\u200F"
	default:
		return false
	}
	r.say(s)
	return true
}

// date gathers the numbers of a time in the document's properties.
func (r *reader) date(word string, n int) bool {
	for i, unit := range []string{"yr", "mo", "dy", "hr", "min"} {
		if word == unit && r.dest == gathered {
			r.when[i] = n
			return true
		}
	}
	return false
}

// moment gives the time that was gathered, "" for none.
func (r *reader) moment() string {
	w := r.when
	r.when = [5]int{}
	if w[0] < 1602 || // 1601 is the zero of some writers
		w[0] > 9999 || w[1] < 1 || w[1] > 12 || w[2] < 1 || w[2] > 31 || w[3] < 0 || w[3] > 23 || w[4] < 0 || w[4] > 59 {
		return ""
	}
	two := func(n int) string { return strconv.Itoa(100 + n)[1:] }
	return strconv.Itoa(w[0]) + "-" + two(w[1]) + "-" + two(w[2]) + "T" + two(w[3]) + ":" + two(w[4]) + ":00"
}

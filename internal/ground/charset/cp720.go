package charset

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// dosArabic is code page 720, the Arabic of DOS, which x/text does not have. It
// can be read, not written.
type dosArabic struct{}

// high720 are bytes 0x80 to 0xff; U+FFFD where none is defined.
const high720 = "\ufffd\ufffdéâ\ufffdà\ufffdçêëèïî\ufffd\ufffd\ufffd" +
	"\ufffd\u0651\u0652ô¤ـûùءآأؤ£إئا" +
	"بةتثجحخدذرزسشص«»" +
	"░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
	"└┴┬├─┼╞╟╚╔╩╦╠═╬╧" +
	"╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
	"ضطظعغفµقكلمنهوىي" +
	"≡\u064b\u064c\u064d\u064e\u064f\u0650≈°∙·√ⁿ²■\u00a0"

// NewDecoder implements encoding.Encoding.
func (dosArabic) NewDecoder() *encoding.Decoder {
	var t table
	for i := range t {
		t[i] = rune(i)
	}
	for i, r := range []rune(high720) {
		t[0x80+i] = r
	}
	return &encoding.Decoder{Transformer: &t}
}

// NewEncoder implements encoding.Encoding: nothing can be written.
func (dosArabic) NewEncoder() *encoding.Encoder { return encoding.Replacement.NewEncoder() }

// table decodes one byte a letter.
type table [256]rune

// Reset implements transform.Transformer.
func (*table) Reset() {}

// Transform implements transform.Transformer.
func (t *table) Transform(dst, src []byte, _ bool) (written, read int, err error) {
	for _, b := range src {
		r := t[b]
		if written+utf8.RuneLen(r) > len(dst) {
			return written, read, transform.ErrShortDst
		}
		written += utf8.EncodeRune(dst[written:], r)
		read++
	}
	return written, read, nil
}

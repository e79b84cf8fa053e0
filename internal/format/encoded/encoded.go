package encoded

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"sanad/internal/format/content"
	"sanad/internal/ground/charset"
)

// Head is how many bytes of a text Choose looks at.
const Head = 64 << 10

// How sure a guess is, as the field encoding_guess has it.
const (
	Likely = "likely"
	Unsure = "unsure"
)

// Choice is the encoding a text is read in.
type Choice struct {
	Name  string // in lower case, as the WHATWG or IANA has it: "windows-1256"
	Guess string // Likely or Unsure where it was guessed, "" where it was stated or is certain
	// Stated is what the text says of itself, where that was not followed.
	Stated string

	decoder *encoding.Decoder
}

// Choose looks at the first bytes of a text, Head of them or all there are, and
// at the encoding its wrapping states ("" if none). A statement that the bytes
// contradict is not followed, and the Choice then says so by Guess and Stated.
func Choose(head []byte, stated string) Choice {
	head = whole(head[:min(len(head), Head)])
	if length, name := charset.Mark(head); length > 0 {
		return named(name, "")
	}
	name, found := lookup(stated)
	if found == nil {
		c := guess(head)
		if stated != "" && !strings.EqualFold(stated, c.Name) && !plainASCII(stated, head) {
			c.Stated = stated
		}
		return c
	}
	if contradicted(name, head) {
		c := guess(head)
		c.Stated = name
		return c
	}
	return Choice{Name: name, decoder: found}
}

// plainASCII reports that a text stated as ASCII is ASCII: no guess was needed.
func plainASCII(stated string, head []byte) bool {
	return isASCIIName(stated) && !hasHigh(head)
}

func hasHigh(head []byte) bool {
	return bytes.ContainsFunc(head, func(r rune) bool { return r >= utf8.RuneSelf })
}

// isASCIIName tells the names that promise seven bits. Mail programs state them
// in front of anything, so they are no reason to believe in eight.
func isASCIIName(name string) bool {
	switch strings.ToLower(name) {
	case "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us":
		return true
	}
	return false
}

// lookup finds a stated encoding.
func lookup(stated string) (string, *encoding.Decoder) {
	stated = strings.Trim(stated, " \t\r\n\"'")
	if stated == "" || isASCIIName(stated) {
		return "", nil
	}
	name, err := charset.Name(stated)
	if err != nil {
		return "", nil
	}
	d, err := charset.Decoder(name)
	if err != nil {
		return "", nil
	}
	return name, d
}

// contradicted reports whether bytes can't be, or hardly are, what was stated.
func contradicted(name string, head []byte) bool {
	multi, broken := utf8Signs(head)
	switch name {
	case "utf-8":
		return broken > 0 && broken*10 > multi
	case "utf-16le", "utf-16be":
		return bytes.IndexByte(head, 0) < 0 && utf8.Valid(head) && !isEvenText16(head, name)
	}
	// A text of one byte a letter that happens to be UTF-8 throughout is UTF-8:
	// chance does not make many such sequences.
	return isSingle(name) && broken == 0 && multi >= 3
}

// isSingle tells encodings of one byte a letter, whose every byte means
// something, so that they fit whatever comes.
func isSingle(name string) bool {
	for _, prefix := range []string{"windows-", "iso-8859-", "koi8-", "ibm", "mac", "x-mac"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// isEvenText16 reports whether the bytes are readable as the stated UTF-16
// though no ASCII is among them.
func isEvenText16(head []byte, name string) bool {
	at := 1
	if name == "utf-16be" {
		at = 0
	}
	arabic := 0
	for i := at; i < len(head); i += 2 {
		if head[i] == 0x06 {
			arabic++
		}
	}
	return arabic*4 > len(head)
}

// Reader gives the text of r as valid UTF-8, its byte order mark left away.
// What no letter stands behind becomes U+FFFD.
func (c Choice) Reader(r io.Reader) io.Reader {
	if c.decoder == nil {
		return transform.NewReader(r, unicode.UTF8BOM.NewDecoder())
	}
	c.decoder.Reset()
	return c.decoder.Reader(r)
}

// Text is Reader for a text in memory, at most limit bytes of it.
func (c Choice) Text(data []byte, limit int64) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(c.Reader(bytes.NewReader(data)), limit+1))
	if err != nil {
		return "", err
	}
	if n > limit {
		return "", &content.Limited{Limit: "text_bytes", Max: limit}
	}
	return b.String(), nil
}

// Fields describes the choice.
func (c Choice) Fields() []content.Field {
	fields := []content.Field{{Name: "encoding", Value: c.Name}}
	if c.Guess != "" {
		fields = append(fields, content.Field{Name: "encoding_guess", Value: c.Guess})
	}
	if c.Stated != "" {
		fields = append(fields, content.Field{Name: "encoding_stated", Value: strings.ToValidUTF8(c.Stated, "\uFFFD")})
	}
	return fields
}

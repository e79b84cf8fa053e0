package mimepart

import (
	"encoding/base64"
	"regexp"
	"strings"

	"sanad/internal/format/encoded"
)

// word is an encoded word (RFC 2047 2), with or without the language of
// RFC 2231 5. Spaces inside are not allowed and are written all the same.
var word = regexp.MustCompile(`=\?([A-Za-z0-9_.:()+-]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=`)

// Text gives a header's value as a person reads it: encoded words decoded, and
// bytes that are neither ASCII nor UTF-8 taken as hint says, the encoding that
// the message states for its text ("" if none), or guessed.
func Text(value, hint string) string {
	if !strings.Contains(value, "=?") {
		return bare(value, hint)
	}
	var out strings.Builder
	var run run
	at := 0
	for _, m := range word.FindAllStringSubmatchIndex(value, -1) {
		between := value[at:m[0]]
		if at == 0 || strings.Trim(between, " \t") != "" {
			out.WriteString(run.flush())
			out.WriteString(bare(between, hint))
		}
		run.add(&out, value[m[2]:m[3]], decodeWord(value[m[4]:m[5]], value[m[6]:m[7]]))
		at = m[1]
	}
	out.WriteString(run.flush())
	out.WriteString(bare(value[at:], hint))
	return clean(out.String())
}

// run joins the bytes of encoded words that stand side by side in one
// encoding: many programs part them in the middle of a letter.
type run struct {
	charset string
	bytes   []byte
}

func (r *run) add(out *strings.Builder, charset string, data []byte) {
	if !strings.EqualFold(charset, r.charset) {
		out.WriteString(r.flush())
		r.charset = charset
	}
	r.bytes = append(r.bytes, data...)
}

func (r *run) flush() string {
	text := decode(r.bytes, r.charset)
	r.bytes = nil
	return text
}

// decode gives bytes in a stated encoding as text.
func decode(data []byte, charset string) string {
	text, err := encoded.Choose(data, charset).Text(data, 8*int64(len(data))+16)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return text
}

// decodeWord undoes base 64 or the Q encoding; what is broken is left as it is.
func decodeWord(encoding, data string) []byte {
	if encoding == "q" || encoding == "Q" {
		return unescape(strings.ReplaceAll(data, "_", " "), '=')
	}
	data = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '=' {
			return -1
		}
		return r
	}, data)
	plain, err := base64.RawStdEncoding.DecodeString(data)
	if err != nil && len(plain) == 0 {
		return []byte(data)
	}
	return plain
}

// unescape decodes two hexadecimal digits behind mark; a mark without them
// stands for itself.
func unescape(s string, mark byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == mark && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}

func unhex(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'A' <= b && b <= 'F':
		return int(b-'A') + 10
	case 'a' <= b && b <= 'f':
		return int(b-'a') + 10
	}
	return -1
}

// bare gives a value without encoded words.
func bare(value, hint string) string {
	for i := range len(value) {
		if value[i] >= 0x80 {
			return clean(decode([]byte(value), hint))
		}
	}
	return clean(value)
}

// clean takes away line ends and zero bytes, which would part a header line in
// two for whoever reads it.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\n':
			return ' '
		case 0:
			return -1
		}
		return r
	}, s)
}

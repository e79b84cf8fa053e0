package unzip

import (
	"hash/crc32"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// called gives the name that people read, and the encoding it was guessed to
// be in. extra is the Info-ZIP Unicode path, which counts only while it was
// made of the very name that stands here.
func called(raw string, isUTF8 bool, extra []byte) (name, guessed string) {
	if len(extra) > 5 && extra[0] == 1 && le32(extra[1:]) == crc32.ChecksumIEEE([]byte(raw)) && utf8.Valid(extra[5:]) {
		return string(extra[5:]), ""
	}
	if isUTF8 || utf8.ValidString(raw) {
		return raw, ""
	}
	if arabic(raw) {
		return decoded(charmap.Windows1256, raw), "windows-1256"
	}
	if western(raw) {
		return decoded(charmap.CodePage437, raw), "ibm437"
	}
	return raw, ""
}

func decoded(m *charmap.Charmap, raw string) string {
	out := make([]rune, 0, len(raw))
	for i := range len(raw) {
		out = append(out, m.DecodeByte(raw[i]))
	}
	return string(out)
}

// arabic reports whether the bytes over 0x7f read as Arabic or Persian words
// in Windows-1256: every one a letter, a mark or a joiner, most in company.
func arabic(raw string) bool {
	high, company := 0, 0
	for i := range len(raw) {
		if raw[i] < 0x80 {
			continue
		}
		r := charmap.Windows1256.DecodeByte(raw[i])
		if (r < 0x0600 || r > 0x06ff) && r != 0x200c && r != 0x200d {
			return false
		}
		high++
		if i > 0 && raw[i-1] >= 0x80 || i+1 < len(raw) && raw[i+1] >= 0x80 {
			company++
		}
	}
	return high >= 2 && company*2 >= high
}

// western reports whether the bytes over 0x7f read as single accented letters
// among ASCII letters in code page 437.
func western(raw string) bool {
	for i := range len(raw) {
		if raw[i] < 0x80 {
			continue
		}
		if raw[i] > 0xa5 || i > 0 && raw[i-1] >= 0x80 {
			return false
		}
		if !(i > 0 && letter(raw[i-1])) && !(i+1 < len(raw) && letter(raw[i+1])) {
			return false
		}
	}
	return true
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

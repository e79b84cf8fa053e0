package seal

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"sanad/internal/ground/fail"
)

// Paper writes a secret of 32 bytes for copying by hand: four numbered lines of
// four groups, each line with a checksum of its own, so that a slip of the pen is
// found in its line. Letters are those of Crockford's base 32: none looks like
// another or like a digit.
func Paper(secret [32]byte) string {
	var out strings.Builder
	for i := range paperLines {
		part := secret[i*paperBytes : (i+1)*paperBytes]
		text := paperLetters().EncodeToString(append(part[:paperBytes:paperBytes], paperSum(i, part)...))
		fmt.Fprintf(&out, "%d:", i+1)
		for g := 0; g < len(text); g += 4 {
			out.WriteString(" " + text[g:g+4])
		}
		out.WriteByte('\n')
	}
	return out.String()
}

const (
	paperLines = 4
	paperBytes = 8  // of the secret in a line
	paperText  = 16 // letters of a line
)

func paperLetters() *base32.Encoding {
	return base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)
}

// paperSum binds a line to its number.
func paperSum(line int, part []byte) []byte {
	sum := sha256.Sum256(append([]byte{'s', 'a', 'n', 'a', 'd', '/', 'p', 'a', 'p', 'e', 'r', '/', 'v', '1', byte(line)}, part...))
	return sum[:2]
}

// ReadPaper reads what Paper wrote, as people type it: in small letters, with
// letters for digits that look like them, digits of other scripts, and groups
// parted anyhow. Lines that hold nothing of the kind are passed over. An error
// names the line.
func ReadPaper(text string) (secret [32]byte, err error) {
	found := 0
	for line := range strings.Lines(text) {
		number, rest, ok := strings.Cut(line, ":")
		if number = strings.Map(paperLetter, number); !ok || len(number) != 1 || number[0] < '1' || number[0] > '0'+paperLines {
			continue
		}
		if int(number[0]-'1') != found {
			return secret, fail.New(fail.Usage, "line %s of the paper stands where line %d should", number, found+1).Do("type the %d lines in their order", paperLines)
		}
		part, err := readPaperLine(found, strings.Map(paperLetter, rest))
		if err != nil {
			return secret, err
		}
		copy(secret[found*paperBytes:], part)
		found++
		if found == paperLines {
			return secret, nil
		}
	}
	return secret, fail.New(fail.Usage, "%d of the %d lines of the paper are here", found, paperLines).Do("type all of them, each with its number")
}

func readPaperLine(line int, text string) ([]byte, error) {
	data, err := paperLetters().DecodeString(text)
	if err != nil || len(text) != paperText || string(paperSum(line, data[:paperBytes])) != string(data[paperBytes:]) {
		return nil, fail.New(fail.Usage, "there is a mistake in line %d of the paper", line+1).Do("compare its four groups with the paper, letter by letter")
	}
	return data[:paperBytes], nil
}

// paperLetter gives the letter that was meant, or drops what is none.
func paperLetter(r rune) rune {
	switch {
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= 'a' && r <= 'z':
		r -= 'a' - 'A'
	}
	switch {
	case r == 'O':
		return '0'
	case r == 'I' || r == 'L':
		return '1'
	case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
		return r
	}
	return -1
}

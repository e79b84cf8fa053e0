package mimepart

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// undo gives the content behind a transfer encoding (RFC 2045 6). trouble says
// in words what is wrong with the statement, "" if nothing is.
func undo(encoding string, r io.Reader) (content io.Reader, trouble string) {
	encoding, _, _ = strings.Cut(strings.ToLower(strings.Trim(encoding, " \t\"'")), ";")
	switch strings.TrimSpace(encoding) {
	case "base64":
		br := bufio.NewReaderSize(r, chunk)
		if head, _ := br.Peek(1024); !looksBase64(head) {
			return br, "it is said to be base 64 and is not; it is handed over as it stands"
		}
		return &unbase64{r: br}, ""
	case "quoted-printable":
		return &unquoted{r: bufio.NewReaderSize(r, chunk)}, ""
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "none":
		return r, ""
	}
	return r, "its transfer encoding is not known; it is handed over as it stands"
}

// looksBase64 tells base 64 from text that is wrongly said to be it: text has
// spaces inside its lines and signs that base 64 has not.
func looksBase64(head []byte) bool {
	head = bytes.TrimSpace(head)
	foreign := 0
	for _, b := range head {
		if sextet(b) < 0 && b != '=' && b != '\r' && b != '\n' {
			foreign++
		}
	}
	return foreign*20 <= len(head)
}

// sextet gives the value of a letter of base 64, -1 if it is none.
func sextet(b byte) int {
	switch {
	case 'A' <= b && b <= 'Z':
		return int(b - 'A')
	case 'a' <= b && b <= 'z':
		return int(b-'a') + 26
	case '0' <= b && b <= '9':
		return int(b-'0') + 52
	case b == '+':
		return 62
	case b == '/':
		return 63
	}
	return -1
}

// unbase64 decodes base 64 and passes over what is none of it. Padding ends a
// group, and another may follow: some programs encode line by line.
type unbase64 struct {
	r    *bufio.Reader
	out  []byte // decoded and not yet read
	bits uint32
	have int // letters in bits
	room [3 << 10]byte
}

// Read implements io.Reader.
func (u *unbase64) Read(p []byte) (int, error) {
	if len(u.out) == 0 {
		if err := u.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// fill decodes as much as there is room for; an error comes only where there
// was nothing.
func (u *unbase64) fill() error {
	n := 0
	for n+3 <= len(u.room) {
		b, err := u.r.ReadByte()
		if err != nil {
			if n += u.flush(u.room[n:]); n == 0 {
				return err
			}
			break
		}
		if b == '=' {
			n += u.flush(u.room[n:])
			continue
		}
		v := sextet(b)
		if v < 0 {
			continue
		}
		u.bits = u.bits<<6 | uint32(v)
		if u.have++; u.have == 4 {
			u.room[n], u.room[n+1], u.room[n+2] = byte(u.bits>>16), byte(u.bits>>8), byte(u.bits)
			n, u.have, u.bits = n+3, 0, 0
		}
	}
	u.out = u.room[:n]
	return nil
}

// flush gives the bytes of a group that is not whole.
func (u *unbase64) flush(p []byte) int {
	n := 0
	if u.have >= 2 {
		p[0] = byte(u.bits >> (6*u.have - 8))
		n = 1
	}
	if u.have == 3 {
		p[1] = byte(u.bits >> 2)
		n = 2
	}
	u.have, u.bits = 0, 0
	return n
}

// unquoted decodes quoted-printable; an escape that is none stands for itself.
type unquoted struct {
	r   *bufio.Reader
	out []byte
}

// Read implements io.Reader.
func (u *unquoted) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		line, err := u.r.ReadSlice('\n')
		if len(line) == 0 {
			return 0, err
		}
		u.out = u.decode(line, err == nil || errors.Is(err, io.EOF))
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// decode decodes a line: spaces at its end were added on the way, and an equals
// sign there joins it with the next. A line longer than the buffer comes in
// pieces, and only the last one has an end.
func (u *unquoted) decode(line []byte, last bool) []byte {
	trimmed := bytes.TrimRight(line, "\r\n")
	end := line[len(trimmed):]
	if last {
		trimmed = bytes.TrimRight(trimmed, " \t")
	}
	if soft, ok := bytes.CutSuffix(trimmed, []byte("=")); ok && last {
		return unescape(string(soft), '=')
	}
	return append(unescape(string(trimmed), '='), end...)
}

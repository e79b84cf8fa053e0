// Package ole1 knows how OLE 1.0 wraps an embedded object and a packaged file
// (MS-OLEDS section 2.2; the packager's own form is only known from what it
// writes). It must never hold the object in memory.
package ole1

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// nameMost is the length of a name in a wrapper, in bytes.
const nameMost = 4096

var errDamaged = errors.New("the embedded object is damaged or cut off")

// Object reads the header of an embedded object and gives its class, such as
// "Word.Document.8", and its data. A linked object has no data: body is nil.
func Object(r io.Reader) (class string, body io.Reader, err error) {
	in := bufio.NewReader(r)
	var head [8]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return "", nil, errDamaged
	}
	kind := binary.LittleEndian.Uint32(head[4:]) // 1: a link, 2: embedded
	if class, err = counted(in); err != nil || kind == 1 {
		return class, nil, err
	}
	if kind != 2 {
		return class, nil, errDamaged
	}
	for range 2 { // topic, item
		if _, err := counted(in); err != nil {
			return class, nil, err
		}
	}
	size, err := number(in)
	if err != nil {
		return class, nil, err
	}
	return class, &exact{r: in, left: size}, nil
}

// Package reads the header of a packaged file, from after its whole length,
// and gives the file's name and bytes.
func Package(r io.Reader) (name string, body io.Reader, err error) {
	in := bufio.NewReader(r)
	if _, err := in.Discard(2); err != nil { // always 2
		return "", nil, errDamaged
	}
	if name, err = ended(in); err != nil {
		return "", nil, err
	}
	if _, err := ended(in); err != nil { // the path it was taken from
		return name, nil, err
	}
	if _, err := in.Discard(4); err != nil {
		return name, nil, errDamaged
	}
	if _, err := counted(in); err != nil { // the path it was unpacked to
		return name, nil, err
	}
	size, err := number(in)
	if err != nil {
		return name, nil, err
	}
	return name, &exact{r: in, left: size}, nil
}

func number(in io.Reader) (int64, error) {
	var n [4]byte
	if _, err := io.ReadFull(in, n[:]); err != nil {
		return 0, errDamaged
	}
	return int64(binary.LittleEndian.Uint32(n[:])), nil
}

// counted reads a text after its length, which may include a zero byte.
func counted(in io.Reader) (string, error) {
	n, err := number(in)
	if err != nil || n > nameMost {
		return "", errDamaged
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(in, text); err != nil {
		return "", errDamaged
	}
	return decoded(bytes.TrimRight(text, "\x00")), nil
}

// ended reads a text up to a zero byte.
func ended(in *bufio.Reader) (string, error) {
	var text []byte
	for len(text) < nameMost {
		b, err := in.ReadByte()
		if err != nil {
			return "", errDamaged
		}
		if b == 0 {
			return decoded(text), nil
		}
		text = append(text, b)
	}
	return "", errDamaged
}

// decoded reads a name in the code page of the machine that wrote it, which the
// wrapper does not tell: Windows-1256 shows Persian and Arabic, and ASCII alike.
func decoded(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	out, _ := charmap.Windows1256.NewDecoder().Bytes(text)
	return string(out)
}

// exact gives left bytes and fails if there are fewer.
type exact struct {
	r    io.Reader
	left int64
}

func (e *exact) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n, err := e.r.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if errors.Is(err, io.EOF) {
		if err = nil; e.left > 0 {
			err = fmt.Errorf("the embedded object is cut off: %d bytes are missing", e.left)
		}
	}
	return n, err
}

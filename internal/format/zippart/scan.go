package zippart

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// scan finds parts by the headers that stand before each of them, in one pass
// over the file: what is left of a package whose end was lost.
func (p *Package) scan() error {
	names := 0
	var bodyAt int64 // of the part before
	for at := int64(0); at >= 0 && at <= p.src.Size-localLength; {
		found, err := p.nextHeader(at)
		if err != nil || found < 0 {
			return err
		}
		part, body, ok := p.localPart(found)
		if !ok {
			at = found + 4
			continue
		}
		if n := len(p.parts); n > 0 && p.parts[n-1].packed < 0 {
			p.parts[n-1].packed = max(found-bodyAt, 0) // so that no byte is of two parts
		}
		if err := p.add(part, &names); err != nil {
			return err
		}
		at, bodyAt = body, body
		if part.packed > 0 && body+part.packed <= p.src.Size {
			at = body + part.packed
		}
	}
	return nil
}

// nextHeader gives where the next local header begins, -1 if there is none.
func (p *Package) nextHeader(from int64) (int64, error) {
	in := bufio.NewReaderSize(io.NewSectionReader(p.src, from, p.src.Size-from), 64<<10)
	for at := from; ; {
		window, err := in.Peek(64 << 10)
		if err != nil && !errors.Is(err, io.EOF) {
			return -1, err
		}
		if i := bytes.Index(window, []byte("PK\x03\x04")); i >= 0 {
			return at + int64(i), nil
		}
		if err != nil || len(window) < 4 {
			return -1, nil
		}
		n, _ := in.Discard(len(window) - 3)
		at += int64(n)
	}
}

// localPart reads the local header at an offset and says where the packed
// bytes begin.
func (p *Package) localPart(at int64) (part Part, body int64, ok bool) {
	var h [localLength]byte
	if _, err := p.src.ReadAt(h[:], at); err != nil {
		return part, 0, false
	}
	le := binary.LittleEndian
	name := make([]byte, le.Uint16(h[26:]))
	if _, err := p.src.ReadAt(name, at+localLength); err != nil {
		return part, 0, false
	}
	flags := le.Uint16(h[6:])
	part = Part{
		Name: string(name), at: at, method: le.Uint16(h[8:]), locked: flags&1 != 0, crc: le.Uint32(h[14:]),
		Modified: dosTime(le.Uint16(h[12:]), le.Uint16(h[10:])),
		packed:   int64(le.Uint32(h[18:])), Size: int64(le.Uint32(h[22:])),
	}
	if flags&8 != 0 || part.packed == most32 {
		part.packed, part.Size = -1, -1 // told only after the bytes
	}
	return part, at + localLength + int64(len(name)) + int64(le.Uint16(h[28:])), true
}

package zippart

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"time"
)

const (
	localLength     = 30 // of a local header before its name
	directoryLength = 46 // of a directory header before its name
	endLength       = 22 // of the end record before its comment
	end64Length     = 56
	locator64Length = 20
	most32          = 1<<32 - 1
)

var (
	errNoEnd     = errors.New("the ZIP directory is cut off or was never written")
	errDirectory = errors.New("the ZIP directory is damaged")
)

// end is where the directory stands and how much it holds.
type end struct{ at, size, count, record int64 }

// readDirectory reads the central directory into p.parts.
func (p *Package) readDirectory() error {
	e, err := p.findEnd()
	if err != nil {
		return err
	}
	shift := e.record - e.size - e.at // bytes that were put before the package
	if e.at < 0 || e.size < 0 || shift < 0 || e.size > p.src.Size {
		return errDirectory
	}
	in := bufio.NewReader(io.NewSectionReader(p.src, e.at+shift, e.size))
	names, count := 0, int64(0)
	for {
		part, err := readEntry(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		part.at += shift
		if err := p.add(part, &names); err != nil {
			return err
		}
		count++
	}
	if count&0xffff != e.count&0xffff {
		return errDirectory
	}
	return nil
}

// findEnd looks for the end record from the end of the file, as its comment
// may have up to 65535 bytes.
func (p *Package) findEnd() (end, error) {
	length := min(p.src.Size, endLength+1<<16)
	tail := make([]byte, length)
	if _, err := p.src.ReadAt(tail, p.src.Size-length); err != nil && !errors.Is(err, io.EOF) {
		return end{}, err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+endLength > len(tail) {
		return end{}, errNoEnd
	}
	r := tail[at:]
	e := end{
		count: int64(binary.LittleEndian.Uint16(r[10:])), size: int64(binary.LittleEndian.Uint32(r[12:])),
		at: int64(binary.LittleEndian.Uint32(r[16:])), record: p.src.Size - length + int64(at),
	}
	if e.count == 0xffff || e.size == most32 || e.at == most32 {
		return p.findEnd64(e)
	}
	return e, nil
}

// findEnd64 follows the ZIP64 locator before the end record, if there is one.
func (p *Package) findEnd64(e end) (end, error) {
	var locator [locator64Length]byte
	if e.record < locator64Length {
		return e, nil
	}
	if _, err := p.src.ReadAt(locator[:], e.record-locator64Length); err != nil || !bytes.HasPrefix(locator[:], []byte("PK\x06\x07")) {
		return e, nil
	}
	record := int64(binary.LittleEndian.Uint64(locator[8:]))
	var r [end64Length]byte
	if record < 0 || record > p.src.Size-end64Length {
		return e, errDirectory
	}
	if _, err := p.src.ReadAt(r[:], record); err != nil || !bytes.HasPrefix(r[:], []byte("PK\x06\x06")) {
		return e, errDirectory
	}
	return end{
		count: int64(binary.LittleEndian.Uint64(r[32:])), size: int64(binary.LittleEndian.Uint64(r[40:])),
		at: int64(binary.LittleEndian.Uint64(r[48:])), record: record,
	}, nil
}

// readEntry reads one header of the directory.
func readEntry(in io.Reader) (Part, error) {
	var h [directoryLength]byte
	if _, err := io.ReadFull(in, h[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return Part{}, io.EOF
		}
		return Part{}, errDirectory
	}
	if !bytes.HasPrefix(h[:], []byte("PK\x01\x02")) {
		if bytes.HasPrefix(h[:], []byte("PK\x05\x05")) { // a signature of the directory
			return Part{}, io.EOF
		}
		return Part{}, errDirectory
	}
	le := binary.LittleEndian
	nameLen, extraLen := int(le.Uint16(h[28:])), int(le.Uint16(h[30:]))
	rest := make([]byte, nameLen+extraLen+int(le.Uint16(h[32:])))
	if _, err := io.ReadFull(in, rest); err != nil {
		return Part{}, errDirectory
	}
	part := Part{
		Name: string(rest[:nameLen]), method: le.Uint16(h[10:]), locked: le.Uint16(h[8:])&1 != 0,
		Modified: dosTime(le.Uint16(h[14:]), le.Uint16(h[12:])), crc: le.Uint32(h[16:]),
		packed: int64(le.Uint32(h[20:])), Size: int64(le.Uint32(h[24:])), at: int64(le.Uint32(h[42:])),
	}
	part.widen(rest[nameLen : nameLen+extraLen])
	if part.packed < 0 || part.Size < 0 || part.at < 0 {
		return Part{}, errDirectory
	}
	return part, nil
}

// widen takes the 64-bit values of the ZIP64 extra field (id 1) for those that
// did not fit.
func (p *Part) widen(extra []byte) {
	for len(extra) >= 4 {
		id, length := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; length > len(extra) {
			return
		}
		body := extra[:length]
		extra = extra[length:]
		if id != 1 {
			continue
		}
		for _, v := range []*int64{&p.Size, &p.packed, &p.at} {
			if *v == most32 && len(body) >= 8 {
				*v, body = int64(binary.LittleEndian.Uint64(body)), body[8:]
			}
		}
	}
}

// dosTime reads a time of MS-DOS, which has no zone; zero if it is none.
func dosTime(date, clock uint16) time.Time {
	if date>>5&15 == 0 || date&31 == 0 {
		return time.Time{}
	}
	return time.Date(int(date>>9)+1980, time.Month(date>>5&15), int(date&31),
		int(clock>>11), int(clock>>5&63), int(clock&31)*2, 0, time.UTC)
}

package unzip

import (
	"errors"
	"io"
	"strings"
	"time"
)

// errNoEntry: what follows is something else than an entry.
var errNoEntry = errors.New("no entry")

// Flags of an entry (APPNOTE 4.4.4).
const (
	flagEncrypted  = 1 << 0
	flagDescriptor = 1 << 3
	flagStrong     = 1 << 6
	flagUTF8       = 1 << 11
	flagHidden     = 1 << 13
)

// entry is a member as the directory or its own header describes it.
type entry struct {
	raw      string // the name's bytes
	name     string // the name as people read it
	guessed  string // the encoding it was guessed to be in, "" if it was not
	flags    uint16
	method   uint16
	clock    uint16 // DOS time, which ZipCrypto checks a password by
	crc      uint32
	packed   int64 // length in the file
	size     int64 // length unpacked
	offset   int64 // of its own header
	system   byte  // that it was made on: 3 is Unix
	attr     uint32
	modified time.Time
	aes      aesKind
}

// readCentral reads the next entry of a directory.
func readCentral(r io.Reader) (entry, error) {
	var h [lenCentral]byte
	if n, err := io.ReadFull(r, h[:]); err != nil {
		if n == 0 {
			return entry{}, io.EOF
		}
		return entry{}, io.ErrUnexpectedEOF
	}
	if string(h[:4]) != sigCentral {
		return entry{}, errNoEntry
	}
	name, extra, comment := int(le16(h[28:])), int(le16(h[30:])), int(le16(h[32:]))
	rest := make([]byte, name+extra+comment)
	if _, err := io.ReadFull(r, rest); err != nil {
		return entry{}, io.ErrUnexpectedEOF
	}
	e := entry{
		raw: string(rest[:name]), flags: le16(h[8:]), method: le16(h[10:]), clock: le16(h[12:]), crc: le32(h[16:]),
		packed: int64(le32(h[20:])), size: int64(le32(h[24:])), offset: int64(le32(h[42:])),
		system: h[5], attr: le32(h[38:]), modified: dosTime(le16(h[14:]), le16(h[12:])),
	}
	e.settle(rest[name : name+extra])
	return e, nil
}

// readLocal reads the header that stands before a member's bytes, and where
// these begin. The offset of what it gives is at.
func readLocal(r io.ReaderAt, at int64) (e entry, start int64, err error) {
	var h [lenLocal]byte
	if at < 0 {
		return e, 0, errNoEntry
	}
	if _, err := r.ReadAt(h[:], at); err != nil {
		return e, 0, err
	}
	if string(h[:4]) != sigLocal {
		return e, 0, errNoEntry
	}
	name, extra := int(le16(h[26:])), int(le16(h[28:]))
	rest := make([]byte, name+extra)
	if n, err := r.ReadAt(rest, at+lenLocal); n < len(rest) {
		return e, 0, err
	}
	e = entry{
		raw: string(rest[:name]), flags: le16(h[6:]), method: le16(h[8:]), clock: le16(h[10:]), crc: le32(h[14:]),
		packed: int64(le32(h[18:])), size: int64(le32(h[22:])), offset: at,
		modified: dosTime(le16(h[12:]), le16(h[10:])),
	}
	e.settle(rest[name:])
	return e, at + int64(lenLocal+name+extra), nil
}

// settle reads the extra fields and names the entry.
func (e *entry) settle(extra []byte) {
	var unicode []byte
	for len(extra) >= 4 {
		id, n := le16(extra), int(le16(extra[2:]))
		if extra = extra[4:]; n > len(extra) {
			break
		}
		if body := extra[:n]; id == 0x7075 {
			unicode = body
		} else {
			e.extra(id, body)
		}
		extra = extra[n:]
	}
	e.name, e.guessed = called(e.raw, e.flags&flagUTF8 != 0, unicode)
}

// extra takes in one extra field: 64-bit lengths, exact times, AES.
func (e *entry) extra(id uint16, b []byte) {
	switch {
	case id == 0x0001:
		for _, v := range []*int64{&e.size, &e.packed, &e.offset} {
			if *v == 0xffffffff && len(b) >= 8 {
				*v, b = int64(le64(b)), b[8:]
			}
		}
	case id == 0x5455 && len(b) >= 5 && b[0]&1 != 0:
		e.modified = time.Unix(int64(int32(le32(b[1:]))), 0).UTC()
	case id == 0x000a && len(b) >= 32 && le16(b[4:]) == 1:
		e.modified = fileTime(le64(b[8:]))
	case id == 0x9901 && len(b) >= 7:
		e.aes = aesKind{version: le16(b), strength: b[4], method: le16(b[5:])}
	}
}

// dosTime reads a time in DOS form: local, but nobody knows where.
func dosTime(date, clock uint16) time.Time {
	if date == 0 || date&31 == 0 || date>>5&15 == 0 || date>>5&15 > 12 {
		return time.Time{}
	}
	return time.Date(int(date>>9)+1980, time.Month(date>>5&15), int(date&31),
		int(clock>>11), int(clock>>5&63), int(clock&31)*2, 0, time.FixedZone("-00:00", 0))
}

// fileTime reads 100-nanosecond steps since 1601.
func fileTime(v uint64) time.Time {
	const unix = 116444736000000000
	if v < unix || v > unix+1<<62 {
		return time.Time{}
	}
	v -= unix
	return time.Unix(int64(v/1e7), int64(v%1e7*100)).UTC()
}

const symbolicLink = "a symbolic link"

// special says what a member is that is no file with a content, "" if it is one.
func (e entry) special() string {
	if e.system != 3 && e.system != 19 {
		return ""
	}
	switch e.attr >> 16 & 0xf000 {
	case 0xa000:
		return symbolicLink
	case 0x2000, 0x6000:
		return "a device"
	case 0x1000:
		return "a pipe"
	case 0xc000:
		return "a socket"
	}
	return ""
}

// isFolder tells a folder. One that holds bytes nevertheless is a member.
func (e entry) isFolder() bool {
	return (strings.HasSuffix(e.raw, "/") || e.attr&0x10 != 0 && e.system == 0) && e.size == 0
}

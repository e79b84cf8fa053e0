package unzip

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"sanad/internal/format/content"
)

// errDirectory: the directory can't be used, so that members must be searched.
var errDirectory = errors.New("the ZIP directory can't be used")

// Signatures and lengths of the fixed parts of records (APPNOTE 4.3).
const (
	sigLocal      = "PK\x03\x04"
	sigCentral    = "PK\x01\x02"
	sigEnd        = "PK\x05\x06"
	sigEnd64      = "PK\x06\x06"
	sigLocator    = "PK\x06\x07"
	sigDescriptor = "PK\x07\x08"

	lenLocal   = 30
	lenCentral = 46
	lenEnd     = 22
	lenEnd64   = 56
	lenLocator = 20
)

// directory says where the list of members stands.
type directory struct {
	src         io.ReaderAt
	start, size int64
	base        int64 // what must be added to offsets: bytes put before the ZIP file
	count       int64 // entries it promises
	short       bool  // count is modulo 65536
}

// findDirectory reads the end record, and its 64-bit form where there is one.
func findDirectory(src content.Source) (directory, error) {
	at, end, err := findEnd(src)
	if err != nil {
		return directory{}, err
	}
	disk, dirDisk := le16(end[4:]), le16(end[6:])
	d := directory{src: src, count: int64(le16(end[10:])), size: int64(le32(end[12:])), start: int64(le32(end[16:])), short: true}
	if d64, ok, err := findEnd64(src, at); err != nil {
		return directory{}, err
	} else if ok {
		d64.src = src
		return d64, d64.place(src)
	}
	if disk != 0 && disk != 0xffff || dirDisk != 0 && dirDisk != 0xffff {
		return directory{}, errDisks(int(disk))
	}
	d.base = at - d.size - d.start
	return d, d.place(src)
}

func errDisks(last int) error {
	return fmt.Errorf("this is the last of %d parts that one ZIP file was split into; put the parts together and hand in the whole", last+1)
}

// place checks that the directory stands where it should, with and without
// the base that the end record suggests.
func (d *directory) place(src content.Source) error {
	if d.count == 0 && d.size == 0 {
		return nil
	}
	for _, base := range []int64{d.base, 0} {
		at := base + d.start
		sig := make([]byte, 4)
		if at < 0 || d.size < 0 || at+d.size > src.Size {
			continue
		}
		if _, err := src.ReadAt(sig, at); err == nil && string(sig) == sigCentral {
			d.base, d.start = base, at
			return nil
		}
	}
	return fmt.Errorf("%w: it is not where the end of the file says", errDirectory)
}

// findEnd finds the end record: in the last 64 KiB and a bit, the last that
// leaves just the room for its comment, or else the last at all.
func findEnd(src content.Source) (at int64, end []byte, err error) {
	n := min(src.Size, 1<<16+lenEnd)
	tail := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(src, src.Size-n, n), tail); err != nil {
		return 0, nil, fmt.Errorf("reading the end of the file: %w", err)
	}
	last := -1
	for i := len(tail); ; {
		if i = bytes.LastIndex(tail[:i], []byte(sigEnd)); i < 0 {
			break
		}
		if i+lenEnd > len(tail) {
			continue
		}
		if i+lenEnd+int(le16(tail[i+20:])) == len(tail) {
			return src.Size - n + int64(i), tail[i:], nil
		}
		if last < 0 {
			last = i
		}
	}
	if last < 0 {
		return 0, nil, fmt.Errorf("%w: it is cut off", errDirectory)
	}
	return src.Size - n + int64(last), tail[last:], nil
}

// findEnd64 reads the ZIP64 end record that the locator before the end record
// at at points to.
func findEnd64(src content.Source, at int64) (directory, bool, error) {
	loc := make([]byte, lenLocator)
	if at < lenLocator {
		return directory{}, false, nil
	}
	if _, err := src.ReadAt(loc, at-lenLocator); err != nil || string(loc[:4]) != sigLocator {
		return directory{}, false, nil
	}
	if disks := le32(loc[16:]); disks > 1 {
		return directory{}, false, errDisks(int(disks) - 1)
	}
	end := make([]byte, lenEnd64)
	told := int64(le64(loc[8:]))
	for _, pos := range []int64{told, at - lenLocator - lenEnd64} {
		if pos < 0 || pos > src.Size-lenEnd64 {
			continue
		}
		if _, err := src.ReadAt(end, pos); err == nil && string(end[:4]) == sigEnd64 {
			d := directory{count: int64(le64(end[32:])), size: int64(le64(end[40:])), start: int64(le64(end[48:]))}
			if d.size >= 0 && d.start >= 0 {
				d.base = max(0, pos-d.size-d.start)
			}
			return d, true, nil
		}
	}
	return directory{}, false, fmt.Errorf("%w: its 64-bit end record is missing", errDirectory)
}

// each calls yield with every entry, numbered from 0. It fails with
// errDirectory if the list breaks off; entries before that were given.
func (d directory) each(yield func(n int64, e entry) error) error {
	r := bufio.NewReaderSize(io.NewSectionReader(d.src, d.start, d.size), 1<<16)
	var n int64
	for ; ; n++ {
		e, err := readCentral(r)
		if errors.Is(err, io.EOF) || errors.Is(err, errNoEntry) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: it breaks off after %d members", errDirectory, n)
		}
		if err := yield(n, e); err != nil {
			return err
		}
	}
	if n < d.count || d.short && n&0xffff != d.count&0xffff {
		return fmt.Errorf("%w: it promises %d members and lists %d", errDirectory, d.count, n)
	}
	return nil
}

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

package exif

import (
	"encoding/binary"
	"errors"
	"io"
)

const (
	mostEntries   = 1000    // of one directory
	mostValue     = 1 << 16 // bytes of one value
	mostDirectory = 16      // directories of one file
)

// value is one entry of a directory: data of a kind, or nothing.
type value struct {
	kind  uint16 // 2 text, 3 and 4 whole numbers, 5 fractions, ...
	count uint32
	data  []byte
	order binary.ByteOrder
}

// directory is the entries of an IFD by their tag.
type directory map[uint16]value

// file reads directories out of a TIFF file.
type file struct {
	r     io.ReaderAt
	order binary.ByteOrder
	seen  map[uint32]bool
}

// open reads the header and gives where the first directory stands.
func open(r io.ReaderAt) (*file, uint32, error) {
	var h [8]byte
	if _, err := r.ReadAt(h[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	f := &file{r: r, seen: make(map[uint32]bool)}
	switch string(h[:4]) {
	case "II*\x00":
		f.order = binary.LittleEndian
	case "MM\x00*":
		f.order = binary.BigEndian
	default:
		return nil, 0, errors.New("the EXIF header is damaged")
	}
	return f, f.order.Uint32(h[4:]), nil
}

// directory reads the directory at at and where the next stands. A directory
// that was read before, or one too many, is empty.
func (f *file) directory(at uint32) (d directory, next uint32) {
	d = make(directory)
	if at == 0 || f.seen[at] || len(f.seen) >= mostDirectory {
		return d, 0
	}
	f.seen[at] = true
	var n [2]byte
	if k, _ := f.r.ReadAt(n[:], int64(at)); k < 2 {
		return d, 0
	}
	count := int(f.order.Uint16(n[:]))
	raw := make([]byte, 12*min(count, mostEntries)+4)
	k, _ := f.r.ReadAt(raw, int64(at)+2)
	raw = raw[:k]
	for i := 0; i < min(count, mostEntries) && len(raw) >= 12; i++ {
		if tag := f.order.Uint16(raw); d[tag].data == nil {
			d[tag] = f.value(raw[:12])
		}
		raw = raw[12:]
	}
	if count <= mostEntries && len(raw) >= 4 {
		next = f.order.Uint32(raw)
	}
	return d, next
}

// value reads an entry of twelve bytes.
func (f *file) value(e []byte) value {
	v := value{kind: f.order.Uint16(e[2:]), count: f.order.Uint32(e[4:]), order: f.order}
	size := int64(v.count) * int64(width(v.kind))
	switch {
	case size == 0 || size > mostValue:
		return value{}
	case size <= 4:
		v.data = append([]byte(nil), e[8:8+size]...)
	default:
		v.data = make([]byte, size)
		if n, _ := f.r.ReadAt(v.data, int64(f.order.Uint32(e[8:]))); int64(n) < size {
			return value{}
		}
	}
	return v
}

// width is the length of one value of a kind (TIFF 6.0, section 2).
func width(kind uint16) int {
	switch kind {
	case 1, 2, 6, 7, 129:
		return 1
	case 3, 8:
		return 2
	case 4, 9, 11, 13:
		return 4
	case 5, 10, 12:
		return 8
	}
	return 0
}

// number gives the i-th value as a number; ok is false where it is none.
func (v value) number(i int) (n float64, ok bool) {
	w := width(v.kind)
	if w == 0 || i < 0 || (i+1)*w > len(v.data) {
		return 0, false
	}
	b := v.data[i*w:]
	switch v.kind {
	case 1, 7:
		return float64(b[0]), true
	case 3:
		return float64(v.order.Uint16(b)), true
	case 4, 13:
		return float64(v.order.Uint32(b)), true
	case 9:
		return float64(int32(v.order.Uint32(b))), true
	case 5:
		below := v.order.Uint32(b[4:])
		return float64(v.order.Uint32(b)) / float64(below), below != 0
	case 10:
		below := int32(v.order.Uint32(b[4:]))
		return float64(int32(v.order.Uint32(b))) / float64(below), below != 0
	}
	return 0, false
}

// Pages gives where the pages of a TIFF file stand, at most most of them. A
// chain that goes in a circle ends there.
func Pages(r io.ReaderAt, most int64) ([]uint32, error) {
	f, at, err := open(r)
	if err != nil {
		return nil, err
	}
	var pages []uint32
	var b [4]byte
	for at != 0 && !f.seen[at] && int64(len(pages)) < most {
		if n, _ := r.ReadAt(b[:2], int64(at)); n < 2 {
			break
		}
		f.seen[at] = true
		pages = append(pages, at)
		if n, _ := r.ReadAt(b[:], int64(at)+2+12*int64(f.order.Uint16(b[:2]))); n < 4 {
			break
		}
		at = f.order.Uint32(b[:])
	}
	return pages, nil
}

// Order gives the byte order that a TIFF file begins with.
func Order(head []byte) binary.ByteOrder {
	if len(head) > 0 && head[0] == 'M' {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

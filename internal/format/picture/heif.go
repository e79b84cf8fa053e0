package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strconv"

	"sanad/internal/format/content"
	"sanad/internal/format/exif"
)

// errHEIF: the pixels are packed as video is, which nothing here unpacks.
var errHEIF = errors.New("the picture is packed by a video codec (HEVC in HEIC, AV1 in AVIF), which is not decoded; convert it to JPEG or PNG to see it")

// finishHEIF hands over what a HEIC or AVIF file says; its pixels stay closed.
func finishHEIF(t *teller, s sayings) error {
	if s.width == 0 && len(s.exif.Fields) == 0 && len(s.others) == 0 {
		return errors.New("this is no HEIC or AVIF picture, or it is damaged: nothing in it describes a picture")
	}
	w, h := s.width, s.height
	if s.turned%2 == 1 {
		w, h = h, w
	}
	if w > 0 {
		t.field("width", strconv.Itoa(w))
		t.field("height", strconv.Itoa(h))
	}
	t.said(s)
	t.unreadable(errHEIF)
	return t.err
}

// item is a thing in a HEIF file (ISO/IEC 14496-12, 8.11): the picture, its
// tiles, its descriptions.
type item struct {
	kind    string // "hvc1", "av01", "grid", "Exif", "mime"
	mime    string
	method  byte
	extents [][2]int64 // place and length
	props   []uint16
}

// heif reads the meta box.
func (s *sayings) heif(src content.Source) {
	brand := block(src, 8, 4)
	h := &heif{items: make(map[uint32]*item)}
	boxes(src, 0, src.Size, func(kind string, at, n int64) bool {
		if kind != "meta" {
			return true
		}
		h.meta(block(src, at, n), at)
		return false
	})
	switch string(brand) {
	case "heic", "heix", "heim", "heis", "hevc":
		s.add("codec", []byte("HEVC"))
	case "avif", "avis":
		s.add("codec", []byte("AV1"))
	}
	if len(h.items) == 0 && len(h.props) == 0 {
		s.others = nil
		return
	}
	s.width, s.height, s.turned = h.shape()
	for _, id := range slices.Sorted(maps.Keys(h.items)) {
		s.item(src, h.items[id])
	}
}

// item reads an item that describes the picture.
func (s *sayings) item(src content.Source, it *item) {
	if it.method != 0 || len(it.extents) == 0 || it.kind != "Exif" && it.mime != "application/rdf+xml" {
		return
	}
	var b []byte
	for _, e := range it.extents[:min(len(it.extents), 64)] {
		if len(b) < mostBlock {
			b = append(b, block(src, e[0], e[1])...)
		}
	}
	if it.kind == "mime" {
		s.xmp = append(s.xmp, exif.XMP(b)...)
		return
	}
	if len(b) > 4 {
		if skip := int64(binary.BigEndian.Uint32(b)) + 4; skip < int64(len(b)) {
			s.takeEXIF(bytes.NewReader(b[skip:]))
		}
	}
}

// boxes calls yield with the boxes of a stretch of the file (ISO/IEC 14496-12,
// 4.2): where what they hold begins and how long it is.
func boxes(src content.Source, from, to int64, yield func(kind string, at, n int64) bool) {
	var h [16]byte
	for range mostChunks {
		k, _ := src.ReadAt(h[:], from)
		if from+8 > to || k < 8 {
			return
		}
		n, head := int64(binary.BigEndian.Uint32(h[:])), int64(8)
		switch {
		case n == 1 && k == 16:
			n, head = int64(binary.BigEndian.Uint64(h[8:])), 16
		case n == 0:
			n = to - from
		}
		if n < head || n > to-from {
			n = to - from
		}
		if n < head || !yield(string(h[4:8]), from+head, n-head) {
			return
		}
		from += n
	}
}

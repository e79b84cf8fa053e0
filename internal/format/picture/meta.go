package picture

import (
	"bytes"
	"encoding/binary"

	"sanad/internal/format/content"
)

// heif is the meta box of a HEIF file.
type heif struct {
	primary uint32
	items   map[uint32]*item
	props   []property
}

// property is a picture's size, or how it is turned.
type property struct {
	width, height int
	turned        int
}

// mostItems is how many things of a file are looked at.
const mostItems = 10_000

func (h *heif) item(id uint32) *item {
	if it := h.items[id]; it != nil {
		return it
	}
	it := &item{}
	if len(h.items) < mostItems {
		h.items[id] = it
	}
	return it
}

// inside gives the boxes of b by kind, the last of each, from skip on.
func inside(b []byte, skip int, yield func(kind string, body []byte)) {
	if len(b) < skip {
		return
	}
	src := content.Source{ReaderAt: bytes.NewReader(b), Size: int64(len(b))}
	boxes(src, int64(skip), src.Size, func(kind string, at, n int64) bool {
		yield(kind, b[at:at+n])
		return true
	})
}

func (h *heif) meta(b []byte, _ int64) {
	inside(b, 4, func(kind string, body []byte) {
		c := &reader{b: body}
		switch kind {
		case "pitm":
			h.primary = c.id(c.version() == 0)
		case "iinf":
			h.infos(body)
		case "iloc":
			h.places(c)
		case "iprp":
			h.properties(body)
		}
	})
}

// infos reads what kinds of items there are.
func (h *heif) infos(b []byte) {
	skip := 6
	if len(b) > 0 && b[0] > 0 {
		skip = 8
	}
	inside(b, skip, func(kind string, body []byte) {
		c := &reader{b: body}
		version := c.version()
		if kind != "infe" || version < 2 {
			return
		}
		it := h.item(c.id(version == 2))
		c.number(2)
		it.kind = string(c.take(4))
		if _, rest, ok := bytes.Cut(c.b, []byte{0}); ok && it.kind == "mime" {
			mime, _, _ := bytes.Cut(rest, []byte{0})
			it.mime = string(mime)
		}
	})
}

// places reads where items stand in the file.
func (h *heif) places(c *reader) {
	version := c.version()
	sizes := c.number(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if version == 0 {
		index = 0
	}
	count := c.id(version < 2)
	for range min(count, mostItems) {
		it := h.item(c.id(version < 2))
		if version > 0 {
			it.method = byte(c.number(2) & 15)
		}
		c.number(2)
		start := c.number(base)
		for range c.number(2) {
			if c.err {
				return
			}
			c.number(index)
			at, n := c.number(offset), c.number(length)
			if len(it.extents) < 64 {
				it.extents = append(it.extents, [2]int64{int64(start + at), int64(n)})
			}
		}
	}
}

// properties reads sizes and turns, and which item they belong to.
func (h *heif) properties(b []byte) {
	inside(b, 0, func(kind string, body []byte) {
		if kind == "ipco" {
			inside(body, 0, h.property)
		}
		if kind != "ipma" {
			return
		}
		c := &reader{b: body}
		version, wide := c.version(), len(body) > 3 && body[3]&1 != 0
		for range min(c.number(4), mostItems) {
			it := h.item(c.id(version == 0))
			for range c.number(1) {
				if wide {
					it.props = append(it.props, uint16(c.number(2)&0x7fff))
				} else {
					it.props = append(it.props, uint16(c.number(1)&0x7f))
				}
			}
			if c.err {
				return
			}
		}
	})
}

func (h *heif) property(kind string, body []byte) {
	if len(h.props) >= mostItems {
		return
	}
	c := &reader{b: body}
	var p property
	switch kind {
	case "ispe":
		c.number(4)
		p.width, p.height = int(c.number(4)), int(c.number(4))
	case "irot":
		p.turned = int(c.number(1) & 3)
	}
	h.props = append(h.props, p)
}

// shape gives size and turn of the picture that is meant to be shown, of the
// largest where none is.
func (h *heif) shape() (width, height, turned int) {
	if it := h.items[h.primary]; it != nil {
		for _, n := range it.props {
			if n == 0 || int(n) > len(h.props) {
				continue
			}
			p := h.props[n-1]
			turned += p.turned
			if p.width > 0 {
				width, height = p.width, p.height
			}
		}
	}
	if width > 0 {
		return width, height, turned
	}
	for _, p := range h.props {
		if p.width > width {
			width, height = p.width, p.height
		}
	}
	return width, height, 0
}

// reader reads numbers, highest byte first; zeros after the end.
type reader struct {
	b   []byte
	err bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.b, r.err = nil, true
		return make([]byte, n)
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

// number reads a number of n bytes, at most eight.
func (r *reader) number(n int) uint64 {
	if n > 8 {
		r.err = true
		return 0
	}
	var b [8]byte
	copy(b[8-n:], r.take(n))
	return binary.BigEndian.Uint64(b[:])
}

// version reads a full box's version and passes its flags.
func (r *reader) version() byte { return byte(r.number(4) >> 24) }

// id reads an item's number, of two bytes where short.
func (r *reader) id(short bool) uint32 {
	if short {
		return uint32(r.number(2))
	}
	return uint32(r.number(4))
}

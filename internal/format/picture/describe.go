package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/exif"
)

const (
	mostBlock  = 4 << 20  // of one description that is read into memory
	mostText   = 64 << 10 // of one text
	mostChunks = 10_000
)

// takeEXIF reads EXIF data, unless the picture had some before.
func (s *sayings) takeEXIF(r io.ReaderAt) {
	if len(s.exif.Fields) > 0 {
		return
	}
	d, err := exif.Read(r)
	if err != nil {
		s.broken = append(s.broken, content.Problem{Part: "EXIF data", Reason: err.Error()})
		return
	}
	s.exif = d
}

func (s *sayings) add(name string, text []byte) {
	if len(text) > mostText {
		text = text[:mostText]
	}
	v := strings.TrimRight(string(text), "\x00 \r\n")
	if !utf8.ValidString(v) {
		out := make([]rune, 0, len(v))
		for i := range len(v) {
			out = append(out, rune(v[i]))
		}
		v = string(out)
	}
	if v != "" {
		s.others = append(s.others, content.Field{Name: name, Value: v})
	}
}

const xmpMark = "http://ns.adobe.com/xap/1.0/\x00"

// jpeg reads the APP1 segments and comments of a JPEG file.
func (s *sayings) jpeg(src content.Source) {
	left := mostChunks
	_ = segments(src, func(marker byte, at, n int64) bool {
		if left--; left < 0 {
			return false
		}
		if marker != 0xe1 && marker != 0xfe {
			return true
		}
		b := block(src, at, n)
		switch {
		case marker == 0xfe:
			s.add("comment", b)
		case bytes.HasPrefix(b, []byte("Exif\x00\x00")):
			s.takeEXIF(bytes.NewReader(b[6:]))
		case bytes.HasPrefix(b, []byte(xmpMark)):
			s.xmp = append(s.xmp, exif.XMP(b[len(xmpMark):])...)
		}
		return true
	})
}

// block reads n bytes at at, fewer where the file ends before.
func block(src content.Source, at, n int64) []byte {
	if at < 0 || n < 0 || at > src.Size {
		return nil
	}
	b := make([]byte, min(n, mostBlock, src.Size-at))
	k, _ := src.ReadAt(b, at)
	return b[:k]
}

// png reads the chunks of a PNG file that describe it (PNG 3rd edition, 11.3).
func (s *sayings) png(src content.Source) {
	var h [8]byte
	at := int64(8)
	for range mostChunks {
		if n, _ := src.ReadAt(h[:], at); n < 8 {
			return
		}
		n := int64(binary.BigEndian.Uint32(h[:]))
		switch string(h[4:]) {
		case "eXIf":
			s.takeEXIF(bytes.NewReader(block(src, at+8, n)))
		case "tEXt", "zTXt", "iTXt":
			s.pngText(string(h[4:]), block(src, at+8, n))
		case "tIME":
			s.pngTime(block(src, at+8, n))
		case "acTL":
			s.add("animated", []byte("yes"))
		case "IEND":
			return
		}
		at += 12 + n
	}
}

// pngText reads a keyword and its text, packed or not.
func (s *sayings) pngText(kind string, b []byte) {
	word, rest, ok := bytes.Cut(b, []byte{0})
	if !ok {
		return
	}
	packed := kind == "zTXt" && len(rest) > 0
	if packed {
		rest = rest[1:]
	}
	if kind == "iTXt" {
		if len(rest) < 2 {
			return
		}
		packed = rest[0] == 1
		rest = rest[2:]
		for range 2 { // language and translated keyword
			if _, rest, ok = bytes.Cut(rest, []byte{0}); !ok {
				return
			}
		}
	}
	if packed {
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			return
		}
		rest, _ = io.ReadAll(io.LimitReader(z, mostBlock))
	}
	if string(word) == "XML:com.adobe.xmp" {
		s.xmp = append(s.xmp, exif.XMP(rest)...)
		return
	}
	s.add(pngName(string(word)), rest)
}

// pngName gives a field's name for a PNG keyword.
func pngName(word string) string {
	switch word {
	case "Title", "Author", "Description", "Copyright", "Comment":
		return strings.ToLower(word)
	case "Software":
		return "creator"
	case "Creation Time":
		return "creation_time_as_written"
	}
	return "text"
}

// pngTime reads when the picture was last changed, in UTC.
func (s *sayings) pngTime(b []byte) {
	if len(b) != 7 || b[2] == 0 || b[2] > 12 || b[3] == 0 || b[3] > 31 || b[4] > 23 || b[5] > 59 || b[6] > 60 {
		return
	}
	s.add("modified", []byte(utc(int(binary.BigEndian.Uint16(b)), b[2:])))
}

// gif reads the comments of a GIF file (GIF89a, section 24) before its pixels
// and between them.
func (s *sayings) gif(src content.Source) {
	w := &walk{src: src, at: 10}
	if flags := w.byte(); flags&0x80 != 0 {
		w.at += 3 << (flags&7 + 1)
	}
	w.at += 2
	for range mostChunks {
		switch w.byte() {
		case 0x21:
			label := w.byte()
			if text := w.blocks(); label == 0xfe {
				s.add("comment", text)
			}
		case 0x2c:
			w.at += 8
			if flags := w.byte(); flags&0x80 != 0 {
				w.at += 3 << (flags&7 + 1)
			}
			w.at++
			w.blocks()
		default:
			return
		}
	}
}

// walk reads a GIF file piece by piece.
type walk struct {
	src content.Source
	at  int64
}

func (w *walk) byte() byte {
	var b [1]byte
	if n, _ := w.src.ReadAt(b[:], w.at); n == 0 {
		return 0
	}
	w.at++
	return b[0]
}

// blocks passes a chain of pieces and gives the first of what it holds.
func (w *walk) blocks() []byte {
	var text []byte
	for n := w.byte(); n > 0; n = w.byte() {
		if len(text) < mostText {
			text = append(text, block(w.src, w.at, int64(n))...)
		}
		w.at += int64(n)
	}
	return text
}

// webp reads the chunks of a WebP file (RFC 9649, 2.7).
func (s *sayings) webp(src content.Source) {
	var h [8]byte
	at := int64(12)
	for range mostChunks {
		if n, _ := src.ReadAt(h[:], at); n < 8 {
			return
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		switch string(h[:4]) {
		case "EXIF":
			s.takeEXIF(bytes.NewReader(bytes.TrimPrefix(block(src, at+8, n), []byte("Exif\x00\x00"))))
		case "XMP ":
			s.xmp = append(s.xmp, exif.XMP(block(src, at+8, n))...)
		case "ANIM":
			s.add("animated", []byte("yes"))
		}
		at += 8 + n + n&1
	}
}

// tiff reads the first page's directory, which is EXIF data itself.
func (s *sayings) tiff(src content.Source) {
	s.takeEXIF(src)
	s.xmp = exif.XMP(s.exif.XMP)
	s.exif.Thumbnail = nil // the next directory is the next page
}

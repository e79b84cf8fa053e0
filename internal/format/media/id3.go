package media

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// id3 reads the ID3v2 tag at at (versions 2.2 to 2.4) and gives its length, 0
// if there is none.
func (f *file) id3(at int64) int64 {
	h := f.at(at, 10)
	if len(h) < 10 || string(h[:3]) != "ID3" || h[3] < 2 || h[3] > 4 {
		return 0
	}
	size := syncsafe(h[6:])
	t := &tag{file: f, version: h[3]}
	if size > mostTag || size > f.opt.Limits.WholeBytes {
		f.problem("ID3 tag", "it is too large to be read")
		return size + 10
	}
	b := f.at(at+10, size)
	if int64(len(b)) < size {
		f.problem("ID3 tag", "it is cut off")
	}
	if h[5]&0x80 != 0 && t.version < 4 {
		b = bytes.ReplaceAll(b, []byte{0xff, 0}, []byte{0xff})
	}
	if h[5]&0x40 != 0 && len(b) >= 4 {
		skip := int64(be32(b)) + 4
		if t.version == 4 {
			skip = syncsafe(b)
		}
		b = b[min(max(0, skip), int64(len(b))):]
	}
	t.frames(b)
	return size + 10
}

// syncsafe reads a number of four times seven bits.
func syncsafe(b []byte) int64 {
	return int64(b[0]&127)<<21 | int64(b[1]&127)<<14 | int64(b[2]&127)<<7 | int64(b[3]&127)
}

// tag is an ID3v2 tag.
type tag struct {
	*file
	version byte
}

func (t *tag) frames(b []byte) {
	for t.more() {
		id, body, rest := t.frame(b)
		if id == "" {
			return
		}
		t.take(id, body)
		b = rest
	}
}

// frame parts the next frame from b; id is "" at the padding or at damage.
func (t *tag) frame(b []byte) (id string, body, rest []byte) {
	head, letters := 10, 4
	if t.version == 2 {
		head, letters = 6, 3
	}
	if len(b) < head || b[0] < '0' || b[0] > 'Z' {
		return "", nil, nil
	}
	var size int64
	switch t.version {
	case 2:
		size = int64(b[3])<<16 | int64(b[4])<<8 | int64(b[5])
	case 3:
		size = int64(be32(b[4:]))
	default:
		size = syncsafe(b[4:])
	}
	id, rest = string(b[:letters]), b[head:]
	if size > int64(len(rest)) {
		t.problem("ID3 tag", "the frame "+readable(id)+" is cut off")
		return "", nil, nil
	}
	body = rest[:size]
	if t.version == 4 && b[9]&1 != 0 && len(body) >= 4 {
		body = body[4:]
	}
	if t.version == 4 && b[9]&2 != 0 {
		body = bytes.ReplaceAll(body, []byte{0xff, 0}, []byte{0xff})
	}
	if t.version > 2 && (t.version == 3 && b[9]&0xc0 != 0 || t.version == 4 && b[9]&0x0c != 0) {
		body = nil // packed or encrypted
	}
	return id, body, rest[size:]
}

// take tells one frame.
func (t *tag) take(id string, b []byte) {
	if len(b) < 2 {
		return
	}
	switch id {
	case "COMM", "COM":
		if len(b) > 4 {
			_, text := split(b[0], b[4:])
			t.field("comment", decodeText(b[0], text))
		}
	case "APIC", "PIC":
		t.picture(id, b)
	case "GEOB":
		t.object(b)
	case "TDRC", "TYER", "TYE", "TDRL":
		if v := decodeText(b[0], b[1:]); isoTime(v) != "" {
			t.field("taken", isoTime(v))
		} else {
			t.field("date_as_written", v)
		}
	default:
		t.field(frameName(id), decodeText(b[0], b[1:]))
	}
}

// frameName gives the field for a frame, "" for none.
func frameName(id string) string {
	switch id {
	case "TIT2", "TT2":
		return "title"
	case "TPE1", "TP1":
		return "author"
	case "TALB", "TAL":
		return "album"
	case "TSSE", "TSS", "TENC", "TEN":
		return "creator"
	case "TCOP", "TCR":
		return "copyright"
	case "TLAN", "TLA":
		return "language"
	case "TCON", "TCO":
		return "genre"
	}
	return ""
}

// split parts a text from what follows its end mark.
func split(encoding byte, b []byte) (text, rest []byte) {
	if encoding == 1 || encoding == 2 {
		for i := 0; i+1 < len(b); i += 2 {
			if b[i] == 0 && b[i+1] == 0 {
				return b[:i], b[i+2:]
			}
		}
		return b, nil
	}
	text, rest, _ = bytes.Cut(b, []byte{0})
	return text, rest
}

// decodeText reads a text in one of ID3's encodings: 0 Latin-1 (in life also
// UTF-8), 1 UTF-16 with a mark, 2 UTF-16 high byte first, 3 UTF-8.
func decodeText(encoding byte, b []byte) string {
	b, _ = split(encoding, b)
	order := unicode.BOMPolicy(unicode.UseBOM)
	switch encoding {
	case 1:
	case 2:
		order = unicode.IgnoreBOM
	default:
		return readable(string(b))
	}
	s, err := unicode.UTF16(unicode.BigEndian, order).NewDecoder().String(string(b))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// picture hands over APIC: encoding, media type, kind, a text, then the bytes.
func (t *tag) picture(id string, b []byte) {
	encoding, rest := b[0], b[1:]
	media := ""
	if id == "PIC" {
		if len(rest) < 4 {
			return
		}
		media, rest = "image/"+strings.ToLower(readable(string(rest[:3]))), rest[3:]
		media = strings.Replace(media, "jpg", "jpeg", 1)
	} else {
		var m []byte
		m, rest = split(0, rest)
		media = readable(string(m))
	}
	if len(rest) < 1 {
		return
	}
	text, data := split(encoding, rest[1:])
	t.embed("cover", strings.TrimSpace("picture in the ID3 tag "+decodeText(encoding, text)), media, bytes.NewReader(data))
}

// object hands over GEOB: encoding, media type, file name, a text, the bytes.
func (t *tag) object(b []byte) {
	media, rest := split(0, b[1:])
	name, rest := split(b[0], rest)
	_, data := split(b[0], rest)
	t.embed(decodeText(b[0], name), "file in the ID3 tag", readable(string(media)), io.Reader(bytes.NewReader(data)))
}

// id3v1 reads the 128 bytes at the end of a file, and reports whether they are
// a tag.
func (f *file) id3v1() bool {
	b := f.at(f.src.Size-128, 128)
	if len(b) < 128 || string(b[:3]) != "TAG" {
		return false
	}
	text := func(from, to int) string {
		s, _, _ := strings.Cut(string(b[from:to]), "\x00")
		return s
	}
	f.field("title", text(3, 33))
	f.field("author", text(33, 63))
	f.field("album", text(63, 93))
	if year := text(93, 97); isoTime(year) != "" {
		f.field("taken", year)
	}
	f.field("comment", text(97, 127))
	return true
}

package media

import (
	"bytes"
	"errors"
)

// ogg reads the first two packets of an Ogg file (RFC 3533) and the last page,
// which tells how long it is.
func (f *file) ogg() error {
	f.field("format", "Ogg")
	p := &packets{file: f}
	first := p.next()
	rate, skip, what := head(first)
	if what == "" {
		return errors.New("the Ogg file begins with nothing that is known")
	}
	f.field("codec", what)
	p.only = p.serial
	second := p.next()
	for _, mark := range []string{"\x03vorbis", "OpusTags", "\x81theora"} {
		if b, ok := bytes.CutPrefix(second, []byte(mark)); ok {
			f.comments(b)
		}
	}
	if what == "Speex" {
		f.comments(second)
	}
	if what == "FLAC" && len(second) > 4 {
		f.comments(second[4:])
	}
	end := f.lastGranule(p.only)
	if what == "Theora" {
		f.theora(first, end)
	} else if end > skip && rate > 0 {
		f.duration(end-skip, rate)
	}
	return nil
}

// head tells what the first packet begins: samples a second, samples that are
// not heard, and the codec.
func head(b []byte) (rate, skip uint64, what string) {
	is := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case is("\x01vorbis") && len(b) >= 16:
		return uint64(le32(b[12:])), 0, "Vorbis"
	case is("OpusHead") && len(b) >= 12:
		return 48000, uint64(le16(b[10:])), "Opus"
	case is("Speex   ") && len(b) >= 40:
		return uint64(le32(b[36:])), 0, "Speex"
	case is("\x7fFLAC") && len(b) >= 30:
		return uint64(be32(b[27:])) >> 12, 0, "FLAC"
	case is("\x80theora") && len(b) >= 42:
		return 0, 0, "Theora"
	}
	return 0, 0, ""
}

// theora tells the size of the film and how long it is: a position counts whole
// pictures and those made from the last one apart (Theora I, A.2.3).
func (f *file) theora(b []byte, end uint64) {
	shift := be16(b[40:]) >> 5 & 31
	frames := end>>shift + end&(1<<shift-1)
	if per, base := uint64(be32(b[22:])), uint64(be32(b[26:])); base > 0 && frames < 1<<31 {
		f.duration(frames*base, per)
	}
	f.number("width", int64(be32(b[13:])&0xffffff))
	f.number("height", int64(be32(b[16:])&0xffffff))
}

// packets puts the packets of one stream together.
type packets struct {
	*file
	at     int64
	serial uint32 // of the last page
	only   uint32 // the stream that counts, 0 for that of the first page
	lacing []byte
	body   int64
}

// next gives the next packet, at most mostTag bytes of it; nil at the end.
func (p *packets) next() []byte {
	var out []byte
	for p.more() {
		for len(p.lacing) > 0 {
			n := int64(p.lacing[0])
			p.lacing = p.lacing[1:]
			if int64(len(out)) < mostTag {
				out = append(out, p.file.at(p.body, n)...)
			}
			if p.body += n; n < 255 {
				return out
			}
		}
		if !p.page() {
			return out
		}
	}
	return out
}

// page goes to the next page of the stream.
func (p *packets) page() bool {
	for p.more() {
		h := p.file.at(p.at, 27)
		if len(h) < 27 || string(h[:4]) != "OggS" {
			return false
		}
		lacing := p.file.at(p.at+27, int64(h[26]))
		body := p.at + 27 + int64(len(lacing))
		p.at = body
		for _, n := range lacing {
			p.at += int64(n)
		}
		if serial := le32(h[14:]); p.only == 0 || serial == p.only {
			p.serial, p.lacing, p.body = serial, lacing, body
			return true
		}
	}
	return false
}

// lastGranule gives the position that the last page of a stream tells.
func (f *file) lastGranule(serial uint32) uint64 {
	const tail = 128 << 10
	b := f.at(max(0, f.src.Size-tail), tail)
	for i := len(b); i >= 0; {
		if i = bytes.LastIndex(b[:i], []byte("OggS")); i < 0 {
			return 0
		}
		if len(b)-i >= 27 && le32(b[i+14:]) == serial && le64(b[i+6:]) < 1<<62 {
			return le64(b[i+6:])
		}
	}
	return 0
}

package media

import (
	"errors"
	"time"
)

// epoch is 1904, from which QuickTime counts seconds.
const epoch = 2082844800

// film is what is known of an MP4 file while its boxes are read.
type film struct {
	*file
	described bool     // the moov box was there
	keys      []string // names that the entries of a list have by number
	kind      string   // of the present track: "vide", "soun", ...
	turned    bool     // of the present track: by a quarter
	shown     bool     // a width was told
	length    uint64   // told by mvhd, in units of scale
	scale     uint64
	maker     string
	model     string
}

// mp4 reads the boxes of ISO/IEC 14496-12 and of QuickTime files.
func (f *file) mp4() error {
	m := &film{file: f}
	m.boxes(0, f.src.Size, 0, m.top)
	if !m.described {
		return errors.New("the recording was cut off: the part that describes it (moov) is missing, and without it nothing can be played or told")
	}
	f.duration(m.length, m.scale)
	f.field("camera", joined(m.maker, m.model))
	return nil
}

// boxes calls yield with each box from from to to: where what it holds begins
// and ends. Depth is how many boxes it is inside.
func (f *file) boxes(from, to int64, depth int, yield func(kind string, at, end int64, depth int)) {
	for depth <= mostDepth && from+8 <= to && f.more() {
		h := f.at(from, 16)
		if len(h) < 8 {
			return
		}
		n, head := int64(be32(h)), int64(8)
		switch {
		case n == 1 && len(h) == 16:
			n, head = int64(be64(h[8:])), 16
		case n == 0:
			n = to - from
		}
		if n < head {
			f.problem("box at byte "+decimal(float64(from), 0), "its length makes no sense; what follows in the same part is lost")
			return
		}
		if n > to-from {
			n = to - from
			if depth == 0 && string(h[4:8]) == "mdat" {
				f.problem("sound and film", "they are cut off: the file ends before they do")
			}
		}
		yield(string(h[4:8]), from+head, from+n, depth+1)
		from += n
	}
}

func (m *film) top(kind string, at, end int64, depth int) {
	switch kind {
	case "ftyp":
		if b := m.at(at, 4); len(b) == 4 {
			m.field("format", brand(string(b)))
		}
	case "moov":
		m.described = true
		m.boxes(at, end, depth, m.box)
	case "meta":
		m.boxes(at+4, end, depth, m.box)
	}
}

// brand names a family of MP4 files.
func brand(b string) string {
	switch {
	case b == "qt  ":
		return "QuickTime"
	case b == "M4A " || b == "M4B ":
		return "M4A"
	case b[:2] == "3g":
		return "3GP"
	}
	return "MP4"
}

// box reads what stands in moov and below.
func (m *film) box(kind string, at, end int64, depth int) {
	switch kind {
	case "trak":
		m.kind, m.turned = "", false
		m.boxes(at, end, depth, m.box)
	case "mdia", "minf", "stbl", "edts", "mvex", "ilst":
		if kind == "ilst" {
			m.list(at, end, depth)
			return
		}
		m.boxes(at, end, depth, m.box)
	case "udta":
		m.boxes(at, end, depth, m.user)
	case "meta":
		m.boxes(at+m.metaHead(at), end, depth, m.box)
	case "keys":
		m.readKeys(m.at(at, end-at))
	case "mvhd":
		m.movie(m.at(at, min(end-at, 120)))
	case "mehd":
		m.extended(m.at(at, min(end-at, 12)))
	case "tkhd":
		m.track(m.at(at, min(end-at, 96)))
	case "mdhd":
		m.media(m.at(at, min(end-at, 36)))
	case "hdlr":
		if b := m.at(at, 12); len(b) == 12 && m.kind == "" {
			m.kind = string(b[8:])
		}
	case "stsd":
		m.samples(m.at(at, min(end-at, 256)))
	}
}

// metaHead tells whether a meta box has a version, which QuickTime's lacks.
func (m *film) metaHead(at int64) int64 {
	if b := m.at(at, 8); len(b) == 8 && string(b[4:8]) == "hdlr" {
		return 0
	}
	return 4
}

// movie reads mvhd: when it was made, and how long it is.
func (m *film) movie(b []byte) {
	made, changed, scale, length := times(b)
	m.moment("created", made)
	m.moment("modified", changed)
	m.scale, m.length = scale, length
}

// times reads what mvhd and mdhd begin with, in its short or long form.
func times(b []byte) (made, changed time.Time, scale, length uint64) {
	at := func(v uint64) time.Time {
		if v <= epoch || v > 1<<40 {
			return time.Time{}
		}
		return time.Unix(int64(v-epoch), 0).UTC()
	}
	switch {
	case len(b) >= 32 && b[0] == 1:
		return at(be64(b[4:])), at(be64(b[12:])), uint64(be32(b[20:])), be64(b[24:])
	case len(b) >= 20 && b[0] == 0:
		if length = uint64(be32(b[16:])); length == 0xffffffff {
			length = 0
		}
		return at(uint64(be32(b[4:]))), at(uint64(be32(b[8:]))), uint64(be32(b[12:])), length
	}
	return made, changed, 0, 0
}

// extended reads mehd: how long a film in fragments is.
func (m *film) extended(b []byte) {
	switch {
	case m.length > 0:
	case len(b) >= 12 && b[0] == 1:
		m.length = be64(b[4:])
	case len(b) >= 8:
		m.length = uint64(be32(b[4:]))
	}
}

// track reads tkhd: width, height and how the film is turned. They are told
// once the handler says that the track is a film.
func (m *film) track(b []byte) {
	skip := 40
	if len(b) > 0 && b[0] == 1 {
		skip = 52
	}
	if len(b) < skip+44 {
		return
	}
	w, h := int64(be32(b[skip+36:])>>16), int64(be32(b[skip+40:])>>16)
	if w == 0 || h == 0 || m.shown {
		return
	}
	m.shown = true
	a, c := int32(be32(b[skip:])), int32(be32(b[skip+4:]))
	switch {
	case a == 0 && c > 0:
		m.field("rotation", "90")
		w, h = h, w
	case a < 0 && c == 0:
		m.field("rotation", "180")
	case a == 0 && c < 0:
		m.field("rotation", "270")
		w, h = h, w
	}
	m.number("width", w)
	m.number("height", h)
}

// media reads mdhd: the language, three letters of five bits.
func (m *film) media(b []byte) {
	skip := 20
	if len(b) > 0 && b[0] == 1 {
		skip = 32
	}
	if len(b) < skip+2 {
		return
	}
	v := be16(b[skip:])
	code := []byte{byte(v>>10&31) + 0x60, byte(v>>5&31) + 0x60, byte(v&31) + 0x60}
	if s := string(code); v >= 0x400 && s != "und" && s[0] > '`' && s[0] <= 'z' {
		m.field("language", s)
	}
}

// samples reads stsd: how the track is packed.
func (m *film) samples(b []byte) {
	if len(b) < 16 || m.kind != "vide" && m.kind != "soun" {
		return
	}
	m.field("codec", codec(string(b[12:16])))
}

// codec names a way of packing sound or film, after its four letters.
func codec(four string) string {
	switch four {
	case "avc1", "avc3", "H264", "h264", "X264", "x264":
		return "H.264"
	case "hvc1", "hev1", "dvh1", "dvhe", "HEVC":
		return "H.265"
	case "av01":
		return "AV1"
	case "vp08", "VP80":
		return "VP8"
	case "vp09", "VP90":
		return "VP9"
	case "mp4v", "XVID", "xvid", "DIVX", "divx", "DX50":
		return "MPEG-4 Visual"
	case "s263", "h263", "H263":
		return "H.263"
	case "mjpa", "jpeg", "MJPG", "mjpg":
		return "Motion JPEG"
	case "mp4a":
		return "AAC"
	case "samr":
		return "AMR"
	case "sawb":
		return "AMR-WB"
	case "alac":
		return "ALAC"
	case "Opus":
		return "Opus"
	case ".mp3":
		return "MP3"
	case "sowt", "twos", "lpcm":
		return "PCM"
	}
	return four
}

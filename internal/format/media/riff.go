package media

import (
	"errors"
	"strings"
)

// chunks calls yield with the chunks of a RIFF file between from and to, and
// cuts off what reaches over the end.
func (f *file) chunks(from, to int64, big bool, yield func(id string, at, n int64)) {
	for from+8 <= to && f.more() {
		h := f.at(from, 8)
		if len(h) < 8 {
			return
		}
		n := int64(le32(h[4:]))
		if big {
			n = int64(be32(h[4:]))
		}
		yield(string(h[:4]), from+8, n)
		from += 8 + n + n&1
	}
}

// wav reads a WAVE file (RIFF MCI, 1991), with EBU Tech 3285's bext chunk.
func (f *file) wav() error {
	f.field("format", "WAV")
	var perSecond uint64
	var long int64
	f.chunks(12, f.src.Size, false, func(id string, at, n int64) {
		switch id {
		case "ds64":
			if b := f.at(at, 16); len(b) == 16 {
				long = int64(le64(b[8:]))
			}
		case "fmt ":
			if b := f.at(at, min(n, 40)); len(b) >= 16 {
				perSecond = uint64(le32(b[8:]))
				f.field("codec", waveCodec(le16(b)))
			}
		case "data":
			f.waveData(at, n, long, perSecond)
		case "LIST":
			f.info(at, n)
		case "bext":
			f.broadcast(f.at(at, min(n, 346)))
		case "id3 ", "ID3 ":
			f.id3(at)
		}
	})
	if perSecond == 0 {
		return errors.New("the WAV file's description of its sound is missing")
	}
	return nil
}

func (f *file) waveData(at, n, long int64, perSecond uint64) {
	if n == 0xffffffff && long > 0 {
		n = long
	}
	if left := f.src.Size - at; n > left {
		f.problem("sound", "it is cut off: the file ends before it does")
		n = left
	}
	f.duration(uint64(max(0, n)), perSecond)
}

// waveCodec names a format tag of a WAVE file (RFC 2361).
func waveCodec(tag uint16) string {
	switch tag {
	case 1, 3, 0xfffe:
		return "PCM"
	case 2, 0x11:
		return "ADPCM"
	case 6:
		return "A-law"
	case 7:
		return "µ-law"
	case 0x31:
		return "GSM 6.10"
	case 0x55:
		return "MP3"
	case 0xff, 0x1600, 0x706d:
		return "AAC"
	case 0x161, 0x160:
		return "Windows Media Audio"
	case 0x2000:
		return "AC-3"
	}
	return ""
}

// info reads the texts of a LIST INFO chunk.
func (f *file) info(at, n int64) {
	if string(f.at(at, 4)) != "INFO" {
		return
	}
	f.chunks(at+4, min(at+n, f.src.Size), false, func(id string, at, n int64) {
		name := map[string]string{"INAM": "title", "IART": "author", "ISFT": "creator", "ICMT": "comment", "ICOP": "copyright",
			"ISBJ": "subject", "IKEY": "keywords", "ICRD": "date_as_written", "ITCH": "author"}[id]
		if name != "" {
			text, _, _ := strings.Cut(string(f.at(at, min(n, mostText))), "\x00")
			f.field(name, text)
		}
	})
}

// broadcast reads the bext chunk: what field recorders write.
func (f *file) broadcast(b []byte) {
	if len(b) < 338 {
		return
	}
	text := func(from, to int) string {
		s, _, _ := strings.Cut(string(b[from:to]), "\x00")
		return s
	}
	f.field("description", text(0, 256))
	f.field("creator", text(256, 288))
	f.field("recording_id", text(288, 320))
	day, clock := text(320, 330), text(330, 338)
	day = strings.Map(func(r rune) rune {
		if strings.ContainsRune("_:/. ", r) {
			return '-'
		}
		return r
	}, day)
	clock = strings.NewReplacer("-", ":", "_", ":", ".", ":").Replace(clock)
	if like(day, "0000-00-00") && day[:4] != "0000" && like(clock, "00:00:00") {
		f.field("taken", day+"T"+clock)
	}
}

// avi reads an AVI file (OpenDML 1.02 included).
func (f *file) avi() error {
	f.field("format", "AVI")
	header := false
	f.chunks(12, f.src.Size, false, func(id string, at, n int64) {
		if id != "LIST" {
			return
		}
		switch string(f.at(at, 4)) {
		case "hdrl":
			header = true
			f.aviHeader(at+4, min(at+n, f.src.Size), 0)
		case "INFO":
			f.info(at, n)
		case "movi":
			if at+n > f.src.Size {
				f.problem("sound and film", "they are cut off: the file ends before they do")
			}
		}
	})
	if !header {
		return errors.New("the AVI file's header is missing")
	}
	return nil
}

func (f *file) aviHeader(from, to int64, depth int) {
	f.chunks(from, to, false, func(id string, at, n int64) {
		b := f.at(at, min(n, 64))
		switch {
		case id == "LIST" && depth < mostDepth && at+n <= to:
			f.aviHeader(at+4, at+n, depth+1)
		case id == "avih" && len(b) >= 40:
			f.duration(uint64(le32(b))*uint64(le32(b[16:])), 1_000_000)
			f.number("width", int64(le32(b[32:])))
			f.number("height", int64(le32(b[36:])))
		case id == "strf" && len(b) >= 20 && le32(b) == 40:
			f.field("codec", codec(strings.TrimRight(string(b[16:20]), "\x00 ")))
		case id == "strf" && len(b) >= 16:
			f.field("codec", waveCodec(le16(b)))
		case id == "IDIT":
			f.field("date_as_written", string(b))
		}
	})
}

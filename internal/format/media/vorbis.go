package media

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
)

// comments reads a Vorbis comment header: a program, then NAME=value.
func (f *file) comments(b []byte) {
	text := func() (string, bool) {
		if len(b) < 4 || int64(le32(b)) > int64(len(b)-4) {
			return "", false
		}
		n := le32(b)
		s := string(b[4 : 4+n])
		b = b[4+n:]
		return s, true
	}
	program, ok := text()
	if !ok || len(b) < 4 {
		return
	}
	f.field("creator", program)
	count := le32(b)
	b = b[4:]
	for ; count > 0 && f.more(); count-- {
		s, ok := text()
		if !ok {
			f.problem("comments", "they are cut off")
			return
		}
		f.comment(s)
	}
}

func (f *file) comment(s string) {
	name, v, _ := strings.Cut(s, "=")
	switch strings.ToUpper(name) {
	case "TITLE":
		f.field("title", v)
	case "ARTIST", "AUTHOR", "PERFORMER":
		f.field("author", v)
	case "ALBUM":
		f.field("album", v)
	case "DATE":
		if t := isoTime(v); t != "" {
			f.field("taken", t)
		} else {
			f.field("date_as_written", v)
		}
	case "DESCRIPTION":
		f.field("description", v)
	case "COMMENT":
		f.field("comment", v)
	case "COPYRIGHT":
		f.field("copyright", v)
	case "ENCODER":
		f.field("creator", v)
	case "LOCATION":
		if strings.HasPrefix(v, "+") || strings.HasPrefix(v, "-") {
			f.place(v)
		} else {
			f.field("place", v)
		}
	case "LANGUAGE":
		if v != "und" {
			f.field("language", v)
		}
	case "METADATA_BLOCK_PICTURE":
		if b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(v)); err == nil {
			f.flacPicture(b)
		}
	}
}

// flacPicture hands over a picture as FLAC holds it (RFC 9639, 8.8).
func (f *file) flacPicture(b []byte) {
	part := func() []byte {
		if len(b) < 4 || int64(be32(b)) > int64(len(b)-4) {
			b = nil
			return nil
		}
		n := be32(b)
		p := b[4 : 4+n]
		b = b[4+n:]
		return p
	}
	if len(b) < 4 {
		return
	}
	b = b[4:]
	media, text := part(), part()
	if len(b) < 20 {
		return
	}
	b = b[16:]
	if data := part(); len(data) > 0 {
		f.embed("cover", strings.TrimSpace("picture "+readable(string(text))), readable(string(media)), bytes.NewReader(data))
	}
}

// flac reads the blocks before the sound of a FLAC file (RFC 9639, 8).
func (f *file) flac(at int64) error {
	f.field("format", "FLAC")
	f.field("codec", "FLAC")
	found := false
	at += 4
	for f.more() {
		h := f.at(at, 4)
		if len(h) < 4 {
			break
		}
		n := int64(be32(h) & 0xffffff)
		body := f.at(at+4, n)
		switch h[0] & 127 {
		case 0:
			if len(body) >= 18 {
				found = true
				v := be64(body[10:])
				f.duration(v&(1<<36-1), v>>44)
			}
		case 4:
			f.comments(body)
		case 6:
			f.flacPicture(body)
		}
		if h[0]&128 != 0 {
			break
		}
		at += 4 + n
	}
	if !found {
		return errors.New("the FLAC file's description of its sound is missing")
	}
	return nil
}

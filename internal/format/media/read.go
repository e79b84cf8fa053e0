package media

import (
	"errors"

	"sanad/internal/format/content"
)

// Read tells what a recording says of itself as fields, and hands over the
// pictures and files inside as "embedded" Members.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	f := &file{src: src, opt: opt, out: out, seen: make(map[content.Field]bool)}
	read := f.reader(f.at(0, 64))
	if read == nil {
		return errors.New("this is no recording of a format that is known")
	}
	if err := read(); err != nil && f.err == nil {
		return err
	}
	return f.err
}

// reader chooses how to read by the first bytes, nil if in no way.
func (f *file) reader(head []byte) func() error {
	is := func(at int, s string) bool { return len(head) >= at+len(s) && string(head[at:at+len(s)]) == s }
	switch {
	case is(4, "ftyp"), is(4, "moov"), is(4, "mdat"), is(4, "wide"), is(4, "free"), is(4, "skip"):
		return f.mp4
	case is(0, "RIFF") && is(8, "WAVE"), is(0, "RF64") && is(8, "WAVE"):
		return f.wav
	case is(0, "RIFF") && is(8, "AVI "):
		return f.avi
	case is(0, "FORM") && (is(8, "AIFF") || is(8, "AIFC")):
		return f.aiff
	case is(0, "OggS"):
		return f.ogg
	case is(0, "fLaC"):
		return func() error { return f.flac(0) }
	case is(0, "#!AMR"):
		return f.amr
	case is(0, "\x1a\x45\xdf\xa3"):
		return f.matroska
	case is(0, "ID3"), isFrame(head):
		return f.mp3
	}
	return nil
}

package bagit

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sanad/internal/format/filename"
)

// maxLine is the longest line of a tag file that is read, in bytes of UTF-8. A
// path that needs more exists on no file system.
const maxLine = 1 << 20

// textForm is how tag files are encoded. The zero value is UTF-8.
type textForm struct {
	other encoding.Encoding // nil for UTF-8 and its subset ASCII
	ascii bool
}

// parseTextForm knows the encodings that bags have been seen in. RFC 8493
// allows any registered one and recommends UTF-8.
func parseTextForm(name string) (textForm, bool) {
	switch strings.ToUpper(name) {
	case "UTF-8", "UTF8":
		return textForm{}, true
	case "US-ASCII", "ASCII":
		return textForm{ascii: true}, true
	case "UTF-16":
		return textForm{other: unicode.UTF16(unicode.BigEndian, unicode.UseBOM)}, true
	case "UTF-16BE":
		return textForm{other: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}, true
	case "UTF-16LE":
		return textForm{other: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, true
	}
	return parseCharmap(name)
}

func parseCharmap(name string) (textForm, bool) {
	wanted := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
	wanted = strings.Replace(wanted, "cp125", "windows125", 1)
	wanted = strings.Replace(wanted, "latin1", "iso88591", 1)
	for _, e := range charmap.All {
		c, ok := e.(*charmap.Charmap)
		if ok && strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(c.String()), " ", ""), "-", "") == wanted {
			return textForm{other: c}, true
		}
	}
	return textForm{}, false
}

// reader gives r as UTF-8; what cannot be decoded becomes U+FFFD.
func (t textForm) reader(r io.Reader) io.Reader {
	if t.other == nil {
		return r
	}
	return t.other.NewDecoder().Reader(r)
}

// sound reports that a line of the reader was in the encoding.
func (t textForm) sound(line []byte) bool {
	switch {
	case t.other != nil:
		return !bytes.ContainsRune(line, utf8.RuneError)
	case t.ascii:
		return filename.IsASCII(string(line))
	}
	return utf8.Valid(line)
}

// eachLine reads a tag file line by line, ending at LF, CR or CRLF, and stops
// when each gives an error. The first problem of the file as a whole is told
// by a code; reading goes on past a byte order mark and bytes in another
// encoding, not past a line that is too long.
func eachLine(r io.Reader, form textForm, odd func(Code, string), each func(string) error) error {
	in := bufio.NewScanner(form.reader(r))
	in.Buffer(make([]byte, 0, 64<<10), maxLine)
	in.Split(splitLine)
	for first, unsound := true, false; in.Scan(); first = false {
		line := in.Bytes()
		if rest, marked := bytes.CutPrefix(line, []byte("\ufeff")); first && marked {
			odd(ByteOrderMark, "the text begins with a byte order mark")
			line = rest
		}
		if !unsound && !form.sound(line) {
			unsound = true
			odd(EncodingWrong, "bytes that are not in the encoding declared")
		}
		if err := each(string(line)); err != nil {
			return err
		}
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		odd(LimitExceeded, "a line is longer than is read")
		return nil
	}
	return in.Err()
}

func splitLine(data []byte, atEOF bool) (int, []byte, error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && (!atEOF || len(data) == 0):
		return 0, nil, nil
	case i < 0:
		return len(data), data, nil
	case data[i] == '\n':
		return i + 1, data[:i], nil
	case i+1 == len(data) && !atEOF: // an LF may follow the CR
		return 0, nil, nil
	case i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}

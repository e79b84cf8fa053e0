package media

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sanad/internal/format/content"
)

const (
	mostText  = 64 << 10 // of one text
	mostTag   = 16 << 20 // of one description that is read into memory
	mostParts = 100_000  // boxes, chunks or elements of one file that are looked at
	mostDepth = 12       // of parts inside parts
)

// file is a recording that is read. Its err is the first of the sink; once
// there is one, nothing more is handed over.
type file struct {
	src   content.Source
	opt   content.Options
	out   content.Sink
	err   error
	seen  map[content.Field]bool
	parts int
}

// more counts a part and reports whether it may be looked at.
func (f *file) more() bool {
	f.parts++
	return f.parts <= mostParts && f.err == nil
}

// at reads n bytes, fewer where the file ends before or n is over mostTag.
func (f *file) at(off, n int64) []byte {
	if off < 0 || n <= 0 || off >= f.src.Size {
		return nil
	}
	b := make([]byte, min(n, mostTag, f.src.Size-off))
	k, _ := f.src.ReadAt(b, off)
	return b[:k]
}

// field tells one description, once.
func (f *file) field(name, value string) {
	value = strings.TrimSpace(strings.TrimRight(value, "\x00"))
	if len(value) > mostText {
		value = strings.ToValidUTF8(value[:mostText], "")
	}
	one := content.Field{Name: name, Value: readable(value)}
	if f.err != nil || name == "" || value == "" || f.seen[one] || len(f.seen) > mostParts {
		return
	}
	f.seen[one] = true
	f.err = f.out.Field(one)
}

// readable gives s if it is UTF-8, else each byte as Latin-1 has it.
func readable(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}

func (f *file) number(name string, n int64) {
	if n > 0 {
		f.field(name, strconv.FormatInt(n, 10))
	}
}

// duration tells units of which there are per in a second.
func (f *file) duration(units, per uint64) {
	if per == 0 || units == 0 || units > 1<<53 {
		return
	}
	ms := float64(units) / float64(per) * 1000
	if ms < 1<<53 {
		f.number("duration_ms", int64(ms+0.5))
	}
}

// moment tells a time that is known to be of the zone UTC. Clocks that were
// never set give times before 1971, which are left out.
func (f *file) moment(name string, t time.Time) {
	if t.Year() > 1970 && t.Year() < 2200 {
		f.field(name, t.UTC().Format(time.RFC3339))
	}
}

func (f *file) problem(part, reason string) {
	if f.err == nil {
		f.err = f.out.Problem(content.Problem{Part: part, Reason: reason})
	}
}

// embed hands over a picture or a file that stands inside.
func (f *file) embed(name, part, media string, r io.Reader) {
	if f.err == nil {
		f.err = f.out.Member(content.Member{Name: name, Role: "embedded", Part: part, MediaType: media}, r)
	}
}

// section reads a stretch of the file; one that the end cuts off fails there.
func (f *file) section(at, n int64) io.Reader {
	left := max(0, f.src.Size-at)
	whole := io.NewSectionReader(f.src, at, min(n, left))
	if n > left {
		return io.MultiReader(whole, cut{})
	}
	return whole
}

type cut struct{}

func (cut) Read([]byte) (int, error) {
	return 0, fmt.Errorf("it is cut off: the file ends before it does")
}

// place tells a place as ISO 6709 writes it: +35.5100+051.2500+1200.0/
func (f *file) place(s string) {
	var parts []float64
	rest := strings.TrimRight(strings.TrimSpace(s), "/")
	for rest != "" && len(parts) < 3 && (rest[0] == '+' || rest[0] == '-') {
		end := 1 + strings.IndexAny(rest[1:], "+-C")
		if end == 0 {
			end = len(rest)
		}
		n, err := strconv.ParseFloat(rest[:end], 64)
		if err != nil {
			return
		}
		parts, rest = append(parts, n), rest[end:]
	}
	if len(parts) >= 2 {
		f.coordinates(parts[0], parts[1], 7)
	}
	if len(parts) == 3 {
		f.field("altitude_m", decimal(parts[2], 2))
	}
}

// coordinates tells a place in degrees, as far as it lies on Earth. 0, 0 is what
// devices write that know none.
func (f *file) coordinates(lat, long float64, digits int) {
	if lat >= -90 && lat <= 90 && long >= -180 && long <= 180 && (lat != 0 || long != 0) {
		f.field("latitude", decimal(lat, digits))
		f.field("longitude", decimal(long, digits))
	}
}

func decimal(n float64, digits int) string {
	s := strconv.FormatFloat(n, 'f', digits, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func be64(b []byte) uint64 { return binary.BigEndian.Uint64(b) }
func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

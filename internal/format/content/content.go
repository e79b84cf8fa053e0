package content

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// Source is a file at rest.
type Source struct {
	io.ReaderAt
	Size int64  // in bytes
	Name string // the file's name; a weak hint, may be empty or hostile
}

// Stream reads the file from its beginning.
func (s Source) Stream() *io.SectionReader { return io.NewSectionReader(s, 0, s.Size) }

// ReadAll gives the whole file, or *Limited where it is over limit bytes.
func (s Source) ReadAll(limit int64) ([]byte, error) {
	if s.Size > limit {
		return nil, &Limited{Limit: "whole_bytes", Max: limit}
	}
	data := make([]byte, s.Size)
	n, err := io.ReadFull(s.Stream(), data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return data[:n], nil
}

// Options are what a person or the archive's settings say about a reading.
type Options struct {
	Limits   Limits
	Password string // for files that want one; "" for none
}

// Limits are what one file may cost. Each has the name by which a failure
// tells of it and by which a setting changes it.
type Limits struct {
	WholeBytes   int64 // whole_bytes: of a file that can only be read as a whole, in memory
	TextBytes    int64 // text_bytes: of text, all pages or rows together
	Pages        int64 // pages: pages, slides, messages or cues
	Rows         int64 // rows: of all sheets together
	Members      int64 // members: files inside, at one level
	MemberBytes  int64 // member_bytes: one file inside, unpacked
	MembersBytes int64 // members_bytes: all files inside together, unpacked
	Depth        int64 // depth: nesting of parts, elements or values
	Pixels       int64 // pixels: of one image
	Fields       int64 // fields: descriptions of the file
}

// DefaultLimits fit a worker of 400 MB.
func DefaultLimits() Limits {
	return Limits{
		WholeBytes: 64 << 20, TextBytes: 256 << 20, Pages: 100_000, Rows: 5_000_000,
		Members: 100_000, MemberBytes: 8 << 30, MembersBytes: 64 << 30,
		Depth: 100, Pixels: 60_000_000, Fields: 2_000,
	}
}

// ErrPassword: the file is encrypted, and no password or a wrong one was given.
var ErrPassword = errors.New("the file wants a password")

// Limited says which limit a file is over.
type Limited struct {
	Limit string // its name in Limits
	Max   int64
}

func (l *Limited) Error() string { return fmt.Sprintf("over the limit %s of %d", l.Limit, l.Max) }

// Page is a page, slide, message or other part with a text of its own,
// numbered from 1.
type Page struct {
	Number int
	Name   string // what the file calls it: a slide's title, a page's label
	Text   string // valid UTF-8 in the order of reading, lines parted by \n
	// Exact: every byte of Text stands in the file as it is, from byte Start.
	Exact bool
	Start int64
	// Width and Height are in points (1/72 inch), 0 where a page has no
	// geometry.
	Width, Height float64
	Spans         []Span
}

// Span ties a part of a page's text to where it was seen or heard. Spans are in
// the order of the text and do not overlap.
type Span struct {
	From, To   int   // bytes of Page.Text
	Box        *Box  // where on the page
	Time       *Time // when in the recording
	Confidence int   // of a machine's reading, 1 to 100; 0: not told
}

// Box is a rectangle on a page in points from its top left corner, as it is
// shown to a reader.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Time is a stretch of a recording in milliseconds from its beginning.
type Time struct{ From, To int64 }

// Row is a row of a table.
type Row struct {
	Sheet  string // "" where a file has but one table
	Number int    // from 1, as a spreadsheet shows it
	Cells  []Cell
}

// Cell is a cell as a person sees it. Start and End are its bytes in the file,
// quotes included; both 0 where they are not known.
type Cell struct {
	Text       string
	Start, End int64
}

// Field describes the file or the occasion it was made on: Name is lower case
// with underscores.
//
// These names mean the same in every format: title, subject, author, creator
// (the program), producer, keywords, description, language, created, modified,
// sent, taken (times: RFC 3339, as exact as known: "2006", "2006-01-02",
// "2006-01-02T15:04:05" without a zone where the file has none), from, to, cc,
// bcc, reply_to, message_id, in_reply_to, references, url, duration_ms, width,
// height, page_count, camera, latitude, longitude (decimal degrees), codec,
// encoding, encoding_guess ("likely", "unsure": stated when an encoding was
// guessed), hash_image (perceptual hash, 16 hexadecimal digits).
type Field struct{ Name, Value string }

// Member is a file inside a file.
type Member struct {
	Name      string    // path inside with /, any bytes; may be empty or hostile: only a label
	Role      string    // "member", "attachment", "message", "record", "embedded"
	Part      string    // where inside, for people: "part 2.1", "record 17 at byte 4096"
	MediaType string    // as the container declares it; "" if it does not
	Modified  time.Time // as the container declares it; zero if it does not
}

// Problem is a part of the file that could not be read while others could.
type Problem struct {
	Part   string // for people: "page 3", "member a/b.txt"
	Reason string
	Limit  string // the name of the limit that cut it off, "" if it is broken
}

// Sink takes what is found.
type Sink interface {
	Page(Page) error
	Row(Row) error
	Field(Field) error
	// Member reads r to its end. An error of r that is not the end is the
	// member's own: what came before it is dropped and told by a Problem,
	// and Member returns nil.
	Member(m Member, r io.Reader) error
	Problem(Problem) error
}

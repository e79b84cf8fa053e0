package warc

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Field is one named field of a header.
type Field struct{ Name, Value string }

// Header is the fields of a record or of an HTTP message in their order, valid
// UTF-8.
type Header []Field

// Get gives the first field of a name, whatever its case, "" for none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Verdict is what a look at a digest said.
type Verdict string

// The verdicts. An Unchecked digest is of an algorithm that is not known, or
// of bytes that are not in this record.
const (
	None      Verdict = "none"
	Right     Verdict = "right"
	Wrong     Verdict = "wrong"
	Unchecked Verdict = "not checked"
)

// HTTP is the head of an HTTP message.
type HTTP struct {
	Line   string // request or status line
	Method string // of a request
	Status int    // of a response, 0 where its line is broken
	Header Header
}

// Record is one record. What Read hands on must be taken before the next
// record is asked for.
type Record struct {
	Number   int   // from 1
	Offset   int64 // byte of the file where it, or its gzip member, begins
	Packed   bool  // in a gzip member
	Version  string
	Header   Header
	Type     string // lower case
	ID       string // WARC-Record-ID
	URI      string // WARC-Target-URI without < >
	Date     string // WARC-Date as written
	Declared int64  // Content-Length, -1 where it is missing or broken
	HTTP     *HTTP  // of a block that is an HTTP message

	// Known after End.
	Length        int64 // bytes it takes in the file, blank lines and compression included
	Size          int64 // bytes of its block that are there
	BlockDigest   Verdict
	PayloadDigest Verdict

	r       *Reader
	block   *blockReader
	payload io.Reader // of the block, what follows an HTTP head
	entity  io.Reader // payload without chunks
	ended   bool
	split   bool // over several gzip members
	digests struct{ block, payload, entity *digest }
}

// Payload gives the block without its HTTP head, as it came over the wire.
func (rec *Record) Payload() io.Reader { return rec.payload }

// Media gives the media type of the body as declared: by HTTP where the block
// is an HTTP message, by the record otherwise; "" if it is not declared.
func (rec *Record) Media() string {
	if rec.HTTP != nil {
		return rec.HTTP.Header.Get("Content-Type")
	}
	return rec.Header.Get("Content-Type")
}

// Truncated gives the reason why the maker cut the record off, "" if it did not.
func (rec *Record) Truncated() string { return rec.Header.Get("WARC-Truncated") }

// End reads the rest of the record and settles what is known only then.
func (rec *Record) End() {
	if rec.ended {
		return
	}
	rec.ended = true
	for _, r := range []io.Reader{rec.entity, rec.payload, rec.block} {
		// Errors of the block are told where they arise, and end it.
		_, _ = io.Copy(io.Discard, r)
	}
	rec.Size = rec.block.read
	rec.r.closeBlock(rec)
	rec.judgeDigests()
}

func (rec *Record) judgeDigests() {
	d := rec.digests
	rec.BlockDigest = d.block.verdict()
	rec.PayloadDigest = d.payload.verdict()
	if rec.PayloadDigest == Wrong && d.entity.verdict() == Right {
		rec.PayloadDigest = Right
	}
	if rec.BlockDigest == Wrong {
		rec.tell("the block digest is wrong: these are not the bytes that were captured (" + cut(d.block.label) + ")")
	}
	if rec.PayloadDigest == Wrong {
		rec.tell("the payload digest is wrong: these are not the bytes that were captured (" + cut(d.payload.label) + ")")
	}
}

func (rec *Record) tell(text string) {
	rec.r.tell(Fault{Record: rec.Number, Offset: rec.Offset, URI: rec.URI, Text: text})
}

// tellInside tells a fault of the server's answer.
func (rec *Record) tellInside(text string) {
	rec.r.tell(Fault{Record: rec.Number, Offset: rec.Offset, URI: rec.URI, Text: text, Inside: true})
}

// The most bytes of one line of a header, and of a whole one.
const (
	maxLine = 64 << 10
	maxHead = 1 << 20
)

var (
	errHeadCut  = errors.New("its header is cut off")
	errHeadLong = errors.New("its header is longer than any real one")
)

// readHead reads a first line and the fields after it, up to the empty line.
// Folded lines are joined, and lines without a colon are left out: n counts
// them.
func readHead(in *bufio.Reader) (first string, fields Header, odd int, err error) {
	total := 0
	for begun := false; ; begun = true {
		line, err := in.ReadSlice('\n')
		if total += len(line); total > maxHead || errors.Is(err, bufio.ErrBufferFull) {
			return first, fields, odd, errHeadLong
		}
		if err != nil {
			return first, fields, odd, errHeadCut
		}
		text := strings.ToValidUTF8(strings.TrimRight(string(line), "\r\n"), "\uFFFD")
		switch name, value, ok := strings.Cut(text, ":"); {
		case !begun:
			first = text
		case text == "":
			return first, fields, odd, nil
		case (text[0] == ' ' || text[0] == '\t') && len(fields) > 0:
			fold(&fields[len(fields)-1], text)
		case !ok:
			odd++
		default:
			fields = append(fields, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
}

// fold joins a folded line to its field, up to the length of a line: joining
// without end would cost the square of the header's length.
func fold(f *Field, text string) {
	if len(f.Value) < maxLine {
		f.Value += " " + strings.TrimSpace(text)
	}
}

// fill takes the fields that every record needs from its header and tells
// those that are missing.
func (rec *Record) fill() {
	for _, name := range []string{"WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"} {
		if rec.Header.Get(name) == "" {
			rec.tell("the mandatory field " + name + " is missing")
		}
	}
	rec.Type = strings.ToLower(rec.Header.Get("WARC-Type"))
	rec.ID = rec.Header.Get("WARC-Record-ID")
	rec.Date = rec.Header.Get("WARC-Date")
	// Old wget writes <URI>, as the grammar of WARC 1.0 can be read.
	rec.URI = strings.TrimSuffix(strings.TrimPrefix(rec.Header.Get("WARC-Target-URI"), "<"), ">")
	length := rec.Header.Get("Content-Length")
	n, err := strconv.ParseInt(length, 10, 64)
	if err != nil || n < 0 {
		n = -1
		if length != "" {
			rec.tell("its Content-Length is no number: " + strconv.Quote(cut(length)))
		}
	}
	rec.Declared = n
}

// cut shortens what is quoted in a message.
func cut(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "..."
	}
	return s
}

package reading

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"sanad/internal/core/text"
	"sanad/internal/format/content"
)

// What a child says of a document, in records of a letter, the length of what
// follows in four bytes (big endian), and that. Everything but a member's
// bytes is JSON.
const (
	sayEngine     = 'n' // the name of the reader that speaks
	sayPage       = 'p' // text.Page
	sayRow        = 'r' // text.Row
	sayField      = 'f' // text.Field
	sayGap        = 'g' // text.Gap
	sayMember     = 'm' // member; its bytes follow
	sayBytes      = 'd' // bytes of the member
	sayMemberEnd  = 'e' // the member is whole
	sayMemberDrop = 'x' // the member broke off; forget it
	sayFailed     = 'F' // failed; nothing follows
	sayEnd        = 'z' // everything was said
)

// member is content.Member with a name of any bytes.
type member struct {
	Name      []byte `json:"name"`
	Role      string `json:"role,omitempty"`
	Part      string `json:"part,omitempty"`
	MediaType string `json:"media_type,omitempty"`
	Modified  string `json:"modified,omitempty"`
}

// failed says why nothing could be read.
type failed struct {
	Reason   string `json:"reason"`
	Limit    string `json:"limit,omitempty"`
	Password bool   `json:"password,omitempty"` // it wants one, or another
}

// speaker is the child's content.Sink: it writes records.
type speaker struct {
	w    *bufio.Writer
	said bool // anything that is worth keeping
}

func newSpeaker(w io.Writer) *speaker { return &speaker{w: bufio.NewWriterSize(w, 256<<10)} }

func (s *speaker) record(letter byte, payload []byte) error {
	if most := mostOf(letter); len(payload) > most {
		return fmt.Errorf("a record %q of %d bytes, at most %d can be said", letter, len(payload), most)
	}
	var head [5]byte
	head[0] = letter
	binary.BigEndian.PutUint32(head[1:], uint32(len(payload)))
	if _, err := s.w.Write(head[:]); err != nil {
		return err
	}
	_, err := s.w.Write(payload)
	return err
}

func (s *speaker) json(letter byte, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.record(letter, raw)
}

// part says a page or row. One that is too large for a record is told as a
// gap, and what follows is read.
func (s *speaker) part(letter byte, v any, name string) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.said = true
	if fits(raw) {
		return s.record(letter, raw)
	}
	return s.Problem(content.Problem{Part: name, Reason: fmt.Sprintf("with all its places it takes more than %d bytes or %d parts", maxRecord, maxPieces), Limit: "text_bytes"})
}

// Page implements content.Sink.
func (s *speaker) Page(p content.Page) error {
	return s.part(sayPage, pageOf(p), fmt.Sprintf("page %d", p.Number))
}

// pageOf gives the page in the form renditions keep.
func pageOf(p content.Page) text.Page {
	out := text.Page{Number: p.Number, Name: noZero(p.Name), Text: noZero(p.Text), Exact: p.Exact, Width: p.Width, Height: p.Height}
	if p.Exact {
		out.Start = p.Start
	}
	for _, span := range p.Spans {
		if b := span.Box; b != nil {
			out.Words = append(out.Words, text.Word{From: span.From, To: span.To, Box: text.Box(*b), Confidence: span.Confidence})
		}
		if t := span.Time; t != nil {
			out.Cues = append(out.Cues, text.Cue{From: span.From, To: span.To, Start: t.From, End: t.To})
		}
	}
	return out
}

// noZero replaces zero bytes, which no database keeps in a text, by spaces: no
// other byte moves.
func noZero(text string) string { return strings.ReplaceAll(text, "\x00", " ") }

// Row implements content.Sink.
func (s *speaker) Row(r content.Row) error {
	return s.part(sayRow, rowOf(r), fmt.Sprintf("row %d", r.Number))
}

// rowOf gives the row in the form renditions keep.
func rowOf(r content.Row) text.Row {
	out := text.Row{Number: r.Number, Sheet: noZero(r.Sheet), Cells: make([]text.Cell, len(r.Cells))}
	for i, c := range r.Cells {
		out.Cells[i] = text.Cell{Text: noZero(c.Text), Start: c.Start, End: c.End}
	}
	return out
}

// Field implements content.Sink.
func (s *speaker) Field(f content.Field) error {
	return s.json(sayField, text.Field{Name: f.Name, Value: noZero(f.Value)})
}

// Problem implements content.Sink.
func (s *speaker) Problem(p content.Problem) error {
	return s.json(sayGap, gapOf(text.Gap(p)))
}

// Member implements content.Sink.
func (s *speaker) Member(m content.Member, r io.Reader) error {
	s.said = true
	said := member{Name: []byte(m.Name[:min(len(m.Name), maxName)]), Role: label(m.Role), Part: label(m.Part), MediaType: label(m.MediaType)}
	if !m.Modified.IsZero() {
		if stamp, err := m.Modified.MarshalText(); err == nil { // a year beyond 9999 is no date
			said.Modified = string(stamp)
		}
	}
	if err := s.json(sayMember, said); err != nil {
		return err
	}
	chunk := make([]byte, 128<<10)
	for {
		n, err := r.Read(chunk)
		if n > 0 {
			if err := s.record(sayBytes, chunk[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return s.record(sayMemberEnd, nil)
		}
		if err != nil {
			return s.drop(m, err)
		}
	}
}

// drop says that a member broke off.
func (s *speaker) drop(m content.Member, err error) error {
	if err := s.record(sayMemberDrop, nil); err != nil {
		return err
	}
	part := m.Name
	if part == "" {
		part = m.Part
	}
	return s.Problem(content.Problem{Part: "member " + part, Reason: err.Error(), Limit: limitOf(err)})
}

// limitOf gives the name of the limit an error tells of, or "".
func limitOf(err error) string {
	var over *content.Limited
	if errors.As(err, &over) {
		return over.Limit
	}
	return ""
}

// end says how the reading ended. What was read before an error is kept, and
// the error is then a gap.
func (s *speaker) end(err error) error {
	switch {
	case err != nil && s.said:
		if err := s.Problem(content.Problem{Part: "what follows", Reason: err.Error(), Limit: limitOf(err)}); err != nil {
			return err
		}
	case err != nil:
		if err := s.json(sayFailed, failed{Reason: label(err.Error()), Limit: limitOf(err), Password: errors.Is(err, content.ErrPassword)}); err != nil {
			return err
		}
		return s.w.Flush()
	}
	if err := s.record(sayEnd, nil); err != nil {
		return err
	}
	return s.w.Flush()
}

// errWord: what a child said is not in the form of this file. It is broken or
// in hostile hands.
var errWord = errors.New("the reader of the document gave an answer of the wrong form")

// listener reads a child's records.
type listener struct{ r *bufio.Reader }

func (l listener) next() (letter byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(l.r, head[:]); err != nil {
		return 0, nil, brokenOff(err)
	}
	n := binary.BigEndian.Uint32(head[1:])
	if int64(n) > int64(mostOf(head[0])) {
		return 0, nil, fmt.Errorf("%w: a record %q of %d bytes", errWord, head[0], n)
	}
	payload, err = readUpTo(l.r, int(n))
	return head[0], payload, brokenOff(err)
}

// readUpTo takes memory as bytes come, not as they are promised.
func readUpTo(r io.Reader, n int) ([]byte, error) {
	const step = 1 << 20
	buf := make([]byte, 0, min(n, step))
	for len(buf) < n {
		more := min(n-len(buf), step)
		buf = append(buf, make([]byte, more)...)
		if _, err := io.ReadFull(r, buf[len(buf)-more:]); err != nil {
			return nil, err
		}
	}
	return buf, nil
}

// brokenOff tells an answer that ends too soon from the child's own end, which
// the sandbox explains better.
func brokenOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it broke off", errWord)
	}
	return err
}

package reading

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/content"
)

// taker takes what a child says of a document, checks that it is of the right
// form, and puts it on the shelf as it comes.
type taker struct {
	shelf  flow.Shelf
	engine string // the reader that speaks
	words  listener
	budget budget
	parts  map[string]*part // by form
	gaps   []text.Gap
	more   int64
	failed *failed
	ended  bool
	// what fields tell of the text
	encoding string
	health   int
	doubted  bool // of some of its pages
	width    int
	height   int
	ole      string
}

// part is one rendition that is being written.
type part struct {
	w    *io.PipeWriter
	buf  *bufio.Writer
	out  *text.Writer
	n    int64
	done chan struct{}
	sum  custody.Sum
	err  error
}

func newTaker(shelf flow.Shelf, engine string) *taker {
	return &taker{shelf: shelf, engine: engine, budget: budget{max: content.DefaultLimits()}, parts: map[string]*part{}}
}

// take reads a child's answer to its end.
func (t *taker) take(ctx context.Context, r io.Reader) (err error) {
	t.words = listener{bufio.NewReaderSize(r, 256<<10)}
	defer func() {
		if err != nil {
			t.abandon(err)
		}
		if errors.Is(err, errWord) {
			err = fmt.Errorf("%s: %w", t.engine, err)
		}
	}()
	for !t.ended {
		letter, payload, err := t.words.next()
		if err != nil {
			return err
		}
		if err := t.one(ctx, letter, payload); err != nil {
			return err
		}
	}
	// Its end tells that the child meant it so.
	if n, err := io.Copy(io.Discard, t.words.r); err != nil || n > 0 {
		return errors.Join(err, extra(n))
	}
	return t.close()
}

func extra(n int64) error {
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d bytes after its end", errWord, n)
}

func (t *taker) one(ctx context.Context, letter byte, payload []byte) error {
	if err := t.budget.spend(letter, len(payload)); err != nil {
		return err
	}
	switch letter {
	case sayEngine:
		if !isEngine(string(payload)) {
			return fmt.Errorf("%w: a reader %q", errWord, payload)
		}
		t.engine = string(payload)
		return nil
	case sayPage:
		return said(payload, func(p text.Page) error { return t.page(ctx, p) })
	case sayRow:
		return said(payload, func(r text.Row) error { return t.row(ctx, r) })
	case sayField:
		return said(payload, func(f text.Field) error { return t.field(ctx, f) })
	case sayGap:
		return said(payload, func(g text.Gap) error { t.gap(g); return nil })
	case sayMember:
		return said(payload, func(m member) error { return t.member(ctx, m) })
	case sayFailed:
		return said(payload, func(f failed) error { t.fail(f); return nil })
	case sayEnd:
		t.ended = true
		return nil
	}
	return fmt.Errorf("%w: a record %q", errWord, letter)
}

// fail takes the child's word that nothing could be read. A reason is needed
// where it is recorded.
func (t *taker) fail(f failed) {
	f.Reason, f.Limit = label(f.Reason), limitNamed(f.Limit)
	if strings.TrimSpace(f.Reason) == "" {
		f.Reason = t.engine + " could not read it and gave no reason"
	}
	t.failed, t.ended = &f, true
}

// page takes a page: no database keeps a zero byte in a text, and no page is
// larger than a planet.
func (t *taker) page(ctx context.Context, p text.Page) error {
	p.Text, p.Name = noZero(p.Text), noZero(p.Name)
	err := p.Check()
	for _, w := range p.Words {
		if err == nil && !(w.Box.Within(farthest) && w.Confidence >= 0 && w.Confidence <= 100) {
			err = fmt.Errorf("page %d places words nowhere", p.Number)
		}
	}
	if err == nil && !(math.Abs(p.Width) <= farthest && math.Abs(p.Height) <= farthest) {
		err = fmt.Errorf("page %d has no size", p.Number)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errWord, err)
	}
	if err := t.budget.say(len(p.Text)); err != nil {
		return err
	}
	return t.write(ctx, text.Pages, func(w *text.Writer) error { return w.Page(p) })
}

// farthest is how far something can stand from the corner of its page, in
// points: 3,500 kilometres.
const farthest = 1e10

func (t *taker) row(ctx context.Context, r text.Row) error {
	r.Sheet = noZero(r.Sheet)
	size, bad := 0, r.Number < 1
	for i := range r.Cells {
		c := &r.Cells[i]
		c.Text = noZero(c.Text)
		size += len(c.Text)
		bad = bad || c.Start < 0 || c.End < c.Start
	}
	if bad {
		return fmt.Errorf("%w: a row %d that can be nowhere", errWord, r.Number)
	}
	if err := t.budget.say(size); err != nil {
		return err
	}
	return t.write(ctx, text.Rows, func(w *text.Writer) error { return w.Row(r) })
}

func (t *taker) field(ctx context.Context, f text.Field) error {
	f.Name, f.Value = noZero(f.Name), noZero(f.Value)
	t.note(f)
	return t.write(ctx, text.Fields, func(w *text.Writer) error { return w.Field(f) })
}

// said decodes a record.
func said[T any](payload []byte, use func(T) error) error {
	if !fits(payload) {
		return fmt.Errorf("%w: a record of too many parts", errWord)
	}
	var v T
	if err := json.Unmarshal(payload, &v); err != nil {
		return fmt.Errorf("%w: %w", errWord, err)
	}
	return use(v)
}

// note remembers what a field tells of the text.
func (t *taker) note(f text.Field) {
	n, err := strconv.Atoi(f.Value)
	switch {
	case f.Name == "encoding":
		t.encoding = cut(f.Value)
	case f.Name == fieldDoubt:
		t.doubted = true
	case f.Name == fieldOLE:
		t.ole = f.Value
	case err != nil:
	case f.Name == fieldHealth:
		t.health = min(max(n, 1), 100)
	case f.Name == "width":
		t.width = n
	case f.Name == "height":
		t.height = n
	}
}

func (t *taker) gap(g text.Gap) {
	g = gapOf(g)
	if len(t.gaps) < text.MaxGaps {
		t.gaps = append(t.gaps, g)
		return
	}
	t.more++
}

// gapOf gives a gap in words that can be recorded.
func gapOf(g text.Gap) text.Gap {
	return text.Gap{Part: label(g.Part), Reason: label(g.Reason), Limit: limitNamed(g.Limit)}
}

// cut keeps words short: they go into the ledger.
func cut(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// write writes to the rendition of a form, which is opened at its first part.
func (t *taker) write(ctx context.Context, form string, write func(*text.Writer) error) error {
	p := t.parts[form]
	if p == nil {
		p = t.open(ctx)
		t.parts[form] = p
	}
	p.n++
	return write(p.out)
}

func (t *taker) open(ctx context.Context) *part {
	r, w := io.Pipe()
	buf := bufio.NewWriterSize(w, 128<<10)
	p := &part{w: w, buf: buf, out: text.NewWriter(buf), done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.sum, p.err = t.shelf.Put(ctx, r)
		_ = r.CloseWithError(errors.Join(p.err, io.ErrClosedPipe))
	}()
	return p
}

// close ends all renditions well. Those that a document was described by
// before it failed are kept: it can be found by them.
func (t *taker) close() error {
	var failed error
	for _, p := range t.parts {
		err := p.buf.Flush()
		_ = p.w.CloseWithError(err) // gives no error
		<-p.done
		failed = errors.Join(failed, p.err, err)
	}
	return failed
}

// abandon ends all renditions so that nothing of them is kept.
func (t *taker) abandon(why error) {
	for _, p := range t.parts {
		_ = p.w.CloseWithError(why)
		<-p.done
	}
}

// maxName bounds the name of a member, in bytes: it goes into the ledger.
const maxName = 4096

// member puts a member on the shelf.
func (t *taker) member(ctx context.Context, m member) error {
	r := &memberReader{words: t.words, budget: &t.budget}
	taken := flow.Member{Name: string(m.Name[:min(len(m.Name), maxName)])}
	taken.MediaType, taken.Role, taken.Part, taken.By = label(m.MediaType), label(m.Role), label(m.Part), t.engine+" "+version
	if m.Modified != "" {
		// What is the year 9999 in its own zone may be beyond it here, where no
		// date is written so.
		if at, err := time.Parse(time.RFC3339Nano, m.Modified); err == nil && at.UTC().Year() >= 1 && at.UTC().Year() <= 9999 {
			taken.Modified = at.UTC()
		}
	}
	err := t.shelf.Member(ctx, taken, r)
	if errors.Is(err, errDropped) {
		return nil
	}
	if err != nil {
		return err
	}
	if !r.ended {
		return fmt.Errorf("%w: a member was not read to its end", errWord)
	}
	return nil
}

// errDropped: the child could not read a member to its end, and told the gap.
var errDropped = errors.New("the member broke off")

// memberReader reads the bytes of one member out of a child's records.
type memberReader struct {
	words  listener
	budget *budget
	came   int64
	chunk  []byte
	ended  bool
	err    error
}

func (m *memberReader) Read(p []byte) (int, error) {
	for len(m.chunk) == 0 && m.err == nil {
		letter, payload, err := m.words.next()
		switch {
		case err != nil:
			m.err = err
		case letter == sayBytes:
			if m.err = m.budget.unpack(m.came, int64(len(payload))); m.err == nil {
				m.came, m.chunk = m.came+int64(len(payload)), payload
			}
		case letter == sayMemberEnd:
			m.ended, m.err = true, io.EOF
		case letter == sayMemberDrop:
			m.ended, m.err = true, errDropped
		default:
			m.err = fmt.Errorf("%w: a record %q within a member", errWord, letter)
		}
	}
	if len(m.chunk) == 0 {
		return 0, m.err
	}
	n := copy(p, m.chunk)
	m.chunk = m.chunk[n:]
	return n, nil
}

package reading

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// taker takes what a child says of a document, checks that it is of the right
// form, and puts it on the shelf as it comes.
type taker struct {
	shelf  flow.Shelf
	engine string // the reader that speaks
	words  listener
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
	return &taker{shelf: shelf, engine: engine, parts: map[string]*part{}}
}

// take reads a child's answer to its end.
func (t *taker) take(ctx context.Context, r io.Reader) (err error) {
	t.words = listener{bufio.NewReaderSize(r, 256<<10)}
	defer func() {
		if err != nil {
			t.abandon(err)
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
	switch letter {
	case sayEngine:
		if !isEngine(string(payload)) {
			return fmt.Errorf("%w: a reader %q", errWord, payload)
		}
		t.engine = string(payload)
		return nil
	case sayPage:
		return said(payload, func(p text.Page) error {
			if err := p.Check(); err != nil {
				return fmt.Errorf("%w: %w", errWord, err)
			}
			return t.write(ctx, text.Pages, func(w *text.Writer) error { return w.Page(p) })
		})
	case sayRow:
		return said(payload, func(r text.Row) error {
			return t.write(ctx, text.Rows, func(w *text.Writer) error { return w.Row(r) })
		})
	case sayField:
		return said(payload, func(f text.Field) error {
			t.note(f)
			return t.write(ctx, text.Fields, func(w *text.Writer) error { return w.Field(f) })
		})
	case sayGap:
		return said(payload, func(g text.Gap) error { t.gap(g); return nil })
	case sayMember:
		return said(payload, func(m member) error { return t.member(ctx, m) })
	case sayFailed:
		return said(payload, func(f failed) error { t.failed, t.ended = &f, true; return nil })
	case sayEnd:
		t.ended = true
		return nil
	}
	return fmt.Errorf("%w: a record %q", errWord, letter)
}

// said decodes a record.
func said[T any](payload []byte, use func(T) error) error {
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
	g.Part, g.Reason = cut(g.Part), cut(g.Reason)
	if len(t.gaps) < text.MaxGaps {
		t.gaps = append(t.gaps, g)
		return
	}
	t.more++
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
	r := &memberReader{words: t.words}
	taken := flow.Member{Name: string(m.Name[:min(len(m.Name), maxName)])}
	taken.MediaType, taken.Role, taken.Part, taken.By = m.MediaType, m.Role, cut(m.Part), t.engine+" "+version
	if m.Modified != "" {
		if at, err := time.Parse(time.RFC3339Nano, m.Modified); err == nil {
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
	words listener
	chunk []byte
	ended bool
	err   error
}

func (m *memberReader) Read(p []byte) (int, error) {
	for len(m.chunk) == 0 && m.err == nil {
		letter, payload, err := m.words.next()
		switch {
		case err != nil:
			m.err = err
		case letter == sayBytes:
			m.chunk = payload
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

// Package rtf knows the text of Rich Text Format documents (RTF 1.9.1,
// Microsoft 2008) as a person would read it: letters in the code page of their
// font or in Unicode, tables, notes, fields, pictures and embedded objects. It
// must never take what a document hides or strikes out for its text, nor what
// is only form (fonts, colours, styles).
//
// The file is read in one pass, byte by byte; a group (between braces) costs a
// few words of memory, and groups nested beyond the limit are passed over.
package rtf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"

	"sanad/internal/format/codepage"
	"sanad/internal/format/content"
	"sanad/internal/format/pagetext"
	"sanad/internal/format/sticky"
)

const (
	gatherMost = 64 << 10 // bytes of a field instruction, a name, a property
	sideMost   = 1 << 20  // bytes of hidden or deleted text told at once
	fontsMost  = 10_000
)

// group is what holds between two braces and is restored after them.
type group struct {
	dest   dest
	font   int
	skips  int // letters that stand in for a \u
	hidden bool
	struck bool // deleted
	who    int  // author of the deletion, by number in \revtbl
	first  bool // nothing stands in it so far
	starts bool // nothing but control words so far: a destination may follow
	maybe  bool // \* was read first: what is not known is passed over
	end    func()
}

// reader reads one document.
type reader struct {
	in     *bufio.Reader
	out    *sticky.Sink
	w      *pagetext.Writer
	limits content.Limits

	group
	stack   []group
	beyond  int64 // groups open beyond the limit of depth
	deepest bool  // that was told

	page    encoding.Encoding // of the document
	fonts   map[int]int       // code page by font; 0: the document's, -1: symbols
	define  int               // font being defined
	deflt   int               // font of plain text
	bytes   []byte            // letters not yet decoded
	high    rune              // first half of a surrogate pair
	skip    int               // letters still to pass over after a \u
	gather  strings.Builder   // of the destination being gathered
	side    strings.Builder   // hidden or deleted text being gathered
	sideAs  string            // what it is
	authors []string
	author  string // of the next annotation
	stamp   string // its date
	intbl   bool
	inTable bool
	notes   map[string]int
	members int
	media   string // of the picture being read
	when    [5]int // year, month, day, hour, minute being read
	twice   dest   // where letters go that are written in two forms
	joined  bool   // sections go on without a new page
}

// Read implements the contract of package content.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	in := bufio.NewReaderSize(src.Stream(), 64<<10)
	head, err := in.Peek(6)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the RTF document: %w", err)
	}
	if !bytes.HasPrefix(head, []byte(`{\rtf`)) {
		return errors.New(`reading the RTF document: it does not begin with {\rtf`)
	}
	r := &reader{in: in, out: sticky.New(out), limits: opt.Limits, fonts: map[int]int{}, notes: map[string]int{}, page: codepage.Of(1252)}
	r.w = pagetext.New(r.out)
	r.skips = 1
	err = r.read()
	r.finish(err)
	if r.out.Err != nil {
		return r.out.Err
	}
	return nil
}

// finish hands over what is open, and tells why if the document is.
func (r *reader) finish(err error) {
	for len(r.stack) > 0 {
		r.close()
	}
	r.flush()
	r.tellSide()
	over := r.w.Err() != nil
	closed := r.w.Close()
	if over {
		err = closed
	}
	r.out.Tell("document", err)
}

// read reads until the group that opens the document is closed.
func (r *reader) read() error {
	for {
		c, err := r.in.ReadByte()
		if errors.Is(err, io.EOF) {
			return errors.New("the document is cut off: a brace that was opened is not closed")
		}
		if err != nil {
			return err
		}
		switch c {
		case '{':
			r.open()
		case '}':
			if r.beyond > 0 {
				r.beyond--
			} else if r.close(); len(r.stack) == 0 {
				return r.after()
			}
		case '\\':
			err = r.control()
		case '\r', '\n', 0:
		default:
			err = r.letter(c)
		}
		if err != nil {
			return err
		}
		if err := r.w.Err(); err != nil {
			return err
		}
	}
}

// after tells of bytes behind the document, which most programs don't show.
func (r *reader) after() error {
	n := 0
	for range 1 << 20 {
		c, err := r.in.ReadByte()
		if err != nil {
			break
		}
		if c > ' ' {
			n++
		}
	}
	if n > 0 {
		return errors.New("bytes stand behind the end of the document and were not read")
	}
	return nil
}

// open begins a group.
func (r *reader) open() {
	r.skip = 0
	if int64(len(r.stack)) >= r.limits.Depth {
		r.flush()
		if r.beyond++; !r.deepest {
			r.deepest = true
			r.out.Tell("document", fmt.Errorf("braces nest too deep; what is inside was passed over: %w", &content.Limited{Limit: "depth", Max: r.limits.Depth}))
		}
		return
	}
	r.stack = append(r.stack, r.group)
	r.first, r.starts, r.maybe, r.end = true, true, false, nil
}

// close ends a group and what it was gathering.
func (r *reader) close() {
	r.skip = 0
	if len(r.stack) == 0 {
		return
	}
	r.flush()
	if r.end != nil {
		r.tellSide()
		r.end()
	}
	r.group = r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
}

// enter makes the group a destination; end is called where it closes.
func (r *reader) enter(d dest, end func()) {
	r.flush()
	r.dest, r.end = d, end
	if d == gathered {
		r.gather.Reset()
	}
}

// Package reading knows which reader opens which kind of file, and has it done
// behind the walls of the sandbox. It must never open an item's bytes in the
// program's own process.
package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/content"
	"sanad/internal/tool/sandbox"
)

// version is that of this program's own readers: it stands in every
// rendition's provenance and is raised when one reads the same bytes otherwise.
const version = "2"

// Sandboxed is a flow.Reader that reads in the children of pools and by
// programs behind walls.
type Sandboxed struct {
	Pool   *sandbox.Pool // of readers
	PDF    *sandbox.Pool // of readers that hold a PDF engine as well
	Tools  func() Tools  // asked for when first needed: looking for programs takes time
	Limits content.Limits
	Spool  string // where large documents are held while they are read; "": the system's place
}

// Tools are programs of others. One that is nil is not on this machine: what
// needs it fails with the reason that Absent gives.
type Tools struct {
	OCR     Recogniser
	Convert Converter
	Probe   Describer
	PDFText Describer // a second reader of PDF, for what the first can't open
	Absent  func(step string) string
}

// Recogniser reads pictures of pages. A *content.Limited or any error but the
// context's is the page's own.
type Recogniser interface {
	// Page reads a picture (PNG or PGM) of that many dots an inch.
	Page(ctx context.Context, picture []byte, dpi float64, number int) (content.Page, error)
	// Name gives the engine, and its version with the models it uses.
	Name() (engine, version string)
}

// Converter makes of a document one of a format that can be read.
type Converter interface {
	// Converts gives the media type it makes of one, "" for none.
	Converts(mediaType string) string
	Convert(ctx context.Context, src content.Source, mediaType string) (io.ReaderAt, int64, error)
	Name() (engine, version string)
}

// Describer reads what can be known of a document by another program.
type Describer interface {
	Read(ctx context.Context, src content.Source, opt content.Options, out content.Sink) error
	Name() (engine, version string)
}

var _ flow.Reader = (*Sandboxed)(nil)

// Read implements flow.Reader.
func (s *Sandboxed) Read(ctx context.Context, ask flow.Ask, data io.Reader, shelf flow.Shelf) (out flow.Outcome, err error) {
	held, err := newSpool(data, s.Spool)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	w := &work{s: s, ask: ask, held: held, shelf: shelf, limits: s.within(ask.Spent)}
	err = w.all(ctx)
	return w.out, err
}

// within gives what is left of the limits for an item inside others: what was
// unpacked of the outermost one counts together.
func (s *Sandboxed) within(spent flow.Family) content.Limits {
	l := s.Limits
	l.Members = max(l.Members-spent.Members, 0)
	l.MembersBytes = max(min(l.MembersBytes, ratioFor(spent.Root))-spent.Bytes, 0)
	return l
}

// ratioFor is how many bytes a file of that size may unpack to: a thousand
// times its own, or a gibibyte where that is more. Real archives stay far
// below; one that is made to fill a disk does not.
func ratioFor(size int64) int64 {
	const times, least = 1000, 1 << 30
	if size > math.MaxInt64/times {
		return math.MaxInt64
	}
	return max(times*size, least)
}

// work is the reading of one item.
type work struct {
	s      *Sandboxed
	ask    flow.Ask
	held   *spool
	shelf  flow.Shelf
	limits content.Limits
	out    flow.Outcome
	engine string // the reader of the item's format
	seen   seen   // what it told
}

// seen is what a reader told of an item that decides on further steps.
type seen struct {
	read          bool
	health        int  // of its text, 0 if not told
	doubted       bool // of some of its pages
	width, height int
	ole           string // what kind of compound file it is
	locked        bool   // it wants a password
}

func (w *work) all(ctx context.Context) error {
	w.engine = engineFor(w.ask.Item.MediaType)
	if w.ask.Spent.Depth > int(w.limits.Depth) {
		over := &content.Limited{Limit: "depth", Max: w.limits.Depth}
		w.fail("identify", "the item stands too deep inside others: "+over.Error(), over.Limit)
		return nil
	}
	for _, step := range []struct {
		name string
		due  func() bool
		do   func(context.Context) error
	}{
		{text.StepRead, func() bool { return true }, w.read},
		{text.StepConvert, w.dueConvert, w.convert},
		{text.StepProbe, w.dueProbe, w.probe},
		{text.StepOCR, w.dueOCR, w.ocr},
	} {
		if w.ask.Only != "" && w.ask.Only != step.name || !step.due() {
			continue
		}
		if err := step.do(ctx); err != nil {
			return err
		}
	}
	if len(w.out.Readings)+len(w.out.Failed) == 0 {
		w.fail(w.ask.Only, "this step does not apply to "+w.ask.Item.MediaType, "")
	}
	return nil
}

// fail records that a step failed.
func (w *work) fail(step, reason, limit string) {
	w.out.Failed = append(w.out.Failed, flow.Unreadable{Step: step, Reason: label(reason), Limit: limit})
}

// missing records that a step needs a program that is not there.
func (w *work) missing(step string) { w.fail(step, w.s.Tools().Absent(step), "") }

// read has the format's own reader read the item.
func (w *work) read(ctx context.Context) error {
	if w.engine == "" {
		w.fail("identify", fmt.Sprintf("no reader for %s; the original is kept and can be found by its name", w.ask.Item.MediaType), "")
		return nil
	}
	t := newTaker(w.shelf, w.engine)
	if err := w.run(ctx, t, w.engine, options{}); err != nil {
		return w.judge(text.StepRead, err)
	}
	w.seen = seen{read: t.failed == nil, health: t.health, doubted: t.doubted, width: t.width, height: t.height, ole: t.ole, locked: t.failed != nil && t.failed.Password}
	if err := w.keep(ctx, t, text.StepRead, t.engine, version); err != nil || t.failed == nil {
		return err
	}
	if w.engine == enginePDF && !t.failed.Password {
		if second := w.s.Tools().PDFText; second != nil {
			return w.secondPDF(ctx, second, *t.failed)
		}
	}
	w.fail(text.StepRead, t.failed.Reason, t.failed.Limit)
	return nil
}

// secondPDF has another program read a PDF that the first reader can't open.
func (w *work) secondPDF(ctx context.Context, second Describer, first failed) error {
	t, err := w.describe(ctx, second)
	if err != nil {
		return err
	}
	if t.failed != nil || len(t.parts) == 0 {
		w.fail(text.StepRead, first.Reason, first.Limit)
		return nil
	}
	w.seen.read = true
	engine, version := second.Name()
	return w.keep(ctx, t, text.StepRead, engine, version)
}

// judge records a document's own failure, which costs that step only, and
// gives any other back: it ends the work.
func (w *work) judge(step string, err error) error {
	reason, own := ownFault(err)
	if !own {
		return err
	}
	w.fail(step, reason, limitOf(err))
	return nil
}

// ownFault tells the document's own failures from those of the machine.
func ownFault(err error) (reason string, own bool) {
	var failure *sandbox.Failure
	if errors.As(err, &failure) {
		return failure.Reason, true
	}
	for _, hostile := range []error{sandbox.ErrTimeout, sandbox.ErrMemory, sandbox.ErrCrashed, sandbox.ErrResult, errWord} {
		if errors.Is(err, hostile) {
			return err.Error(), true
		}
	}
	return "", false
}

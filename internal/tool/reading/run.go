package reading

import (
	"context"
	"encoding/json"
	"io"
	"path"
	"strings"
	"time"

	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/content"
	"sanad/internal/tool/sandbox"
)

// run has a reader in a child read the item, and t take what it says.
func (w *work) run(ctx context.Context, t *taker, engine string, opt options) error {
	return w.runOn(ctx, t, engine, opt, w.held, w.held.size)
}

// runOn is run for other bytes than the item's own.
func (w *work) runOn(ctx context.Context, t *taker, engine string, opt options, data io.ReaderAt, size int64) error {
	opt.Limits, opt.Password = w.limits, w.ask.Password
	t.budget.max = w.limits
	raw, err := json.Marshal(opt)
	if err != nil {
		return err
	}
	pool := w.s.Pool
	if engine == enginePDF || engine == enginePDFPages {
		pool = w.s.PDF
	}
	job := sandbox.Job{Reader: engine, Name: short(w.name()), Options: raw, Data: data, Size: size, Wall: wallFor(size)}
	return pool.Run(ctx, job, func(r io.Reader) error { return t.take(ctx, r) })
}

// name gives the item's own name, without the folders it lay in.
func (w *work) name() string { return path.Base(w.ask.Item.Name.Text) }

// wallFor gives a large document more time: a minute for every 32 MiB.
func wallFor(size int64) time.Duration {
	return 2*time.Minute + time.Duration(size>>25)*time.Minute
}

// keep records the renditions a reading made. One that found nothing to say
// is kept too, as an empty description: the item was read.
func (w *work) keep(ctx context.Context, t *taker, step, engine, version string) error {
	if len(t.parts) == 0 && t.failed != nil {
		return nil
	}
	if len(t.parts) == 0 {
		sum, err := w.shelf.Put(ctx, strings.NewReader(""))
		if err != nil {
			return err
		}
		t.parts[text.Fields] = &part{sum: sum}
	}
	first := true
	for _, form := range []string{text.Pages, text.Rows, text.Fields} {
		p := t.parts[form]
		if p == nil {
			continue
		}
		r := flow.Reading{Step: step, Engine: engine, Version: version, Form: form, Rendition: p.sum, Parts: p.n}
		if form != text.Fields {
			r.Encoding, r.Health = t.encoding, t.health
		}
		if first { // what is missing is told once
			r.Gaps, r.MoreGaps, first = t.gaps, t.more, false
		}
		w.out.Readings = append(w.out.Readings, r)
	}
	return nil
}

// sink is a content.Sink for readers in this process, which read what another
// program says and never the item itself.
type sink struct {
	ctx context.Context
	t   *taker
}

func (s sink) Page(p content.Page) error { return s.t.page(s.ctx, pageOf(p)) }

func (s sink) Row(r content.Row) error { return s.t.row(s.ctx, rowOf(r)) }

func (s sink) Field(f content.Field) error {
	return s.t.field(s.ctx, text.Field{Name: f.Name, Value: f.Value})
}

// Member reads r to its end and keeps nothing: programs that describe hand
// over no files.
func (s sink) Member(_ content.Member, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func (s sink) Problem(p content.Problem) error {
	s.t.gap(text.Gap(p))
	return nil
}

// describe has another program read the item. What it could not do is told in
// the taker's failed.
func (w *work) describe(ctx context.Context, d Describer) (*taker, error) {
	engine, version := d.Name()
	t := newTaker(w.shelf, engine+" "+version)
	t.budget.max = w.limits
	src := content.Source{ReaderAt: w.held, Size: w.held.size, Name: w.name()}
	opt := content.Options{Limits: w.limits, Password: w.ask.Password}
	err := content.Finish(d.Read(ctx, src, opt, &content.Gauge{Out: sink{ctx, t}, Max: w.limits}))
	if err != nil {
		t.abandon(err)
		if ctx.Err() != nil {
			return t, ctx.Err()
		}
		t.parts, t.failed = nil, &failed{Reason: err.Error(), Limit: limitOf(err)}
		return t, nil
	}
	return t, t.close()
}

// short keeps a name to what a hint needs; a hostile one would fill the job.
func short(name string) string { return cut(name[max(0, len(name)-255):]) }

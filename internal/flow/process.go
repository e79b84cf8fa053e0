package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// Reading is a rendition an engine made of an item, its bytes kept already.
type Reading struct {
	Step      string // one of text's steps
	Engine    string
	Version   string
	Form      string // text.Pages, text.Rows or text.Fields
	Rendition custody.Sum
	Parts     int64
	Encoding  string
	Health    int
	Gaps      []text.Gap
	MoreGaps  int64
}

// Unreadable is an item's own failure at a step: it costs that step only.
type Unreadable struct {
	Step   string
	Reason string
	Limit  string // the name of the limit the item is over, or ""
}

func (u *Unreadable) Error() string { return u.Step + ": " + u.Reason }

// Ask says what is to be read, and how.
type Ask struct {
	Item     custody.Item
	Only     string           // one of text's steps; "" for all the item needs
	Password string           // for an item that wants one; it is written nowhere
	Spent    Family           // what the root of the item was unpacked to already
	Before   []text.Rendition // readings made earlier
}

// Family counts what was taken out of an item, at all levels, and how deep
// the item asked about stands in the one it was taken out of first.
type Family struct {
	Members, Bytes int64
	Depth          int
	Root           int64 // bytes of the outermost item
}

// Shelf takes what a Reader makes, while it reads.
type Shelf interface {
	// Put keeps the bytes of a rendition. They are durable once the
	// readings are recorded.
	Put(ctx context.Context, r io.Reader) (custody.Sum, error)
	// Member takes an item out of the one that is read, r to its end. An
	// error of r itself is returned, the member then not taken.
	Member(ctx context.Context, m Member, r io.Reader) error
}

// Member is an item inside another.
type Member struct {
	Name string // path inside, any bytes
	custody.Acquired
}

// Reader reads items. Untrusted bytes MUST be opened only behind walls
// (package sandbox). What an item does wrong is told in Outcome.Failed; an
// error ends the work. A Reader MUST be safe for several goroutines.
type Reader interface {
	Read(ctx context.Context, ask Ask, data io.Reader, shelf Shelf) (Outcome, error)
}

// Outcome is what became of a reading: readings, failed steps, or both.
type Outcome struct {
	Readings []Reading
	Failed   []Unreadable
}

// ProcessRequest narrows what is read.
type ProcessRequest struct {
	Item     *custody.Sum // only this one, whether it was tried before or not
	Retry    bool         // also what failed before
	Step     string       // only this step, of what failed at it or of Item
	Password string
}

// fresh reports whether only what was not tried is asked for.
func (r ProcessRequest) fresh() bool { return r.Item == nil && !r.Retry && r.Step == "" }

// Processed tells of one item after its reading, or failure, was recorded.
type Processed struct {
	Item    custody.Item
	Read    []Reading
	Failed  []Unreadable
	Members int64
	Moved   []Anchor // passages that no longer stand where they were cited
}

// processBatch is how many outcomes are recorded together at most.
const processBatch = 64

// Process reads what has not been read, what it finds inside included. It goes
// on where an earlier run ended: what is unread is asked of the ledger,
// nothing else remembers it. A read item is recorded as soon as the one before
// it is, so that an interruption costs no more than what is being read.
//
// Sealed items are read whoever asks; report is told only of items that the
// actor may know of, and so are errors.
func Process(ctx context.Context, a *Archive, actor guard.Actor, req ProcessRequest, report func(Processed) error) error {
	if err := actor.May(guard.ToProcess); err != nil {
		return err
	}
	p := &processor{a: a, actor: actor, req: req, report: report}
	if req.Item != nil {
		item, err := p.item(ctx, *req.Item)
		if err != nil {
			return err
		}
		return p.all(ctx, []custody.Item{item})
	}
	again := map[custody.Sum]bool{}
	for after := int64(-1); ; {
		var err error
		if after, err = p.unread(ctx, after); err != nil {
			return err
		}
		// What was in a sealed item that is sealed no more may wait as well.
		more, err := p.again(ctx, again)
		if err != nil || !more {
			return err
		}
	}
}

// item gives the one item that is asked for.
func (p *processor) item(ctx context.Context, sum custody.Sum) (item custody.Item, err error) {
	err = p.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		item, err = s.Item(ctx, sum)
		if err == nil && !p.actor.MaySeeIn(item.Case, item.Label) {
			err = fail.New(fail.NotFound, "there is no item %s", sum)
		}
		if err == nil {
			err = p.actor.MayIn(item.Case, guard.ToProcess)
		}
		return err
	})
	return item, err
}

// unread reads what waits after an entry, and tells the last entry it came to.
func (p *processor) unread(ctx context.Context, after int64) (int64, error) {
	for {
		items, err := p.waiting(ctx, UnreadQuery{Retry: p.req.Retry || p.req.Step != "", Step: p.req.Step, After: after})
		if err != nil || len(items) == 0 {
			return after, err
		}
		after = items[len(items)-1].Index
		if err := p.all(ctx, p.own(items)); err != nil {
			return after, err
		}
	}
}

// again reads what was read only while it was sealed, each item once, and
// reports whether there was any.
func (p *processor) again(ctx context.Context, done map[custody.Sum]bool) (more bool, err error) {
	if p.req.Step != "" {
		return false, nil
	}
	for after := int64(-1); ; {
		items, err := p.waiting(ctx, UnreadQuery{Again: true, After: after})
		if err != nil || len(items) == 0 {
			return more, err
		}
		after = items[len(items)-1].Index
		items = slices.DeleteFunc(p.own(items), func(i custody.Item) bool { return done[i.Sum] })
		for _, i := range items {
			done[i.Sum] = true
		}
		more = more || len(items) > 0
		if err := p.all(ctx, items); err != nil {
			return more, err
		}
	}
}

// own gives those of the items that the actor may read into text.
func (p *processor) own(items []custody.Item) []custody.Item {
	return slices.DeleteFunc(items, func(i custody.Item) bool { return p.actor.MayIn(i.Case, guard.ToProcess) != nil })
}

func (p *processor) waiting(ctx context.Context, q UnreadQuery) (items []custody.Item, err error) {
	q.Limit = 4 * processBatch
	err = p.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		items, err = s.Unread(ctx, q)
		return err
	})
	return items, err
}

type processor struct {
	a      *Archive
	actor  guard.Actor
	req    ProcessRequest
	report func(Processed) error
}

// outcome is an item read, with the facts that are still to be recorded.
type outcome struct {
	told    Processed
	shelf   *shelf
	facts   []ledger.Fact
	skipped bool // another process was quicker
	err     error
}

// all reads items by several workers and records them as they come.
func (p *processor) all(ctx context.Context, items []custody.Item) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ahead, done := make(chan custody.Item), make(chan outcome, processBatch)
	var wg sync.WaitGroup
	for range max(1, p.a.Workers) {
		wg.Go(func() {
			for item := range ahead {
				done <- p.one(ctx, item)
			}
		})
	}
	go func() {
		defer close(done)
		defer wg.Wait()
		defer close(ahead)
		for _, item := range items {
			select {
			case ahead <- item:
			case <-ctx.Done():
				return
			}
		}
	}()
	var failed error
	for first := range done {
		batch := drain(first, done)
		if failed == nil {
			if failed = p.record(context.WithoutCancel(ctx), batch); failed != nil {
				stop(failed)
			}
		}
	}
	if failed == nil {
		failed = context.Cause(ctx)
	}
	return failed
}

// one reads one item.
func (p *processor) one(ctx context.Context, item custody.Item) outcome {
	shelf := &shelf{a: p.a, actor: p.actor, item: item}
	got, err := p.read(ctx, item, shelf)
	if err != nil {
		return outcome{err: p.tellable(ctx, item, fmt.Errorf("reading item %s: %w", item.Sum, err))}
	}
	if shelf.tried && p.req.fresh() {
		return outcome{skipped: true}
	}
	if len(got.Readings)+len(got.Failed) == 0 {
		return outcome{err: p.tellable(ctx, item, fmt.Errorf("reading item %s gave nothing, not even a failure", item.Sum))}
	}
	o := outcome{told: Processed{Item: item, Read: got.Readings, Failed: got.Failed, Members: shelf.taken}, shelf: shelf, facts: shelf.facts}
	for _, r := range got.Readings {
		o.facts = append(o.facts, r.fact(item.Sum))
	}
	for _, u := range got.Failed {
		if shelf.readBefore(u.Step) {
			continue // what was read then stands: a reading that fails now takes nothing back
		}
		o.facts = append(o.facts, text.Unread{Item: item.Sum, Step: u.Step, Error: u.Reason, Limit: u.Limit})
	}
	return o
}

// tellable gives an error as the actor may be told of it: the causes of one
// that an item brought about name it, and what lies in it.
func (p *processor) tellable(ctx context.Context, item custody.Item, err error) error {
	switch {
	case p.actor.MaySeeIn(item.Case, item.Label):
		return err
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return fail.New(fail.Of(err), "the reading was broken off by something that %s may not be told of", p.actor.Handle).Do("ask a custodian to run sanad process, who is told what it is")
}

func (r Reading) fact(item custody.Sum) text.Read {
	f := text.Read{Item: item, Engine: r.Engine, Version: r.Version, Rendition: r.Rendition, Form: r.Form, Parts: r.Parts,
		Encoding: r.Encoding, Health: r.Health, Gaps: r.Gaps, MoreGaps: r.MoreGaps}
	if r.Step != text.StepRead {
		f.Step = r.Step
	}
	if over := len(f.Gaps) - text.MaxGaps; over > 0 {
		f.Gaps, f.MoreGaps = f.Gaps[:text.MaxGaps], f.MoreGaps+int64(over)
	}
	return f
}

// read opens the original and hands it to the reader. A damaged or lost
// original is the item's failure: the rest goes on, and verify names it too.
func (p *processor) read(ctx context.Context, item custody.Item, shelf *shelf) (got Outcome, err error) {
	ask := Ask{Item: item, Only: p.req.Step, Password: p.req.Password}
	if err := p.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return shelf.prepare(ctx, s, &ask)
	}); err != nil || shelf.tried && p.req.fresh() {
		return got, err
	}
	r, err := p.a.Originals.Open(ctx, item.Sum)
	if err == nil {
		got, err = p.a.Reader.Read(ctx, ask, r, shelf)
		err = errors.Join(err, r.Close())
	}
	var altered *custody.Altered
	if errors.Is(err, custody.ErrNotKept) || errors.As(err, &altered) {
		return Outcome{Failed: []Unreadable{{Step: "open", Reason: err.Error()}}}, nil
	}
	return got, err
}

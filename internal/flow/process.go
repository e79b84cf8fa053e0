package flow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
)

// Reading is a rendition an engine made of an item.
type Reading struct {
	Engine   string
	Version  string
	Form     string // text.Pages or text.Rows
	Encoding string
	Parts    int64
	Data     []byte // JSON lines of text.Page or text.Row
}

// Unreadable is an item's own failure to be read: a named step and a reason.
// It costs that item only.
type Unreadable struct {
	Step   string
	Reason string
}

func (u *Unreadable) Error() string { return u.Step + ": " + u.Reason }

// Reader reads the bytes of an item into a rendition. Untrusted bytes MUST be
// opened only behind walls (package sandbox). An *Unreadable is the item's
// failure; any other error ends the work.
type Reader interface {
	Read(ctx context.Context, item custody.Item, data io.Reader) (Reading, error)
}

// ProcessRequest narrows what is read.
type ProcessRequest struct {
	Item  *custody.Sum // only this one, whether it was tried before or not
	Retry bool         // also what failed before
}

// Processed tells of one item after its reading, or failure, was recorded.
type Processed struct {
	Item  custody.Item
	Step  string
	Error string // empty: read
	Parts int64
}

// processBatch is how many items are read before their events are appended.
const processBatch = 64

// Process reads what has not been read. It goes on where an earlier run ended:
// what is unread is asked of the ledger, nothing else remembers it.
func Process(ctx context.Context, a *Archive, actor guard.Actor, req ProcessRequest, report func(Processed) error) error {
	if err := actor.May(guard.ToProcess); err != nil {
		return err
	}
	for after := int64(-1); ; {
		items, err := toRead(ctx, a, req, after)
		if err != nil || len(items) == 0 {
			return err
		}
		after = items[len(items)-1].Index
		if err := readBatch(ctx, a, actor, items, report); err != nil {
			return err
		}
		if req.Item != nil {
			return nil
		}
	}
}

func toRead(ctx context.Context, a *Archive, req ProcessRequest, after int64) (items []custody.Item, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if req.Item != nil {
			item, err := s.Item(ctx, *req.Item)
			items = []custody.Item{item}
			return err
		}
		items, err = s.Unread(ctx, req.Retry, after, processBatch)
		return err
	})
	return items, err
}

type outcome struct {
	fact ledger.Fact
	told Processed
	err  error
}

func readBatch(ctx context.Context, a *Archive, actor guard.Actor, items []custody.Item, report func(Processed) error) error {
	outcomes := make([]outcome, len(items))
	slots := make(chan struct{}, max(1, a.Workers))
	var wg sync.WaitGroup
	for i, item := range items {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			outcomes[i] = readOne(ctx, a, item)
		})
	}
	wg.Wait()
	facts := make([]ledger.Fact, len(outcomes))
	for i, o := range outcomes {
		if o.err != nil {
			return o.err
		}
		facts[i] = o.fact
	}
	if err := a.Renditions.Settle(ctx); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(context.Context, State) ([]ledger.Fact, error) { return facts, nil })
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		if err := report(o.told); err != nil {
			return err
		}
	}
	return nil
}

func readOne(ctx context.Context, a *Archive, item custody.Item) outcome {
	reading, err := readItem(ctx, a, item)
	var own *Unreadable
	if errors.As(err, &own) {
		return outcome{
			fact: text.Unread{Item: item.Sum, Step: own.Step, Error: own.Reason},
			told: Processed{Item: item, Step: own.Step, Error: own.Reason},
		}
	}
	if err != nil {
		return outcome{err: fmt.Errorf("reading item %s: %w", item.Sum, err)}
	}
	kept, err := a.Renditions.Put(ctx, bytes.NewReader(reading.Data))
	if err != nil {
		return outcome{err: fmt.Errorf("keeping the text of item %s: %w", item.Sum, err)}
	}
	return outcome{
		fact: text.Read{Item: item.Sum, Engine: reading.Engine, Version: reading.Version, Rendition: kept.Sum,
			Form: reading.Form, Parts: reading.Parts, Encoding: reading.Encoding},
		told: Processed{Item: item, Parts: reading.Parts},
	}
}

// readItem opens the original and hands it to the reader. A damaged or lost
// original is the item's failure: the rest goes on, and verify names it too.
func readItem(ctx context.Context, a *Archive, item custody.Item) (reading Reading, err error) {
	r, err := a.Originals.Open(ctx, item.Sum)
	if err == nil {
		reading, err = a.Reader.Read(ctx, item, r)
		err = errors.Join(err, r.Close())
	}
	var altered *custody.Altered
	if errors.Is(err, custody.ErrNotKept) || errors.As(err, &altered) {
		return reading, &Unreadable{Step: "open", Reason: err.Error()}
	}
	return reading, err
}

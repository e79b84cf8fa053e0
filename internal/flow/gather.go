package flow

import (
	"context"
	"errors"
	"sync"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Gather records what many strangers do at once with few appends: whoever comes
// while one is under way is recorded together with all who wait. An append costs
// the disk about the same for one fact as for hundreds, so that it is this, and
// no queue that could lose anything, which bears a rush. Each is told only after
// what they did is durable, and gets their own proof.
//
// What can't be recorded of one costs nothing to the others; what fails of the
// whole, such as a full disk, fails for all of them.
type Gather struct {
	a     *Archive
	actor guard.Actor
	turn  chan struct{} // whoever holds it appends for all
	mu    sync.Mutex
	queue []*gathered
}

// gathered is one who waits.
type gathered struct {
	key    string
	decide func(context.Context, State) (ledger.Fact, error)
	done   chan struct{}
	out    Gathered
	err    error
}

// Gathered tells what became of what one stranger did.
type Gathered struct {
	Index int64  // of the entry; 0 if it is not known to be recorded
	Proof string // the text of the receipt; "" for kinds that have none
	// Refused says that it was surely not recorded. Other errors leave it open: a
	// commit whose answer was lost may stand.
	Refused bool
}

// gatherMost is how many are recorded with one append.
const gatherMost = 256

// NewGather records in the name of one account.
func NewGather(a *Archive, actor guard.Actor) *Gather {
	return &Gather{a: a, actor: actor, turn: make(chan struct{}, 1)}
}

// Add records the fact that decide gives. What was sealed before is made durable
// first. Of two with one key, such as two additions to one thread, the
// second decides after the first was recorded; "" is no key.
func (g *Gather) Add(ctx context.Context, key string, decide func(context.Context, State) (ledger.Fact, error)) (Gathered, error) {
	w := &gathered{key: key, decide: decide, done: make(chan struct{})}
	g.mu.Lock()
	g.queue = append(g.queue, w)
	g.mu.Unlock()
	for {
		select {
		case <-w.done:
			return w.out, w.err
		case <-ctx.Done():
			if g.leave(w) {
				return Gathered{Refused: true}, context.Cause(ctx)
			}
			<-w.done // it is being recorded, and is told what became of it
		case g.turn <- struct{}{}:
			g.appendAll(context.WithoutCancel(ctx))
			<-g.turn
		}
	}
}

// leave takes one who went away out of the queue; false if it is too late.
func (g *Gather) leave(w *gathered) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, other := range g.queue {
		if other == w {
			g.queue = append(g.queue[:i], g.queue[i+1:]...)
			return true
		}
	}
	return false
}

// take gives those who are recorded now; of a key, the first.
func (g *Gather) take() (now []*gathered) {
	g.mu.Lock()
	defer g.mu.Unlock()
	keys := map[string]bool{}
	var later []*gathered
	for _, w := range g.queue {
		if len(now) == gatherMost || w.key != "" && keys[w.key] {
			later = append(later, w)
			continue
		}
		keys[w.key] = true
		now = append(now, w)
	}
	g.queue = later
	return now
}

// appendAll records those who wait, once. It isn't cut short when the one who
// does it goes away: others wait for it.
func (g *Gather) appendAll(ctx context.Context) {
	batch := g.take()
	if len(batch) == 0 {
		return
	}
	var recorded []*gathered
	err := g.settle(ctx)
	var written Written
	if err == nil {
		written, err = g.a.Book.Append(ctx, g.actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
			recorded = recorded[:0]
			for _, w := range batch {
				f, err := w.fact(ctx, s)
				if err != nil && !theirs(err) {
					return nil, err
				}
				w.err, w.out.Refused = err, err != nil
				if err == nil {
					facts, recorded = append(facts, f), append(recorded, w)
				}
			}
			return facts, nil
		})
	}
	if err == nil {
		for i, w := range recorded {
			w.out.Index = written.First + int64(i)
		}
		err = g.prove(ctx, written, recorded)
	}
	for _, w := range batch {
		if err != nil && w.err == nil {
			w.err = err
		}
		close(w.done)
	}
}

func (g *Gather) settle(ctx context.Context) error {
	if g.a.Sealed == nil {
		return nil
	}
	return g.a.Sealed.Settle(ctx)
}

// fact decides, and refuses a fact that no book would take: it would fail all.
func (w *gathered) fact(ctx context.Context, s State) (ledger.Fact, error) {
	f, err := w.decide(ctx, s)
	if err != nil {
		return nil, err
	}
	if _, err := ledger.Encode(f); err != nil {
		return nil, usage(err)
	}
	return f, nil
}

// theirs reports whether an error is of what one stranger did, and none of the
// store, after which a transaction can't go on.
func theirs(err error) bool {
	var known *fail.Error
	if !errors.As(err, &known) {
		return false
	}
	switch known.Kind {
	case fail.Usage, fail.Refused, fail.NotFound, fail.Conflict:
		return true
	}
	return false
}

// prove makes the receipts of all that was recorded with one append, under the
// checkpoint that was signed for it.
func (g *Gather) prove(ctx context.Context, written Written, recorded []*gathered) error {
	if len(recorded) == 0 {
		return nil
	}
	return g.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		at := 0
		return s.Events(ctx, written.First, written.Next, func(e Recorded) error {
			w := recorded[at]
			at++
			w.out.Proof, err = receiptOf(g.a.Key, tree, written, e)
			return err
		})
	})
}

// receiptOf writes the receipt of an event.
func receiptOf(key string, tree *ledger.Tree, written Written, e Recorded) (string, error) {
	opens, ok := intake.Opens(e.Kind.String())
	if !ok {
		return "", nil
	}
	shown := map[string]bool{}
	for _, name := range opens {
		shown[name] = true
	}
	d, err := ledger.Disclose(e.Event, e.Secret, func(field string) bool { return shown[field] })
	if err != nil {
		return "", err
	}
	path, err := tree.ProveInclusion(e.Index, written.Next)
	if err != nil {
		return "", err
	}
	d.Path = path
	return intake.Proof{Key: key, Event: d, Checkpoint: written.Checkpoint}.Text()
}

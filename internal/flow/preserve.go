package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// Violation is something that is not what the ledger says it is.
type Violation struct {
	Kind   string // "ledger", "original-missing", "original-altered", "rendition-missing", "rendition-altered", "sealed-missing", "sealed-altered", "manifest", "view"
	ID     string // the entry, the SHA-256 or the view
	Detail string
}

// CheckRequest says how deep to look.
type CheckRequest struct {
	Fixity bool // read every byte kept and compare its SHA-256
	Sample int  // with Fixity: only this many originals, drawn by chance; 0: all
	// Views makes the views again and compares them; nil leaves them out.
	Views func(ctx context.Context, progress func(done, total int64)) ([]Violation, error)
	// Seen gives the last checkpoint signed on this machine, nil if none.
	Seen func() ([]byte, error)
}

// Checked is what a check found.
type Checked struct {
	Items      int64 // originals looked at
	Bytes      int64 // bytes read (Fixity) or counted
	Events     int64
	Violations []Violation
	Unnamed    int64    // violations beyond those named
	Notes      []string // what is odd and breaks nothing
}

// OK reports that nothing was violated.
func (c *Checked) OK() bool { return len(c.Violations) == 0 }

// maxViolations bounds how many are named: beyond it the rest is counted in
// the last one.
const maxViolations = 10_000

func (c *Checked) violate(kind, id, format string, args ...any) {
	if len(c.Violations) >= maxViolations {
		c.Unnamed++
		return
	}
	c.Violations = append(c.Violations, Violation{kind, id, fmt.Sprintf(format, args...)})
}

// Check compares everything kept with the ledger: the events with their
// entries, the entries with the tree, the tree with the signed checkpoint,
// the originals and renditions with their SHA-256, and the views with what
// the ledger makes of them. It changes nothing, and names all it finds.
func Check(ctx context.Context, a *Archive, req CheckRequest, progress Progress) (Checked, error) {
	c := &checker{a: a, req: req, progress: progress}
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if err := c.ledger(ctx, s); err != nil {
			return err
		}
		return c.blobs(ctx, s)
	})
	if err != nil {
		return c.out, err
	}
	if req.Views != nil {
		found, err := req.Views(ctx, func(done, total int64) { progress("making the views again", done, total) })
		if err != nil {
			return c.out, fmt.Errorf("comparing the views: %w", err)
		}
		c.out.Violations = append(c.out.Violations, found...)
	}
	return c.out, nil
}

type checker struct {
	a        *Archive
	req      CheckRequest
	progress Progress
	mu       sync.Mutex
	out      Checked
}

// ledger recomputes every entry and the whole tree.
func (c *checker) ledger(ctx context.Context, s State) error {
	signed, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(c.a.Key)
	if err != nil {
		return fmt.Errorf("reading the archive's public key: %w", err)
	}
	point, err := ledger.OpenCheckpoint(signed, verifier)
	if err != nil {
		c.out.violate("ledger", "checkpoint", "%v", err)
		if point, err = ledger.CheckpointText(signed); err != nil {
			return nil
		}
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	seen, err := c.seen(point, verifier)
	if err != nil {
		return err
	}
	return c.entries(ctx, s, tree, point, seen)
}

// seen gives the checkpoint this machine signed last, if it may be compared.
func (c *checker) seen(point ledger.Checkpoint, verifier note.Verifier) (*ledger.Checkpoint, error) {
	if c.req.Seen == nil {
		return nil, nil
	}
	text, err := c.req.Seen()
	if err != nil || text == nil {
		return nil, err
	}
	last, err := ledger.OpenCheckpoint(text, verifier)
	if err != nil {
		c.out.violate("ledger", "seen", "the record of the last signed checkpoint: %v", err)
		return nil, nil
	}
	if last.Size > point.Size {
		c.out.violate("ledger", "checkpoint", "the database went backwards: it ends at entry %d, a checkpoint of %d entries was signed here", point.Size, last.Size)
		return nil, nil
	}
	return &last, nil
}

func (c *checker) entries(ctx context.Context, s State, tree *ledger.Tree, point ledger.Checkpoint, seen *ledger.Checkpoint) error {
	var f ledger.Frontier
	var leaves ledger.Leaves
	var before time.Time
	next := int64(0)
	err := s.Events(ctx, 0, point.Size, func(e Recorded) error {
		for ; next < e.Index; next++ {
			c.out.violate("ledger", fmt.Sprint(next), "the entry is missing")
			f.Add(nil) // keeps the places of those that follow
		}
		next++
		c.entry(e)
		leaf := f.Add(e.Entry)
		if err := ledger.LeafTile(tree, e.Index, leaf, &leaves); err != nil {
			c.out.violate("ledger", fmt.Sprint(e.Index), "the tree was made over another entry: %v", err)
		}
		if seen != nil && f.Size() == seen.Size && f.Root() != seen.Root {
			c.out.violate("ledger", fmt.Sprint(e.Index), "the first %d entries are not those signed here before", seen.Size)
		}
		if ledger.Until(e.Time).Before(before) {
			c.out.Notes = append(c.out.Notes, fmt.Sprintf("the clock went back by %s at entry %d; the order of entries is not changed by that", before.Sub(e.Time).Round(time.Second), e.Index))
			before = e.Time
		} else if e.Time.After(before) {
			before = e.Time
		}
		if next%1000 == 0 {
			c.progress("checking the ledger", next, point.Size)
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.out.Events = next
	c.progress("checking the ledger", next, point.Size)
	for ; next < point.Size; next++ {
		c.out.violate("ledger", fmt.Sprint(next), "the entry is missing")
		f.Add(nil)
	}
	if f.Root() != point.Root {
		c.out.violate("ledger", "checkpoint", "the %d entries do not make the tree the checkpoint was signed for", point.Size)
	}
	if err := ledger.CheckTiles(tree); err != nil {
		c.out.violate("ledger", "tiles", "%v", err)
	}
	return nil
}

func (c *checker) entry(e Recorded) {
	if len(e.Body) == 0 {
		// Nothing erases an event yet; when something does, another entry
		// will say so, and only that will excuse an empty body.
		c.out.violate("ledger", fmt.Sprint(e.Index), "the event was removed; its entry stands and says nothing")
		return
	}
	entry, err := e.Event.Entry(e.Secret)
	if err != nil {
		c.out.violate("ledger", fmt.Sprint(e.Index), "%v", err)
	} else if string(entry) != string(e.Entry) {
		c.out.violate("ledger", fmt.Sprint(e.Index), "the event (%s) is not the one its entry was made for", e.Kind)
	}
}

// target is a byte sequence to be looked at.
type target struct {
	kind string // "original", "rendition", "sealed"
	from Blobs
	sum  custody.Sum
	size int64 // -1: not known
}

// blobs looks at originals, renditions and sealed parts with several workers: hashing keeps
// a processor busy while the disk fetches the next file.
func (c *checker) blobs(ctx context.Context, s State) error {
	total, _, err := s.CountItems(ctx, ItemFilter{})
	if err != nil {
		return err
	}
	work := make(chan target, 64)
	var wg sync.WaitGroup
	workers := max(1, c.a.Workers)
	errs := make([]error, workers)
	for w := range workers {
		wg.Go(func() {
			for t := range work {
				if errs[w] == nil {
					errs[w] = c.look(ctx, t, total)
				}
			}
		})
	}
	err = c.targets(ctx, s, func(t target) error {
		select {
		case work <- t:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(work)
	wg.Wait()
	return errors.Join(append(errs, err)...)
}

func (c *checker) targets(ctx context.Context, s State, yield func(target) error) error {
	if c.req.Fixity && c.req.Sample > 0 {
		return c.sample(ctx, s, yield)
	}
	err := s.Items(ctx, ItemFilter{After: -1}, func(i custody.Item) error {
		return yield(target{"original", c.a.Originals, i.Sum, i.Bytes})
	})
	if err != nil {
		return err
	}
	err = eachDerived(ctx, s, func(sum custody.Sum) error {
		return yield(target{"rendition", c.a.Renditions, sum, -1})
	})
	if err != nil {
		return err
	}
	return s.SealedParts(ctx, func(sum custody.Sum, bytes int64) error {
		return yield(target{"sealed", c.a.Sealed, sum, bytes})
	})
}

// sample draws originals by chance, each equally likely (Vitter 1985,
// algorithm R).
func (c *checker) sample(ctx context.Context, s State, yield func(target) error) error {
	var drawn []target
	n := int64(0)
	err := s.Items(ctx, ItemFilter{After: -1}, func(i custody.Item) error {
		t := target{"original", c.a.Originals, i.Sum, i.Bytes}
		if n++; len(drawn) < c.req.Sample {
			drawn = append(drawn, t)
			return nil
		}
		at, err := randomBelow(c.a.Random, n)
		if err == nil && at < int64(len(drawn)) {
			drawn[at] = t
		}
		return err
	})
	for _, t := range drawn {
		err = errors.Join(err, yield(t))
	}
	return err
}

// randomBelow draws a number below n, every one as likely as another but for
// 2^-64 n.
func randomBelow(random io.Reader, n int64) (int64, error) {
	var raw [16]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return 0, fmt.Errorf("drawing a sample: %w", err)
	}
	return new(big.Int).Mod(new(big.Int).SetBytes(raw[:]), big.NewInt(n)).Int64(), nil
}

func (c *checker) look(ctx context.Context, t target, total int64) error {
	read, err := int64(0), error(nil)
	if c.req.Fixity {
		read, err = readAll(ctx, t)
	} else {
		read, err = t.from.Size(ctx, t.sum)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.kind == "original" {
		c.out.Items++
		c.out.Bytes += read
		if c.out.Items%64 == 0 || c.out.Items == total {
			c.progress("checking originals", c.out.Items, total)
		}
	}
	var altered *custody.Altered
	switch {
	case errors.Is(err, custody.ErrNotKept):
		c.out.violate(t.kind+"-missing", t.sum.String(), "%v", err)
	case errors.As(err, &altered):
		c.out.violate(t.kind+"-altered", t.sum.String(), "%v", err)
	case err != nil:
		return fmt.Errorf("reading the %s %s: %w", t.kind, t.sum, err)
	case t.size >= 0 && read != t.size:
		c.out.violate(t.kind+"-altered", t.sum.String(), "it has %d bytes, the ledger says %d", read, t.size)
	}
	return nil
}

func readAll(ctx context.Context, t target) (int64, error) {
	r, err := t.from.Open(ctx, t.sum)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, r)
	return n, errors.Join(err, r.Close())
}

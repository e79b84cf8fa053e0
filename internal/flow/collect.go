package flow

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/format/kind"
	"sanad/internal/ground/fail"
)

// Found is something a walk over a folder came to.
type Found struct {
	Name     custody.Name
	What     string // "" for a file; else what it is: "symlink", "device", ...
	Target   *custody.Name
	Modified time.Time
	Err      error // it could not even be looked at
	// Open gives the bytes. Reading MUST fail if the file changed meanwhile.
	Open func() (io.ReadCloser, error)
}

// CollectRequest says what is taken in, from whom, and who may see it.
type CollectRequest struct {
	Case   string
	Source custody.Source
	Note   string
	Label  guard.Label
	Resume string // an interrupted accession to go on with
}

// Taken tells of one thing after it was recorded: an original taken into
// custody (Err nil, What empty), something passed over, or a failure.
type Taken struct {
	custody.Acquired
	What      string
	Target    *custody.Name // where a symbolic link leads
	Err       error
	Duplicate bool // as far as the actor may know
	Again     bool // taken under this name before, in this accession: nothing new was recorded
	Index     int64
}

// Collected sums up an accession.
type Collected struct {
	Accession string
	Items     int64
	Bytes     int64
	Failed    int64
	Skipped   int64 // taken before the interruption
}

// batch limits: an append waits for this many files, or this many bytes.
const (
	collectFiles = 512
	collectBytes = 64 << 20
)

// Collect takes material into custody. For each batch of files, bytes are
// made durable first and the events that name them are appended after: a
// crash leaves bytes nobody mentions, never an event that points at nothing.
// report is called for each thing once it is recorded. A file that can't be
// read is recorded as failed and the rest goes on; a store that can't be
// written ends the work, with what was recorded so far kept and the accession
// open, to be gone on with by Resume.
func Collect(ctx context.Context, a *Archive, actor guard.Actor, req CollectRequest, found iter.Seq[Found], report func(Taken) error) (Collected, error) {
	if err := actor.May(guard.ToCollect); err != nil {
		return Collected{}, err
	}
	c := &collector{a: a, actor: actor, report: report, before: map[nameKey]bool{}}
	if err := c.open(ctx, req); err != nil {
		return c.sum, err
	}
	err := c.takeAll(ctx, found)
	if err == nil {
		err = c.close(ctx)
	}
	if err != nil {
		return c.sum, fmt.Errorf("accession %s is not complete (go on with: sanad add --resume %s): %w", c.sum.Accession, c.sum.Accession, err)
	}
	return c.sum, nil
}

// nameKey stands for a name taken before, when an accession is resumed: 16
// bytes a file is what remembering them costs.
type nameKey [16]byte

func keyOf(n custody.Name) nameKey {
	sum := sha256.Sum256([]byte(n.Bytes()))
	return nameKey(sum[:16])
}

type collector struct {
	a      *Archive
	actor  guard.Actor
	report func(Taken) error
	sum    Collected
	before map[nameKey]bool
	anew   *added // nil: a name is taken once
	batch  []Taken
	bytes  int64
}

func (c *collector) open(ctx context.Context, req CollectRequest) error {
	if req.Resume != "" {
		return c.reopen(ctx, req.Resume)
	}
	if req.Case == "" {
		req.Case = DefaultCase
	}
	if err := c.actor.MayIn(req.Case, guard.ToCollect); err != nil {
		return err
	}
	id, err := c.a.newID("a")
	if err != nil {
		return err
	}
	_, err = c.a.Book.Append(ctx, c.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		facts, err := caseFacts(ctx, s, req.Case)
		return append(facts, custody.Opened{Accession: id, Case: req.Case, Source: req.Source, Note: req.Note, Label: req.Label}), err
	})
	c.sum.Accession = id
	return err
}

func (c *collector) reopen(ctx context.Context, id string) error {
	c.sum.Accession = id
	return c.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		acc, err := s.Accession(ctx, id)
		if err != nil {
			return err
		}
		if err := c.actor.MayIn(acc.Case, guard.ToCollect); err != nil {
			return err
		}
		if acc.Closed {
			return fail.New(fail.Usage, "the accession %s is complete and can't be added to", id).Do("add without --resume: it makes a new accession")
		}
		c.sum.Items, c.sum.Bytes = acc.Items, acc.Bytes
		err = s.Acquisitions(ctx, id, func(f custody.Acquired, _ int64) error {
			c.before[keyOf(f.Name)] = true
			return nil
		})
		if err != nil {
			return err
		}
		return s.Losses(ctx, id, func(l custody.Loss) error {
			if l.What != "failed" { // what failed is tried again
				c.before[keyOf(l.Name)] = true
			}
			return nil
		})
	})
}

// takeAll copies files by several workers and records them in the order they
// were found.
func (c *collector) takeAll(ctx context.Context, found iter.Seq[Found]) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	type job struct {
		f    Found
		done chan copied
	}
	workers := max(1, c.a.Workers)
	jobs := make(chan job)
	order := make(chan job, 4*workers)
	for range workers {
		go func() {
			for j := range jobs {
				j.done <- c.copy(ctx, j.f)
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(jobs)
		for f := range found {
			if c.before[keyOf(f.Name)] {
				c.sum.Skipped++ // read only after order is closed
				continue
			}
			j := job{f, make(chan copied, 1)}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				j.done <- copied{err: context.Cause(ctx)}
				return
			}
		}
	}()
	var failed error
	for j := range order {
		got := <-j.done
		if failed != nil {
			continue // let the feeder and the workers end
		}
		if failed = got.err; failed == nil {
			failed = c.add(ctx, got.taken)
		}
		if failed != nil {
			stop(failed)
		}
	}
	if failed == nil {
		failed = context.Cause(ctx)
	}
	return errors.Join(failed, c.flushUnless(ctx, failed))
}

// flushUnless records what is left of the last batch, unless the store failed.
func (c *collector) flushUnless(ctx context.Context, failed error) error {
	if failed != nil {
		return nil
	}
	return c.flush(ctx)
}

type copied struct {
	taken Taken
	err   error // the store failed: the work must end
}

// copy brings one found thing into the store. Its own failure is part of what
// was taken; a failure of the store is not.
func (c *collector) copy(ctx context.Context, f Found) copied {
	t := Taken{Acquired: custody.Acquired{Accession: c.sum.Accession, Name: f.Name, Modified: f.Modified.UTC()}, What: f.What, Err: f.Err}
	if f.What != "" {
		if f.Target != nil {
			t.Target = f.Target
		}
		return copied{taken: t}
	}
	if f.Err != nil {
		return copied{taken: t}
	}
	r, err := f.Open()
	if err != nil {
		t.Err = err
		return copied{taken: t}
	}
	src := &source{r: r}
	kept, err := c.a.Originals.Put(ctx, src)
	if closed := r.Close(); closed != nil && src.err == nil {
		src.err = closed
	}
	switch {
	case src.err != nil:
		t.Err = src.err
	case err != nil:
		return copied{err: fmt.Errorf("keeping %q: %w", f.Name.Text, err)}
	}
	t.Item, t.Bytes = kept.Sum, kept.Size
	t.MediaType = kind.Detect(src.head, f.Name.Text)
	return copied{taken: t}
}

// source remembers the first bytes of what it reads, for naming the media
// type, and whether reading failed: a file that can't be read must be told
// from a store that can't be written.
type source struct {
	r    io.Reader
	head []byte
	err  error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if room := kind.Head - len(s.head); room > 0 {
		s.head = append(s.head, p[:min(n, room)]...)
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (c *collector) add(ctx context.Context, t Taken) error {
	if c.anew.has(t) {
		c.sum.Skipped++
		t.Again = true
		return c.report(t)
	}
	c.batch = append(c.batch, t)
	c.bytes += t.Bytes
	if len(c.batch) < collectFiles && c.bytes < collectBytes {
		return nil
	}
	return c.flush(ctx)
}

// flush makes the batch's bytes durable, appends its events, and reports.
func (c *collector) flush(ctx context.Context) error {
	if len(c.batch) == 0 {
		return nil
	}
	if err := c.a.Originals.Settle(ctx); err != nil {
		return err
	}
	w, err := c.a.Book.Append(ctx, c.actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if err := c.anew.stillOpen(ctx, s); err != nil {
			return nil, err
		}
		return c.facts(ctx, s)
	})
	if err != nil {
		return err
	}
	for i, t := range c.batch {
		t.Index = w.First + int64(i)
		switch {
		case t.Err != nil:
			c.sum.Failed++
		case t.What == "":
			c.sum.Items++
			c.sum.Bytes += t.Bytes
		}
		if err := c.report(t); err != nil {
			return err
		}
	}
	c.batch, c.bytes = c.batch[:0], 0
	return nil
}

func (c *collector) facts(ctx context.Context, s State) ([]ledger.Fact, error) {
	facts := make([]ledger.Fact, len(c.batch))
	inBatch := map[custody.Sum]bool{}
	for i := range c.batch {
		t := &c.batch[i]
		switch {
		case t.Err != nil:
			facts[i] = custody.Failed{Accession: t.Accession, Name: t.Name, Error: t.Err.Error()}
		case t.What != "":
			facts[i] = custody.PassedOver{Accession: t.Accession, Name: t.Name, What: t.What, Target: t.Target}
		default:
			known, err := c.knows(ctx, s, t.Item)
			if err != nil {
				return nil, err
			}
			t.Duplicate = known || inBatch[t.Item]
			inBatch[t.Item] = true
			facts[i] = t.Acquired
		}
	}
	return facts, nil
}

// knows reports whether the actor may know that bytes are held already.
func (c *collector) knows(ctx context.Context, s State, sum custody.Sum) (bool, error) {
	held, err := s.HasItem(ctx, sum)
	if err != nil || !held {
		return false, err
	}
	item, err := s.Item(ctx, sum)
	return err == nil && c.actor.MaySeeIn(item.Case, item.Label), err
}

// close states that the accession is complete and writes its manifest.
func (c *collector) close(ctx context.Context) error {
	_, err := c.a.Book.Append(ctx, c.actor, func(context.Context, State) ([]ledger.Fact, error) {
		return []ledger.Fact{custody.Closed{Accession: c.sum.Accession, Items: c.sum.Items, Bytes: c.sum.Bytes, Failed: c.sum.Failed}}, nil
	})
	if err != nil {
		return err
	}
	return WriteManifest(ctx, c.a, c.sum.Accession)
}

// WriteManifest writes the accession's manifest-sha256.txt from the ledger:
// run sha256sum -c on it from the archive's folder.
func WriteManifest(ctx context.Context, a *Archive, accession string) error {
	return a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return a.Manifests.WriteManifest(ctx, accession, func(w io.Writer) error {
			return s.Acquisitions(ctx, accession, func(f custody.Acquired, _ int64) error {
				sum := f.Item.String()
				_, err := fmt.Fprintf(w, "%s  originals/sha256/%s/%s/%s\n", sum, sum[:2], sum[2:4], sum)
				return err
			})
		})
	})
}

// WriteManifests writes the manifest of every accession that is complete.
func WriteManifests(ctx context.Context, a *Archive) error {
	var ids []string
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Accessions(ctx, "", func(acc custody.Accession) error {
			if acc.Closed {
				ids = append(ids, acc.ID)
			}
			return nil
		})
	})
	for _, id := range ids {
		if err == nil {
			err = WriteManifest(ctx, a, id)
		}
	}
	return err
}

// Held reads the first thing found and tells its SHA-256 and whether it is in
// custody already. It keeps nothing.
func Held(ctx context.Context, a *Archive, found iter.Seq[Found]) (sum custody.Sum, held bool, err error) {
	for f := range found {
		if f.Err != nil || f.What != "" {
			return sum, false, fail.New(fail.Usage, "%s is not a file that can be read", f.Name.Text)
		}
		r, err := f.Open()
		if err != nil {
			return sum, false, fail.New(fail.Failed, "opening %s: %w", f.Name.Text, err)
		}
		hash := sha256.New()
		_, err = io.Copy(hash, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return sum, false, fail.New(fail.Failed, "reading %s: %w", f.Name.Text, err)
		}
		sum = custody.Sum(hash.Sum(nil))
		err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
			held, err = s.HasItem(ctx, sum)
			return err
		})
		return sum, held, err
	}
	return sum, false, fail.New(fail.Usage, "there is nothing to read")
}

package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Append implements flow.Book.
func (b *Book) Append(ctx context.Context, actor guard.Actor, decide func(context.Context, flow.State) ([]ledger.Fact, error)) (flow.Written, error) {
	if b.opt.Signer == nil {
		return flow.Written{}, fail.New(fail.Refused, "the archive was opened without its signing key and can only be read")
	}
	var w flow.Written
	err := b.inTx(ctx, func(tx *sql.Tx) error {
		tree, err := b.trustedTree(ctx, tx)
		if err != nil {
			return err
		}
		s := b.state(tx)
		if err := mayAct(ctx, s, tree, actor); err != nil {
			return err
		}
		facts, err := decide(ctx, s)
		if err != nil {
			return err
		}
		w.First, w.Next = tree.Size(), tree.Size()+int64(len(facts))
		if len(facts) == 0 {
			w.Checkpoint, err = s.Checkpoint(ctx)
			return err
		}
		events, err := b.record(facts, actor, tree.Size())
		if err != nil {
			return err
		}
		w.Checkpoint, err = b.write(ctx, tx, tree, events)
		return err
	})
	if err != nil {
		return flow.Written{}, b.explain(err)
	}
	if err := b.remember(w.Checkpoint); err != nil {
		return flow.Written{}, err
	}
	return w, nil
}

// mayAct refuses an account that is not there or disabled, as the ledger says
// at this moment. Only the very first entry has no account before it.
func mayAct(ctx context.Context, s *state, tree *ledger.Tree, actor guard.Actor) error {
	if tree.Size() == 0 {
		return nil
	}
	user, err := s.User(ctx, actor.Handle)
	if fail.Of(err) == fail.NotFound {
		return fail.New(fail.Refused, "there is no account %q", actor.Handle).Do("see sanad user list; choose with --as USER")
	}
	if err != nil {
		return err
	}
	_, err = user.Actor()
	return err
}

// recording is events in the making: their commitments, which cost most, are
// computed chunk by chunk on all processors while the chunk before is written.
type recording struct {
	facts  []ledger.Fact
	events []flow.Recorded
	ready  []chan error // one a chunk; gives its error, nil when it is made
}

// recordChunk is how many events are made before they can be written.
const recordChunk = 256

// record begins to make events of facts, the first at index first.
func (b *Book) record(facts []ledger.Fact, actor guard.Actor, first int64) (*recording, error) {
	now := b.opt.Clock()
	r := &recording{facts: facts, events: make([]flow.Recorded, len(facts))}
	for i := range r.events {
		if _, err := io.ReadFull(b.opt.Random, r.events[i].Secret[:]); err != nil {
			return nil, fmt.Errorf("drawing the secret of entry %d: %w", first+int64(i), err)
		}
	}
	for range (len(facts) + recordChunk - 1) / recordChunk {
		r.ready = append(r.ready, make(chan error, 1))
	}
	go func() {
		for n, done := range r.ready {
			from, to := n*recordChunk, min((n+1)*recordChunk, len(facts))
			err := inParallel(to-from, func(i int) error {
				e, f := &r.events[from+i], facts[from+i]
				body, err := ledger.Encode(f)
				if err != nil {
					return err
				}
				e.Event = ledger.Event{Index: first + int64(from+i), Kind: f.Kind(), Actor: actor.Handle, Time: ledger.TimeOf(f, now), Body: body}
				e.Entry, err = e.Event.Entry(e.Secret)
				return err
			})
			if done <- err; err != nil {
				return
			}
		}
	}()
	return r, nil
}

// each hands the chunks over, in order, as they are made.
func (r *recording) each(use func(chunk []flow.Recorded) error) error {
	for n, done := range r.ready {
		if err := <-done; err != nil {
			return err
		}
		if err := use(r.events[n*recordChunk : min((n+1)*recordChunk, len(r.events))]); err != nil {
			return err
		}
	}
	return nil
}

// inParallel calls do for 0 to n-1 and gives the error of the lowest.
func inParallel(n int, do func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n/32+1)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers && errs[w] == nil; i++ {
				errs[w] = do(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// write puts events, tiles, views and the new head into the transaction.
func (b *Book) write(ctx context.Context, tx *sql.Tx, tree *ledger.Tree, made *recording) ([]byte, error) {
	first := tree.Size()
	views, rows := newBulk(b.d, tx), newBulk(b.d, tx)
	known := appliers()
	steps := []struct {
		name string
		do   func() error
	}{
		{"events", func() error {
			return made.each(func(chunk []flow.Recorded) error {
				if err := insertEvents(ctx, rows, chunk); err != nil {
					return err
				}
				for _, e := range chunk {
					if _, err := tree.Append(e.Entry); err != nil {
						return err
					}
					views.fact = made.facts[e.Index-first]
					if err := applyOne(ctx, known, views, e.Event); err != nil {
						return err
					}
				}
				return nil
			})
		}},
		{"tiles", func() error { return b.storeTiles(ctx, tx, tree) }},
		{"views", func() error { return views.flush(ctx) }},
	}
	for _, s := range steps {
		if err := b.opt.Fault.Around(s.name, s.do); err != nil {
			return nil, err
		}
	}
	signed, err := b.sign(tree)
	if err != nil {
		return nil, err
	}
	err = b.opt.Fault.Around("head", func() error {
		_, err := tx.ExecContext(ctx, `INSERT INTO ledger_head (one, size, checkpoint) VALUES (1, $1, $2)
			ON CONFLICT (one) DO UPDATE SET size = excluded.size, checkpoint = excluded.checkpoint`, tree.Size(), signed)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("moving the head of the ledger to %d: %w", tree.Size(), err)
	}
	return signed, nil
}

func (b *Book) sign(tree *ledger.Tree) ([]byte, error) {
	root, err := tree.Root(tree.Size())
	if err != nil {
		return nil, err
	}
	return ledger.Checkpoint{Origin: b.opt.Signer.Name(), Size: tree.Size(), Root: root}.Sign(b.opt.Signer)
}

func insertEvents(ctx context.Context, w *bulk, events []flow.Recorded) error {
	for _, e := range events {
		if err := w.insert(ctx, "ledger_event", eventColumns, "", e.Index, e.Kind.Name, e.Kind.Version, e.Actor, micros(e.Time), e.Body, e.Secret[:], e.Entry); err != nil {
			return err
		}
	}
	return w.flush(ctx)
}

const eventColumns = "idx, kind, version, actor, time, body, secret, entry"

func (b *Book) storeTiles(ctx context.Context, tx *sql.Tx, tree *ledger.Tree) error {
	for id, data := range tree.Changed() {
		if _, err := tx.ExecContext(ctx, `INSERT INTO ledger_tile (level, n, data) VALUES ($1, $2, $3)
			ON CONFLICT (level, n) DO UPDATE SET data = excluded.data`, id.Level, id.N, data); err != nil {
			return fmt.Errorf("storing tile %d/%d of the ledger: %w", id.Level, id.N, err)
		}
	}
	tree.Kept()
	return nil
}

// trustedTree locks the head and gives the tree, once the tree bears out the
// checkpoint in the database, and the database has not gone back behind what
// this machine signed before: a log that signs two histories proves nothing
// any more, so no signature is made in doubt.
func (b *Book) trustedTree(ctx context.Context, tx *sql.Tx) (*ledger.Tree, error) {
	size, signed, err := readHead(ctx, tx, b.d.lockHead)
	if err != nil {
		return nil, err
	}
	tree := ledger.NewTree(size, tiles{ctx, tx})
	seen, err := b.opt.Seen.Load()
	if err != nil {
		return nil, fmt.Errorf("reading which checkpoint was signed last: %w", err)
	}
	if size == 0 && seen == nil {
		return tree, nil
	}
	if size > 0 {
		if err := b.bearsOut(tree, signed); err != nil {
			return nil, err
		}
	}
	if seen != nil && string(seen) != string(signed) {
		if err := b.comesAfter(tree, seen); err != nil {
			return nil, err
		}
	}
	return tree, nil
}

func (b *Book) bearsOut(tree *ledger.Tree, signed []byte) error {
	c, err := ledger.OpenCheckpoint(signed, b.opt.Verifier)
	if err != nil {
		return fail.New(fail.Integrity, "the checkpoint in the database is not one this archive's key signed: %w", err).Do("run sanad verify")
	}
	root, err := tree.Root(tree.Size())
	if err != nil {
		return fail.New(fail.Integrity, "the ledger's tree can't be read: %w", err).Do("run sanad verify")
	}
	if c.Size != tree.Size() || c.Root != root {
		return fail.New(fail.Integrity, "the ledger's tree is not the one its checkpoint of %d entries signs for", c.Size).Do("run sanad verify")
	}
	return nil
}

func (b *Book) comesAfter(tree *ledger.Tree, seen []byte) error {
	c, err := ledger.OpenCheckpoint(seen, b.opt.Verifier)
	if err != nil {
		return fail.New(fail.Integrity, "the record of the last signed checkpoint is not of this archive: %w", err)
	}
	if c.Size > tree.Size() {
		return fail.New(fail.Integrity, "the database went backwards: it ends at entry %d, but a checkpoint of %d entries was signed here before", tree.Size(), c.Size).
			Do("nothing is signed on top of it; put the newer database back, or restore a backup into a new folder")
	}
	root, err := tree.Root(c.Size)
	if err != nil {
		return err
	}
	if root != c.Root {
		return fail.New(fail.Integrity, "the database holds another history: its first %d entries are not those signed here before", c.Size).
			Do("nothing is signed on top of it; put the right database back, or restore a backup into a new folder")
	}
	return nil
}

// remember notes the checkpoint outside the database, after the commit: a
// crash in between leaves a database that is ahead, which is no harm.
func (b *Book) remember(signed []byte) error {
	mine, err := ledger.CheckpointText(signed)
	if err != nil {
		return err
	}
	newer := func(old []byte) (bool, error) {
		if old == nil {
			return true, nil
		}
		c, err := ledger.CheckpointText(old)
		return err == nil && c.Size < mine.Size, err
	}
	return b.opt.Fault.Around("remember", func() error {
		if err := b.opt.Seen.Store(newer, signed); err != nil {
			return fmt.Errorf("noting the signed checkpoint of %d entries: %w", mine.Size, err)
		}
		return nil
	})
}

// readHead gives the size and the signed checkpoint; 0 and nil before the
// first entry.
func readHead(ctx context.Context, q querier, lock string) (size int64, signed []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT size, checkpoint FROM ledger_head WHERE one = 1`+lock).Scan(&size, &signed)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("reading the head of the ledger: %w", err)
	}
	return size, signed, nil
}

// tiles reads the tree's tiles in a transaction. Its context is that of the
// transaction it lives in, whose end ends it.
type tiles struct {
	ctx context.Context
	q   querier
}

func (t tiles) Tile(id ledger.TileID) ([]byte, error) {
	return one(t.ctx, t.q, func(s scanner) (data []byte, err error) {
		return data, s.Scan(&data)
	}, "tile", fmt.Sprintf("%d/%d", id.Level, id.N), `SELECT data FROM ledger_tile WHERE level = $1 AND n = $2`, id.Level, id.N)
}

var _ tlog.HashReader = (*ledger.Tree)(nil)

package sql

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// rebuildBatch is how many events are applied before their rows are flushed.
const rebuildBatch = 2000

// Rebuild drops all views and makes them again from the ledger, in one
// transaction: whoever looks meanwhile sees the old views, and after a crash
// they are still there. progress is told how many events were applied.
func (b *Book) Rebuild(ctx context.Context, progress func(done, total int64)) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error { return b.remake(ctx, tx, progress) }))
}

// remake empties all views and applies the ledger to them again.
func (b *Book) remake(ctx context.Context, tx *sql.Tx, progress func(done, total int64)) error {
	size, _, err := readHead(ctx, tx, b.d.lockHead)
	if err != nil {
		return err
	}
	views, err := b.viewNames(ctx, tx)
	if err != nil {
		return err
	}
	for _, view := range views {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+view); err != nil {
			return fmt.Errorf("emptying %s: %w", view, err)
		}
	}
	return b.replay(ctx, tx, b.state(tx), size, progress)
}

// replay applies the events of from to the views in q.
func (b *Book) replay(ctx context.Context, q querier, from flow.LedgerState, size int64, progress func(done, total int64)) error {
	w := newBulk(b.d, q)
	known := appliers()
	err := from.Events(ctx, 0, size, func(e flow.Recorded) error {
		if err := applyOne(ctx, known, w, e.Event); err != nil {
			return err
		}
		if (e.Index+1)%rebuildBatch == 0 {
			progress(e.Index+1, size)
			return w.flush(ctx)
		}
		return nil
	})
	if err != nil {
		return err
	}
	progress(size, size)
	return w.flush(ctx)
}

func (b *Book) viewNames(ctx context.Context, q querier) ([]string, error) {
	all, err := b.tableNames(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("listing the views: %w", err)
	}
	var views []string
	for _, name := range all {
		if strings.HasPrefix(name, "view_") {
			views = append(views, name)
		}
	}
	if len(views) == 0 {
		return nil, fail.New(fail.Integrity, "the database has no views").Do("run sanad rebuild with the version that made it")
	}
	return views, nil
}

// Replace fills an empty book with the events of another, exactly as they
// were, and signs nothing: the checkpoint must be one this archive's key made
// over just these events. It is how a backup comes back.
func (b *Book) Replace(ctx context.Context, signed []byte, events func(yield func(flow.Recorded) error) error) error {
	err := b.inTx(ctx, func(tx *sql.Tx) error {
		size, _, err := readHead(ctx, tx, b.d.lockHead)
		if err != nil {
			return err
		}
		if size != 0 {
			return fail.New(fail.Conflict, "the database holds %d entries already", size).Do("restore into an empty one")
		}
		return b.refill(ctx, tx, signed, events)
	})
	if err != nil {
		return b.explain(err)
	}
	return b.remember(signed)
}

func (b *Book) refill(ctx context.Context, tx *sql.Tx, signed []byte, events func(yield func(flow.Recorded) error) error) error {
	tree := ledger.NewTree(0, tiles{ctx, tx})
	var batch []flow.Recorded
	put := func() error {
		if err := insertEvents(ctx, newBulk(b.d, tx), batch); err != nil {
			return err
		}
		if err := b.applyAll(ctx, tx, batch); err != nil {
			return err
		}
		batch = batch[:0]
		return b.storeTiles(ctx, tx, tree)
	}
	err := events(func(e flow.Recorded) error {
		if e.Index != tree.Size() {
			return fail.New(fail.Integrity, "the backup goes on with entry %d where %d should follow", e.Index, tree.Size())
		}
		if entry, err := e.Event.Entry(e.Secret); err != nil || !bytes.Equal(entry, e.Entry) {
			return fail.New(fail.Integrity, "the event of entry %d in the backup is not the one its entry was made for", e.Index).Do("use another backup")
		}
		if _, err := tree.Append(e.Entry); err != nil {
			return err
		}
		if batch = append(batch, e); len(batch) < rebuildBatch {
			return nil
		}
		return put()
	})
	if err != nil {
		return err
	}
	if err := put(); err != nil {
		return err
	}
	if err := b.bearsOut(tree, signed); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO ledger_head (one, size, checkpoint) VALUES (1, $1, $2)`, tree.Size(), signed)
	return err
}

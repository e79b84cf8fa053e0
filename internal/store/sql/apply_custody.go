package sql

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

func custodyAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		custody.Opened{}.Kind():     applyOpened,
		custody.Acquired{}.Kind():   applyAcquired,
		custody.PassedOver{}.Kind(): applyPassedOver,
		custody.Failed{}.Kind():     applyFailed,
		custody.Closed{}.Kind():     applyClosed,
		custody.Exported{}.Kind():   applyExported,
		custody.Seen{}.Kind():       applySeen,

		custody.HashClaimed{}.Kind(): applyHashClaimed,
	}
}

func applyOpened(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.Opened](e)
	if err != nil {
		return err
	}
	sealed, err := sourceColumn(f.Source)
	if err != nil {
		return err
	}
	if err := applySource(ctx, w, e, f); err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_accession (id, case_name, source, source_sealed, note, label, actor, time, idx, closed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)`,
		f.Accession, f.Case, f.Source.Name, sealed, f.Note, int(f.Label), e.Actor, micros(e.Time), e.Index)
}

func applyAcquired(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.Acquired](e)
	if err != nil {
		return err
	}
	var parent []byte
	if f.Parent != nil {
		parent = f.Parent[:]
	}
	// The case is copied into the item so that no list of items needs a join.
	caseName, err := w.caseOf(ctx, f.Accession)
	if err != nil {
		return err
	}
	var root []byte
	depth := int64(0)
	if f.Parent != nil {
		if root, depth, err = w.under(ctx, *f.Parent, f); err != nil {
			return err
		}
	}
	err = w.insert(ctx, "view_item", "sum, bytes, media_type, name, name_raw, parent, case_name, accession, idx, root, depth", "ON CONFLICT DO NOTHING",
		f.Item[:], f.Bytes, f.MediaType, f.Name.Text, f.Name.Raw, parent, caseName, f.Accession, e.Index, root, depth)
	if err != nil {
		return err
	}
	w.hand(f.Accession, handed{items: 1, bytes: f.Bytes})
	return w.insert(ctx, "view_custody", "idx, sum, accession, bytes, media_type, name, name_raw, modified, parent, role, part, taken_by", "",
		e.Index, f.Item[:], f.Accession, f.Bytes, f.MediaType, f.Name.Text, f.Name.Raw, nullMicros(f.Modified), parent, f.Role, f.Part, f.By)
}

// handed is how much an accession brought.
type handed struct{ items, bytes, failed int64 }

// hand counts what an accession brought, to be written with the rows of it.
func (b *bulk) hand(accession string, more handed) {
	h := b.handed[accession]
	if h == nil {
		if b.handed == nil {
			b.handed = map[string]*handed{}
		}
		h = &handed{}
		b.handed[accession] = h
	}
	h.items, h.bytes, h.failed = h.items+more.items, h.bytes+more.bytes, h.failed+more.failed
}

func (b *bulk) flushHanded(ctx context.Context) error {
	for _, accession := range slices.Sorted(maps.Keys(b.handed)) {
		h := b.handed[accession]
		_, err := b.q.ExecContext(ctx, `UPDATE view_accession SET items = items + $2, bytes = bytes + $3, failed = failed + $4 WHERE id = $1`, accession, h.items, h.bytes, h.failed)
		if err != nil {
			return fmt.Errorf("counting what the accession %s brought: %w", accession, err)
		}
	}
	clear(b.handed)
	return nil
}

// under gives the outermost item that a member of parent stands in and how deep
// it stands there, and counts the member there unless it is in custody already.
func (b *bulk) under(ctx context.Context, parent custody.Sum, f custody.Acquired) (root []byte, depth int64, err error) {
	if err := b.flush(ctx); err != nil {
		return nil, 0, err
	}
	type place struct {
		root  []byte
		depth int64
	}
	at, err := one(ctx, b.q, func(r scanner) (p place, err error) {
		return p, r.Scan(&p.root, &p.depth)
	}, "item", parent.String(), `SELECT coalesce(root, sum), depth + 1 FROM view_item WHERE sum = $1`, parent[:])
	if err != nil {
		return nil, 0, err
	}
	known, err := exists(ctx, b.q, `SELECT 1 FROM view_item WHERE sum = $1`, f.Item[:])
	if err != nil || known {
		return at.root, at.depth, err
	}
	return at.root, at.depth, b.exec(ctx, `INSERT INTO view_family (root, members, bytes) VALUES ($1, 1, $2)
		ON CONFLICT (root) DO UPDATE SET members = view_family.members + 1, bytes = view_family.bytes + excluded.bytes`, at.root, f.Bytes)
}

// caseOf gives the case of an accession, remembering the last one asked for:
// the events of an accession stand together.
func (b *bulk) caseOf(ctx context.Context, accession string) (string, error) {
	if b.lastAccession == accession {
		return b.lastCase, nil
	}
	if err := b.flush(ctx); err != nil {
		return "", err
	}
	name, err := one(ctx, b.q, func(s scanner) (name string, err error) {
		return name, s.Scan(&name)
	}, "accession", accession, `SELECT case_name FROM view_accession WHERE id = $1`, accession)
	if err != nil {
		return "", err
	}
	b.lastAccession, b.lastCase = accession, name
	return name, nil
}

func applyPassedOver(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.PassedOver](e)
	if err != nil {
		return err
	}
	target := ""
	if f.Target != nil {
		target = f.Target.Text
	}
	return insertLoss(ctx, w, e, f.Accession, f.Name, f.What, target)
}

func applyFailed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.Failed](e)
	if err != nil {
		return err
	}
	w.hand(f.Accession, handed{failed: 1})
	return insertLoss(ctx, w, e, f.Accession, f.Name, "failed", f.Error)
}

func insertLoss(ctx context.Context, w *bulk, e ledger.Event, accession string, name custody.Name, what, detail string) error {
	return w.insert(ctx, "view_loss", "idx, accession, name, name_raw, what, detail", "", e.Index, accession, name.Text, name.Raw, what, detail)
}

func applyClosed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.Closed](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_accession SET closed = 1 WHERE id = $1`, f.Accession)
}

func applyExported(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.Exported](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_export", "idx, accession, form, items", "", e.Index, f.Accession, f.Form, f.Items)
}

func applySeen(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.Seen](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_seen", "idx, item, actor, day, case_name, what, time", "", e.Index, f.Item[:], e.Actor, f.Day, f.Case, string(f.What), micros(e.Time))
}

func applyHashClaimed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[custody.HashClaimed](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_hash_claim", "idx, item, algorithm, claimed, verdict, file, line, name, project", "",
		e.Index, f.Item[:], f.Algorithm, f.Claimed, string(f.Verdict), f.File[:], f.Line, f.Name, f.Project)
}

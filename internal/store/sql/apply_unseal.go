package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
)

func unsealAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		seal.IdentitySealed{}.Kind(): applyIdentitySealed,
		seal.SharesMoved{}.Kind():    applySharesMoved,
		seal.Resplit{}.Kind():        applyResplit,
		seal.Requested{}.Kind():      applyUnsealRequested,
		seal.Approved{}.Kind():       applyUnsealApproved,
		seal.Refused{}.Kind():        applyUnsealRefused,
		seal.Opened{}.Kind():         applyUnsealOpened,
	}
}

// applySealed enters a sealed record, whatever fact it came with, so that all are
// asked for and opened in one way. The record is named by its envelope, and
// stands in the entry e; Part tells several of one entry apart.
func applySealed(ctx context.Context, w *bulk, e ledger.Event, r seal.Record) error {
	r.ID = r.Envelope.ID()
	if err := w.insert(ctx, "view_sealed", "id, of_what, what, case_name, called, old, need, payload, idx, seq", "",
		r.ID, r.Of, r.What, r.Case, r.Called, asInt(r.Old), r.Envelope.Need, r.Envelope.Payload, e.Index, 8*e.Index+int64(r.Part)); err != nil {
		return err
	}
	return insertShares(ctx, w, r.ID, r.Envelope)
}

func insertShares(ctx context.Context, w *bulk, record string, e seal.Envelope) error {
	for i, h := range e.Shares {
		if err := w.insert(ctx, "view_share", "record, place, holder, sealed", "", record, i, h.Holder, h.Sealed); err != nil {
			return err
		}
	}
	return nil
}

// applySource enters the sealed source of an accession, if it is sealed.
func applySource(ctx context.Context, w *bulk, e ledger.Event, f custody.Opened) error {
	r := seal.Record{Of: f.Accession, What: seal.Source, Case: f.Case}
	if f.Source.Together != nil {
		r.Envelope = *f.Source.Together
		// What a stranger handed in has its giver for its source: the record of
		// the submission is the accession's too.
		if err := w.flush(ctx); err != nil {
			return err
		}
		known, err := exists(ctx, w.q, `SELECT 1 FROM view_sealed WHERE id = $1`, r.Envelope.ID())
		if err != nil || known {
			return err
		}
		return applySealed(ctx, w, e, r)
	}
	if len(f.Source.Sealed) == 0 {
		return nil
	}
	// An old one was sealed to all who held keys then, each of whom opens it.
	r.Old, r.Envelope = true, seal.Envelope{Need: 1, Payload: f.Source.Sealed}
	if err := applySealed(ctx, w, e, r); err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_share (record, place, holder)
		SELECT $1, 0, name FROM view_holder WHERE removed = -1 AND case_name = ''`, r.Envelope.ID())
}

// sourceColumn is how a view keeps a sealed source: an age file as it is, else
// the envelope as JSON.
func sourceColumn(s custody.Source) ([]byte, error) {
	if s.Together == nil {
		return s.Sealed, nil
	}
	return json.Marshal(s.Together)
}

func readSource(name string, sealed []byte) (custody.Source, error) {
	s := custody.Source{Name: name}
	if len(sealed) == 0 || sealed[0] != '{' {
		s.Sealed = sealed
		return s, nil
	}
	s.Together = new(seal.Envelope)
	if err := json.Unmarshal(sealed, s.Together); err != nil {
		return s, fmt.Errorf("reading a sealed source: %w", err)
	}
	return s, nil
}

func applyIdentitySealed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.IdentitySealed](e)
	if err != nil {
		return err
	}
	return applySealed(ctx, w, e, seal.Record{Of: f.Identity, What: f.Role, Case: f.Case, Called: f.Called, Envelope: f.Sealed})
}

func applySharesMoved(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.SharesMoved](e)
	if err != nil {
		return err
	}
	for _, m := range f.Shares {
		if err := w.exec(ctx, `UPDATE view_share SET sealed = $1 WHERE record = $2 AND holder = $3`, m.Sealed, m.Record, f.Holder); err != nil {
			return err
		}
	}
	return nil
}

func applyResplit(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.Resplit](e)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE view_sealed SET old = 0, need = $1, payload = $2 WHERE id = $3`, f.Sealed.Need, f.Sealed.Payload, f.Record); err != nil {
		return err
	}
	if err := w.exec(ctx, `DELETE FROM view_share WHERE record = $1`, f.Record); err != nil {
		return err
	}
	if err := insertShares(ctx, w, f.Record, f.Sealed); err != nil {
		return err
	}
	return insertUnsealTurn(ctx, w, e, f.Request, "split", "")
}

func applyUnsealRequested(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.Requested](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_unseal", "id, record, reason, recipient, minutes, purpose, actor, time, idx", "",
		f.Request, f.Record, f.Reason, f.Recipient, f.Minutes, string(f.For), e.Actor, micros(e.Time), e.Index)
}

func applyUnsealApproved(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.Approved](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_unseal_yes (request, holder, actor, time, sealed, idx) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (request, holder) DO UPDATE SET actor = excluded.actor, sealed = excluded.sealed`, // the first time counts
		f.Request, f.Holder, e.Actor, micros(e.Time), f.Sealed, e.Index)
}

func applyUnsealRefused(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.Refused](e)
	if err != nil {
		return err
	}
	return insertUnsealTurn(ctx, w, e, f.Request, "refused", f.Reason)
}

func applyUnsealOpened(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[seal.Opened](e)
	if err != nil {
		return err
	}
	return insertUnsealTurn(ctx, w, e, f.Request, "opened", "")
}

func insertUnsealTurn(ctx context.Context, w *bulk, e ledger.Event, request, turn, reason string) error {
	return w.insert(ctx, "view_unseal_turn", "idx, request, turn, actor, reason, time", "", e.Index, request, turn, e.Actor, reason, micros(e.Time))
}

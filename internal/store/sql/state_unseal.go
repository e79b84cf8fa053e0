package sql

import (
	"context"

	"sanad/internal/core/seal"
	"sanad/internal/flow"
)

const sealedColumns = `SELECT r.id, r.of_what, r.what, r.case_name, r.called, r.old, r.need, r.payload, r.idx, r.seq FROM view_sealed r`

func scanSealed(s scanner) (r seal.Record, err error) {
	var old int
	err = s.Scan(&r.ID, &r.Of, &r.What, &r.Case, &r.Called, &old, &r.Envelope.Need, &r.Envelope.Payload, &r.Index, &r.Seq)
	r.Old = old != 0
	return r, err
}

func (s *state) Sealed(ctx context.Context, id string) (seal.Record, error) {
	r, err := one(ctx, s.q, scanSealed, "sealed record", id, sealedColumns+` WHERE r.id = $1`, id)
	if err != nil {
		return r, err
	}
	return s.withShares(ctx, r)
}

func (s *state) withShares(ctx context.Context, r seal.Record) (seal.Record, error) {
	shares, err := collect(ctx, s.q, func(row scanner) (h seal.Held, err error) {
		return h, row.Scan(&h.Holder, &h.Sealed)
	}, `SELECT holder, sealed FROM view_share WHERE record = $1 ORDER BY place, holder `+s.d.byteOrder, r.ID)
	r.Envelope.Shares = shares
	return r, err
}

func (s *state) EachSealed(ctx context.Context, f flow.SealedFilter, yield func(seal.Record) error) error {
	return walk(ctx, s.q, f.After, f.Limit, scanSealed, func(r seal.Record) int64 { return r.Seq },
		func(r seal.Record) error {
			r, err := s.withShares(ctx, r)
			if err != nil {
				return err
			}
			return yield(r)
		}, sealedColumns+` WHERE ($1 = '' OR r.case_name = $1) AND ($2 = '' OR r.of_what = $2)
		AND ($3 = '' OR r.id IN (SELECT h.record FROM view_share h WHERE h.holder = $3))
		AND r.seq > $4 ORDER BY r.seq LIMIT $5`, f.Case, f.Of, f.Holder)
}

const unsealColumns = `SELECT u.id, u.record, u.reason, u.recipient, u.minutes, u.purpose, u.actor, u.time, u.idx, r.case_name, r.what, r.of_what, r.called, r.need
	FROM view_unseal u JOIN view_sealed r ON r.id = u.record`

func scanUnseal(s scanner) (r seal.Request, err error) {
	var us int64
	var purpose string
	err = s.Scan(&r.Request, &r.Record, &r.Reason, &r.Recipient, &r.Minutes, &purpose, &r.By, &us, &r.Index, &r.Case, &r.What, &r.Of, &r.Called, &r.Need)
	r.For, r.At = seal.For(purpose), fromMicros(us)
	return r, err
}

func (s *state) Unsealing(ctx context.Context, id string) (seal.Request, error) {
	r, err := one(ctx, s.q, scanUnseal, "request to unseal", id, unsealColumns+` WHERE u.id = $1`, id)
	if err != nil {
		return r, err
	}
	return s.turnedUnseal(ctx, r)
}

// turnedUnseal adds to a request what became of it.
func (s *state) turnedUnseal(ctx context.Context, r seal.Request) (_ seal.Request, err error) {
	r.Approvals, err = collect(ctx, s.q, func(row scanner) (a seal.Approval, err error) {
		var us int64
		err = row.Scan(&a.Holder, &a.By, &us, &a.Sealed)
		a.At = fromMicros(us)
		return a, err
	}, `SELECT holder, actor, time, sealed FROM view_unseal_yes WHERE request = $1 ORDER BY idx, holder `+s.d.byteOrder, r.Request)
	if err != nil {
		return r, err
	}
	type turn struct {
		seal.Turn
		what string
	}
	turns, err := collect(ctx, s.q, func(row scanner) (t turn, err error) {
		var us int64
		err = row.Scan(&t.Index, &t.what, &t.By, &t.Reason, &us)
		t.At = fromMicros(us)
		return t, err
	}, `SELECT idx, turn, actor, reason, time FROM view_unseal_turn WHERE request = $1 ORDER BY idx`, r.Request)
	for _, t := range turns {
		switch t.what {
		case "refused":
			r.Refusal = &t.Turn
		case "opened":
			r.Openings = append(r.Openings, t.Turn)
		case "split":
			r.Split = true
		}
	}
	return r, err
}

func (s *state) Unsealings(ctx context.Context, f flow.UnsealFilter, yield func(seal.Request) error) error {
	return walk(ctx, s.q, f.After, f.Limit, scanUnseal, func(r seal.Request) int64 { return r.Index },
		func(r seal.Request) error {
			r, err := s.turnedUnseal(ctx, r)
			if err != nil {
				return err
			}
			return yield(r)
		}, unsealColumns+` WHERE ($1 = '' OR r.case_name = $1) AND ($2 = '' OR u.record = $2)
		AND u.idx > $3 ORDER BY u.idx LIMIT $4`, f.Case, f.Record)
}

func (s *state) Spread(ctx context.Context) ([]seal.Spread, error) {
	return collect(ctx, s.q, func(r scanner) (p seal.Spread, err error) {
		return p, r.Scan(&p.Case, &p.Need, &p.Have, &p.Gone, &p.Records)
	}, `SELECT r.case_name, r.need, held.have, held.gone, count(*) FROM view_sealed r JOIN (
			SELECT s.record, sum(CASE WHEN h.removed = -1 THEN 1 ELSE 0 END) AS have, sum(CASE WHEN h.removed = -1 THEN 0 ELSE 1 END) AS gone
			FROM view_share s LEFT JOIN view_holder h ON h.name = s.holder GROUP BY s.record) AS held ON held.record = r.id
		GROUP BY r.case_name, r.need, held.have, held.gone ORDER BY r.case_name `+s.d.byteOrder+`, r.need, held.have, held.gone`)
}

func (s *state) Holdings(ctx context.Context) ([]seal.Holding, error) {
	return collect(ctx, s.q, func(r scanner) (h seal.Holding, err error) {
		return h, r.Scan(&h.Holder, &h.Case, &h.Records, &h.Old)
	}, `SELECT s.holder, r.case_name, count(*), sum(r.old) FROM view_share s JOIN view_sealed r ON r.id = s.record
		GROUP BY s.holder, r.case_name ORDER BY s.holder `+s.d.byteOrder+`, r.case_name `+s.d.byteOrder)
}

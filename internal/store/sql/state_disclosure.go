package sql

import (
	"context"
	"encoding/json"

	"sanad/internal/core/disclosure"
)

const releaseColumns = `SELECT r.id, r.case_name, r.title, r.audience, r.reason, r.claims, r.items, r.withheld, r.plan,
	r.shape, r.recipient, r.opens, r.sealed, r.renews, r.secret, r.actor, r.idx,
	(SELECT count(*) FROM view_release_turn t WHERE t.release = r.id AND t.turn = '` + turnBuilt + `')
	FROM view_release r`

func scanRelease(s scanner) (disclosure.Release, error) {
	var r disclosure.Release
	var plan []byte
	var opens string
	var sealed int
	err := s.Scan(&r.Requested.Release, &r.Case, &r.Title, &r.Audience, &r.Reason, &r.Claims, &r.Items, &r.Withheld, &plan,
		&r.Shape, &r.Recipient, &opens, &sealed, &r.Renews, &r.Secret, &r.Actor, &r.Index, &r.Builds)
	if err != nil {
		return r, err
	}
	if len(r.Secret) == 0 {
		r.Secret = nil
	}
	r.Sealed = sealed != 0
	if r.Open, err = fromJSON[string](opens); err != nil {
		return r, err
	}
	return r, setSum(&r.Plan, plan)
}

func (s *state) Release(ctx context.Context, id string) (disclosure.Release, error) {
	r, err := one(ctx, s.q, scanRelease, "release", id, releaseColumns+` WHERE r.id = $1`, id)
	if err != nil {
		return r, err
	}
	return s.withTurns(ctx, r)
}

// releaseTurn is what became of a release by one entry.
type releaseTurn struct {
	turn, actor, body string
	sum               []byte
	index             int64
}

// withTurns tells what was decided of a release since it was asked for.
func (s *state) withTurns(ctx context.Context, r disclosure.Release) (disclosure.Release, error) {
	turns, err := collect(ctx, s.q, func(row scanner) (t releaseTurn, err error) {
		return t, row.Scan(&t.turn, &t.actor, &t.sum, &t.body, &t.index)
	}, `SELECT turn, actor, sum, body, idx FROM view_release_turn
		WHERE release = $1 AND turn IN ('`+turnApproved+`', '`+turnRecalled+`', '`+turnSuperseded+`') ORDER BY idx`, r.Requested.Release)
	for _, t := range turns {
		if err == nil {
			err = t.into(&r)
		}
	}
	return r, err
}

func (t releaseTurn) into(r *disclosure.Release) error {
	switch t.turn {
	case turnRecalled:
		r.Recalled = &disclosure.Recalled{}
		return json.Unmarshal([]byte(t.body), r.Recalled)
	case turnSuperseded:
		var f disclosure.SupersededBy
		err := json.Unmarshal([]byte(t.body), &f)
		r.Successor = f.By
		return err
	}
	a := disclosure.Approval{Actor: t.actor, Index: t.index}
	err := setSum(&a.Plan, t.sum)
	r.Approvals = append(r.Approvals, a)
	return err
}

func (s *state) Releases(ctx context.Context, caseName string) ([]disclosure.Release, error) {
	list, err := collect(ctx, s.q, scanRelease, releaseColumns+` WHERE $1 = '' OR r.case_name = $1 ORDER BY r.idx`, caseName)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i], err = s.withTurns(ctx, list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *state) ReleaseHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT idx FROM view_release WHERE id = $1
		UNION ALL SELECT idx FROM view_release_turn WHERE release = $1 ORDER BY 1`, id)
}

func (s *state) Builds(ctx context.Context, release string) ([]disclosure.Build, error) {
	return collect(ctx, s.q, func(row scanner) (b disclosure.Build, err error) {
		var body string
		var us int64
		if err := row.Scan(&body, &b.Actor, &us, &b.Index); err != nil {
			return b, err
		}
		b.Time = fromMicros(us)
		return b, json.Unmarshal([]byte(body), &b.Built)
	}, `SELECT body, actor, time, idx FROM view_release_turn WHERE release = $1 AND turn = '`+turnBuilt+`' ORDER BY idx`, release)
}

func (s *state) Deliveries(ctx context.Context, release string) ([]disclosure.Delivery, error) {
	return collect(ctx, s.q, func(row scanner) (d disclosure.Delivery, err error) {
		var body string
		var us int64
		if err := row.Scan(&body, &d.Actor, &us, &d.Index); err != nil {
			return d, err
		}
		d.Time = fromMicros(us)
		return d, json.Unmarshal([]byte(body), &d.Delivered)
	}, `SELECT body, actor, time, idx FROM view_release_turn WHERE ($1 = '' OR release = $1) AND turn = '`+turnDelivered+`' ORDER BY idx`, release)
}

package sql

import (
	"context"

	"sanad/internal/core/disclosure"
)

const releaseColumns = `SELECT r.id, r.case_name, r.title, r.audience, r.reason, r.claims, r.items, r.withheld, r.plan, r.actor, r.idx,
	(SELECT count(*) FROM view_release_turn t WHERE t.release = r.id AND t.turn = '` + turnBuilt + `')
	FROM view_release r`

func scanRelease(s scanner) (disclosure.Release, error) {
	var r disclosure.Release
	var plan []byte
	err := s.Scan(&r.Requested.Release, &r.Case, &r.Title, &r.Audience, &r.Reason, &r.Claims, &r.Items, &r.Withheld, &plan, &r.Actor, &r.Index, &r.Builds)
	if err != nil {
		return r, err
	}
	return r, setSum(&r.Plan, plan)
}

func (s *state) Release(ctx context.Context, id string) (disclosure.Release, error) {
	r, err := one(ctx, s.q, scanRelease, "release", id, releaseColumns+` WHERE r.id = $1`, id)
	if err != nil {
		return r, err
	}
	return s.withApprovals(ctx, r)
}

func (s *state) withApprovals(ctx context.Context, r disclosure.Release) (disclosure.Release, error) {
	var err error
	r.Approvals, err = collect(ctx, s.q, func(row scanner) (disclosure.Approval, error) {
		var a disclosure.Approval
		var plan []byte
		if err := row.Scan(&a.Actor, &plan, &a.Index); err != nil {
			return a, err
		}
		return a, setSum(&a.Plan, plan)
	}, `SELECT actor, sum, idx FROM view_release_turn WHERE release = $1 AND turn = '`+turnApproved+`' ORDER BY idx`, r.Requested.Release)
	return r, err
}

func (s *state) Releases(ctx context.Context, caseName string) ([]disclosure.Release, error) {
	list, err := collect(ctx, s.q, scanRelease, releaseColumns+` WHERE $1 = '' OR r.case_name = $1 ORDER BY r.idx`, caseName)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i], err = s.withApprovals(ctx, list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *state) ReleaseHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT idx FROM view_release WHERE id = $1
		UNION ALL SELECT idx FROM view_release_turn WHERE release = $1 ORDER BY 1`, id)
}

package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/person"
)

const linkingColumns = `SELECT k.idx, k.run, k.case_name, k.model, k.outcome, k.sealed, k.seen, k.rows_read, k.pairs, k.clusters, k.actor FROM view_linking k`

func scanLinking(r scanner) (l person.Linking, err error) {
	var model, outcome, sealed []byte
	if err := r.Scan(&l.Index, &l.Run, &l.Case, &model, &outcome, &sealed, &l.Seen, &l.Rows, &l.Pairs, &l.Clusters, &l.Actor); err != nil {
		return l, err
	}
	if sealed != nil {
		l.Sealed = new(custody.Sum)
		if err := setSum(l.Sealed, sealed); err != nil {
			return l, err
		}
	}
	if err := setSum(&l.Model, model); err != nil {
		return l, err
	}
	return l, setSum(&l.Outcome, outcome)
}

func (s *state) Linking(ctx context.Context, caseName string) (person.Linking, error) {
	return one(ctx, s.q, scanLinking, "linking of the case", caseName, linkingColumns+` WHERE k.case_name = $1 ORDER BY k.idx DESC LIMIT 1`, caseName)
}

func (s *state) Linkings(ctx context.Context, caseName string, yield func(person.Linking) error) error {
	return walk(ctx, s.q, -1, 0, scanLinking, func(l person.Linking) int64 { return l.Index }, yield,
		linkingColumns+` WHERE ($1 = '' OR k.case_name = $1) AND k.idx > $2 ORDER BY k.idx LIMIT $3`, caseName)
}

func (s *state) NameGroups(ctx context.Context) ([]person.NamesGrouped, error) {
	all, err := collect(ctx, s.q, func(r scanner) (g person.NamesGrouped, err error) {
		var names string
		var apart int
		if err := r.Scan(&names, &apart, &g.Reason); err != nil {
			return g, err
		}
		g.Apart = apart != 0
		return g, json.Unmarshal([]byte(names), &g.Names)
	}, `SELECT g.names, g.apart, g.reason FROM view_name_group g WHERE g.lifted = 0 ORDER BY g.idx`)
	if err != nil {
		return nil, fmt.Errorf("reading the groups of names: %w", err)
	}
	return all, nil
}

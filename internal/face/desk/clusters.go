package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

type clustersPage struct {
	frame
	pager
	Cases     []caseLine
	Case      string
	Clusters  [][]person.Mention
	Conflicts [][]person.Mention
}

// clustersShown is how many clusters, and how many conflicts, a page shows.
const clustersShown = 25

func showClusters(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &clustersPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Case, err = v.oneCase(ctx, s); err != nil {
			return err
		}
		if p.Cases, err = v.caseLines(ctx, s, false, p.Case); err != nil {
			return err
		}
		linked, err := v.link(ctx, s, p.Case)
		if err != nil {
			return err
		}
		for i, c := range linked.Conflicts {
			if i == clustersShown {
				break
			}
			mentions, err := s.mentions(ctx, []string{c.Left, c.Right})
			if err != nil {
				return err
			}
			p.Conflicts = append(p.Conflicts, mentions)
		}
		next, err := p.fill(ctx, s, linked.Clusters, from)
		p.pager = v.part("from", next)
		return err
	})
}

// fill takes the clusters of more than one row, a part at a time.
func (p *clustersPage) fill(ctx context.Context, s *sight, clusters []person.Cluster, from int) (next string, err error) {
	for i := from; i < len(clusters); i++ {
		if len(clusters[i]) < 2 {
			continue
		}
		if len(p.Clusters) == clustersShown {
			return strconv.Itoa(i), nil
		}
		mentions, err := s.mentions(ctx, clusters[i])
		if err != nil {
			return "", err
		}
		p.Clusters = append(p.Clusters, mentions)
	}
	return "", nil
}

// mentions looks rows up; one that is not there any more is left out.
func (v *sight) mentions(ctx context.Context, ids []string) ([]person.Mention, error) {
	var out []person.Mention
	for _, id := range ids {
		m, err := v.Mention(ctx, id)
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

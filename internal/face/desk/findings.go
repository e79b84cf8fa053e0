package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/flow"
)

type findingsPage struct {
	frame
	pager
	Cases    []caseLine
	Waiting  bool // only those that nobody confirmed
	Findings []findingLine
}

// findingLine is a finding with how many of its claims stand.
type findingLine struct {
	finding.Finding
	Stands int
}

// Lost reports whether fewer claims stand than the finding needs.
func (l findingLine) Lost() bool { return l.Stands < l.Enough() }

// findingRows is how many findings a page lists: each may rest on many claims.
const findingRows = 25

func showFindings(ctx context.Context, v *visit) (view, error) {
	filter := flow.FindingFilter{Case: v.query("case"), About: v.query("about"), Waiting: v.query("waiting") != "", Limit: findingRows + 1}
	var err error
	if filter.After, err = v.index("after"); err != nil {
		return nil, err
	}
	p := &findingsPage{Waiting: filter.Waiting}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, filter.Case); err != nil {
			return err
		}
		var found []finding.Finding
		if err = s.Findings(ctx, filter, func(f finding.Finding) error { found = append(found, f); return nil }); err != nil {
			return err
		}
		next := ""
		if len(found) > findingRows {
			found = found[:findingRows]
			next = strconv.FormatInt(found[findingRows-1].Index, 10)
		}
		p.pager = v.part("after", next)
		p.Findings, err = s.findingLines(ctx, found)
		return err
	})
}

// findingLines adds to findings how many of their claims stand.
func (v *sight) findingLines(ctx context.Context, found []finding.Finding) ([]findingLine, error) {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.Claims...)
	}
	claims, err := v.claimsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	lines := make([]findingLine, len(found))
	for i, f := range found {
		lines[i] = findingLine{Finding: f}
		for _, id := range f.Claims {
			if c, ok := claims[id]; ok && c.Standing.Stands() {
				lines[i].Stands++
			}
		}
	}
	return lines, nil
}

// claimsByID gives claims by their ids, as many at a time as may be asked for;
// one that the actor may not know is not there.
func (v *sight) claimsByID(ctx context.Context, ids []string) (map[string]claim.Claim, error) {
	out := make(map[string]claim.Claim, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), flow.MaxIDs)
		err := v.Claims(ctx, flow.ClaimFilter{IDs: ids[:n], After: -1}, func(c claim.Claim) error {
			out[c.Made.Claim] = c
			return nil
		})
		if err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

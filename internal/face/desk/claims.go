package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type claimsPage struct {
	frame
	pager
	Cases   []caseLine
	Item    *custody.Item // only claims that rest on it
	Thing   *claim.Entity // only claims about it, whose value it is, or that it is said to have said
	Narrow  string        // which of the three: entity, value or teller
	Passage *text.Passage // only claims that rest on it
	Claims  []claimRow
	Choose  bool // claims can be marked for a finding
}

// claimRow is a claim in a list, with the name of what it is about or, if it has
// none, with what that links.
type claimRow struct {
	claim.Claim
	About string
}

func showClaims(ctx context.Context, v *visit) (view, error) {
	filter := flow.ClaimFilter{Case: v.query("case"), Property: v.query("property"), Limit: pageRows + 1}
	var err error
	if filter.After, err = v.index("after"); err != nil {
		return nil, err
	}
	p := &claimsPage{Choose: v.actor.May(guard.ToClaim) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, filter.Case); err != nil {
			return err
		}
		if asked := v.query("item"); asked != "" {
			item, err := flow.FindItem(ctx, s, v.actor, asked)
			if err != nil {
				return err
			}
			p.Item, filter.Item = &item, item.Sum
		}
		if filter.Passage = v.query("passage"); filter.Passage != "" {
			passage, err := s.Passage(ctx, filter.Passage)
			if err != nil {
				return err
			}
			p.Passage = &passage
		}
		for name, into := range map[string]*string{"entity": &filter.Entity, "value": &filter.ValueEntity, "teller": &filter.TellerEntity} {
			if asked := v.query(name); asked != "" {
				e, err := s.Entity(ctx, asked)
				if err != nil {
					return err
				}
				*into, p.Thing, p.Narrow = asked, &e, name
			}
		}
		var claims []claim.Claim
		err = s.Claims(ctx, filter, func(c claim.Claim) error { claims = append(claims, c); return nil })
		if err != nil {
			return err
		}
		next := ""
		if len(claims) > pageRows {
			claims = claims[:pageRows]
			next = strconv.FormatInt(claims[pageRows-1].Index, 10)
		}
		p.pager = v.part("after", next)
		p.Claims, err = s.claimRows(ctx, claims)
		return err
	})
}

// claimRows adds to claims what they are about.
func (v *sight) claimRows(ctx context.Context, claims []claim.Claim) ([]claimRow, error) {
	names := map[string]string{}
	rows := make([]claimRow, len(claims))
	for i, c := range claims {
		name, ok := names[c.Entity]
		if !ok {
			e, err := v.Entity(ctx, c.Entity)
			if err != nil && fail.Of(err) != fail.NotFound {
				return nil, err
			}
			if name = e.Name; name == "" && err == nil {
				if name, err = v.linked(ctx, c.Entity); err != nil {
					return nil, err
				}
			}
			names[c.Entity] = name
		}
		rows[i] = claimRow{c, name}
	}
	return rows, nil
}

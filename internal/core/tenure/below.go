package tenure

import (
	"sanad/internal/core/claim"
)

// below makes the node of a unit with the units that stand under it.
func (c *climber) below(u Unit) (*Node, error) {
	n := &Node{Unit: u.Named}
	if n.Cut = c.enter(u.key()); n.Cut != CutNone {
		return n, nil
	}
	defer c.leave()
	for _, how := range []string{"part_of", "commanded_by"} {
		claims, err := pointing(c.a, how, u)
		if err != nil {
			return nil, err
		}
		ids, of := byEntity(claims)
		about, err := c.a.About(ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			step, ok := c.under(how, u, of[id])
			if !ok {
				continue
			}
			lower := unitOf(id, about[id])
			step.To = lower.Named
			if step.Node, err = c.below(lower); err != nil {
				return nil, err
			}
			n.Next = append(n.Next, step)
		}
	}
	return n, nil
}

// under makes the step down that claims on one unit give, if one held on the
// days asked for.
func (c *climber) under(how string, u Unit, claims []claim.Claim) (Step, bool) {
	var all []Said
	for _, cl := range claims {
		all = append(all, said(cl, nil))
	}
	s, ok := tied(all, u, c.asked)
	return Step{How: how, Sure: s.Sure, ByName: s.ByName, Claims: s.Claims}, ok
}

// byEntity parts the claims that are read by what they are about.
func byEntity(claims []claim.Claim) (ids []string, of map[string][]claim.Claim) {
	of = map[string][]claim.Claim{}
	for _, c := range claims {
		if c.Schema != "Organisation" || !counts(c.Standing) {
			continue
		}
		if of[c.Entity] == nil {
			ids = append(ids, c.Entity)
		}
		of[c.Entity] = append(of[c.Entity], c)
	}
	return ids, of
}

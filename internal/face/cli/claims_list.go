package cli

import (
	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

type claimsCmd struct {
	Entity   string   `help:"Only claims about this thing." placeholder:"ID"`
	Property string   `help:"Only claims on this property."`
	Value    string   `help:"Only claims whose value is this thing." placeholder:"ID"`
	Says     string   `help:"Who has said what: only claims that somebody of this name, or this person or body, is said to have said." placeholder:"WHO"`
	RestsOn  []string `name:"rests-on" help:"What falls if this falls: an item, an accession, source:NAME, a passage, a claim, teller:NAME or a teller's record; may be given more than once." placeholder:"ID" sep:"none"`
	Case     string   `help:"Only claims of this case."`
}

func (c *claimsCmd) Run(s *session) error {
	if len(c.RestsOn) > 0 {
		return c.falls(s)
	}
	f := flow.ClaimFilter{Case: c.Case, Entity: c.Entity, Property: c.Property, ValueEntity: c.Value, After: -1}
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			if c.Says != "" {
				if _, err := st.Entity(s.ctx, c.Says); err == nil {
					f.TellerEntity = c.Says
				} else {
					f.Teller = c.Says
				}
			}
			return st.Claims(s.ctx, f, func(cl claim.Claim) error {
				seen, err := maySee(s, a, st, cl)
				if err != nil || !seen {
					return err
				}
				v := viewClaim(cl)
				return s.answer(v, func() { tellClaim(s, v) })
			})
		})
	})
}

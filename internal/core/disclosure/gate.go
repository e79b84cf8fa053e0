package disclosure

import (
	"slices"

	"sanad/internal/core/intake"
)

// Terms are all consents and conditions of a case, as they stand.
type Terms struct {
	Consents   []Consent
	Conditions []Condition
}

// Gate decides whether a thing may leave, to one recipient on one day. It is the
// one place where consents and conditions are weighed; every way out asks it.
type Gate struct {
	to         Recipient
	day        string
	consents   map[Ref][]Consent
	conditions map[Ref][]Condition
}

// NewGate makes the gate of a recipient on a day (YYYY-MM-DD).
func NewGate(to Recipient, day string, t Terms) *Gate {
	g := &Gate{to: to, day: day, consents: map[Ref][]Consent{}, conditions: map[Ref][]Condition{}}
	for _, c := range t.Consents {
		g.consents[c.On] = append(g.consents[c.On], c)
	}
	for _, c := range t.Conditions {
		if !c.Lifted {
			g.conditions[c.On] = append(g.conditions[c.On], c)
		}
	}
	return g
}

// To gives the recipient it is the gate of.
func (g *Gate) To() Recipient { return g.to }

// Mode is how a thing may leave.
type Mode int

// The modes, from the most open. Nothing leaves in two modes: the strictest
// counts.
const (
	Leaves   Mode = iota
	Redacted      // an original: as a redacted copy alone
	Nameless      // an entity: under a pseudonym
	Stays
)

// Ruling is what a gate says of a thing.
type Ruling struct {
	Mode   Mode
	Reason string // one of the rules, for everyone
	By     string // the consent or condition it rests on, for those inside who may know
}

// Stricter gives the stricter of two rulings, the first if they are alike.
func (r Ruling) Stricter(other Ruling) Ruling {
	if other.Mode > r.Mode {
		return other
	}
	return r
}

// Rule decides on a thing that is met under several names: an item with its
// accession and source, a claim with its entity.
func (g *Gate) Rule(refs ...Ref) Ruling {
	var out Ruling
	for _, ref := range refs {
		out = out.Stricter(g.byConditions(ref)).Stricter(g.byConsents(ref))
	}
	return out
}

func (g *Gate) byConditions(ref Ref) Ruling {
	var out Ruling
	for _, c := range g.conditions[ref] {
		switch {
		case c.Held, c.Until != "" && g.day <= c.Until, len(c.Only) > 0 && !slices.Contains(c.Only, g.to.Recipient), slices.Contains(c.Never, g.to.Body):
			out = out.Stricter(Ruling{Stays, BecauseConditioned, c.Condition})
		case c.Nameless:
			out = out.Stricter(Ruling{Nameless, BecauseNameless, c.Condition})
		case c.Redacted:
			out = out.Stricter(Ruling{Redacted, BecauseRedacted, c.Condition})
		}
	}
	return out
}

// byConsents: where nobody was ever asked, consents decide nothing; once somebody
// was, something leaves only while what they said last of a use covers it.
func (g *Gate) byConsents(ref Ref) Ruling {
	given := g.consents[ref]
	if len(given) == 0 {
		return Ruling{}
	}
	by := given[len(given)-1].Consent
	some := func(uses []intake.Use) bool {
		return slices.ContainsFunc(uses, func(u intake.Use) bool {
			c, said := g.last(given, u)
			if said {
				by = c.Consent
			}
			return said && c.Allows(u, g.to, g.day)
		})
	}
	switch {
	case !some(g.to.uses()):
		return Ruling{Stays, BecauseNoConsent, by}
	case !g.to.named() || some([]intake.Use{intake.ToPublishNamed}):
		return Ruling{}
	case ref.On == OnEntity:
		return Ruling{Nameless, BecauseNameless, by}
	case ref.On == OnClaim: // its words are weighed by what they name
		return Ruling{}
	}
	return Ruling{Redacted, BecauseRedacted, by}
}

// last gives the consent that says last whether a use is agreed to: one that
// names the use, given or taken back, or one that agrees to nothing.
func (g *Gate) last(given []Consent, u intake.Use) (last Consent, said bool) {
	at := int64(-1)
	for _, c := range given {
		if len(c.Uses) > 0 && !slices.Contains(c.Uses, u) {
			continue
		}
		// Which court is part of the use: what is said of one says nothing of another.
		if u == intake.ToNamedCourt && c.Court != "" && c.Court != g.to.Recipient && c.Court != g.to.Title {
			continue
		}
		spoken := c.Index
		if slices.Contains(c.Withdrawn, u) {
			spoken = max(spoken, c.Turned)
		}
		if spoken > at {
			last, at, said = c, spoken, true
		}
	}
	return last, said
}

// Agreed reports whether somebody was asked and agreed: what is sealed leaves by
// nothing less.
func (g *Gate) Agreed(refs ...Ref) bool {
	for _, ref := range refs {
		if len(g.consents[ref]) > 0 && g.byConsents(ref).Mode < Stays {
			return true
		}
	}
	return false
}

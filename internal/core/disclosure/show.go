package disclosure

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/text"
)

// Shown makes of claims what of them leaves. Whatever draws a page or writes a
// table of a release gets its claims here, and nowhere else.
type Shown struct {
	plan   Plan
	claims map[string]int
	copies map[custody.Sum]int
}

// Show makes the plan ready to be asked.
func (p Plan) Show() *Shown {
	s := &Shown{plan: p, claims: make(map[string]int, len(p.Claims)), copies: map[custody.Sum]int{}}
	for i, c := range p.Claims {
		s.claims[c.ID] = i
	}
	for i, c := range p.Copies {
		s.copies[c.Item] = i
	}
	return s
}

// Leaves reports whether something of the claim leaves, by its id in the archive.
func (s *Shown) Leaves(id string) bool { _, ok := s.claims[id]; return ok }

// Tells reports whether the claim leaves with the places it rests on.
func (s *Shown) Tells(id string) bool {
	i, ok := s.claims[id]
	return ok && !slices.Contains(s.plan.Claims[i].Closed, "passages")
}

// Copy gives how an original leaves that does not leave as it is.
func (s *Shown) Copy(item custody.Sum) (PlannedCopy, bool) {
	i, ok := s.copies[item]
	if !ok {
		return PlannedCopy{}, false
	}
	return s.plan.Copies[i], true
}

// ID gives what stands for the id of an entity or claim where it leaves.
func (s *Shown) ID(id string) string {
	if local, ok := s.plan.Local[id]; ok {
		return local
	}
	return id
}

// Pseudonym gives the name under which an entity is met, if it is under one.
func (s *Shown) Pseudonym(entity string) (string, bool) {
	p, ok := s.plan.Pseudonyms[entity]
	return p, ok
}

// Claim gives what of a claim leaves; nothing, if it stays. Ids that stay closed
// are replaced by local ones. A passage of an original that nobody may know keeps
// its words and its cell or page alone: its Item is zero.
func (s *Shown) Claim(c claim.Claim) (claim.Claim, bool) {
	i, ok := s.claims[c.Made.Claim]
	if !ok {
		return claim.Claim{}, false
	}
	closed := s.plan.Claims[i].Closed
	shut := func(field string) bool { return slices.Contains(closed, field) }
	_, nameless := s.plan.Pseudonyms[c.Entity]
	c.Note, c.Replaces, c.Recorded, c.Actor = "", "", nil, ""
	c.Made.Claim, c.Entity, c.ValueEntity = s.ID(c.Made.Claim), s.ID(c.Entity), s.ID(c.ValueEntity)
	switch {
	case shut("passages") && nameless:
		c.Passages = nil
	case shut("passages"):
		c.Passages = placeless(c.Passages)
	}
	if shut("original") {
		c.Original = c.Value
	}
	if shut("says") {
		c.Says = nil
	}
	c.Says = slices.Clone(c.Says)
	for i := range c.Says {
		c.Says[i].Entity = s.ID(c.Says[i].Entity)
	}
	if shut("grounds") {
		c.Grounds = nil
	}
	if s.plan.Words.In(c.Reason) {
		c.Reason = ""
	}
	if s.plan.Words.In(c.Own.Reason) {
		c.Own.Reason = ""
	}
	return c, true
}

func placeless(all []text.Passage) []text.Passage {
	out := make([]text.Passage, len(all))
	for i, p := range all {
		out[i] = text.Passage{Selector: text.Selector{Page: p.Selector.Page, Cell: p.Selector.Cell, Time: p.Selector.Time}, Quote: p.Quote}
	}
	return out
}

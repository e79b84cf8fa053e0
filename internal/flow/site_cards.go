package flow

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/person"
	"sanad/internal/ground/canon"
	"sanad/schema"
)

// siteRecord is a record of a site in the making: a thing, or all that is judged
// to be one person.
type siteRecord struct {
	members []string // in the archive, the first recorded first
	kind    string
	claims  []int   // places among the plan's claims
	events  []int64 // entries that speak of it and leave, ascending
	reasons bool    // somebody may have said why, in words of their own
}

// siteGatherer finds what the records of a site are. It reads claims only of those
// that the build before does not have as they are now.
type siteGatherer struct {
	s      State
	caseIs string
	plan   disclosure.Plan
	shown  *disclosure.Shown
	leaves map[int64]bool // entries that the plan discloses

	records []siteRecord
	at      map[string]int // of an entity, the record
	near    map[int][]person.Judgement
}

func newSiteGatherer(s State, caseName string, plan disclosure.Plan) *siteGatherer {
	g := &siteGatherer{s: s, caseIs: caseName, plan: plan, shown: plan.Show(), leaves: make(map[int64]bool, len(plan.Events)), at: map[string]int{}, near: map[int][]person.Judgement{}}
	for _, index := range plan.Events {
		g.leaves[index] = true
	}
	return g
}

// gather parts what leaves into records, in the order of the ledger.
func (g *siteGatherer) gather(ctx context.Context) error {
	claims := map[string][]int{}
	for i, c := range g.plan.Claims {
		claims[c.Entity] = append(claims[c.Entity], i)
	}
	var people []string
	kinds, order := map[string]string{}, []string{}
	err := g.s.Entities(ctx, EntityFilter{Case: g.caseIs, After: -1}, func(e claim.Entity) error {
		if len(claims[e.ID]) == 0 {
			return nil
		}
		kinds[e.ID], order = e.Schema, append(order, e.ID)
		if _, hidden := g.shown.Pseudonym(e.ID); e.Schema == "Person" && !hidden {
			people = append(people, e.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	of, judged, err := g.clusters(ctx, people)
	if err != nil {
		return err
	}
	for _, id := range order {
		if first, ok := of[id]; ok && first != id {
			continue // with the first of its cluster
		}
		members := []string{id}
		if c := judged[id]; len(c) > 0 {
			members = c
		}
		r := siteRecord{members: members, kind: kinds[id]}
		for _, m := range members {
			r.claims = append(r.claims, claims[m]...)
			g.at[m] = len(g.records)
		}
		slices.SortFunc(r.claims, func(a, b int) int { return cmp.Compare(g.plan.Claims[a].Index, g.plan.Claims[b].Index) })
		g.records = append(g.records, r)
	}
	return g.entries(ctx)
}

// clusters joins records by judgements that leave, and by no others.
func (g *siteGatherer) clusters(ctx context.Context, people []string) (of map[string]string, members map[string]person.Cluster, err error) {
	var leaving []person.Judgement
	err = g.s.Judgements(ctx, g.caseIs, func(j person.Judgement) error {
		if g.leaves[j.Index] {
			leaving = append(leaving, j)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	all, _ := person.Clusters(people, leaving)
	of, members = make(map[string]string, len(people)), make(map[string]person.Cluster, len(all))
	for _, c := range all {
		members[c.ID()] = c
		for _, m := range c {
			of[m] = c.ID()
		}
	}
	return of, members, nil
}

// entries finds the entries that speak of each record: its claims with their turns,
// its rows, and judgements, which stand with their left side.
func (g *siteGatherer) entries(ctx context.Context) error {
	for i := range g.records {
		r := &g.records[i]
		for _, at := range r.claims {
			c := g.plan.Claims[at]
			r.events = append(r.events, c.Index)
			if !c.Turned || slices.Contains(c.Closed, "claim") {
				continue
			}
			history, err := g.s.ClaimHistory(ctx, c.ID)
			if err != nil {
				return err
			}
			r.events, r.reasons = append(r.events, history...), true
		}
	}
	err := g.s.Mentions(ctx, g.caseIs, "", func(m person.Mention) error {
		if at, ok := g.at[m.Mentioned.Mention]; ok {
			g.records[at].events = append(g.records[at].events, m.Index)
		}
		return nil
	})
	if err == nil {
		err = g.s.Judgements(ctx, g.caseIs, func(j person.Judgement) error {
			left, here := g.at[j.Left]
			right, too := g.at[j.Right]
			if !here || !too || !g.leaves[j.Index] {
				return nil
			}
			g.records[left].events, g.records[left].reasons = append(g.records[left].events, j.Index), true
			if left != right && (j.Verdict == person.Unsure || j.Verdict == person.Relative) {
				g.near[left], g.near[right] = append(g.near[left], j), append(g.near[right], j)
			}
			return nil
		})
	}
	for i := range g.records {
		r := &g.records[i]
		r.events = slices.DeleteFunc(r.events, func(index int64) bool { return !g.leaves[index] })
		slices.Sort(r.events)
		r.events = slices.Compact(r.events)
	}
	return err
}

// cardEdition is raised whenever cards are made otherwise.
const cardEdition = "1"

// sum names all that a record is made of.
func (g *siteGatherer) sum(r siteRecord, release string) custody.Sum {
	words := []string{cardEdition, r.kind}
	if g.drawn(r) || r.reasons && !g.plan.Words.None() { // a reason may hold a word that left before, and must not now
		words = append(words, release)
	}
	for _, m := range r.members {
		words = append(words, g.shown.ID(m))
	}
	words = append(words, "")
	for _, at := range r.claims {
		if c := g.plan.Claims[at]; len(c.Closed) > 0 {
			words = append(words, strconv.FormatInt(c.Index, 10), c.Reason)
			words = append(words, c.Closed...)
		}
	}
	words = append(words, "")
	for _, index := range r.events {
		words = append(words, strconv.FormatInt(index, 10))
	}
	return canon.Hash("sanad/card/v1", canon.Strings(words...)...)
}

// drawn reports whether ids in a record may be drawn for this release alone: its own,
// or those of what its claims name, whose fields are closed then.
func (g *siteGatherer) drawn(r siteRecord) bool {
	return g.shown.ID(r.members[0]) != r.members[0] || slices.ContainsFunc(r.claims, func(at int) bool { return len(g.plan.Claims[at].Closed) > 0 })
}

// card makes the card of a record, from that of the build before if nothing it is
// made of has changed.
func (g *siteGatherer) card(ctx context.Context, at int, release string, before map[string]Card) (Card, error) {
	r := g.records[at]
	id := g.shown.ID(r.members[0])
	sum := g.sum(r, release)
	c, known := before[id]
	if !known || c.Sum != sum {
		claims, err := g.claims(ctx, r)
		if err != nil {
			return c, err
		}
		if c, err = g.fresh(ctx, r, claims); err != nil {
			return c, err
		}
		c.ID, c.Sum = id, sum
	}
	c.Also, c.Near = nil, nil
	for _, m := range r.members[1:] {
		c.Also = append(c.Also, g.shown.ID(m))
	}
	c.Pseudonym, _ = g.shown.Pseudonym(r.members[0])
	c.Local = id != r.members[0]
	for _, j := range g.near[at] {
		other, relation := j.Right, person.Inverse(j.Relation)
		if g.at[other] == at {
			other, relation = j.Left, j.Relation
		}
		n := CardNear{ID: g.shown.ID(g.records[g.at[other]].members[0]), Verdict: j.Verdict, Relation: relation}
		if !slices.Contains(c.Near, n) {
			c.Near = append(c.Near, n)
		}
	}
	return c, nil
}

// claims reads what leaves of a record.
func (g *siteGatherer) claims(ctx context.Context, r siteRecord) (out []claim.Claim, err error) {
	for _, m := range r.members {
		err := g.s.Claims(ctx, ClaimFilter{Entity: m, After: -1}, func(c claim.Claim) error {
			if c, leaves := g.shown.Claim(c); leaves {
				out = append(out, c)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b claim.Claim) int { return cmp.Compare(a.Index, b.Index) })
	return standingAmong(out), nil
}

// fresh makes a card of a record's claims.
func (g *siteGatherer) fresh(ctx context.Context, r siteRecord, claims []claim.Claim) (Card, error) {
	c := Card{Kind: r.kind, Claims: len(claims)}
	if len(r.events) > 0 {
		newest, err := g.s.Event(ctx, r.events[len(r.events)-1])
		if err != nil {
			return c, err
		}
		c.Updated = newest.Time
	}
	FillCard(&c, claims)
	return c, nil
}

// FillCard puts on a card what claims say, in their order; of rival days the one that
// is preferred, else the first.
func FillCard(c *Card, claims []claim.Claim) {
	weight := map[string]claim.Standing{} // of what stands on the card
	better := func(said claim.Claim) bool {
		was, any := weight[said.Property]
		if any && (said.Standing != claim.Favoured || was == claim.Favoured) && (was != claim.Superseded || said.Standing == claim.Superseded) {
			return false
		}
		weight[said.Property] = said.Standing
		return true
	}
	for _, said := range claims {
		c.take(said, better)
	}
}

// take puts a claim on the card, as far as cards have it.
func (c *Card) take(said claim.Claim, better func(claim.Claim) bool) {
	property, _ := schema.Find(said.Schema, said.Property)
	_, term := property.Vocabulary()
	_, thing := property.Entity()
	switch {
	case said.Property == "name":
		if n := (CardName{said.Value, said.Lang}); said.Value != "" && !slices.Contains(c.Names, n) {
			c.Names = append(c.Names, n)
		}
	case said.Date != nil && said.Property == "birth_date":
		if better(said) {
			c.Born = said.Date
		}
	case said.Date != nil && slices.Contains(dayProperties(), said.Property):
		if better(said) {
			c.Died = said.Date
		}
	case said.Shape != nil:
		c.Spots = append(c.Spots, CardSpot{*said.Shape, said.Made.Claim})
	case said.Property == "sex":
		if better(said) {
			c.Sex = said.Value
		}
	case said.Schema == "Document" && said.Property == "item":
		c.Item = said.Value
	}
	for _, p := range said.Passages {
		if doc := DocumentPage(p.Item); !p.Item.IsZero() && !slices.Contains(c.Rests, doc) {
			c.Rests = append(c.Rests, doc)
		}
	}
	if said.ValueEntity != "" {
		if l := (CardLink{said.Property, said.ValueEntity}); !slices.Contains(c.Links, l) {
			c.Links = append(c.Links, l)
		}
	} else if t := (CardTag{said.Property, said.Value, said.Lang}); (term || thing && placed(property)) && said.Property != "sex" && said.Value != "" {
		if term {
			t.Lang = ""
		}
		if !slices.Contains(c.Tags, t) {
			c.Tags = append(c.Tags, t)
		}
	}
}

// dayProperties are those that give the day a record is found by.
func dayProperties() []string {
	return []string{"death_date", "date", "made", "published", "from"}
}

// placed reports whether values of a property are places.
func placed(p schema.Property) bool { return p.Type == schema.Place || p.Type == "Site" }

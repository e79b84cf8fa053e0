package flow

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

// listRows tells which things are rows of lists: of these there are as many as there
// are victims, and they stand with the subjects.
func listRows(ctx context.Context, s State, caseName string) (map[string]bool, error) {
	rows := map[string]bool{}
	return rows, s.Mentions(ctx, caseName, "", func(m person.Mention) error { rows[m.Mentioned.Mention] = true; return nil })
}

// people gathers who has a page: everybody but the mere rows of lists, and of
// those whoever other things speak of.
func (b *builder) people(ctx context.Context, o *outside, r disclosure.Release, plan disclosure.Plan, p *BundleParts) error {
	replies, err := o.whole.Replies(ctx, r.Case, "")
	if err != nil {
		return err
	}
	weighed, err := o.whole.Weighed(ctx, r.Case)
	if err != nil {
		return err
	}
	spoken := map[string]bool{}
	err = o.Claims(ctx, ClaimFilter{Case: r.Case, After: -1}, func(c claim.Claim) error {
		if c.ValueEntity != "" && slices.Contains([]string{"Involvement", "Tenure", "Post", "Statement"}, c.Schema) {
			spoken[c.ValueEntity] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range p.Findings {
		for _, id := range f.About {
			spoken[id] = true
		}
	}
	for _, reply := range replies {
		spoken[o.shown.ID(reply.Entity)] = true
	}
	return Walked(o.Entities(ctx, EntityFilter{Case: r.Case, Schema: "Person", After: -1}, func(e claim.Entity) error {
		if b.rows[o.real(e.ID)] && !spoken[e.ID] {
			return nil
		}
		if len(p.People) == maxPeople {
			return ErrEnough
		}
		person, err := b.person(ctx, o, e, p)
		if err != nil {
			return err
		}
		person.weigh(o, weighed)
		for _, reply := range replies {
			if reply.Entity == o.real(e.ID) {
				person.Replies = append(person.Replies, replyAsLeft(reply, o, plan.Words))
			}
		}
		p.People = append(p.People, person)
		return nil
	}))
}

// replyAsLeft is a question with its answer as the person it was put to may read
// it. Why somebody was not asked stays inside: it can tell whom that protects.
func replyAsLeft(r disclosure.Reply, o *outside, words disclosure.Words) disclosure.Reply {
	unless := func(s string) string {
		if words.In(s) {
			return ""
		}
		return s
	}
	r.Actor, r.Entity = "", o.shown.ID(r.Entity)
	r.How, r.Points = unless(r.How), unless(r.Points)
	if r.Given != nil {
		given := *r.Given
		given.Passage = nil // it is cited by claims where it leaves
		given.Answer = unless(given.Answer)
		r.Given = &given
	}
	return r
}

func (p *BundledPerson) weigh(o *outside, all []disclosure.Weighed) {
	p.Weighed = map[string]disclosure.Bearing{}
	for _, w := range all {
		if w.Entity != o.real(p.ID) {
			continue
		}
		if o.shown.Leaves(w.Claim) {
			p.Weighed[o.shown.ID(w.Claim)] = w.Bearing
		} else if w.Bearing == disclosure.Exculpatory {
			p.StaysFor++
		}
	}
}

// person gathers what is told of one.
func (b *builder) person(ctx context.Context, o *outside, e claim.Entity, parts *BundleParts) (BundledPerson, error) {
	e, err := o.entity(ctx, claim.Entity{ID: o.real(e.ID), Schema: e.Schema, Case: e.Case})
	if err != nil {
		return BundledPerson{}, err
	}
	p := BundledPerson{Entity: e}
	err = o.Claims(ctx, ClaimFilter{Entity: e.ID, After: -1, Limit: maxPersonClaim}, func(c claim.Claim) error {
		p.Claims = append(p.Claims, c)
		return nil
	})
	if err != nil {
		return p, err
	}
	seen := map[string]bool{}
	err = o.Claims(ctx, ClaimFilter{ValueEntity: e.ID, After: -1, Limit: maxPersonClaim}, func(c claim.Claim) error {
		if c.Schema != "Involvement" || c.Property != "person" {
			p.Beside = append(p.Beside, c)
			return nil
		}
		if !seen[c.Entity] {
			seen[c.Entity] = true
			p.Parts = append(p.Parts, Involvement{Entity: c.Entity})
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	for i := range p.Parts {
		err := o.Claims(ctx, ClaimFilter{Entity: p.Parts[i].Entity, After: -1}, func(c claim.Claim) error {
			p.Parts[i].Claims = append(p.Parts[i].Claims, c)
			return nil
		})
		if err != nil {
			return p, err
		}
	}
	for i, f := range parts.Findings {
		if slices.Contains(f.About, e.ID) {
			p.Findings = append(p.Findings, i)
		}
	}
	held, err := tenure.OfHolder(claimsOf(ctx, o, ""), tenure.Named{Entity: e.ID, Name: e.Name})
	p.Posts = tenure.Lines(held.Tenures)
	return p, err
}

// postsHeld gives who held every post, one after the other.
func (b *builder) postsHeld(ctx context.Context, o *outside, r disclosure.Release, _ disclosure.Plan, p *BundleParts) error {
	a := claimsOf(ctx, o, "")
	err := o.Entities(ctx, EntityFilter{Case: r.Case, Schema: "Post", After: -1}, func(e claim.Entity) error {
		held, err := tenure.OfPost(a, tenure.Named{Entity: e.ID})
		if err != nil || len(held.Posts) == 0 {
			return err
		}
		p.Posts = append(p.Posts, BundledPost{Post: held.Posts[0].Named(), Units: slices.Concat(held.Posts[0].Commands, held.Posts[0].Units), Lines: tenure.Lines(held.Tenures)})
		return nil
	})
	slices.SortStableFunc(p.Posts, func(a, b BundledPost) int { return cmp.Compare(unitName(a), unitName(b)) })
	return err
}

func unitName(p BundledPost) string {
	if len(p.Units) == 0 {
		return ""
	}
	return p.Units[0].Name + " " + p.Units[0].Entity
}

// chains draws, for the days on which the events of the case are said to have
// begun, the chains of command of the units whose posts are told of. Units that
// stand in the chain of another are not drawn by themselves.
func (b *builder) chains(ctx context.Context, o *outside, r disclosure.Release, _ disclosure.Plan, p *BundleParts) error {
	days, err := eventDays(ctx, o, r.Case)
	if err != nil || len(days) == 0 {
		return err
	}
	var units []string
	for _, post := range p.Posts {
		for _, u := range post.Units {
			id := u.Entity
			if id == "" {
				id = u.Name
			}
			if !slices.Contains(units, id) && id != "" {
				units = append(units, id)
			}
		}
	}
	for _, day := range days {
		drawn := map[string]bool{}
		var found []BundledChain
		for _, unit := range units {
			if len(p.Chains)+len(found) >= maxChains {
				break
			}
			answers, err := Posts(ctx, o, PostsRequest{Unit: unit, On: &day, Command: true, Below: true})
			if kind := fail.Of(err); err != nil && (kind == fail.NotFound || kind == fail.Usage) {
				continue // the source's name for it is no unit of those that leave
			}
			if err != nil {
				return err
			}
			for _, answer := range answers {
				found = append(found, BundledChain{Unit: answer.Unit, On: day, Up: answer.Command, Below: answer.Below})
				for _, step := range answer.Command.Next {
					mark(step.Node, drawn)
				}
			}
		}
		for _, c := range found {
			if key := nodeKey(c.Up); !drawn[key] && tells(c) {
				drawn[key] = true
				p.Chains = append(p.Chains, c)
			}
		}
	}
	return nil
}

// tells reports whether anything but the unit's own posts is known.
func tells(c BundledChain) bool {
	held := slices.ContainsFunc(c.Up.Seats, func(s tenure.Seat) bool { return len(s.Holdings) > 0 })
	return held || len(c.Up.Next)+len(c.Below.Next) > 0
}

func nodeKey(n *tenure.Node) string { return n.Unit.Entity + "\x00" + n.Unit.Name }

// mark notes every unit of a chain.
func mark(n *tenure.Node, seen map[string]bool) {
	if n == nil {
		return
	}
	seen[nodeKey(n)] = true
	for _, s := range n.Next {
		mark(s.Node, seen)
	}
}

func isWide(s calendar.Span) bool {
	n, bounded := s.Length()
	return !bounded || n > WideDays
}

// maxDays is for how many days chains of command are drawn.
const maxDays = 3

// eventDays gives the days on which events of a case began, the earliest first, of those that are
// known to the month.
func eventDays(ctx context.Context, o *outside, caseName string) (out []Days, err error) {
	var days []calendar.Day
	err = o.Entities(ctx, EntityFilter{Case: caseName, Schema: "Event", After: -1}, func(e claim.Entity) error {
		first, known := calendar.Day(0), false
		err := o.Claims(ctx, ClaimFilter{Entity: e.ID, Property: "date", After: -1}, func(c claim.Claim) error {
			// Of what lasted longer, the first day says little of who was in office.
			if span, ok := SpanOf(c.Date); ok && c.Standing.Stands() && !isWide(span) {
				if d, ok := span.Earliest.Known(); ok && (!known || d < first) {
					first, known = d, true
				}
			}
			return nil
		})
		if known && !slices.Contains(days, first) {
			days = append(days, first)
		}
		return err
	})
	slices.Sort(days)
	for _, d := range days[:min(len(days), maxDays)] {
		out = append(out, Days{Written: d.String(), Reading: calendar.Reading{Earliest: calendar.On(d), Latest: calendar.On(d)}})
	}
	return out, err
}

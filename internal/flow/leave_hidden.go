package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/person"
	"sanad/internal/core/unsaid"
	"sanad/schema"
)

// hide finds the entities that are not met by name or not at all, with all records
// that were judged to be the same, their pseudonyms, and the words by which they
// could be known.
func (p *planner) hide(ctx context.Context, terms disclosure.Terms) error {
	p.hidden = map[string]disclosure.Ruling{}
	for _, id := range entitiesOf(terms) {
		if r := p.gate.Rule(disclosure.Ref{On: disclosure.OnEntity, ID: id}); r.Mode >= disclosure.Nameless {
			p.hidden[id] = r
		}
	}
	if len(p.hidden) == 0 {
		return nil
	}
	if err := p.sameAs(ctx); err != nil {
		return err
	}
	var words []string
	for _, id := range sortedKeys(p.hidden) {
		if err := p.wordsOf(ctx, id, &words); err != nil {
			return err
		}
	}
	p.plan.Words = unsaidWords(words)
	return nil
}

// unsaidWords gives the words that are looked for in all that leaves.
func unsaidWords(all []string) disclosure.Words {
	find := unsaid.New(all)
	if find.None() {
		return disclosure.Words{}
	}
	return disclosure.WordsBy(find.In)
}

func entitiesOf(terms disclosure.Terms) (out []string) {
	add := func(r disclosure.Ref) {
		if r.On == disclosure.OnEntity && !slices.Contains(out, r.ID) {
			out = append(out, r.ID)
		}
	}
	for _, c := range terms.Consents {
		add(c.On)
	}
	for _, c := range terms.Conditions {
		add(c.On)
	}
	return out
}

// sameAs lays what holds for a record on all that were judged to be the same
// person, directly or by others, and gives each person one pseudonym: their order
// is drawn, so that it tells nothing.
func (p *planner) sameAs(ctx context.Context) error {
	parent := map[string]string{}
	var root func(string) string
	root = func(id string) string {
		if up, ok := parent[id]; ok && up != id {
			parent[id] = root(up)
			return parent[id]
		}
		return id
	}
	err := p.s.Judgements(ctx, "", func(j person.Judgement) error {
		if j.Verdict == person.Same {
			for _, id := range []string{j.Left, j.Right} {
				if _, ok := parent[id]; !ok {
					parent[id] = id
				}
			}
			parent[root(j.Left)] = root(j.Right)
		}
		return nil
	})
	if err != nil {
		return err
	}
	strictest := map[string]disclosure.Ruling{}
	for _, id := range sortedKeys(p.hidden) {
		strictest[root(id)] = strictest[root(id)].Stricter(p.hidden[id])
	}
	for id := range parent {
		if r, ok := strictest[root(id)]; ok {
			p.hidden[id] = r
		}
	}
	var people []string
	for id, r := range p.hidden {
		if r = strictest[root(id)]; r.Mode == disclosure.Nameless && !slices.Contains(people, root(id)) {
			people = append(people, root(id))
		}
		p.hidden[id] = strictest[root(id)]
	}
	slices.SortFunc(people, func(a, b string) int { return strings.Compare(p.local("p", a), p.local("p", b)) })
	for id, r := range p.hidden {
		if r.Mode == disclosure.Nameless {
			p.plan.Pseudonyms[id] = fmt.Sprintf("P-%03d", slices.Index(people, root(id))+1)
			p.plan.Local[id] = p.local("p", id)
		}
	}
	return nil
}

// wordsOf adds what a hidden entity is called, and what else of it identifies by
// itself, in every case: a number in a register, the names of relatives.
func (p *planner) wordsOf(ctx context.Context, id string, words *[]string) error {
	return p.s.Claims(ctx, ClaimFilter{Entity: id, After: -1}, func(c claim.Claim) error {
		if calls(c) {
			*words = append(*words, c.Value, c.Original)
		}
		return nil
	})
}

// calls reports whether the value of a claim is a name or a number of its thing. A
// given name or a surname alone is shared by too many to be looked for.
func calls(c claim.Claim) bool {
	switch c.Property {
	case "name", "nickname", "identifier":
		return true
	case "description", "given_name", "surname", "father_name", "grandfather_name", "mother_name", "title":
		return false
	}
	property, ok := schema.Find(c.Schema, c.Property)
	return ok && property.Identifying && property.Protected && c.ValueEntity == ""
}

// accused finds by which records somebody is accused in public who was not asked
// to reply. Who reads in confidence weighs that themselves, and is told of it.
func (p *planner) accused(ctx context.Context) error {
	if p.o.Shape != disclosure.Site {
		return nil
	}
	replies, err := p.s.Replies(ctx, "", "")
	if err != nil {
		return err
	}
	heard := map[string]bool{}
	for _, r := range replies {
		if r.Heard(p.o.Day) {
			heard[r.Entity] = true
		}
	}
	err = p.s.Claims(ctx, ClaimFilter{Case: p.o.Case, Schema: "Involvement", Property: "person", After: -1}, func(c claim.Claim) error {
		switch {
		case !c.Standing.Stands() || heard[c.ValueEntity]:
		case c.ValueEntity == "": // who is named in words alone can't have been asked
			p.unheard[c.Entity] = true
		default:
			p.unheard[c.Entity], p.accusedOf[c.ValueEntity] = true, true
		}
		return nil
	})
	if err != nil {
		return err
	}
	// A role is alleged of a person as well where nobody made an involvement of it. On
	// a row of a list it says what somebody suffered.
	err = p.s.Claims(ctx, ClaimFilter{Case: p.o.Case, Schema: "Person", Property: "role", After: -1}, func(c claim.Claim) error {
		if c.Standing.Stands() && !heard[c.Entity] && !strings.HasPrefix(c.Entity, "m-") {
			p.accusedOf[c.Entity] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.weighedAgainst(ctx, heard)
}

// weighedAgainst adds those against whom a claim was weighed, whatever it is about: an
// accusation need not be recorded as an involvement.
func (p *planner) weighedAgainst(ctx context.Context, heard map[string]bool) error {
	weighed, err := p.s.Weighed(ctx, p.o.Case)
	for _, w := range weighed {
		if w.Bearing == disclosure.Inculpatory && !heard[w.Entity] {
			p.against[w.Claim], p.accusedOf[w.Entity] = true, true
		}
	}
	return err
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

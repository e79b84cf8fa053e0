package flow

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// Speaker is somebody in chains of attribution, and how they speak in a case.
type Speaker struct {
	claim.Teller       // name and record only
	Claims       int64 // that stand and have them in their chain
	AsList       int64 // of those stand in a list of theirs, which is no telling at first hand
	FirstHand    int64 // of those nobody is said to have told them, and are not flagged as hearsay
	Duress       int64 // of those flagged as said under pressure
	Depth        int   // through how many mouths at most their words came
	Statements   int64 // records of statements
}

// speakerKey is what makes two links one speaker, as claim.Teller.Same does.
func speakerKey(t claim.Teller) string {
	if t.Entity != "" {
		return "\x00" + t.Entity
	}
	return strings.ToLower(strings.TrimSpace(t.Who))
}

// Speakers tells who speaks in a case, how often, and at first hand or not; who
// speaks most stands first. It holds one line for each of them.
func Speakers(ctx context.Context, s State, caseName string) ([]Speaker, error) {
	all := map[string]*Speaker{}
	of := func(t claim.Teller) *Speaker {
		key := speakerKey(t)
		if all[key] == nil {
			all[key] = &Speaker{Teller: claim.Teller{Who: t.Who, Entity: t.Entity}}
		}
		return all[key]
	}
	err := s.Chains(ctx, ChainFilter{Case: caseName}, func(c Chain) error {
		for i, t := range c.Says {
			if slices.ContainsFunc(c.Says[:i], t.Same) {
				continue // in a circle; the first place counts
			}
			sp := of(t)
			sp.Claims += c.Claims
			sp.Duress += c.Duress
			sp.Depth = max(sp.Depth, len(c.Says)-i)
			switch {
			case t.Verb == verbLists:
				sp.AsList += c.Claims
			case i == 0:
				sp.FirstHand += c.Claims - c.Hearsay
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, property := range []string{"speaker", "body"} {
		err := s.Claims(ctx, ClaimFilter{Case: caseName, Schema: "Statement", Property: property, After: -1}, func(c claim.Claim) error {
			if c.Standing.Stands() && c.Standing != claim.Superseded {
				of(claim.Teller{Who: c.Value, Entity: c.ValueEntity}).Statements++
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	out := make([]Speaker, 0, len(all))
	for _, sp := range all {
		out = append(out, *sp)
	}
	slices.SortFunc(out, func(a, b Speaker) int {
		return cmp.Or(cmp.Compare(b.Claims+b.Statements, a.Claims+a.Statements), cmp.Compare(speakerKey(a.Teller), speakerKey(b.Teller)))
	})
	return out, nil
}

// SaysFilter narrows what is said; zero fields do not narrow. Who is a name or
// the record of a person or body, About the record of what is spoken of.
type SaysFilter struct {
	Case, Who, About string
}

// Told is a claim as one of its tellers told it.
type Told struct {
	claim.Claim
	claim.Telling
	Teller claim.Teller
}

// verbLists is the verb of who put names on a list. A list does not say who of
// its makers saw what.
const verbLists = "lists"

// Listed reports whether the teller says it by a list of names.
func (t Told) Listed() bool { return t.Teller.Verb == verbLists }

// MaxTold bounds what Says holds in memory where it is asked what all say about
// a thing.
const MaxTold = 50_000

// Says walks what somebody has said, or what all have said about a thing,
// teller by teller. One of the two must be given.
func Says(ctx context.Context, s State, f SaysFilter, yield func(Told) error) error {
	who, err := f.tellers(ctx, s)
	if err != nil {
		return err
	}
	if f.About != "" {
		return f.aboutThing(ctx, s, who, yield)
	}
	if f.Who == "" {
		return fail.New(fail.Usage, "nobody is named who says something").Do("see who speaks: sanad says")
	}
	for _, t := range who {
		on := Ground{Teller: t.Who}
		if t.Entity != "" {
			on = Ground{TellerEntity: t.Entity}
		}
		err := s.Resting(ctx, on, func(_ custody.Sum, c claim.Claim) error {
			if f.Case != "" && c.Case != f.Case {
				return nil
			}
			if place := slices.IndexFunc(c.Says, t.Same); place >= 0 {
				return yield(Told{c, c.Tells(place), c.Says[place]})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellers gives everybody that Who may mean: a record, or all who are called
// so, with and without a record.
func (f SaysFilter) tellers(ctx context.Context, s State) ([]claim.Teller, error) {
	if f.Who == "" {
		return nil, nil
	}
	if _, err := s.Entity(ctx, f.Who); err == nil {
		return []claim.Teller{{Entity: f.Who}}, nil
	} else if fail.Of(err) != fail.NotFound {
		return nil, err
	}
	var out []claim.Teller
	err := s.Chains(ctx, ChainFilter{Case: f.Case, Teller: f.Who}, func(c Chain) error {
		for _, t := range c.Says {
			if script.Fold(t.Who) == script.Fold(f.Who) && !slices.ContainsFunc(out, t.Same) {
				out = append(out, claim.Teller{Who: t.Who, Entity: t.Entity})
			}
		}
		return nil
	})
	return out, err
}

// aboutThing gathers what is said of a thing, and what names it as a value.
func (f SaysFilter) aboutThing(ctx context.Context, s State, who []claim.Teller, yield func(Told) error) error {
	var told []Told
	for _, filter := range []ClaimFilter{{Case: f.Case, Entity: f.About, After: -1}, {Case: f.Case, ValueEntity: f.About, After: -1}} {
		err := s.Claims(ctx, filter, func(c claim.Claim) error {
			for place, t := range c.Says {
				if slices.ContainsFunc(c.Says[:place], t.Same) || f.Who != "" && !slices.ContainsFunc(who, t.Same) {
					continue
				}
				told = append(told, Told{c, c.Tells(place), t})
			}
			if len(told) > MaxTold {
				return fail.New(fail.Usage, "more than %d things are said of %s", MaxTold, f.About).Do("name who says them: sanad says WHO --about %s", f.About)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(told, func(a, b Told) int { return strings.Compare(speakerKey(a.Teller), speakerKey(b.Teller)) })
	for _, t := range told {
		if err := yield(t); err != nil {
			return err
		}
	}
	return nil
}

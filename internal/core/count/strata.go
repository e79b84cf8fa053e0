package count

import "slices"

// Kind tells what a stratum is made of. Every person is in just one stratum,
// so that they add up to the whole.
type Kind string

// The kinds of strata. The people of one that is Told have one value in common;
// of the others it is told why they have none.
const (
	Told     Kind = "told"
	Several  Kind = "several"  // several values are said, which is no contradiction
	Disagree Kind = "disagree" // sources contradict each other, and none is preferred
	Vague    Kind = "vague"    // something is said, and not as exactly as is asked for
	Unsaid   Kind = "unsaid"   // nothing is said
)

// Apart lists the kinds of strata that have no value, in the order in which
// they stand behind those that have one.
func Apart() []Kind { return []Kind{Several, Disagree, Vague, Unsaid} }

// Saying is what one source says of a person: one value of a set, or steps of a
// scale, such as months, that it leaves possible.
type Saying struct {
	Key       string // of a value of a set
	Scale     bool   // From and To count, both included
	From, To  int
	Vague     bool // it leaves everything possible
	Preferred bool // a reviewer took it for right
}

// Value is where a person belongs.
type Value struct {
	Kind Kind
	Key  string // with Told, of a set
	Step int    // with Told, on a scale
}

// Place gives where a person belongs of whom this is said. What is preferred
// alone counts, if anything is. Values of a set contradict each other when they
// differ, and sayings on a scale when no step is possible by all; many tells
// that several values may all be true.
func Place(said []Saying, many bool) Value {
	if slices.ContainsFunc(said, func(s Saying) bool { return s.Preferred }) {
		said = slices.DeleteFunc(slices.Clone(said), func(s Saying) bool { return !s.Preferred })
	}
	exact := slices.DeleteFunc(slices.Clone(said), func(s Saying) bool { return s.Vague })
	switch {
	case len(said) == 0:
		return Value{Kind: Unsaid}
	case len(exact) == 0:
		return Value{Kind: Vague}
	}
	first := exact[0]
	for _, s := range exact[1:] {
		first.From, first.To = max(first.From, s.From), min(first.To, s.To)
		if s.Scale != first.Scale || s.Key != first.Key || first.From > first.To {
			return Value{Kind: apart(many)}
		}
	}
	if first.Scale && first.From != first.To {
		return Value{Kind: Vague}
	}
	return Value{Kind: Told, Key: first.Key, Step: first.From}
}

// apart is what those are of whom different things are said.
func apart(many bool) Kind {
	if many {
		return Several
	}
	return Disagree
}

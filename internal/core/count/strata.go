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
	Unmet    Kind = "unmet"    // written in different ways that no record says are one
	Vague    Kind = "vague"    // something is said, and not as exactly as is asked for
	Unsaid   Kind = "unsaid"   // nothing is said
)

// Apart lists the kinds of strata that have no value, in the order in which
// they stand behind those that have one.
func Apart() []Kind { return []Kind{Several, Disagree, Unmet, Vague, Unsaid} }

// Saying is what one source says of a person: one value of a set, or steps of a
// scale, such as months, that it leaves possible.
type Saying struct {
	Key       string   // of a value of a set
	Open      bool     // the key is a text that no record or term is known for
	May       []string // if not open: the keys of records that bear the name
	Writing   string   // of a value of a set: the script it is written in
	Sound     string   // likewise: how it sounds in every script
	Scale     bool     // From and To count, both included
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
	case exact[0].Scale:
		return onScale(exact, many)
	}
	unmet := false
	for i, s := range exact {
		for _, o := range exact[:i] {
			switch {
			case s.Key == o.Key:
			case s.mayBe(o):
				unmet = true
			default:
				return Value{Kind: apart(many)}
			}
		}
	}
	if unmet {
		return Value{Kind: Unmet}
	}
	return Value{Kind: Told, Key: exact[0].Key}
}

// onScale gives the one step that all sayings leave possible.
func onScale(said []Saying, many bool) Value {
	from, to := said[0].From, said[0].To
	for _, s := range said[1:] {
		from, to = max(from, s.From), min(to, s.To)
	}
	switch {
	case from > to:
		return Value{Kind: apart(many)}
	case from < to:
		return Value{Kind: Vague}
	}
	return Value{Kind: Told, Step: from}
}

// mayBe reports whether two values that differ may be one that nobody recorded
// as such: a text in another script, or one that sounds the same, of which no
// record tells what it is, or the name of several records and one of these.
func (s Saying) mayBe(o Saying) bool {
	if slices.Contains(s.May, o.Key) || slices.Contains(o.May, s.Key) {
		return true
	}
	return (s.Open || o.Open) && (s.Writing != o.Writing || s.Sound != "" && s.Sound == o.Sound)
}

// apart is what those are of whom different things are said.
func apart(many bool) Kind {
	if many {
		return Several
	}
	return Disagree
}

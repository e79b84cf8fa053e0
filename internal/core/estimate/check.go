package estimate

import (
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/ground/fail"
)

const (
	mostLists    = 12         // whose patterns can be held dense
	mostModelled = 6          // over which all models are tried
	mostPeople   = 20_000_000 // beyond which totals are looked at too far apart

	fewestLists = 3    // two can't tell whether they depend on each other
	leastPeople = 50   // documented, for any estimate
	leastMore   = 20   // of them on more than one list
	leastShared = 5    // of a list with all others
	mostOnce    = 0.85 // the share on one list only beyond which the model decides
	mostOdds    = 4.0  // of two lists, beyond which one may copy the other
)

// Check refuses a table that means nothing, and gives what must be known
// before anything is made of one that does: M01 to M03, M05 and M15. M01 and
// M02 mean that no estimate may be given, unless M02 is about one list: that is
// left aside, and the rest is enough.
func Check(t count.Table) ([]Warning, error) {
	if err := refuse(t); err != nil {
		return nil, err
	}
	rest, out := aside(listed(t))
	c := dense(rest)
	out = slices.Concat(out, checkSize(rest, c), checkPairs(rest))
	if once := c.frequencies()[0]; float64(once) > float64(mostOnce*float64(c.total)) {
		out = append(out, Warning{Code: MostlyOnce, Numbers: numbers{"once": float64(once), "people": float64(c.total), "share": float64(once) / float64(c.total)},
			Text: fmt.Sprintf("%d of %d people are on one list only: the interval comes mostly from the model", once, c.total)})
	}
	return out, nil
}

// aside takes out, while there are more than three, the list that shares
// fewest people with the others, if those are so few that it can tell nothing
// of how lists overlap. Who is on no other list stays documented.
func aside(t count.Table) (count.Table, []Warning) {
	var out []Warning
	for len(t.Lists) > fewestLists {
		thin, shared := thinnest(t)
		if shared >= leastShared {
			break
		}
		out = append(out, Warning{Code: FewPeople, Form: FormList, Lists: []string{t.Lists[thin]}, Numbers: numbers{"shared": float64(shared), "least": leastShared},
			Text: fmt.Sprintf("the list %q shares %d people with all others, and a list in an estimate needs %d: it was left aside", t.Lists[thin], shared, leastShared)})
		t = without(t, thin)
	}
	return t, out
}

// thinnest is the list that shares fewest people with all others.
func thinnest(t count.Table) (thin int, least int64) {
	for i := range t.Lists {
		if shared := t.On(i) - t.Patterns[1<<i]; i == 0 || shared < least {
			thin, least = i, shared
		}
	}
	return thin, least
}

func refuse(t count.Table) error {
	switch {
	case len(t.Lists) < 2:
		return fail.New(fail.Refused, "estimating from %d lists: only lists that overlap imply anything about people on none", len(t.Lists)).Do("add a list made without the first")
	case len(t.Lists) > mostLists:
		return fail.New(fail.Refused, "estimating from %d lists", len(t.Lists)).Do("merge lists of one maker until %d are left", mostLists)
	}
	for i, name := range t.Lists {
		if slices.Contains(t.Lists[:i], name) {
			return fail.New(fail.Refused, "two lists are named %q", name).Do("name each list once")
		}
	}
	var total int64
	for pattern, n := range t.Patterns {
		switch {
		case pattern == 0 && n != 0:
			return fail.New(fail.Refused, "%d people are on no list", n).Do("leave out who is on none: their number is what is estimated")
		case pattern>>len(t.Lists) != 0:
			return fail.New(fail.Refused, "a pattern names a list beyond the %d there are", len(t.Lists))
		case n < 0:
			return fail.New(fail.Refused, "%d people on just the lists %s", n, strings.Join(namesOf(t.Lists, pattern), ", ")).Do("a number of people is never negative")
		case n > mostPeople || total+n > mostPeople:
			return fail.New(fail.Refused, "estimating from more than %d people", mostPeople).Do("estimate parts of them: a place or a year")
		}
		total += n
	}
	if total == 0 {
		return fail.New(fail.Refused, "all overlaps are zero: nobody is on any list").Do("give the number of people for each pattern of lists")
	}
	return nil
}

func checkSize(t count.Table, c cells) []Warning {
	if n := len(t.Lists); n < fewestLists {
		return []Warning{{Code: FewLists, Lists: t.Lists, Numbers: numbers{"lists": float64(n)},
			Text: fmt.Sprintf("%d lists hold anybody, and an estimate needs three: what two overlap implies is a sensitivity figure", n)}}
	}
	var out []Warning
	if c.total < leastPeople {
		out = append(out, Warning{Code: FewPeople, Form: FormPeople, Numbers: numbers{"people": float64(c.total), "least": leastPeople},
			Text: fmt.Sprintf("%d people are documented, and an estimate needs %d", c.total, leastPeople)})
	}
	more := c.total - c.frequencies()[0]
	if more < leastMore {
		out = append(out, Warning{Code: FewPeople, Form: FormShared, Numbers: numbers{"shared": float64(more), "least": leastMore},
			Text: fmt.Sprintf("%d people are on more than one list, and an estimate needs %d", more, leastMore)})
	}
	if thin, shared := thinnest(t); shared < leastShared {
		out = append(out, Warning{Code: FewPeople, Form: FormThin, Lists: []string{t.Lists[thin]}, Numbers: numbers{"shared": float64(shared), "least": leastShared},
			Text: fmt.Sprintf("the list %q shares %d people with all others, and each of three lists needs %d: add another list", t.Lists[thin], shared, leastShared)})
	}
	return out
}

func checkPairs(t count.Table) []Warning {
	var out []Warning
	for _, p := range Pairs(t) {
		lists := []string{p.Lists[0], p.Lists[1]}
		say := func(c Code, f Form, n numbers, text string, args ...any) {
			out = append(out, Warning{Code: c, Form: f, Lists: slices.Clone(lists), Numbers: n, Text: fmt.Sprintf(text, args...)})
		}
		if p.Both == 0 {
			say(NeverMeet, "", nil, "nobody is on both %q and %q", lists[0], lists[1])
		}
		switch {
		case p.Within[0] || p.Within[1]:
			if !p.Within[0] {
				slices.Reverse(lists)
			}
			say(ListsDepend, FormWithin, numbers{"people": float64(p.Both)}, "everybody on %q is also on %q: was one copied from the other? then merge them", lists[0], lists[1])
		case p.Odds > mostOdds && p.Interval[0] > 1:
			say(ListsDepend, FormMore, numbers{"odds": p.Odds}, "the odds of being on %q are %.1f times as high for who is on %q: does one copy or feed the other?", lists[1], p.Odds, lists[0])
		case p.Odds > 0 && p.Odds < 1/mostOdds && p.Interval[1] < 1:
			say(ListsDepend, FormLess, numbers{"odds": 1 / p.Odds}, "the odds of being on %q are %.1f times lower for who is on %q: do they cover different people?", lists[1], 1/p.Odds, lists[0])
		}
	}
	return out
}

// mayEstimate says that no warning forbids an estimate.
func mayEstimate(warnings []Warning) bool { return !slices.ContainsFunc(warnings, Warning.forbids) }

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
)

// Check refuses a table that means nothing, and gives what must be known
// before anything is made of one that does: M01 to M03, M05 and M15. M01 and
// M02 mean that no estimate may be given.
func Check(t count.Table) ([]Warning, error) {
	if err := refuse(t); err != nil {
		return nil, err
	}
	t = listed(t)
	c := dense(t)
	out := slices.Concat(checkSize(t, c), checkPairs(t))
	if once := c.frequencies()[0]; float64(once) > 0.85*float64(c.total) {
		out = append(out, Warning{Code: MostlyOnce,
			Text: fmt.Sprintf("%d of %d people are on one list only: the interval comes mostly from the model", once, c.total)})
	}
	return out, nil
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
	if len(t.Lists) < 3 {
		return []Warning{{Code: FewLists, Lists: t.Lists, Text: fmt.Sprintf("%d lists hold anybody, and an estimate needs three: what two overlap implies is a sensitivity figure", len(t.Lists))}}
	}
	var out []Warning
	if c.total < 50 {
		out = append(out, Warning{Code: FewPeople, Text: fmt.Sprintf("%d people are documented, and an estimate needs 50", c.total)})
	}
	if more := c.total - c.frequencies()[0]; more < 20 {
		out = append(out, Warning{Code: FewPeople, Text: fmt.Sprintf("%d people are on more than one list, and an estimate needs 20", more)})
	}
	for i, name := range t.Lists {
		if shared := t.On(i) - c.n[1<<i]; shared < 5 {
			out = append(out, Warning{Code: FewPeople, Lists: []string{name}, Text: fmt.Sprintf("the list %q shares %d people with all others, and an estimate needs 5: merge it with a list like it, or leave it out", name, shared)})
		}
	}
	return out
}

func checkPairs(t count.Table) []Warning {
	var out []Warning
	for _, p := range Pairs(t) {
		if p.Both == 0 {
			out = append(out, Warning{Code: NeverMeet, Lists: p.Lists[:], Text: fmt.Sprintf("nobody is on both %q and %q", p.Lists[0], p.Lists[1])})
		}
		for side, inside := range p.Within {
			if inside {
				out = append(out, Warning{Code: ListsDepend, Lists: p.Lists[:],
					Text: fmt.Sprintf("everybody on %q is also on %q: was one copied from the other? then merge them", p.Lists[side], p.Lists[1-side])})
			}
		}
		if p.Within != [2]bool{} || p.Odds == 0 {
			continue
		}
		if p.Odds > 4 && p.Interval[0] > 1 {
			out = append(out, Warning{Code: ListsDepend, Lists: p.Lists[:],
				Text: fmt.Sprintf("who is on %q is %.1f times likelier to be on %q: does one copy or feed the other?", p.Lists[0], p.Odds, p.Lists[1])})
		}
		if p.Odds < 0.25 && p.Interval[1] < 1 {
			out = append(out, Warning{Code: ListsDepend, Lists: p.Lists[:],
				Text: fmt.Sprintf("who is on %q is %.1f times less likely to be on %q: do they cover different people?", p.Lists[0], 1/p.Odds, p.Lists[1])})
		}
	}
	return out
}

// mayEstimate says that no warning forbids an estimate.
func mayEstimate(warnings []Warning) bool {
	return !slices.ContainsFunc(warnings, func(w Warning) bool { return w.Code == FewLists || w.Code == FewPeople })
}

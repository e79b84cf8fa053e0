package cli

import (
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/linkage"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

type listCount struct {
	Name   string `json:"name"`
	People int64  `json:"people"`
}

type counted struct {
	Minimum  int64            `json:"minimum"`
	Rule     string           `json:"rule"`
	Level    string           `json:"level"`
	Event    string           `json:"event,omitempty"`
	By       string           `json:"by,omitempty"`
	Calendar string           `json:"calendar,omitempty"`
	Lists    []listCount      `json:"lists"`
	Overlaps map[string]int64 `json:"overlaps"`
	Strata   []stratumView    `json:"strata"`
	LeftOut  []countLeft      `json:"left_out"`

	Undecided int64 `json:"undecided"`
	// Levels is how many people there would be if the linker were believed as
	// far as a level, and Sampled the same for ways to link the rows that are
	// as likely as it says: what the minimum could become, and no finding.
	Levels     map[string]int64 `json:"levels"`
	Sampled    []int64          `json:"sampled"`
	Incomplete []string         `json:"incomplete"` // lists whose import was interrupted
	Estimates  []estimateView   `json:"estimates"`
	Within     [][2]string      `json:"within"` // lists, the first of which lies within the second
	Index      int64            `json:"index"`
	order      []string
}

type stratumView struct {
	Key      string           `json:"key"`
	Kind     string           `json:"kind"`
	Label    string           `json:"label"`
	People   int64            `json:"people"`
	Overlaps map[string]int64 `json:"overlaps,omitempty"`
}

type countLeft struct {
	What  string   `json:"what"`
	Count int64    `json:"count"`
	Names []string `json:"names,omitempty"`
}

func viewCount(c flow.Counted) counted {
	out := counted{Minimum: c.Table.Minimum(), Rule: c.Rule, Level: string(c.Asked.Level), Event: c.Asked.Event, By: c.Asked.By, Calendar: c.Asked.Calendar.String(),
		Lists: []listCount{}, Strata: []stratumView{}, LeftOut: []countLeft{}, Undecided: c.Undecided, Levels: map[string]int64{},
		Sampled: append([]int64{}, c.Sampled...), Incomplete: append([]string{}, c.Incomplete...), Estimates: []estimateView{}, Within: append([][2]string{}, c.Within...), Index: c.Index}
	for level, n := range c.Levels {
		out.Levels[string(level)] = n
	}
	for i, name := range c.Table.Lists {
		out.Lists = append(out.Lists, listCount{name, c.Table.On(i)})
	}
	out.Overlaps, out.order = viewOverlaps(c.Table.Overlaps())
	for _, s := range c.Strata {
		overlaps, _ := viewOverlaps(s.Table.Overlaps())
		out.Strata = append(out.Strata, stratumView{s.Key, string(s.Kind), stratumLabel(c.Asked.By, s), s.People(), overlaps})
	}
	for _, l := range c.LeftOut {
		out.LeftOut = append(out.LeftOut, countLeft{l.What, l.Count, l.Names})
	}
	for _, e := range c.Estimates {
		out.Estimates = append(out.Estimates, viewEstimate(e))
	}
	return out
}

func viewOverlaps(all []count.Overlap) (of map[string]int64, order []string) {
	of = map[string]int64{}
	for _, o := range all {
		of[o.Key()] = o.Count
		order = append(order, o.Key())
	}
	return of, order
}

// stratumLabel says in English what the people of a stratum have in common, or
// why they have nothing.
func stratumLabel(by string, s flow.Stratum) string {
	switch s.Kind {
	case count.Several:
		if by == flow.FieldList {
			return "on more than one list"
		}
		return "more than one is said"
	case count.Disagree:
		return "sources disagree"
	case count.Unmet:
		return "written in ways that no record says are one"
	case count.Vague:
		if unit, _, _ := strings.Cut(by, ":"); unit == flow.FieldMonth || unit == flow.FieldYear {
			return "not told to the " + unit
		}
		return "said, but not exactly enough"
	case count.Unsaid:
		return "not said"
	}
	return s.Label
}

// headWords says what the number is.
func headWords(level linkage.Certainty) string {
	if level == flow.Judged {
		return "documented at least"
	}
	return "not the documented minimum, but what it would be if the linker were believed"
}

// ruleWords says the rule in English, as Counted.Rule names it.
func ruleWords(level linkage.Certainty) string {
	who := "one person for each group of rows that reviewers judged to be the same; rows nobody judged the same count apart"
	if level != flow.Judged {
		who = "one person for each group of rows that the linker takes for one as far as \"" + string(level) + "\", or reviewers judged so: no finding"
	}
	return who + "; rows of lists of people only; what was withdrawn or set aside does not count, what is preferred decides, what is disputed counts as said"
}

// leftFew names what a count leaves out where no number may be told.
func leftFew(what string) string {
	_, words, _ := strings.Cut(leftWords(what, 2), " ") // of any number but one
	return words
}

// leftWords says in English what a count leaves out.
func leftWords(what string, n int64) string {
	switch what {
	case flow.LeftWithdrawn:
		return many(n, "row", "rows") + " every claim of which was withdrawn"
	case flow.LeftGone:
		return many(n, "row that the newest version of its list has", "rows that the newest version of their list has") + " no more"
	case flow.LeftLists:
		return many(n, "list", "lists") + " of other things than people"
	case flow.LeftInterrupted:
		return many(n, "list", "lists") + " whose import was interrupted: import it again, for its other rows are not counted"
	case flow.LeftUnlisted:
		return many(n, "person", "persons") + " described in documents alone, victims or not, on no list and not judged to be anybody on one"
	case flow.LeftUndecided:
		return many(n, "undecided pair", "undecided pairs") + " of rows; each that is one person would lower the number"
	case flow.LeftUnlinked:
		return many(n, "row", "rows") + " not linked yet: sanad link"
	case flow.LeftOutside:
		return many(n, "person", "people") + " of the case whom no claim connects with the event"
	case flow.LeftBelieved:
		return many(n, "person", "people") + " fewer than reviewers judged, because the linker was believed"
	}
	return what
}

func (c counted) tell(s *session, got flow.Counted) {
	s.sayf("%s: %d people", headWords(got.Asked.Level), c.Minimum)
	s.sayf("rule: %s", c.Rule)
	s.sayf("  %s", ruleWords(got.Asked.Level))
	if len(got.Lists) > len(got.Table.Lists) {
		s.sayf("  there are %d lists: overlaps are told of %d at most, so none is", len(got.Lists), count.MaxLists)
	}
	for _, l := range c.Lists {
		s.sayf("  on %s: %d", script.Flat(l.Name), l.People)
	}
	for _, key := range c.order {
		s.sayf("  only on %s: %d", script.Flat(key), c.Overlaps[key])
	}
	if len(c.Strata) > 0 {
		s.sayf("by %s:", c.By)
	}
	for _, st := range c.Strata {
		s.sayf("  %s: %d", script.Flat(st.Label), st.People)
	}
	for _, l := range c.LeftOut {
		if s.sayf("left out: %s", leftWords(l.What, l.Count)); len(l.Names) > 0 {
			s.sayf("  %s", strings.Join(l.Names, "; "))
		}
	}
	if n := len(c.Sampled); n > 0 {
		s.sayf("if the linker is believed: %d people where it is certain, %d where probable, %d where possible; %d to %d in %d ways as likely as it says (no finding)",
			c.Levels["certain"], c.Levels["probable"], c.Levels["possible"], c.Sampled[0], c.Sampled[n-1], n)
	} else if c.Minimum > 0 {
		s.sayf("the rows were not linked yet: sanad link")
	}
	for _, e := range c.Estimates {
		tellEstimate(s, e)
	}
	for _, w := range c.Within {
		s.sayf("%s and %s: everybody on the first is on the second, which implies no number: was one made from the other?", w[0], w[1])
	}
	s.sayf("counted at entry %d of the ledger", c.Index)
}

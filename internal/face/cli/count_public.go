package cli

import (
	"sanad/internal/core/count"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

// publicCount is what of a count may be told outside. A number that may not is
// null, and few tells that there is one.
type publicCount struct {
	Minimum     *int64           `json:"minimum"`
	Few         bool             `json:"few"`
	Rule        string           `json:"rule"`
	Lists       []publicNumber   `json:"lists"`
	Overlaps    map[string]int64 `json:"overlaps"`
	Others      int64            `json:"others"` // people on combinations of lists that are not told, together
	Strata      []stratumView    `json:"strata"`
	OtherStrata int64            `json:"other_strata"`
	LeftOut     []publicLeft     `json:"left_out"`
	Index       int64            `json:"index"`
	Least       map[string]int   `json:"least"` // people in what is told
	order       []string
}

type publicNumber struct {
	Name   string `json:"name"`
	People *int64 `json:"people"`
}

type publicLeft struct {
	What  string `json:"what"`
	Count *int64 `json:"count"`
}

// tellPublic answers with what may leave.
func (s *session) tellPublic(c flow.Counted) error {
	p, err := c.Publish()
	if err != nil {
		return err
	}
	out := viewPublic(c, p)
	return s.answer(out, func() { out.tell(s, c) })
}

func viewPublic(c flow.Counted, p flow.Public) publicCount {
	out := publicCount{Few: p.Few, Rule: c.Rule, Lists: []publicNumber{}, Others: p.Others, Strata: []stratumView{}, OtherStrata: p.OtherStrata, LeftOut: []publicLeft{}, Index: c.Index,
		Least: map[string]int{"stratum": count.LeastStratum, "overlap": count.LeastCell}}
	if !p.Few {
		out.Minimum = &p.Minimum
	}
	for i, name := range c.Table.Lists {
		l := publicNumber{Name: name}
		if p.Totals != nil {
			l.People = &p.Totals[i]
		}
		out.Lists = append(out.Lists, l)
	}
	out.Overlaps, out.order = viewOverlaps(p.Overlaps)
	for _, s := range p.Strata {
		out.Strata = append(out.Strata, stratumView{Key: s.Key, Kind: string(s.Kind), Label: stratumLabel(c.Asked.By, s), People: s.People()})
	}
	for _, l := range p.LeftOut {
		v := publicLeft{What: l.What}
		if l.Count > 0 {
			v.Count = &l.Count
		}
		out.LeftOut = append(out.LeftOut, v)
	}
	return out
}

func (p publicCount) tell(s *session, c flow.Counted) {
	if p.Few {
		s.sayf("fewer than %d people: no number may leave", count.LeastStratum)
	} else {
		s.sayf("%s: %d people", headWords(c.Asked.Level), *p.Minimum)
	}
	s.sayf("rule: %s", p.Rule)
	s.sayf("  %s", ruleWords(c.Asked.Level))
	for _, l := range p.Lists {
		if len(p.Strata) > 0 || p.OtherStrata > 0 {
			break // told by groups alone
		}
		if l.People != nil {
			s.sayf("  on %s: %d", script.Flat(l.Name), *l.People)
		} else if !p.Few {
			s.sayf("  on %s: not told, for with the rest it could tell of few people", script.Flat(l.Name))
		}
	}
	for _, key := range p.order {
		s.sayf("  only on %s: %d", script.Flat(key), p.Overlaps[key])
	}
	if p.Others > 0 {
		s.sayf("  on lists otherwise: %d together", p.Others)
	}
	for _, st := range p.Strata {
		s.sayf("  %s: %d", script.Flat(st.Label), st.People)
	}
	if p.OtherStrata > 0 {
		s.sayf("  in other groups: %d together", p.OtherStrata)
	}
	if len(p.Strata) > 0 || p.OtherStrata > 0 {
		s.sayf("  overlaps and lists are not told with groups: together they would tell of few people")
	}
	for _, l := range p.LeftOut {
		if l.Count != nil {
			s.sayf("left out: %s", leftWords(l.What, *l.Count))
		} else {
			s.sayf("left out, fewer than %d: %s", count.LeastStratum, leftFew(l.What))
		}
	}
	s.sayf("counted at entry %d of the ledger", p.Index)
}

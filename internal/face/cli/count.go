package cli

import (
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type countCmd struct {
	Case string `help:"The investigation." default:"main"`
}

type listCount struct {
	Name   string `json:"name"`
	People int64  `json:"people"`
}

type counted struct {
	Minimum   int64            `json:"minimum"`
	Rule      string           `json:"rule"`
	Lists     []listCount      `json:"lists"`
	Overlaps  map[string]int64 `json:"overlaps"`
	Undecided int64            `json:"undecided"`
	// Levels is how many people there would be if the linker were believed as
	// far as a level, and Sampled the same for ways to link the rows that are
	// as likely as it says: what the minimum could become, and no finding.
	Levels     map[string]int64 `json:"levels"`
	Sampled    []int64          `json:"sampled"`
	Incomplete []string         `json:"incomplete"` // lists whose import was interrupted
	Estimates  []estimateView   `json:"estimates"`
	Index      int64            `json:"index"`
	order      []string
}

func (c *countCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		got, err := countOf(s, a, c.Case)
		if err != nil {
			return err
		}
		out := viewCount(got)
		return s.answer(out, func() { out.tell(s) })
	})
}

func countOf(s *session, a *Opened, caseName string) (c flow.Counted, err error) {
	err = s.look(a, func(st flow.State) error {
		c, err = flow.Count(s.ctx, a.Archive, st, flow.CountRequest{Case: caseName})
		return err
	})
	return c, err
}

func viewCount(c flow.Counted) counted {
	out := counted{Minimum: c.Table.Minimum(), Rule: c.Rule, Lists: []listCount{}, Overlaps: map[string]int64{}, Undecided: c.Undecided, Levels: map[string]int64{}, Sampled: append([]int64{}, c.Sampled...), Incomplete: append([]string{}, c.Incomplete...), Estimates: []estimateView{}, Index: c.Index}
	for level, n := range c.Levels {
		out.Levels[string(level)] = n
	}
	for i, name := range c.Table.Lists {
		out.Lists = append(out.Lists, listCount{name, c.Table.On(i)})
	}
	for _, o := range c.Table.Overlaps() {
		out.Overlaps[o.Key()] = o.Count
		out.order = append(out.order, o.Key())
	}
	for _, e := range c.Estimates {
		out.Estimates = append(out.Estimates, viewEstimate(e))
	}
	return out
}

func (c counted) tell(s *session) {
	s.sayf("documented at least: %d people", c.Minimum)
	s.sayf("rule: %s", c.Rule)
	for _, l := range c.Lists {
		s.sayf("  on %s: %d", l.Name, l.People)
	}
	for _, key := range c.order {
		s.sayf("  only on %s: %d", key, c.Overlaps[key])
	}
	for _, name := range c.Incomplete {
		s.sayf("the import of %s was interrupted: its other rows are not counted; import it again", name)
	}
	if c.Undecided > 0 {
		s.sayf("undecided: %s; if all were the same person the number would be lower", many(c.Undecided, "pair", "pairs"))
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
	s.sayf("counted at entry %d of the ledger", c.Index)
}

type estimateCmd struct {
	Case   string   `help:"The investigation." default:"main"`
	Method string   `help:"The method: chapman, for two lists." default:"chapman" enum:"chapman"`
	Lists  []string `help:"The two lists, by name; may be left out if there are just two." sep:"none" placeholder:"NAME"`
	Table  string   `help:"Estimate from a CSV of overlaps instead: a column of 0 and 1 a list, and one named count." placeholder:"CSV"`
}

func (c *estimateCmd) Run(s *session) error {
	if c.Table != "" {
		data, err := readSmall(c.Table)
		if err != nil {
			return fail.New(fail.Usage, "reading the table: %w", err)
		}
		t, err := count.ParseTable(data)
		if err != nil {
			return fail.New(fail.Usage, "the table %s: %w", c.Table, err)
		}
		return c.estimate(s, t)
	}
	return s.with(func(a *Opened) error {
		got, err := countOf(s, a, c.Case)
		if err != nil {
			return err
		}
		if err := c.ofPeople(s, a, got.Table); err != nil {
			return err
		}
		return c.estimate(s, got.Table)
	})
}

// ofPeople refuses a list whose rows are not people: it is there, and not in
// the table of overlaps.
func (c *estimateCmd) ofPeople(s *session, a *Opened, t count.Table) error {
	return s.look(a, func(st flow.State) error {
		for _, name := range c.Lists {
			if t.Find(name) >= 0 {
				continue
			}
			l, err := flow.FindList(s.ctx, st, c.Case, name)
			if err != nil {
				continue // that there is none is told below, with those there are
			}
			if m, err := mapping.Parse([]byte(l.Mapping)); err == nil && m.Schema != "Person" {
				return fail.New(fail.Usage, "the rows of the list %q are not people: each is %s", l.Name, schema.WithArticle(m.Schema)).
					Do("choose two of: %s", strings.Join(t.Lists, "; "))
			}
		}
		return nil
	})
}

func (c *estimateCmd) estimate(s *session, t count.Table) error {
	lists := c.Lists
	if len(lists) == 0 {
		lists = t.Lists
	}
	if len(lists) != 2 {
		return fail.New(fail.Usage, "chapman takes two lists, not %d", len(lists)).Do("choose two of: %s, with --lists NAME --lists NAME", strings.Join(t.Lists, "; "))
	}
	var at [2]int
	for i, name := range lists {
		if at[i] = t.Find(name); at[i] < 0 {
			return fail.New(fail.Usage, "there is no list %q", name).Do("there are: %s", strings.Join(t.Lists, "; "))
		}
	}
	if at[0] == at[1] {
		return fail.New(fail.Usage, "the two lists are the same")
	}
	e, err := count.Chapman(t, at[0], at[1])
	if err != nil {
		return fail.New(fail.Failed, "no estimate: %w", err)
	}
	v := viewEstimate(e)
	return s.answer(v, func() {
		tellEstimate(s, v)
		for _, w := range v.Warnings {
			s.sayf("  %s", w)
		}
	})
}

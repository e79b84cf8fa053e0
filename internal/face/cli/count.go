package cli

import (
	"context"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type countCmd struct {
	Case     string `help:"The investigation." default:"main"`
	Event    string `help:"Only people whom claims connect with this event, or with a part of it." placeholder:"ENTITY"`
	By       string `help:"Count apart by: list, prison, place, month, year, age, sex, status, or any property of a person; month:PROPERTY and year:PROPERTY take other dates than that of death." placeholder:"FIELD"`
	Level    string `help:"Who are one person: whom reviewers judged to be, or up to how sure the linker is." default:"judged" enum:"judged,certain,probable,possible"`
	Calendar string `help:"Of months and years." default:"gregorian" enum:"solar,hijri,gregorian"`
	Public   bool   `help:"Only what may leave: without numbers that could single people out."`
}

func (c *countCmd) Run(s *session) error {
	req := flow.CountRequest{Case: c.Case, Event: c.Event, By: c.By}
	var err error
	if req.Level, err = flow.ParseLevel(c.Level); err != nil {
		return err
	}
	if req.Calendar, err = calendar.ParseCalendar(c.Calendar); err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if c.Public { // whoever asks, nothing of it rests on what is sealed
			got, err := countBy(s, a.Open, req)
			if err != nil {
				return err
			}
			return s.tellPublic(got)
		}
		got, err := countBy(s, a.Archive, req)
		if err != nil {
			return err
		}
		out := viewCount(got)
		return s.answer(out, func() { out.tell(s, got) })
	})
}

func countBy(s *session, a *flow.Archive, req flow.CountRequest) (c flow.Counted, err error) {
	err = a.Book.Look(s.ctx, func(ctx context.Context, st flow.State) error {
		c, err = flow.Count(ctx, a, st, req)
		return err
	})
	return c, err
}

func countOf(s *session, a *Opened, caseName string) (flow.Counted, error) {
	return countBy(s, a.Archive, flow.CountRequest{Case: caseName})
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

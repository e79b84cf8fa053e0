package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/linkage"
	"sanad/internal/flow"
)

// countPeoplePage is the people behind one number of a count.
type countPeoplePage struct {
	frame
	pager
	linkedCase
	Back    string // to the count
	Level   linkage.Certainty
	Event   string
	Stratum string
	On      []string // names of the lists they are on just
	Among   []string // names of lists they are on, whichever else they are on
	Total   int
	People  []personCard
}

func showCountPeople(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &countPeoplePage{}
	return p, v.lookLinked(ctx, &p.linkedCase, func(ctx context.Context, s *sight, l *flow.Linked) error {
		asked := v.countAsked(p.Case)
		c, err := v.countOf(ctx, s, l, asked)
		if err != nil {
			return err
		}
		lists, on := v.r.URL.Query()["list"], v.r.URL.Query()["on"]
		people, err := c.Who(v.query("stratum"), lists, on)
		if err != nil {
			return err
		}
		if err := p.head(ctx, v, s, asked, c); err != nil {
			return err
		}
		p.On, p.Among = namesOf(c, lists), namesOf(c, on)
		next, end := "", min(from+clustersShown, len(people))
		for _, one := range people[min(from, len(people)):end] {
			rows, err := s.mentions(ctx, one)
			if err != nil {
				return err
			}
			p.People = append(p.People, personCard{one.ID(), rows})
		}
		if end < len(people) {
			next = strconv.Itoa(end)
		}
		p.Total, p.pager = len(people), v.part("from", next)
		return nil
	})
}

// head says whose people they are.
func (p *countPeoplePage) head(ctx context.Context, v *visit, s *sight, asked countAsked, c flow.Counted) error {
	p.Level, p.Back = c.Asked.Level, asked.page()
	for _, st := range c.Strata {
		if st.Key == v.query("stratum") {
			p.Stratum = v.stratumName(c.Asked, st)
		}
	}
	if asked.Event == "" {
		return nil
	}
	e, err := s.Entity(ctx, asked.Event)
	if p.Event = e.Name; p.Event == "" {
		p.Event = e.ID
	}
	return err
}

// namesOf gives the names of the lists of these ids.
func namesOf(c flow.Counted, ids []string) (names []string) {
	for _, id := range ids {
		for _, l := range c.Lists {
			if l.List == id {
				names = append(names, l.Name)
			}
		}
	}
	return names
}

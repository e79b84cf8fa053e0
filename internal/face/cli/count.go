package cli

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

type countCmd struct {
	Case     string `help:"The investigation." default:"main"`
	Event    string `help:"Only people whom claims connect with this event, or with a part of it: its id or its name." placeholder:"EVENT"`
	By       string `help:"Count apart by: list, prison, place, month, year, age, sex, status, or any property of a person; month:PROPERTY and year:PROPERTY take other dates than that of death." placeholder:"FIELD"`
	Level    string `help:"Who are one person: whom reviewers judged to be, or up to how sure the linker is." default:"judged" enum:"judged,certain,probable,possible"`
	Calendar string `help:"Of months and years." default:"gregorian" enum:"solar,hijri,gregorian"`
	Public   bool   `help:"Only what may leave: without numbers that could single people out."`
}

func (c *countCmd) Run(s *session) error {
	req := flow.CountRequest{Case: c.Case, By: c.By}
	var err error
	if req.Level, err = flow.ParseLevel(c.Level); err != nil {
		return err
	}
	if req.Calendar, err = calendar.ParseCalendar(c.Calendar); err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if c.Public { // whoever asks, nothing of it rests on what is sealed
			return c.public(s, a, req)
		}
		got, err := countBy(s, a.Archive, c.Event, req)
		if err != nil {
			return err
		}
		out := viewCount(got)
		return s.answer(out, func() { out.tell(s, got) })
	})
}

// public counts what may leave of a case, for who may read in it.
func (c *countCmd) public(s *session, a *Opened, req flow.CountRequest) error {
	if err := a.Actor.MayIn(req.Case, guard.ToRead); err != nil {
		return err
	}
	open, _, err := a.OfCase(s.ctx, req.Case)
	if err != nil {
		return err
	}
	got, err := countBy(s, open, c.Event, req)
	if err != nil {
		return err
	}
	return s.tellPublic(got)
}

// countBy counts the people of an event, given by its id or its name; "": all.
func countBy(s *session, a *flow.Archive, event string, req flow.CountRequest) (c flow.Counted, err error) {
	err = a.Book.Look(s.ctx, func(ctx context.Context, st flow.State) error {
		if event != "" {
			e, err := flow.FindThing(ctx, st, "Event", event)
			if err != nil {
				return err
			}
			req.Event = e.ID
		}
		c, err = flow.Count(ctx, a, st, req)
		return err
	})
	return c, err
}

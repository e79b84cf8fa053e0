package flow

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/tenure"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

// Days is a date that somebody asks about: a day, or an interval of them.
type Days struct {
	Written string
	Reading calendar.Reading
}

// Span gives the days.
func (d Days) Span() calendar.Span { return d.Reading.Span() }

// ReadDays reads a date as people write it, in a calendar or, if that is
// empty, in the one the words tell. A date without a first and a last day is
// refused: nothing can be certain of it.
func ReadDays(text, in string) (Days, error) {
	opt := calendar.Options{}
	if in != "" {
		c, err := calendar.ParseCalendar(in)
		if err != nil {
			return Days{}, err
		}
		opt.Calendar = c
	}
	r, err := calendar.Read(text, opt)
	if err != nil {
		var f *fail.Error
		if errors.As(err, &f) && f.Hint == "" {
			return Days{}, fail.New(fail.Usage, "the day %q: %w", text, err).Do("give it as 1988-07-27, 1367/05/05 or 5 Mordad 1367")
		}
		return Days{}, err
	}
	if _, ok := r.Span().Length(); !ok {
		return Days{}, fail.New(fail.Usage, "%q is neither a day nor an interval with a first and a last day", text).Do("give it as 1988-07-27, 1988-07 or 1988-07-27/1988-09-05")
	}
	return Days{text, r}, nil
}

// claims answers what package tenure asks, from a state. It remembers what it
// answered about things: a chain of command comes by the same ones again. It
// lives as long as one look at the state, and so may hold its context.
type claims struct {
	ctx      context.Context
	s        State
	caseName string
	known    map[string][]claim.Claim
}

func claimsOf(ctx context.Context, s State, caseName string) claims {
	return claims{ctx, s, caseName, map[string][]claim.Claim{}}
}

func (a claims) About(ids []string) (map[string][]claim.Claim, error) {
	var asked []string
	for _, id := range ids {
		if _, ok := a.known[id]; !ok {
			asked = append(asked, id)
		}
	}
	found := map[string][]claim.Claim{}
	err := a.each(asked, func(some []string) ClaimFilter { return ClaimFilter{About: some} }, func(c claim.Claim) {
		found[c.Entity] = append(found[c.Entity], c)
	})
	if err != nil {
		return nil, err
	}
	for _, id := range asked {
		a.known[id] = found[id]
	}
	about := make(map[string][]claim.Claim, len(ids))
	for _, id := range ids {
		if all := a.known[id]; len(all) > 0 {
			about[id] = all
		}
	}
	return about, nil
}

func (a claims) Valued(property string, ids []string) (found []claim.Claim, err error) {
	return found, a.each(ids, func(some []string) ClaimFilter { return ClaimFilter{Property: property, Valued: some} }, func(c claim.Claim) {
		found = append(found, c)
	})
}

func (a claims) Called(property string, keys []string) (found []claim.Claim, err error) {
	return found, a.each(keys, func(some []string) ClaimFilter { return ClaimFilter{Property: property, Called: some} }, func(c claim.Claim) {
		found = append(found, c)
	})
}

// Names gives what things are called as their own claims say, the preferred
// name before all others.
func (a claims) Names(ids []string) (map[string]string, error) {
	names, favoured := map[string]string{}, map[string]bool{}
	return names, a.each(ids, func(some []string) ClaimFilter { return ClaimFilter{Property: "name", About: some} }, func(c claim.Claim) {
		best := c.Standing == claim.Favoured
		if c.Standing.Stands() && !favoured[c.Entity] && (best || names[c.Entity] == "") {
			names[c.Entity], favoured[c.Entity] = c.Value, best
		}
	})
}

// each asks for as many things at a time as a filter can hold, each once.
func (a claims) each(all []string, filter func([]string) ClaimFilter, take func(claim.Claim)) error {
	all = slices.Compact(slices.Sorted(slices.Values(all)))
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	for some := range slices.Chunk(all, MaxOf) {
		f := filter(some)
		f.Case, f.After = a.caseName, -1
		if err := a.s.Claims(a.ctx, f, func(c claim.Claim) error { take(c); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// PostsRequest asks about the posts of a unit.
type PostsRequest struct {
	Case    string // empty: all
	Unit    string // id or name
	On      *Days  // nil: all holders in order
	Command bool   // also the chain of command above the unit, on that day
	Below   bool   // also the units under it
}

// UnitPosts is what is known of the posts of one unit.
type UnitPosts struct {
	Unit     tenure.Unit
	Held     tenure.Held
	Holdings []tenure.Holding // who held them on the days asked for
	Lines    []tenure.Line    // if no day was asked for: one a post
	Command  *tenure.Node     // if it was asked for
	Below    *tenure.Node     // likewise
}

// Posts tells who held the posts of a unit: one answer for each unit that is
// called so. It fails with NotFound if there is none.
func Posts(ctx context.Context, s State, req PostsRequest) (answers []UnitPosts, err error) {
	if strings.TrimSpace(req.Unit) == "" {
		return nil, fail.New(fail.Usage, "no unit is named")
	}
	if (req.Command || req.Below) && req.On == nil {
		return nil, fail.New(fail.Usage, "a chain of command is one of a day").Do("give the day")
	}
	a := claimsOf(ctx, s, req.Case)
	units, err := tenure.Units(a, req.Unit)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		p := UnitPosts{Unit: u}
		if p.Held, err = tenure.Of(a, u); err != nil {
			return nil, err
		}
		if req.On == nil {
			p.Lines = tenure.Lines(p.Held.Tenures)
		} else {
			p.Holdings = p.Held.On(u, req.On.Span())
		}
		if req.Command {
			if p.Command, err = tenure.Climb(a, u, req.On.Span()); err != nil {
				return nil, err
			}
		}
		if req.Below {
			if p.Below, err = tenure.Descend(a, u, req.On.Span()); err != nil {
				return nil, err
			}
		}
		answers = append(answers, p)
	}
	return answers, nil
}

// HolderPosts is what is known of the posts a person held.
type HolderPosts struct {
	Person   tenure.Named
	Held     tenure.Held
	Holdings []tenure.Holding
	Lines    []tenure.Line
	Judged   []JudgedWith // who was judged to be the same or not
}

// PostsHeld tells which posts a person held, on a day or, without one, over
// time. The person is a record, or a name that sources give to a holder who is
// no record. It fails with NotFound if nobody of the name held a post.
func PostsHeld(ctx context.Context, s State, caseName, who string, on *Days) (p HolderPosts, err error) {
	e, err := s.Entity(ctx, who)
	switch {
	case fail.Of(err) == fail.NotFound:
		p.Person = tenure.Named{Name: who}
	case err != nil:
		return p, err
	case e.Schema != "Person":
		return p, fail.New(fail.Usage, "%s is a %s, not a person", who, e.Schema).Do("see sanad posts --unit %s", who)
	default:
		p.Person = tenure.Named{Entity: e.ID, Name: e.Name}
		if p.Judged, err = JudgedOf(ctx, s, e.ID); err != nil {
			return p, err
		}
	}
	if p.Held, err = tenure.OfHolder(claimsOf(ctx, s, caseName), p.Person); err != nil {
		return p, err
	}
	if p.Person.Entity == "" && len(p.Held.Tenures) == 0 {
		return p, fail.New(fail.NotFound, "there is no person %s, and no source says that somebody of the name held a post", who).Do("see sanad entity list --schema Person")
	}
	if on == nil {
		p.Lines = tenure.Lines(p.Held.Tenures)
	} else {
		p.Holdings = tenure.On(p.Held.Tenures, on.Span())
	}
	return p, nil
}

package desk

import (
	"context"
	"strconv"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type peoplePage struct {
	frame
	pager
	linkedCase
	Rows      int // that are linked
	Judged    int // pairs
	Undecided int
	Conflicts int
	Kin       int
	Stale     int // rows that came or changed since the run
	Unlinked  bool
	Old       bool // something was recorded since that is still being worked out
	Levels    []levelLine
	Report    linkage.Report
	Odd       []flow.Odd
	Run       *person.Linking
	Recorded  time.Time // zero if the entry of the run must not be known
	Reasons   []reasonLine
	Why       string
	Second    bool
	Seconds   int // second opinions that the reader could give
	Left      int // questions of the kind that is shown
	Cards     []*pairCard
	MayJudge  bool
}

// levelLine is how many people there are at a level, and how many of them have
// more than one row.
type levelLine struct {
	Level           linkage.Certainty
	People, Several int
	Href            string
	Here            bool
}

// reasonLine narrows the questions to those asked for one reason; "" is all.
type reasonLine struct {
	Why   review.Why
	Count int
	Href  string
	Here  bool
}

// pairsShown is how many pairs a page puts before the reviewer: with what is
// compared in full lists, in any language, it stays below 100 kB with its style.
const pairsShown = 3

// pairsKept is how many comparisons are kept: those that reviewers have before
// them.
const pairsKept = 40 * pairsShown

// linkedCase is which case's rows a page tells of, and which others there are.
type linkedCase struct {
	Cases []caseLine
	Case  string
}

// find tells which case is asked for, and which others there are.
func (c *linkedCase) find(ctx context.Context, v *visit, s *sight) (err error) {
	if c.Case, err = v.oneCase(ctx, s); err != nil {
		return err
	}
	c.Cases, err = v.caseLines(ctx, s, false, c.Case)
	return err
}

// lookLinked looks at the case that is asked for, with its rows as they are
// linked.
func (v *visit) lookLinked(ctx context.Context, c *linkedCase, read func(context.Context, *sight, *flow.Linked) error) error {
	return v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if err := c.find(ctx, v, s); err != nil {
			return err
		}
		l, err := v.linkedOf(ctx, s, c.Case)
		if err != nil {
			return err
		}
		return read(ctx, s, l)
	})
}

func showPeople(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &peoplePage{Why: v.query("why"), Second: v.query("second") != ""}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if err := p.find(ctx, v, s); err != nil {
			return err
		}
		st, old, err := v.standingOf(ctx, s, p.Case)
		if err != nil {
			return err
		}
		l, g := st.linked, st.told
		p.MayJudge, p.Old = v.mayIn(l.Case, guard.ToJudge), old
		if err := p.sum(ctx, s, l, g); err != nil || l.Unlinked {
			return err
		}
		all := p.asked(v, g)
		next, end := "", min(from+pairsShown, len(all))
		for i := min(from, len(all)); i < end; i++ {
			card, err := v.askedCard(ctx, s, st, all[i], p.Second)
			if err != nil {
				return err
			}
			card.N = i - from + 1
			card.Back = pairBack{Case: p.Case, From: from, Why: p.Why, Second: p.Second}
			p.Cards = append(p.Cards, card)
		}
		if end < len(all) {
			next = strconv.Itoa(end)
		}
		p.Left, p.pager = len(all), v.part("from", next)
		return nil
	})
}

// sum tells what was linked, when and by whom, and how far it goes.
func (p *peoplePage) sum(ctx context.Context, s *sight, l *flow.Linked, g *gathered) error {
	p.Rows, p.Judged, p.Undecided, p.Conflicts = len(l.Records), g.Judged, g.Undecided, len(l.Conflicts)
	p.Kin, p.Stale, p.Unlinked, p.Report, p.Odd, p.Run = g.Kin, l.Stale, l.Unlinked, l.Report, g.Odd, l.Run
	p.Levels = g.levelLines("")
	if l.Run == nil || !s.Whole() { // to others the entry of a run that has sealed rows is hidden, and must not be missed
		return nil
	}
	e, err := s.Event(ctx, l.Run.Index)
	if fail.Of(err) == fail.NotFound {
		return nil
	}
	p.Recorded = e.Time
	return err
}

// asked gives the questions that the address asks for, and by which reasons
// they can be narrowed.
func (p *peoplePage) asked(v *visit, g *gathered) []review.Question {
	seconds := flow.WantedOf(g.wanted, v.actor.Handle)
	if p.Seconds = len(seconds); p.Second {
		return seconds
	}
	p.Reasons = g.reasonLines(p.Case, review.Why(p.Why))
	return g.asked(review.Why(p.Why))
}

// linkedOf gives how a case's rows are linked as the actor may know them.
func (v *visit) linkedOf(ctx context.Context, s *sight, caseName string) (*flow.Linked, error) {
	size, err := v.concerned(ctx, s)
	if err != nil {
		return nil, err
	}
	return v.people.at(s.recallKey(caseName), size, func() (*flow.Linked, error) { return flow.LinkedOf(ctx, v.Archive, s, caseName) })
}

func (v *sight) recallKey(caseName string) recallKey {
	return recallKey{caseName: caseName, scope: v.Scope()}
}

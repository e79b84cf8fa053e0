package desk

import (
	"context"
	"net/url"

	"sanad/internal/core/linkage"
	"sanad/internal/core/review"
	"sanad/internal/flow"
)

// gathered is what pages tell of the rows of a case as they are linked. It is the
// same for all who see the same, and takes as long as all rows and pairs: so it
// is gathered once at a size of the ledger, and not for every page.
type gathered struct {
	Judged, Undecided, Kin int
	Odd                    []flow.Odd
	levels                 []levelLine
	wanted                 []flow.Wanted
	queue                  []review.Question
	unlinked               bool
	reasons                []review.Why // in the order in which they first come
	of                     map[review.Why][]review.Question
}

// gatheredOf gives what is told of a case's rows.
func (v *visit) gatheredOf(ctx context.Context, s *sight, l *flow.Linked) (*gathered, error) {
	size, err := v.concerned(ctx, s)
	if err != nil {
		return nil, err
	}
	return v.gathered.at(s.recallKey(l.Case), size, func() (*gathered, error) { return gather(ctx, s, l) })
}

func gather(ctx context.Context, s *sight, l *flow.Linked) (g *gathered, err error) {
	g = &gathered{Judged: l.JudgedRows(), Undecided: l.Undecided(), Kin: len(l.Relatives()), Odd: l.NamedOdd(),
		levels: levelLines(l)}
	if g.unlinked = l.Unlinked; g.unlinked {
		return g, nil
	}
	if g.wanted, err = l.Wanted(ctx, s); err != nil {
		return nil, err
	}
	queue, err := l.Queue(ctx, s)
	if err != nil {
		return nil, err
	}
	g.ask(queue)
	return g, nil
}

// ask sets the questions, and by which reasons they are asked.
func (g *gathered) ask(queue []review.Question) {
	g.queue, g.reasons, g.of = queue, nil, map[review.Why][]review.Question{}
	for _, q := range queue {
		if g.of[q.Why] == nil {
			g.reasons = append(g.reasons, q.Why)
		}
		g.of[q.Why] = append(g.of[q.Why], q)
	}
}

// asked gives the questions that are asked for one reason, "" for all.
func (g *gathered) asked(why review.Why) []review.Question {
	if why == "" {
		return g.queue
	}
	return g.of[why]
}

// levelLines counts people at each level that can be told; without linking,
// that is only what people judged.
func levelLines(l *flow.Linked) (out []levelLine) {
	for _, level := range flow.Levels() {
		if l.Unlinked && level != flow.Judged {
			continue
		}
		people := l.At(level)
		several := 0
		for _, c := range people {
			if len(c) > 1 {
				several++
			}
		}
		href := "/people/clusters?" + url.Values{"case": {l.Case}, "level": {string(level)}}.Encode()
		out = append(out, levelLine{level, len(people), several, href, false})
	}
	return out
}

// levelLines gives a page its own lines of the levels, with the one it shows.
func (g *gathered) levelLines(here linkage.Certainty) []levelLine {
	out := make([]levelLine, len(g.levels))
	for i, line := range g.levels {
		line.Here = line.Level == here
		out[i] = line
	}
	return out
}

// reasonLines counts the questions by why they are asked, in the order in
// which reasons first come.
func (g *gathered) reasonLines(caseName string, here review.Why) []reasonLine {
	if len(g.queue) == 0 {
		return nil
	}
	line := func(why review.Why) reasonLine {
		query := url.Values{"case": {caseName}}
		if why != "" {
			query.Set("why", string(why))
		}
		return reasonLine{why, len(g.asked(why)), "/people?" + query.Encode() + "#questions", why == here}
	}
	out := []reasonLine{line("")}
	for _, why := range g.reasons {
		out = append(out, line(why))
	}
	return out
}

package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

type peoplePage struct {
	frame
	pager
	Cases     []caseLine
	Case      string
	Records   int
	Pairs     int
	Undecided int
	Judged    int
	Clusters  int // of more than one row
	People    int // clusters of any size
	LeftOut   int
	Conflicts int
	From      int
	Shown     []pairCard
	MayJudge  bool
}

// pairCard is a pair to be judged; Lists are the names of the two lists.
type pairCard struct {
	person.Pair
	Lists [2]string
}

// pairsShown is how many pairs a page puts before the reviewer.
const pairsShown = 10

func showPeople(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &peoplePage{From: from, MayJudge: v.actor.May(guard.ToJudge) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Case, err = v.oneCase(ctx, s); err != nil {
			return err
		}
		if p.Cases, err = v.caseLines(ctx, s, false, p.Case); err != nil {
			return err
		}
		linked, err := v.link(ctx, s, p.Case)
		if err != nil {
			return err
		}
		p.sum(linked)
		lists, err := s.listNames(ctx, p.Case)
		next := ""
		for i := from; i < len(linked.Undecided); i++ {
			if len(p.Shown) == pairsShown {
				next = strconv.Itoa(i)
				break
			}
			pair := linked.Undecided[i]
			p.Shown = append(p.Shown, pairCard{pair, [2]string{lists[pair.Left.List], lists[pair.Right.List]}})
		}
		p.pager = v.part("from", next)
		return err
	})
}

func (p *peoplePage) sum(l flow.Linked) {
	p.Records, p.Pairs, p.Undecided, p.Judged = len(l.Records), len(l.Pairs), len(l.Undecided), l.Judged
	p.People, p.LeftOut, p.Conflicts = len(l.Clusters), l.LeftOut, len(l.Conflicts)
	for _, c := range l.Clusters {
		if len(c) > 1 {
			p.Clusters++
		}
	}
}

// link pairs and clusters a case's rows as the actor may know them.
func (v *visit) link(ctx context.Context, s *sight, caseName string) (flow.Linked, error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return flow.Linked{}, err
	}
	return v.linked.at(s.recallKey(caseName), tree.Size(), func() (flow.Linked, error) { return flow.Link(ctx, s, caseName) })
}

func (v *sight) recallKey(caseName string) recallKey {
	return recallKey{caseName, v.Whole(), v.Knows()}
}

func (v *sight) listNames(ctx context.Context, caseName string) (map[string]string, error) {
	lists, err := v.Lists(ctx, caseName)
	names := map[string]string{}
	for _, l := range lists {
		names[l.List] = l.Name
	}
	return names, err
}

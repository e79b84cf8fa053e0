package app

import (
	"context"
	"fmt"

	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/fiction"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

// linking is how well the lists were linked, by the truth: pairs of rows of one
// person at each level of certainty, and what reviewers did.
type linking struct {
	Run       string             `json:"run"`
	Rows      int                `json:"rows"`
	Levels    map[string]matched `json:"levels"`
	Judged    int                `json:"judged"`
	Left      int                `json:"left"` // questions that nobody answered yet
	Second    int                `json:"second_opinions"`
	Reopened  int                `json:"reopened"` // by the second version of a list
	People    map[string]int     `json:"people"`   // at each level, in the end
	Relatives int                `json:"relatives"`
}

// matched compares pairs that are taken for one person with those that are.
type matched struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	Found     int     `json:"found"`
	True      int     `json:"true"`
}

// people links the lists, says by the truth how well, lets two reviewers work,
// and takes in the second version of a list, which most judgements outlast.
func (d *demonstration) people(ctx context.Context) error {
	out := linking{Levels: map[string]matched{}, People: map[string]int{}}
	run, err := d.link(ctx)
	if err != nil {
		return err
	}
	truth, err := d.whoIsWho(ctx)
	if err != nil {
		return err
	}
	l, err := d.linked(ctx)
	if err != nil {
		return err
	}
	out.Run, out.Rows, out.Relatives = run.Run, len(l.Records), len(l.Relatives())
	for _, level := range []linkage.Certainty{linkage.Certain, linkage.Probable, linkage.Possible} {
		out.Levels[string(level)] = matchedBy(l.At(level), truth)
	}
	probable := out.Levels[string(linkage.Probable)]
	d.say("linked %d rows of %d lists: of the pairs taken for one person %.1f %% are, and %.1f %% of those that are were found",
		len(l.Records), len(l.Lists), 100*probable.Precision, 100*probable.Recall)
	if err := d.reviewed(ctx, truth, &out); err != nil {
		return err
	}
	if err := d.secondVersion(ctx, &out); err != nil {
		return err
	}
	d.truth["linking"] = out
	return d.counted(ctx, &out)
}

func (d *demonstration) link(ctx context.Context) (flow.LinkRun, error) {
	return flow.Link(ctx, d.p.archive, d.p.archive, d.reviewer, flow.LinkRequest{Case: flow.DefaultCase}, nil)
}

func (d *demonstration) linked(ctx context.Context) (l *flow.Linked, err error) {
	err = d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		l, err = flow.LinkedOf(ctx, d.p.archive, s, flow.DefaultCase)
		return err
	})
	return l, err
}

// whoIsWho tells of each row whom it is truly about, by the numbers that the
// lists give their rows.
func (d *demonstration) whoIsWho(ctx context.Context) (map[string]int, error) {
	numbered := map[string]int{}
	for _, list := range d.tables() {
		for row := range list.Rows() {
			numbered[listKey(list.Name["en"], row.Cells[0])] = row.Person
		}
	}
	truth := map[string]int{}
	err := d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Mentions(ctx, flow.DefaultCase, "", func(m person.Mention) error {
			if who, ok := numbered[listKey(m.ListName, m.RowID)]; ok {
				truth[m.Mentioned.Mention] = who
			}
			return nil
		})
	})
	return truth, err
}

func listKey(list, number string) string { return list + "\n" + script.Digits(number) }

// matchedBy compares the pairs of clusters with the truth.
func matchedBy(people []person.Cluster, truth map[string]int) matched {
	pairs := func(n int) int { return n * (n - 1) / 2 }
	of, right := map[int]int{}, 0
	var m matched
	for _, c := range people {
		m.Found += pairs(len(c))
		in := map[int]int{}
		for _, row := range c {
			in[truth[row]]++
			of[truth[row]]++
		}
		for _, n := range in {
			right += pairs(n)
		}
	}
	for _, n := range of {
		m.True += pairs(n)
	}
	m.Precision, m.Recall = float64(right)/float64(max(m.Found, 1)), float64(right)/float64(max(m.True, 1))
	return m
}

// leftOpen is of how many questions one is left for whoever tries the desk.
const leftOpen = 12

// reviewed lets the reviewer, who knows the families, answer the queue but for
// a few questions, and the founder give second opinions.
func (d *demonstration) reviewed(ctx context.Context, truth map[string]int, out *linking) error {
	l, err := d.linked(ctx)
	if err != nil {
		return err
	}
	var queue, seconds []review.Question
	look := func(read func(context.Context, flow.State) error) error { return d.p.book.Look(ctx, read) }
	if err := look(func(ctx context.Context, s flow.State) (err error) { queue, err = l.Queue(ctx, s); return err }); err != nil {
		return err
	}
	for i, q := range queue {
		if i%leftOpen == leftOpen-1 && q.Why != review.Audit {
			out.Left++
			continue
		}
		if err := d.judge(ctx, d.reviewer, q.Pair, truth, false); err != nil {
			return err
		}
		out.Judged++
	}
	if l, err = d.linked(ctx); err != nil {
		return err
	}
	if err := look(func(ctx context.Context, s flow.State) (err error) {
		seconds, err = l.Seconds(ctx, s, d.founder.Handle)
		return err
	}); err != nil {
		return err
	}
	for _, q := range seconds {
		if err := d.judge(ctx, d.founder, q.Pair, truth, true); err != nil {
			return err
		}
	}
	out.Second = len(seconds)
	d.say("the reviewer judged %d pairs of rows and left %d; the founder gave %d second opinions without knowing the first", out.Judged, out.Left, out.Second)
	return nil
}

// judge records what somebody who knows the families says of two rows.
func (d *demonstration) judge(ctx context.Context, who guard.Actor, pair review.Pair, truth map[string]int, blind bool) error {
	a, b := d.c.Person(truth[pair.Left]), d.c.Person(truth[pair.Right])
	req := flow.JudgeRequest{Left: pair.Left, Right: pair.Right, Verdict: person.Different, Reason: "the families know them for two people", Blind: blind}
	switch {
	case truth[pair.Left] == truth[pair.Right]:
		req.Verdict, req.Reason = person.Same, "the family says that both rows are about him or her"
	case brothers(a, b):
		req.Verdict, req.Relation, req.Reason = person.Relative, "sibling", "the mother named both of them"
	}
	_, err := flow.Judge(ctx, d.p.archive, who, req)
	if err != nil {
		return fmt.Errorf("judging %s and %s: %w", pair.Left, pair.Right, err)
	}
	return nil
}

// brothers reports whether two people of the story have one father and surname.
func brothers(a, b fiction.Person) bool {
	return a.Father.Fa[0] == b.Father.Fa[0] && a.Surname.Fa[0] == b.Surname.Fa[0] && a.Town.Name.Fa[0] == b.Town.Name.Fa[0]
}

// secondVersion takes in the second version of a list and links again.
func (d *demonstration) secondVersion(ctx context.Context, out *linking) error {
	if err := d.revise(ctx); err != nil {
		return err
	}
	if _, err := d.link(ctx); err != nil {
		return err
	}
	l, err := d.linked(ctx)
	if err != nil {
		return err
	}
	var queue []review.Question
	if err := d.p.book.Look(ctx, func(ctx context.Context, s flow.State) (err error) { queue, err = l.Queue(ctx, s); return err }); err != nil {
		return err
	}
	out.Left = len(queue)
	for _, q := range queue {
		if q.Why == review.Changed {
			out.Reopened++
		}
	}
	for _, level := range flow.Levels() {
		out.People[string(level)] = len(l.At(level))
	}
	d.say("after the second version %d judgements stand and %d pairs are asked again, because a row says something else", len(l.Judgements)-out.Reopened, out.Reopened)
	return nil
}

// counted tells how many people that makes.
func (d *demonstration) counted(ctx context.Context, out *linking) error {
	return d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		counted, err := flow.Count(ctx, d.p.archive, s, flow.CountRequest{Case: flow.DefaultCase})
		if err != nil {
			return err
		}
		d.say("documented at least: %d people as judged, %d if what is probable is believed (in truth %d are listed, of %d)",
			counted.Table.Minimum(), out.People[string(linkage.Probable)], d.c.Truth.Listed, d.c.Truth.People)
		for _, e := range counted.Estimates[:min(1, len(counted.Estimates))] {
			low, high := e.Outward()
			d.say("overlap of %s and %s, if independent: %d to %d people (Chapman; sensitivity, not a finding)", e.Lists[0], e.Lists[1], low, high)
		}
		d.truth["people"], d.truth["listed"], d.truth["patterns"] = d.c.Truth.People, d.c.Truth.Listed, d.c.Truth.After
		d.truth["minimum"] = counted.Table.Minimum()
		return nil
	})
}

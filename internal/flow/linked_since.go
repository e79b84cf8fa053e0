package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// later counts the rows that came since an entry, or on which something was
// claimed or decided since.
func (l *Linked) later(ctx context.Context, s State, since int64) error {
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	if tree.Size()-since > mostLater { // as good as all may have changed
		l.Stale = max(l.Stale, 1)
		return nil
	}
	changed := map[string]bool{}
	err = s.Events(ctx, since, tree.Size(), func(e Recorded) error {
		switch e.Kind {
		case person.Mentioned{}.Kind():
			return ledger.Take(e.Event, func(f *person.Mentioned) error { changed[f.Mention] = true; return nil })
		case person.Revised{}.Kind():
			return ledger.Take(e.Event, func(f *person.Revised) error { changed[f.Mention] = true; return nil })
		case claim.Made{}.Kind():
			return ledger.Take(e.Event, func(f *claim.Made) error { changed[f.Entity] = true; return nil })
		}
		step, err := stepOf(e.Event, claim.Made{})
		if err != nil || step.Turn == "" {
			return err
		}
		return l.turned(ctx, s, e.Event, changed)
	})
	l.Stale = 0
	for id := range changed {
		if l.here(id) {
			l.Stale++
		}
	}
	return err
}

// mostLater bounds how many entries are looked through.
const mostLater = 20_000

// turned notes the row of a claim that was decided on.
func (l *Linked) turned(ctx context.Context, s State, e ledger.Event, changed map[string]bool) error {
	var of struct {
		Claim string `json:"claim"`
	}
	if err := json.Unmarshal(e.Body, &of); err != nil {
		return fmt.Errorf("reading entry %d: %w", e.Index, err)
	}
	c, err := s.Claim(ctx, of.Claim)
	if err == nil {
		changed[c.Entity] = true
	}
	if fail.Of(err) == fail.NotFound {
		return nil // not for this actor to know
	}
	return err
}

// again clusters anew what judgements made since the run touch, by the same
// model.
func (l *Linked) again(ctx context.Context, s State) error {
	touched := l.touched()
	if len(touched) < 2 {
		return nil
	}
	g := l.g
	g.rows.records = nil
	for _, i := range touched {
		g.rows.records = append(g.rows.records, l.Records[i])
	}
	if err := g.rows.fill(ctx, s, columnsOf(l.model.Spec)); err != nil {
		return err
	}
	for n, i := range touched {
		l.Records[i] = g.rows.records[n]
	}
	res, err := linkBy(l.model, g, columnsOf(l.model.Spec))
	if err != nil {
		return err
	}
	part := map[int32]bool{}
	for _, i := range touched {
		part[int32(i)] = true
	}
	l.clusters = slices.DeleteFunc(l.clusters, func(c linkage.Cluster) bool { return part[c.Rows[0]] })
	of, err := outcomeOf(res, g)
	if err != nil {
		return err
	}
	at := make([]int32, len(touched))
	for n, i := range touched {
		at[n] = int32(i)
	}
	for _, c := range of.Clusters {
		if kept, ok := moved(c, at); ok {
			l.clusters = append(l.clusters, kept)
		}
	}
	slices.SortFunc(l.clusters, func(a, b linkage.Cluster) int { return int(a.Rows[0]) - int(b.Rows[0]) })
	return nil
}

// touched gives the rows that hang together with a row of which something was
// judged since the run.
func (l *Linked) touched() (out []int) {
	f := linkage.NewForest(len(l.Records))
	for _, p := range l.Proposals {
		f.Join(int32(l.place[p.Left]), int32(l.place[p.Right]))
	}
	for _, c := range l.clusters {
		for _, r := range c.Rows[1:] {
			f.Join(c.Rows[0], r)
		}
	}
	for _, c := range l.byHand {
		for _, m := range c[1:] {
			f.Join(int32(l.place[c[0]]), int32(l.place[m]))
		}
	}
	marked := map[int32]bool{}
	through := l.through()
	for _, j := range l.Judgements {
		if j.Index < l.Run.Seen {
			continue
		}
		for _, id := range l.behind(through, j.Left, j.Right) {
			marked[f.Root(int32(id))] = true
		}
	}
	if len(marked) == 0 {
		return nil
	}
	for i := range l.Records {
		if marked[f.Root(int32(i))] {
			out = append(out, i)
		}
	}
	return out
}

// through gives, of persons and rows that are gone, the rows that they were
// ever compared with by people.
func (l *Linked) through() map[string][]int {
	out := map[string][]int{}
	for _, j := range l.Judgements {
		for _, pair := range [][2]string{{j.Left, j.Right}, {j.Right, j.Left}} {
			if i, ok := l.place[pair[1]]; ok && !l.here(pair[0]) {
				out[pair[0]] = append(out[pair[0]], i)
			}
		}
	}
	return out
}

// behind gives the rows among ids, and those that people compared with one of
// ids that is no row.
func (l *Linked) behind(through map[string][]int, ids ...string) (out []int) {
	for _, id := range ids {
		if i, ok := l.place[id]; ok {
			out = append(out, i)
		} else {
			out = append(out, through[id]...)
		}
	}
	return out
}

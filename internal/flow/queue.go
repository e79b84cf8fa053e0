package flow

import (
	"context"
	"slices"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
)

// Queue gives the pairs that a reviewer should look at, what matters most
// first.
func (l *Linked) Queue(ctx context.Context, s State) ([]review.Question, error) {
	if err := l.ready(); err != nil {
		return nil, err
	}
	reopened, err := l.reopened(ctx, s)
	if err != nil {
		return nil, err
	}
	of := l.parted(linkage.Probable)
	sheet := review.Sheet{
		Proposals: l.Proposals, Bridges: map[review.Pair]bool{}, Judged: map[review.Pair]bool{}, Unseen: map[review.Pair]bool{}, Reopened: reopened,
		Person: func(id string) string { return of.whose(l.place[id]).ID() }, Size: func(person string) int { return len(of.whose(l.place[person])) },
	}
	for p, j := range l.judged {
		sheet.Judged[p], sheet.Unseen[p] = true, j.Bulk
	}
	for _, p := range l.Proposals {
		if _, ok := l.implied(p.Pair); ok {
			_, seen := l.judged[p.Pair]
			sheet.Judged[p.Pair] = true
			sheet.Unseen[p.Pair] = sheet.Unseen[p.Pair] || !seen
		}
	}
	for _, c := range l.clusters {
		for _, e := range c.Bridges {
			sheet.Bridges[review.PairOf(l.Records[e.Left].Mention, l.Records[e.Right].Mention)] = true
		}
	}
	return review.Queue(sheet), nil
}

// reopened gives the pairs that were judged and need another look: two
// reviewers differ, judgements contradict each other, or a record says
// something else than it did.
func (l *Linked) reopened(ctx context.Context, s State) (map[review.Pair]review.Why, error) {
	out := map[review.Pair]review.Why{}
	changed, err := l.changed(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, p := range changed {
		out[p] = review.Changed
	}
	for _, c := range l.Conflicts { // also of a row that is gone, or a person who is none: they join others
		for _, p := range l.contradicting(c) {
			out[p] = review.Conflict
		}
	}
	second, err := l.opinions(ctx, s)
	if err != nil {
		return nil, err
	}
	for p, j := range second {
		if first, ok := l.judged[p]; ok && first.Index < j.Index && first.Verdict != j.Verdict && l.here(p.Left, p.Right) {
			out[p] = review.Disagreed
		}
	}
	return out, nil
}

// contradicting gives the pairs of which another answer would end a conflict:
// the pair itself while what joins it came later, else what joins it.
func (l *Linked) contradicting(c person.Conflict) (out []review.Pair) {
	newest := int64(-1)
	for _, j := range l.Path(c.Left, c.Right) {
		out = append(out, review.PairOf(j.Left, j.Right))
		newest = max(newest, j.Index)
	}
	pair := review.PairOf(c.Left, c.Right)
	if l.judged[pair].Index < newest {
		return []review.Pair{pair}
	}
	return out
}

// Path gives the judgements by which two are one person, from one to the
// other, by the fewest; none if nothing joins them.
func (l *Linked) Path(from, to string) (out []person.Judgement) {
	next := map[string][]person.Judgement{}
	for _, j := range l.Judgements {
		if j.Verdict == person.Same {
			next[j.Left], next[j.Right] = append(next[j.Left], j), append(next[j.Right], j)
		}
	}
	by := map[string]person.Judgement{from: {}}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, j := range next[at] {
			other := j.Left
			if other == at {
				other = j.Right
			}
			if _, seen := by[other]; !seen {
				by[other] = j
				queue = append(queue, other)
			}
		}
	}
	for at := to; at != from; {
		j, ok := by[at]
		if !ok {
			return nil
		}
		out = append(out, j)
		if at == j.Left {
			at = j.Right
		} else {
			at = j.Left
		}
	}
	slices.Reverse(out)
	return out
}

// here reports whether all ids are rows that are linked.
func (l *Linked) here(ids ...string) bool {
	for _, id := range ids {
		if _, ok := l.place[id]; !ok {
			return false
		}
	}
	return true
}

// changed gives the judged pairs of rows that do not say any more what they
// said when they were judged. A row that is gone keeps its judgements and is
// not asked about.
func (l *Linked) changed(ctx context.Context, s State) (out []review.Pair, err error) {
	var rows []string
	for _, j := range l.Judgements {
		if l.here(j.Left, j.Right) && j.Evidence != "" {
			rows = append(rows, j.Left, j.Right)
		}
	}
	slices.Sort(rows)
	says, err := recordsOf(ctx, s, slices.Compact(rows), seenProperties())
	if err != nil {
		return nil, err
	}
	for _, j := range l.Judgements {
		if l.here(j.Left, j.Right) && !person.Unchanged(j.Evidence, says[j.Left], says[j.Right]) {
			out = append(out, review.PairOf(j.Left, j.Right))
		}
	}
	return out, nil
}

// opinions gives the newest second opinion of each pair.
func (l *Linked) opinions(ctx context.Context, s State) (map[review.Pair]person.Judgement, error) {
	out := map[review.Pair]person.Judgement{}
	err := s.EachJudgement(ctx, l.Case, func(j person.Judgement) error {
		if j.Blind {
			out[review.PairOf(j.Left, j.Right)] = j
		}
		return nil
	})
	return out, err
}

// Measured is how good the linker is by what people decided, and how far they
// agree.
type Measured struct {
	review.Quality
	review.Agreement
	// Blocking is the estimated share of the true pairs that was compared.
	Blocking    float64
	Calibration linkage.Calibration
	Judged      int // pairs of rows
	Verdicts    map[person.Verdict]int
}

// Measure gives the quality of the run's pairs.
func (l *Linked) Measure(ctx context.Context, s State) (Measured, error) {
	m := Measured{Blocking: l.Report.Recall, Calibration: l.calibration, Verdicts: map[person.Verdict]int{}}
	if err := l.ready(); err != nil {
		return m, err
	}
	for _, j := range l.Judgements {
		if l.here(j.Left, j.Right) {
			m.Judged++
			m.Verdicts[j.Verdict]++
		}
	}
	m.Quality = review.Measure(l.Proposals, l.Report.Recall, func(p review.Pair) (same, unsure, answered bool) {
		if j, ok := l.judged[p]; ok && !j.Bulk {
			return j.Verdict == person.Same, j.Verdict == person.Unsure, true
		}
		return false, false, false // of many at once, or through others: nobody looked at this pair
	})
	var verdicts [][2]string
	first := map[review.Pair]person.Judgement{}
	err := s.EachJudgement(ctx, l.Case, func(j person.Judgement) error {
		p := review.PairOf(j.Left, j.Right)
		if j.Bulk {
			delete(first, p)
		} else if !j.Blind {
			first[p] = j
		} else if f, ok := first[p]; ok {
			verdicts = append(verdicts, [2]string{string(f.Verdict), string(j.Verdict)})
		}
		return nil
	})
	m.Agreement = review.Agree(verdicts)
	return m, err
}

// Undecided counts the pairs that are taken for one person by themselves and of
// which no judgement, nor several together, say whether they are: somebody was
// unsure, or nobody looked.
func (l *Linked) Undecided() (n int) {
	for _, p := range l.Proposals {
		if p.Bits < 0 {
			continue
		}
		j, judged := l.judged[p.Pair]
		if _, implied := l.implied(p.Pair); !implied && (!judged || j.Verdict == person.Unsure) {
			n++
		}
	}
	return n
}

// implied tells what judgements of other pairs make of a pair: its rows are one
// person through others, or the persons that they belong to are judged to be
// two.
func (l *Linked) implied(p review.Pair) (same, ok bool) {
	a, b := l.hand[p.Left], l.hand[p.Right]
	if a == "" || b == "" {
		return false, false
	}
	return a == b, a == b || l.two[review.PairOf(a, b)]
}

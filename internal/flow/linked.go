package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/format/linking"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
)

// Judged is the level of people whom reviewers put together, and nobody else.
const Judged linkage.Certainty = "judged"

// Levels lists the levels at which people can be asked for, the surest first.
func Levels() []linkage.Certainty {
	return []linkage.Certainty{Judged, linkage.Certain, linkage.Probable, linkage.Possible}
}

// Linked is how the rows of a case are linked: by the newest run that was
// recorded and the judgements made by now, as an actor may know them.
type Linked struct {
	Case string
	// Run is nil where no run is recorded: then the rows were linked for this
	// question alone.
	Run    *person.Linking
	Report linkage.Report
	Odd    []Odd // rows to look at
	// Unlinked: no run is recorded and there are too many rows to link them
	// for one question. Then nothing is proposed.
	Unlinked bool
	// Damaged is why the newest run can't be read, if it can't: then it is as
	// if nothing was linked.
	Damaged error
	// Stale is how many rows came since the run, or had something claimed or
	// decided on them; at least 1 if very much was recorded since.
	Stale int
	// Records are the rows that are linked, in the order of the ledger, with
	// what reviewers are shown only where linking had to look at it.
	Records []person.Record
	Lists   []person.List // of people

	Proposals  []review.Proposal // pairs that may be one person, in the order of the run
	Kin        []review.Proposal // pairs that may be close relatives, also if they were judged, see Relatives
	Judgements []person.Judgement
	Conflicts  []person.Conflict

	scale
	g        toLink
	even     float64
	place    map[string]int // of a row among Records
	clusters []linkage.Cluster
	byHand   []person.Cluster
	hand     map[string]string    // of each row, the person that people judged it to be
	two      map[review.Pair]bool // such persons that were judged to be two
	judged   map[review.Pair]person.Judgement
	levels   *levels
}

// mostUnrecorded is how many rows are linked for one question alone.
const mostUnrecorded = 20_000

// LinkedOf reads how the rows of a case are linked. a holds what runs kept;
// its book is not asked, s is.
func LinkedOf(ctx context.Context, a *Archive, s State, caseName string) (*Linked, error) {
	l, err := JudgedOnly(ctx, s, caseName)
	if err != nil {
		return nil, err
	}
	l.Unlinked = false
	if l.Damaged = l.read(ctx, a, s); l.Damaged != nil && fail.Of(l.Damaged) == fail.Failed {
		l.Unlinked = true // what people judged needs no linker
		return l, nil
	}
	return l, l.Damaged
}

// JudgedOnly reads the rows of a case and what people decided of them, as if
// nothing was ever linked.
func JudgedOnly(ctx context.Context, s State, caseName string) (*Linked, error) {
	l := &Linked{Case: caseName, Unlinked: true, place: map[string]int{}, judged: map[review.Pair]person.Judgement{}, levels: &levels{}}
	rows, err := rowsOf(ctx, s, caseName)
	if err != nil {
		return nil, err
	}
	l.Records, l.Lists, l.g.rows = rows.records, rows.lists, rows
	for i, r := range l.Records {
		l.place[r.Mention] = i
	}
	if l.g.names, err = Dictionary(ctx, s, naming.Standard()); err != nil {
		return nil, err
	}
	if l.Judgements, l.g.joiners, err = judgementsOf(ctx, s, caseName, rows.ids()); err != nil {
		return nil, err
	}
	l.g.judgements = l.Judgements
	for _, j := range l.Judgements {
		l.judged[review.PairOf(j.Left, j.Right)] = j
	}
	l.byHand, l.Conflicts = person.Clusters(rows.ids(), l.Judgements, l.g.joiners...)
	l.hand, l.two = map[string]string{}, map[review.Pair]bool{}
	for _, c := range l.byHand {
		for _, m := range c {
			l.hand[m] = c.ID()
		}
	}
	for _, j := range l.Judgements {
		a, b := l.hand[j.Left], l.hand[j.Right]
		if (j.Verdict == person.Different || j.Verdict == person.Relative) && a != "" && b != "" && a != b {
			l.two[review.PairOf(a, b)] = true
		}
	}
	return l, nil
}

// ready refuses to answer for rows that are not linked.
func (l *Linked) ready() error {
	if l.Damaged != nil {
		return l.Damaged
	}
	if l.Unlinked {
		return fail.New(fail.Conflict, "the %d rows of the case %s were not linked yet", len(l.Records), l.Case).Do("link them: sanad link --case %s", l.Case)
	}
	return nil
}

// read reads the newest run, or links for this question.
func (l *Linked) read(ctx context.Context, a *Archive, s State) error {
	run, err := s.Linking(ctx, l.Case)
	if fail.Of(err) == fail.NotFound {
		return l.unrecorded(ctx, s)
	}
	if err != nil {
		return err
	}
	by, err := readModel(ctx, a, run)
	if errors.Is(err, errNoModel) {
		return l.unrecorded(ctx, s)
	}
	if err != nil {
		return err
	}
	l.Run, l.scale, l.g.names = &run, by, by.names
	sum := run.Outcome
	if run.Sealed != nil {
		sum = *run.Sealed
	}
	o, err := readOutcome(ctx, a, sum)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(o.Report, &l.Report); err != nil {
		return fmt.Errorf("reading the report of the run %s: %w", run.Run, err)
	}
	l.take(o)
	if err := l.later(ctx, s, run.Seen); err != nil {
		return err
	}
	return l.again(ctx, s)
}

// unrecorded links the rows without recording it.
func (l *Linked) unrecorded(ctx context.Context, s State) error {
	if len(l.Records) < 2 {
		return nil
	}
	if l.Unlinked = len(l.Records) > mostUnrecorded; l.Unlinked {
		return nil
	}
	by := linker{spec: linkage.People(), caseName: l.Case}
	if err := l.g.rows.fill(ctx, s, columnsOf(by.spec)); err != nil {
		return err
	}
	res, model, err := by.learn(l.g)
	if err != nil {
		return err
	}
	o, err := outcomeOf(res, l.g)
	if err != nil {
		return err
	}
	l.model, l.names, l.Report = model, l.g.names, res.Report
	l.take(o)
	return nil
}

// take takes over an outcome as far as its rows are there and known.
func (l *Linked) take(o linking.Outcome) {
	l.even, l.Odd = o.Even, o.Odd
	at := make([]int32, len(o.Rows))
	for i, id := range o.Rows {
		at[i] = -1
		if n, ok := l.place[id]; ok {
			at[i] = int32(n)
		}
	}
	propose := func(pairs []linking.Pair) (out []review.Proposal) {
		for _, p := range pairs {
			a, b := at[p.Left], at[p.Right]
			if a < 0 || b < 0 {
				continue
			}
			bits := float64(p.Bits)
			out = append(out, review.Proposal{Pair: review.PairOf(l.Records[a].Mention, l.Records[b].Mention),
				Bits: bits, Probability: l.calibration.Probability(bits), Pattern: p.Pattern})
		}
		return out
	}
	l.Proposals, l.Kin = propose(o.Pairs), propose(o.Kin)
	for _, c := range o.Clusters {
		if kept, ok := moved(c, at); ok {
			l.clusters = append(l.clusters, kept)
		}
	}
}

// moved gives a cluster with its rows as they are numbered now; without those
// that are gone, and not at all if fewer than two are left.
func moved(c linking.Cluster, at []int32) (linkage.Cluster, bool) {
	to := func(rows []int32) (out []int32) {
		for _, r := range rows {
			if at[r] >= 0 {
				out = append(out, at[r])
			}
		}
		return out
	}
	out := linkage.Cluster{Rows: to(c.Rows), Weakest: c.Weakest, Cohesion: c.Cohesion, Certainty: linkage.Certainty(c.Certainty)}
	parts := map[int32][]int32{} // by the first row of each, which its rows lead to
	leads := map[int32]int32{}
	first := func(r int32) int32 {
		for leads[r] != r {
			r = leads[r]
		}
		return r
	}
	for _, r := range c.Rows {
		parts[r], leads[r] = []int32{r}, r
	}
	for _, m := range c.Merges {
		a, b := first(m.Left), first(m.Right)
		left, right := to(parts[a]), to(parts[b])
		if len(left) > 0 && len(right) > 0 {
			out.Merges = append(out.Merges, linkage.Merge{Left: left, Right: right, Bits: m.Bits, Weakest: m.Weakest, Judged: m.Judged})
		}
		leads[b], parts[a] = a, append(parts[a], parts[b]...)
		delete(parts, b)
	}
	for _, p := range c.Bridges {
		if at[p.Left] >= 0 && at[p.Right] >= 0 {
			out.Bridges = append(out.Bridges, linkage.Edge{Left: at[p.Left], Right: at[p.Right], Bits: p.Bits})
		}
	}
	return out, len(out.Rows) > 1
}

// Sampled gives n ways in which the rows may be people, each as likely as the
// linker says: joined where it is sure, and by chance where it is not. The same
// seed gives the same ways.
func (l *Linked) Sampled(n int, seed uint64) [][]person.Cluster {
	out := make([][]person.Cluster, n)
	for i, partition := range l.calibration.Sample(l.clusters, n, seed) {
		out[i] = l.whole(partition)
	}
	return out
}

// Relatives gives the pairs that look more like close relatives than like one
// person or strangers, without those that people judged to be anything else.
// Those that people judged to be relatives are among them, wherever they stand.
func (l *Linked) Relatives() (out []review.Proposal) {
	listed := map[review.Pair]bool{}
	for _, p := range l.Kin {
		if j, ok := l.judged[p.Pair]; !ok || j.Verdict == person.Relative || j.Verdict == person.Unsure {
			out = append(out, p)
			listed[p.Pair] = true
		}
	}
	for _, j := range l.Judgements {
		if p := review.PairOf(j.Left, j.Right); j.Verdict == person.Relative && l.here(j.Left, j.Right) && !listed[p] {
			out = append(out, review.Proposal{Pair: p, Bits: math.Inf(-1)})
		}
	}
	return out
}

// Record gives a row that is linked, with what it says as far as that was
// looked at; its name always.
func (l *Linked) Record(id string) person.Record {
	if i, ok := l.place[id]; ok {
		return l.Records[i]
	}
	return person.Record{Mention: id}
}

// ListName gives the name of a list, "" for none of them.
func (l *Linked) ListName(id string) string {
	if i, ok := l.g.rows.at[id]; ok {
		return l.Lists[i].Name
	}
	return ""
}

// JudgementOf gives the newest judgement of a pair.
func (l *Linked) JudgementOf(p review.Pair) (person.Judgement, bool) {
	j, ok := l.judged[p]
	return j, ok
}

// JudgedRows counts the pairs of rows that were judged.
func (l *Linked) JudgedRows() (n int) {
	for _, j := range l.Judgements {
		if l.here(j.Left, j.Right) {
			n++
		}
	}
	return n
}

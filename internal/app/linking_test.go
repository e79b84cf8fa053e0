package app

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/fiction"
	"sanad/internal/flow"
)

// peopled is an archive with the three lists of the story.
type peopled struct {
	t *testing.T
	p *parts
	c fiction.Case
}

func newPeopled(t *testing.T, people int) *peopled {
	t.Helper()
	l := &peopled{t, benchArchive(t), fiction.Make(7, people)}
	for _, list := range l.c.Lists {
		l.take(list)
	}
	return l
}

func (l *peopled) take(list fiction.List) flow.Imported {
	l.t.Helper()
	var data bytes.Buffer
	if err := list.WriteCSV(&data); err != nil {
		l.t.Fatal(err)
	}
	got, err := flow.Import(context.Background(), l.p.archive, founder(), flow.ImportRequest{Item: takeTable(l.t, l.p, data.Bytes()), Mapping: list.Mapping}, func(string, int64, int64) {})
	if err != nil || len(got.Failed) > 0 {
		l.t.Fatal(err, got.Failed)
	}
	return got
}

func (l *peopled) link() flow.LinkRun {
	l.t.Helper()
	run, err := flow.Link(context.Background(), l.p.archive, l.p.archive, founder(), flow.LinkRequest{Case: flow.DefaultCase}, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return run
}

func (l *peopled) linked() *flow.Linked {
	l.t.Helper()
	d := demonstration{p: l.p}
	got, err := d.linked(context.Background())
	if err != nil {
		l.t.Fatal(err)
	}
	return got
}

func (l *peopled) look(read func(context.Context, flow.State) error) {
	l.t.Helper()
	if err := l.p.book.Look(context.Background(), read); err != nil {
		l.t.Fatal(err)
	}
}

func (l *peopled) queue(of *flow.Linked) (out []review.Question) {
	l.t.Helper()
	l.look(func(ctx context.Context, s flow.State) (err error) { out, err = of.Queue(ctx, s); return err })
	return out
}

// The truth about the lists is known; these are what the shipped settings must
// reach on them.
func TestTheListsOfTheStoryAreLinkedAsTheTruthHasThem(t *testing.T) {
	l := newPeopled(t, 300)
	run := l.link()
	d := demonstration{p: l.p, c: l.c}
	truth, err := d.whoIsWho(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	linked := l.linked()
	for level, want := range map[linkage.Certainty]matched{linkage.Certain: {Precision: 1}, linkage.Probable: {Precision: .98, Recall: .9}, linkage.Possible: {Precision: .95, Recall: .9}} {
		got := matchedBy(linked.At(level), truth)
		if got.Precision < want.Precision || got.Recall < want.Recall {
			t.Errorf("%s: %+v, want at least %+v", level, got, want)
		}
	}
	if run.Rows != int64(len(linked.Records)) || !run.New || linked.Run == nil || linked.Run.Run != run.Run || linked.Stale != 0 {
		t.Errorf("the run: %+v", run.Linked)
	}
	if again := l.link(); again.New || again.Run != run.Run {
		t.Error("linking what did not change is another run")
	}
	if linked.Report.Recall < .9 || linked.Report.Compared == 0 {
		t.Errorf("blocking is said to compare %.3f of the true pairs", linked.Report.Recall)
	}
	l.nested(linked)
	l.sampled(linked)
}

// nested wants that who is one person at a level is so at all that are less
// sure, and that every row is in just one person.
func (l *peopled) nested(linked *flow.Linked) {
	l.t.Helper()
	before := map[string]string{}
	for i, level := range flow.Levels() {
		of := map[string]string{}
		for _, c := range linked.At(level) {
			for _, m := range c {
				if of[m] != "" {
					l.t.Errorf("%s: the row %s is in two people", level, m)
				}
				of[m] = c.ID()
			}
		}
		if len(of) != len(linked.Records) {
			l.t.Errorf("%s: %d rows of %d", level, len(of), len(linked.Records))
		}
		for m, p := range before {
			if i > 0 && of[m] != of[p] {
				l.t.Errorf("%s and %s are one at %s and two at %s", m, p, flow.Levels()[i-1], level)
			}
		}
		before = of
	}
}

// sampled wants that partitions drawn by chance differ, and that the same seed
// gives the same.
func (l *peopled) sampled(linked *flow.Linked) {
	l.t.Helper()
	a, b := linked.Sampled(20, 5), linked.Sampled(20, 5)
	sizes := map[int]bool{}
	for i := range a {
		sizes[len(a[i])] = true
		if !slices.EqualFunc(a[i], b[i], func(x, y person.Cluster) bool { return slices.Equal(x, y) }) {
			l.t.Fatal("one seed gives two partitions")
		}
		if most := len(linked.Records); len(a[i]) > most || len(a[i]) < len(linked.At(linkage.Possible)) {
			l.t.Errorf("a partition of %d people", len(a[i]))
		}
	}
	if len(sizes) < 2 {
		l.t.Error("twenty partitions by chance are all alike")
	}
}

// A list comes anew with one row in a hundred changed, one gone and one more.
// Every judgement stays, whatever became of its rows; those of which a row says
// something else are asked again, with what changed; ids stay.
func TestJudgementsOutlastANewVersionOfAList(t *testing.T) {
	l := newPeopled(t, 900)
	l.link()
	ctx := context.Background()
	n, err := flow.JudgeAll(ctx, l.p.archive, founder(), flow.DefaultCase, linkage.Probable, "names and fathers agree", nil)
	if err != nil || n < 200 {
		t.Fatalf("%d judged, %v", n, err)
	}
	before := l.linked()
	if got := before.Undecided(); got > n/20 {
		t.Errorf("%d pairs are undecided after %d were judged", got, n)
	}
	digests := map[string]string{}
	mentions := func(yield func(person.Mention)) {
		l.look(func(ctx context.Context, s flow.State) error {
			return s.Mentions(ctx, "", "", func(m person.Mention) error { yield(m); return nil })
		})
	}
	mentions(func(m person.Mention) { digests[m.Mentioned.Mention] = m.Digest })
	version := l.take(l.c.Second)
	if version.Changed == 0 || len(version.Retired) != 1 || version.Added != 1 {
		t.Fatalf("the second version: %+v", version)
	}
	revised := map[string]bool{}
	mentions(func(m person.Mention) { revised[m.Mentioned.Mention] = digests[m.Mentioned.Mention] != m.Digest })
	after := l.linked()
	if len(after.Judgements) != len(before.Judgements) {
		t.Errorf("%d judgements of %d are left", len(after.Judgements), len(before.Judgements))
	}
	if after.Stale == 0 {
		t.Error("nothing tells that rows changed since the run")
	}
	asked := map[review.Pair]bool{}
	for _, q := range l.queue(after) {
		if q.Why == review.Changed {
			asked[q.Pair] = true
		}
	}
	l.changedAsked(after, asked, revised)
	l.link()
	l.idsStay(before, l.linked())
}

// changedAsked wants that of the judged pairs just those are asked again of
// which a row says something else in what is compared.
func (l *peopled) changedAsked(after *flow.Linked, asked map[review.Pair]bool, revised map[string]bool) {
	l.t.Helper()
	if len(asked) == 0 {
		l.t.Error("no pair is asked again")
	}
	for p := range asked {
		if !revised[p.Left] && !revised[p.Right] {
			l.t.Errorf("%v is asked again, and neither row changed", p)
		}
		var c flow.Compared
		l.look(func(ctx context.Context, s flow.State) (err error) {
			c, err = after.Compare(ctx, s, p.Left, p.Right)
			return err
		})
		if c.Judgement == nil || len(c.Changed[0])+len(c.Changed[1]) == 0 {
			l.t.Errorf("what changed of %v is not told: %+v", p, c.Changed)
		}
	}
}

// idsStay wants that every id that named a person leads to a person now, and
// names it if its rows are the same.
func (l *peopled) idsStay(before, after *flow.Linked) {
	l.t.Helper()
	rows := map[string]person.Cluster{}
	for _, c := range after.At(flow.Judged) {
		rows[c.ID()] = c
	}
	gone := 0
	for _, c := range before.At(flow.Judged) {
		now, err := after.PersonOf(flow.Judged, c.ID())
		if err != nil {
			gone++ // the one row that the list has no more
			continue
		}
		if same := rows[c.ID()]; len(same) > 0 && !slices.Equal(now, same) {
			l.t.Errorf("%s leads to %v and names %v", c.ID(), now, same)
		}
	}
	if gone > 1 {
		l.t.Errorf("%d ids lead nowhere", gone)
	}
}

// What is judged after a run holds at once, and the next run changes nothing of
// it: the same model clusters what a judgement touches.
func TestAJudgementHoldsAtOnceAndAfterTheNextRun(t *testing.T) {
	l := newPeopled(t, 120)
	l.link()
	queue := l.queue(l.linked())
	ctx := context.Background()
	verdicts := []flow.JudgeRequest{{Verdict: person.Same}, {Verdict: person.Different}, {Verdict: person.Relative, Relation: "sibling"}, {Verdict: person.Unsure}}
	for i, q := range queue[:min(24, len(queue))] {
		req := verdicts[i%4]
		req.Left, req.Right, req.Reason = q.Right, q.Left, "as the test has it"
		if _, err := flow.Judge(ctx, l.p.archive, founder(), req); err != nil {
			t.Fatal(err)
		}
	}
	now := l.linked()
	l.keeps(now)
	atOnce := map[string][]person.Cluster{}
	for _, level := range flow.Levels() {
		atOnce[string(level)] = now.At(level)
	}
	if run := l.link(); !run.New {
		t.Error("the judgements made no new run")
	}
	then := l.linked()
	l.keeps(then)
	for _, level := range flow.Levels() {
		if !slices.EqualFunc(atOnce[string(level)], then.At(level), func(a, b person.Cluster) bool { return slices.Equal(a, b) }) {
			t.Errorf("%s: %d people at once, %d after the next run", level, len(atOnce[string(level)]), len(then.At(level)))
		}
	}
	l.nested(then)
}

// keeps wants that judgements hold at every level, but for those that
// contradict each other.
func (l *peopled) keeps(linked *flow.Linked) {
	l.t.Helper()
	conflict := map[review.Pair]bool{}
	for _, c := range linked.Conflicts {
		conflict[review.PairOf(c.Left, c.Right)] = true
	}
	for _, level := range flow.Levels() {
		of := map[string]string{}
		for _, c := range linked.At(level) {
			for _, m := range c {
				of[m] = c.ID()
			}
		}
		for _, j := range linked.Judgements {
			one := of[j.Left] == of[j.Right]
			if j.Verdict == person.Same && !one || (j.Verdict == person.Different || j.Verdict == person.Relative) && one && !conflict[review.PairOf(j.Left, j.Right)] {
				l.t.Errorf("%s: %s and %s are judged %s; one person: %t", level, j.Left, j.Right, j.Verdict, one)
			}
		}
	}
}

// A second reviewer judges without knowing the first, and where the two differ
// the pair is asked again until somebody settles it.
func TestTwoReviewersWhoDifferAreTold(t *testing.T) {
	l := newPeopled(t, 200)
	l.link()
	ctx := context.Background()
	for _, p := range l.linked().Proposals {
		if _, err := flow.Judge(ctx, l.p.archive, founder(), flow.JudgeRequest{Left: p.Left, Right: p.Right, Verdict: person.Same, Reason: "names agree"}); err != nil {
			t.Fatal(err)
		}
	}
	other := guard.Actor{Handle: "other", Roles: guard.Roles()}
	if err := flow.AddUser(ctx, l.p.archive, founder(), other.Handle, other.Roles, false); err != nil {
		t.Fatal(err)
	}
	linked := l.linked()
	var mine, others []review.Question
	l.look(func(ctx context.Context, s flow.State) (err error) {
		if mine, err = linked.Seconds(ctx, s, founder().Handle); err == nil {
			others, err = linked.Seconds(ctx, s, other.Handle)
		}
		return err
	})
	if len(mine) != 0 || len(others) < 3 {
		t.Fatalf("%d questions for who judged first, %d for another", len(mine), len(others))
	}
	second := func(actor guard.Actor, q review.Question, v person.Verdict, blind bool) error {
		_, err := flow.Judge(ctx, l.p.archive, actor, flow.JudgeRequest{Left: q.Left, Right: q.Right, Verdict: v, Reason: "a second look", Blind: blind})
		return err
	}
	if err := second(founder(), others[0], person.Same, true); err == nil {
		t.Error("the first reviewer gave the second opinion")
	}
	if err := second(other, others[0], person.Different, true); err != nil {
		t.Fatal(err)
	}
	for _, q := range others[1:] {
		if err := second(other, q, person.Same, true); err != nil {
			t.Fatal(err)
		}
	}
	linked = l.linked()
	if j, _ := linked.JudgementOf(others[0].Pair); j.Verdict != person.Same {
		t.Errorf("a second opinion decided: %s", j.Verdict)
	}
	if q := l.queue(linked)[0]; q.Pair != others[0].Pair || q.Why != review.Disagreed {
		t.Errorf("first in the queue is %+v", q)
	}
	var m flow.Measured
	l.look(func(ctx context.Context, s flow.State) (err error) { m, err = linked.Measure(ctx, s); return err })
	if m.Pairs != len(others) || m.Agree != len(others)-1 {
		t.Errorf("%d second opinions, %d agree; there were %d", m.Pairs, m.Agree, len(others))
	}
	if err := second(founder(), others[0], person.Different, false); err != nil {
		t.Fatal(err)
	}
	for _, q := range l.queue(l.linked()) {
		if q.Why == review.Disagreed {
			t.Errorf("%v is settled and asked again", q.Pair)
		}
	}
}

// Once enough pairs are reviewed, chances are fitted to what people decided; the
// bits of a pair, which explain it, stay.
func TestChancesAreFittedToWhatPeopleDecided(t *testing.T) {
	l := newPeopled(t, 900)
	l.link()
	first := l.linked()
	d := demonstration{p: l.p, c: l.c, founder: founder()}
	truth, err := d.whoIsWho(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for _, p := range first.Proposals {
		if judged++; judged > 260 {
			break
		}
		if err := d.judge(context.Background(), founder(), p.Pair, truth, false); err != nil {
			t.Fatal(err)
		}
	}
	l.link()
	var m flow.Measured
	then := l.linked()
	l.look(func(ctx context.Context, s flow.State) (err error) { m, err = then.Measure(ctx, s); return err })
	if m.Calibration.Pairs < 200 || len(m.Calibration.Bins) == 0 {
		t.Fatalf("the calibration rests on %d pairs of %d judged", m.Calibration.Pairs, m.Judged)
	}
	bits := map[review.Pair]float64{}
	for _, p := range first.Proposals {
		bits[p.Pair] = p.Bits
	}
	for _, p := range then.Proposals {
		if was, ok := bits[p.Pair]; ok && was != p.Bits {
			t.Fatalf("%v had %v bits and has %v", p.Pair, was, p.Bits)
		}
	}
}

// The same pair is explained the same to everybody, and the sum of its parts is
// its score.
func TestAnExplanationAddsUpAndIsTheSameForAll(t *testing.T) {
	l := newPeopled(t, 120)
	l.link()
	linked := l.linked()
	for _, p := range linked.Proposals[:min(40, len(linked.Proposals))] {
		var a, b flow.Compared
		l.look(func(ctx context.Context, s flow.State) (err error) {
			if a, err = flow.Explain(ctx, l.p.archive, s, p.Left, p.Right); err == nil {
				b, err = linked.Compare(ctx, s, p.Right, p.Left)
			}
			return err
		})
		sum := 0.0
		for _, f := range a.Factors {
			sum += f.Bits
		}
		if sum != a.Bits || float32(a.Bits) != float32(p.Bits) || a.Bits != b.Bits || a.Evidence != b.Evidence || !maps.Equal(a.Left.Values, b.Left.Values) {
			t.Errorf("%v: the factors add up to %v, the score is %v, in the run %v, and %v the other way round", p.Pair, sum, a.Bits, p.Bits, b.Bits)
		}
	}
}

package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// A value that is known from sealed material alone is no part of the evidence
// of a judgement of open rows: few words can be guessed from their hash. Nor
// does it make anybody's queue say that something changed.
func TestASealedClaimOnAnOpenRowIsNoEvidence(t *testing.T) {
	s := newSealed(t, nil)
	s.must("user", "add", "remy", "--role", "reviewer")
	for _, list := range []string{"first", "second"} {
		file := s.file(list+".csv", "no,name,father\n1,Sara Zamani,\n2,Navid Kardan,Reza\n3,Omid Sool,Bahram\n")
		s.must("import", file, "--map", s.file(list+".yaml", strings.Replace(peopleMapping, "list: people", "list: "+list, 1)), "--source", "a neighbour")
	}
	s.must("link")
	pair := func() (left, right, evidence string) {
		for _, p := range strings.Split(s.must("--json", "review", "list"), "\n") {
			if strings.Contains(p, "Sara") {
				left, right = between(p, `"left":"`, `"`), between(p, `"right":"`, `"`)
			}
		}
		return left, right, between(s.must("--json", "explain", left, right), `"evidence":"`, `"`)
	}
	left, right, before := pair()
	letter := s.file("letter.txt", "the father of Sara is "+sealedWord)
	item := between(s.must("--json", "add", letter, "--source", "someone", "--sealed"), `"id":"`, `"`)
	s.must("process")
	passage := between(s.must("--json", "cite", item, "--quote", sealedWord), `"passage":"`, `"`)
	s.must("claim", "add", "--entity", left, "--property", "father_name", "--value", sealedWord, "--passage", passage)
	if known := s.must("--json", "explain", left, right); !strings.Contains(known, sealedWord) {
		t.Errorf("who may see it is not told: %s", known)
	}
	if after := between(s.must("--json", "explain", left, right), `"evidence":"`, `"`); after != before {
		t.Error("the sealed father is part of the evidence")
	}
	s.must("review", "decide", left, right, "same", "--reason", "one photograph")
	for _, as := range []string{"founder", "remy"} {
		if list := s.must("--as", as, "review", "list"); strings.Contains(list, "changed") {
			t.Errorf("%s is told that something changed: %s", as, list)
		}
	}
}

// Whom people held apart through a person who is on no list, or through a row
// that is gone, linking never joins.
func TestWhatIsHeldApartThroughAnotherStaysApart(t *testing.T) {
	l := newPeopled(t, 60)
	l.link()
	var of review.Proposal
	for _, p := range l.linked().Proposals {
		if p.Bits > 8 {
			of = p
			break
		}
	}
	ctx := context.Background()
	third := ""
	for _, r := range l.linked().Records {
		if r.Mention != of.Left && r.Mention != of.Right {
			third = r.Mention
		}
	}
	for other, v := range map[string]person.Verdict{of.Left: person.Same, of.Right: person.Different} {
		if _, err := flow.Judge(ctx, l.p.archive, founder(), flow.JudgeRequest{Left: other, Right: third, Verdict: v, Reason: "a photograph"}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // at once, and after the next run
		linked := l.linked()
		for _, level := range flow.Levels() {
			c, err := linked.PersonOf(level, of.Left)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range c {
				if m == of.Right {
					t.Errorf("%s: %s and %s are one person", level, of.Left, of.Right)
				}
			}
		}
		l.link()
	}
}

// Decisions about many pairs at once answer no audit and fit no chances: nobody
// looked.
func TestDecisionsOfManyAtOnceMeasureNothing(t *testing.T) {
	l := newPeopled(t, 600)
	l.link()
	ctx := context.Background()
	if n, err := flow.JudgeAll(ctx, l.p.archive, founder(), flow.DefaultCase, linkage.Probable, "in bulk", nil); err != nil || n < flow200 {
		t.Fatalf("%d judged, %v", n, err)
	}
	l.link()
	linked := l.linked()
	var m flow.Measured
	l.look(func(ctx context.Context, s flow.State) (err error) { m, err = linked.Measure(ctx, s); return err })
	if m.Answered != 0 || m.Calibration.Pairs != 0 || m.Pairs != 0 {
		t.Errorf("answered %d, calibrated on %d, second opinions %d", m.Answered, m.Calibration.Pairs, m.Pairs)
	}
	audit := 0
	for _, q := range l.queue(linked) {
		if q.Why == review.Audit {
			audit++
		}
	}
	if audit == 0 {
		t.Error("the audit is not asked")
	}
}

// flow200 is more judged pairs than a calibration needs.
const flow200 = linkage.LeastReviewed

// A decision is about what was before the reviewer: if the pair was judged, or
// a record changed, meanwhile, nothing is recorded.
func TestADecisionOnAStaleScreenIsRefused(t *testing.T) {
	l := newPeopled(t, 60)
	l.link()
	ctx := context.Background()
	linked := l.linked()
	p := linked.Proposals[0]
	var c flow.Compared
	l.look(func(ctx context.Context, s flow.State) (err error) {
		c, err = linked.Compare(ctx, s, p.Left, p.Right)
		return err
	})
	decide := func(seen *flow.Seen, v person.Verdict) error {
		_, err := flow.Judge(ctx, l.p.archive, founder(), flow.JudgeRequest{Left: p.Left, Right: p.Right, Verdict: v, Reason: "as shown", Seen: seen})
		return err
	}
	if err := decide(&flow.Seen{Evidence: "v-other", Judgement: -1}, person.Same); fail.Of(err) != fail.Conflict {
		t.Errorf("on other evidence: %v", err)
	}
	if err := decide(c.SeenOf(), person.Different); err != nil {
		t.Fatal(err)
	}
	if err := decide(c.SeenOf(), person.Same); fail.Of(err) != fail.Conflict || !strings.Contains(err.Error(), "meanwhile") {
		t.Errorf("after another decided: %v", err)
	}
}

// No count or queue would know of a judgement between two cases.
func TestJudgementsKeepToOneCase(t *testing.T) {
	l := newPeopled(t, 40)
	ctx := context.Background()
	list := l.c.Lists[0]
	var b strings.Builder
	if err := list.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	req := flow.ImportRequest{Item: takeTable(t, l.p, []byte(b.String())), Mapping: strings.Replace(list.Mapping, "list: \"", "list: \"Other ", 1), Case: "other"}
	if _, err := flow.Import(ctx, l.p.archive, founder(), req, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	var other []string
	l.look(func(ctx context.Context, s flow.State) error {
		return s.Mentions(ctx, "other", "", func(m person.Mention) error { other = append(other, m.Mentioned.Mention); return nil })
	})
	_, err := flow.Judge(ctx, l.p.archive, founder(), flow.JudgeRequest{Left: l.linked().Records[0].Mention, Right: other[0], Verdict: person.Same, Reason: "x"})
	if fail.Of(err) != fail.Usage {
		t.Errorf("judged over two cases: %v", err)
	}
	l.look(func(ctx context.Context, s flow.State) error {
		if _, err := flow.LinkedOf(ctx, l.p.archive, s, "nowhere"); fail.Of(err) != fail.NotFound {
			t.Errorf("a case that is not there: %v", err)
		}
		return nil
	})
}

// Bytes of a run that are damaged cost what linking proposes, never what people
// judged, and linking again makes them anew.
func TestADamagedRunIsMadeAnew(t *testing.T) {
	l := newPeopled(t, 60)
	run := l.link()
	for _, sum := range []string{run.Outcome.String(), run.Model.String()} {
		var path string
		err := filepath.WalkDir(l.p.dir, func(p string, _ os.DirEntry, err error) error {
			if strings.HasSuffix(p, sum) {
				path = p
			}
			return err
		})
		if err != nil || path == "" {
			t.Fatal(sum, err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 1
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		linked := l.linked()
		if linked.Damaged == nil || len(linked.At(flow.Judged)) != len(linked.Records) {
			t.Errorf("a damaged run: %v, %d people as judged of %d rows", linked.Damaged, len(linked.At(flow.Judged)), len(linked.Records))
		}
		l.look(func(ctx context.Context, s flow.State) error {
			if _, err := linked.Queue(ctx, s); err == nil || !strings.Contains(err.Error(), "link again") {
				t.Errorf("the queue of a damaged run: %v", err)
			}
			return nil
		})
		if run = l.link(); !run.New {
			t.Error("linking again kept the damaged run")
		}
		if again := l.linked(); again.Damaged != nil || len(again.Proposals) == 0 {
			t.Errorf("after linking again: %v", again.Damaged)
		}
	}
}

// A conflict ends when one of the judgements that make it is taken back, and
// whoever confirms it is shown what joins the two.
func TestAConflictCanBeAnswered(t *testing.T) {
	l := newPeopled(t, 60)
	l.link()
	ctx := context.Background()
	rows := l.linked().Records
	a, b, c := rows[0].Mention, rows[1].Mention, rows[2].Mention
	judge := func(x, y string, v person.Verdict) {
		t.Helper()
		if _, err := flow.Judge(ctx, l.p.archive, founder(), flow.JudgeRequest{Left: x, Right: y, Verdict: v, Reason: "r"}); err != nil {
			t.Fatal(err)
		}
	}
	conflicts := func() (out []review.Pair) {
		for _, q := range l.queue(l.linked()) {
			if q.Why == review.Conflict {
				out = append(out, q.Pair)
			}
		}
		return out
	}
	judge(a, c, person.Different)
	judge(a, b, person.Same)
	judge(b, c, person.Same)
	if got := conflicts(); len(got) != 1 || got[0] != review.PairOf(a, c) {
		t.Errorf("asked: %v", got)
	}
	judge(a, c, person.Different)
	if got := conflicts(); len(got) != 2 {
		t.Errorf("after it was confirmed: %v", got)
	}
	judge(b, c, person.Different)
	if got := conflicts(); len(got) != 0 {
		t.Errorf("after it was ended: %v", got)
	}
}

// What is said to be copied says so, wherever a number rests on it.
func TestListsSaidToBeCopiedAreNamed(t *testing.T) {
	l := newPeopled(t, 200) // the exiles copy the families
	l.link()
	if _, err := flow.JudgeAll(context.Background(), l.p.archive, founder(), flow.DefaultCase, linkage.Probable, "in bulk", nil); err != nil {
		t.Fatal(err)
	}
	named := false
	for _, o := range l.linked().NamedOdd() {
		named = named || o.What == flow.OddSaidCopied && len(o.Lists) == 2
	}
	warned := 0
	l.look(func(ctx context.Context, s flow.State) error {
		c, err := flow.Count(ctx, l.p.archive, s, flow.CountRequest{Case: flow.DefaultCase})
		for _, e := range c.Estimates {
			for _, w := range e.Warnings {
				if w == flow.WarnCopied {
					warned++
				}
			}
		}
		return err
	})
	if !named || warned != 1 {
		t.Errorf("named %t, warned of %d estimates", named, warned)
	}
}

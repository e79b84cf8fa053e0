package review

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// sheetOf is a sheet of proposals, each record a person of its own unless
// joined says otherwise.
func sheetOf(joined map[string]string, proposals ...Proposal) Sheet {
	size := map[string]int{}
	person := func(id string) string {
		if p, ok := joined[id]; ok {
			return p
		}
		return id
	}
	ids := map[string]bool{}
	for _, p := range proposals {
		ids[p.Left], ids[p.Right] = true, true
	}
	for id := range ids {
		size[person(id)]++
	}
	return Sheet{Proposals: proposals, Bridges: map[Pair]bool{}, Judged: map[Pair]bool{}, Reopened: map[Pair]Why{},
		Person: person, Size: func(p string) int { return size[p] }}
}

func proposal(a, b string, bits float64, pattern uint64) Proposal {
	return Proposal{Pair: PairOf(a, b), Bits: bits, Probability: 1 / (1 + math.Exp2(-bits)), Pattern: pattern}
}

func asked(queue []Question) (out []string) {
	for _, q := range queue {
		if q.Why != Audit {
			out = append(out, q.Left+q.Right+" "+string(q.Why))
		}
	}
	return out
}

func TestWhatMattersMostIsAskedFirst(t *testing.T) {
	s := sheetOf(map[string]string{"a": "a", "b": "a", "c": "c", "d": "c", "g": "g", "h": "g", "k": "k", "l": "k", "m": "k", "r": "r", "s": "r", "p": "p", "q": "p"},
		proposal("a", "b", 12, 1), // as good as certain, of a pattern nobody judged
		proposal("c", "d", 11, 1), // another of the same pattern
		proposal("e", "f", 0.5, 2),
		proposal("g", "h", 3, 3),
		proposal("k", "l", 15, 4), proposal("l", "m", 13, 4),
		proposal("x", "y", -3.9, 5), // hardly anybody's doubt
		proposal("p", "q", 14, 6), proposal("r", "s", 9, 6), proposal("t", "u", 2, 7))
	s.Bridges[PairOf("m", "l")] = true
	s.Judged[PairOf("p", "q")], s.Judged[PairOf("t", "u")] = true, true
	s.Reopened[PairOf("t", "u")] = Disagreed
	s.Reopened[PairOf("v", "w")] = Changed
	got := asked(Queue(s))
	// The audit asks of all pairs here, there being so few; each is asked once.
	for _, q := range got {
		if n := len(slices.DeleteFunc(slices.Clone(got), func(o string) bool { return o != q })); n != 1 {
			t.Errorf("%s is asked %d times", q, n)
		}
	}
	order := func(list []string) (out []string) {
		for _, want := range []string{"tu disagreement", "vw changed", "lm bridge", "ef count", "gh count"} {
			if slices.Contains(list, want) {
				out = append(out, want)
			}
		}
		return out
	}
	if got[0] != "tu disagreement" || got[1] != "vw changed" || got[2] != "lm bridge" || got[3] != "ef count" {
		t.Errorf("the queue begins %v (known of it: %v)", got[:min(4, len(got))], order(got))
	}
	for _, never := range []string{"pq proposed", "xy proposed", "xy pattern"} {
		if slices.Contains(got, never) {
			t.Errorf("%s is asked", never)
		}
	}
}

// Of a pattern that nobody judged one pair is asked first, and the rest follow
// behind all such.
func TestOnePairOfEachPatternIsAskedFirst(t *testing.T) {
	var all []Proposal
	joined := map[string]string{}
	for i := range 400 {
		a, b := fmt.Sprintf("a%03d", i), fmt.Sprintf("b%03d", i)
		joined[b] = a
		all = append(all, proposal(a, b, 14, uint64(i%4)))
	}
	seen := map[uint64]bool{}
	for i, q := range Queue(sheetOf(joined, all...)) {
		switch q.Why {
		case Pattern:
			if seen[q.Proposal.Pattern] {
				t.Fatalf("a second pair of pattern %d at place %d", q.Proposal.Pattern, i)
			}
			seen[q.Proposal.Pattern] = true
		case Proposed:
			if len(seen) != 4 {
				t.Fatalf("the rest begins at place %d, after %d patterns", i, len(seen))
			}
		}
	}
}

// The audit is asked in the order of its draw, all of it, and stands among
// other questions, so that it is done before they are.
func TestTheAuditStandsAmongOtherQuestions(t *testing.T) {
	var all []Proposal
	for i := range 3000 {
		all = append(all, proposal(fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i), float64(i%20)-4, uint64(i)))
	}
	queue := Queue(sheetOf(nil, all...))
	place, last, n := 0, -1.0, 0
	for i, q := range queue {
		if q.Why != Audit {
			continue
		}
		if c := chance(q.Pair); c < last {
			t.Fatal("the audit is not asked in the order of its draw")
		} else {
			last = c
		}
		n++
		place = i
	}
	if n < 60 || place > 10*n || place < auditEvery*(n-30)-1 {
		t.Errorf("%d audit questions, the last at place %d of %d", n, place, len(queue))
	}
	again := Queue(sheetOf(nil, all...))
	if !slices.Equal(asked(queue), asked(again)) {
		t.Error("the same sheet gives another queue")
	}
}

// Whatever share of each side is truly the same, the estimate has it within its
// interval in about 95 of 100 draws; a hundred draws are made here.
func TestTheAuditMeasuresWithoutBias(t *testing.T) {
	misses, sum := 0, 0.0
	const runs, truly = 100, 0.9
	for run := range runs {
		var all []Proposal
		same := map[Pair]bool{}
		for i := range 4000 {
			p := proposal(fmt.Sprintf("r%d-a%d", run, i), fmt.Sprintf("r%d-b%d", run, i), 5, 1)
			all = append(all, p)
			same[p.Pair] = i%10 != 0
		}
		q := Measure(all, 1, func(p Pair) (bool, bool, bool) { return same[p], false, true })
		if q.Answered != 80 || q.Precision.Of != 80 {
			t.Fatalf("%d drawn, %d answered", q.Drawn, q.Answered)
		}
		sum += q.Precision.Share
		if truly < q.Precision.Low || truly > q.Precision.High {
			misses++
		}
	}
	if misses > 12 || math.Abs(sum/runs-truly) > 0.015 {
		t.Errorf("the interval misses the truth %d times of %d; the mean is %.3f", misses, runs, sum/runs)
	}
}

// What is asked for other reasons says nothing about all pairs, and an audit
// that is half done only as far as it goes without a gap.
func TestOnlyTheBeginningOfTheDrawCounts(t *testing.T) {
	var all []Proposal
	for i := range 40 {
		all = append(all, proposal(fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i), 5, 1))
	}
	drawn := Draw(all)[0]
	if len(drawn) != auditLeast {
		t.Fatalf("%d drawn", len(drawn))
	}
	gap := drawn[10].Pair
	q := Measure(all, 1, func(p Pair) (same, unsure, answered bool) { return true, p == drawn[3].Pair, p != gap })
	if q.Answered != 10 || q.Precision.Of != 9 || q.Unsure != 1 {
		t.Errorf("answered %d, of them %d count, unsure %d", q.Answered, q.Precision.Of, q.Unsure)
	}
	if q := Measure(nil, 1, nil); q.Recall != 0 || q.Precision.High != 1 {
		t.Errorf("of nothing: %+v", q)
	}
}

func TestRecallTakesBothSidesAndBlocking(t *testing.T) {
	var all []Proposal
	for i := range 30 {
		all = append(all, proposal(fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i), 5, 1), proposal(fmt.Sprintf("c%d", i), fmt.Sprintf("d%d", i), -2, 2))
	}
	q := Measure(all, 0.9, func(p Pair) (same, unsure, answered bool) {
		var i int
		_, err := fmt.Sscanf(p.Left[1:], "%d", &i)
		return err == nil && (p.Left[0] == 'a' || i < 3), false, true
	})
	if want := 0.9 * 30 / 33; math.Abs(q.Recall-want) > 1e-9 || q.RecallLow >= q.Recall || q.RecallHigh <= q.Recall || q.RecallHigh > 0.9 {
		t.Errorf("recall %.4f (%.4f to %.4f), want %.4f", q.Recall, q.RecallLow, q.RecallHigh, want)
	}
}

func TestAgreement(t *testing.T) {
	var verdicts [][2]string
	add := func(n int, a, b string) {
		for range n {
			verdicts = append(verdicts, [2]string{a, b})
		}
	}
	add(20, "same", "same")
	add(5, "same", "different")
	add(10, "different", "same")
	add(15, "different", "different")
	if a := Agree(verdicts); a.Pairs != 50 || a.Agree != 35 || math.Abs(a.Kappa-0.4) > 1e-9 || a.Table[[2]string{"different", "same"}] != 10 {
		t.Errorf("%+v, want kappa 0.4", a) // the textbook's table
	}
	if a := Agree(nil); a.Pairs != 0 || a.Kappa != 0 {
		t.Errorf("of nothing: %+v", a)
	}
}

// A tenth of all pairs is for two reviewers, whichever pairs they are.
func TestATenthIsForASecondReviewer(t *testing.T) {
	n := 0
	for i := range 10_000 {
		if ForSecond(PairOf(fmt.Sprint("x", i), fmt.Sprint("y", i))) {
			n++
		}
	}
	if n < 900 || n > 1100 {
		t.Errorf("%d of 10,000", n)
	}
}

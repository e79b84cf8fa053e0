package count

import (
	"encoding/json"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

func answered(a Answer) (list Checklist) {
	for _, c := range Conditions() {
		list = append(list, Checked{Condition: c, Answer: a})
	}
	return list
}

func madeEstimate() Estimated {
	return Estimated{Estimate: "u-1", Case: "main", By: "prison", Version: 1, Seen: 9, Checklist: answered(Yes), Label: guard.Case,
		Question: Question{Rule: "documented-minimum/2", Level: "judged", Merged: [][]string{{"A", "B"}}, Options: json.RawMessage(`{"seed":"1"}`),
			Lists: []Listed{{"l-1", "A", 1, custody.Sum{1}}, {"l-2", "B", 1, custody.Sum{2}}, {"l-3", "C", 2, custody.Sum{3}}}},
		Parts: []Part{{Table: custody.Sum{4}, Report: custody.Sum{5}, Documented: 7}, {Stratum: "e-1", Table: custody.Sum{6}, Report: custody.Sum{7}}}}
}

func TestAnEstimateCanBeFollowedBackAndAskedAgain(t *testing.T) {
	if err := madeEstimate().Check(); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*Estimated){
		"no id":                        func(f *Estimated) { f.Estimate = "" },
		"no case":                      func(f *Estimated) { f.Case = "" },
		"no version of the code":       func(f *Estimated) { f.Version = 0 },
		"a ledger that ends before it": func(f *Estimated) { f.Seen = -1 },
		"a zero byte":                  func(f *Estimated) { f.Note = "a\x00b" },
		"a book for a note":            func(f *Estimated) { f.Note = strings.Repeat("x", MaxNote+1) },
		"an id no index can hold":      func(f *Estimated) { f.Event = strings.Repeat("x", 3000) },
		"itself to replace":            func(f *Estimated) { f.Replaces = f.Estimate },
		"no such label":                func(f *Estimated) { f.Label = 9 },
		"no rule":                      func(f *Estimated) { f.Question.Rule = "" },
		"no level":                     func(f *Estimated) { f.Question.Level = "" },
		"no list":                      func(f *Estimated) { f.Question.Lists = nil },
		"a list twice":                 func(f *Estimated) { f.Question.Lists[1].Name = "A" },
		"a list of no bytes":           func(f *Estimated) { f.Question.Lists[0].Item = custody.Sum{} },
		"more lists than a table":      func(f *Estimated) { f.Question.Lists = make([]Listed, MaxLists+1) },
		"a merge of one":               func(f *Estimated) { f.Question.Merged = [][]string{{"A"}} },
		"a list in two merges":         func(f *Estimated) { f.Question.Merged = [][]string{{"A", "B"}, {"B", "C"}} },
		"a merge of what is not there": func(f *Estimated) { f.Question.Merged = [][]string{{"A", "Z"}} },
		"a copy of what is not there":  func(f *Estimated) { f.Question.Copies = [][2]string{{"A", "Z"}} },
		"options that are a list":      func(f *Estimated) { f.Question.Options = json.RawMessage(`[1]`) },
		"options that are cut off":     func(f *Estimated) { f.Question.Options = json.RawMessage(`{"seed":`) },
		"fewer than no drawings":       func(f *Estimated) { f.Question.Drawings = -1 },
		"no part":                      func(f *Estimated) { f.Parts = nil },
		"more parts than there may be": func(f *Estimated) { f.Parts = make([]Part, MaxParts+1) },
		"strata of no field":           func(f *Estimated) { f.By = "" },
		"strata without the whole":     func(f *Estimated) { f.Parts = f.Parts[1:] },
		"a stratum twice":              func(f *Estimated) { f.Parts = append(f.Parts, f.Parts[1]) },
		"the whole twice":              func(f *Estimated) { f.Parts[1].Stratum = "" },
		"no table":                     func(f *Estimated) { f.Parts[0].Table = custody.Sum{} },
		"no report":                    func(f *Estimated) { f.Parts[1].Report = custody.Sum{} },
		"fewer than nobody":            func(f *Estimated) { f.Parts[0].Documented = -1 },
		"no checklist":                 func(f *Estimated) { f.Checklist = nil },
		"a checklist of three":         func(f *Estimated) { f.Checklist = f.Checklist[:3] },
		"a condition twice":            func(f *Estimated) { f.Checklist[1].Condition = SamePopulation },
		"an answer of its own":         func(f *Estimated) { f.Checklist[3].Answer = "perhaps" },
	} {
		f := madeEstimate()
		change(&f)
		if f.Check() == nil {
			t.Errorf("%s passed", what)
		}
	}
	if n := len(madeEstimate().Blobs()); n != 4 {
		t.Errorf("it names %d files, want a table and a report for each part", n)
	}
}

func TestAReviewIsOfEveryWordAndFigure(t *testing.T) {
	sum := madeEstimate().Sum()
	if sum == "" || madeEstimate().Sum() != sum {
		t.Fatalf("the same estimate has the sums %q and %q", sum, madeEstimate().Sum())
	}
	for what, change := range map[string]func(*Estimated){
		"table":     func(f *Estimated) { f.Parts[0].Table[5] = 1 },
		"report":    func(f *Estimated) { f.Parts[1].Report[5] = 1 },
		"seed":      func(f *Estimated) { f.Question.Seed++ },
		"note":      func(f *Estimated) { f.Note = "x" },
		"checklist": func(f *Estimated) { f.Checklist[2].Answer = Unknown },
		"list":      func(f *Estimated) { f.Question.Lists[0].Version++ },
		"label":     func(f *Estimated) { f.Label = guard.Sealed },
	} {
		f := madeEstimate()
		if change(&f); f.Sum() == sum {
			t.Errorf("another %s has the same sum", what)
		}
	}
	for what, f := range map[string]Reviewed{
		"no reason":                     {Verdict: Confirms, Checklist: answered(Yes)},
		"no verdict":                    {Reason: "r", Checklist: answered(Yes)},
		"no checklist":                  {Verdict: Disputes, Reason: "r"},
		"a confirmation that says no":   {Verdict: Confirms, Reason: "r", Checklist: answered(No)},
		"a reason with a zero byte":     {Verdict: Disputes, Reason: "\x00", Checklist: answered(No)},
		"a reason that is a whole book": {Verdict: Disputes, Reason: strings.Repeat("x", MaxReason+1), Checklist: answered(No)},
	} {
		f.Estimate, f.Sum = "u-1", sum
		if f.Check() == nil {
			t.Errorf("a review with %s passed", what)
		}
	}
	for _, v := range []Verdict{Confirms, Disputes} {
		if err := (Reviewed{Estimate: "u-1", Sum: sum, Verdict: v, Reason: "r", Checklist: answered(Unknown)}).Check(); err != nil {
			t.Error(err)
		}
	}
	for _, f := range []Withdrawn{{}, {Estimate: "u-1", Reason: " "}, {Estimate: "u-1", Reason: "a\x00b"}} {
		if f.Check() == nil {
			t.Errorf("the withdrawal %+v passed", f)
		}
	}
}

func TestOneWhoDisputesWeighsMoreThanAllWhoConfirm(t *testing.T) {
	e := Estimation{Estimated: madeEstimate(), Author: "ana"}
	say := func(who string, v Verdict) {
		e.Reviews = append(e.Reviews, Review{Reviewed: Reviewed{Verdict: v}, Reviewer: who})
	}
	want := func(s Standing) {
		t.Helper()
		if e.Standing() != s {
			t.Errorf("it is %s, want %s", e.Standing(), s)
		}
	}
	want(Proposed)
	say("ana", Confirms) // no command lets her; a ledger from elsewhere may say so
	want(Proposed)
	say("ben", Confirms)
	want(Confirmed)
	say("cyra", Disputes)
	say("dana", Confirms)
	want(Disputed)
	say("cyra", Confirms)
	want(Confirmed)
	if err := e.MayReview("ana", Confirms); fail.Of(err) != fail.Refused {
		t.Errorf("the author may confirm: %v", err)
	}
	if err := e.MayReview("ben", Confirms); fail.Of(err) != fail.Conflict {
		t.Errorf("the same word twice: %v", err)
	}
	if err := e.MayReview("ben", Disputes); err != nil {
		t.Errorf("who thinks again is refused: %v", err)
	}
	if err := e.MayReplace(); err != nil {
		t.Error(err)
	}
	e.ReplacedBy = "u-2"
	want(Superseded)
	e.Withdrawer = "ana"
	want(TakenBack)
	for _, err := range []error{e.MayReview("eve", Confirms), e.MayReplace()} {
		if fail.Of(err) != fail.Conflict {
			t.Errorf("what is withdrawn can be spoken of: %v", err)
		}
	}
	if e.Standing().Stands() || Superseded.Stands() || !Disputed.Stands() {
		t.Error("what stands is told wrong")
	}
}

package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
)

func num(n int64) *int64 { return &n }

// quantity makes the quantity of a comparator and its numbers.
func quantity(c claim.Comparator, numbers ...int64) claim.Quantity {
	q := claim.Quantity{Kind: "killed", Comparator: c}
	switch c {
	case claim.AtMost, claim.LessThan:
		q.High = num(numbers[0])
	case claim.AtLeast, claim.MoreThan:
		q.Low = num(numbers[0])
	default:
		q.Low, q.High = num(numbers[0]), num(numbers[len(numbers)-1])
	}
	return q
}

var (
	party    = claim.Teller{Who: "the party", Entity: "e-party", Date: "1989-02"}
	paper    = claim.Teller{Who: "a newspaper", Verb: "wrote"}
	minister = claim.Teller{Who: "the minister"}
	clerk    = claim.Teller{Who: "a clerk"}
)

// said is a claim in a document of its own.
func said(id string, q claim.Quantity, says ...claim.Teller) Stated {
	var p text.Passage
	copy(p.Item[:], id)
	return Stated{Event: "e-all", Claim: claim.Claim{Standing: claim.Proposed, Made: claim.Made{
		Claim: id, Entity: "e-all", Schema: "Event", Property: "figure", Quantity: &q, Says: says, Passages: []text.Passage{p}, SourceGrade: "B", InfoGrade: "2"}}}
}

func TestNumbersOfDifferentThingsAreKeptApart(t *testing.T) {
	with := func(kind, unit, scope string) claim.Quantity {
		q := quantity(claim.Exactly, 30000)
		q.Kind, q.Unit, q.Scope = kind, unit, scope
		return q
	}
	inside := said("c-7", with("killed", "", ""))
	inside.Event = "e-prison"
	got := Compare([]Stated{
		said("c-1", with("killed", "", "")), said("c-2", with("signatures", "", "")), said("c-3", with("killed", "families", "")),
		said("c-4", with("killed", "", "in one prison")), said("c-5", with("Killed", "persons", "")), said("c-6", with("killed", "persons", " in  one prison")),
		inside,
	}, nil)
	var groups []string
	for _, g := range got.Groups {
		var ids []string
		for _, r := range g.Rivals {
			ids = append(ids, r.Made.Claim)
		}
		groups = append(groups, fmt.Sprintf("%s/%s/%s/%s: %s", g.Event, g.Kind, g.Unit, g.Scope, strings.Join(ids, " ")))
	}
	want := []string{"e-all/killed/persons/: c-1 c-5", "e-all/signatures/signatures/: c-2", "e-all/killed/families/: c-3",
		"e-all/killed/persons/in one prison: c-4 c-6", "e-prison/killed/persons/: c-7"}
	if !slices.Equal(groups, want) {
		t.Errorf("groups:\n%s\nwant:\n%s", strings.Join(groups, "\n"), strings.Join(want, "\n"))
	}
}

func TestNumbersContradictWhereNoNumberIsInBoth(t *testing.T) {
	for _, c := range []struct {
		a, b  claim.Quantity
		agree bool
	}{
		{quantity(claim.AtLeast, 2000), quantity(claim.Exactly, 30000), true},
		{quantity(claim.LessThan, 500), quantity(claim.Exactly, 30000), false},
		{quantity(claim.LessThan, 500), quantity(claim.Exactly, 500), false},
		{quantity(claim.AtMost, 500), quantity(claim.Exactly, 500), true},
		{quantity(claim.MoreThan, 500), quantity(claim.Exactly, 500), false},
		{quantity(claim.AtLeast, 500), quantity(claim.AtMost, 500), true},
		{quantity(claim.MoreThan, 500), quantity(claim.AtMost, 500), false},
		{quantity(claim.AtLeast, 500), quantity(claim.MoreThan, 90000), true},
		{quantity(claim.Between, 2800, 3800), quantity(claim.Scale, 2000, 9999), true},
		{quantity(claim.Scale, 2000, 9999), quantity(claim.Exactly, 30000), false},
		{quantity(claim.About, 30000), quantity(claim.Exactly, 33000), true},
		{quantity(claim.About, 4800), quantity(claim.Exactly, 4900), false},
		{quantity(claim.About, 4482), quantity(claim.Exactly, 4483), false},
		{quantity(claim.LessThan, 0), quantity(claim.Exactly, 0), true}, // there is nothing below 0
		{quantity(claim.MoreThan, math.MaxInt64), quantity(claim.Exactly, math.MaxInt64), true},
		{quantity(claim.About, 9000000000000000000), quantity(claim.AtLeast, 9200000000000000000), true},
	} {
		a, b := BoundsOf(c.a), BoundsOf(c.b)
		if a.Agrees(b) != c.agree || b.Agrees(a) != c.agree {
			t.Errorf("%s and %s: agree %t %t, want %t", c.a, c.b, a.Agrees(b), b.Agrees(a), c.agree)
		}
	}
}

func TestRivalsStandInTheOrderOfTheirBoundsAndNoneIsChosen(t *testing.T) {
	withdrawn := said("c-gone", quantity(claim.Exactly, 90000))
	withdrawn.Standing = claim.TakenBack
	g := Compare([]Stated{
		said("c-30k", quantity(claim.Exactly, 30000), party), said("c-under", quantity(claim.LessThan, 500), minister), withdrawn,
		said("c-least", quantity(claim.AtLeast, 2000), clerk), said("c-word", quantity(claim.Scale, 2000, 9999), claim.Teller{Who: "a guard"}),
	}, nil).Groups[0]
	var order []string
	for _, r := range g.Rivals {
		order = append(order, r.Made.Claim)
	}
	if want := []string{"c-under", "c-word", "c-least", "c-30k", "c-gone"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if r := g.Range; r.Low != 500 || r.High != 30000 || !r.Below || r.Above || !slices.Equal(r.LowBy, []string{"c-under"}) || !slices.Equal(r.HighBy, []string{"c-30k"}) {
		t.Errorf("the range is %+v", r)
	}
	want := []Pair{{"c-under", "c-word"}, {"c-under", "c-least"}, {"c-under", "c-30k"}, {"c-word", "c-30k"}}
	if !slices.Equal(g.Contradictions, want) || g.Pairs != len(want) {
		t.Errorf("contradictions %v (%d), want %v", g.Contradictions, g.Pairs, want)
	}
}

func TestARangeIsOpenWhereItsEndBoundsFromOneSideAlone(t *testing.T) {
	for _, c := range []struct {
		claims       []claim.Quantity
		low, high    int64
		below, above bool
	}{
		{[]claim.Quantity{quantity(claim.AtLeast, 2000)}, 2000, 2000, false, true},
		{[]claim.Quantity{quantity(claim.AtLeast, 2000), quantity(claim.Exactly, 1500)}, 1500, 2000, false, true},
		{[]claim.Quantity{quantity(claim.AtLeast, 2000), quantity(claim.Exactly, 2000)}, 2000, 2000, false, true},
		{[]claim.Quantity{quantity(claim.AtLeast, 2000), quantity(claim.Between, 2800, 3800)}, 2000, 3800, false, false},
		{[]claim.Quantity{quantity(claim.AtMost, 10)}, 10, 10, true, false},
		{[]claim.Quantity{quantity(claim.LessThan, 500), quantity(claim.About, 30000)}, 500, 30000, true, false},
		{[]claim.Quantity{quantity(claim.LessThan, 500), quantity(claim.Exactly, 300)}, 300, 500, false, false},
	} {
		var all []Stated
		for i, q := range c.claims {
			all = append(all, said(fmt.Sprint("c-", i), q))
		}
		if r := Compare(all, nil).Groups[0].Range; r.Low != c.low || r.High != c.high || r.Below != c.below || r.Above != c.above {
			t.Errorf("%v: %d to %d, open below %t, above %t", c.claims, r.Low, r.High, r.Below, r.Above)
		}
	}
	gone := said("c-1", quantity(claim.Exactly, 1))
	gone.Standing = claim.TakenBack
	if r := Compare([]Stated{gone}, nil).Groups[0].Range; r.Weakest != "" || r.LowBy != nil {
		t.Errorf("a group of which nothing stands has the range %+v", r)
	}
}

func TestWhoRepeatsAnotherIsNoSecondSource(t *testing.T) {
	made := &Record{ID: "f-1", Claims: []claim.Claim{{Standing: claim.Proposed, Made: claim.Made{Property: "made_by", Value: "the party", ValueEntity: "e-party"}}}}
	record := said("c-record", quantity(claim.Exactly, 30000), paper, clerk, clerk)
	record.Record = made
	older := said("c-older", quantity(claim.Exactly, 30000), party)
	older.Index, older.Standing = -1, claim.TakenBack
	same := said("c-same", quantity(claim.AtLeast, 30000))
	g := Compare([]Stated{
		older, said("c-paper", quantity(claim.Exactly, 30000), party, paper), said("c-party", quantity(claim.Exactly, 30000), party),
		record, said("c-clerk", quantity(claim.Exactly, 30000), clerk, paper), said("c-upper", quantity(claim.Exactly, 30000), claim.Teller{Who: " A  CLERK"}, paper, paper),
		same,
	}, nil).Groups[0]
	got := map[string]string{}
	for _, r := range g.Rivals {
		got[r.Made.Claim] = r.Repeats
		if r.Independent != (r.Repeats == "") {
			t.Errorf("%s is independent: %t, and repeats %q", r.Made.Claim, r.Independent, r.Repeats)
		}
	}
	for id, want := range map[string]string{"c-party": "", "c-paper": "c-party", "c-record": "c-party", "c-older": "c-party", "c-clerk": "", "c-upper": "c-clerk", "c-same": ""} {
		if got[id] != want {
			t.Errorf("%s repeats %q, want %q", id, got[id], want)
		}
	}
	if g.Independent != 3 {
		t.Errorf("%d independent sources, want the party, the clerk and the paper without a chain", g.Independent)
	}
	for _, r := range g.Rivals {
		if want := map[string]string{"c-party": "1989-02", "c-paper": "1989-02", "c-clerk": "", "c-same": ""}; r.Said() != want[r.Made.Claim] && r.Made.Claim != "c-older" {
			t.Errorf("%s was said %q", r.Made.Claim, r.Said())
		}
	}
}

func TestPassagesOfOneDocumentAreNoIndependentSources(t *testing.T) {
	same := func(id string, says ...claim.Teller) Stated {
		s := said("letter", quantity(claim.Exactly, 200), says...)
		s.Made.Claim = id
		return s
	}
	for _, c := range []struct {
		name             string
		all              []Stated
		sources, unknown int
	}{
		{"two passages of a letter", []Stated{same("c-1", party), same("c-2", clerk)}, 1, 0},
		{"a letter, and a paper without a chain", []Stated{same("c-1", party), same("c-2"), said("c-3", quantity(claim.AtLeast, 200))}, 2, 1},
		{"a letter, and its teller elsewhere", []Stated{same("c-1", party), same("c-2", clerk), said("c-3", quantity(claim.Exactly, 200), clerk), said("c-4", quantity(claim.Exactly, 200), minister)}, 2, 0},
		{"one of whom nobody knows", []Stated{same("c-1")}, 1, 1},
	} {
		if g := Compare(c.all, nil).Groups[0]; g.Independent != c.sources || g.Unknown != c.unknown {
			t.Errorf("%s: %d sources, of %d not known; want %d, %d", c.name, g.Independent, g.Unknown, c.sources, c.unknown)
		}
	}
}

func TestUnitsInAnyWordsAreOneGroup(t *testing.T) {
	var all []Stated
	for _, unit := range []string{"", "person", "people", "persons", "نفر", "شخص"} {
		q := quantity(claim.Exactly, 200)
		q.Unit = unit
		all = append(all, said("c-"+unit, q))
	}
	if got := Compare(all, nil).Groups; len(got) != 1 || got[0].Unit != "persons" {
		t.Errorf("%d groups, the first in %q", len(got), got[0].Unit)
	}
}

func TestTheWeakestOfTheClaimsTheRangeRestsOnIsNamed(t *testing.T) {
	weak := func(id string, change func(*Stated)) Stated {
		s := said(id, quantity(claim.Exactly, 30000), claim.Teller{Who: id})
		change(&s)
		return s
	}
	sound := weak("sound", func(*Stated) {})
	for _, c := range []struct {
		s   Stated
		why Weakness
	}{
		{weak("duress", func(s *Stated) { s.Flags = []string{claim.FlagDuress} }), Duress},
		{weak("circle", func(s *Stated) { s.Says = []claim.Teller{clerk, paper, clerk} }), Circular},
		{weak("nobody", func(s *Stated) { s.Flags = []string{claim.FlagAnonymous} }), Anonymous},
		{weak("disputed", func(s *Stated) { s.Standing = claim.Contested }), Disputed},
		{weak("aside", func(s *Stated) { s.Standing = claim.Superseded }), Disputed},
		{weak("told on", func(s *Stated) { s.Says = append(s.Says, paper) }), Distant},
		{weak("ungraded", func(s *Stated) { s.InfoGrade = "" }), Ungraded},
		{weak("graded low", func(s *Stated) { s.SourceGrade = "E" }), Unreliable},
		{weak("who", func(s *Stated) { s.Says = nil }), NoChain},
	} {
		r := Compare([]Stated{sound, c.s}, nil).Groups[0].Range
		if r.Weakest != c.s.Made.Claim || len(r.Why) == 0 || r.Why[0] != c.why {
			t.Errorf("beside a sound claim, %s: weakest is %s because of %v", c.s.Made.Claim, r.Weakest, r.Why)
		}
	}
	forced := weak("forced", func(s *Stated) { s.Flags = []string{claim.FlagDuress} })
	heard := weak("heard", func(s *Stated) { s.Says = []claim.Teller{clerk, paper, minister, party} })
	if r := Compare([]Stated{heard, forced}, nil).Groups[0].Range; r.Weakest != "forced" {
		t.Errorf("weakest is %s: duress weighs heavier than hearsay", r.Weakest)
	}
	middle := said("middle", quantity(claim.Exactly, 10))
	middle.Flags = []string{claim.FlagDuress}
	if r := Compare([]Stated{said("low", quantity(claim.Exactly, 1), clerk), middle, said("high", quantity(claim.Exactly, 99), party)}, nil).Groups[0].Range; r.Weakest == "middle" {
		t.Error("the range does not rest on a claim between its ends")
	}
}

func TestPartsAreToldAndNeverAdded(t *testing.T) {
	part := func(id, event, scope string, q claim.Quantity) Stated {
		s := said(id, q)
		s.Event, s.Quantity.Scope = event, scope
		return s
	}
	got := Compare([]Stated{
		part("whole", "e-all", "", quantity(claim.Exactly, 500)), part("prison", "e-prison", "", quantity(claim.AtLeast, 300)),
		part("night", "e-night", "", quantity(claim.Exactly, 400)), part("women", "e-all", "women", quantity(claim.MoreThan, 500)),
		part("other", "e-other", "", quantity(claim.Exactly, 900)), part("words", "e-night", "one ward", quantity(claim.Exactly, 1)),
	}, map[string][]string{"e-night": {"e-prison"}, "e-prison": {"e-all", "e-night"}})
	var within []string
	for i, g := range got.Groups {
		within = append(within, fmt.Sprintf("%d%v", i, g.Within))
		if g.Range.Low > 900 {
			t.Errorf("the range of group %d is %+v: a number nobody stated", i, g.Range)
		}
	}
	if want := []string{"0[]", "1[0 2]", "2[0 1]", "3[0]", "4[]", "5[0 1 2]"}; !slices.Equal(within, want) {
		t.Errorf("within %v, want %v", within, want)
	}
	if want := []Overrun{{3, 0, "women", "whole"}}; !slices.Equal(got.Overruns, want) {
		t.Errorf("overruns %v, want %v", got.Overruns, want)
	}
}

func TestAWordThatIsNoNumberIsNotLost(t *testing.T) {
	s := said("c-1", quantity(claim.Exactly, 1))
	s.Quantity, s.Value = nil, "countless"
	if got := Compare([]Stated{s}, nil); len(got.Groups) != 0 || len(got.Unread) != 1 || got.Unread[0].Value != "countless" {
		t.Errorf("%+v", got)
	}
}

func TestManyContradictionsAreCountedAndSomeListed(t *testing.T) {
	var all []Stated
	for i := range int64(100) {
		all = append(all, said(fmt.Sprint("c-", i), quantity(claim.Exactly, i)))
	}
	if g := Compare(all, nil).Groups[0]; g.Pairs != 4950 || len(g.Contradictions) != MaxPairs {
		t.Errorf("%d contradictions, %d listed", g.Pairs, len(g.Contradictions))
	}
}

func BenchmarkCompare(b *testing.B) {
	var all []Stated
	for i := range int64(2000) {
		all = append(all, said(fmt.Sprint("c-", i), quantity(claim.AtLeast, i%700), claim.Teller{Who: fmt.Sprint("who ", i%90)}))
	}
	for b.Loop() {
		Compare(all, nil)
	}
}

package support

import (
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
)

func on(item byte, page int) text.Passage {
	return text.Passage{Item: custody.Sum{item}, Rendition: custody.Sum{9}, Selector: text.Selector{Page: page}, Quote: "q"}
}

func made(id string, passages ...text.Passage) claim.Made {
	return claim.Made{Claim: id, Case: "main", Entity: "e-1", Schema: "Person", Property: "name", Value: "v", Passages: passages}
}

func TestAClaimStandsAsLongAsOnePassageDoes(t *testing.T) {
	told := made("c-told", on(1, 1), on(2, 1))
	told.Says = []claim.Teller{{Who: "A Guard"}, {Who: "the widow", Entity: "e-9"}}
	corrects := made("c-new", on(2, 1))
	corrects.Replaces = "c-old"
	forged := func(s custody.Sum) bool { return s == custody.Sum{1} }
	nothing := func(custody.Sum) bool { return false }
	for what, test := range map[string]struct {
		claim    claim.Made
		supposed Supposed
		want     Weighed
	}{
		"its one item falls":                   {made("c", on(1, 1)), Supposed{Item: forged}, Weighed{Falls, ByGround, 1, 0, 0}},
		"two passages of one item fall":        {made("c", on(1, 1), on(1, 2)), Supposed{Item: forged}, Weighed{Falls, ByGround, 2, 0, 0}},
		"one of two items falls":               {made("c", on(1, 1), on(2, 1)), Supposed{Item: forged}, Weighed{Weakened, "", 1, 1, 1}},
		"two passages of one item are left":    {made("c", on(1, 1), on(2, 1), on(2, 2)), Supposed{Item: forged}, Weighed{Weakened, "", 1, 2, 1}},
		"another item falls":                   {made("c", on(2, 1)), Supposed{Item: forged}, Weighed{Stands, "", 0, 1, 1}},
		"its one passage falls":                {made("c", on(2, 1)), Supposed{Item: nothing, Passages: map[string]bool{on(2, 1).ID(): true}}, Weighed{Falls, ByGround, 1, 0, 0}},
		"passage and item together":            {made("c", on(1, 1), on(2, 1)), Supposed{Item: forged, Passages: map[string]bool{on(2, 1).ID(): true}}, Weighed{Falls, ByGround, 2, 0, 0}},
		"it is itself supposed to fall":        {made("c", on(2, 1)), Supposed{Item: nothing, Claims: map[string]bool{"c": true}}, Weighed{Falls, ByName, 0, 0, 0}},
		"it corrects a claim that falls":       {corrects, Supposed{Item: forged, Claims: map[string]bool{"c-old": true}}, Weighed{Stands, "", 0, 1, 1}},
		"its first teller falls":               {told, Supposed{Item: nothing, Tellers: []Teller{{Name: "a  guard"}}}, Weighed{Falls, ByTeller, 0, 0, 0}},
		"who passed it on falls":               {told, Supposed{Item: nothing, Tellers: []Teller{{Entity: "e-9"}}}, Weighed{Falls, ByTeller, 0, 0, 0}},
		"somebody of the name of a record":     {told, Supposed{Item: nothing, Tellers: []Teller{{Entity: "e-8"}}}, Weighed{Stands, "", 0, 2, 2}},
		"a teller without a name":              {told, Supposed{Item: nothing, Tellers: []Teller{{Name: " "}}}, Weighed{Stands, "", 0, 2, 2}},
		"another teller and one of both items": {told, Supposed{Item: forged, Tellers: []Teller{{Name: "nobody"}}}, Weighed{Weakened, "", 1, 1, 1}},
	} {
		if got := test.supposed.Weigh(test.claim); got != test.want {
			t.Errorf("%s: %+v, want %+v", what, got, test.want)
		}
	}
}

func TestAnItemStandsIfItCameByAnotherHandToo(t *testing.T) {
	lost := func(t Taking) bool { return t.Accession == "a-bad" }
	for what, test := range map[string]struct {
		takings []Taking
		want    Reach
	}{
		"of the source alone":       {[]Taking{{Accession: "a-bad", Index: 7}}, Reach{true, true, 7}},
		"given twice by the source": {[]Taking{{Accession: "a-bad", Index: 9}, {Accession: "a-bad", Index: 7}}, Reach{true, true, 7}},
		"also given by another":     {[]Taking{{Accession: "a-bad", Index: 7}, {Accession: "a-good", Index: 8}}, Reach{true, false, 7}},
		"of another":                {[]Taking{{Accession: "a-good", Index: 8}}, Reach{}},
		"of nobody that is known":   {nil, Reach{}},
	} {
		if got := ReachOf(test.takings, lost); got != test.want {
			t.Errorf("%s: %+v, want %+v", what, got, test.want)
		}
	}
	since, open := OpenSince([]Taking{{Index: 3, Label: guard.Sealed}, {Index: 9, Label: guard.Open}, {Index: 5, Label: guard.Case}})
	if since != 5 || !open {
		t.Errorf("open since %d %t, want 5", since, open)
	}
	if _, open := OpenSince([]Taking{{Index: 3, Label: guard.Sealed}}); open {
		t.Error("what was only handed over sealed is open")
	}
}

func TestAFindingFallsWhenFewerClaimsStandThanItNeeds(t *testing.T) {
	for what, test := range map[string]struct {
		c    Conclusion
		want Effect
	}{
		"all of two are needed, one falls":     {Conclusion{Needs: 2, Stood: 2, Fell: 1}, Falls},
		"one of two is needed, one falls":      {Conclusion{Needs: 1, Stood: 2, Fell: 1}, Weakened},
		"one of two is needed, both fall":      {Conclusion{Needs: 1, Stood: 2, Fell: 2}, Falls},
		"a claim it rests on is weakened":      {Conclusion{Needs: 2, Stood: 2, Weakened: 1}, Weakened},
		"only what spoke against it falls":     {Conclusion{Needs: 1, Stood: 1, Against: 2, AgainstFell: 1}, Stands},
		"it had lost its support before":       {Conclusion{Needs: 2, Stood: 1, Fell: 1}, Fallen},
		"for and against fall, enough is left": {Conclusion{Needs: 1, Stood: 2, Fell: 1, Against: 1, AgainstFell: 1}, Weakened},
	} {
		if got := test.c.Effect(); got != test.want {
			t.Errorf("%s: %s, want %s", what, got, test.want)
		}
	}
}

func TestAReleaseHoldsWhatStoodWhenItWasAskedFor(t *testing.T) {
	for what, test := range map[string]struct {
		asked, made, withdrawn, open int64
		want                         bool
	}{
		"made before":                    {10, 5, -1, 3, true},
		"made after":                     {10, 11, -1, 3, false},
		"withdrawn before":               {10, 5, 7, 3, false},
		"withdrawn after":                {10, 5, 12, 3, true},
		"its original was sealed as yet": {10, 5, -1, 12, false},
	} {
		if got := Held(test.asked, test.made, test.withdrawn, test.open); got != test.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}

func TestWhatSaysTheSame(t *testing.T) {
	base := made("c-1", on(1, 1))
	base.Value = "نوید کاردان"
	change := func(f func(*claim.Made)) claim.Made { c := base; f(&c); return c }
	for what, test := range map[string]struct {
		other claim.Made
		want  bool
	}{
		"itself from another item":   {change(func(c *claim.Made) { c.Claim, c.Passages = "c-2", []text.Passage{on(2, 2)} }), true},
		"typed on another keyboard":  {change(func(c *claim.Made) { c.Value = "نويد كاردان" }), true},
		"by somebody else":           {change(func(c *claim.Made) { c.Says = []claim.Teller{{Who: "x"}} }), true},
		"another name":               {change(func(c *claim.Made) { c.Value = "نادر" }), false},
		"of another thing":           {change(func(c *claim.Made) { c.Entity = "e-2" }), false},
		"another property":           {change(func(c *claim.Made) { c.Property = "nickname" }), false},
		"a thing, not its name":      {change(func(c *claim.Made) { c.ValueEntity = "e-5" }), false},
		"marks that fold to nothing": {change(func(c *claim.Made) { c.Value = "\u064b" }), false},
	} {
		if got := Same(base, test.other); got != test.want {
			t.Errorf("%s: %t", what, got)
		}
		if got := Key(base) == Key(test.other); got != test.want {
			t.Errorf("%s: keys are the same: %t", what, got)
		}
	}
	dated := func(edtf string) claim.Made {
		return change(func(c *claim.Made) { c.Value, c.Date = edtf, &claim.Date{EDTF: edtf, Calendar: "gregorian"} })
	}
	if Same(dated("1988-07?"), dated("1988-07")) || !Same(dated("1988-07"), dated("1988-07")) {
		t.Error("a doubtful date says the same as a certain one, or not the same as itself")
	}
	if Key(base) < 0 {
		t.Error("a key is below zero")
	}
}

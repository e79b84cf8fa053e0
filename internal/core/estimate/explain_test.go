package estimate

import (
	"strings"
	"testing"
)

// The tables of the United Kingdom and of the Netherlands on all six lists, as
// in R's package SparseMSE: counts alone, by pattern. Log-linear models and
// graphs agree on both by chance, and pass.
const (
	kingdomOfSix = "100000:54 010000:463 001000:907 000100:695 000010:316 000001:57 110000:15 101000:19 100100:3 011000:56 010100:19 010010:1 010001:3 " +
		"001100:69 001010:10 001001:31 000110:8 000101:6 000011:1 111000:1 110100:1 011100:4 011001:3 001101:1 111100:1"
	netherlandsOfSix = "101100:4 101000:1 100101:4 100100:18 100010:3 100001:16 100000:352 011000:1 010100:44 010001:4 010000:1299 001110:2 001101:7 " +
		"001100:59 001010:2 001001:57 001000:403 000111:1 000110:82 000101:125 000100:4466 000011:2 000010:650 000001:632"
)

// On both tables chains find different places, so that what the other methods
// say is one explanation of several.
func TestATableWithSeveralExplanationsGetsNoNumberAlthoughTwoMethodsPass(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"kingdom": kingdomOfSix, "netherlands": netherlandsOfSix} {
		o := Options{Seed: 1, Quick: true, Graphs: GraphOptions{Points: 2000}, Classes: ClassOptions{Chains: 12, Settle: 1500, Draws: 150, Thin: 10, Longer: -1}}
		if raceDetector {
			o.Methods = []Method{Classes}
		}
		r, err := Run(t.Context(), ofWords(t, text), o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Headline != nil || !r.Classes.Apart() || formOf(r.Warnings, ChainsDisagree) != FormPlaces {
			t.Errorf("%s: %s, R-hat %.2f, %s", name, r.Says(), r.Classes.RHat, codes(r.Warnings))
		}
		if passed := headlineOf(r.Estimates); !raceDetector && passed == nil {
			t.Errorf("%s: too few methods pass, so that this shows nothing", name)
		}
	}
}

// Without any one of its lists the Netherlands' table has no estimate: what all
// six agree on is chance, and no walk is needed to see it.
func TestARangeThatFewerListsDoNotSupportIsNotGiven(t *testing.T) {
	t.Parallel()
	o := quick(1)
	o.Quick, o.Methods = false, []Method{LogLinear, Graphs}
	r, err := Run(t.Context(), ofWords(t, netherlandsOfSix), o)
	if err != nil || headlineOf(r.Estimates) == nil {
		t.Fatalf("%v, %s", err, codes(r.Warnings))
	}
	if r.Headline != nil || formOf(r.Warnings, OneListDecides) != FormNone || !strings.Contains(r.Says(), "No estimate") {
		t.Errorf("%s %s", r.Says(), codes(r.Warnings))
	}
}

func TestOnlyTrialsThatCouldBeMadeSpeakAgainstARange(t *testing.T) {
	few, small := fewMethods(nil), Warning{Code: FewPeople, Form: FormPeople}
	none, given, tiny := LeftOut{Reason: &few}, LeftOut{Median: 100}, LeftOut{Reason: &small}
	for want, left := range map[string][]LeftOut{
		"":     {none, none, given, given},
		"M11":  {none, none, none, given},
		" ":    {tiny, tiny, tiny, given},
		"M11 ": {tiny, tiny, none, none},
	} {
		r := Report{LeftOut: left}
		if got := codes(r.unsupported()); got != strings.TrimSpace(want) {
			t.Errorf("%+v: %q, want %q", left, got, want)
		}
	}
}

// Three lists without one are two, which imply nothing: that is said, as it is
// of more lists.
func TestOfThreeListsItIsSaidWhyNoneCanBeLeftOut(t *testing.T) {
	t.Parallel()
	o := quick(1)
	o.Quick, o.Methods = false, []Method{LogLinear, Graphs}
	r := run(t, spina, o)
	if r.Headline == nil || len(r.LeftOut) != 3 || len(r.BackTest) != 3 {
		t.Fatalf("%+v", r)
	}
	for i, l := range r.LeftOut {
		if l.Reason == nil || l.Reason.Code != FewLists || r.BackTest[i].Reason == nil || r.BackTest[i].Tested {
			t.Errorf("%+v, %+v", l, r.BackTest[i])
		}
	}
}

// A walk that is too short is told from one that found different places.
func TestWhyChainsGiveNoNumberIsSaid(t *testing.T) {
	chains := func(medians ...float64) (out []ChainFit) {
		for _, m := range medians {
			out = append(out, ChainFit{m * 0.9, m, m * 1.1})
		}
		return out
	}
	for want, f := range map[Form]ClassFit{
		FormDraws:  {RHat: 1.045, Effective: 347, Middle: [2]float64{90, 110}, Chains: chains(95, 100, 105)},
		"":         {RHat: 1.2, Effective: 200, Middle: [2]float64{90, 110}, Chains: chains(95, 100, 150)},
		FormPlaces: {RHat: 2.7, Effective: 28, Middle: [2]float64{90, 110}, Chains: chains(95, 100, 250)},
	} {
		w := f.disagreement(strict)
		if w.Code != ChainsDisagree || w.Form != want || w.Numbers["least"] != leastEffective || f.Apart() != (want == FormPlaces) {
			t.Errorf("%q: %+v", want, w)
		}
	}
}

func formOf(warnings []Warning, c Code) Form {
	for _, w := range warnings {
		if w.Code == c {
			return w.Form
		}
	}
	return "absent"
}

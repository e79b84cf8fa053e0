package estimated

import (
	"regexp"
	"strings"
	"testing"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
)

func tables(t *testing.T) map[words.Lang]*words.Table {
	t.Helper()
	all, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// report is of an invented table that two methods passed on.
func report() estimate.Report {
	return estimate.Report{Documented: 4400, Lists: []string{"families", "exiles", "prison"},
		Headline: &estimate.Headline{Interval: estimate.Interval{Low: 9167, High: 20875}, Methods: []estimate.Method{estimate.LogLinear, estimate.Graphs}, Medians: [2]float64{10548, 12595}},
		Estimates: []estimate.Estimate{
			{Method: estimate.LogLinear, Median: 12047, Interval: estimate.Interval{Low: 9167.4, High: 20874.2}},
			{Method: estimate.Graphs, Median: 12595, Interval: estimate.Interval{Low: 9827, High: 16544}},
			{Method: estimate.Classes, Median: 10548, Interval: estimate.Interval{Low: 9211, High: 13962}, Failed: []estimate.Code{estimate.ChainsDisagree}}},
		Warnings: append([]estimate.Warning{
			{Code: estimate.ChainsDisagree, Methods: []estimate.Method{estimate.Classes}, Numbers: map[string]float64{"rhat": 1.31, "effective": 57, "astray": 9, "chains": 24, "low": 9800, "high": 22000}},
			{Code: estimate.BadFit, Form: estimate.FormUntestable, Methods: []estimate.Method{estimate.LogLinear}},
		}, estimate.Standing()...)}
}

func head(t *testing.T, lang words.Lang, r estimate.Report) Headline {
	t.Helper()
	h, err := Head(tables(t)[lang], r)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTheRangeIsSaidOutwardAfterWhatIsDocumented(t *testing.T) {
	for lang, want := range map[words.Lang][3]string{
		words.English: {"At least 4400 people are documented by name.", "between 9,000 and 21,000 people", "from about 10,000 to about 13,000"},
		words.Persian: {"دست‌کم ۴۴۰۰ نفر", "میان ۹۰۰۰ و ۲۱٬۰۰۰ نفر", "از حدود ۱۰٬۰۰۰ تا حدود ۱۳٬۰۰۰"},
		words.Arabic:  {"٤٤٠٠ شخص على الأقل", "بين ٩٠٠٠ و٢١٬٠٠٠ شخص.", "من نحو ١٠٬٠٠٠ إلى نحو ١٣٬٠٠٠"},
	} {
		h := head(t, lang, report())
		if !strings.Contains(h.Documented, want[0]) || !strings.Contains(h.Medians, want[2]) || h.Beyond == "" || h.Why != nil {
			t.Errorf("%s says %+v", lang, h)
		}
		if lang == words.English && !strings.Contains(h.Total, "between 9000 and 21,000 people") {
			t.Errorf("%s says %q", lang, h.Total)
		}
		if lang != words.English && !strings.Contains(h.Total, want[1]) {
			t.Errorf("%s says %q, want %q", lang, h.Total, want[1])
		}
	}
}

func TestOneNumberIsSaidOnlyInASentenceAndOnlyOfANarrowRange(t *testing.T) {
	if h := head(t, words.English, report()); h.Point != "" {
		t.Errorf("a number for a range of more than twofold: %q", h.Point)
	}
	r := report()
	r.Headline.Interval, r.Headline.Medians, r.Headline.Point = estimate.Interval{Low: 9404, High: 14157}, [2]float64{11170, 11231}, 11200.6
	h := head(t, words.English, r)
	if !strings.Contains(h.Point, "its middle may be said: about 11,200.") || !strings.Contains(h.Medians, "all about 11,200") {
		t.Errorf("says %q and %q", h.Point, h.Medians)
	}
	for _, text := range []string{h.Documented, h.Total, h.Medians, h.Point} {
		if regexp.MustCompile(`\d\.\d`).MatchString(text) {
			t.Errorf("a part of a person: %q", text)
		}
	}
}

func TestAnOpenRangeSaysNoUpperEnd(t *testing.T) {
	r := report()
	r.Headline.Interval = estimate.Interval{Low: 9167, High: 440000, Open: true}
	h := head(t, words.English, r)
	if !strings.Contains(h.Total, "9000 people or more") || strings.Contains(h.Total, "440") {
		t.Errorf("says %q", h.Total)
	}
	if brief, err := Brief(tables(t)[words.English], r); err != nil || brief != "9000 or more" {
		t.Errorf("says %q, %v", brief, err)
	}
}

func TestNoEstimateIsAResultWithItsReasons(t *testing.T) {
	r := report()
	r.Headline = nil
	r.Estimates[1].Failed = []estimate.Code{estimate.PriorDriven}
	r.Warnings = append(r.Warnings, estimate.Warning{Code: estimate.FewMethods, Numbers: map[string]float64{"passed": 1, "tried": 3}})
	for lang, table := range tables(t) {
		h := head(t, lang, r)
		if !h.None || h.Medians != "" || h.Point != "" || len(h.Why) != 3 {
			t.Errorf("%s says %+v", lang, h)
		}
		methods, err := Methods(table, r)
		if err != nil || methods[0].Counted || methods[2].Shown || !methods[1].Shown {
			t.Errorf("%s: %+v, %v", lang, methods, err)
		}
	}
}

// Every sentence of every code is there in every language, with its numbers
// and lists in it.
func TestEveryWarningIsSaidWithItsNumbers(t *testing.T) {
	forms := map[estimate.Code][]estimate.Form{
		estimate.FewPeople: {estimate.FormPeople, estimate.FormShared, estimate.FormThin, estimate.FormList}, estimate.BadFit: {estimate.FormUntestable, estimate.FormMisfit},
		estimate.PriorDriven: {estimate.FormSaturated, estimate.FormPrior}, estimate.StrataDisagree: {estimate.FormMissing, estimate.FormApart},
		estimate.ListsDepend: {estimate.FormWithin, estimate.FormMore, estimate.FormLess, estimate.FormCopied}}
	numbers := map[string]float64{"lists": 2, "people": 47, "least": 50, "shared": 3, "models": 4, "tried": 113, "once": 912, "share": 0.94, "deviance": 31.25, "degrees": 4,
		"p": 0.0000123, "factor": 0.25, "median": 4617, "usual": 12595, "most": 132000, "rhat": 1.31, "effective": 57, "astray": 9, "chains": 24, "low": 9800, "high": 22000,
		"covered": 1, "tested": 4, "without": 2, "parts": 5, "whole_low": 9000, "whole_high": 21000, "drawings": 0, "odds": 7.25, "passed": 1}
	said := map[string]bool{}
	for _, code := range estimate.Codes() {
		of := forms[code]
		if of == nil {
			of = []estimate.Form{""}
		}
		for _, form := range of {
			w := estimate.Warning{Code: code, Form: form, Methods: []estimate.Method{estimate.LogLinear, estimate.Graphs}, Lists: []string{"families", "exiles"}, Numbers: numbers, Text: "in English only"}
			for lang, table := range tables(t) {
				text, err := Say(table, w)
				if err != nil || text == w.Text || text == "" || said[text] {
					t.Errorf("%s %s in %s: %q, %v", code, form, lang, text, err)
				}
				said[text] = true
				if strings.Contains(text, "{") || strings.Contains(text, "—") {
					t.Errorf("%s %s in %s has a hole: %q", code, form, lang, text)
				}
				if title := table.Term("estimate.code", string(code)); title == string(code) {
					t.Errorf("%s has no name in %s", code, lang)
				}
			}
		}
	}
}

func TestAWarningOfALaterProgramIsSaidAsItWasRecorded(t *testing.T) {
	r := report()
	r.Warnings = append([]estimate.Warning{{Code: "M99", Text: "something new was found"}}, r.Warnings...)
	for lang, table := range tables(t) {
		warnings, standing, err := Warnings(table, r)
		if err != nil || warnings[0].Text != "something new was found" || len(warnings) != 3 || len(standing) != 2 {
			t.Errorf("%s: %+v, %+v, %v", lang, warnings, standing, err)
		}
	}
}

// A report that came without them, from wherever, still gets the statements.
func TestWhatAlwaysStandsIsAlwaysSaid(t *testing.T) {
	_, standing, err := Warnings(tables(t)[words.English], estimate.Report{})
	if err != nil || len(standing) != 2 || standing[0].Code != estimate.NeverListable || standing[1].Code != estimate.SamePopulation {
		t.Errorf("%+v, %v", standing, err)
	}
}

func TestRoundingIsThatOfTheRange(t *testing.T) {
	for _, i := range []estimate.Interval{{Low: 9167, High: 20875}, {Low: 9404, High: 14157}, {Low: 50, High: 53}, {Low: 1, High: 3e9}} {
		low, high := i.Outward(0)
		if step := Step(i); low%step != 0 || high%step != 0 || float64(low+step) < i.Low || float64(high-step) > i.High {
			t.Errorf("%v is rounded to %d and %d, and its step is said to be %d", i, low, high, step)
		}
	}
}

func TestAFigureOutOfAllProportionIsNoNegativeNumber(t *testing.T) {
	for _, f := range []float64{1e300, -0.2, 12.5} {
		if n := whole(f); n < 0 {
			t.Errorf("%v is said as %d", f, n)
		}
	}
}

// Chains that found one place and were only too slow are not said to disagree.
func TestChainsThatAreOnlySlowAreNotSaidToDisagree(t *testing.T) {
	w := estimate.Warning{Code: estimate.ChainsDisagree, Numbers: map[string]float64{"rhat": 1.045, "effective": 347, "astray": 0, "chains": 24, "low": 300, "high": 310}}
	for lang, table := range tables(t) {
		slow, err := Say(table, w)
		if err != nil {
			t.Fatal(err)
		}
		apart := w
		apart.Numbers = map[string]float64{"rhat": 1.3, "effective": 57, "astray": 9, "chains": 24, "low": 300, "high": 900}
		other, err := Say(table, apart)
		if err != nil || slow == other || !strings.Contains(slow, table.Number(347)) {
			t.Errorf("%s says %q of slow chains, and %q of chains that disagree (%v)", lang, slow, other, err)
		}
	}
}

// What believes the linker is no documented minimum, and is never told alone
// where reviewers judged otherwise.
func TestANumberThatBelievesTheLinkerStandsBesideWhatWasJudged(t *testing.T) {
	for lang, table := range tables(t) {
		both, err := Believed(table, 246, "probable", 249)
		if err != nil || !strings.Contains(both, table.Number(246)) || !strings.Contains(both, table.Number(249)) {
			t.Errorf("%s: %q, %v", lang, both, err)
		}
		if alone, err := Believed(table, 246, "probable", 246); err != nil || strings.Count(alone, table.Number(246)) != 1 {
			t.Errorf("%s: %q, %v", lang, alone, err)
		}
	}
}

// What is said of all methods holds each of them, and its point.
func TestMiddlesAreRoundedSoThatNoMethodLiesBesideThem(t *testing.T) {
	r := report()
	r.Documented, r.Headline.Interval, r.Headline.Medians, r.Headline.Point = 246, estimate.Interval{Low: 279, High: 362}, [2]float64{312.2, 315.8}, 315.9
	from, to, point := Middles(r)
	if float64(from) > r.Headline.Medians[0] || float64(to) < r.Headline.Medians[1] || point < from || point > to {
		t.Errorf("from %d to %d, and the point %d", from, to, point)
	}
}

package desk

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// estimatedReport is of an invented table of four lists, with a name that
// somebody could hand in. Two methods passed, one is warned of, and the chains
// of the third disagree.
func estimatedReport() estimate.Report {
	return estimate.Report{Documented: 4400, Lists: []string{"families" + hostile, "exiles", "prison", "cemetery"}, Frequencies: []int64{3218, 902, 253, 27},
		Pairs:    []estimate.Pair{{Lists: [2]string{"families" + hostile, "exiles"}, Both: 403, Odds: 2.5, Interval: [2]float64{1.9, 3.3}}, {Lists: [2]string{"exiles", "prison"}, Both: 457}},
		Headline: &estimate.Headline{Interval: estimate.Interval{Low: 9167, High: 20875}, Methods: []estimate.Method{estimate.LogLinear, estimate.Graphs}, Medians: [2]float64{10548, 12595}},
		Estimates: []estimate.Estimate{
			{Method: estimate.LogLinear, Median: 12047, Interval: estimate.Interval{Low: 9167.4, High: 20874.2}, Replicates: 20},
			{Method: estimate.Graphs, Median: 12595, Interval: estimate.Interval{Low: 9827, High: 16544}},
			{Method: estimate.Classes, Median: 10548, Interval: estimate.Interval{Low: 9211, High: 13962}, Failed: []estimate.Code{estimate.ChainsDisagree}}},
		Bound:   &estimate.Bound{Equal: 8906, Interval: estimate.Interval{Low: 8500, High: 9400}},
		Curve:   &estimate.Curve{Points: []estimate.Sensitivity{{Xi: 0.25, N: 40400}, {Xi: 0.5, N: 22400}, {Xi: 1, N: 13400}, {Xi: 2, N: 8900}, {Xi: 4, N: 6650}}},
		Classes: &estimate.ClassFit{RHat: 1.3, Effective: 57, Middle: [2]float64{9900, 11200}, Chains: []estimate.ChainFit{{Low: 9000, Median: 9800, High: 10400}, {Low: 14000, Median: 19000, High: 26000}}},
		LeftOut: []estimate.LeftOut{{List: "families" + hostile, Documented: 3300, Median: 24000, Interval: estimate.Interval{Low: 15000, High: 31000}, Outside: true},
			{List: "exiles", Documented: 3555, Reason: &estimate.Warning{Code: estimate.FewPeople, Form: estimate.FormShared, Numbers: map[string]float64{"shared": 7, "least": 20}}}},
		BackTest: []estimate.BackTest{{List: "prison", Known: 1786, Seen: 850, Tested: true, Covers: true, Median: 1700, Interval: estimate.Interval{Low: 1500, High: 2100}}, {List: "cemetery", Known: 685, Seen: 379}},
		Warnings: append([]estimate.Warning{
			{Code: estimate.ChainsDisagree, Methods: []estimate.Method{estimate.Classes}, Numbers: map[string]float64{"rhat": 1.31, "effective": 57, "astray": 9, "chains": 24, "low": 9800, "high": 19000}},
			{Code: estimate.BadFit, Form: estimate.FormUntestable, Methods: []estimate.Method{estimate.LogLinear}},
			{Code: estimate.ListsDepend, Form: estimate.FormMore, Lists: []string{"families" + hostile, "exiles"}, Numbers: map[string]float64{"odds": 5.5}},
		}, estimate.Standing()...)}
}

// reported executes the parts of a page that show a report.
func reported(t *testing.T, lang words.Lang, r estimate.Report) *node {
	t.Helper()
	tables, err := words.Load()
	must(t, err)
	pages, err := parsePages(tables[lang], &flow.Glossary{})
	must(t, err)
	part, err := newEstimateReport("whole", tables[lang], r)
	must(t, err)
	var out bytes.Buffer
	for _, name := range []string{"estimateReport", "estimateBeside"} {
		must(t, pages.set.ExecuteTemplate(&out, name, part))
	}
	return parse(t, "<main>"+out.String()+"</main>")
}

func number(t *testing.T, n *node, name string) int {
	t.Helper()
	v, err := strconv.Atoi(n.attrs[name])
	must(t, err)
	return v
}

func TestAReportIsShownWithWhatIsDocumentedBeforeAnyRange(t *testing.T) {
	for _, lang := range words.Langs() {
		page := reported(t, lang, estimatedReport())
		must(t, page.safe())
		if len(page.find("p.documented")) != 1 || len(page.find("p.total")) != 1 || strings.Index(page.text, page.find("p.documented")[0].text) > strings.Index(page.text, page.find("p.total")[0].text) {
			t.Errorf("%s: what is documented does not come first", lang)
		}
		if len(page.find(".warned")) != 3 || len(page.find("p.note.warn")) != 2 {
			t.Errorf("%s: %d warnings, %d statements that always stand", lang, len(page.find(".warned")), len(page.find("p.note.warn")))
		}
		for _, heading := range append(page.find("h2"), page.find("h3")...) {
			if strings.ContainsAny(strings.ReplaceAll(heading.text, "95", ""), "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩") {
				t.Errorf("%s: a number in a title: %q", lang, heading.text)
			}
		}
	}
}

// What is warned of is hatched, what did not pass has a broken edge, and the
// documented number is a line before all bars.
func TestThePictureOfMethodsShowsWhatTheTableSays(t *testing.T) {
	for _, lang := range words.Langs() {
		page := reported(t, lang, estimatedReport())
		svg := page.find("svg[role=img]")[0]
		if svg.attrs["viewBox"] == "" || number(t, svg, "width") != figureWidth || len(svg.find("title")) != 1 || len(svg.find("desc")) != 1 {
			t.Errorf("%s: the picture has no words or another width: %v", lang, svg.attrs)
		}
		bars := append(svg.find("rect.bar"), svg.find("rect.hatched")...)
		if len(svg.find("rect.hatched")) != 1 || len(svg.find("rect.bar")) != 2 || len(svg.find("polygon")) != 1 {
			t.Errorf("%s: %d hatched and %d plain bars, %d arrows", lang, len(svg.find("rect.hatched")), len(svg.find("rect.bar")), len(svg.find("polygon")))
		}
		line := number(t, svg.find("line.known")[0], "x1")
		for _, b := range bars {
			x, w := number(t, b, "x"), number(t, b, "width")
			if words.Dir(lang) == "rtl" && x+w > line || words.Dir(lang) == "ltr" && x < line {
				t.Errorf("%s: a bar reaches below what is documented: %d+%d, the line is at %d", lang, x, w, line)
			}
			if x < 0 || x+w > figureWidth {
				t.Errorf("%s: a bar leaves the picture", lang)
			}
		}
		band := svg.find("rect.within")[0]
		from, to := number(t, band, "x"), number(t, band, "x")+number(t, band, "width")
		first := svg.find("rect.hatched")[0] // the averaged models, whose range is the widest
		if number(t, first, "x") != from || number(t, first, "x")+number(t, first, "width") != to {
			t.Errorf("%s: the band is not the range of what passed", lang)
		}
	}
}

func TestAMethodWhoseChainsDisagreeHasNoBarButItsChains(t *testing.T) {
	page := reported(t, words.English, estimatedReport())
	pictures := page.find("svg")
	if len(pictures) != 4 {
		t.Fatalf("%d pictures, want methods, chains, the curve and lists left out", len(pictures))
	}
	chains := pictures[1]
	if got := len(chains.find("circle.middle")); got != 2 || len(chains.find("rect.within")) != 0 {
		t.Errorf("%d chains, %d ranges that may be given", got, len(chains.find("rect.within")))
	}
	row := page.find("table.cards tbody tr")[2]
	if !strings.Contains(row.text, "no number") || strings.Contains(row.text, "10,548") {
		t.Errorf("the table says %q", row.text)
	}
	r := estimatedReport()
	r.Classes.RHat, r.Classes.Effective, r.Classes.Chains = 1.01, 900, []estimate.ChainFit{{Low: 9000, Median: 10000, High: 11000}}
	if got := len(reported(t, words.English, r).find("svg")); got != 3 {
		t.Errorf("%d pictures of chains that agree", got-3)
	}
}

func TestTheListWithoutWhichTheRangeIsLeftIsHatched(t *testing.T) {
	left := reported(t, words.Persian, estimatedReport()).find("svg")[3]
	if len(left.find("rect.hatched")) != 1 || len(left.find("rect.bar")) != 0 || len(left.find("text")) < 3 {
		t.Errorf("%d hatched, %d plain bars", len(left.find("rect.hatched")), len(left.find("rect.bar")))
	}
}

func TestARangeWithoutAnEndDoesNotStretchThePicture(t *testing.T) {
	r := estimatedReport()
	r.Headline.Interval = estimate.Interval{Low: 9167, High: 440000, Open: true}
	r.Estimates[0].Interval = r.Headline.Interval
	for _, lang := range words.Langs() {
		svg := reported(t, lang, r).find("svg")[0]
		if len(svg.find("polygon")) != 2 {
			t.Errorf("%s: %d arrows", lang, len(svg.find("polygon")))
		}
		for _, text := range svg.find("text.tick") {
			if strings.Contains(text.text, "0,000") && len(text.text) > 6 {
				t.Errorf("%s: the axis reaches to %q", lang, text.text)
			}
		}
	}
}

func TestNoEstimateIsShownWithWhyAndWithoutARange(t *testing.T) {
	few := estimate.Report{Documented: 12, Lists: []string{"families", "exiles", "prison"}, Warnings: append([]estimate.Warning{
		{Code: estimate.FewPeople, Form: estimate.FormPeople, Numbers: map[string]float64{"people": 12, "least": 50}}}, estimate.Standing()...)}
	for _, lang := range words.Langs() {
		page := reported(t, lang, few)
		if len(page.find("p.total.none")) != 1 || len(page.find("ul.why li")) != 1 || len(page.find("svg")) != 0 {
			t.Errorf("%s: no estimate is shown as %q", lang, page.text)
		}
	}
}

func TestTheCurveIsReadFromTheSideOfTheLanguage(t *testing.T) {
	for _, lang := range words.Langs() {
		var curve *node
		for _, svg := range reported(t, lang, estimatedReport()).find("svg") {
			if len(svg.find("polyline")) == 1 {
				curve = svg
			}
		}
		dots := curve.find("circle.middle")
		if len(dots) != 5 || number(t, dots[0], "cx") < number(t, dots[4], "cx") != (words.Dir(lang) == "ltr") {
			t.Errorf("%s: the points lie at %v", lang, fmt.Sprint(dots[0].attrs, dots[4].attrs))
		}
		if number(t, dots[0], "cy") >= number(t, dots[4], "cy") {
			t.Errorf("%s: the stronger the link the more people", lang)
		}
	}
}

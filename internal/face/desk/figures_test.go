package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/core/guard"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// reckoned adds to a world an event with rival figures, one of them sealed, an
// event inside it, and dates of both.
type reckoned struct {
	*world
	event, night                           string
	least, few, many, again, sealed, solar string
}

func newReckoned(t *testing.T, spice string) *reckoned {
	r := &reckoned{world: newWorld(t, spice)}
	r.event = r.state("", "name", flow.ClaimRequest{Value: "The Varanda killings"}).Entity
	r.night = r.state("", "name", flow.ClaimRequest{Value: "The night in Block 3"}).Entity
	r.state(r.night, "part_of", flow.ClaimRequest{ValueEntity: r.event})
	killed := &claim.Quantity{Kind: "killed"}
	party, paper := claim.Teller{Who: "the party" + spice, Date: "1989-02"}, claim.Teller{Who: "a paper" + spice, Verb: "wrote"}
	r.least = r.state(r.event, "figure", flow.ClaimRequest{Value: "at least 2,000", Quantity: killed, Says: []claim.Teller{{Who: "a clerk" + spice}}}).Claim
	r.few = r.state(r.event, "figure", flow.ClaimRequest{Value: "fewer than 500", Quantity: killed, Flags: []string{claim.FlagDuress},
		Grounds: []claim.Ground{{Flag: claim.FlagDuress, Text: "read from a sheet"}}, Says: []claim.Teller{{Who: "the minister" + spice}}}).Claim
	r.many = r.state(r.event, "figure", flow.ClaimRequest{Value: "30,000", Quantity: killed, Says: []claim.Teller{party}}).Claim
	r.again = r.state(r.event, "figure", flow.ClaimRequest{Value: "about 30,000", Quantity: killed, Says: []claim.Teller{party, paper}}).Claim
	r.state(r.event, "figure", flow.ClaimRequest{Value: "30,000 signatures", Quantity: &claim.Quantity{Kind: "signatures"}})
	r.state(r.night, "figure", flow.ClaimRequest{Value: "thousands", Quantity: killed})
	r.state(r.event, "figure", flow.ClaimRequest{Value: "countless" + spice})
	r.sealed = r.state(r.event, "figure", flow.ClaimRequest{Value: "77,777", Quantity: killed, Passages: []string{r.sealedCited}, Says: []claim.Teller{{Who: secretWords}}}).Claim
	r.solar = r.state(r.event, "date", flow.ClaimRequest{Value: "۵ مرداد ۱۳۶۷", Lang: "fa"}).Claim
	r.state(r.event, "date", flow.ClaimRequest{Value: "27 July 1988", Says: []claim.Teller{party}})
	r.state(r.night, "date", flow.ClaimRequest{Value: "مرداد ۱۳۶۷", Lang: "fa"})
	r.state(r.night, "date", flow.ClaimRequest{Value: "about 1988"})
	r.state(r.night, "date", flow.ClaimRequest{Value: "5 August"})
	r.state(r.night, "date", flow.ClaimRequest{Value: "one day" + spice})
	r.state(r.night, "date", flow.ClaimRequest{Value: "1 January 1901", Passages: []string{r.sealedCited}})
	return r
}

// state records a claim on an event.
func (r *reckoned) state(entity, property string, req flow.ClaimRequest) claim.Made {
	r.t.Helper()
	req.Entity, req.Property = entity, property
	if entity == "" {
		req.Schema = "Event"
	}
	if req.Passages == nil {
		req.Passages = []string{r.cited}
	}
	made, err := flow.MakeClaim(r.t.Context(), r.archive, actor("kian"), req)
	must(r.t, err)
	return made
}

func (r *reckoned) pages() []string {
	return []string{"/figures", "/events/" + r.event + "/figures", "/events/" + r.night + "/figures", "/timeline", "/timeline?entity=" + r.event,
		"/timeline?kind=Event&property=date&from=1367&to=1990&calendar=", "/timeline?unplaced=1", "/entities/" + r.event, "/claims/" + r.least}
}

func texts(nodes []*node) (out []string) {
	for _, n := range nodes {
		out = append(out, strings.Join(strings.Fields(n.text), " "))
	}
	return out
}

func TestFiguresAndTimelineAreSoundInEveryLanguageForEveryone(t *testing.T) {
	for _, spice := range []string{"", hostile} {
		r := newReckoned(t, spice)
		for _, handle := range []string{"kian", "rana"} {
			for _, lang := range words.Langs() {
				b := r.as(handle)
				b.cookies["sanad-lang"] = string(lang)
				for _, target := range r.pages() {
					checkPage(t, target, lang, b.page(target))
				}
			}
		}
	}
}

func TestRivalFiguresStandSideBySideWithWhoSaysSo(t *testing.T) {
	r := newReckoned(t, "")
	page := r.as("rana").page("/events/" + r.event + "/figures")
	var links []string
	for _, a := range page.find("#group-1 tbody a") {
		if strings.HasPrefix(a.attrs["href"], "/claims/") && !strings.Contains(a.attrs["class"], "tag") {
			links = append(links, strings.TrimPrefix(a.attrs["href"], "/claims/")+" "+a.text)
		}
	}
	want := []string{r.few + " less than 500", r.least + " at least 2,000", r.again + " about 30,000", r.many + " 30,000"}
	if !slices.Equal(links, want) {
		t.Errorf("the figures are\n%q, want\n%q", links, want)
	}
	if got := texts(page.find("#group-1 tbody a.weak")); !slices.Equal(got, []string{"repeats another"}) {
		t.Errorf("repeated figures: %q", got)
	}
	if got := texts(page.find("#group-1 li")); !slices.Equal(got, []string{"less than 500 × at least 2,000", "less than 500 × about 30,000", "less than 500 × 30,000"}) {
		t.Errorf("contradictions: %q", got)
	}
	if got := texts(page.find("h2")); !slices.Equal(got, []string{"1. killed · persons", "2. signatures", "3. The night in Block 3: killed · persons", "Estimates of this archive", "Stated in words that are no number that was read"}) {
		t.Errorf("the groups are %q", got)
	}
	if got := page.find("main .note.warn"); len(got) != 1 || !strings.Contains(got[0].text, "2,000 to 9999") && !strings.Contains(got[0].text, "thousands") {
		t.Errorf("a part greater than the whole is told as %q", texts(got))
	}
	if strings.Contains(page.text, "62,000") || strings.Contains(page.text, "60,000") {
		t.Error("the page holds a sum of figures")
	}
}

func TestTheChartShowsOpenEndsDuressAndRepetition(t *testing.T) {
	r := newReckoned(t, "")
	for _, lang := range words.Langs() {
		b := r.as("rana")
		b.cookies["sanad-lang"] = string(lang)
		page := b.page("/events/" + r.event + "/figures")
		svg := page.find("#group-1 svg")
		if len(svg) != 1 || svg[0].attrs["direction"] != words.Dir(lang) || svg[0].attrs["role"] != "img" {
			t.Fatalf("%s: the chart is %v", lang, svg)
		}
		// Two ends are open; duress is hatched; a repetition and "about" are pale.
		for selector, want := range map[string]int{"polygon": 2, ".hatched": 1, "rect.pale": 1, "pattern": 1} {
			if got := len(svg[0].find(selector)); got != want {
				t.Errorf("%s: %d of %s, want %d", lang, got, selector, want)
			}
		}
		digits := map[words.Lang]string{words.English: "10,000", words.Persian: "۱۰٬۰۰۰", words.Arabic: "١٠٬٠٠٠"}[lang]
		if ticks := texts(svg[0].find(".tick")); !slices.Contains(ticks, digits) {
			t.Errorf("%s: the axis says %q", lang, ticks)
		}
		if labels := texts(svg[0].find("text[text-anchor=start]")); len(labels) != 4 || !strings.Contains(labels[1], "a clerk") {
			t.Errorf("%s: the bars are labelled %q", lang, labels)
		}
	}
}

func TestWhatIsSealedIsNoFigureAndNoDate(t *testing.T) {
	r := newReckoned(t, "")
	for _, target := range r.pages() {
		if !strings.Contains(target, "timeline") && !strings.Contains(target, "/events/"+r.event) {
			continue
		}
		for _, handle := range others() {
			if w := r.as(handle).get(target); w.Code == http.StatusOK && (strings.Contains(w.Body.String(), "77,777") || strings.Contains(w.Body.String(), "1901") || strings.Contains(w.Body.String(), secretWords) || strings.Contains(w.Body.String(), r.sealed)) {
				t.Errorf("%s sees sealed claims at %s", handle, target)
			}
		}
	}
	custodian := r.as("kian")
	if page := custodian.page("/events/" + r.event + "/figures"); !strings.Contains(page.text, "77,777") {
		t.Error("a custodian does not see the sealed figure")
	}
	if page := custodian.page("/timeline"); !strings.Contains(page.text, "1901") {
		t.Error("a custodian does not see the sealed date")
	}
	for sealed, missing := range map[string]string{
		"/events/" + r.sealedEntity + "/figures": "/events/e-0000000000000000/figures",
		"/timeline?entity=" + r.sealedEntity:     "/timeline?entity=e-0000000000000000",
	} {
		b := r.as("rana")
		got, want := b.get(sealed), b.get(missing)
		if got.Code != want.Code || withoutQuery(got.Body.String()) != withoutQuery(want.Body.String()) {
			t.Errorf("%s (%d) can be told from %s (%d)", sealed, got.Code, missing, want.Code)
		}
	}
}

func TestATimelineIsInTheReadersCalendarWithTheSourcesBeside(t *testing.T) {
	r := newReckoned(t, "")
	want := map[words.Lang][]string{
		words.English: {"1988 approximate", "July 1988 (Mordad 1367)", "27 July 1988 (5 Mordad 1367)", "5 August without a year", "one day not read as a date"},
		words.Persian: {"", "مرداد ۱۳۶۷", "۵ مرداد ۱۳۶۷", "۵ اوت بی سال", "one day به تاریخ خوانده نشد"},
		words.Arabic:  {"", "", "٢٧ يوليو ١٩٨٨ (٥ مرداد ١٣٦٧)", "٥ أغسطس بلا سنة", "one day لم يُقرأ تاريخاً"},
	}
	for lang, dates := range want {
		b := r.as("rana")
		b.cookies["sanad-lang"] = string(lang)
		got := texts(b.page("/timeline?kind=Event").find(".moment .what"))
		if len(got) != len(dates) {
			t.Errorf("%s: %q", lang, got)
			continue
		}
		for i := range dates {
			if dates[i] != "" && got[i] != dates[i] && lang != words.English || lang == words.English && i != 1 && got[i] != dates[i] {
				t.Errorf("%s: date %d is %q, want %q", lang, i, got[i], dates[i])
			}
		}
	}
	page := r.as("rana").page("/timeline?entity=" + r.event)
	if got := len(page.find(".moment")); got != 5 {
		t.Errorf("%d moments of the event and what refers to it", got)
	}
	both := 0
	for _, m := range page.find(".moment") {
		if len(m.find("li")) == 2 {
			both++
		}
	}
	if both != 1 {
		t.Error("two sources of one day do not stand together")
	}
	if got := len(r.as("rana").page("/timeline?from=" + url.QueryEscape("۱ شهریور ۱۳۶۷") + "&kind=Event").find(".moment")); got != 1 {
		t.Errorf("%d moments can be after the month, want the year alone", got)
	}
	for _, wrong := range []string{"from=nonsense", "calendar=mayan", "start=x", "skip=-1"} {
		if w := r.as("rana").get("/timeline?" + wrong); w.Code != http.StatusBadRequest {
			t.Errorf("/timeline?%s: status %d", wrong, w.Code)
		}
	}
}

func TestATimelineIsReadInPartsWithoutLossOrRepetition(t *testing.T) {
	w := newWorld(t, "")
	dates := []string{"1988", "27 July 1988", "28 July 1988", "3 August", "some day"}
	for i := range 160 {
		req := flow.ClaimRequest{Schema: "Event", Property: "date", Value: dates[i%len(dates)], Passages: []string{w.cited}}
		_, err := flow.MakeClaim(t.Context(), w.archive, actor("kian"), req)
		must(t, err)
	}
	b := w.as("rana")
	seen := map[string]int{}
	parts := 0
	for target := "/timeline?kind=Event"; target != ""; parts++ {
		page := b.page(target)
		for _, a := range page.find(".moment a") {
			if strings.HasPrefix(a.attrs["href"], "/claims/") {
				seen[a.attrs["href"]]++
			}
		}
		target = ""
		if next := page.find("a[rel=next]"); len(next) == 1 {
			target = next[0].attrs["href"]
		}
		if parts > 10 {
			t.Fatal("the parts do not end")
		}
	}
	if len(seen) != 160 || parts != 4 {
		t.Errorf("%d claims in %d parts", len(seen), parts)
	}
	for target, n := range seen {
		if n != 1 {
			t.Errorf("%s is shown %d times", target, n)
		}
	}
}

// The picture must never leave its frame, whatever numbers sources state.
func TestBarsStayWithinTheChart(t *testing.T) {
	tables, err := words.Load()
	must(t, err)
	number := func(n int64) *int64 { return &n }
	numbers := []int64{0, 1, 9, 10, 99, 101, 30000, 1 << 40, 1<<63 - 1}
	for _, low := range numbers {
		for _, high := range numbers {
			var all []figure.Stated
			for i, q := range []claim.Quantity{
				{Comparator: claim.Exactly, Low: number(low), High: number(low)}, {Comparator: claim.AtLeast, Low: number(high)},
				{Comparator: claim.LessThan, High: number(high)}, {Comparator: claim.About, Low: number(high), High: number(high)},
				{Comparator: claim.Between, Low: number(min(low, high)), High: number(max(low, high))},
			} {
				q.Kind = "killed"
				all = append(all, figure.Stated{Claim: claim.Claim{Standing: claim.Proposed, Made: claim.Made{Claim: fmt.Sprint(i), Quantity: &q}}})
			}
			group := figure.Compare(all, nil).Groups[0]
			for _, lang := range []words.Lang{words.English, words.Persian} {
				c := newFigureChart("c", &group, tables[lang], func(claim.Made) string { return "who" })
				for _, b := range c.Bars {
					if b.X < 0 || b.W < figurePoint || b.X+b.W > c.Width || b.Y+b.H > c.Bottom {
						t.Errorf("%d and %d in %s: a bar from %d, %d wide", low, high, lang, b.X, b.W)
					}
				}
				if len(c.Ticks) < 2 || len(c.Ticks) > 20 {
					t.Errorf("%d and %d: %d marks on the axis", low, high, len(c.Ticks))
				}
			}
		}
	}
}

func TestWhoMayNotReadSeesNoFigures(t *testing.T) {
	r := newReckoned(t, "")
	for handle, may := range roles {
		reads := guard.Actor{Handle: handle, Roles: may}.May(guard.ToRead) == nil
		if w := r.as(handle).get("/events/" + r.event + "/figures"); (w.Code == http.StatusOK) != reads {
			t.Errorf("%s: status %d, may read: %t", handle, w.Code, reads)
		}
	}
}

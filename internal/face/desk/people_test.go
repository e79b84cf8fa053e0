package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// linkable is an archive with two lists that name many of the same invented
// people, enough to learn from, and a sealed third.
func linkable(t *testing.T) *world {
	t.Helper()
	w := emptyWorld(t)
	w.append("kian", guard.CaseOpened{Case: "main"})
	given := strings.Fields("نوید سارا یونس مهران کاوه امید بهار دریا آرش سینا پریسا رامین نرگس هومن لاله بابک")
	sur := strings.Fields("کاردان باغبان ساحلی بارانی دشتی کوهستانی نسیمی چمنی")
	first, second := "no;name;father;born\n", "no;name;father;born\n"
	for i := range 60 {
		name, father, born := given[i*7%len(given)]+" "+sur[i*3%len(sur)], given[(i*5+3)%len(given)], 1330+i*11%17
		first += fmt.Sprintf("%d;%s;%s;%d\n", i+1, name, father, born)
		if i%3 > 0 {
			second += fmt.Sprintf("B-%d;%s;%s;%d\n", i+1, strings.ReplaceAll(name, "ی", "ي"), father, born+i%5/4)
		}
	}
	sealed := "no;name;father;born\n1;" + secretName + ";;\n"
	for i, line := range strings.Split(first, "\n")[1:9] {
		sealed += fmt.Sprintf("%d;%s\n", i+2, line[strings.Index(line, ";")+1:])
	}
	w.listA = w.listed("a", first, guard.Case)
	w.listB = w.listed("b", second, guard.Case)
	w.listS = w.listed(secretList, sealed, guard.Sealed)
	return w
}

// listed takes in a table and imports it as a list.
func (w *world) listed(name, table string, label guard.Label) custody.Sum {
	accession := "a-" + strings.ToUpper(strings.ReplaceAll(name, " ", "-"))
	sum, taken := w.take(accession, name+".csv", "text/csv", table)
	w.append("kian", custody.Opened{Accession: accession, Case: "main", Source: custody.Source{Name: "families"}, Label: label}, taken, w.rows(sum, table))
	w.importList(sum, `"list `+name+`"`)
	return sum
}

// linkings counts the recorded runs.
func (w *world) linkings() (n int) {
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) error {
		return s.Linkings(ctx, "", func(person.Linking) error { n++; return nil })
	}))
	return n
}

// decision is what a card's form sends.
func decision(form *node, verdict, reason string) url.Values {
	out := url.Values{"verdict": {verdict}, "reason": {reason}, "relation": {form.find("option")[0].attrs["value"]}}
	for _, input := range form.find("input[type=hidden]") {
		out.Set(input.attrs["name"], input.attrs["value"])
	}
	return out
}

func TestAReviewerLinksAndDecidesAPair(t *testing.T) {
	w := linkable(t)
	b := w.as("dana")
	page := b.page("/people")
	if len(page.find("form[action=/people/link]")) != 1 || len(page.find("article.compare")) != pairsShown {
		t.Fatalf("%d forms to link and %d pairs", len(page.find("form[action=/people/link]")), len(page.find("article.compare")))
	}
	w.link(b)
	page = b.page("/people")
	if !strings.Contains(page.text, "Recorded by dana") || w.linkings() != 1 {
		t.Error("the page does not tell who recorded the run")
	}
	if w.link(b) {
		t.Error("linking the same rows again records a run")
	}
	form := page.find("article.compare form")[0]
	sent := decision(form, "same", "one father, one year")
	page = b.page(b.posted(form.attrs["action"], sent))
	if len(page.find(".note[role=status]")) != 1 || page.find("article.compare input[name=left]")[0].attrs["value"] == sent.Get("left") {
		t.Error("the pair is still asked about after the decision")
	}
	persons := b.page("/people/clusters").find("section.person")
	if len(persons) != 1 || len(persons[0].find(".card")) != 2 {
		t.Errorf("%d people stand on more than one row, want 1", len(persons))
	}
	r := b.get("/people/clusters?of=" + sent.Get("right"))
	if at := r.Header().Get("Location"); r.Code != http.StatusSeeOther || !strings.HasSuffix(at, "person="+persons[0].attrs["id"]) || len(b.page(at).find("section.person")) != 1 {
		t.Errorf("the second row leads to %d %s", r.Code, r.Header().Get("Location"))
	}
	entity := b.page("/entities/" + sent.Get("right"))
	if len(entity.find(".taken .note-line")) != 2 || !strings.Contains(entity.find(".judged")[0].text, "one father, one year") {
		t.Error("the page of the row does not tell whose it is, or what was judged")
	}
}

func TestOnlyThoseWhoMayJudgeAreAskedToAndLink(t *testing.T) {
	w := linkable(t)
	page := w.as("rana").page("/people")
	if len(page.find("article.compare")) == 0 || len(page.find("form[method=post] fieldset")) != 0 || len(page.find("form[action=/people/link]")) != 0 {
		t.Error("a reader is offered to judge or to link, or is not shown the pairs")
	}
	for _, target := range []string{"/people/link", "/people/judge"} {
		if r := w.as("rana").post(target, url.Values{"case": {"main"}}); r.Code != http.StatusForbidden {
			t.Errorf("a reader posts to %s: status %d", target, r.Code)
		}
	}
	if r := w.as("dana").post("/people/link", url.Values{"case": {"of-somebody-else"}}); r.Code != http.StatusNotFound {
		t.Errorf("linking a case that is not there: status %d", r.Code)
	}
	if w.linkings() != 0 {
		t.Error("a run is recorded")
	}
}

func TestEveryPageOfLinkingIsSoundInEveryLanguage(t *testing.T) {
	w := linkable(t)
	b := w.as("dana")
	w.link(b)
	form := b.page("/people").find("article.compare form")[0]
	sent := decision(form, "relative", "brothers, says the father")
	sent.Set("relation", "sibling")
	b.posted(form.attrs["action"], sent)
	pair := "/people/pair?left=" + sent.Get("left") + "&right=" + sent.Get("right")
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		for _, target := range []string{"/people", "/people?why=pattern", "/people?second=1", "/people/pair", pair, "/people/clusters?level=probable", "/people/relatives", "/people/quality", "/count", "/entities/" + sent.Get("left")} {
			checkPage(t, target, lang, b.page(target))
		}
	}
	b.cookies["sanad-lang"] = "en"
	page := b.page(pair)
	if said := page.find(".judged"); len(said) != 1 || !strings.Contains(said[0].text, "brother or sister") {
		t.Error("the pair's page does not tell how they are related")
	}
	if bars := page.find(".falls svg"); len(bars) == 0 || len(bars) != len(page.find(".falls tbody tr")) {
		t.Errorf("%d bars beside %d lines", len(bars), len(page.find(".falls tbody tr")))
	}
}

func TestASecondOpinionIsGivenWithoutKnowingTheFirst(t *testing.T) {
	w := linkable(t)
	var l *flow.Linked
	must(t, w.archive.Book.Look(t.Context(), func(ctx context.Context, s flow.State) (err error) {
		l, err = flow.LinkedOf(ctx, w.archive, s, "main")
		return err
	}))
	for _, p := range l.Proposals { // each by itself: of what is judged in bulk no second opinion is asked
		w.append("kian", person.Judge(p.Left, p.Right, person.Same, "the first one's reason", ""))
	}
	b := w.as("dana")
	page := b.page("/people?second=1")
	cards := page.find("article.compare")
	if len(cards) == 0 {
		t.Fatal("no second opinion is wanted: the test looks at nothing")
	}
	for _, card := range cards {
		if len(card.find(".judged")) != 0 || strings.Contains(card.text, "kian") || strings.Contains(card.text, "the first one's reason") {
			t.Errorf("what was decided first is shown: %s", card.text)
		}
		for _, a := range card.find("a") { // where judgements stand
			if strings.HasPrefix(a.attrs["href"], "/entities/") || strings.HasPrefix(a.attrs["href"], "/people/pair") {
				t.Errorf("the card leads to %s", a.attrs["href"])
			}
		}
	}
	sent := decision(cards[0].find("form")[0], "different", "two years of birth")
	if sent.Get("blind") != "true" {
		t.Fatal("the form is not of a second opinion")
	}
	before := b.page("/people/clusters").find("section.person")
	to := b.posted("/people/judge", sent)
	if !strings.Contains(to, "done=second") || !strings.Contains(to, "second=1") {
		t.Errorf("the second opinion leads to %s", to)
	}
	if after := b.page("/people/clusters").find("section.person"); len(after) != len(before) {
		t.Error("a second opinion parts a person")
	}
	if r := b.post("/people/judge", sent); r.Code != http.StatusForbidden {
		t.Errorf("giving it again: status %d", r.Code)
	}
	asked := w.as("kian").page("/people?why=disagreement").find("article.compare")
	if len(asked) != 1 || len(asked[0].find(".judged")) != 2 || !strings.Contains(asked[0].text, "two years of birth") {
		t.Errorf("%d pairs are asked about because reviewers disagree", len(asked))
	}
	quality := b.page("/people/quality")
	if cells := quality.find("table.agreement tbody td"); len(cells) != 16 || cells[1].text != "1" || quality.find(".kappa")[0].text != "0.00" {
		t.Error("the table of agreement does not hold the two verdicts")
	}
}

func TestTheAuditTellsHowGoodLinkingIsWithIntervals(t *testing.T) {
	w := linkable(t)
	var facts []ledger.Fact
	must(t, w.book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		l, err := flow.LinkedOf(ctx, w.archive, s, "main")
		for i, side := range review.Draw(l.Proposals) {
			for _, p := range side {
				facts = append(facts, person.Judge(p.Left, p.Right, []person.Verdict{person.Same, person.Different}[i], "looked at", ""))
			}
		}
		return err
	}))
	w.append("kian", facts...)
	page := w.as("rana").page("/people/quality")
	for class, want := range map[string]string{".precision": "100.0 %", ".recall": "95 % interval"} {
		if text := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(page.find(class)[0].text); !strings.Contains(text, want) {
			t.Errorf("%s is %q", class, text)
		}
	}
}

func TestWhatChangedSinceAJudgementIsToldWithTheScoreOfThen(t *testing.T) {
	w := linkable(t)
	b := w.as("dana")
	w.link(b)
	sent := decision(b.page("/people").find("article.compare form")[0], "same", "one father")
	b.posted("/people/judge", sent)
	passage, _, _ := strings.Cut(strings.TrimPrefix(b.page("/entities/" + sent.Get("left")).find(".card p a")[0].attrs["href"], "/items/"), "#")
	_, passage, _ = strings.Cut(passage, "passage=")
	w.claim(sent.Get("left"), "father_name", "Somebody Else", passage)
	asked := b.page("/people?why=changed").find("article.compare")
	if len(asked) != 1 || len(asked[0].find("ins")) != 1 || asked[0].find("ins")[0].text != "Somebody Else" || len(asked[0].find("del")) != 1 {
		t.Fatalf("%d pairs are asked about because a record changed", len(asked))
	}
	pair := "/people/pair?left=" + sent.Get("right") + "&right=" + sent.Get("left")
	if page := b.page(pair); len(page.find("ins")) != 1 || len(page.find(".judged")) != 1 || !strings.Contains(page.text, "The score then and now") {
		t.Error("the pair's page does not tell what changed")
	}
	if to := b.posted("/people/judge", decision(b.page(pair).find("form.judge")[0], "unsure", "the father is another")); !strings.HasPrefix(to, "/people/pair?") {
		t.Errorf("a decision on the pair's page leads to %s", to)
	}
}

func TestPeopleOfSealedListsAreForThoseWhoMayKnowThem(t *testing.T) {
	w := linkable(t)
	w.link(w.as("dana")) // who may not know of the third list
	hidden := w.mention(w.listS, 2)
	for handle, rows := range map[string]string{"rana": "100", "kian": "109"} {
		b := w.as(handle)
		if got := b.page("/people").find(".tiles b")[0].text; got != rows {
			t.Errorf("for %s, %s rows are linked, want %s", handle, got, rows)
		}
		told := ""
		for _, target := range []string{"/people", "/people/clusters?level=possible", "/people/relatives", "/people/quality", "/count"} {
			told += b.page(target).text
		}
		known := handle == "kian"
		if strings.Contains(told, secretList) != known {
			t.Errorf("%s is told of the sealed list: %v", handle, !known)
		}
		for _, target := range []string{"/people/clusters?of=" + hidden, "/people/pair?left=" + hidden + "&right=" + w.mention(w.listA, 2)} {
			if r := b.get(target); (r.Code == http.StatusNotFound) == known {
				t.Errorf("%s asks for %s: status %d", handle, target, r.Code)
			}
		}
	}
}

func TestChancesNeverLookCertain(t *testing.T) {
	tables, err := words.Load()
	must(t, err)
	en, fa := tables[words.English], tables[words.Persian]
	plain := strings.NewReplacer("\u2068", "", "\u2069", "", "\u200e", "")
	for _, c := range []struct {
		got  func() (string, error)
		want string
	}{
		{func() (string, error) { return chanceText(en, 1) }, "more than 99.99 %"}, {func() (string, error) { return chanceText(en, 0) }, "less than 0.01 %"},
		{func() (string, error) { return chanceText(fa, 0.774) }, "۷۷٫۴٪"}, {func() (string, error) { return chanceText(en, 0.995) }, "99.50 %"},
		{func() (string, error) { return oddsText(en, 0.00042) }, "1 in 2381"}, {func() (string, error) { return oddsText(en, 0.0123) }, "1.2 %"},
		{func() (string, error) { return oddsText(en, 0.0024) }, "0.24 %"}, {func() (string, error) { return oddsText(en, 0) }, "none"},
		{func() (string, error) { return percentText(en, 1) }, "100.0 %"}, {func() (string, error) { return signed(en, 2.5, 1), nil }, "+2.5"}, {func() (string, error) { return signed(en, -2.5, 1), nil }, "−2.5"},
	} {
		if got, err := c.got(); err != nil || plain.Replace(got) != c.want {
			t.Errorf("%q, %v, want %q", got, err, c.want)
		}
	}
}

func TestTheBarsOfAScoreStandOnTheirSide(t *testing.T) {
	e := linkage.Explanation{Factors: []linkage.Factor{{Field: "prior", Bits: -14}, {Field: "given", Level: "same", Bits: 7}, {Field: "sex", Level: "missing"}, {Field: "born", Level: "same", Bits: 0.01}}}
	for _, rtl := range []bool{false, true} {
		w := newWaterfall(e, rtl)
		if len(w.Lines) != 3 || len(w.Missing) != 1 || w.Lines[2].Sum != -6.99 {
			t.Fatalf("%+v", w)
		}
		for _, l := range w.Lines {
			before := l.X+l.W == w.Zero
			if before != (l.Against != rtl) || l.X < 0 || l.X+l.W > w.Width || l.W < fallLeast {
				t.Errorf("rtl %v: the bar of %v bits stands at %d, %d wide", rtl, l.Bits, l.X, l.W)
			}
		}
	}
}

func TestAReliabilityChartStandsWithinItsFrame(t *testing.T) {
	if newReliabilityChart(nil) != nil {
		t.Error("a chart of nothing")
	}
	c := newReliabilityChart([]linkage.Bin{{Predicted: 0.02, Pairs: 1, Observed: linkage.Wilson(0, 1)}, {Predicted: 0.97, Pairs: 500, Same: 490, Observed: linkage.Wilson(490, 500)}})
	for _, p := range c.Points {
		if p.X-p.Radius < 0 || p.X+p.Radius > c.Size || p.Y-p.Radius < 0 || p.Y+p.Radius > c.Size || p.High > p.Y || p.Low < p.Y {
			t.Errorf("a point stands at %+v", p)
		}
	}
	if c.Points[0].Y <= c.Points[1].Y || c.Points[0].X >= c.Points[1].X || c.Points[0].Radius >= c.Points[1].Radius {
		t.Errorf("the points are out of order: %+v", c.Points)
	}
}

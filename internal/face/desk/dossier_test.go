package desk

import (
	"strings"
	"testing"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/ground/calendar"
)

func TestADossierLeadsFromEveryValueToItsPassage(t *testing.T) {
	w := newWorld(t, "")
	page := w.as("rana").page("/entities/" + w.entity + "/dossier")
	rows := page.find("tbody tr")
	if len(rows) < 2 {
		t.Fatalf("%d values", len(rows))
	}
	for _, r := range rows {
		if len(r.find("td a")) < 2 || !strings.Contains(r.find("td")[3].find("a")[0].attrs["href"], "?passage=") {
			t.Errorf("%q leads to no passage", r.text)
		}
	}
	if got := len(page.find(".threefold section")); got != 3 {
		t.Errorf("the name is shown in %d writings", got)
	}
	if !strings.Contains(page.text, "concluded") || len(page.find("tr.withdrawn")) != 1 {
		t.Error("the finding, or the claim that was taken back, is missing")
	}
	if b := w.as("rana").get("/entities/" + w.sealedEntity + "/dossier"); b.Code != 404 {
		t.Errorf("the dossier of a person who must not be known: status %d", b.Code)
	}
	if strings.Contains(page.text, secretWords) || !strings.Contains(w.as("kian").page("/entities/"+w.entity+"/dossier").text, secretWords) {
		t.Error("a sealed claim is shown, or hidden from who may know it")
	}
}

func TestADossierTellsPostsAndWhoStoodAbove(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	page := w.as("rana").page("/entities/e-nadia/dossier")
	for _, want := range []string{"Warden", "Prisons Office", "Judged the same as"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the dossier does not say %q", want)
		}
	}
	if len(page.find("svg.tenures rect.bar")) == 0 || len(page.find("svg.tenures title")) != 1 {
		t.Error("the posts are not drawn")
	}
	if r := w.as("rana").get("/entities/e-unit/dossier"); r.Code != 404 {
		t.Errorf("a unit has a dossier: status %d", r.Code)
	}
}

func TestABarIsWholeOnlyWhereNoSourceLeavesADoubt(t *testing.T) {
	end := func(from, to calendar.Day) tenure.End { return tenure.End{Read: true, Span: calendar.Days(from, to)} }
	of := func(from, to []tenure.End) *tenure.Tenure {
		return &tenure.Tenure{Window: tenure.Window{From: from, To: to}}
	}
	axis := timeAxis{0, 1000, 0, 1000, false}
	b := axis.bar(of([]tenure.End{end(100, 200)}, []tenure.End{end(500, 600)}), 0)
	if b.Sure == nil || *b.Sure != (stretch{200, 300}) || len(b.Pale) != 2 || b.Pale[0] != (stretch{100, 100}) || b.Pale[1] != (stretch{500, 100}) {
		t.Errorf("sure %v, pale %v", b.Sure, b.Pale)
	}
	if b = axis.bar(of([]tenure.End{end(100, 100)}, nil), 0); b.Sure != nil || b.FadeTo == nil || b.FadeFrom != nil {
		t.Errorf("without an end: sure %v, fades %v and %v", b.Sure, b.FadeFrom, b.FadeTo)
	}
	if b = axis.bar(of([]tenure.End{end(100, 100), end(400, 400)}, []tenure.End{end(300, 300)}), 0); b.Sure != nil {
		t.Errorf("ends that contradict each other are drawn as sure: %v", b.Sure)
	}
	axis.rtl = true
	if b = axis.bar(of([]tenure.End{end(100, 200)}, []tenure.End{end(500, 600)}), 0); *b.Sure != (stretch{500, 300}) {
		t.Errorf("read from the right: %v", *b.Sure)
	}
}

func TestYearsAreMarkedInTheReadersCalendar(t *testing.T) {
	tables, err := words.Load()
	must(t, err)
	axis := timeAxis{2444000, 2448000, 0, 500, false}
	for lang, want := range map[words.Lang]string{words.English: "1980", words.Persian: "۱۳۶۰"} {
		found := false
		ticks := axis.years(tables[lang], 12)
		for _, tick := range ticks {
			found = found || tick.Text == want
		}
		if !found || len(ticks) > 13 {
			t.Errorf("%s: %v", lang, ticks)
		}
	}
}

package desk

import (
	"strings"
	"testing"
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

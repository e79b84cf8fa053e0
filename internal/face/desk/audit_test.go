package desk

import (
	"strings"
	"testing"
)

func TestAnAuditorSeesWhoDidWhatAndNothingSealed(t *testing.T) {
	w := newWorld(t, "")
	page := w.as("adel").page("/audit")
	line := func(p *node, actor, kind string) string {
		for _, r := range p.find("tbody tr") {
			if cells := r.find("td"); cells[1].text == actor && cells[2].text == kind {
				return cells[3].text
			}
		}
		return ""
	}
	if got := line(page, "pia", "release asked for"); got != "1" {
		t.Errorf("pia asked for a release %q times", got)
	}
	all := w.as("kian")
	if r := all.get("/audit"); r.Code != 403 {
		t.Errorf("who is no auditor: status %d", r.Code)
	}
	if got := line(page, "kian", "accession begun"); got != "1" {
		t.Errorf("kian opened %q accessions that an auditor may know", got)
	}
	if strings.Contains(page.text, secretWords) || strings.Contains(page.text, w.sealedID) {
		t.Error("the audit tells of sealed things")
	}
	for _, a := range page.find("tbody td a") {
		if href := a.attrs["href"]; strings.HasPrefix(href, "/ledger/") && w.as("adel").get(href).Code != 200 {
			t.Errorf("the audit leads to an entry that is not there: %s", href)
		}
	}
	one := w.as("adel").page("/audit?actor=pia&kind=release.requested")
	if rows := one.find("table"); len(rows) != 2 || strings.Contains(one.find("tbody")[0].text, "kian") {
		t.Errorf("narrowed to one person there are %d tables", len(rows))
	}
	if r := w.as("adel").get("/audit?day=yesterday"); r.Code != 400 {
		t.Errorf("a day that is none: status %d", r.Code)
	}
	if !strings.Contains(page.text, "not recorded") {
		t.Error("the page does not say that looking is not recorded")
	}
}

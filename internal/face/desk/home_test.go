package desk

import (
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/finding"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

func TestTheFirstPageTellsWhatWaitsForWhom(t *testing.T) {
	w := newWorld(t, "")
	lines := func(handle string) string {
		text := ""
		for _, a := range w.as(handle).page("/").find(".waits a") {
			text += strings.TrimSpace(a.text) + "; "
		}
		return text
	}
	for handle, want := range map[string]string{
		"pol":  "1 releases to approve; ",
		"pia":  "", // asked for it, and can't approve it
		"rana": "",
		"dana": "See whether there are pairs of rows to judge; 1 findings of others to confirm; 1 items that could not be read; ",
		"kian": "See whether there are pairs of rows to judge; 1 estimates of others to weigh; 1 releases to approve; 1 items that could not be read; ", // made the finding
	} {
		if got := lines(handle); got != want {
			t.Errorf("for %s waits %q, want %q", handle, got, want)
		}
	}
	must(t, flow.ReviewEstimate(t.Context(), w.archive, actor("kian"), w.estimate, flow.EstimateReview{Verdict: count.Confirms, Reason: "computed again", Checklist: answered(count.Yes, "")}))
	if got := lines("kian"); strings.Contains(got, "estimates") {
		t.Errorf("an estimate that was weighed still waits: %q", got)
	}
	if empty := w.as("rana").page("/"); !strings.Contains(empty.text, "Nothing waits for you.") {
		t.Error("a reader is not told that nothing waits")
	}
	w.as("dana").page("/people")
	if got := lines("dana"); strings.Contains(got, "See whether") {
		t.Errorf("pairs that were worked out are still not counted: %q", got)
	}
	if waiting := w.as("dana").page("/findings?waiting=1"); len(waiting.find("tbody tr")) != 1 {
		t.Error("the link does not lead to the finding that waits")
	}
	must(t, flow.ConfirmFinding(t.Context(), w.archive, actor("dana"), w.findingID(), "read again"))
	if got := lines("dana"); strings.Contains(got, "confirm") {
		t.Errorf("a confirmed finding still waits: %q", got)
	}
	if waiting := w.as("dana").page("/findings?waiting=1"); len(waiting.find("tbody tr")) != 0 {
		t.Error("a confirmed finding is among those that wait")
	}
}

func (w *world) findingID() (id string) {
	w.t.Helper()
	s, err := w.book.state()
	must(w.t, err)
	must(w.t, s.Findings(w.t.Context(), flow.FindingFilter{After: -1}, func(f finding.Finding) error { id = f.Made.Finding; return nil }))
	return id
}

func TestChangesAreToldByKindAndForgottenOnceSeen(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	page := b.page("/")
	if rows := page.find("tbody tr"); len(rows) < 5 || !strings.Contains(page.text, "First dossier") {
		t.Fatalf("%d kinds of changes", len(rows))
	}
	if strings.Contains(page.text, secretWords) || strings.Contains(page.text, secretName) || strings.Contains(page.text, secretList) {
		t.Error("what changed tells of sealed things")
	}
	until := page.find("input[name=until]")[0].attrs["value"]
	if to := b.posted("/seen", url.Values{"until": {until}}); to != "/?done=seen" {
		t.Fatalf("marking leads to %q", to)
	}
	if page = b.page("/"); len(page.find("tbody tr")) != 0 || !strings.Contains(page.text, "Nothing changed.") {
		t.Error("what was marked as seen is shown again")
	}
	w.claim(w.entity, "occupation", "weaver", w.cited)
	page = b.page("/")
	if rows := page.find("tbody tr"); len(rows) != 1 || !strings.Contains(rows[0].text, "weaver") {
		t.Errorf("the change since is not told: %d lines", len(rows))
	}
	if other := w.as("dana").page("/"); len(other.find("tbody tr")) < 5 {
		t.Error("one reader's mark hides changes from another")
	}
}

func TestEveryKindOfChangeThatHasAThingLinksToOneThatIsThere(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("kian")
	links := b.page("/").find("tbody td a")
	if len(links) < 8 {
		t.Fatalf("only %d links", len(links))
	}
	for _, a := range links {
		if r := b.get(a.attrs["href"]); r.Code != 200 {
			t.Errorf("%s: status %d", a.attrs["href"], r.Code)
		}
	}
}

func TestHoldingsMayBeOldButSayHowOld(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	before := b.page("/")
	w.claim(w.entity, "occupation", "weaver", w.cited)
	after := b.page("/")
	tile := func(p *node) string { return p.find(".tiles li")[4].text }
	if old := strings.Contains(after.text, "Counted at entry"); old == (tile(before) != tile(after)) {
		t.Errorf("the tile says %q after %q, and that it is old: %v", tile(after), tile(before), old)
	}
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, "/", lang, b.page("/"))
	}
}

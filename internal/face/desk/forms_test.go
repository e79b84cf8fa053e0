package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAReaderOfTheDeskCitesClaimsAndTurns(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	item := "/items/" + w.letter.String()
	to := b.posted(item+"/cite", url.Values{"quote": {"تا امروز نامه‌اي نیامده"}, "page": {"1"}})
	page := b.page(strings.TrimSuffix(to, "#asked"))
	if quote := page.find("blockquote.big")[0].text; quote != "تا امروز نامه‌ای نیامده" {
		t.Errorf("the passage is %q", quote)
	}
	if marked := page.find("mark.asked"); len(marked) != 1 || len(page.find(".note[role=status]")) != 1 {
		t.Errorf("%d marks, and the page says %q", len(marked), page.find(".note")[0].text)
	}
	form := b.page(page.find("a.button")[1].attrs["href"] + "&entity=" + w.entity + "&property=status").find("form[action=/claims]")[0]
	to = b.posted("/claims", url.Values{"passage": {form.find("input[name=passage]")[0].attrs["value"]}, "case": {"main"}, "kind": {"Person"}, "property": {"status"},
		"value": {"no letter until that day"}, "entity": {w.entity}, "who": {"Mehran", ""}, "verb": {"said", "wrote"}, "source_grade": {"B"}, "info_grade": {"2"}, "flag": {"hearsay"}})
	page = b.page(to)
	for _, want := range []string{"no letter until that day", "Mehran", "hearsay", "probably true"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the claim's page does not say %q", want)
		}
	}
	claim, _, _ := strings.Cut(to, "?")
	if to = b.posted(claim+"/prefer", url.Values{"reason": {"two hands agree"}}); len(b.page(to).find("p.tags .tag.preferred")) != 1 {
		t.Error("the claim is not shown as preferred")
	}
	page = b.page(b.posted(claim+"/withdraw", url.Values{"reason": {"it was another man"}}))
	if len(page.find("p.tags .tag.withdrawn")) != 1 || !strings.Contains(page.text, "two hands agree") || !strings.Contains(page.text, "it was another man") {
		t.Error("the history does not hold both turns with their reasons")
	}
	if r := b.post(claim+"/prefer", url.Values{"reason": {"again"}}); r.Code != http.StatusConflict {
		t.Errorf("turning a withdrawn claim: status %d", r.Code)
	}
}

func TestWhatAFormLacksIsSaidAndChangesNothing(t *testing.T) {
	w := newWorld(t, "")
	before := len(w.book.events)
	item := "/items/" + w.letter.String() + "/cite"
	for _, c := range []struct {
		who, target string
		form        url.Values
		want        int
	}{
		{"dana", item, url.Values{"quote": {"words that stand nowhere"}}, http.StatusBadRequest},
		{"dana", item, url.Values{"quote": {"  "}}, http.StatusBadRequest},
		{"dana", item, url.Values{"quote": {"نوید"}, "page": {"-2"}}, http.StatusBadRequest},
		{"dana", "/claims", url.Values{"passage": {w.cited}, "value": {"x"}}, http.StatusBadRequest},
		{"dana", "/claims", url.Values{"passage": {w.cited}, "kind": {"Person"}, "property": {"wings"}, "value": {"x"}}, http.StatusBadRequest},
		{"dana", "/claims", url.Values{"kind": {"Person"}, "property": {"name"}, "value": {"x"}}, http.StatusBadRequest},
		{"dana", "/claims/" + w.name + "/withdraw", url.Values{"reason": {" "}}, http.StatusBadRequest},
		{"dana", "/people/judge", url.Values{"left": {w.mention(w.listA, 2)}, "right": {w.mention(w.listB, 2)}, "verdict": {"perhaps"}, "reason": {"x"}}, http.StatusBadRequest},
		{"rana", item, url.Values{"quote": {"نوید"}}, http.StatusForbidden},
		{"rana", "/people/judge", url.Values{}, http.StatusForbidden},
		{"rana", "/releases", url.Values{}, http.StatusForbidden},
		{"adel", "/claims/" + w.name + "/withdraw", url.Values{"reason": {"x"}}, http.StatusForbidden},
		{"dana", "/no/such/form", url.Values{}, http.StatusNotFound},
		{"dana", "/items", url.Values{}, http.StatusNotFound},
		{"dana", item, url.Values{"quote": {strings.Repeat("x", maxForm)}}, http.StatusBadRequest},
	} {
		r := w.as(c.who).post(c.target, c.form)
		if r.Code != c.want {
			t.Errorf("%s posts %.60v to %s: status %d, want %d", c.who, c.form, c.target, r.Code, c.want)
		}
		checkHeaders(t, c.target, r.Header(), false)
		if err := parse(t, r.Body.String()).safe(); err != nil {
			t.Errorf("%s: %v", c.target, err)
		}
	}
	if len(w.book.events) != before {
		t.Errorf("%d entries were made", len(w.book.events)-before)
	}
}

func TestTwoDifferentPeopleDecideARelease(t *testing.T) {
	w := newWorld(t, "")
	asker, second := w.as("pia"), w.as("pol")
	release := asker.posted("/releases", url.Values{"case": {"main"}, "title": {"Second dossier"}, "audience": {"the court"}})
	release, _, _ = strings.Cut(release, "?")
	page := asker.page(release)
	if len(page.find("form[action="+release+"/approve]")) != 0 || !strings.Contains(page.text, "another person must approve") {
		t.Error("the asker is offered to approve")
	}
	if r := asker.post(release+"/approve", url.Values{}); r.Code != http.StatusForbidden || !strings.Contains(r.Body.String(), "can&#39;t approve it") {
		t.Errorf("the asker approves: status %d", r.Code)
	}
	if len(second.page(release).find("form[action="+release+"/approve]")) != 1 {
		t.Error("the second person is not offered to approve")
	}
	page = second.page(second.posted(release+"/approve", url.Values{"reason": {"read it all"}}))
	if len(page.find(".tag.approved")) != 1 || len(page.find("form[action="+release+"/approve]")) != 0 {
		t.Error("the release does not show as approved")
	}
	w.claim("", "name", "somebody else", w.cited)
	if page := asker.page("/releases/" + w.release); len(page.find(".note.warn")) != 1 {
		t.Error("a release whose plan has changed does not say so")
	}
	if r := second.post("/releases/"+w.release+"/approve", url.Values{}); r.Code != http.StatusForbidden {
		t.Errorf("approving a plan that has changed: status %d", r.Code)
	}
}

func TestEveryRouteAsksForItsRight(t *testing.T) {
	w := newWorld(t, "")
	tried := 0
	for _, route := range routes() {
		method, path, _ := strings.Cut(route.pattern, " ")
		path = strings.NewReplacer("{$}", "", "{item}", w.letter.String(), "{accession}", w.openID, "{claim}", w.name, "{entity}", w.entity,
			"{list}", w.listOf(w.listA.String()), "{release}", w.release, "{consent}", "y-none", "{condition}", "k-none", "{reply}", "q-none", "{estimate}", w.estimate, "{job}", "j-none", "{index}", "1", "{page}", "1").Replace(path)
		for handle := range roles {
			if route.need == "" || actor(handle).May(route.need) == nil {
				continue
			}
			tried++
			b := w.as(handle)
			if r := b.do(method, path, url.Values{"token": {formToken(b.cookies["sanad-session"])}}); r.Code != http.StatusForbidden {
				t.Errorf("%s may not %s, and %s gives status %d", handle, route.need, route.pattern, r.Code)
			}
		}
	}
	if tried < 30 {
		t.Errorf("only %d refusals were tried", tried)
	}
}

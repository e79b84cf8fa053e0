package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
)

func (v *onlooker) fill(target string, form url.Values) *httptest.ResponseRecorder {
	form.Set("token", v.token)
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.ask(r)
}

// At the desk a submission is sealed on every page but the one that answers to a
// key; it is sorted, answered and taken there, and its giver reads the answer.
func TestWhatCameToTheDoorIsWorkedAtTheDesk(t *testing.T) {
	r := newReceived(t)
	story := told("my son was taken from the mill", "Mahin Sohrabi")
	story.Fields = append(story.Fields, intake.Field{Name: "account", Value: "self"})
	receipt, err := r.send(t, story, map[string]string{"photo.jpg": "pixels"})
	if err != nil {
		t.Fatal(err)
	}
	id := r.submissions(t)[0].Submission
	desk := searcher{t, r.dir}.onlookers()("founder")
	page := "/intake/" + id
	if body := desk.get("/intake").Body.String(); !strings.Contains(body, page) || strings.Contains(body, "mill") {
		t.Errorf("the inbox is %s", body)
	}
	if body := desk.get(page).Body.String(); strings.Contains(body, "my son") || strings.Contains(body, "photo") {
		t.Error("what is sealed is shown without a key")
	}
	opened := desk.fill(page+"/open", url.Values{"key": {"# public key: x\r\n" + r.keys[0] + "\r\n"}}).Body.String()
	if !strings.Contains(opened, "my son was taken from the mill") || !strings.Contains(opened, "I lived it or saw it myself") || !strings.Contains(opened, "photo.jpg") || strings.Contains(opened, "AGE-SECRET") || strings.Contains(opened, "Mahin") {
		t.Errorf("opened with a key it is %s", opened)
	}
	for what, key := range map[string]string{"no key": "", "a key of nobody": "AGE-SECRET-KEY-PQ-1QQQQ"} {
		if w := desk.fill(page+"/open", url.Values{"key": {key}}); w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "AGE-SECRET-KEY-PQ-1QQQQ") {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	for _, step := range []struct {
		form string
		with url.Values
	}{
		{"/sort", url.Values{"sorted": {"open"}, "note": {"one of us calls her"}}},
		{"/answer", url.Values{"text": {"What was the day?"}}},
		{"/take", url.Values{"key": {r.keys[1]}}},
	} {
		if w := desk.fill(page+step.form, step.with); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", step.form, w.Code, w.Body)
		}
	}
	th, err := r.box.Enter(t.Context(), strings.Join(code.Words(receipt.Code, "ar"), " "))
	if err != nil || th.Messages()[1].Text != "What was the day?" {
		t.Errorf("the giver reads %v (%v)", th, err)
	}
	if w := desk.fill(page+"/end", url.Values{}); w.Code != http.StatusBadRequest {
		t.Errorf("a thread ends without a second thought: %d", w.Code)
	}
	if w := desk.fill(page+"/end", url.Values{"sure": {"1"}}); w.Code != http.StatusSeeOther {
		t.Errorf("ending the thread: %d", w.Code)
	}
	if body := desk.get(page).Body.String(); !strings.Contains(body, "/accessions/a-") || strings.Contains(body, "my son") {
		t.Error("the page does not name its accession, or shows what it says")
	}
}

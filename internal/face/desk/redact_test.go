package desk

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

func (w *world) redactionOf(item custody.Sum) (r redaction.Redaction) {
	w.t.Helper()
	err := w.book.Look(context.Background(), func(ctx context.Context, s flow.State) (err error) {
		r, err = s.Redaction(ctx, "main", item)
		return err
	})
	must(w.t, err)
	return r
}

func TestWordsAreHiddenAndShownAgainOnThePageOfAnItem(t *testing.T) {
	w := newWorld(t, "")
	target := "/items/" + w.letter.String() + "/redact"
	quote := w.quoteOf(w.letter)
	form := url.Values{"quote": {quote}, "all": {"yes"}, "code": {"B.2"}, "reason": {"خانواده‌اش آنجاست"}, "lift": {"when they say so"}}
	to := w.as("dana").posted(target, form)
	if !strings.HasPrefix(to, target+"?done=redact-marked") {
		t.Errorf("it leads to %s", to)
	}
	for _, lang := range words.Langs() {
		b := w.as("dana")
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, target, lang, b.page(target))
		checkPage(t, to, lang, b.page(to))
	}
	if r := w.redactionOf(w.letter); len(r.Marks) != 1 || r.Marks[0].Quote != quote || r.Marks[0].Lift != "when they say so" || r.Actor != "dana" {
		t.Fatalf("what is hidden: %+v", r)
	}
	r := w.as("pia").get(target + "/copy") // who lets things leave marks and looks as well
	if body := r.Body.String(); r.Code != 200 || strings.Contains(body, quote) || !strings.Contains(body, "[B.2]") || !strings.HasPrefix(r.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the copy: %d %q", r.Code, body)
	}
	if page := w.as("rana").page(target); len(page.find("form[method=post]")) > formsOfFrame(w, "rana") || len(page.find(".marks li")) != 1 {
		t.Error("a reader is offered to mark, or is not shown the marks")
	}
	seen := w.redactionOf(w.letter).Redaction
	for _, wrong := range []url.Values{{"mark": {"2"}, "seen": {seen}}, {"seen": {seen}}, {"mark": {"x"}, "seen": {seen}}, {"mark": {"1"}, "seen": {"x-other"}}} {
		if r := w.as("dana").post(target+"/remove", wrong); r.Code < 400 || r.Code >= 500 {
			t.Errorf("removing %v: status %d", wrong, r.Code)
		}
	}
	w.as("dana").posted(target+"/remove", url.Values{"mark": {"1"}, "seen": {seen}})
	if r := w.redactionOf(w.letter); len(r.Marks) != 0 || r.Replaces != seen {
		t.Errorf("after all were removed: %+v", r)
	}
}

// formsOfFrame counts the forms that change something which every page has.
func formsOfFrame(w *world, handle string) int {
	return len(w.as(handle).page("/help").find("form[method=post]"))
}

func TestOnlyWhoMayClaimOrAskForAReleaseHides(t *testing.T) {
	w := newWorld(t, "")
	target := "/items/" + w.letter.String() + "/redact"
	good := url.Values{"quote": {w.quoteOf(w.letter)}, "all": {"yes"}, "code": {"B.2"}, "reason": {"r"}}
	events := len(w.book.events)
	for _, handle := range []string{"rana", "adel"} {
		if r := w.as(handle).post(target, good); r.Code != http.StatusForbidden {
			t.Errorf("%s hides: status %d", handle, r.Code)
		}
	}
	for what, change := range map[string]url.Values{
		"no rule": {"code": {""}}, "another rule": {"code": {"Z.1"}}, "no reason": {"reason": {" "}}, "words that are nowhere": {"quote": {"nobody said this"}},
		"two things": {"cell": {"A1"}}, "half a box": {"quote": {""}, "x0": {"1"}}, "no numbers": {"quote": {""}, "x0": {"a"}, "y0": {"b"}, "x1": {"c"}, "y1": {"d"}},
		"a box on a text": {"quote": {""}, "x0": {"1"}, "y0": {"1"}, "x1": {"9"}, "y1": {"9"}, "on": {"1"}}, "nobody": {"entity": {"e-0000000000000000"}},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		for k, v := range change {
			form[k] = v
		}
		if r := w.as("dana").post(target, form); r.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", what, r.Code)
		}
	}
	if r := w.as("dana").get(target + "/copy"); r.Code != http.StatusNotFound {
		t.Errorf("a copy of what has no marks: status %d", r.Code)
	}
	if len(w.book.events) != events {
		t.Errorf("%d entries were made", len(w.book.events)-events)
	}
}

// drawer stands for the tool that draws.
type drawer struct{}

func (drawer) Draws(string) bool { return true }
func (drawer) PageSize(context.Context, custody.Item, io.Reader, int) (float64, float64, error) {
	return 600, 800, nil
}
func (drawer) Copy(_ context.Context, _ custody.Item, data io.Reader, marks []redaction.Mark, label func(redaction.Mark) string, out io.Writer) (flow.CopyResult, error) {
	if _, err := io.Copy(io.Discard, data); err != nil {
		return flow.CopyResult{}, err
	}
	_, err := io.WriteString(out, "pixels "+label(marks[0]))
	return flow.CopyResult{MediaType: "application/pdf", Pages: 1, Hidden: 1}, err
}

func TestABoxStandsOnThePictureOfItsPage(t *testing.T) {
	w := newWorld(t, "")
	w.archive.Redactor = drawer{}
	target := "/items/" + w.letter.String() + "/redact"
	b := w.as("dana")
	b.posted(target, url.Values{"x0": {"100"}, "y0": {"50.5"}, "x1": {"180"}, "y1": {"70"}, "on": {"1"}, "code": {"special-category"}, "reason": {"belief"}})
	box := w.redactionOf(w.letter).Marks[0].Boxes[0]
	if box.X1-box.X0 != 3*redaction.Step || box.Y0 != 49 {
		t.Errorf("the box is %v", box)
	}
	if off := b.post(target, url.Values{"x0": {"100"}, "y0": {"50"}, "x1": {"700"}, "y1": {"70"}, "on": {"1"}, "code": {"B.2"}, "reason": {"r"}}); off.Code != http.StatusBadRequest || !strings.Contains(off.Body.String(), "600.0") {
		t.Errorf("a box off the page: status %d", off.Code)
	}
	if r := b.get(target + "/copy"); r.Body.String() != "pixels special-category" || !strings.HasSuffix(r.Header().Get("Content-Disposition"), `.pdf"`) {
		t.Errorf("the copy: %q %q", r.Body, r.Header())
	}
}

// quoteOf gives some words of what was read of an item.
func (w *world) quoteOf(item custody.Sum) (quote string) {
	w.t.Helper()
	err := w.book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		all, err := s.Renditions(ctx, item)
		if err != nil {
			return err
		}
		first, _ := text.Primary(all)
		page, err := flow.PageOf(ctx, w.archive, first, 1)
		quote = strings.Join(strings.Fields(page.Text)[:2], " ")
		return err
	})
	must(w.t, err)
	return quote
}

package desk

import (
	"net/http"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/face/words"
)

func TestFailuresStandTogetherByStepAndReasonAndLeadToTheirItems(t *testing.T) {
	w := newWorld(t, "")
	var items []custody.Sum
	for i := range 5 {
		sum, taken := w.take(w.openID, "scan"+itoa(int64(i))+".pdf", "application/pdf", "%PDF "+itoa(int64(i)))
		items = append(items, sum)
		w.append("kian", taken, text.Unread{Item: sum, Step: text.StepOCR, Error: `page ` + itoa(int64(i)) + ` of "file ` + itoa(int64(i)) + `" has too many pixels`, Limit: "pixels"})
	}
	w.append("kian", text.Unread{Item: items[0], Step: "identify", Error: "nobody reads this"})
	for _, lang := range words.Langs() {
		b := w.as("rana")
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, "/reading", lang, b.page("/reading"))
	}
	b := w.as("rana")
	page := b.page("/reading")
	sections := page.find("main section")
	if len(sections) != 2 || len(page.find("main form")) != 0 {
		t.Fatalf("%d steps, and who may only look has a form: %s", len(sections), page.text)
	}
	for i, form := range w.as("dana").page("/reading").find("main section form") {
		if step := form.find("input[name=step]")[0].attrs["value"]; step != []string{"ocr", "read"}[i] || form.attrs["action"] != "/jobs" {
			t.Errorf("form %d tries the step %s again", i, step)
		}
	}
	rows := sections[0].find("tbody tr")
	if len(rows) != 1 || !strings.Contains(rows[0].text, `page … of "…" has too many pixels`) || rows[0].find("td.num a")[0].text != "5" {
		t.Fatalf("failures alike: %v", rows)
	}
	list := b.page(rows[0].find("a")[0].attrs["href"])
	if n := len(list.find("tbody tr")); n != 5 || !strings.Contains(list.find(".note.bad")[0].text, "too many pixels") {
		t.Errorf("the link leads to %d items", n)
	}
	if n := len(sections[1].find("tbody tr")); n != 2 {
		t.Errorf("at the step read failed %d reasons, want 2", n)
	}
}

func TestManyFailuresArePagedAndRareReasonsCounted(t *testing.T) {
	w := newWorld(t, "")
	n := pageRows + 20
	for i := range n {
		sum, taken := w.take(w.openID, "f"+itoa(int64(i)), "application/pdf", "%PDF many "+itoa(int64(i)))
		why := "one reason"
		if i >= pageRows+5 {
			why = strings.Repeat("x", i) // a reason of its own
		}
		w.append("kian", taken, text.Unread{Item: sum, Step: text.StepOCR, Error: why})
	}
	b := w.as("rana")
	href := b.page("/reading").find("main section td.num a")[0].attrs["href"]
	if rows := b.walk(href, "tbody td.text"); len(rows) != pageRows+5 {
		t.Errorf("the walk finds %d items", len(rows))
	}
	if rows := b.walk("/items?step=ocr", "tbody td.text"); len(rows) != n {
		t.Errorf("the walk over the step finds %d items", len(rows))
	}
	s := failedStep{}
	for i := range reasonsShown + 2 {
		s.Reasons = append(s.Reasons, reason{Reason: itoa(int64(i)), Items: int64(i + 1)})
	}
	if s.order(); len(s.Reasons) != reasonsShown || s.Others != 3 || s.Reasons[0].Items != int64(reasonsShown+2) {
		t.Errorf("%d reasons are shown, %d failures are of others", len(s.Reasons), s.Others)
	}
}

func TestTheListOfItemsTellsTheStateOfEach(t *testing.T) {
	w := newWorld(t, "")
	part := w.reads(w.report, text.Pages, 1, pagesOf("some"), func(f *text.Read) { f.Gaps = []text.Gap{{Part: "page 2", Reason: "damaged"}} })
	_, unread := w.take(w.openID, "new.txt", "text/plain", "new")
	half, taken := w.take(w.openID, "half.bin", "application/octet-stream", "half")
	w.append("kian", part, unread, taken, w.pages(half, "half"), text.Unread{Item: half, Step: text.StepOCR, Error: "the pictures of it"})
	b := w.as("rana")
	states := func(target string) (out string) {
		for _, tag := range b.page(target).find("tbody tr") {
			for _, state := range []string{"read", "partial", "failed", "unread"} {
				if len(tag.find(".tag."+state)) == 1 {
					out += " " + state
				}
			}
		}
		return strings.TrimSpace(out)
	}
	for target, want := range map[string]string{
		"/items": "read partial failed read read unread partial", "/items?state=failed": "failed partial", "/items?state=partial": "partial", "/items?state=unread": "unread",
		"/items?kind=pdf": "failed", "/items?kind=table": "read read", "/items?kind=table&state=failed": "", "/items?case=second&state=unread": "",
	} {
		if got := states(target); got != want {
			t.Errorf("%s shows %q, want %q", target, got, want)
		}
	}
	for _, wrong := range []string{"/items?state=lost", "/items?kind=wings"} {
		if r := b.get(wrong); r.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", wrong, r.Code)
		}
	}
}

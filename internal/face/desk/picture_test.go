package desk

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// picture draws pages of up to three; what it gives tells what was asked.
func (w *world) picture(_ context.Context, item custody.Item, page int) ([]byte, error) {
	if page > 3 {
		return nil, fail.New(fail.NotFound, "there is no page %d", page)
	}
	return fmt.Appendf(nil, "\x89PNG of %s, page %d", item.Sum, page), nil
}

// scan takes in a PDF and reads it into pages with a geometry.
func (w *world) scan(accession, name string, pages ...text.Page) custody.Sum {
	w.t.Helper()
	sum, taken := w.take(accession, name, "application/pdf", "%PDF of "+name)
	var out strings.Builder
	writer := text.NewWriter(&out)
	for _, p := range pages {
		must(w.t, writer.Page(p))
	}
	w.append("kian", taken, w.reading(sum, text.Pages, int64(len(pages)), out.String()))
	return sum
}

func leafPage(n int, said string, words ...text.Word) text.Page {
	return text.Page{Number: n, Text: said, Width: 595.28, Height: 841.89, Words: words}
}

func TestAPageStandsBesideItsTextWithThePassageDrawnOnIt(t *testing.T) {
	w := newWorld(t, "")
	sum := w.scan(w.openID, "minutes.pdf", leafPage(1, "Minutes of the meeting"),
		leafPage(2, "the order came", text.Word{From: 0, To: 3, Box: text.Box{X0: 72, Y0: 90, X1: 100, Y1: 104}}, text.Word{From: 4, To: 9, Box: text.Box{X0: 110, Y0: 90, X1: 150, Y1: 104}}))
	passage := w.cite(sum, "the order")
	page := w.as("rana").page("/items/" + sum.String() + "?passage=" + passage)
	image := page.find(".beside .leaf svg[role=img] image")
	if len(image) != 1 || image[0].attrs["href"] != "/items/"+sum.String()+"/pictures/2" || page.find(".leaf svg")[0].attrs["viewBox"] != "0 0 595.28 841.89" {
		t.Fatalf("the page's picture: %v", image)
	}
	rects := page.find(".leaf svg rect.asked")
	if len(rects) != 1 || rects[0].attrs["x"] != "70" || rects[0].attrs["y"] != "88" || rects[0].attrs["width"] != "82" || rects[0].attrs["height"] != "18" || rects[0].text != "the order" {
		t.Errorf("the passage is drawn as %v", rects)
	}
	if len(page.find(".beside .astext mark.asked")) != 1 || page.find(".leaf svg title")[0].text == "" {
		t.Error("the text beside has no mark, or the picture no words of its own")
	}
	if first := w.as("rana").page("/items/" + sum.String()); len(first.find("rect")) != 0 || first.find("image")[0].attrs["href"] != "/items/"+sum.String()+"/pictures/1" {
		t.Error("the first page shows the passage of the second")
	}
	if looked := w.as("rana").page("/items/" + sum.String() + "?part=2&mark=order"); len(looked.find("rect.asked")) != 1 {
		t.Error("what was looked for is not drawn")
	}
}

func TestAPictureIsShownAlsoWhereNothingWasRead(t *testing.T) {
	w := newWorld(t, "")
	page := w.as("rana").page("/items/" + w.broken.String())
	if img := page.find(".leaf img"); len(img) != 1 || img[0].attrs["src"] != "/items/"+w.broken.String()+"/pictures/1" {
		t.Errorf("an unread PDF shows %v", img)
	}
	if len(w.as("rana").page("/items/"+w.letter.String()).find(".leaf")) != 0 {
		t.Error("a letter in plain text shows a picture")
	}
}

func TestAPictureIsAPictureAndNothingElse(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	r := b.get("/items/" + w.broken.String() + "/pictures/3")
	if r.Code != http.StatusOK || r.Body.String() != "\x89PNG of "+w.broken.String()+", page 3" {
		t.Errorf("status %d: %q", r.Code, r.Body)
	}
	checkHeaders(t, "/items/x/pictures/3", r.Header(), false)
	if got := r.Header().Get("Content-Type"); got != "image/png" {
		t.Errorf("it is said to be %s", got)
	}
	for _, page := range []string{"0", "-1", "01", "4", "x", "99999999999999999999"} {
		if r := b.get("/items/" + w.broken.String() + "/pictures/" + page); r.Code != http.StatusNotFound {
			t.Errorf("page %s: status %d", page, r.Code)
		}
	}
	if r := b.get("/items/" + w.letter.String() + "/pictures/1"); r.Code != http.StatusNotFound {
		t.Errorf("a page of a plain text: status %d", r.Code)
	}
}

func TestASealedPictureIsForThoseWhoMaySeeTheItem(t *testing.T) {
	w := newWorld(t, "")
	sum := w.scan(w.sealedID, "sealed.pdf", leafPage(1, "sealed words of the page"))
	target := "/items/" + sum.String() + "/pictures/1"
	if r := w.as("kian").get(target); r.Code != http.StatusOK || r.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a custodian: status %d, %q", r.Code, r.Header().Get("Cache-Control"))
	}
	for _, handle := range others() {
		got, want := w.as(handle).get(target), w.as(handle).get("/items/"+strings.Repeat("ab", 32)+"/pictures/1")
		if got.Code == http.StatusOK || got.Code != want.Code || withoutQuery(got.Body.String()) != withoutQuery(want.Body.String()) {
			t.Errorf("%s: status %d, and %d of one that is not there", handle, got.Code, want.Code)
		}
	}
	w.append("kian", text.Unread{Item: sum, Step: text.StepOCR, Error: "sealed reason"}) // neither shows in what failed
	for _, target := range []string{"/reading", "/items?state=failed", "/items?step=ocr"} {
		if body := w.as("rana").get(target).Body.String(); strings.Contains(body, "sealed reason") || strings.Contains(body, sum.String()) {
			t.Errorf("a reader learns at %s of something sealed", target)
		}
	}
}

func TestADeskWithoutADrawerHasNoPictures(t *testing.T) {
	d := &desk{Options: Options{Archive: &flow.Archive{}}}
	p := &itemPage{Item: custody.Item{MediaType: "application/pdf", Label: guard.Case}}
	if p.leaf(&visit{desk: d}, wanted{}); p.Leaf != nil {
		t.Error("a page is promised that nobody draws")
	}
}

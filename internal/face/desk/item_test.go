package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/face/words"
	"sanad/internal/format/claimedhash"
)

// reads gives the fact of a reading with more told of it than pages does.
func (w *world) reads(item custody.Sum, form string, parts int64, write func(*text.Writer), more func(*text.Read)) text.Read {
	w.t.Helper()
	var out strings.Builder
	write(text.NewWriter(&out))
	f := w.reading(item, form, parts, out.String()).(text.Read)
	more(&f)
	return f
}

func pagesOf(pages ...string) func(*text.Writer) {
	return func(out *text.Writer) {
		for i, p := range pages {
			_ = out.Page(text.Page{Number: i + 1, Text: p})
		}
	}
}

func TestAnItemTellsHowItWasReadAndAmongReadingsTheReaderChooses(t *testing.T) {
	w := newWorld(t, "")
	poor := w.reads(w.report, text.Pages, 2, pagesOf("the frist txet", "more"), func(f *text.Read) { f.Engine, f.Version, f.Health = "sanad-pdf", "2", 40 })
	ocr := w.reads(w.report, text.Pages, 2, pagesOf("the first text", "more of it"), func(f *text.Read) { f.Engine, f.Version, f.Step = "tesseract", "5.3", text.StepOCR })
	fields := w.reads(w.report, text.Fields, 4, func(out *text.Writer) {
		for _, f := range []text.Field{{Name: "subject", Value: "نامهٔ دوم"}, {Name: "x_odd_name", Value: "<b>odd</b>"}, {Name: "encoding", Value: "windows-1256"}, {Name: "encoding_guess", Value: "unsure"}} {
			_ = out.Field(f)
		}
	}, func(*text.Read) {})
	w.append("kian", poor, ocr, fields)
	for _, lang := range words.Langs() {
		b := w.as("rana")
		b.cookies["sanad-lang"] = string(lang)
		say := w.words(lang)
		page := b.page("/items/" + w.report.String())
		checkPage(t, "item", lang, page)
		if got := page.find(".astext")[0].text; got != "the first text" {
			t.Errorf("%s: shown first is %q", lang, got)
		}
		choices := page.find("nav.choices a")
		if len(choices) != 2 || choices[1].attrs["aria-current"] != "true" || !strings.Contains(choices[1].text, say.Term("step", "ocr")) || !strings.Contains(choices[1].text, "tesseract 5.3") {
			t.Fatalf("%s: the choice is %v", lang, choices)
		}
		described := page.find("#fields")[0].parent.text
		for _, want := range []string{say.Term("field", "subject"), "نامهٔ دوم", "x_odd_name", "<b>odd</b>", "windows-1256", say.Term("guess", "unsure")} {
			if !strings.Contains(described, want) {
				t.Errorf("%s: what describes it does not say %q", lang, want)
			}
		}
		href, _, _ := strings.Cut(choices[0].attrs["href"], "#")
		other := b.page(href)
		if other.find(".astext")[0].text != "the frist txet" || !strings.Contains(other.find(".note.warn")[0].text, say.Term("health", "poor")) {
			t.Errorf("%s: the other reading is not shown, or not as a poor one", lang)
		}
		next := other.find(".pager a[rel=next]")[0].attrs["href"]
		next, _, _ = strings.Cut(next, "#")
		if got := b.page(next).find(".astext")[0].text; got != "more" {
			t.Errorf("%s: the next page is of another reading: %q", lang, got)
		}
	}
	for _, none := range []string{"0000000000", "zz", poor.Rendition.String()[:5]} {
		if r := w.as("rana").get("/items/" + w.report.String() + "?rendition=" + none); r.Code != http.StatusNotFound {
			t.Errorf("the reading %s: status %d", none, r.Code)
		}
	}
}

func TestGapsAndFailuresAreNamedWithTheirLimitAndTheWayToTryAgain(t *testing.T) {
	w := newWorld(t, "")
	gappy := w.reads(w.broken, text.Pages, 1, pagesOf("one page"), func(f *text.Read) {
		f.Gaps, f.MoreGaps = []text.Gap{{Part: "page 3", Reason: "the picture is too large", Limit: "pixels"}}, 7
	})
	w.append("kian", gappy, text.Unread{Item: w.broken, Step: text.StepOCR, Error: "over the limit", Limit: "pixels"})
	page := w.as("rana").page("/items/" + w.broken.String())
	gaps := page.find("details.note")
	if len(gaps) != 1 || gaps[0].attrs["open"] == "" {
		t.Fatalf("%d notes of gaps", len(gaps))
	}
	for _, want := range []string{"page 3: the picture is too large", "pixels", "size of one picture", "7 more parts"} {
		if !strings.Contains(gaps[0].text, want) {
			t.Errorf("the gaps do not say %q: %s", want, gaps[0].text)
		}
	}
	if n := len(page.find(".note.bad form")); n != 0 {
		t.Errorf("who may only read has %d forms to try again", n)
	}
	var steps []string
	for _, form := range w.as("dana").page("/items/" + w.broken.String()).find(".note.bad form[action=/jobs]") {
		steps = append(steps, form.find("input[name=step]")[0].attrs["value"])
		if item := form.find("input[name=item]")[0].attrs["value"]; item != w.broken.String() {
			t.Errorf("a form tries %s again", item)
		}
	}
	if got := strings.Join(steps, "|"); got != "read|ocr" {
		t.Errorf("it can be tried again at the steps %s", got)
	}
	if !strings.Contains(page.find(".note.bad")[1].text, "sanad.json") {
		t.Error("the failure does not say where its limit is written")
	}
}

func TestWhatIsInsideAnItemLeadsThereAndBack(t *testing.T) {
	w := newWorld(t, "")
	box, taken := w.take(w.openID, "box.zip", "application/zip", "PK box")
	w.append("kian", taken)
	first := w.keep("inside 0")
	for i := range insideShown + 3 {
		sum := w.keep("inside " + itoa(int64(i)))
		f := custody.Acquired{Accession: w.openID, Item: sum, Bytes: 8, MediaType: "text/plain", Name: custody.NameOf("box.zip/papers/" + itoa(int64(i)) + ".txt"), Parent: &box, Role: "member", Part: "entry " + itoa(int64(i)), By: "sanad-zip 1"}
		w.append("kian", f)
	}
	sealed := w.keep("sealed inside")
	w.append("kian", custody.Acquired{Accession: w.sealedID, Item: sealed, Bytes: 13, MediaType: "text/plain", Name: custody.NameOf("box.zip/" + secretName), Parent: &box})
	b := w.as("rana")
	page := b.page("/items/" + box.String())
	rows := page.find("table a[href=/items/" + first.String() + "]")
	if len(rows) != 1 || rows[0].text != "papers/0.txt" || !strings.Contains(page.text, "packed inside") || !strings.Contains(page.text, "entry 0") {
		t.Errorf("the first inside is shown as %v", rows)
	}
	var names []string
	for target, n := "/items/"+box.String(), 0; target != "" && n < 5; n++ {
		page := b.page(target)
		target = ""
		for _, a := range page.find("td a") {
			if strings.HasPrefix(a.text, "papers/") {
				names = append(names, a.text)
			}
		}
		for _, a := range page.find(".pager a") {
			target, _, _ = strings.Cut(a.attrs["href"], "#")
		}
		if strings.Contains(page.text, secretName) {
			t.Error("something sealed inside shows")
		}
	}
	if len(names) != insideShown+3 {
		t.Errorf("the walk finds %d inside, want %d", len(names), insideShown+3)
	}
	inner := b.page("/items/" + first.String())
	if up := inner.find("dd a[href=/items/" + box.String() + "]"); len(up) != 1 || up[0].text != "box.zip" || !strings.Contains(up[0].parent.parent.text, "entry 0") {
		t.Error("what is inside does not lead to what it is inside of")
	}
	if list := b.page("/items?kind=archive&accession=" + w.openID).find("tbody td.text"); len(list) != 1 || list[0].text != "box.zip" {
		t.Errorf("of packed files the list shows %d", len(list))
	}
	nested := b.page("/items?kind=text").find("tbody td.text")
	if text := nested[len(nested)-1].text; !strings.Contains(text, "papers/") || !strings.Contains(text, "Inside box.zip") {
		t.Errorf("the list does not tell what an item is inside of: %q", text)
	}
}

func TestNearCopiesAreProposedAndSealedOnesAreNot(t *testing.T) {
	w := newWorld(t, "")
	said := strings.Repeat("the committee wrote down the names of all who were taken from the village on that day and signed below. ", 9)
	one, a := w.take(w.openID, "one.txt", "text/plain", said+"1")
	two, b := w.take(w.openID, "two.txt", "text/plain", said+"2")
	three, c := w.take(w.sealedID, "three.txt", "text/plain", said+"3")
	w.append("kian", a, b, c, w.pages(one, said), w.pages(two, said), w.pages(three, said))
	w.indexed()
	near := func(handle string) string {
		var out []string
		for _, li := range w.as(handle).page("/items/" + one.String()).find("li") {
			if strings.Contains(li.text, "alike") {
				out = append(out, li.text)
			}
		}
		return strings.Join(out, "|")
	}
	for _, leaks := range []bool{false, true} { // the desk does not rely on the index
		w.archive.Index.(*memoryIndex).leaks = leaks
		if got := near("rana"); strings.Contains(got, "three.txt") {
			t.Errorf("a reader is told of %q", got)
		}
	}
	if got := near("rana"); !strings.Contains(got, "two.txt in the text") || !strings.Contains(got, "87") {
		t.Errorf("a reader is told of %q", got)
	}
	if got := near("kian"); !strings.Contains(got, "three.txt") {
		t.Errorf("a custodian is told of %q", got)
	}
}

func TestAPassageTellsWhereItStandsNow(t *testing.T) {
	w := newWorld(t, "")
	sum, taken := w.take(w.openID, "paper.txt", "text/plain", "paper")
	w.append("kian", taken, w.pages(sum, "alpha beta gamma delta"))
	stays, moves, goes := w.cite(sum, "alpha"), w.cite(sum, "beta"), w.cite(sum, "gamma")
	newer := w.reads(sum, text.Pages, 2, pagesOf("alpha, again", "beta elsewhere"), func(f *text.Read) { f.Version = "2" })
	w.append("kian", newer)
	page := w.as("rana").page("/items/" + sum.String() + "?passage=" + moves)
	if len(page.find(".note.warn")) == 0 || page.find(".astext")[0].text != "alpha beta gamma delta" {
		t.Error("an earlier reading is not shown as one")
	}
	states := map[string]string{}
	for _, li := range page.find("#passages")[0].parent.find("li") {
		for _, id := range []string{stays, moves, goes} {
			if strings.Contains(li.find("a")[0].attrs["href"], id) {
				states[id] = li.find(".tag")[0].text
			}
		}
	}
	if states[stays] != "found again" || states[moves] != "moved" || states[goes] != "lost in the newer reading" {
		t.Errorf("the passages are told to be %v", states)
	}
	for _, a := range page.find("li a") {
		if !strings.Contains(a.text, "page 2") {
			continue
		}
		place, _, _ := strings.Cut(a.attrs["href"], "#")
		if marked := w.as("rana").page(place).find("mark.asked"); len(marked) != 1 || marked[0].text != "beta" {
			t.Errorf("%s does not show where it stands now", place)
		}
		return
	}
	t.Error("nothing leads to where the moved passage stands")
}

func TestASheetOfAWorkbookIsOpenedAtItsRow(t *testing.T) {
	w := newWorld(t, "")
	sum, taken := w.take(w.openID, "names.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
	f := w.reads(sum, text.Rows, 160, func(out *text.Writer) {
		for i := range 160 {
			row := text.Row{Number: i%80 + 1, Sheet: []string{"First", "Second"}[i/80], Cells: []text.Cell{{Text: "name " + itoa(int64(i))}}}
			_ = out.Row(row)
		}
	}, func(*text.Read) {})
	w.append("kian", taken, f)
	b := w.as("rana")
	page := b.page("/items/" + sum.String() + "?" + url.Values{"row": {"70"}, "sheet": {"Second"}, "mark": {"149"}}.Encode())
	if marked := page.find("mark.asked"); len(marked) != 1 || marked[0].text != "149" || !strings.Contains(page.find("tbody tr")[0].text, "Second") {
		t.Errorf("row 70 of the second sheet: %d marks", len(marked))
	}
	passage := w.cite(sum, "name 120")
	if marked := b.page("/items/" + sum.String() + "?passage=" + passage).find("mark.asked"); len(marked) != 1 || marked[0].text != "name 120" {
		t.Error("a passage in the second sheet is not found by its sheet")
	}
}

func TestAnItemTellsWhichHashesOthersClaimOfIt(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	if len(b.page("/items/"+w.report.String()).find("#hashes")) != 0 {
		t.Error("hashes are told of that nobody claims")
	}
	w.append("kian", custody.HashClaimed{Item: w.report, Algorithm: "md5", Claimed: "d41d8cd98f00b204e9800998ecf8427e", Verdict: claimedhash.Equal, File: w.letter, Line: 3, Name: "photos/<b>.jpg"},
		custody.HashClaimed{Item: w.report, Algorithm: "sha512", Claimed: strings.Repeat("ab", 64), Verdict: claimedhash.Fault, File: w.letter})
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		say := w.words(lang)
		page := b.page("/items/" + w.report.String())
		checkPage(t, "item", lang, page)
		told := page.find("#hashes")[0].parent.text
		for _, want := range []string{say.Term("claimedhash", "equal"), say.Term("claimedhash", "preserve_fault"), "photos/<b>.jpg", "d41d8cd98f00b204e9800998ecf8427e", w.letter.String()[:12]} {
			if !strings.Contains(told, want) {
				t.Errorf("%s: the page does not say %q", lang, want)
			}
		}
		if weak := page.find("#main .tag.weak"); len(weak) == 0 {
			t.Errorf("%s: nothing says that MD5 is weak", lang)
		}
	}
}

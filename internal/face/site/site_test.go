package site

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)> ' onmouseover='x' {{.}} javascript:alert(1)`

func TestEveryPageIsSoundAndEveryLinkLeadsSomewhere(t *testing.T) {
	for what, b := range map[string]flow.Bundle{"full": bundle(""), "arranged": arranged(bundle(""), ""), "hostile": arranged(bundle(hostile), hostile), "empty": empty()} {
		files := draw(t, b)
		all := kept(b, files)
		ids := map[string]map[string]bool{}
		for name, data := range files {
			ids[name] = map[string]bool{}
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			for _, e := range elements(t, name, data) {
				id := e.attrs["id"]
				if id != "" && ids[name][id] {
					t.Errorf("%s: %s has the id %s twice", what, name, id)
				}
				ids[name][id] = true
			}
		}
		for name, data := range files {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			page := elements(t, name, data)
			if err := unsafe(page); err != nil {
				t.Errorf("%s: %s: %v", what, name, err)
			}
			if csp := with(page, "meta", "")[1].attrs; csp["http-equiv"] != "Content-Security-Policy" || csp["content"] != "default-src 'none'; style-src 'self'; img-src 'self'" {
				t.Errorf("%s: %s has the policy %v", what, name, csp)
			}
			for _, e := range page {
				href, ok := e.attrs["href"]
				if !ok {
					continue
				}
				file, id, _ := strings.Cut(href, "#")
				target := name
				if file != "" {
					target = path.Join(path.Dir(name), file)
				}
				if _, there := all[target]; !there {
					t.Errorf("%s: %s leads to %s, which is not there", what, name, href)
				} else if id != "" && !ids[target][id] {
					t.Errorf("%s: %s leads to %s, which has no such place", what, name, href)
				}
			}
		}
	}
}

func empty() flow.Bundle {
	return flow.Bundle{Subjects: func(context.Context, func(flow.Subject) error) error { return nil }}
}

func TestPagesStandInTheirLanguageAndDirection(t *testing.T) {
	files := draw(t, bundle(""))
	for _, lang := range words.Langs() {
		n := 0
		for name, data := range files {
			if !strings.HasPrefix(name, string(lang)+"/") || !strings.HasSuffix(name, ".html") {
				continue
			}
			n++
			html := with(elements(t, name, data), "html", "")[0].attrs
			if html["lang"] != string(lang) || html["dir"] != words.Dir(lang) {
				t.Errorf("%s has %v", name, html)
			}
		}
		if n != 3+3+1+2+9 { // fronts, documents, one further part, subjects of two kinds, what is arranged
			t.Errorf("%d pages in %s", n, lang)
		}
	}
	if !strings.Contains(files["index.html"], "fa/index.html") || !strings.Contains(files["index.html"], "اقرأ بالعربية") {
		t.Error("the first page does not offer all languages")
	}
	if !strings.Contains(files["fa/index.html"], "۴۳۲۱") || !strings.Contains(files["ar/index.html"], "٤٣٢١") {
		t.Error("numbers are not written as the languages do")
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	for name, data := range draw(t, bundle(hostile)) {
		if strings.Contains(data, "<script") || strings.Contains(data, "<img") {
			t.Errorf("%s holds the tag", name)
		}
	}
	page := elements(t, "", draw(t, bundle(hostile))["en/subjects/2.html"])
	if body := with(page, "body", ""); !strings.Contains(body[0].text, "<script>alert(1)</script>") {
		t.Error("the words themselves are not shown")
	}
}

func TestEachClaimIsOneClickFromItsPassageAndItsOriginal(t *testing.T) {
	b := bundle("")
	files := draw(t, b)
	subjects := elements(t, "", files["en/subjects/2.html"])
	far := b.Documents[1]
	links := map[string]bool{}
	for _, a := range with(subjects, "a", "") {
		links[a.attrs["href"]] = true
	}
	part := "../documents/" + far.Item.Sum.String()[:16] + "-3.html#" + far.Passages[1].ID()
	near := "../documents/" + far.Item.Sum.String()[:16] + ".html#" + far.Passages[0].ID()
	for _, want := range []string{part, near, "../../originals/" + far.Item.Sum.String()} {
		if !links[want] {
			t.Errorf("no claim leads to %s", want)
		}
	}
	page := elements(t, "", files["en/documents/"+b.Documents[0].Item.Sum.String()[:16]+".html"])
	var marked []string
	for _, m := range with(page, "mark", "") {
		marked = append(marked, m.text)
	}
	if want := []string{"نوید کاردان", "Nobody came back."}; !slices.Equal(marked, want) {
		t.Errorf("marked is %q, want %q", marked, want)
	}
	if read := with(page, "div", "astext"); len(read) != 1 || read[0].text != letter || read[0].attrs["dir"] != "auto" {
		t.Errorf("the text as read is %q", read)
	}
	if further := with(page, "blockquote", ""); len(further) != 2 || further[0].text != "پاییز" || further[1].text != "words of another reading" {
		t.Errorf("a passage that is not in the text is listed as %q", further)
	}
}

func TestRivalsStandSideBySideWithWhoSaysSo(t *testing.T) {
	page := elements(t, "", draw(t, bundle(""))["en/subjects/2.html"])
	cards := with(page, "div", "card")
	var standing []string
	for _, c := range cards {
		standing = append(standing, c.attrs["class"])
		for _, want := range []string{"a neighbour", "said", "as told by", "under duress", "B3"} {
			if !strings.Contains(c.text, want) {
				t.Errorf("a claim's card does not say %q: %s", want, c.text)
			}
		}
	}
	if want := []string{"card proposed", "card preferred", "card set aside", "card proposed"}; !slices.Equal(standing, want) {
		t.Errorf("the claims stand as %q", standing)
	}
}

func TestWhatStaysInsideIsOnNoPage(t *testing.T) {
	for name, data := range draw(t, bundle("")) {
		for _, inside := range []string{secretReason, "staff-member", "c-hidden", "late"} {
			if inside == "late" && !strings.HasSuffix(name, "index.html") {
				continue // part of other words
			}
			if strings.Contains(data, ">"+inside+"<") || inside != "late" && strings.Contains(data, inside) {
				t.Errorf("%s says %q", name, inside)
			}
		}
	}
}

func TestTheFrontSaysWhatItIsAndHowToCheckIt(t *testing.T) {
	front := with(elements(t, "", draw(t, bundle(""))["en/index.html"]), "main", "")[0].text
	for _, want := range []string{"The Autumn dossier", "the court", "pia · pol", "sanad-verify .", "sha256sum -c manifest-sha256.txt", "ledger/key", "varanda.example/ledger",
		"4321", "people are documented at least", "One person for each group of rows", "documented-minimum/2", "sensitivity figure", "2 pairs are undecided"} {
		if !strings.Contains(front, want) {
			t.Errorf("the first page does not say %q", want)
		}
	}
	withheld := with(elements(t, "", draw(t, bundle(""))["en/withheld.html"]), "main", "")[0].text
	for _, want := range []string{"It rests on an item that is sealed.", "The claim was withdrawn.", "77", "99"} {
		if !strings.Contains(withheld, want) {
			t.Errorf("the page of what was left out does not say %q", want)
		}
	}
}

// What leaves singles nobody out: few people are told of together only, and no
// estimate says how many they are.
func TestTheFrontTellsOfNobodyByANumber(t *testing.T) {
	front := func(patterns map[uint32]int64) string {
		b := bundle("")
		b.Counted.Table.Patterns = patterns
		return with(elements(t, "", draw(t, b)["en/index.html"]), "main", "")[0].text
	}
	small := front(map[uint32]int64{1: 640, 2: 617, 3: 2})
	for _, wanted := range []string{"1259", "on lists in other ways, together", "619", "640"} {
		if !strings.Contains(small, wanted) {
			t.Errorf("the first page does not say %q", wanted)
		}
	}
	if strings.Contains(small, "617") || strings.Contains(small, "Chapman") {
		t.Error("the first page tells of two people by what it says of others")
	}
	few := front(map[uint32]int64{1: 4, 2: 5})
	if !strings.Contains(few, "Fewer than 10 people") || strings.Contains(few, "documented at least") || strings.Contains(few, "Exile list") {
		t.Error("the first page tells of nine people by a number")
	}
}

// crowd is a bundle of n subjects of one kind.
func crowd(n int) flow.Bundle {
	b := bundle("")
	one := b.Documents[0].Passages[:1]
	b.Subjects = func(_ context.Context, yield func(flow.Subject) error) error {
		for i := range n {
			id := fmt.Sprintf("m-%d", i)
			c := claim.Claim{Made: claim.Made{Claim: "c" + id, Entity: id, Schema: "Person", Property: "name", Value: strings.Repeat("name ", 200), Original: "x", Passages: one}, Standing: claim.Proposed}
			if err := yield(flow.Subject{Entity: claim.Entity{ID: id, Schema: "Person", Name: id}, Claims: []claim.Claim{c}}); err != nil {
				return err
			}
		}
		return nil
	}
	return b
}

func TestSubjectsAreDrawnInMemoryThatDoesNotGrow(t *testing.T) {
	largest := func(n int) uint64 {
		var most uint64
		pages := 0
		err := Pages(t.Context(), crowd(n), func(name string, _ []byte) error {
			if pages++; strings.HasPrefix(name, "ar/subjects/") && pages%30 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return most
	}
	few, many := largest(3_000), largest(12_000)
	if many > few+few/2 {
		t.Errorf("3,000 subjects take %d bytes, 12,000 take %d", few, many)
	}
}

func TestAPageHoldsSoManySubjectsAndADocumentSoManyClaims(t *testing.T) {
	b := crowd(subjectsShown*2 + 1)
	files := draw(t, b)
	for name, want := range map[string]int{"en/subjects/1.html": subjectsShown, "en/subjects/2.html": subjectsShown, "en/subjects/3.html": 1} {
		if got := len(with(elements(t, name, files[name]), "article", "")); got != want {
			t.Errorf("%s holds %d subjects, want %d", name, got, want)
		}
	}
	page := files["en/documents/"+b.Documents[0].Item.Sum.String()[:16]+".html"]
	if !strings.Contains(page, "101 more claims rest on this document") {
		t.Error("the document does not say how many more claims rest on it")
	}
}

func TestAFailedWriteEndsTheDrawing(t *testing.T) {
	full := errors.New("no space left")
	for n := range 40 {
		left := n
		err := Pages(t.Context(), bundle(""), func(string, []byte) error {
			if left--; left < 0 {
				return full
			}
			return nil
		})
		if n < 29 && !errors.Is(err, full) {
			t.Errorf("after %d files: %v", n, err)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Pages(stopped, bundle(""), func(string, []byte) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a drawing that was stopped: %v", err)
	}
}

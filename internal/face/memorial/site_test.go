package memorial

import (
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// element is an element of a page as a reader of XML finds it: pages are written so
// that no tag can be left open.
type element struct {
	name  string
	attrs map[string]string
	text  string // of the element and all below it
}

func elements(t *testing.T, name, page string) []element {
	t.Helper()
	var open, all []element
	for dec := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%s is not well formed: %v", name, err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			e := element{name: v.Name.Local, attrs: map[string]string{}}
			for _, a := range v.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			open = append(open, e)
		case xml.EndElement:
			last := open[len(open)-1]
			open = open[:len(open)-1]
			if len(open) > 0 {
				open[len(open)-1].text += last.text
			}
			all = append(all, last)
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(v)
			}
		}
	}
}

func pages(files map[string]string) []string {
	var out []string
	for name := range files {
		if strings.HasSuffix(name, ".html") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// hostile is what somebody may write into a name.
const hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=y>&amp;\u202e{{.}}]]>"

// Nothing on a page can run, be sent, or be fetched from elsewhere, whatever sources
// were called; a block of data is data.
func TestNoPageHoldsWhatCouldRun(t *testing.T) {
	for what, spice := range map[string]string{"plain": "", "hostile": hostile, "long": strings.Repeat("دراز ", 300)} {
		files := draw(t, site(spice), newPress())
		for _, name := range pages(files) {
			policy := false
			for _, e := range elements(t, name, files[name]) {
				switch e.name {
				case "script":
					if e.attrs["type"] != "application/ld+json" || len(e.attrs) != 1 || !json.Valid([]byte(e.text)) {
						t.Errorf("%s, %s holds a script %v", what, name, e.attrs)
					}
				case "style", "iframe", "object", "embed", "base", "form", "input", "button", "video", "audio":
					t.Errorf("%s, %s holds a <%s>", what, name, e.name)
				case "meta":
					policy = policy || e.attrs["http-equiv"] == "Content-Security-Policy" && strings.HasPrefix(e.attrs["content"], "default-src 'none';") && !strings.Contains(e.attrs["content"], "script")
				}
				for attr, value := range e.attrs {
					outward := strings.Contains(value, ":") || strings.HasPrefix(value, "/")
					if attr == "style" || strings.HasPrefix(attr, "on") || (attr == "href" || attr == "src") && outward && e.attrs["rel"] != "canonical" {
						t.Errorf("%s, %s: a <%s> has %s=%.80q", what, name, e.name, attr, value)
					}
				}
			}
			if !policy {
				t.Errorf("%s has no policy", name)
			}
		}
	}
}

// Every link leads to a file that is there, and to a place in it that is there.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := site("")
	files := draw(t, s, newPress())
	there := maps.Clone(files)
	for _, d := range s.Documents {
		there["originals/"+d.Item.String()] = ""
	}
	for _, c := range s.Cards {
		there["data/records/"+c.ID+".jsonl"] = ""
	}
	for _, name := range []string{"withheld.json", "site.json", "data/cards.jsonl", "manifest-sha256.txt"} {
		there[name] = ""
	}
	ids, linked := map[string]map[string]bool{}, map[string]bool{}
	all := map[string][]element{}
	for _, name := range pages(files) {
		all[name], ids[name] = elements(t, name, files[name]), map[string]bool{}
		for _, e := range all[name] {
			if id := e.attrs["id"]; id != "" {
				if ids[name][id] {
					t.Errorf("%s has two elements %q", name, id)
				}
				ids[name][id] = true
			}
		}
	}
	for name, list := range all {
		for _, e := range list {
			for _, attr := range []string{"href", "src"} {
				value, ok := e.attrs[attr]
				if !ok || e.attrs["rel"] == "canonical" {
					continue
				}
				u, err := url.Parse(value)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				to := name
				if u.Path != "" {
					to = path.Join(path.Dir(name), u.Path)
				}
				if _, ok := there[to]; !ok {
					t.Errorf("%s leads to %s, which is not there", name, to)
				}
				linked[to] = true
				if u.Fragment != "" && strings.HasSuffix(to, ".html") && !ids[to][u.Fragment] && !strings.HasPrefix(u.Fragment, "p-") {
					t.Errorf("%s leads to %s of %s, which is not there", name, u.Fragment, to)
				}
			}
		}
	}
	for _, name := range pages(files) {
		gone := strings.Contains(name, "m-taken") || strings.Contains(name, "m-navid2") || strings.Contains(name, "00112233445566aa")
		if !linked[name] && !gone && name != "index.html" {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

func mainOf(t *testing.T, files map[string]string, name string) string {
	t.Helper()
	page, ok := files[name]
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	for _, e := range elements(t, name, page) {
		if e.name == "main" {
			return strings.Join(strings.Fields(e.text), " ")
		}
	}
	t.Fatalf("%s has no <main>", name)
	return ""
}

func TestAPageTellsOfAPerson(t *testing.T) {
	files := draw(t, site(""), newPress())
	for name, want := range map[string][]string{
		"en/people/m-navid.html": {
			"نوید کاردان Navid Kardan", // in its own script first
			"25 October 1982", "3 Aban 1361", "8 Muharram 1403",
			"Died: 25 October 1982 (3 Aban 1361)1 or, another source says: 27 October 1982", // rivals side by side
			"Held in Kohsar prison", "The families' list, row 2", "How the family was told: by a telephone call at night",
			"This may be the same person as:امید بارانی", "brother or sister: Unknown man, 25 October 1982, Kohsar"},
		"fa/people/m-navid.html":      {"نوید کاردان", "۳ آبان ۱۳۶۱", "۸ محرم ۱۴۰۳", "یا به گفته‌ی منبعی دیگر:", "زندان کهسار"},
		"ar/people/m-navid.html":      {"نوید کاردان", "أو بحسب مصدر آخر:"},
		"en/people/m-none.html":       {"Unknown man, 25 October 1982, Kohsar"},
		"fa/people/m-none.html":       {"مردی ناشناس، ۳ آبان ۱۳۶۱، Kohsar"},
		"en/people/p-0123456789.html": {"P-017", "Met here under a letter and number"},
		"en/people/e-judge.html":      {"Alleged.", "Nothing on this page is a verdict.", "reasonable grounds to believe"},
		"en/records/e-part.html":      {"Alleged."},
		"en/events/e-autumn.html":     {"200", "said under duress", "the ministry (said)", "thousands", "a rapporteur (said)", "at least 30,000", "the resistance (said)", "none of them added up, averaged or preferred"},
		"en/people/m-navid2.html":     {"This record is now part of: Navid Kardan"},
		"en/people/m-taken.html":      {"No longer here", "It was taken out on 1 March 2031.", "There is no consent to this use"},
		"en/corrections.html":         {"Person · 1 March 2031", "Document · 1 March 2031"},
		"en/method.html":              {"documented-minimum/2", "reasonable suspicion · reasonable grounds to believe", "Everybody killed in the prisons of Varanda", "Those who died in the street"},
		"en/check.html":               {"sanad-verify .", "sha256sum -c manifest-sha256.txt", "pia · pol", "4321"},
		"en/index.html":               {"300 people are documented at least"},
		"en/findings/f-1.html":        {"reasonable grounds to believe that the orders came", "Standard of proof"},
	} {
		got := mainOf(t, files, name)
		for _, w := range want {
			if !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(got), w) {
				t.Errorf("%s does not say %q: %s", name, w, got)
			}
		}
	}
	if got := mainOf(t, files, "en/people/m-taken.html"); strings.Contains(got, "m-taken") || len(got) > 200 {
		t.Errorf("a tombstone says more than that something is gone: %s", got)
	}
	if wall := mainOf(t, files, "en/index.html"); strings.Contains(wall, "Darvand") {
		t.Error("somebody who is accused stands among those remembered")
	}
	if strings.Contains(mainOf(t, files, "en/people/e-judge.html"), "guilty") {
		t.Error("a page judges")
	}
}

func TestEveryLanguageHasEveryPage(t *testing.T) {
	files := draw(t, site(""), newPress())
	for _, name := range pages(files) {
		lang, rest, ok := strings.Cut(name, "/")
		if !ok || strings.HasPrefix(rest, "people/in-") { // letters are a language's own
			continue
		}
		for _, other := range words.Langs() {
			page, ok := files[string(other)+"/"+rest]
			if !ok {
				t.Errorf("%s is not there in %s", name, other)
			}
			if string(other) == lang && !strings.Contains(page, `<html lang="`+lang+`" dir="`+words.Dir(other)+`">`) {
				t.Errorf("%s does not say its language and direction", name)
			}
		}
	}
}

func TestFeedsAreAtom(t *testing.T) {
	files := draw(t, site(hostile), newPress())
	feeds := 0
	for name, data := range files {
		if !strings.HasSuffix(name, ".atom") {
			continue
		}
		feeds++
		var f feed
		if err := xml.Unmarshal([]byte(data), &f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		ids := map[string]bool{f.ID: true}
		if f.ID == "" || f.Title == "" || len(f.Updated) != 20 || f.Author.Name == "" || len(f.Links) == 0 {
			t.Errorf("%s lacks what RFC 4287 asks of a feed: %+v", name, f)
		}
		for _, e := range f.Entries {
			if ids[e.ID] || !strings.HasPrefix(e.ID, "urn:uuid:") || e.Title == "" || len(e.Updated) != 20 || e.Updated > f.Updated {
				t.Errorf("%s has the entry %+v", name, e)
			}
			ids[e.ID] = true
			rest, ok := strings.CutPrefix(e.Link.Href, "https://memorial.varanda.example/")
			if _, there := files[rest]; !ok || !there {
				t.Errorf("%s leads to %s", name, e.Link.Href)
			}
		}
	}
	if feeds < 6 {
		t.Errorf("%d feeds", feeds)
	}
}

func TestTheMapOfTheSiteIsWhole(t *testing.T) {
	files := draw(t, site(""), newPress())
	var set urlset
	if err := xml.Unmarshal([]byte(files["sitemap-1.xml"]), &set); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, u := range set.URLs {
		rest, ok := strings.CutPrefix(u.Loc, "https://memorial.varanda.example/")
		if _, there := files[rest]; !ok || !there || listed[rest] {
			t.Errorf("the map names %s", u.Loc)
		}
		listed[rest] = true
	}
	for _, name := range pages(files) {
		quiet := strings.Contains(name, "m-taken") || strings.Contains(name, "m-navid2") || strings.Contains(name, "00112233445566aa") || name == "index.html"
		if listed[name] == quiet {
			t.Errorf("%s stands in the map: %t", name, listed[name])
		}
	}
	if !strings.Contains(files["robots.txt"], "Sitemap: https://memorial.varanda.example/sitemap.xml") || !strings.Contains(files["sitemap.xml"], "sitemap-1.xml") {
		t.Error("robots.txt or sitemap.xml does not name the map")
	}
	s := site("")
	s.Address = ""
	files = draw(t, s, newPress())
	if _, ok := files["sitemap.xml"]; ok {
		t.Error("a site of which nobody knows where it will stand has a map of whole addresses")
	}
}

func TestDataBlocksSayNoMoreThanThePage(t *testing.T) {
	files := draw(t, site(""), newPress())
	block := func(name string) map[string]any {
		for _, e := range elements(t, name, files[name]) {
			if e.name == "script" {
				var v map[string]any
				if err := json.Unmarshal([]byte(e.text), &v); err != nil {
					t.Fatal(err)
				}
				return v
			}
		}
		t.Fatalf("%s has no data", name)
		return nil
	}
	about := block("en/people/m-navid.html")["about"].(map[string]any)
	if about["@type"] != "Person" || about["deathDate"] != nil {
		t.Errorf("of two rival days one is told: %v", about)
	}
	if about := block("en/people/m-none.html")["about"].(map[string]any); about["deathDate"] != "1982-10-25" || about["name"] != nil {
		t.Errorf("a nameless person is %v", about)
	}
	review := block("en/findings/f-1.html")
	rating := review["reviewRating"].(map[string]any)
	if review["@type"] != "ClaimReview" || rating["alternateName"] != "reasonable grounds to believe" || rating["ratingValue"] != nil {
		t.Errorf("a finding is %v", review)
	}
}

// What did not change is not drawn again, and what did is.
func TestOnlyWhatChangedIsDrawnAgain(t *testing.T) {
	first := newPress()
	draw(t, site(""), first)
	same := first.again()
	if draw(t, site(""), same); same.kept != len(same.files) || !maps.Equal(same.files, first.files) {
		t.Errorf("%d of %d files were kept, though nothing changed", same.kept, len(same.files))
	}
	s := site("")
	s.Size, s.Created = s.Size+7, s.Created.AddDate(0, 1, 0)
	s.Cards[1].Names[0].Text, s.Cards[1].Sum = "امید باران", sha256.Sum256([]byte("another"))
	next := first.again()
	draw(t, s, next)
	fresh := newPress()
	draw(t, s, fresh)
	if !maps.Equal(next.files, fresh.files) {
		for name := range fresh.files {
			if next.files[name] != fresh.files[name] {
				t.Errorf("%s is not as it would be drawn anew", name)
			}
		}
	}
	for _, name := range []string{"en/people/m-none.html", "en/events/e-autumn.html", "fa/people/e-judge.html", "style.css"} {
		if next.drawn[strings.TrimPrefix(strings.TrimPrefix(name, "en/"), "fa/")] != first.drawn[strings.TrimPrefix(strings.TrimPrefix(name, "en/"), "fa/")] {
			t.Errorf("%s was drawn again", name)
		}
	}
	if next.drawn["people/m-omid.html"] == first.drawn["people/m-omid.html"] || next.drawn["people/m-navid.html"] == first.drawn["people/m-navid.html"] {
		t.Error("a person whose name changed, or one who may be the same, was not drawn again")
	}
}

// Whatever edition of words or templates draws, its pages differ in what they are
// drawn from.
func TestAnotherWordingIsAnotherInput(t *testing.T) {
	one, err := newWriter(site(""), newPress())
	if err != nil {
		t.Fatal(err)
	}
	other := site("")
	other.Title = "another"
	two, err := newWriter(other, newPress())
	if err != nil || one.base == two.base {
		t.Errorf("two titles are one input, %v", err)
	}
}

func TestASourceIsNumberedOnceAPage(t *testing.T) {
	files := draw(t, site(""), newPress())
	numbers := 0
	for _, e := range elements(t, "", files["en/people/m-navid.html"]) {
		if e.name == "li" && strings.HasPrefix(e.attrs["id"], "s") {
			if numbers++; e.attrs["id"] != fmt.Sprint("s", numbers) {
				t.Errorf("the source %d is %s", numbers, e.attrs["id"])
			}
		}
	}
	if numbers != 5 {
		t.Errorf("%d sources", numbers)
	}
}

func TestCitationsHoldForPrograms(t *testing.T) {
	s := site(hostile)
	w, err := newWriter(s, newPress())
	if err != nil {
		t.Fatal(err)
	}
	c := w.cite(w.voices[0], "people/m-1", "A {name} & 50% of #1\n"+hostile, "Person", "people/m-1.html")
	var csl []map[string]any
	if err := json.Unmarshal([]byte(c.CSL), &csl); err != nil || csl[0]["type"] != "webpage" || csl[0]["URL"] != "https://memorial.varanda.example/en/people/m-1.html" {
		t.Errorf("%v: %s", err, c.CSL)
	}
	if strings.Count(c.BibTeX, "{")-strings.Count(c.BibTeX, `\{`) != strings.Count(c.BibTeX, "}")-strings.Count(c.BibTeX, `\}`) || strings.Contains(c.BibTeX, "& ") && !strings.Contains(c.BibTeX, `\& `) {
		t.Errorf("BibTeX would be misread:\n%s", c.BibTeX)
	}
	for _, line := range strings.Split(strings.TrimSuffix(c.RIS, "\r\n"), "\r\n") {
		if len(line) < 6 || line[2:6] != "  - " {
			t.Errorf("RIS has the line %q", line)
		}
	}
	if !strings.Contains(c.RIS, "ER  - ") {
		t.Error("RIS does not end")
	}
}

func TestLettersStandInTheirOrder(t *testing.T) {
	got := []string{"ی", "ک", "پ", "ا", "گ", "B", "ه", "A", "و"}
	slices.SortFunc(got, alphabetical)
	if strings.Join(got, "") != "ABاپکگوهی" {
		t.Errorf("the letters stand as %v", got)
	}
	for text, want := range map[string]string{"Navid": "N", "  نوید": "ن", "كريم": "ک", "\u202eامید": "ا", "1234": "–", "": "–"} {
		if got := letter(text); got != want {
			t.Errorf("%q stands under %q, want %q", text, got, want)
		}
	}
}

var _ flow.Press = (*pressed)(nil)

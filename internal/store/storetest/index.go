package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/search"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/fault"
)

// IndexedBook is a book with the index beside it.
type IndexedBook struct {
	Book
	Index flow.SearchIndex
}

// Indexes runs everything an index must keep against one kind of database.
// open opens the same database each time it is called.
func Indexes(t *testing.T, fresh func(t *testing.T) (open func(hook fault.Hook) IndexedBook)) {
	for name, test := range map[string]func(*testing.T, func(fault.Hook) IndexedBook){
		"words are found however they are spelled":     testSpellings,
		"names are found across scripts":               testSounds,
		"every part of the language of queries":        testLanguage,
		"filters and facets":                           testFilters,
		"whatever is typed stays a question":           testHostile,
		"a newer reading takes the place of the older": testNewerReading,
		"names, fields, claims and entities":           testKinds,
		"an index goes on where it was cut off":        testCutOff,
		"two followers at once make one index":         testTwoFollowers,
		"an index made again is the same":              testMadeAgain,
		"what is sealed is as if it were not there": func(t *testing.T, open func(fault.Hook) IndexedBook) {
			testSealed(t, open, fresh(t))
		},
		"what is sealed no longer is found":            testUnsealed,
		"a question of a word that is everywhere":      testEverywhere,
		"a reading that was lost costs only its pages": testLost,
		"pages of hits follow on each other":           testOffset,
		"a claim withdrawn names its entity no more":   testWithdrawn,
		"persons are found by name, best first":        testPersons,
		"persons stand before what is found by words":  testPersonsFirst,
		"persons under the seal are as if not there": func(t *testing.T, open func(fault.Hook) IndexedBook) {
			testSealedPersons(t, open, fresh(t))
		},
		"another case is as if it were not there": func(t *testing.T, open func(fault.Hook) IndexedBook) {
			testEyes(t, open, fresh(t))
		},
		"near copies meet, sealed ones only for some":   testNear,
		"a step is refused when another one went ahead": testOvertaken,
	} {
		t.Run(name, func(t *testing.T) { test(t, fresh(t)) })
	}
}

func begun(t *testing.T, open func(fault.Hook) IndexedBook) *Searched {
	b := open(nil)
	return NewSearched(t, b.Book, b.Index)
}

// finds asks each question and compares what is found, in any order.
func finds(t *testing.T, s *Searched, answers map[string]string) {
	t.Helper()
	for query, want := range answers {
		got, should := strings.Fields(Found(s.Ask(query))), strings.Fields(want)
		slices.Sort(got)
		slices.Sort(should)
		if !slices.Equal(got, should) {
			t.Errorf("%s finds %q, want %q", query, got, should)
		}
	}
}

func testSpellings(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "a", "نامه‌ای از علي كريمي، سال ۱۳۶۷", "او می‌رود و مُحَمَّد را می بیند")
	s.Take("open", "b", "کریمی میرود؛ کتابها 1367", "علی‌اکبر", "ﻣﺤﻤﺪ علـــی")
	s.Take("open", "c", "The ORDER, O’Brien; ʿAlī")
	s.Follow()
	finds(t, s, map[string]string{
		"کریمی": "a:1 b:1", "كريمي": "a:1 b:1", "۱۳۶۷": "a:1 b:1", "1367": "a:1 b:1", "١٣٦٧": "a:1 b:1",
		"میرود": "a:2 b:1", "می‌رود": "a:2 b:1", "می رود": "a:2 b:1", "رود": "a:2", "میبیند": "a:2",
		"محمد": "a:2 b:3", "مُحَمَّد": "a:2 b:3", "کتاب‌ها": "b:1", "کتاب ها": "b:1",
		"علیاکبر": "b:2", "علی‌اکبر": "b:2", "علی اکبر": "b:2", "اکبر": "b:2",
		"order": "c:1", "obrien": "c:1", "nothing": "", `"علی کریمی"`: "a:1", `"کریمی علی"`: "", `"او میرود"`: "a:2", "«علي کریمی»": "a:1",
	})
}

func testSounds(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "latin", "Mr. Rostami met Hussein Naseri. It was creamy.")
	s.Take("open", "arabic", "رستمی با حسین ناصری و علی آمد. آنچه گفته شد")
	s.Take("open", "other", "Rastami")
	s.Take("open", "one word", "نام او محمدحسین بود")
	s.Take("open", "two words", "He is Mohammad Hossein of the mill.")
	s.Take("open", "respelled", "كلناز بروجردي")
	s.Write(Acquired("open", "list.csv", "text/csv"), s.ReadRows("list.csv", []string{"علی کریمی"}))
	s.Follow()
	for query, want := range map[string]string{
		"Rostami":          "latin:1 arabic:1~",
		"رستمی":            "arabic:1 latin:1~ other:1~",
		"Hossein Naseri":   "arabic:1~",
		"حسین ناصری":       "arabic:1 latin:1~",
		`"Hossein"`:        "two words:1",
		"Ali":              "arabic:1~ list.csv:1~",
		"rustami -naseri":  "arabic:1~",
		"کریمی":            "list.csv:1",
		"Mohammad Hossein": "one word:1~ two words:1",
		"محمدحسین":         "one word:1 two words:1~", "محمد حسین": "one word:1 two words:1~",
		"mohammadhossein": "one word:1~ two words:1", "Golnaz": "respelled:1~",
		"it": "latin:1",
	} {
		if got := Found(s.Ask(query)); !sameWords(got, want) {
			t.Errorf("%s finds %s, want %s", query, got, want)
		}
	}
	got := s.Ask("Rostami")
	if got.Total != 2 || got.Exact != 1 || got.Hits[0].Score <= 1 || got.Hits[1].Score >= 1 {
		t.Errorf("total %d, exact %d, scores %v", got.Total, got.Exact, got.Hits)
	}
	if mark := got.Hits[1].Quote; mark.Text[mark.Marks[0][0]:mark.Marks[0][1]] != "رستمی" {
		t.Errorf("what sounds so is not marked: %+v", mark)
	}
	exact := s.Ask("Rostami", func(r *flow.SearchRequest) { r.Exact = true })
	if Found(exact) != "latin:1" || exact.Total != 1 {
		t.Errorf("exactly: %s", Found(exact))
	}
}

func sameWords(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func testLanguage(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "one", "alpha beta gamma")
	s.Take("open", "two", "alpha delta")
	s.Take("open", "alpha.txt", "gamma beta")
	s.Follow()
	finds(t, s, map[string]string{
		"alpha": "one:1 two:1 alpha.txt", "alpha beta": "one:1", `"beta gamma"`: "one:1", `"gamma beta"`: "alpha.txt:1",
		"alpha -delta": "one:1 alpha.txt", "delta OR gamma": "one:1 two:1 alpha.txt:1", "gam*": "one:1 alpha.txt:1",
		"name:alpha": "alpha.txt", "name:alp*": "alpha.txt", `-"beta gamma" gamma`: "alpha.txt:1", "beta delta | gamma": "one:1 alpha.txt:1",
		`"alpha bet*"`: "", "alpha.txt": "alpha.txt", "alpha -name:alpha": "one:1 two:1", "ALPHA  AND beta": "one:1",
	})
}

func testFilters(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Write(guard.CaseOpened{Case: "other"}, custody.Opened{Accession: "elsewhere", Case: "other", Source: custody.Source{Name: "the post, left"}, Label: guard.Open})
	s.Take("open", "plain", "word here")
	s.Write(Acquired("elsewhere", "scan.pdf", "application/pdf"), s.Read("scan.pdf", "word واژه", "واژه"), s.ReadFields("scan.pdf", "created", "2021-05-31T10:00:00Z", "title", "word of honour", "width", "word"))
	s.Write(s.Claim("c-1", "e-1", "Person", "name", "word", "plain"), s.Claim("c-2", "e-2", "Place", "name", "word", "plain"))
	s.Follow()
	finds(t, s, map[string]string{
		"word case:main": "plain:1 word word c-1 c-2", "word case:other": "scan.pdf scan.pdf:1", "word kind:pdf": "scan.pdf scan.pdf:1",
		"word kind:text,pdf": "scan.pdf scan.pdf:1 plain:1", "word kind:person": "word", "word kind:claim": "c-1 c-2", "word kind:item": "plain:1 scan.pdf scan.pdf:1",
		"word lang:en": "plain:1 scan.pdf:1", "واژه lang:fa": "scan.pdf:2", `word source:"the post, left"`: "scan.pdf scan.pdf:1", "word source:nobody": "",
		"word from:2021-05 to:2021": "scan.pdf scan.pdf:1", "word from:2021-06": "", "word to:2021-05-31": "scan.pdf scan.pdf:1", "word to:2021-05-30": "",
		"word kind:entity": "word", "honour": "scan.pdf",
	})
	got := s.Ask("word")
	want := map[string]map[string]int64{
		"kind": {"item": 3, "person": 1, "entity": 1, "claim": 2}, "type": {"pdf": 2, "text": 1}, "lang": {"en": 2},
		"case": {"main": 5, "other": 2}, "source": {"a neighbour": 1, "the post, left": 2}, "year": {"2021": 2},
	}
	if !reflect.DeepEqual(got.Facets, want) || got.FacetsOf != 7 || got.Total != 7 {
		t.Errorf("facets %v of %d, total %d; want %v", got.Facets, got.FacetsOf, got.Total, want)
	}
	narrow := s.Ask("word", func(r *flow.SearchRequest) { r.Kinds, r.Case = []string{"claim", "person"}, "main" })
	if narrow.Total != 3 {
		t.Errorf("claims and persons of main: %s", Found(narrow))
	}
}

// testHostile puts what other query languages obey into every place of a
// query.
func testHostile(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "a", "plain words")
	s.Follow()
	for _, odd := range []string{
		`" OR 1=1 --`, `'; DROP TABLE search_doc; --`, `NEAR(a b, 3)`, `{t}:plain`, `t:plain`, `rank:x`, `^plain`, `a + b`, `plain AND (`, `)`, `plain NOT`,
		`'plain':*`, `plain <-> words`, `!plain`, `plain & words`, `a:b:c`, `\`, `\'`, `''`, `"a" "b`, `$1`, `%s`, `*`, `plain**`, "a\x00b", `=n`, `"=n"`, "plain\u2028words", `"\"`,
		"plain ' words", `‘plain’`, "ABD:*", "plain:*A",
	} {
		for _, query := range []string{odd, "plain " + odd, odd + " plain", `"` + odd + `"`, "-" + odd + " plain", "name:" + odd, `source:"` + odd + `" plain`, "case:" + odd + " plain"} {
			_, err := flow.Search(context.Background(), s.Archive, First(), flow.SearchRequest{Query: query, Limit: 3, Facets: true})
			if err != nil && fail.Of(err) != fail.Usage {
				t.Errorf("%q: %v", query, err)
			}
		}
	}
	finds(t, s, map[string]string{"plain": "a:1"})
}

func testNewerReading(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "a", "first reading", "second page")
	s.Follow()
	second := s.Read("a", "better reading")
	second.Version = "2"
	s.Write(second)
	ocr := s.Read("a", "seen on the picture")
	ocr.Step, ocr.Engine = "ocr", "eyes"
	s.Write(ocr)
	s.Follow()
	finds(t, s, map[string]string{"first": "", "page": "", "reading": "a:1", "better": "a:1", "picture": "a:1"})
}

func testKinds(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Write(Acquired("open", "box/holiday.bin", "application/octet-stream"), Acquired("open", "letter.eml", "message/rfc822"),
		s.ReadFields("letter.eml", "subject", "about the orchard", "from", "Sara Zamani <sara@example.org>"))
	made := s.Claim("c-1", "e-1", "Person", "name", "سارا زمانی", "letter.eml")
	made.Original = "Sara Zamani"
	s.Write(made, s.Claim("c-2", "e-1", "Person", "nickname", "orchid", "letter.eml"), s.Claim("c-3", "e-1", "Person", "role", "the gardener", "letter.eml"))
	s.Follow()
	finds(t, s, map[string]string{
		"holiday": "box/holiday.bin", "orchard": "letter.eml", "gardener": "c-3", "orchid": "سارا زمانی c-2",
		"سارا": "سارا زمانی c-1 letter.eml~", "zamani kind:claim": "c-1",
	})
	got := s.Ask("orchid kind:person").Hits[0]
	if got.ID != "e-1" || got.Schema != "Person" || got.Kind != search.Person {
		t.Errorf("the person is shown as %+v", got)
	}
	if got := s.Ask("gardener").Hits[0]; got.Title != "role" || got.Standing != string(claim.Proposed) {
		t.Errorf("the claim is shown as %+v", got)
	}
}

// testCutOff breaks off at every commit of the index, and follows on.
func testCutOff(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	rows := make([][]string, 4500) // three steps
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("row%d", i), "each"}
	}
	s.Write(Acquired("open", "list.csv", "text/csv"), s.ReadRows("list.csv", rows...))
	s.Take("open", "a", "each page", "last")
	broken := errors.New("the power went")
	for cut := 0; ; cut++ {
		seen := 0
		b := open(func(step string, _ bool) error {
			if step != "commit" {
				return nil
			}
			if seen++; seen > 2*cut%7+1 {
				return broken
			}
			return nil
		})
		s.Archive.Index = b.Index
		_, err := flow.Index(context.Background(), s.Archive, func(string, int64, int64) {})
		if err == nil {
			break
		}
		if !errors.Is(err, broken) || cut > 20 {
			t.Fatalf("cut %d: %v", cut, err)
		}
	}
	if got := s.Ask("each").Total; got != 4501 {
		t.Errorf("%d documents hold the word, want 4501", got)
	}
	finds(t, s, map[string]string{"row0": "list.csv:1", "row1999": "list.csv:2000", "row2000": "list.csv:2001", "row4499": "list.csv:4500", "last": "a:2"})
	if done := s.Follow(); done.Entries != 0 || done.Documents != 0 {
		t.Errorf("an index at the end was moved: %+v", done)
	}
}

func testTwoFollowers(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	for i := range 40 {
		s.Take("open", fmt.Sprintf("item%d", i), strings.Repeat("same words ", 50))
	}
	var wg sync.WaitGroup
	for range 3 {
		other := *s.Archive
		b := open(nil)
		other.Book, other.Index = b.Book, b.Index
		wg.Go(func() {
			if _, err := flow.Index(context.Background(), &other, func(string, int64, int64) {}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := s.Ask("same").Total; got != 40 {
		t.Errorf("%d documents, want 40", got)
	}
}

func testMadeAgain(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "a", "some words", "نامه رستمی")
	s.Write(s.Claim("c-1", "e-1", "Person", "name", "Rostami", "a"))
	s.Follow()
	before := s.Ask("Rostami OR words")
	if err := s.Index.Drop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := s.Ask("Rostami OR words"); got.Total != 0 || got.Behind == 0 {
		t.Errorf("an empty index finds %s and is %d behind", Found(got), got.Behind)
	}
	s.Follow()
	if got := s.Ask("Rostami OR words"); !reflect.DeepEqual(got, before) {
		t.Errorf("made again it finds %+v, before %+v", got, before)
	}
}

func testEverywhere(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	rows := make([][]string, 10_500)
	for i := range rows {
		rows[i] = []string{"each"}
	}
	s.Write(Acquired("open", "list.csv", "text/csv"), s.ReadRows("list.csv", rows...))
	s.Follow()
	got := s.Ask("each")
	if got.Total != 10_500 || got.Exact != 10_500 || got.Ranked != 5000 || got.FacetsOf != 5000 || len(got.Hits) != 20 || got.Facets["kind"]["item"] != 5000 {
		t.Errorf("total %d, exact %d, ranked %d, facets of %d, %d hits", got.Total, got.Exact, got.Ranked, got.FacetsOf, len(got.Hits))
	}
}

func testLost(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "kept", "word")
	lost := s.Read("gone", "word")
	lost.Rendition[0]++
	s.Write(Acquired("open", "gone", "text/plain"), lost)
	s.Take("open", "later", "word")
	s.Follow()
	finds(t, s, map[string]string{"word": "kept:1 later:1", "gone": "gone"})
}

func testOffset(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	for i := range 25 {
		s.Take("open", fmt.Sprintf("item%02d", i), strings.Repeat("word ", i+1)+strings.Repeat("other ", 40))
	}
	s.Follow()
	all := strings.Fields(Found(s.Ask("word", func(r *flow.SearchRequest) { r.Limit = 25 })))
	var paged []string
	for at := 0; at < 30; at += 7 {
		paged = append(paged, strings.Fields(Found(s.Ask("word", func(r *flow.SearchRequest) { r.Limit, r.Offset = 7, at })))...)
	}
	if len(all) != 25 || !slices.Equal(all, paged) || all[24] != "item00:1" {
		t.Errorf("in one %v, in pages %v", all, paged)
	}
}

func testWithdrawn(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "a", "nothing")
	s.Write(s.Claim("c-1", "e-1", "Person", "name", "wrongly", "a"), s.Claim("c-2", "e-1", "Person", "name", "rightly", "a"))
	s.Follow()
	s.Write(claim.Withdrawn{Claim: "c-1", Reason: "a slip"})
	s.Follow()
	if got := s.Ask("wrongly"); got.Total != 1 || got.Hits[0].Standing != string(claim.TakenBack) {
		t.Errorf("the withdrawn name finds %s", Found(got))
	}
	if got := s.Ask("rightly"); got.Total != 2 {
		t.Errorf("the name that stands finds %s", Found(got))
	}
}

func testOvertaken(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "a", "word")
	s.Follow()
	err := s.Index.Write(context.Background(), search.Stamp{}, search.Stamp{Next: 99}, search.Change{})
	if fail.Of(err) != fail.Conflict {
		t.Errorf("a step from where the index no longer is: %v", err)
	}
	finds(t, s, map[string]string{"word": "a:1"})
}

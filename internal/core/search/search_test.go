package search_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"sanad/internal/core/search"
	"sanad/internal/ground/script"
)

func checkNode(t *testing.T, n search.Node, words *int) {
	t.Helper()
	for _, part := range n.Of {
		checkNode(t, part, words)
	}
	if n.Op != search.Word && n.Op != search.Phrase {
		return
	}
	*words += len(n.Words)
	if len(n.Words) == 0 || n.Op == search.Word && len(n.Words) != 1 {
		t.Fatalf("a node of the words %q", n.Words)
	}
	for _, w := range n.Words {
		if w == "" || strings.ContainsFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
		}) {
			t.Fatalf("%q would reach an index", w)
		}
	}
}

func TestPartedWordsAreKeptJoinedToo(t *testing.T) {
	for text, want := range map[string][]string{
		"او می‌رود":        {"میرود"},
		"او می رود":        {"میرود"},
		"کتاب‌خانه‌ها":     {"کتابخانهها", "کتابخانه", "خانهها"},
		"علی‌اکبر و حسن":   {"علیاکبر"},
		"خانه هایشان بزرگ": {"خانههایشان"},
		"one two":          nil,
	} {
		var got []string
		for _, j := range search.Analyse(text, false).Joined {
			got = append(got, j.Form)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: joined %q, want %q", text, got, want)
		}
	}
}

func TestOnlyWhatMayBeANameIsHeard(t *testing.T) {
	for _, c := range []struct {
		text  string
		named bool
		want  []string
	}{
		{"The report of Karimi was creamy", false, []string{"karimi"}},
		{"karimi, ali", true, []string{"karimi", "ali"}},
		{"نامه از کریمی است ۱۳۶۷", false, []string{"نامه", "کریمی"}},
		{"کریمی کريمي كریمی", false, []string{"کریمی"}},
		{"MV2X9 " + strings.Repeat("X", 60), false, []string{"mv2x9"}},
	} {
		if got := search.Analyse(c.text, c.named).Heard; !slices.Equal(got, c.want) {
			t.Errorf("%s: heard %q, want %q", c.text, got, c.want)
		}
	}
}

func TestAQueryIsExpandedIntoTheOtherScriptOnly(t *testing.T) {
	asked := map[string]search.Sound{}
	lookup := func(s search.Sound) ([]string, error) {
		asked[s.Skeleton] = s
		return []string{"x" + s.Skeleton}, nil
	}
	q, err := search.Parse(`Rostami ali the "quoted name" pre* ۱۳۶۷ حسین`)
	if err != nil {
		t.Fatal(err)
	}
	if q, err = q.Expand(lookup); err != nil || !q.Heard() {
		t.Fatalf("%v, %v", q, err)
	}
	want := map[string]search.Sound{
		"rstmy": {Skeleton: "rstmy", Writing: script.Arabic},
		"aly":   {Skeleton: "aly", Writing: script.Arabic, Named: true},
		"hsyn":  {Skeleton: "hsyn", Writing: script.Latin},
	}
	if len(asked) != len(want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
	for bones, s := range want {
		if asked[bones] != s {
			t.Errorf("%s: asked for %+v, want %+v", bones, asked[bones], s)
		}
	}
	q.Exact, asked = true, map[string]search.Sound{}
	if _, err := q.Expand(lookup); err != nil || len(asked) > 0 {
		t.Errorf("an exact question asked for %v, %v", asked, err)
	}
	q.Exact = false
	broken := errors.New("broken")
	if _, err := q.Expand(func(search.Sound) ([]string, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("a failed look-up: %v", err)
	}
}

func marked(q search.Quote) string {
	out, at := "", 0
	for _, m := range q.Marks {
		out += q.Text[at:m[0]] + "[" + q.Text[m[0]:m[1]] + "]"
		at = m[1]
	}
	return out + q.Text[at:]
}

func TestAQuoteShowsTheOriginalWithTheHitMarked(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"گفت مُحَمَّدٌ كريمي آمد", "محمد کریمی", "گفت [مُحَمَّدٌ] [كريمي] آمد"},
		{"سال ۱۳۶۷ بود", "1367", "سال [۱۳۶۷] بود"},
		{"او می‌رود.", "میرود", "او [می‌رود]."},
		{"او می رود.", "می‌رود", "او [می رود]."},
		{"او میرود.", "می رود", "او [میرود]."},
		{"the secret order of the order", `"secret order"`, "the [secret order] of the order"},
		{"Karim and Karimi", "karim*", "[Karim] and [Karimi]"},
		{"nothing here", "else", "nothing here"},
		{"علی‌اکبر", "علیاکبر", "[علی‌اکبر]"},
		{"by ʿAlī.", "ali", "by [ʿAlī]."},
	} {
		q, err := search.Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := marked(search.QuoteOf(c.text, q)); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.query, c.text, got, c.want)
		}
	}
}

func TestAQuoteIsCutAtWordsAndNeverInASign(t *testing.T) {
	family := "👩‍👩‍👧"
	for _, filler := range []string{"واژه‌ای ", "word ", family + " ", family, "क्षि", "e\u0301", "ﷺ ", "x"} {
		text := strings.Repeat(filler, 200) + " hit " + strings.Repeat(filler, 200)
		q, err := search.Parse("hit")
		if err != nil {
			t.Fatal(err)
		}
		got := search.QuoteOf(text, q)
		if len(got.Marks) != 1 || got.Text[got.Marks[0][0]:got.Marks[0][1]] != "hit" || !utf8.ValidString(got.Text) {
			t.Errorf("%q: %q, marks %v", filler, got.Text, got.Marks)
		}
		if text[got.From:got.From+len(got.Text)] != got.Text || len(got.Text) > 2000 {
			t.Errorf("%q: %d bytes that do not stand at %d", filler, len(got.Text), got.From)
		}
		for _, cut := range []int{got.From, got.From + len(got.Text)} {
			before, _ := utf8.DecodeLastRuneInString(text[:cut])
			after, _ := utf8.DecodeRuneInString(text[cut:])
			if before == '\u200d' || after == '\u200d' || unicode.Is(unicode.M, after) {
				t.Errorf("%q: cut between %q and %q", filler, before, after)
			}
			if strings.HasSuffix(filler, " ") && unicode.IsLetter(before) && unicode.IsLetter(after) {
				t.Errorf("%q: cut in the word between %q and %q", filler, before, after)
			}
		}
	}
}

func TestAQuoteIsTakenWhereMostOfTheQuestionStands(t *testing.T) {
	text := strings.Repeat("alpha and some other words of no weight. ", 20) + "Here alpha meets beta at last. " + strings.Repeat("beta alone. ", 30)
	q, err := search.Parse("alpha beta")
	if err != nil {
		t.Fatal(err)
	}
	if got := search.QuoteOf(text, q); !strings.Contains(got.Text, "alpha meets beta") {
		t.Errorf("the quote is %q", got.Text)
	}
}

func TestPartsArePutTogetherThePage(t *testing.T) {
	for _, page := range []string{"", "short", strings.Repeat("خط\n", 20000), strings.Repeat("ب", 40000), strings.Repeat("a b ", 9000)} {
		parts := search.Parts(page)
		if strings.Join(parts, "") != page {
			t.Errorf("a page of %d bytes is not its parts", len(page))
		}
		for _, p := range parts {
			if len(p) > 16<<10 || !utf8.ValidString(p) {
				t.Errorf("a part of %d bytes", len(p))
			}
		}
	}
}

func TestFamiliesOfMediaTypes(t *testing.T) {
	for media, want := range map[string]search.Family{
		"application/pdf": "pdf", "image/jpeg": "image", "text/plain; charset=utf-8": "text", "message/rfc822": "mail", "text/csv": "table",
		"text/html": "web", "video/mp4": "video", "audio/ogg": "audio", "application/zip": "archive", "application/msword": "office",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "table",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "office",
		"application/octet-stream": "other", "": "other",
	} {
		if got := search.FamilyOf(media); got != want {
			t.Errorf("%s is of the family %s, want %s", media, got, want)
		}
	}
}

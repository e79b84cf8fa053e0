package search_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/internal/core/search"
	"sanad/internal/ground/fail"
)

// shape writes a query as one line, for comparing.
func shape(n search.Node) string {
	star, name := "", ""
	if n.Prefix {
		star = "*"
	}
	if n.Named {
		name = "name:"
	}
	parts := make([]string, len(n.Of))
	for i, p := range n.Of {
		parts[i] = shape(p)
	}
	switch n.Op {
	case search.All:
		return "(" + strings.Join(parts, " & ") + ")"
	case search.Any:
		return "(" + strings.Join(parts, " | ") + ")"
	case search.Not:
		return "!" + parts[0]
	case search.Phrase:
		return name + "\"" + strings.Join(n.Words, " ") + star + "\""
	}
	return name + n.Words[0] + star
}

func TestAQueryIsReadAsItIsMeant(t *testing.T) {
	for query, want := range map[string]string{
		"كريمي":                       "(کریمی)",
		"Karimi  Rezaei":              "(karimi & rezaei)",
		`"the order"`:                 `("the order")`,
		"«نامهٔ محرمانه» ۱۳۶۷":        `("نامه محرمانه" & 1367)`,
		"kar* -order":                 "(kar* & !order)",
		"a OR b c":                    "((a | b) & c)",
		"a | b OR c":                  "((a | b | c))",
		"می‌رود":                      `((میرود | "می رود"))`,
		"می رود":                      "(میرود)",
		"کتاب ها را":                  "(کتابها & را)",
		"علی‌اکبر":                    `((علیاکبر | "علی اکبر"))`,
		`"او میرود"`:                  `(("او میرود" | "او می رود"))`,
		`"او می رود"`:                 `(("او می رود" | "او میرود"))`,
		"name:karimi x":               "(name:karimi & x)",
		"http://example.org/a":        `("http example org a")`,
		"a-b":                         `((ab | "a b"))`,
		"foo@bar.example":             `("foo bar example")`,
		"x … y":                       "(x & y)",
		`-"two words" x`:              `(!"two words" & x)`,
		"NEAR(a b) t:x":               `("near a" & b & "t x")`,
		`a' & b \ c`:                  `(a & b & c)`,
		"case:main a":                 "(a)",
		"unknown:thing":               `("unknown thing")`,
		"مُحَمَّد":                    "(محمد)",
		"AND x AND y":                 "(x & y)",
		"از:تا":                       `("از تا")`,
		"ا OR ب kind:pdf lang:fa":     "((ا | ب))",
		"“curly” ‹angled›":            `("curly" & "angled")`,
		"word\"glued phrase\"another": `(word & "glued phrase" & another)`,
	} {
		q, err := search.Parse(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		} else if got := shape(q.Root); got != want {
			t.Errorf("%s is read as %s, want %s", query, got, want)
		}
	}
}

func TestFiltersAreReadInAnyDigits(t *testing.T) {
	for query, want := range map[string]string{
		"x case:main case:other":       "{[] [] [main other] [] [] 0 0}",
		"x kind:item,person type:pdf":  "{[item person] [pdf] [] [] [] 0 0}",
		`x source:"a neighbour, left"`: "{[] [] [] [] [a neighbour, left] 0 0}",
		"x from:2020 to:2021-05":       "{[] [] [] [] [] 20200000 20210599}",
		"x from:۲۰۲۰/۰۵ to:٢٠٢١-٠٥-١٧": "{[] [] [] [] [] 20200500 20210517}",
		"x lang:FA,ar":                 "{[] [] [] [fa ar] [] 0 0}",
	} {
		q, err := search.Parse(query)
		f := q.Filters
		if got := fmt.Sprint(f); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", query, got, err, want)
		}
	}
}

func TestWhatCantBeUnderstoodIsAMistakeOfTheAsker(t *testing.T) {
	for _, query := range []string{
		"", "   ", "…", `"open`, "«open", `""`, "-", "-word", "-a -b", "OR a", "a OR", "a OR OR b", "a OR -b", "-a OR b",
		"case:", "case:main", "x kind:nothing", "x from:soon", "x from:1367", "x to:2020-13", "x from:2020-01-01-01", "x -case:main",
		"*", "name:", "name:…", "x lang:", "a OR case:main", "\xff", strings.Repeat("word ", 41), strings.Repeat("x", 2001),
	} {
		if q, err := search.Parse(query); fail.Of(err) != fail.Usage || err == nil {
			t.Errorf("%.40q: %v, %v", query, shape(q.Root), err)
		}
	}
}

// Whatever is typed, only letters, digits and marks reach an index.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a "b c" -d e* OR f`, "«x» name:y case:z from:2020", "می‌رود می رود", `t:"a" NEAR(x y, 5) ^a {t}:b + c`, `'a' & !b <-> c:*`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := search.Parse(query)
		if err != nil {
			if fail.Of(err) != fail.Usage {
				t.Fatalf("%q: %v", query, err)
			}
			return
		}
		words := 0
		checkNode(t, q.Root, &words)
		if words == 0 || words > 200 {
			t.Fatalf("%q asks for %d words", query, words)
		}
		search.QuoteOf(query, q)
	})
}

package thesaurus

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// read reads a small table, cells with | between.
func read(t *testing.T, rows ...string) ([]Term, []Problem, *Reader) {
	t.Helper()
	r, err := New(strings.Split(rows[0], "|"), "en")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		if err := r.Row(i+2, strings.Split(row, "|")); err != nil {
			t.Fatal(err)
		}
	}
	terms, problems := r.Terms()
	return terms, problems, r
}

func codes(terms []Term) (out []string) {
	for _, t := range terms {
		out = append(out, t.Code+"<"+t.Broader)
	}
	return out
}

func TestTheHierarchyOfTwelveDigitsFollowsFromTheirZeros(t *testing.T) {
	terms, problems, r := read(t, "huri_code|english|term_order",
		"010101000000|Deliberate|3", "010000000000|Life|1", "010101030000|Legal|4", "020000000000|Integrity|5", "161805191901|A letter code|6")
	want := []string{"010000000000<", "010101000000<010000000000", "010101030000<010101000000", "020000000000<", "161805191901<"}
	if got := codes(terms); !slices.Equal(got, want) || len(problems) != 0 {
		t.Errorf("%v, %v", got, problems)
	}
	if got := r.Ignored(); !slices.Equal(got, []string{"term_order"}) {
		t.Errorf("ignored: %v", got)
	}
	if terms[0].Label["en"] != "Life" || terms[0].Row != 3 {
		t.Errorf("%+v", terms[0])
	}
}

func TestABroaderTermThatIsGivenCounts(t *testing.T) {
	terms, problems, _ := read(t, "Code|Label|Broader|Scope note|label_pt-br|فارسی|fa", "b|B|a|of a|bê|x|ب", "a|A||||x|الف")
	if got := codes(terms); !slices.Equal(got, []string{"a<", "b<a"}) || len(problems) != 0 {
		t.Errorf("%v, %v", got, problems)
	}
	if b := terms[1]; b.Note != "of a" || b.Label["en"] != "B" || b.Label["pt-br"] != "bê" || b.Label["fa"] != "ب" || len(b.Label) != 3 {
		t.Errorf("%+v", b)
	}
}

func TestARowThatCantBeUsedIsNamed(t *testing.T) {
	_, problems, _ := read(t, "code|en|broader",
		"a|A|", "a|again|", "|no code|", "b||", "c d|C|", "e|E|wings", "f|F|e", "g|G|h", "h|H|g", "i|I|i", strings.Repeat("x", 65)+"|X|", "j|J||too many")
	want := map[int]string{3: "already", 4: "no code", 5: "no label", 6: "spaces", 7: "not in the table", 8: "could not be used", 9: "", 10: "", 11: "a sort of it", 12: "bytes", 13: "more cells"}
	for _, p := range problems {
		reason, ok := want[p.Row]
		if !ok || !strings.Contains(p.Reason, reason) {
			t.Errorf("row %d: %s: %s, want %q", p.Row, p.Column, p.Reason, reason)
		}
		delete(want, p.Row)
	}
	if len(want) != 0 {
		t.Errorf("passed over: %v", want)
	}
}

func TestACodeThatLostItsZeroIsRefused(t *testing.T) {
	terms, problems, _ := read(t, "code|en", "010000000000|Life", "020000000000|Integrity", "10100000000|Killing")
	if len(terms) != 2 || len(problems) != 1 || !strings.Contains(problems[0].Reason, "number") {
		t.Errorf("%v, %v", terms, problems)
	}
}

func TestATableThatIsNoThesaurusIsRefused(t *testing.T) {
	for what, headings := range map[string]string{
		"no code": "label|fa", "no label": "code|no|id", "two codes": "code|notation|en", "two of one language": "code|en|english", "nothing": "",
	} {
		if _, err := New(strings.Split(headings, "|"), "en"); err == nil {
			t.Errorf("%s was read", what)
		}
	}
	r, err := New([]string{"code", "en"}, "en")
	if err != nil {
		t.Fatal(err)
	}
	for i := range MaxTerms {
		if err := r.Row(i+2, []string{fmt.Sprint("c", i), "x"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Row(MaxTerms+2, []string{"more", "x"}); err == nil {
		t.Error("more terms than there may be were taken")
	}
}

func TestAChainThatIsTooDeepIsRefused(t *testing.T) {
	const long = 3000
	down, up := []string{"code|en|broader", "c0|x|"}, []string{"code|en|broader"}
	for i := range long - 1 {
		down = append(down, fmt.Sprintf("c%d|x|c%d", i+1, i))
		up = append(up, fmt.Sprintf("c%d|x|c%d", i, i+1))
	}
	up = append(up, fmt.Sprintf("c%d|x|", long-1))
	terms, problems, _ := read(t, down...)
	if len(terms) != MaxDepth || len(terms)+len(problems) != long {
		t.Errorf("from above: %d terms and %d problems", len(terms), len(problems))
	}
	terms, problems, _ = read(t, up...)
	if len(terms) > MaxDepth || len(terms)+len(problems) != long {
		t.Errorf("from below: %d terms and %d problems", len(terms), len(problems))
	}
}

// FuzzTable: whatever stands in a table, every row is a term or a problem, and
// every term stands behind the one it is a sort of.
func FuzzTable(f *testing.F) {
	f.Add("code|en|broader\na|A|\nb|B|a\n")
	f.Add("huri_code|english\n010000000000|Life\n010100000000|Killing\n10000000000|x")
	f.Add("code|en|broader\na|A|b\nb|B|a\nc|C|a")
	f.Add("code|label_fa|note\n\xff|\x00|\u200f")
	f.Fuzz(func(t *testing.T, table string) {
		lines := strings.Split(table, "\n")
		r, err := New(strings.Split(lines[0], "|"), "en")
		if err != nil {
			return
		}
		rows := 0
		for i, line := range lines[1:] {
			cells := strings.Split(line, "|")
			if strings.TrimSpace(strings.Join(cells, "")) != "" {
				rows++
			}
			if err := r.Row(i+2, cells); err != nil {
				return
			}
		}
		terms, problems := r.Terms()
		if len(terms)+len(problems) != rows {
			t.Errorf("%d terms and %d problems of %d rows", len(terms), len(problems), rows)
		}
		seen := map[string]bool{"": true}
		for _, term := range terms {
			if !seen[term.Broader] || seen[term.Code] || len(term.Label) == 0 {
				t.Errorf("%+v is twice, without a label, or stands before %s", term, term.Broader)
			}
			seen[term.Code] = true
		}
	})
}

func BenchmarkTerms(b *testing.B) {
	for b.Loop() {
		r, err := New([]string{"code", "en", "fa"}, "en")
		if err != nil {
			b.Fatal(err)
		}
		for i := range 10_000 {
			if err := r.Row(i+2, []string{fmt.Sprintf("%02d%02d%02d000000", i/2500+1, i/50%50, i%50), "a label", "برچسب"}); err != nil {
				b.Fatal(err)
			}
		}
		r.Terms()
	}
}

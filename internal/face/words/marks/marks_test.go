package marks

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/text"
)

func TestPiecesShowWhichMarksLieOverEachPart(t *testing.T) {
	pieces := Pieces("abcdef", []Span{{1, 4, "p"}, {3, 6, "q"}, {1, 4, "r"}, {2, 2, "empty"}, {5, 9, "beyond"}})
	var got []string
	for _, p := range pieces {
		got = append(got, p.Text+":"+strings.Join(p.IDs, "+")+":"+strings.Join(p.First, "+"))
	}
	want := []string{"a::", "bc:p+r:p+r", "d:p+q+r:q", "ef:q:"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if whole := Pieces("", nil); len(whole) != 0 {
		t.Errorf("nothing is cut into %v", whole)
	}
}

func TestThePiecesTogetherAreTheText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		content := strings.Repeat("متن ab ", r.IntN(6))
		var spans []Span
		for range r.IntN(6) {
			from := r.IntN(len(content) + 2)
			spans = append(spans, Span{from, from + r.IntN(9) - 1, "x"})
		}
		joined := ""
		for _, p := range Pieces(content, spans) {
			joined += p.Text
		}
		if joined != content {
			t.Fatalf("%q became %q with %v", content, joined, spans)
		}
	}
}

func TestAPassageIsMarkedWhereItsBytesSayAndNotWhereItIsNot(t *testing.T) {
	page := text.Page{Number: 2, Text: "one two one", Start: 100, Exact: true}
	at := func(start int64, quote string) text.Passage {
		return text.Passage{Selector: text.Selector{Page: 2, Bytes: &text.Range{Start: start, End: start + int64(len(quote))}}, Quote: quote}
	}
	for _, c := range []struct {
		passage text.Passage
		want    []int
	}{
		{at(108, "one"), []int{8, 11}},
		{at(100, "one"), []int{0, 3}},
		{at(103, "one"), []int{0, 3}}, // the bytes do not hold the quote: its first place
		{at(5000, "two"), []int{4, 7}},
		{at(100, "none"), nil},
		{text.Passage{Selector: text.Selector{Page: 3}, Quote: "one"}, nil},
	} {
		spans := OnPage(page, []text.Passage{c.passage})
		var got []int
		for _, s := range spans {
			got = append(got, s.From, s.To)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q at %v: %v, want %v", c.passage.Quote, c.passage.Selector, got, c.want)
		}
	}
	cell := ByCell([]text.Passage{{Selector: text.Selector{Cell: "C12"}, Quote: "x"}, {Selector: text.Selector{Page: 1}, Quote: "x"}})
	if len(cell) != 1 || len(InCell("axb", cell["C12"])) != 1 || len(InCell("ab", cell["C12"])) != 0 {
		t.Errorf("cells: %v", cell)
	}
	if RowOf("C12") != 12 || RowOf("AB7") != 7 || RowOf("") != 0 || RowOf("12") != 0 {
		t.Error("the row of a cell's name is wrong")
	}
}

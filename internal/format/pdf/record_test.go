package pdf

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/format/content"
)

// record is a page as Chromium printed it and PDFium saw it, and the text that
// was printed.
type record struct {
	Width, Height float64
	Want          string
	Chars         []recorded
}

// recorded is a Char: text, box, pen, size, word, and flags (1 told, 2 over).
type recorded Char

func (r *recorded) UnmarshalJSON(raw []byte) error {
	var b content.Box
	var flags int
	fields := []any{&r.Text, &b.X0, &b.Y0, &b.X1, &b.Y1, &r.X, &r.Y, &r.Size, &r.Word, &flags}
	err := json.Unmarshal(raw, &fields)
	r.Box, r.Told, r.Over = b, flags&1 != 0, flags&2 != 0
	return err
}

func (r record) chars() []Char {
	all := make([]Char, len(r.Chars))
	for i, c := range r.Chars {
		all[i] = Char(c)
	}
	return all
}

// records reads testdata.
func records(tb testing.TB) map[string]record {
	tb.Helper()
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no records: %v", err)
	}
	all := map[string]record{}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		var r record
		if err := json.Unmarshal(raw, &r); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		all[strings.TrimSuffix(filepath.Base(name), ".json")] = r
	}
	return all
}

// flat is text with its lines run together, as they were printed.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestPrintedPagesReadAsTheyWereTyped(t *testing.T) {
	for name, r := range records(t) {
		page := Layout(r.chars(), r.Width, r.Height)
		if flat(page.Text) != flat(r.Want) {
			t.Errorf("%s:\n got %q\nwant %q", name, flat(page.Text), flat(r.Want))
		}
		checkSpans(t, page)
	}
}

// checkSpans fails the test unless the spans are the words, in order, each with
// a box.
func checkSpans(tb testing.TB, page content.Page) {
	tb.Helper()
	var spelled []string
	at := 0
	for _, s := range page.Spans {
		if s.From < at || s.To <= s.From || s.To > len(page.Text) || s.Box == nil || s.Box.X1 < s.Box.X0 || s.Box.Y1 < s.Box.Y0 {
			tb.Fatalf("a span %+v after byte %d of %q", s, at, page.Text)
		}
		at = s.To
		spelled = append(spelled, page.Text[s.From:s.To])
	}
	if got := strings.Join(spelled, " "); flat(got) != flat(page.Text) {
		tb.Fatalf("the spans read %q, the page %q", got, page.Text)
	}
}

package desk

import (
	"strings"
	"testing"

	"sanad/internal/core/text"
	"sanad/internal/face/words"
	"sanad/internal/face/words/marks"
)

func TestATimedTextShowsWhenEachPartIsSaid(t *testing.T) {
	w := newWorld(t, "")
	said := "He was taken.\nNobody knew where.\n"
	f := w.reads(w.report, text.Pages, 1, func(out *text.Writer) {
		_ = out.Page(text.Page{Number: 1, Text: said, Cues: []text.Cue{{From: 0, To: 13, Start: 1000, End: 4000}, {From: 14, To: 32, Start: 3_723_000, End: 3_726_000}}})
	}, func(*text.Read) {})
	w.append("kian", f)
	passage := w.cite(w.report, "Nobody knew")
	for lang, want := range map[words.Lang][]string{words.English: {"0:00:01", "1:02:03"}, words.Persian: {"۰:۰۰:۰۱", "۱:۰۲:۰۳"}, words.Arabic: {"٠:٠٠:٠١", "١:٠٢:٠٣"}} {
		b := w.as("rana")
		b.cookies["sanad-lang"] = string(lang)
		page := b.page("/items/" + w.report.String() + "?passage=" + passage)
		cues := page.find(".astext .cue")
		if len(cues) != 2 || cues[0].text != want[0] || cues[1].text != want[1] {
			t.Errorf("%s: the times are %v", lang, cues)
		}
		if marked := page.find(".astext mark.asked"); len(marked) != 1 || marked[0].text != "Nobody knew" {
			t.Errorf("%s: the passage is marked %d times", lang, len(marked))
		}
		if link := page.find("li .cue"); len(link) != 1 || link[0].text != want[1] {
			t.Errorf("%s: the passage is not told by its time", lang)
		}
	}
}

func TestLinesOfATimedTextAreTheWholeText(t *testing.T) {
	said := "before one two between three after"
	page := text.Page{Text: said, Cues: []text.Cue{{From: 7, To: 14, Start: 5}, {From: 23, To: 28, Start: 9}, {From: 23, To: 28, Start: 11}}}
	for _, spans := range [][]marks.Span{nil, {{From: 0, To: 34, ID: "all"}}, {{From: 10, To: 25, ID: "over"}, {From: 24, To: 30, ID: "next"}}} {
		lines := timed(page, marks.Pieces(said, spans))
		var whole strings.Builder
		first := map[string]int{}
		for _, l := range lines {
			for _, p := range l.Pieces {
				whole.WriteString(p.Text)
				for _, id := range p.First {
					first[id]++
				}
			}
		}
		if whole.String() != said || len(lines) != 3 || lines[0].Timed || lines[1].Start != 5 {
			t.Errorf("%d lines: %q", len(lines), whole.String())
		}
		for id, n := range first {
			if n != 1 {
				t.Errorf("%s begins %d times", id, n)
			}
		}
	}
}

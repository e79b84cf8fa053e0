package redaction

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"sanad/internal/core/text"
	"sanad/internal/ground/script"
)

// slack is how far two readings of one page may differ about where something
// stands, in points.
const slack = 0.25

// Covers reports whether a passage is wholly under what is marked: its region
// under the boxes of its page, or its cell, or its words, hidden wherever they
// stand. Where the marks do not show that it is, the answer is no: a passage
// whose place on a drawn page is not known is covered by a mark made for just
// its words and by nothing else.
func Covers(f Marked, p text.Passage) bool {
	if p.Item != f.Item {
		return false
	}
	if p.Selector.Cell != "" {
		return coversCell(f.Marks, p.Selector.Cell)
	}
	if r := p.Selector.Region; r != nil {
		return coversRegion(f.Marks, p, *r)
	}
	// Of a page that is drawn, what stands nowhere is hidden by a mark that says so.
	quote := script.Fold(p.Quote)
	for _, m := range f.Marks {
		if !m.Drawn() && m.Quote != "" && (m.Page == 0 || m.Page == p.Selector.Page) && script.Fold(m.Quote) == quote {
			return true
		}
	}
	return false
}

// Touches reports whether anything of a passage is under what is marked: its quote
// would tell what the boxes hide. Where its place on a page with boxes that were
// drawn by hand is not known, the answer is yes.
func Touches(f Marked, p text.Passage) bool {
	if p.Item != f.Item {
		return false
	}
	if p.Selector.Cell != "" {
		return coversCell(f.Marks, p.Selector.Cell)
	}
	for _, m := range f.Marks {
		if m.Cell == "" && (m.Page == 0 || p.Selector.Page == 0 || m.Page == p.Selector.Page) && m.touches(p) {
			return true
		}
	}
	return false
}

func (m Mark) touches(p text.Passage) bool {
	region := p.Selector.Region
	under := region == nil
	for _, b := range m.Boxes {
		under = under || region != nil && shares(b, *region)
	}
	switch {
	case m.Quote == "":
		return m.Drawn() && under
	case !Holds(p.Quote, m.Quote):
		return false
	}
	return !m.Drawn() || under // the same words elsewhere on the page are not hidden
}

// shares reports whether a quarter of one box lies in the other: the boxes of marks
// are wider than their words, and touch those beside them.
func shares(a, b text.Box) bool {
	wide, high := min(a.X1, b.X1)-max(a.X0, b.X0), min(a.Y1, b.Y1)-max(a.Y0, b.Y0)
	if wide <= 0 || high <= 0 {
		return false
	}
	small := min((a.X1-a.X0)*(a.Y1-a.Y0), (b.X1-b.X0)*(b.Y1-b.Y0))
	return 4*wide*high >= small
}

// Holds reports whether words stand in a text, without regard to how they are
// joined and spaced.
func Holds(in, words string) bool {
	folded := script.FoldMap(in)
	for range folded.FindAll(words) {
		return true
	}
	for range folded.FindAllJoined(words) {
		return true
	}
	return false
}

func coversCell(marks []Mark, cell string) bool {
	for _, m := range marks {
		if m.Cell != "" && strings.EqualFold(m.Cell, cell) {
			return true
		}
	}
	return false
}

func coversRegion(marks []Mark, p text.Passage, region text.Box) bool {
	var boxes []text.Box
	for _, m := range marks {
		if m.Page != p.Selector.Page || !m.Drawn() {
			continue
		}
		// Words on several lines have a region that holds others too, which are
		// not under the boxes: the boxes were made line by line.
		if m.Region != nil && near(*m.Region, region) && script.Fold(m.Quote) == script.Fold(p.Quote) {
			return true
		}
		boxes = append(boxes, m.Boxes...)
	}
	return Under(region, boxes)
}

func near(a, b text.Box) bool {
	within := func(x, y float64) bool { return x-y <= slack && y-x <= slack }
	return within(a.X0, b.X0) && within(a.Y0, b.Y0) && within(a.X1, b.X1) && within(a.Y1, b.Y1)
}

// Under reports whether a region lies wholly under boxes taken together.
func Under(region text.Box, boxes []text.Box) bool {
	left := []text.Box{region}
	for _, b := range boxes {
		b = text.Box{X0: b.X0 - slack, Y0: b.Y0 - slack, X1: b.X1 + slack, Y1: b.Y1 + slack}
		var next []text.Box
		for _, r := range left {
			next = append(next, without(r, b)...)
		}
		if left = next; len(left) == 0 {
			return true
		}
		if len(left) > maxPieces { // cut into dust by hand: say no rather than work for ever
			return false
		}
	}
	return false
}

const maxPieces = 4096

// without gives what of a region is not under a box: nothing, or up to four
// pieces.
func without(r, b text.Box) []text.Box {
	if !touches(r, b) && !(b.X0 <= r.X0 && r.X1 <= b.X1 && b.Y0 <= r.Y0 && r.Y1 <= b.Y1) {
		return []text.Box{r}
	}
	var out []text.Box
	if r.Y0 < b.Y0 {
		out = append(out, text.Box{X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: b.Y0})
	}
	if b.Y1 < r.Y1 {
		out = append(out, text.Box{X0: r.X0, Y0: b.Y1, X1: r.X1, Y1: r.Y1})
	}
	top, bottom := max(r.Y0, b.Y0), min(r.Y1, b.Y1)
	if r.X0 < b.X0 {
		out = append(out, text.Box{X0: r.X0, Y0: top, X1: b.X0, Y1: bottom})
	}
	if b.X1 < r.X1 {
		out = append(out, text.Box{X0: b.X1, Y0: top, X1: r.X1, Y1: bottom})
	}
	return out
}

// Hidden reports whether the bytes from up to to of a page's text are hidden by
// the marks: under boxes word by word, or within words that are hidden wherever
// they stand.
func Hidden(marks []Mark, p text.Page, from, to int) bool {
	if lines, _ := Lines(p, from, to); lines != nil {
		boxes := boxesOn(marks, p.Number)
		for _, l := range lines {
			if !Under(l, boxes) {
				return false
			}
		}
		return true
	}
	hidden := unseen(p, marks)
	if len(p.Words) == 0 {
		hidden = append(hidden, spans(p, marks)...)
	}
	return slices.ContainsFunc(hidden, func(s span) bool { return s.from <= from && to <= s.to })
}

func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0
}

// Rest gives the text of a page without what the marks hide of it: what is looked
// through for words that must not leave. A word counts as hidden only where it is
// whole under boxes, or within words that are hidden wherever they stand.
func Rest(p text.Page, marks []Mark) string {
	boxes := boxesOn(marks, p.Number)
	if p.Width > 0 && p.Height > 0 && len(boxes) > 0 && Under(text.Box{X1: p.Width, Y1: p.Height}, boxes) {
		return "" // all of the page is
	}
	hidden := unseen(p, marks)
	if len(p.Words) == 0 {
		hidden = append(hidden, spans(p, marks)...)
	}
	if len(boxes) > 0 {
		for _, w := range p.Words {
			if Under(w.Box, boxes) {
				hidden = append(hidden, span{from: w.From, to: w.To})
			}
		}
	}
	slices.SortFunc(hidden, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	done := 0
	for _, s := range hidden {
		if s.to <= done {
			continue
		}
		b.WriteString(p.Text[done:max(s.from, done)])
		b.WriteByte(' ')
		done = s.to
	}
	b.WriteString(p.Text[done:])
	return b.String()
}

// unseen gives what marks say the page as it is drawn does not show: words that no
// reading placed.
func unseen(p text.Page, marks []Mark) (out []span) {
	for _, m := range marks {
		if !m.Unseen || m.Page != p.Number {
			continue
		}
		for from, to := range script.FindAll(p.Text, m.Quote) {
			if !placed(p, from, to) {
				out = append(out, span{from: from, to: to})
			}
		}
	}
	return out
}

func placed(p text.Page, from, to int) bool {
	return slices.ContainsFunc(p.Words, func(w text.Word) bool { return w.From < to && w.To > from })
}

func boxesOn(marks []Mark, page int) (boxes []text.Box) {
	for _, m := range marks {
		if m.Page == page {
			boxes = append(boxes, m.Boxes...)
		}
	}
	return boxes
}

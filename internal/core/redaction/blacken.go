package redaction

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/internal/core/text"
	"sanad/internal/ground/script"
)

// span is a part of a page's text that a mark hides.
type span struct {
	from, to int
	mark     int
}

// Blacken gives the text of a page of a document that has no pages to draw, with
// every place of the words that are marked replaced by the label in brackets,
// which is as long whatever stood there. A word that is hidden in part is hidden
// as a whole. It also tells how many places it hid.
func Blacken(p text.Page, marks []Mark, label func(Mark) string) (out string, places int) {
	var b strings.Builder
	done := 0
	for _, s := range spans(p, marks) {
		b.WriteString(p.Text[done:s.from])
		b.WriteString("[" + label(marks[s.mark]) + "]")
		done, places = s.to, places+1
	}
	b.WriteString(p.Text[done:])
	return b.String(), places
}

// spans gives what the marks hide of a page's text, in order, widened to whole
// words; those that meet are one.
func spans(p text.Page, marks []Mark) []span {
	folded := script.FoldMap(p.Text)
	var all []span
	for i, m := range marks {
		if m.Drawn() || m.Unseen || m.Quote == "" || m.Page != 0 && m.Page != p.Number {
			continue
		}
		for from, to := range folded.FindAll(m.Quote) {
			all = append(all, span{wordStart(p.Text, from), wordEnd(p.Text, to), i})
		}
		for from, to := range folded.FindAllJoined(m.Quote) {
			all = append(all, span{wordStart(p.Text, from), wordEnd(p.Text, to), i})
		}
	}
	slices.SortStableFunc(all, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.mark, b.mark))
	})
	var out []span
	for _, s := range all {
		if n := len(out); n > 0 && s.from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// joins tells what belongs to a word: letters, numbers, marks and joiners.
func joins(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '\u200c' || r == '\u200d' || r == '\u0640'
}

func wordStart(s string, at int) int {
	if r, _ := utf8.DecodeRuneInString(s[at:]); !joins(r) {
		return at
	}
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if !joins(r) {
			break
		}
		at -= size
	}
	return at
}

func wordEnd(s string, at int) int {
	if r, _ := utf8.DecodeLastRuneInString(s[:at]); !joins(r) {
		return at
	}
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !joins(r) {
			break
		}
		at += size
	}
	return at
}

package eml

import (
	"io"
	"iter"
	"strings"
	"unicode"

	"sanad/internal/format/content"
)

// gathered takes what a part of HTML holds until it is known whether its text
// is wanted. Files inside it are handed on at once.
type gathered struct {
	m      *message
	pages  []string
	fields []content.Field
	bytes  int64
}

// Page implements content.Sink.
func (g *gathered) Page(p content.Page) error {
	if g.bytes += int64(len(p.Text)); g.bytes > heldText {
		if g.bytes-int64(len(p.Text)) > heldText {
			return nil
		}
		return g.m.out.Problem(content.Problem{Part: "HTML text", Limit: "text_bytes",
			Reason: (&content.Limited{Limit: "text_bytes", Max: heldText}).Error()})
	}
	g.pages = append(g.pages, p.Text)
	return nil
}

// heldText is how much text of HTML is held to compare it with the plain text.
const heldText = 64 << 20

// Row implements content.Sink.
func (g *gathered) Row(content.Row) error { return nil }

// Field implements content.Sink. What HTML says of itself is kept only where it
// concerns the message: a sender's program sets the rest at will.
func (g *gathered) Field(f content.Field) error {
	if strings.HasPrefix(f.Name, "encoding") || f.Name == "hidden_text" {
		g.fields = append(g.fields, f)
	}
	return nil
}

// Member implements content.Sink.
func (g *gathered) Member(m content.Member, r io.Reader) error { return g.m.out.Member(m, r) }

// Problem implements content.Sink.
func (g *gathered) Problem(p content.Problem) error {
	p.Part = "HTML text, " + p.Part
	return g.m.out.Problem(p)
}

// vocabulary is the words of a text, up to a bound.
type vocabulary struct{ words map[string]bool }

// mostWords bounds a vocabulary; a message of more words than that is taken for
// one that says something else.
const mostWords = 200_000

func (v *vocabulary) add(text string) {
	if v.words == nil {
		v.words = map[string]bool{}
	}
	for w := range words(text) {
		if len(v.words) < mostWords {
			v.words[strings.Clone(w)] = true
		}
	}
}

// covers reports whether a text says nothing that these words do not: at most
// one word in ten is missing, and none of three or fewer.
func (v *vocabulary) covers(pages []string) bool {
	total, missing := 0, 0
	for _, p := range pages {
		for w := range words(p) {
			total++
			if !v.words[w] {
				missing++
			}
		}
	}
	return missing*10 <= total
}

// words gives the runs of letters and digits of a text, of a very long one its
// beginning.
func words(text string) iter.Seq[string] {
	runs := strings.FieldsFuncSeq(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return func(yield func(string) bool) {
		for w := range runs {
			if !yield(w[:min(len(w), 64)]) {
				return
			}
		}
	}
}

// Package charts knows pictures that more than one face shows: a chain of command
// as boxes, posts and events over the years. It must never say in a picture what
// the words beside it do not say, nor make a picture the only way to anything.
package charts

import (
	"embed"

	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
)

// Templates are the pictures as parts of pages. They need the functions of
// words.Table and a part "scrollStart".
//
//go:embed drawings.html
var Templates embed.FS

// Tick is a mark on an axis with what is written at it.
type Tick struct {
	X    int
	Text string
}

// Clip gives the beginning of a text, of at most so many characters.
func Clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// Days writes the days of an end of a tenure: one day, or the first and the last.
func Days(e tenure.End, table *words.Table) string {
	if !e.Read {
		return e.Written
	}
	first, known := e.Span.Earliest.Known()
	last, ends := e.Span.Latest.Known()
	switch {
	case known && ends && first == last:
		return value.Day(table, first)
	case known && ends:
		return value.Day(table, first) + " – " + value.Day(table, last)
	case known:
		return value.Day(table, first) + " – ?"
	case ends:
		return "? – " + value.Day(table, last)
	}
	return e.Written
}

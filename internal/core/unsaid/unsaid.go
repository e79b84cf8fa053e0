// Package unsaid finds words that must not stand in a text, however they are
// written within one script.
package unsaid

import (
	"slices"
	"strings"

	"sanad/internal/ground/script"
)

// Finder finds names and values that must not stand in anything that leaves. They
// are met however they are spelt within one script, in any order of their words,
// with at most nearWords words between them, or in their order wherever they are
// parted or joined; what is written in another script
// than was recorded, or by a part of the name alone, is not met: a person looks
// for that. The zero value meets nothing.
type Finder struct {
	names  [][]string            // the folded words of each
	by     map[string][]nameWord // by word: where it stands
	joined []string              // the names without what parts their words, ascending
}

type nameWord struct{ name, word int }

// nearWords is how many words may stand between those of one name.
const nearWords = 3

// New takes names and values as they were recorded. What has no letter in it
// says nothing and is passed over.
func New(all []string) Finder {
	w := Finder{by: map[string][]nameWord{}}
	seen := map[string]bool{}
	for _, text := range all {
		words := distinct(script.Words(text))
		key := strings.Join(words, " ")
		if len(words) == 0 || seen[key] || len([]rune(key)) < 2 {
			continue
		}
		seen[key] = true
		for i, word := range words {
			w.by[word] = append(w.by[word], nameWord{len(w.names), i})
		}
		w.names = append(w.names, words)
		if whole := strings.Join(script.Words(text), ""); len([]rune(whole)) >= joinedLetters {
			w.joined = append(w.joined, whole)
		}
	}
	slices.Sort(w.joined)
	return w
}

// joinedLetters is how many letters a name has at least that is looked for without
// regard to where its words are parted: shorter ones stand between any two words.
const joinedLetters = 5

// run gives how many words from the first on are a name when they are written
// together, 0 if none are: a joiner, a space or a broken line parts names in one
// place that are one word in another.
func (w Finder) run(words []string) int {
	so := ""
	for i, word := range words {
		so += word
		at, there := slices.BinarySearch(w.joined, so)
		switch {
		case there:
			return i + 1
		case at == len(w.joined) || !strings.HasPrefix(w.joined[at], so):
			return 0
		}
	}
	return 0
}

// None reports whether there is nothing to look for.
func (w Finder) None() bool { return len(w.names) == 0 }

// In reports whether one of them stands in the text.
func (w Finder) In(text string) bool {
	if w.None() || text == "" {
		return false
	}
	last := map[nameWord]int{} // where each word of a name was met last
	words := script.Words(text)
	for at, word := range words {
		if w.run(words[at:]) > 0 {
			return true
		}
		for _, met := range w.by[word] {
			last[met] = at + 1
			if w.whole(met.name, at+1, last) {
				return true
			}
		}
	}
	return false
}

// whole reports whether all words of a name were met near a place.
func (w Finder) whole(name, at int, last map[nameWord]int) bool {
	n := len(w.names[name])
	for i := range n {
		met, ok := last[nameWord{name, i}]
		if !ok || at-met >= n+nearWords {
			return false
		}
	}
	return true
}

func distinct(words []string) []string {
	var out []string
	for _, w := range words {
		known := false
		for _, o := range out {
			known = known || o == w
		}
		if !known {
			out = append(out, w)
		}
	}
	return out
}

package search

import (
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// Terms are the words of a text as an index holds them.
type Terms struct {
	Words []string // folded, in order
	// Joined are the words that others write as one, written as one, and
	// which word of Words they begin at.
	Joined []Joined
	// Heard are the words that may be a name and are worth meeting across
	// scripts, each once.
	Heard []string
	// Called are the tokens of the names of a person, see Called; of other
	// documents there are none.
	Called []string
}

// Joined is a word made of several.
type Joined struct {
	Form string
	At   int
}

// Sound is what two words of different scripts share.
type Sound struct {
	Skeleton string
	Writing  script.Writing // of the word that is looked for: the other one
	Named    bool           // only words that stand where things are named
}

// The bounds of a word in an index: longer words are cut, in texts as in
// queries.
const (
	maxWord = 48 // letters
	maxRun  = 6  // words that make one
)

// clip cuts a word to maxWord letters.
func clip(word string) string {
	if len(word) <= maxWord {
		return word
	}
	n := 0
	for i := range word {
		if n == maxWord {
			return word[:i]
		}
		n++
	}
	return word
}

// Analyse takes a text apart. named tells a text that is nothing but names: a
// row of a list, a file's name, what a person is called.
func Analyse(text string, named bool) Terms {
	tokens := script.Tokens(text)
	t := Terms{Words: make([]string, len(tokens))}
	seen := make(map[string]struct{}, len(tokens))
	for i, tok := range tokens {
		word := clip(tok.Word)
		t.Words[i] = word
		if _, ok := seen[word]; ok {
			continue
		}
		if isName(word, tok.Capital, named) {
			seen[word] = struct{}{}
			t.Heard = append(t.Heard, word)
		}
	}
	for i := 1; i < len(tokens); i++ {
		if !compound(tokens[i-1], tokens[i]) {
			continue
		}
		whole := joined(tokens[i-1 : i+1]) // Mohammad Reza, whom others write Mohammadreza
		t.Joined = append(t.Joined, Joined{whole, i - 1})
		if _, ok := seen[whole]; !ok && isName(whole, tokens[i].Capital, named) {
			seen[whole] = struct{}{}
			t.Heard = append(t.Heard, whole)
		}
	}
	eachRun(tokens, func(from, to int) {
		whole := joined(tokens[from:to])
		t.Joined = append(t.Joined, Joined{whole, from})
		if _, ok := seen[whole]; !ok && tokens[to-1].Glued && isName(whole, true, named) {
			seen[whole] = struct{}{} // a surname of two parts, which Latin writes as one
			t.Heard = append(t.Heard, whole)
		}
		for i := from; i+1 < to && to-from > 2; i++ {
			t.Joined = append(t.Joined, Joined{joined(tokens[i : i+2]), i})
		}
	})
	return t
}

func joined(tokens []script.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.Word)
	}
	return clip(b.String())
}

// eachRun gives the runs of tokens that some write as one word.
func eachRun(tokens []script.Token, yield func(from, to int)) {
	for from := 0; from < len(tokens); {
		to := from + 1
		for to < len(tokens) && to-from < maxRun && oneWord(tokens[to-1], tokens[to]) {
			to++
		}
		if to-from > 1 {
			yield(from, to)
		}
		from = to
	}
}

// compound tells the two halves of a given name that others write as one word.
// Parts that a zero width non-joiner holds together are joined anyway.
func compound(before, after script.Token) bool {
	return !after.Glued && script.Compound(before.Word, after.Word)
}

func oneWord(before, after script.Token) bool {
	return after.Glued || script.Joins(before.Word, after.Word)
}

// isName tells a word that may be a name of which other spellings are worth
// finding. Latin text tells its names by a capital letter.
func isName(word string, capital, named bool) bool {
	if everyday()[word] {
		return false
	}
	letters := utf8.RuneCountInString(word)
	switch script.WritingOf(word) {
	case script.Latin:
		return (capital || named) && letters >= 3 && letters <= 24
	case script.Arabic:
		return letters >= 2 && letters <= 16
	}
	return false
}

// shortSkeleton is up to how many consonants a skeleton says too little:
// strangers share it, so that only words which stand as names are offered.
const shortSkeleton = 2

// soundOf gives what the words of the other script must share with a word of a
// query.
func soundOf(word string) (Sound, bool) {
	if !isName(word, true, true) {
		return Sound{}, false
	}
	bones, consonants := script.Skeleton(word)
	if bones == "" || consonants == 0 {
		return Sound{}, false
	}
	s := Sound{Skeleton: bones, Named: consonants <= shortSkeleton, Writing: script.Latin}
	if script.WritingOf(word) == script.Latin {
		s.Writing = script.Arabic
	}
	return s, true
}

// SoundOf gives the skeleton under which an index keeps a word of Terms.Heard,
// false if it has none that tells anything.
func SoundOf(word string) (bones string, writing script.Writing, ok bool) {
	bones, consonants := script.Skeleton(word)
	return bones, script.WritingOf(word), bones != "" && consonants > 0
}

// partSize is how many bytes of a page stand in one part of an index: a page
// that is longer (a text file without page breaks) is searched in parts, so
// that a hit can be shown without reading the whole file.
const partSize = 16 << 10

// Parts cuts a page into parts of about 16 KiB, between lines where it can,
// else between words. Put together they are the page.
func Parts(page string) []string {
	var parts []string
	for len(page) > partSize {
		cut := cutBefore(page, partSize)
		parts = append(parts, page[:cut])
		page = page[cut:]
	}
	return append(parts, page)
}

// cutBefore finds a place to cut at or before limit: behind a line, behind a
// space, or at least between two runes.
func cutBefore(page string, limit int) int {
	for _, sep := range []string{"\n", " "} {
		if at := strings.LastIndex(page[limit/2:limit], sep); at >= 0 {
			return limit/2 + at + len(sep)
		}
	}
	for limit > 1 && !utf8.RuneStart(page[limit]) {
		limit--
	}
	return limit
}

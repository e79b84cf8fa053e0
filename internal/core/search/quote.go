package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// Quote is a piece of a text as it stands there, with the places of what was
// looked for.
type Quote struct {
	Text  string
	Marks [][2]int // bytes of Text, from and up to; in order, none overlaps
	From  int      // where Text begins in the whole
	// More tells on which sides the text goes on.
	MoreBefore, MoreBehind bool
}

// quoteSize is about how many bytes a quote has: two lines of a screen.
const quoteSize = 320

// finder finds in a text what a query asks for.
type finder struct {
	words    map[string]int // word, and which node of the query it is of
	prefixes map[string]int
	phrases  []phrase
	nodes    int
}

type phrase struct {
	words  []string
	prefix bool
	node   int
}

func newFinder(q Query) *finder {
	f := &finder{words: map[string]int{}, prefixes: map[string]int{}}
	q.Root.Each(func(n Node) {
		at := f.nodes
		f.nodes++
		switch {
		case n.Op == Phrase:
			f.phrases = append(f.phrases, phrase{n.Words, n.Prefix, at})
		case n.Prefix:
			f.prefixes[n.Words[0]] = at
		default:
			for _, w := range append([]string{n.Words[0]}, n.Sounds...) {
				f.words[w] = at
			}
		}
	})
	return f
}

// found is a place where a node of the query holds: the tokens from and up to.
type found struct{ from, to, node int }

func (f *finder) find(tokens []script.Token) []found {
	var all []found
	for i, t := range tokens {
		word := clip(t.Word)
		if node, ok := f.words[word]; ok {
			all = append(all, found{i, i + 1, node})
			continue
		}
		if node, ok := f.prefixed(word); ok {
			all = append(all, found{i, i + 1, node})
		}
		for _, p := range f.phrases {
			if p.at(tokens[i:]) {
				all = append(all, found{i, i + len(p.words), p.node})
			}
		}
	}
	for i := 1; i < len(tokens); i++ {
		if !compound(tokens[i-1], tokens[i]) {
			continue
		}
		if node, ok := f.words[joined(tokens[i-1:i+1])]; ok {
			all = append(all, found{i - 1, i + 1, node})
		}
	}
	eachRun(tokens, func(from, to int) {
		for _, r := range append([][2]int{{from, to}}, pairs(from, to)...) {
			if node, ok := f.words[joined(tokens[r[0]:r[1]])]; ok {
				all = append(all, found{r[0], r[1], node})
			}
		}
	})
	slices.SortFunc(all, func(a, b found) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	return all
}

func pairs(from, to int) (all [][2]int) {
	for i := from; i+1 < to && to-from > 2; i++ {
		all = append(all, [2]int{i, i + 2})
	}
	return all
}

func (f *finder) prefixed(word string) (int, bool) {
	for p, node := range f.prefixes {
		if strings.HasPrefix(word, p) {
			return node, true
		}
	}
	return 0, false
}

func (p phrase) at(tokens []script.Token) bool {
	if len(tokens) < len(p.words) {
		return false
	}
	for i, w := range p.words {
		word := clip(tokens[i].Word)
		if word != w && !(p.prefix && i == len(p.words)-1 && strings.HasPrefix(word, w)) {
			return false
		}
	}
	return true
}

// QuoteOf gives the piece of text in which most of what the query asks for
// stands, and the beginning of the text if nothing does.
func QuoteOf(text string, q Query) Quote {
	tokens := script.Tokens(text)
	f := newFinder(q)
	all := f.find(tokens)
	from, to := f.window(text, tokens, all)
	quote := Quote{Text: text[from:to], From: from, MoreBefore: strings.TrimSpace(text[:from]) != "", MoreBehind: strings.TrimSpace(text[to:]) != ""}
	end := from
	for _, h := range all {
		a, b := tokens[h.from].From, tokens[h.to-1].To
		if a >= end && b <= to {
			quote.Marks = append(quote.Marks, [2]int{a - from, b - from})
			end = b
		}
	}
	return quote
}

// Weight tells how much of what the query asks for stands in a text, by the text
// alone: the part of Okapi BM25 that knows of no other document. It lies between
// 0 and 1.
func Weight(text string, q Query) float64 {
	const usual = 300 // words of a page
	tokens := script.Tokens(text)
	n := float64(len(newFinder(q).find(tokens)))
	return n / (n + 1.2*(0.25+0.75*float64(len(tokens))/usual))
}

// window chooses the bytes of text that are shown.
func (f *finder) window(text string, tokens []script.Token, all []found) (from, to int) {
	if len(all) == 0 {
		return 0, endNear(text, tokens, 0)
	}
	best, most := 0, 0
	for i := range all {
		if n := f.within(tokens, all[i:]); n > most {
			best, most = i, n
		}
	}
	first := tokens[all[best].from].From
	from = startNear(text, tokens, first)
	to = endNear(text, tokens, from)
	return from, max(to, whole(text, tokens[all[best].to-1].To))
}

// within counts how many different nodes hold in a window that begins at the
// first of the places.
func (f *finder) within(tokens []script.Token, all []found) int {
	start := tokens[all[0].from].From
	seen := make(map[int]bool, f.nodes)
	for _, h := range all {
		if tokens[h.to-1].To-start > quoteSize*2/3 || len(seen) == f.nodes {
			break
		}
		seen[h.node] = true
	}
	return len(seen)
}

// startNear gives where a quote begins whose first hit is at: at a word, a
// quarter of the quote before it.
func startNear(text string, tokens []script.Token, at int) int {
	limit := at - quoteSize/4
	if limit <= 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(tokens, limit, func(t script.Token, at int) int { return t.From - at })
	if i < len(tokens) && tokens[i].From <= at {
		return leading(text, tokens[i].From)
	}
	return at
}

// leading takes in an opening sign that stands right before a word.
func leading(text string, at int) int {
	r, size := utf8.DecodeLastRuneInString(text[:at])
	if unicode.In(r, unicode.Ps, unicode.Pi) || r == '"' {
		return at - size
	}
	return at
}

// endNear gives where a quote that begins at from ends: behind a word.
func endNear(text string, tokens []script.Token, from int) int {
	limit := from + quoteSize
	if limit >= len(text) {
		return len(text)
	}
	i, _ := slices.BinarySearchFunc(tokens, limit, func(t script.Token, at int) int { return t.To - at })
	if i > 0 && tokens[i-1].To > from {
		return whole(text, tokens[i-1].To)
	}
	if i < len(tokens) && tokens[i].From > from && tokens[i].From <= limit {
		return whole(text, tokens[i].From)
	}
	for limit < len(text) && !utf8.RuneStart(text[limit]) {
		limit++
	}
	return whole(text, limit)
}

// whole moves a cut behind what belongs to the sign before it: marks, joiners
// and what they join, such as the parts of one picture sign.
func whole(text string, at int) int {
	joined := false
	if r, _ := utf8.DecodeLastRuneInString(text[:at]); r == '\u200d' {
		joined = true
	}
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		belongs := unicode.Is(unicode.M, r) || r == '\u200d' || 0x1f3fb <= r && r <= 0x1f3ff || 0xfe00 <= r && r <= 0xfe0f
		if !belongs && !joined {
			break
		}
		joined = r == '\u200d'
		at += size
	}
	return at
}

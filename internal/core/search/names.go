package search

import (
	"slices"
	"strings"

	"sanad/internal/ground/script"
)

// Names knows the names of a register and finds them in texts: whole words in
// their order, both seen folded. It is filled once and then only asked.
type Names struct {
	written map[string]*nameNode // words with spaces between, from the first on
	heard   map[string]*nameNode // skeletons likewise, behind the writing they are in
}

// nameNode is what is known of the beginning of a name.
type nameNode struct {
	whole []string // entities of this very name
	more  bool     // longer names begin so
}

// NewNames knows none.
func NewNames() *Names {
	return &Names{written: map[string]*nameNode{}, heard: map[string]*nameNode{}}
}

// The bounds of names that are looked for.
const (
	longestName  = 8 // words
	shortestName = 3 // letters of a name of one word
	// heardWords and heardConsonants are what a name must have at least to be
	// offered by its sound.
	heardWords      = 2
	heardConsonants = 4
)

// Add makes a name of the entity known. A name that is one common word, or two
// letters, is none that could be told from the text around it.
func (n *Names) Add(name, entity string) {
	words := script.Words(name)
	if len(words) == 0 || len(words) > longestName || len(words) == 1 && (everyday()[words[0]] || len([]rune(words[0])) < shortestName) {
		return
	}
	grow(n.written, words, entity)
	bones, writing, ok := skeletons(words)
	if ok {
		grow(n.heard, append([]string{mark(writing)}, bones...), entity)
	}
}

func mark(w script.Writing) string {
	if w == script.Latin {
		return "latin"
	}
	return "arabic"
}

// skeletons gives those of a name in one script that says enough by its sound.
func skeletons(words []string) (bones []string, writing script.Writing, ok bool) {
	writing = script.WritingOf(words[0])
	consonants := 0
	for _, w := range words {
		b, n := script.Skeleton(w)
		if b == "" || script.WritingOf(w) != writing {
			return nil, writing, false
		}
		bones, consonants = append(bones, b), consonants+n
	}
	return bones, writing, len(words) >= heardWords && consonants >= heardConsonants
}

func grow(nodes map[string]*nameNode, words []string, entity string) {
	for i := range words {
		key := strings.Join(words[:i+1], " ")
		node := nodes[key]
		if node == nil {
			node = &nameNode{}
			nodes[key] = node
		}
		if i+1 < len(words) {
			node.more = true
		} else if !slices.Contains(node.whole, entity) {
			node.whole = append(node.whole, entity)
		}
	}
}

// Named is a place where a name stands.
type Named struct {
	From, To int      // bytes of the text
	Entities []string // all that have the name, in the order they were added
	Sound    bool     // in another script than the name is known in
}

// Find gives the names in a text, in order: at each place the longest; what
// only sounds like a name only where none is written.
func (n *Names) Find(text string) []Named {
	tokens := script.Tokens(text)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Word
	}
	var found []Named
	for i := 0; i < len(words); {
		size, whole := longest(n.written, "", words[i:])
		sound := false
		if size == 0 {
			size, whole = n.sounding(words[i:])
			sound = size > 0
		}
		if size == 0 {
			i++
			continue
		}
		found = append(found, Named{From: tokens[i].From, To: tokens[i+size-1].To, Entities: whole, Sound: sound})
		i += size
	}
	return found
}

// longest walks as far as names go on and gives the longest that ends.
func longest(nodes map[string]*nameNode, key string, words []string) (size int, whole []string) {
	for i, w := range words {
		if key != "" {
			key += " "
		}
		key += w
		node := nodes[key]
		if node == nil {
			break
		}
		if len(node.whole) > 0 {
			size, whole = i+1, node.whole
		}
		if !node.more {
			break
		}
	}
	return size, whole
}

// sounding looks for names known in the other script. Words that only
// carry a sentence are no name, however they sound.
func (n *Names) sounding(words []string) (int, []string) {
	if len(n.heard) == 0 {
		return 0, nil
	}
	other := script.Latin
	writing := script.WritingOf(words[0])
	switch writing {
	case script.Latin:
		other = script.Arabic
	case script.Other:
		return 0, nil
	}
	var bones []string
	for _, w := range words[:min(len(words), longestName)] {
		b, _ := script.Skeleton(w)
		if b == "" || script.WritingOf(w) != writing {
			break
		}
		if bones = append(bones, b); len(bones) == 1 && n.heard[mark(other)+" "+b] == nil {
			return 0, nil
		}
	}
	size, whole := longest(n.heard, mark(other), bones)
	if !slices.ContainsFunc(words[:size], func(w string) bool { return !everyday()[w] }) {
		return 0, nil
	}
	return size, whole
}

package search

import (
	"slices"
	"strings"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// The bounds of what is known of a name.
const (
	longestLine = 1000 // bytes of a name that are looked at
	mostParts   = 12   // parts of one name
	mostCalled  = 96   // tokens of all names of one document
)

// Called gives the tokens by which persons are looked for, of names that stand
// one a line: what belongs together in one, and the words it was made of
// (mohammadreza, mohammad, reza). Each stands once.
func Called(text string) (tokens []string) {
	for line := range strings.SplitSeq(text, "\n") {
		for _, p := range piecesOf(line) {
			for _, word := range append([]string{p.Token}, p.Words...) {
				word = clip(word)
				if word != "" && len(tokens) < mostCalled && !slices.Contains(tokens, word) {
					tokens = append(tokens, word)
				}
			}
		}
	}
	return tokens
}

func piecesOf(line string) []script.Piece {
	if len(line) > longestLine {
		line = strings.ToValidUTF8(line[:longestLine], "")
	}
	_, pieces := script.Pieces(line)
	return pieces[:min(len(pieces), mostParts)]
}

// prefixLetters is how many letters a token and its beginning must share to
// meet at all.
const prefixLetters = 3

// KeysOf gives the keys under which a token of a name meets its other
// spellings, in any script. They are made to lose few, not to be right: what
// meets is compared. A token has the key of itself, of its beginning, of each
// name of the dictionary that it can be, of its skeleton, and of the skeleton
// with any one letter out: so two meet of which one has a letter more, less or
// another. Last come the coarse skeletons.
func KeysOf(token string) []string {
	folded := script.Fold(token)
	keys := []string{"=" + folded}
	if letters := []rune(folded); len(letters) >= prefixLetters {
		keys = append(keys, "<"+string(letters[:prefixLetters]))
	}
	for _, id := range naming.Standard().Token(token).Groups {
		keys = append(keys, "g"+id)
	}
	bones, consonants := script.Skeleton(folded)
	if bones == "" {
		return keys
	}
	add := func(key string) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	add("s" + bones)
	for i := range len(bones) {
		if consonants >= 3 {
			add("s" + bones[:i] + bones[i+1:])
		}
	}
	for _, j := range []string{"s", "k"} {
		for _, f := range []string{"b", ""} {
			if c := coarse(bones, j, f); len(c) >= 2 {
				add("c" + c)
			}
		}
	}
	return keys
}

// coarse gives a skeleton in seven letters, for names that were written by ear
// from a third language: Arabic has غ and ج for its g, تش for its ch. What j and f
// are heard as is told: j can be a g, and f a v, which a skeleton leaves out.
func coarse(bones, j, f string) string {
	bones = strings.ReplaceAll(bones, "tw", "s")
	var b strings.Builder
	last := ""
	for _, c := range bones {
		sound := ""
		switch c {
		case 'b':
			sound = "b"
		case 'f':
			sound = f
		case 't', 'd':
			sound = "t"
		case 'k', 'q', 'x':
			sound = "k"
		case 's', 'z', 'w':
			sound = "s"
		case 'j':
			sound = j
		case 'r', 'l', 'm', 'n':
			sound = string(c)
		}
		if sound != last && sound != "" {
			b.WriteString(sound)
			last = sound
		}
	}
	return b.String()
}

// Spelled is a token of a name that an index holds, and a key it was found by.
type Spelled struct{ Key, Token string }

// BearersOf asks who has one of some tokens among the names; if With is not nil,
// only who has one of these beside; of those that the filters let through, and,
// if Among is not nil, only among these documents.
type BearersOf struct {
	Tokens  []string
	With    []string
	Filters Filters
	Among   []int64
}

// Bearer is a document that has a token among the names it is of. Doc is the
// index's own number of it and means nothing elsewhere.
type Bearer struct {
	Doc   int64
	Token string
}

// Numbered is a document with the index's own number of it.
type Numbered struct {
	Doc int64
	Hit
}

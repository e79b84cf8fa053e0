package script

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key gives the key by which two spellings of one name meet, also across
// scripts: it is ParseName(name).Key(). It is made to lose few true pairs, not
// to be right about them: hamid and hamed share one. Use it to propose pairs.
func Key(name string) string {
	return ParseName(name).Key()
}

// Key gives the skeletons of the tokens in their order, parted by spaces; with
// the spaces out, most names meet that are only divided otherwise. A skeleton is made of the letters
//
//	b t j d r z s f k l m n h   as in Latin
//	x kh خ    w sh ش    q gh ق غ
//	b also پ p    j also چ ch ژ zh    k also گ g
//	s also س ص ث th     z also ز ذ ض ظ dh
//	a y v     vowels, and these only at the ends of a word
//
// Arabic has no letters for p, ch, g and zh: its writers put ب ج ك ج, and so
// these share a letter with their neighbours.
//
// A vowel, alef or ain at the head is "a"; a vowel at the end is "a", "ya", "y"
// or "v" (silent h and final ه ح count as one). So ahmad and hamid, karim and
// karimi, farid and farideh, reza and razieh differ. Inside a word vowels and
// the letters و ی v w y go, but for v before a final i, which keeps alavi from
// ali, and those that tell hossein from hasan and mahmoud from mohammad. Letters
// doubled as written count once. Names in other scripts are their own skeletons.
func (n Name) Key() string {
	bones := make([]string, 0, len(n.Tokens))
	for _, token := range n.Tokens {
		bones = append(bones, skeleton(token))
	}
	return strings.Join(bones, " ")
}

// Same tells whether two names are equal after normalisation, within one
// script: the same tokens in the same order, titles aside. It is stricter than
// Key (names that are the Same share a Key) and is not a statement that the
// persons are one. A name without a letter is the same as none.
func Same(a, b string) bool {
	x, y := ParseName(a).Tokens, ParseName(b).Tokens
	if len(x) == 0 || len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

// The sounds of a word that a skeleton does not keep as they are; consonants
// are the letters listed at Name.Key.
const (
	soundA = 'A' // a e, ا, silent h
	soundI = 'I' // i y, ی
	soundU = 'U' // o u w, و
	weakV  = 'V' // v, or و that may be one
)

// skeleton goes by the script of the first letter; a folded Latin word begins
// with an ASCII letter but for a few of no name here.
func skeleton(token string) string {
	var buf [64]byte
	return string(appendBones(buf[:0], token))
}

// appendBones is skeleton, behind what is in sounds, which must be nothing.
func appendBones(sounds []byte, token string) []byte {
	switch r, _ := utf8.DecodeRuneInString(token); {
	case 'a' <= r && r <= 'z':
		sounds = latinSounds(sounds, token)
	case unicode.Is(unicode.Arabic, r):
		sounds = arabicSounds(sounds, token)
	default:
		return append(sounds, token...)
	}
	return bare(sounds)
}

// bare takes the flesh off sounds, in place.
func bare(sounds []byte) []byte {
	end := len(sounds)
	for end > 0 && isVowel(sounds[end-1]) {
		end--
	}
	last := ending(sounds[end:], end > 0)
	weak := len(last) == 1 && bytes.Count(sounds[end:], []byte{soundI}) == len(sounds)-end
	bones := sounds[:0]
	var before byte
	for i, s := range sounds[:end] {
		twice := s == before
		before = s
		switch {
		case twice:
		case !isVowel(s) && s != weakV:
			bones = append(bones, s)
		case i == 0:
			bones = append(bones, 'a')
		case s == weakV && i == end-1 && weak:
			bones = append(bones, 'v')
		}
	}
	return append(bones, last...)
}

// ending gives what is kept of the vowels that end a word. When no consonant
// was before them they are the whole word and begin with its head.
func ending(vowels []byte, after bool) string {
	if len(vowels) == 0 {
		return ""
	}
	head := ""
	if !after {
		if head = "a"; len(vowels) == 1 {
			return head
		}
	}
	switch vowels[len(vowels)-1] {
	case soundI:
		return head + "y"
	case soundU:
		return head + "v"
	}
	// و may be the consonant before the ending (شیوا), as v is in Latin.
	if bytes.IndexByte(vowels[bytes.LastIndexByte(vowels, soundU)+1:], soundI) >= 0 {
		return head + "ya"
	}
	return head + "a"
}

func isVowel(s byte) bool {
	return s == soundA || s == soundI || s == soundU
}

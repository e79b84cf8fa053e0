package code

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// Codes that were given out are made of these lines.
func TestNoLineOfAListWasEverChanged(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "edb11432e1b70dc2255ecd9b948c5d03e6a39f9c889f24052fe1f0c9618a1fc4",
		"fa": "33cf4da3e4705c910a08c4298e3764a0f6364d81fda873446079ade7650bdc99",
		"ar": "bf9b8d8c4d864eb0a05b1a2a431de1f39247693b5e7851278383ed1824f61717",
	} {
		sum := sha256.Sum256([]byte(strings.Join(lists()[lang], "\n") + "\n"))
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("the %s words were changed: their SHA-256 is %s", lang, got)
		}
	}
}

func TestEveryListHasItsWordsShortAndPlain(t *testing.T) {
	for _, lang := range Languages() {
		list := lists()[lang]
		if len(list) != Size {
			t.Errorf("%s has %d words", lang, len(list))
		}
		for _, word := range list {
			folded := script.Fold(word)
			if n := utf8.RuneCountInString(word); n < 3 || n > 8 || utf8.RuneCountInString(folded) < 3 {
				t.Errorf("%s: %s has %d letters, %s when folded", lang, word, n, folded)
			}
			if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) || len(script.Words(word)) != 1 {
				t.Errorf("%s: %q is not letters alone", lang, word)
			}
		}
	}
}

// A letter that was misread, left out, put in or changed places with the next
// makes no other word of the same list.
func TestNoSlipOfTheHandMakesAnotherWord(t *testing.T) {
	for _, lang := range Languages() {
		near := map[string]string{} // what one letter left out makes of each word
		list := lists()[lang]
		words := map[string]bool{}
		for _, word := range list {
			if words[script.Fold(word)] {
				t.Errorf("%s: %s is there twice", lang, word)
			}
			words[script.Fold(word)] = true
		}
		for _, word := range list {
			letters := []rune(script.Fold(word))
			for i := range letters {
				short := string(letters[:i]) + string(letters[i+1:])
				if words[short] {
					t.Errorf("%s: %s and %s are one letter apart", lang, word, short)
				}
				key := string(letters[:i]) + "?" + string(letters[i+1:])
				if other, ok := near[key]; ok {
					t.Errorf("%s: %s and %s differ in one letter", lang, word, other)
				}
				near[key] = word
				if i > 0 && letters[i] != letters[i-1] {
					swapped := string(letters[:i-1]) + string(letters[i]) + string(letters[i-1]) + string(letters[i+1:])
					if words[swapped] {
						t.Errorf("%s: %s and %s are two letters swapped", lang, word, swapped)
					}
				}
			}
		}
	}
}

// Persian and Arabic share words; a code that is typed in one must never open
// what the other's would.
func TestAWordOfTwoLanguagesIsOneNumber(t *testing.T) {
	seen := map[string]int{}
	shared := 0
	for _, lang := range Languages() {
		for n, word := range lists()[lang] {
			folded := script.Fold(word)
			if other, ok := seen[folded]; ok {
				shared++
				if other != n {
					t.Errorf("%s is %d in %s and %d before", word, n, lang, other)
				}
			}
			seen[folded] = n
		}
	}
	if shared == 0 {
		t.Error("no word is shared: the test tests nothing")
	}
}

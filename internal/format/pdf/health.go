package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Trusted is the least Health of a page whose text can stand by itself; under
// it the page should be read from its image as well. It lies between what pages
// are worth that read as they were written (90 and more) and those on which
// text recognition finds more true words than the text layer has (60 and less),
// as measured on pages printed by browsers and typesetting programs, and on the
// manuals of Persian and Arabic typesetting, whose text layers are poor.
const Trusted = 70

// Health tells how far the text of a page can be trusted, from 0 to 100, and
// what is against it, in plain words. pictures is the share of the page that
// pictures cover, 0 to 1. A page with neither text nor pictures is healthy.
//
// It looks at what text layers go wrong in: characters of which the file does
// not say what they are, shapes of letters in place of letters, letters in the
// wrong order, words torn or run together, and pictures of text without text.
func Health(text string, pictures float64) (score int, reasons []string) {
	s := survey(text)
	if s.letters == 0 && s.unknown == 0 {
		if pictures >= pictured {
			return 0, []string{"there is a picture and no text"}
		}
		return 100, nil
	}
	worth := 1.0
	against := func(part, most float64, reason string) {
		if part > 0.01 {
			worth *= 1 - min(part, most)
			reasons = append(reasons, reason)
		}
	}
	if pictures >= pictured && s.letters < fewLetters {
		against(0.8, 1, "there is a picture and hardly any text")
	}
	unknown, forms := share(s.unknown, s.letters+s.unknown), share(s.forms, s.eastern)
	torn, disordered, mixed := share(s.single, s.easternWords), share(s.disordered, s.easternWords), share(s.mixed, s.words)
	against(10*unknown, 1, fmt.Sprintf("the file does not say what %.0f%% of the characters are", 100*unknown))
	against(0.6*forms, 0.6, fmt.Sprintf("%.0f%% of the letters are given as shapes", 100*forms))
	against(2*(torn-usualSingle), 0.8, fmt.Sprintf("%.0f%% of the words are single letters", 100*torn))
	against(6*disordered, 0.9, fmt.Sprintf("%.0f%% of the words have letters in an order that does not occur", 100*disordered))
	against(4*mixed, 0.8, fmt.Sprintf("%.0f%% of the words mix scripts", 100*mixed))
	if s.persian*20 >= s.eastern && s.joined >= manyJoined && s.joiners == 0 {
		against(0.2, 1, "non-joiners are missing: prefixes and endings run into words")
	}
	return int(100*worth + 0.5), reasons
}

const (
	pictured    = 0.25 // of a page
	fewLetters  = 40   // less than a line
	usualSingle = 0.12 // of the words of Persian and Arabic texts are single letters, such as و
	manyJoined  = 5
)

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// signs are what a text shows of its state.
type signs struct {
	letters, unknown     int // characters
	eastern, forms       int // letters of the Arabic script; presentation forms among them
	persian              int // letters that Persian has and Arabic has not
	words, mixed         int // words; of two scripts
	easternWords, single int // words of the Arabic script; of one letter
	disordered           int // with letters in an order that does not occur
	joiners, joined      int // zero width non-joiners; words that should have one
}

func survey(text string) signs {
	var s signs
	for _, word := range strings.Fields(text) {
		s.word(word)
	}
	return s
}

func (s *signs) word(word string) {
	latin, eastern := 0, 0
	for _, r := range word {
		switch {
		case unknown(r):
			s.unknown++
		case r == 0x200c:
			s.joiners++
		case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
			eastern++
			if r >= 0xfb50 {
				s.forms++
			}
			if strings.ContainsRune("پچژگکی", r) {
				s.persian++
			}
		case unicode.IsLetter(r):
			s.letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	s.letters, s.eastern = s.letters+eastern, s.eastern+eastern
	if latin+eastern > 0 {
		s.words++
	}
	if latin > 0 && eastern > 0 {
		s.mixed++
	}
	if eastern > 0 && latin == 0 {
		s.easternWord(word, eastern)
	}
}

// unknown: stands for what the file does not tell.
func unknown(r rune) bool {
	return r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r)
}

func (s *signs) easternWord(word string, letters int) {
	s.easternWords++
	bare := []rune(strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.Arabic, r) || !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, word))
	if letters == 1 && bare[0] != 'و' {
		s.single++
	}
	if disordered(bare) {
		s.disordered++
	}
	if persianJoined(string(bare)) {
		s.joined++
	}
}

// disordered: letters that only end a word stand within it or begin it, or two
// alefs meet, as where lam and alef have changed places after the article.
func disordered(word []rune) bool {
	for i, r := range word {
		ends := r == 'ة' || r == 'ى'
		if ends && (i == 0 && len(word) > 1 || i+1 < len(word) && word[i+1] != 'ی') {
			return true
		}
		if r == 'ا' && i+1 < len(word) && word[i+1] == 'ا' {
			return true
		}
	}
	return false
}

// persianJoined: a Persian word with a prefix or ending that the spelling sets
// off by a non-joiner. Single words can be innocent; many are not.
func persianJoined(word string) bool {
	long := utf8.RuneCountInString(word) >= 6
	return long && (strings.HasPrefix(word, "می") || strings.HasPrefix(word, "نمی") ||
		slices.ContainsFunc([]string{"ها", "های", "هایی"}, func(end string) bool { return strings.HasSuffix(word, end) }))
}

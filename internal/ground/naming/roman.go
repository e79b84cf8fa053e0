package naming

import (
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// Scheme is a way to write a name of Arabic script in Latin letters.
type Scheme string

// The schemes. Those of the libraries, the geographers and the orientalists
// are their tables letter by letter, for Persian or for Arabic; vowels that are
// not written they take from the dictionary, and mark where they guess.
const (
	Plain   Scheme = "plain"     // as English papers write names
	Library Scheme = "ala-lc"    // ALA-LC romanization tables, Persian and Arabic
	Places  Scheme = "bgn-pcgn"  // BGN/PCGN 1958 Persian, 1956 Arabic
	Orient  Scheme = "din-31635" // DIN 31635, Arabic
	Hawar   Scheme = "hawar"     // Kurdish, whose Arabic script writes its vowels
)

// Romanisation is a name of Arabic script in Latin letters.
type Romanisation struct {
	Scheme Scheme
	Text   string
	// Guessed tells that letters of Text are not known from what is written;
	// Shown is Text with them in brackets.
	Guessed bool
	Shown   string
}

// Romanise writes a name of Arabic script in Latin letters by every scheme of
// its language: lang is fa (and prs), ar, or ku (ckb); another is taken to be
// Arabic if the name is a chain (see Name.Chain), Kurdish if it has letters of
// Kurdish alone, else Persian. A name of another script has none.
func (g *Groups) Romanise(n Name, lang string) []Romanisation {
	parts := n.Parts()
	if len(parts) == 0 || !anyArabic(parts) {
		return nil
	}
	lang = languageOf(n, lang)
	var out []Romanisation
	for _, s := range schemesOf(lang) {
		var text, shown []string
		guessed := false
		for _, p := range parts {
			if p.Role == Respelling {
				continue
			}
			one := g.romanisePart(p, s, lang)
			guessed = guessed || one.Guessed
			text, shown = append(text, one.Text), append(shown, one.Shown)
		}
		out = append(out, Romanisation{s, strings.Join(text, " "), guessed, strings.Join(shown, " ")})
	}
	return out
}

func anyArabic(parts []Part) bool {
	for _, p := range parts {
		if p.Role != Respelling && writingOf(p.Text) == script.Arabic {
			return true
		}
	}
	return false
}

func languageOf(n Name, lang string) string {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch primary {
	case "ar", "arb":
		return "ar"
	case "ku", "ckb":
		return "ku"
	case "fa", "prs", "fas":
		return "fa"
	}
	switch {
	case strings.ContainsAny(n.Text, "ەێۆڕڵڤ"):
		return "ku"
	case n.Chain:
		return "ar"
	}
	return "fa"
}

func schemesOf(lang string) []Scheme {
	switch lang {
	case "ku":
		return []Scheme{Plain, Hawar}
	case "ar":
		return []Scheme{Plain, Library, Places, Orient}
	}
	return []Scheme{Plain, Library, Places}
}

// romanisePart writes the words of a part. Titles and "son of" are words like
// others.
func (g *Groups) romanisePart(p Part, s Scheme, lang string) Romanisation {
	var text, shown []string
	guessed := false
	_, pieces := script.Pieces(p.Text)
	if p.Role == Particle {
		if particle := particleOf(p.Folded, s, lang); particle != "" {
			return Romanisation{s, particle, false, particle}
		}
	}
	for _, piece := range pieces {
		word := p.Text[piece.From:piece.To]
		if writingOf(word) != script.Arabic {
			text, shown = append(text, word), append(shown, word)
			continue
		}
		w := g.romaniseToken(word, piece, s, lang)
		guessed = guessed || w.guessed
		if p.Role == Particle {
			w.text, w.shown = strings.ToLower(w.text), strings.ToLower(w.shown)
		}
		text, shown = append(text, w.text), append(shown, w.shown)
	}
	return Romanisation{s, strings.Join(text, " "), guessed, strings.Join(shown, " ")}
}

func particleOf(folded string, s Scheme, lang string) string {
	switch folded {
	case "بن", "ابن":
		if s == Library && folded == "ابن" {
			return "ibn"
		}
		return "bin"
	case "بنت":
		return "bint"
	case "فرزند":
		if s == Plain {
			return "child of"
		}
	case "پسر":
		if s == Plain {
			return "son of"
		}
	case "دختر":
		if s == Plain {
			return "daughter of"
		}
	case "معروف به", "مشهور به", "ملقب به", "المعروف", "الملقب", "الشهیر":
		if s == Plain {
			return "known as"
		}
	}
	return ""
}

// spelled is a word in Latin letters.
type spelled struct {
	text, shown string
	guessed     bool
}

func certain(text string) spelled { return spelled{text, text, false} }

// capitalised makes the first letter of a word, behind ayn and its like, a
// capital one.
func (s spelled) capitalised() spelled {
	s.text, s.shown = capital(s.text), capital(s.shown)
	return s
}

func capital(word string) string {
	for i, r := range word {
		if upper := strings.ToUpper(string(r)); upper != string(r) {
			return word[:i] + upper + word[i+utf8.RuneLen(r):]
		}
	}
	return word
}

// romaniseToken writes one token: from the dictionary where it is in it.
func (g *Groups) romaniseToken(word string, piece script.Piece, s Scheme, lang string) spelled {
	article := ""
	if piece.Article && lang == "ar" {
		article = "al-"
	}
	found := g.lookup(piece.Token)
	if s == Plain {
		if len(found) > 0 {
			w := certain(plainOf(found[0], lang))
			w = w.capitalised()
			return spelled{article + w.text, article + w.shown, false}
		}
		w := plainSpelled(word, piece.Article, lang).capitalised()
		return spelled{article + w.text, article + w.shown, w.guessed}
	}
	if s == Hawar {
		return spellKurdish(word).capitalised()
	}
	table := tableOf(s, lang)
	switch {
	case len(found) == 0:
		w := spellOut(lettersOf(word, piece.Article), table).capitalised()
		return spelled{article + w.text, article + w.shown, w.guessed}
	case len(found[0]) == 1:
		one := found[0][0]
		return certain(article + capital(voweled(lettersOf(word, piece.Article), one.latinOf(s, lang), table)))
	}
	return certain(article + capital(composedIn(found[0], table, lang)))
}

// latinOf gives the spelling whose vowels a scheme has: the libraries keep those
// of Arabic in Persian names too.
func (g *group) latinOf(s Scheme, lang string) string {
	if lang == "ar" || s == Library {
		return g.arabicLatin
	}
	return g.latin[0]
}

func (g *group) arabicOf(lang string) string {
	if lang == "ar" {
		return g.arabicArabic
	}
	return g.arabic[0]
}

// composedIn writes a name of several in a scheme, part by part.
func composedIn(c composed, t table, lang string) string {
	out := ""
	for i, one := range c {
		word := voweled(lettersOf(one.arabicOf(lang), false), one.latinOf(t.scheme, lang), t)
		switch {
		case one.kind == Ending && one.id == "i":
			if i > 0 && strings.HasSuffix(out, "ā") {
				out += t.glide
			}
			word = t.i
		case i > 0 && (c[i-1].id == "abd" || one.id == "din"):
			out += " al-"
			word = capital(word)
		case i > 0 && isParent(c[i-1]):
			out += " "
			word = capital(word)
		}
		out += word
	}
	return out
}

// plainOf gives a reading of the dictionary as English papers write it.
func plainOf(c composed, lang string) string { return strings.Join(plainWords(c, lang), "") }

func plainWords(c composed, lang string) []string {
	words := make([]string, len(c))
	for i, one := range c {
		words[i] = one.latin[0]
		if lang == "ar" {
			words[i] = one.arabicLatin
		}
		switch {
		case i == 0:
		case isParent(c[i-1]):
			words[i] = " " + capital(words[i])
		case c[i-1].id == "abd" || one.id == "din":
			link := "ol"
			if lang == "ar" {
				link = "ul"
			}
			if one.id == "din" {
				link = "ed"
			}
			words[i] = link + words[i]
		case one.id == "i" && isLatinVowel(lastByte(words[i-1])):
			words[i] = "ei"
		case one.id == "ian" && isLatinVowel(lastByte(words[i-1])):
			words[i] = "yan"
		}
	}
	return words
}

// isParent tells Abu and Umm.
func isParent(g *group) bool { return g.id == "abu" || g.id == "umm" }

func lastByte(s string) byte { return s[len(s)-1] }

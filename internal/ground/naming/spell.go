package naming

import (
	"slices"
	"strings"

	"sanad/internal/ground/script"
)

// mostSpellings bounds the candidates for one name.
const mostSpellings = 6

// InArabicScript gives spellings in Arabic script that a name in Latin letters
// may have, the likeliest first: of names of which every token is in the
// dictionary, none for others, because letters that are not known would be
// made up.
func (g *Groups) InArabicScript(n Name, lang string) []string {
	if len(n.Tokens) == 0 || len(n.Tokens) > mostPieces {
		return nil
	}
	out := []string{""}
	for _, t := range n.Tokens {
		if script.WritingOf(t.Folded) != script.Latin || len(t.readings) == 0 {
			return nil
		}
		var longer []string
		for _, before := range out {
			for _, s := range spellingsOf(t.readings, lang) {
				if one := strings.TrimSpace(before + " " + s); !slices.Contains(longer, one) && len(longer) < mostSpellings {
					longer = append(longer, one)
				}
			}
		}
		out = longer
	}
	return out
}

// spellingsOf gives the usual spelling of each reading, then the others of the
// first.
func spellingsOf(readings []composed, lang string) (all []string) {
	add := func(s string) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, r := range readings {
		add(joinArabic(r, lang))
	}
	if len(readings[0]) == 1 && lang != "ar" {
		for _, s := range readings[0][0].arabic {
			if !strings.ContainsAny(s, "يكةأإى") {
				add(s)
			}
		}
	}
	return all
}

// joinArabic writes the names of a reading as one word, as Persian does: with a
// zero width non-joiner before an ending that is a word, and the article that
// Abd and Din have.
func joinArabic(c composed, lang string) string {
	var b strings.Builder
	for i, one := range c {
		s := one.arabicOf(lang)
		switch {
		case i == 0:
		case one.id == "i":
			if before := b.String(); strings.HasSuffix(before, "ا") || strings.HasSuffix(before, "و") {
				b.WriteString("ی")
			}
		case one.kind == Ending && one.id != "din" && one.id != "ian" && !strings.HasSuffix(b.String(), "د") && !strings.HasSuffix(b.String(), "ر"):
			b.WriteString("\u200c")
		case c[i-1].id == "abd" || one.id == "din":
			b.WriteString("ال")
			if lang == "ar" && c[i-1].id == "abd" {
				s = " ال" + s
				text := b.String()
				b.Reset()
				b.WriteString(strings.TrimSuffix(text, "ال"))
			}
		}
		b.WriteString(s)
	}
	return b.String()
}

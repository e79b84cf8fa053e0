package fiction

import (
	"embed"
	"strings"
)

//go:embed names/*.txt
var nameFiles embed.FS

// Spelling is one name in three scripts, the usual spelling first in each.
// A + marks the seam of a compound (محمد+رضا), which people write with a
// joiner, with a space or not at all.
type Spelling struct {
	Fa, Ar, Latin []string
	surname       bool // its seams close up in Latin: Fanusgar, but Mohammad Reza
}

// In gives the usual spelling in "fa", "ar" or, for any other language, in
// Latin letters.
func (s Spelling) In(lang string) string {
	switch lang {
	case "fa":
		return sewPersian(s.Fa[0], zeroWidth)
	case "ar":
		return sewArabic(s.Ar[0], s.arabicSeam())
	}
	if s.surname {
		return sew(s.Latin[0], closed)
	}
	return sew(s.Latin[0], spaced)
}

func (s Spelling) arabicSeam() seam {
	if s.surname {
		return closed
	}
	return spaced
}

// seam is a way to write a compound.
type seam int

const (
	closed seam = iota
	spaced
	hyphened
	zeroWidth // U+200C, the zero width non-joiner
)

func sew(s string, how seam) string {
	return strings.ReplaceAll(s, "+", [...]string{"", " ", "-", "\u200c"}[how])
}

// sewPersian leaves the joiner out after letters that do not join to the
// next one: there it changes nothing on paper and careful typists omit it.
func sewPersian(s string, how seam) string {
	if how != zeroWidth {
		return sew(s, how)
	}
	parts := strings.Split(s, "+")
	var b strings.Builder
	for i, p := range parts {
		b.WriteString(p)
		if i+1 < len(parts) && !endsUnjoined(p) {
			b.WriteString("\u200c")
		}
	}
	return b.String()
}

// sewArabic never closes a seam after a silent he or before a madda, where
// the word could no longer be read.
func sewArabic(s string, how seam) string {
	if how == closed {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "ه+", "ه "), "+آ", " آ")
	}
	return sew(s, how)
}

func endsUnjoined(s string) bool {
	for _, c := range []string{"ا", "آ", "د", "ذ", "ر", "ز", "ژ", "و"} {
		if strings.HasSuffix(s, c) {
			return true
		}
	}
	return false
}

func spelling(fa, ar, latin string) Spelling {
	return Spelling{Fa: strings.Split(fa, "/"), Ar: strings.Split(ar, "/"), Latin: strings.Split(latin, ", ")}
}

// names is all the country's names. Each pair holds the highlands first,
// then the coast; many given names are in both.
type names struct {
	men, women, surnames [2][]Spelling
}

func readNames() names {
	var n names
	n.men = givenNames("men.txt")
	n.women = givenNames("women.txt")
	for _, f := range rows("surnames_persian.txt") {
		n.surnames[highlands] = append(n.surnames[highlands], withEndings(f)...)
	}
	for _, f := range rows("surnames_arabic.txt") {
		s := spelling(f[0], f[1], f[2])
		s.surname = true
		n.surnames[coast] = append(n.surnames[coast], s)
	}
	return n
}

// rows gives the fields of an embedded table. An absent file is impossible
// in a program that compiled; a short line is caught by the tests.
func rows(file string) [][]string {
	text, err := nameFiles.ReadFile("names/" + file)
	if err != nil {
		panic("fiction: embedded table is missing: " + err.Error())
	}
	var out [][]string
	for line := range strings.Lines(string(text)) {
		out = append(out, strings.Split(strings.TrimSpace(line), " | "))
	}
	return out
}

// givenNames sorts a table by its last column: f is used in the highlands,
// a on the coast, b in both.
func givenNames(file string) [2][]Spelling {
	var out [2][]Spelling
	for _, f := range rows(file) {
		s := spelling(f[0], f[1], f[2])
		if f[3] != "a" {
			out[highlands] = append(out[highlands], s)
		}
		if f[3] != "f" {
			out[coast] = append(out[coast], s)
		}
	}
	return out
}

// withEndings makes surnames of one stem: one for each letter of the last
// column, where . is the stem itself.
func withEndings(f []string) []Spelling {
	stem := spelling(f[0], f[1], f[2])
	var out []Spelling
	for _, letter := range f[3] {
		end := ending(letter)
		out = append(out, Spelling{
			Fa:      combine(stem.Fa, end.Fa),
			Ar:      combine(stem.Ar, end.Ar),
			Latin:   combine(stem.Latin, end.Latin),
			surname: true,
		})
	}
	return out
}

// ending gives what a letter in the table of surnames stands for.
func ending(letter rune) Spelling {
	switch letter {
	case 'i':
		return spelling("ی", "ي", "i, y")
	case 'z':
		return spelling("+زاده", "+زاده/+زادة", "+zadeh, +zade, +zada")
	case 'p':
		return spelling("+پور", "+بور", "+pour, +pur, +poor")
	case 'n':
		return spelling("+نژاد", "+نجاد", "+nejad, +nezhad, +nejhad")
	case 'f':
		return spelling("+فر", "+فر", "+far")
	case 'k':
		return spelling("+نیا", "+نيا", "+nia, +niya")
	case 'y':
		return spelling("یان", "يان", "ian, yan")
	}
	return spelling("", "", "")
}

func combine(stems, ends []string) []string {
	var out []string
	for _, e := range ends {
		for _, s := range stems {
			out = append(out, s+e)
		}
	}
	return out
}

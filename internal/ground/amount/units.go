package amount

import (
	"strings"
	"sync"

	"sanad/internal/ground/script"
)

// unit is what is counted. Words that say more than a unit (prisoners,
// children) are none: they say what a count is of, and stay in Rest.
type unit struct {
	code    string // the English plural
	english string // all words, the singular first and the plural second
	persian string // the word that is written first
	// The singular, the plural, the singular after 11 to 99 (CLDR: many), then others.
	arabic string
}

var unitRows = []unit{
	{"persons", "person persons people individual individuals", "نفر شخص تن کس اشخاص", "شخص أشخاص شخصاً فرد فرداً أفراد نفر نفراً أنفار"},
	{"families", "family families", "خانواده", "عائلة عائلات عائلة عوائل أسرة أسر"},
	{"households", "household households", "خانوار", "بيت بيوت بيتاً"},
	{"villages", "village villages", "روستا دهکده", "قرية قرى قرية"},
	{"cities", "city cities", "شهر", "مدينة مدن مدينة"},
	{"years", "year years yr yrs", "سال ساله سالگی", "سنة سنوات سنة سنين عام عاماً أعوام"},
	{"months", "month months", "ماه ماهه", "شهر أشهر شهراً شهور"},
	{"weeks", "week weeks", "هفته", "أسبوع أسابيع أسبوعاً"},
	{"days", "day days", "روز روزه", "يوم أيام يوماً"},
	{"hours", "hour hours hr hrs", "ساعت", "ساعة ساعات ساعة"},
	{"bodies", "body bodies corpse corpses", "جسد پیکر جنازه", "جثة جثث جثة جثمان جثماناً جثامين"},
	{"graves", "grave graves", "گور قبر", "قبر قبور قبراً"},
	{"signatures", "signature signatures", "امضا امضاء", "توقيع تواقيع توقيعاً توقيعات"},
	{"names", "name names", "نام اسم", "اسم أسماء اسماً"},
	{"pages", "page pages", "صفحه", "صفحة صفحات صفحة"},
	{"documents", "document documents", "سند", "وثيقة وثائق وثيقة"},
}

// units gives the codes by folded word, but for شهر (see shahr).
var units = sync.OnceValue(func() map[string]string {
	known := make(map[string]string, 150)
	for _, row := range unitRows {
		for _, word := range strings.Fields(row.english + " " + row.persian + " " + row.arabic) {
			known[script.Fold(word)] = row.code
		}
	}
	delete(known, "شهر")
	return known
})

// longestUnit is how many bytes a word for a unit may have.
const longestUnit = 100

// Unit gives the code of a unit (the English plural that Amount has) for a word
// for it in any of the languages, in whatever form: person, people, نفر and شخص
// are persons. lang, a BCP 47 tag, tells the Persian city from the Arabic month,
// which are written alike; it may be empty. False: the word is no known unit.
func Unit(text, lang string) (code string, ok bool) {
	if len(text) > longestUnit {
		return "", false
	}
	word := script.Fold(text)
	if code, ok = units()[word]; ok || word != "شهر" {
		return code, ok
	}
	switch primary, _, _ := strings.Cut(strings.ToLower(lang), "-"); primary {
	case "fa":
		return "cities", true
	case "ar":
		return "months", true
	}
	return "", false
}

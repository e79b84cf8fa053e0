package fiction

import (
	"strconv"
	"strings"
)

// figures are the rival totals that the papers give. They grow with the
// number of people, so that the denial stays far below the truth and the
// boast far above it in a case of any size.
type figures struct {
	closed  int // of files, as the officials say on tape on 12 Aban; what it means is for a reader to infer
	known   int // names that the families had by Azar
	denied  int // the most there can have been, says the official who denies
	boasted int // the number, says the official who boasts
}

func figuresFor(people int) figures {
	return figures{
		closed:  rough(people * 9 / 20),
		known:   rough(people * 2 / 3),
		denied:  max(2, rough(people/6)),
		boasted: rough(people * 3),
	}
}

// rough keeps the first digit and makes the others nought, as speakers do.
func rough(n int) int {
	unit := 1
	for n/unit >= 10 {
		unit *= 10
	}
	return max(n/unit*unit, 1)
}

// grouped writes thousands apart: 70,000 or, with the Arabic sign, ۷۰٬۰۰۰.
func grouped(n int, sign string) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + sign + s[at:]
	}
	return s
}

const arabicThousands = "\u066c"

// inWords writes a rough number below ten million as people say it, from
// the words for units, tens and hundreds, a thousand and a million.
func inWords(n int, units, tens, hundreds []string, thousand, million, sep string) string {
	switch {
	case n >= 1_000_000:
		return units[n/1_000_000] + sep + million
	case n >= 2000:
		return inWords(n/1000, units, tens, hundreds, thousand, million, sep) + sep + thousand
	case n >= 1000:
		return thousand
	case n >= 100:
		return hundreds[n/100]
	case n >= 10:
		return tens[n/10]
	}
	return units[n]
}

func persianWords(n int) string {
	return inWords(n,
		strings.Fields("صفر یک دو سه چهار پنج شش هفت هشت نه"),
		strings.Fields("- ده بیست سی چهل پنجاه شصت هفتاد هشتاد نود"),
		strings.Fields("- صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"),
		"هزار", "میلیون", " ")
}

func englishWords(n int) string {
	units := strings.Fields("nought one two three four five six seven eight nine")
	hundreds := make([]string, len(units))
	for i, u := range units {
		hundreds[i] = u + " hundred"
	}
	words := inWords(n, units,
		strings.Fields("- ten twenty thirty forty fifty sixty seventy eighty ninety"),
		hundreds, "thousand", "million", " ")
	if n == 1000 {
		return "one thousand"
	}
	return words
}

// fill puts the figures where papers and quotes have {{name.language}}.
func (f figures) fill() *strings.Replacer {
	return strings.NewReplacer(
		"{{closed.fa}}", persianWords(f.closed),
		"{{closed.en}}", englishWords(f.closed),
		"{{closed}}", strconv.Itoa(f.closed),
		"{{known.fa}}", persian(grouped(f.known, arabicThousands)),
		"{{known.en}}", grouped(f.known, ","),
		"{{known}}", strconv.Itoa(f.known),
		"{{denied.ar}}", arabic(grouped(f.denied, arabicThousands)),
		"{{denied.fa}}", persianWords(f.denied),
		"{{denied}}", strconv.Itoa(f.denied),
		"{{boasted.fa}}", persianWords(f.boasted),
		"{{boasted}}", strconv.Itoa(f.boasted),
	)
}

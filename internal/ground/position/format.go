package position

import (
	"strconv"
	"strings"

	"sanad/internal/ground/script"
)

// Format writes the position as people who read lang do (a BCP 47 tag of which
// the language alone counts: fa, ar, all others English): latitude first, in
// decimals with the digits and marks of the language, then the precision:
// "35.6892, 51.389 ±500 m", "۳۵٫۶۸۹۲، ۵۱٫۳۸۹ ±۵۰۰ متر". Nothing is rounded, and
// Read reads back what Format writes.
func (p Position) Format(lang string) string {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	f, ok := formats[primary]
	if !ok {
		f = formats["en"]
	}
	var b strings.Builder
	if p.Form == Line && len(p.Points) > 2 {
		b.WriteString(f.line)
	}
	for i, point := range p.Points {
		if i > 0 {
			b.WriteString(f.next)
		}
		b.WriteString(f.number(point[1]) + f.comma + f.number(point[0]))
	}
	if p.Precision > 0 {
		b.WriteString(" ±" + f.number(p.Precision) + f.metres)
	}
	return b.String()
}

// format is how one language writes positions.
type format struct{ lang, line, next, comma, point, minus, metres string }

// The minus signs are those of script.Localise.
var formats = map[string]format{
	"en": {"en", "line: ", "; ", ", ", ".", "-", " m"},
	"fa": {"fa", "خط: ", "؛ ", "، ", "٫", "\u200e\u2212", " متر"},
	"ar": {"ar", "خط: ", "؛ ", "، ", "٫", "\u061c-", " متر"},
}

func (f format) number(n float64) string {
	written := strconv.FormatFloat(n, 'f', -1, 64)
	written = strings.NewReplacer(".", f.point, "-", f.minus).Replace(written)
	return script.LocaliseDigits(written, f.lang)
}

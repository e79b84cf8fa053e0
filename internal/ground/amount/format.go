package amount

import (
	"strconv"
	"strings"

	"sanad/internal/ground/script"
)

// Format writes the amount with its unit as a reader of lang (a BCP 47 tag of
// which the language alone counts: fa, ar, all others English) is used to:
// "at least 30,000 persons", "دست‌کم ۳۰٬۰۰۰ نفر", "٣٠٬٠٠٠ شخص على الأقل". Units
// take the form that the number asks for (CLDR plural rules); a unit that is not
// in the table stands as it is. An order of magnitude is written as its word if
// the bounds are those of one, else as a range. Read reads back what Format
// writes. Rest is not written; an Amount that lacks a bound its comparator
// needs gives "".
func (a Amount) Format(lang string) string {
	low, high := a.Low, a.High
	switch a.Comparator {
	case Exactly, About, AtLeast, MoreThan:
		high = low
	case AtMost, LessThan:
		low = high
	case Between, Scale:
	default:
		return ""
	}
	if low == nil || high == nil {
		return ""
	}
	f := formats[0]
	for _, g := range formats {
		if primary, _, _ := strings.Cut(lang, "-"); strings.EqualFold(primary, g.lang) {
			f = g
		}
	}
	if a.Comparator == Scale {
		if word := f.order(*low, *high); word != "" {
			return word + f.unit(a.Unit, -1)
		}
	}
	written := strings.NewReplacer("LOW", f.number(*low), "HIGH", f.number(*high), "UNIT", f.unit(a.Unit, *high))
	return written.Replace(f.patterns[a.Comparator])
}

// format is how one language writes amounts.
type format struct {
	lang     string
	mark     string // between thousands
	patterns map[string]string
	ten      string           // "tens" before a scale that ends it
	orders   map[int64]string // the plurals of scales
	joined   map[int64]string // the scales after another plural
	of       string           // between an order and its unit
}

// formats has English first.
var formats = []format{
	{
		lang: "en", mark: ",", of: " of ",
		patterns: map[string]string{
			Exactly: "LOWUNIT", About: "about LOWUNIT", AtLeast: "at least LOWUNIT", MoreThan: "more than LOWUNIT",
			AtMost: "at most HIGHUNIT", LessThan: "less than HIGHUNIT", Between: "LOW to HIGHUNIT", Scale: "LOW to HIGHUNIT",
		},
		orders: map[int64]string{10: "tens", 12: "dozens", 20: "scores", 100: "hundreds", 1e3: "thousands", 1e6: "millions", 1e9: "billions"},
		joined: map[int64]string{1e3: " of thousands", 1e6: " of millions", 1e9: " of billions"},
	},
	{
		lang: "fa", mark: "٬", of: " ",
		patterns: map[string]string{
			Exactly: "LOWUNIT", About: "حدود LOWUNIT", AtLeast: "دست‌کم LOWUNIT", MoreThan: "بیش از LOWUNIT",
			AtMost: "حداکثر HIGHUNIT", LessThan: "کمتر از HIGHUNIT", Between: "LOW تا HIGHUNIT", Scale: "LOW تا HIGHUNIT",
		},
		orders: map[int64]string{10: "ده‌ها", 100: "صدها", 1e3: "هزاران", 1e6: "میلیون‌ها", 1e9: "میلیاردها"},
		joined: map[int64]string{1e3: " هزار", 1e6: " میلیون", 1e9: " میلیارد"},
	},
	{
		lang: "ar", mark: "٬", of: " ال",
		patterns: map[string]string{
			Exactly: "LOWUNIT", About: "نحو LOWUNIT", AtLeast: "LOWUNIT على الأقل", MoreThan: "أكثر من LOWUNIT",
			AtMost: "HIGHUNIT على الأكثر", LessThan: "أقل من HIGHUNIT", Between: "LOW إلى HIGHUNIT", Scale: "LOW إلى HIGHUNIT",
		},
		orders: map[int64]string{10: "عشرات", 100: "مئات", 1e3: "آلاف", 1e6: "ملايين", 1e9: "مليارات"},
		joined: map[int64]string{1e3: " الآلاف", 1e6: " الملايين", 1e9: " المليارات"},
	},
}

// number groups by threes in the digits of the language.
func (f format) number(n int64) string {
	written := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i := range len(written) {
		if i > 0 && (len(written)-i)%3 == 0 && written[i-1] != '-' {
			b.WriteString(f.mark)
		}
		b.WriteByte(written[i])
	}
	return script.LocaliseDigits(b.String(), f.lang)
}

// order gives the word whose conventional bounds these are, if there is one.
func (f format) order(low, high int64) string {
	for unit, word := range f.orders {
		least, below := orderOf(unit)
		if low == least && high == below-1 {
			return word
		}
		for scale, after := range f.joined {
			if unit <= 100 && low == least*scale && high == below*scale-1 {
				return word + after
			}
		}
	}
	return ""
}

// unit writes a unit behind n of it, or behind an order of magnitude if n is -1.
func (f format) unit(code string, n int64) string {
	if code == "" {
		return ""
	}
	between := " "
	if n < 0 {
		between = f.of
	}
	for _, u := range unitRows {
		if u.code == code {
			return between + u.form(f.lang, n)
		}
	}
	return " " + code
}

func (u unit) form(lang string, n int64) string {
	words := strings.Fields(map[string]string{"en": u.english, "fa": u.persian, "ar": u.arabic}[lang])
	switch tail := n % 100; {
	case lang == "fa":
		return words[0]
	case lang == "en" && n == 1:
		return words[0]
	case lang == "en", n < 0, tail >= 3 && tail <= 10:
		return words[1]
	case tail >= 11:
		return words[2]
	}
	return words[0]
}

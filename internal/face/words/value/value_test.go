package value

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

func tables(t *testing.T) map[words.Lang]*words.Table {
	t.Helper()
	all, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// plain drops the marks that keep directions apart.
func plain(text string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text)
}

func TestDatesAreShownInTheReadersCalendarAndTheSources(t *testing.T) {
	all := tables(t)
	for _, c := range []struct {
		written    string
		en, fa, ar string // with the second calendar behind a bar
		notes      []string
	}{
		{"۵ مرداد ۱۳۶۷", "27 July 1988|5 Mordad 1367", "۵ مرداد ۱۳۶۷|", "٢٧ يوليو ١٩٨٨|٥ مرداد ١٣٦٧", nil},
		{"27 July 1988", "27 July 1988|", "۵ مرداد ۱۳۶۷|۲۷ ژوئیه ۱۹۸۸", "٢٧ يوليو ١٩٨٨|١٣ ذو الحجة ١٤٠٨", nil},
		{"1367", "21 March 1988 – 20 March 1989|1367", "۱۳۶۷|", "٢١ مارس ١٩٨٨ – ٢٠ مارس ١٩٨٩|١٣٦٧", []string{"other-readings"}},
		{"July 1988", "July 1988|", "۱۰ تیر ۱۳۶۷ – ۹ مرداد ۱۳۶۷|ژوئیه ۱۹۸۸", "يوليو ١٩٨٨|١٧ ذو القعدة ١٤٠٨ – ١٧ ذو الحجة ١٤٠٨", nil},
		{"about 1988", "1988|", "۱۱ دی ۱۳۶۶ – ۱۰ دی ۱۳۶۷|۱۹۸۸", "١٩٨٨|١١ جمادى الأولى ١٤٠٨ – ٢١ جمادى الأولى ١٤٠٩", []string{"approximate"}},
		{"27 July", "27 July|", "۲۷ ژوئیه|", "٢٧ يوليو|", []string{"no-year"}},
		{"1988-07-27/..", "since 27 July 1988|", "از ۵ مرداد ۱۳۶۷|از ۲۷ ژوئیه ۱۹۸۸", "منذ ٢٧ يوليو ١٩٨٨|منذ ١٣ ذو الحجة ١٤٠٨", nil},
		{"../1988-07-27", "until 27 July 1988|", "تا ۵ مرداد ۱۳۶۷|تا ۲۷ ژوئیه ۱۹۸۸", "حتى ٢٧ يوليو ١٩٨٨|حتى ١٣ ذو الحجة ١٤٠٨", nil},
		{"13 ذو الحجة 1408", "27 July 1988|13 Dhu al-Hijja 1408", "۵ مرداد ۱۳۶۷|۱۳ ذی‌الحجه ۱۴۰۸", "٢٧ يوليو ١٩٨٨|١٣ ذو الحجة ١٤٠٨", []string{"variant", "other-readings"}},
	} {
		d, err := flow.ReadDate(c.written, "", "", "")
		if err != nil || d == nil {
			t.Errorf("%q is not read: %v", c.written, err)
			continue
		}
		for lang, want := range map[words.Lang]string{words.English: c.en, words.Persian: c.fa, words.Arabic: c.ar} {
			s := Of(all[lang], claim.Made{Date: d, Value: d.EDTF})
			if got := plain(s.Text + "|" + s.Also); got != want || s.Code != d.EDTF {
				t.Errorf("%q in %s: %q, want %q", c.written, lang, got, want)
			}
			if !slices.Equal(s.Notes, c.notes) {
				t.Errorf("%q: notes %v, want %v", c.written, s.Notes, c.notes)
			}
		}
	}
}

func TestADateThatNoCalendarReachesIsShownAsItIsRecorded(t *testing.T) {
	for _, edtf := range []string{"-0500", "Y170000002", "1988-07-2X", "XXXX-XX-27", "XXXX", "nonsense"} {
		if s := Date(tables(t)[words.Persian], claim.Date{EDTF: edtf, Calendar: "gregorian"}, calendar.Solar); s.Text == "" {
			t.Errorf("%s is shown as nothing", edtf)
		}
	}
}

func TestQuantitiesTermsAndShapesAreShownInTheReadersWords(t *testing.T) {
	all := tables(t)
	n := func(n int64) *int64 { return &n }
	least := &claim.Quantity{Kind: "killed", Comparator: claim.AtLeast, Low: n(30000), Unit: "persons", Scope: "in one prison"}
	for _, c := range []struct {
		made       claim.Made
		en, fa, ar string
	}{
		{claim.Made{Property: "figure", Quantity: least}, "at least 30,000 persons · killed (in one prison)", "دست‌کم ۳۰٬۰۰۰ نفر · کشته‌شدگان (in one prison)", "٣٠٬٠٠٠ شخص على الأقل · القتلى (in one prison)"},
		{claim.Made{Property: "figure", Quantity: &claim.Quantity{Kind: "killed", Comparator: claim.Exactly, Low: n(9), High: n(9), Unit: "person"}}, "9 persons · killed", "۹ نفر · کشته‌شدگان", "٩ أشخاص · القتلى"},
		{claim.Made{Property: "figure", Quantity: &claim.Quantity{Kind: "ships", Comparator: claim.Exactly, Low: n(2), High: n(2), Unit: "ships"}}, "2 ships", "۲ ships", "٢ ships"},
		{claim.Made{Property: "age", Quantity: &claim.Quantity{Kind: "age", Comparator: claim.Exactly, Low: n(23), High: n(23), Unit: "years"}}, "23 years", "۲۳ سال", "٢٣ سنة"},
		{claim.Made{Property: "figure", Quantity: &claim.Quantity{Kind: NotStated, Comparator: claim.Scale, Low: n(2000), High: n(9999)}}, "thousands", "هزاران", "آلاف"},
		{claim.Made{Property: "figure", Quantity: &claim.Quantity{Kind: "of another world", Comparator: claim.AtMost, High: n(7)}}, "at most 7 · of another world", "حداکثر ۷ · of another world", "٧ على الأكثر · of another world"},
		{claim.Made{Schema: "Person", Property: "sex", Value: "female"}, "female", "زن", "أنثى"},
		{claim.Made{Schema: "Person", Property: "name", Value: "female"}, "female", "female", "female"},
		{claim.Made{Schema: "Person", Property: "burial_place", ValueEntity: "e-1"}, "e-1", "e-1", "e-1"},
		{claim.Made{Shape: &claim.Shape{Form: claim.Point, Points: [][2]float64{{51.4, 35.61}}, Precision: 500}}, "point 35.61, 51.4 ±500 m", "نقطه ۳۵٫۶۱، ۵۱٫۴ ±۵۰۰ متر", "نقطة ٣٥٫٦١، ٥١٫٤ ±٥٠٠ متر"},
	} {
		for lang, want := range map[words.Lang]string{words.English: c.en, words.Persian: c.fa, words.Arabic: c.ar} {
			if got := plain(Of(all[lang], c.made).Text); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
	own := Of(all[words.English], claim.Made{Schema: "Person", Property: "name", Value: "نوید", Lang: "fa"})
	if own.Text != "نوید" || own.Lang != "fa" {
		t.Errorf("the source's own words: %+v", own)
	}
	long := claim.Shape{Form: claim.Line, Precision: 1, Basis: "survey"}
	for i := range 900 {
		long.Points = append(long.Points, [2]float64{float64(i) / 10, 1})
	}
	if got := Shape(all[words.English], long); len(got) > 200 || !strings.Contains(got, "+894") || !strings.Contains(got, "survey") {
		t.Errorf("a long line is shown as %q", got)
	}
}

// Whatever was recorded as a date, something is shown of it.
func FuzzDate(f *testing.F) {
	for _, edtf := range []string{"1988-07-27", "XXXX-07-27", "../1988", "1988/..", "{1988,1989..1991}", "Y-170000002", "1988-21", "", "/", "XXXX-13-99"} {
		f.Add(edtf, "1367-05", "solar")
	}
	all, err := words.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, edtf, native, own string) {
		for _, table := range all {
			for _, in := range calendar.Calendars() {
				s := Date(table, claim.Date{EDTF: edtf, Native: native, Calendar: own, Flags: []string{"no-year"}}, in)
				if s.Text == "" && edtf != "" && native != "" {
					t.Errorf("%q (%q, %q) is shown as nothing", edtf, native, own)
				}
				Date(table, claim.Date{EDTF: edtf, Calendar: own}, in)
			}
		}
	})
}

func TestADateIsShownInTheCalendarAndDigitsAReaderLikes(t *testing.T) {
	date := claim.Date{EDTF: "1988-07-27", Calendar: "gregorian"}
	for _, c := range []struct {
		lang             words.Lang
		calendar, digits string
		text, also       string
	}{
		{words.English, "", "", "27 July 1988", ""},
		{words.English, "solar", "", "5 Mordad 1367", "27 July 1988"},
		{words.English, "solar", "persian", "۵ Mordad ۱۳۶۷", "۲۷ July ۱۹۸۸"},
		{words.Persian, "", "", "۵ مرداد ۱۳۶۷", "۲۷ ژوئیه ۱۹۸۸"},
		{words.Persian, "gregorian", "latin", "27 ژوئیه 1988", ""},
		{words.Persian, "", "arabic", "٥ مرداد ١٣٦٧", "٢٧ ژوئیه ١٩٨٨"},
	} {
		table := tables(t)[c.lang].As(c.calendar, c.digits)
		if s := Date(table, date, Main(table)); s.Text != c.text || s.Also != c.also {
			t.Errorf("in %s, %q and %q: %q beside %q, want %q beside %q", c.lang, c.calendar, c.digits, s.Text, s.Also, c.text, c.also)
		}
	}
	at := time.Date(1988, 7, 27, 12, 0, 0, 0, time.UTC)
	english := tables(t)[words.English]
	if got := Moment(english, at); got != "" {
		t.Errorf("beside a moment stands %q, which nobody asked for", got)
	}
	if got := Moment(english.As("solar", ""), at); got != "5 Mordad 1367" {
		t.Errorf("beside a moment stands %q", got)
	}
	if got := english.As("", "persian").Number(1234567); got != "۱٬۲۳۴٬۵۶۷" {
		t.Errorf("a number is %q", got)
	}
	if english.Number(7) != "7" {
		t.Error("what one reader likes changed another's table")
	}
}

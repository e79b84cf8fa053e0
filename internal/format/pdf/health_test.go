package pdf

import (
	"strings"
	"testing"
)

func TestHealthTellsGoodTextLayersFromPoorOnes(t *testing.T) {
	for _, c := range []struct {
		about    string
		text     string
		pictures float64
		trusted  bool
		reason   string // "" for none
	}{
		{"nothing at all", "", 0, true, ""},
		{"a scan", "", 1, false, "no text"},
		{"a scan with a page number", "- 12 -\nix", 0.9, false, "hardly any text"},
		{"a photograph in a letter", strings.Repeat("The photograph was taken in spring. ", 9), 0.4, true, ""},
		{"English", "This is a page I wrote. A day later they came.", 0, true, ""},
		{"Persian", "این پرونده‌ها را می‌شناسم و در آن نام‌های بسیاری آمده است.", 0, true, ""},
		{"Arabic", "وصلت الشاحنات إلى البلدة المتخيلة ولم تغادرها إلا مساءً، والأسماء كثيرة.", 0, true, ""},
		{"unknown characters", "مراج� به ترتی� ارجا� در متن ظاهر م�شود", 0, false, "does not say"},
		{"private characters", "\ue001\ue002\ue003 \ue004\ue005 text", 0, false, "does not say"},
		{"shapes of letters", "ﻫﺬا اﻟﺘﻘﺮﻳﺮ ﻳﻮﺛﻖ ﻣﺎ ﺟﺮى", 0, false, "as shapes"},
		{"torn words", "ا ی ن گ ز ا ر ش ا س ت", 0, false, "single letters"},
		{"reversed words", "ةعماجب ةيرق ىلإ تانحاشلا تلصو ةماعلا", 0, false, "order that does not occur"},
		{"lam-alef reversed after the article", "االسماء واالعالم في االرض كلها", 0, false, "order that does not occur"},
		{"mixed scripts", "Tنه الkتاAب مfهوT", 0, false, "mix scripts"},
		{"non-joiners lost", strings.Repeat("خانههای نامهها میگویند پروندهها میشود ", 4), 0, true, "non-joiners"},
	} {
		score, reasons := Health(c.text, c.pictures)
		if (score >= Trusted) != c.trusted || score < 0 || score > 100 {
			t.Errorf("%s: %d, trusted should be %v (%q)", c.about, score, c.trusted, reasons)
		}
		if all := strings.Join(reasons, "; "); c.reason == "" && all != "" || !strings.Contains(all, c.reason) {
			t.Errorf("%s: the reasons are %q, want %q", c.about, all, c.reason)
		}
	}
}

func TestPrintedPagesAreHealthy(t *testing.T) {
	for name, r := range records(t) {
		if score, reasons := Health(Layout(r.chars(), r.Width, r.Height).Text, 0); score < 95 {
			t.Errorf("%s: %d, %q", name, score, reasons)
		}
	}
}

func TestDoubtsGatherPagesThatAreAlike(t *testing.T) {
	var d Doubts
	for i, text := range []string{"", "", strings.Repeat("This page has been read well. ", 5), ""} {
		d.Add(i+1, text, 1)
	}
	all := d.All()
	if len(all) != 2 || all[0].String() != "1-2: 0: there is a picture and no text" || all[1].From != 4 || d.Mean() != 25 {
		t.Fatalf("%v, mean %d", all, d.Mean())
	}
	for _, want := range all {
		if got, err := ParseDoubt(want.String()); err != nil || got != want {
			t.Errorf("%q: %+v, %v", want, got, err)
		}
	}
	for _, s := range []string{"", "3", "3: 1", "a: 1: b", "4-3: 1: b", "0: 1: b"} {
		if got, err := ParseDoubt(s); err == nil {
			t.Errorf("%q: %+v", s, got)
		}
	}
	if n := (&Doubts{}).Mean(); n != 100 {
		t.Errorf("no pages are worth %d", n)
	}
}

func TestDates(t *testing.T) {
	for given, want := range map[string]string{
		"D:20240229143005+03'30'":    "2024-02-29T14:30:05+03:30",
		"D:20240229143005+03'30":     "2024-02-29T14:30:05+03:30",
		"D:20240229143005Z00'00'":    "2024-02-29T14:30:05Z",
		"D:20240229143005-05":        "2024-02-29T14:30:05-05:00",
		"20240229143005":             "2024-02-29T14:30:05",
		"D:202402291430":             "2024-02-29T14:30",
		"D:20240229":                 "2024-02-29",
		"D:1998":                     "1998",
		"":                           "",
		"D:20240230000000":           "D:20240230000000",
		"Thursday, in the evening":   "Thursday, in the evening",
		"D:20240229143005+99'99'":    "2024-02-29T14:30:05",
		"D:202402291430051234567890": "D:202402291430051234567890",
	} {
		if got := Date(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

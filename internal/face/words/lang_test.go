package words

import "testing"

func TestTheLanguageChosenBeforeWinsOverTheBrowsers(t *testing.T) {
	for _, c := range []struct {
		chosen, accept string
		want           Lang
	}{
		{"", "", English},
		{"fa", "en", Persian},
		{"ar", "fa-IR,fa;q=0.9", Arabic},
		{"de", "fa", Persian}, // not spoken here: as if nothing was chosen
		{"", "fa-IR,fa;q=0.9,en;q=0.5", Persian},
		{"", "ar-LB", Arabic},
		{"", "de, fr;q=0.7", English},
		{"", "de, ar;q=0.3", Arabic},
		{"", "fa-AF", Persian}, // Dari
		{"", "\x00;;q=", English},
	} {
		if got := Choose(c.chosen, c.accept); got != c.want {
			t.Errorf("chosen %q, accepts %q: %s, want %s", c.chosen, c.accept, got, c.want)
		}
	}
}

func TestEachLanguageHasItsDirectionAndName(t *testing.T) {
	for lang, want := range map[Lang][2]string{English: {"ltr", "English"}, Persian: {"rtl", "فارسی"}, Arabic: {"rtl", "العربية"}} {
		if got := [2]string{Dir(lang), lang.Own()}; got != want {
			t.Errorf("%s: %v", lang, got)
		}
	}
}

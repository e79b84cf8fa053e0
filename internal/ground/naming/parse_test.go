package naming

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// told writes a reading as "given:Reza surname?:Kaviani".
func told(r Reading) string {
	var words []string
	for _, p := range r.Parts {
		unsure := ""
		if !p.Certain {
			unsure = "?"
		}
		words = append(words, fmt.Sprintf("%s%s:%s", p.Role, unsure, strings.ReplaceAll(p.Text, " ", "_")))
	}
	return strings.Join(words, " ")
}

// All names are invented.
func TestEveryPartHasItsRole(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"محمدرضا کاویانی", "", "given:محمدرضا surname:کاویانی"},
		{"Reza Kaviani", "", "given:Reza surname:Kaviani"},
		{"Gholam Reza Barzegar Nia", "", "given:Gholam_Reza surname:Barzegar_Nia"},
		// what a half-space holds together
		{"کیوان لاله\u200cکوه", "", "given:کیوان surname?:لاله\u200cکوه"},
		{"کیوان لاله\u200cکوه", "fa", "given:کیوان surname?:لاله\u200cکوه"},
		{"کیوان لاله کوه", "", "given?:کیوان_لاله surname?:کوه"},
		{"لاله\u200cکوه، کیوان", "", "surname:لاله\u200cکوه given:کیوان"},
		{"گل\u200cمحمد کاویانی", "", "given?:گل\u200cمحمد surname?:کاویانی"},
		{"محمد\u200cرضا کاویانی", "ar", "given:محمد\u200cرضا surname:کاویانی"},
		{"رضا کاویانی فرزند گل\u200cمحمد", "", "given:رضا surname:کاویانی particle:فرزند father:گل\u200cمحمد"},
		{"مینا دشت\u200cآرای\u200cکوه", "", "given:مینا surname?:دشت\u200cآرای\u200cکوه"},
		// what signs state
		{"KAVIANI, Reza", "", "surname:KAVIANI given:Reza"},
		{"کاویانی، رضا", "", "surname:کاویانی given:رضا"},
		{"Reza KAVIANI", "", "given:Reza surname:KAVIANI"},
		{"KAVIANI Reza", "", "surname:KAVIANI given:Reza"},
		{"رضا کاویانی فرزند حسن", "", "given:رضا surname:کاویانی particle:فرزند father:حسن"},
		{"رضا فرزند حسن کاویانی", "", "given:رضا particle:فرزند father:حسن surname:کاویانی"},
		{"Reza Kaviani, son of Hasan", "", "given:Reza surname:Kaviani particle:son_of father:Hasan"},
		{"رضا کاویانی (فرزند حسن)", "", "given:رضا surname:کاویانی particle:فرزند father:حسن"},
		{"Əli Həsən oğlu Məmmədov", "az", "given:Əli father:Həsən particle:oğlu surname:Məmmədov"},
		// nicknames
		{"رضا کاویانی معروف به سردار", "", "given:رضا surname:کاویانی particle:معروف_به nickname:سردار"},
		{"Reza “Sardar” Kaviani", "", "given:Reza nickname:Sardar surname:Kaviani"},
		{"Reza 'Sardar' Kaviani", "", "given:Reza nickname:Sardar surname:Kaviani"},
		{"Reza Kaviani a.k.a. Sardar", "", "given:Reza surname:Kaviani particle:a.k.a nickname:Sardar"},
		{"Reza Kaviani (رضا کاویانی)", "", "given:Reza surname:Kaviani respelling?:رضا_کاویانی"},
		{"محمد الهرزي الملقب بأبي عمر", "", "given:محمد surname:الهرزي particle:الملقب nickname:أبي_عمر"},
		{"Ja'far Kaviani", "", "given:Ja'far surname:Kaviani"},
		// chains
		{"خالد بن سالم الهرزي", "", "given:خالد particle:بن father:سالم surname:الهرزي"},
		{"Khalid bin Salim al-Harzi", "", "given:Khalid particle:bin father:Salim surname:al-Harzi"},
		{"عمر عبد الكريم الزاهر", "", "given:عمر father:عبد_الكريم surname:الزاهر"},
		{"Omar Hasan Salim", "ar", "given:Omar father:Hasan grandfather?:Salim"},
		{"محمد بن علي", "", "given:محمد particle:بن father:علي"},
		// kunyas, and given names that only look like one
		{"أبو عمر البغدادي", "", "kunya:أبو_عمر surname?:البغدادي"},
		{"ابوالفضل کاویانی", "", "given:ابوالفضل surname:کاویانی"},
		// guesses
		{"Kaviani Reza", "", "surname?:Kaviani given?:Reza"},
		{"Reza", "", "given?:Reza"},
		{"M. Kaviani", "", "given:M surname:Kaviani"},
		{"سید", "", "given?:سید"},
	} {
		n := Standard().Parse(c.text, c.lang)
		if got := told(n.Readings[0]); got != c.want {
			t.Errorf("%q is read\n  %s, want\n  %s", c.text, got, c.want)
		}
	}
}

func TestGuessesComeWithOtherReadings(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"Kaviani Reza", "", "given?:Kaviani surname?:Reza"},
		{"Reza", "", "surname?:Reza"},
		{"محمد حسن علي", "ar", "given?:محمد father?:حسن grandfather?:علي"},
		{"مریم شیرین سخن", "", "given:مریم surname?:شیرین_سخن"},
		{"مریم شیرین سخن", "", "given:مریم father?:شیرین surname?:سخن"},
	} {
		n := Standard().Parse(c.text, c.lang)
		var all []string
		for _, r := range n.Readings[1:] {
			all = append(all, told(r))
		}
		if !strings.Contains(strings.Join(all, "\n"), c.want) {
			t.Errorf("%q is not also read %q but\n%s", c.text, c.want, strings.Join(all, "\n"))
		}
	}
}

func TestTitlesAreSetApartWithTheirPlaces(t *testing.T) {
	n := Standard().Parse("دکتر سید رضا کاویانی", "")
	if len(n.Titles) != 2 || n.Titles[0].Name != "doctor" || n.Titles[1].Text != "سید" {
		t.Errorf("titles %v", n.Titles)
	}
}

func TestColumnsStateTheRoles(t *testing.T) {
	n := Standard().Stated(Column{Surname, "کاویانی"}, Column{Given, "سید رضا"}, Column{Father, ""}, Column{Grandfather, "Karim"}, Column{Nickname, "Sardar"})
	if got, want := told(n.Readings[0]), "surname:کاویانی given:رضا grandfather:Karim nickname:Sardar"; got != want {
		t.Errorf("read as %s, want %s", got, want)
	}
	if n.Folded() != "رضا karim کاویانی" || len(n.Titles) != 1 || len(n.Aliases) != 1 {
		t.Errorf("folded %q, titles %v, aliases %v", n.Folded(), n.Titles, n.Aliases)
	}
}

// A key meets the name in another script, turned round, or divided otherwise.
func TestKeysMeet(t *testing.T) {
	for _, s := range [][2]string{
		{"Mohammad Hossein Kaviani", "محمدحسین کاویانی"}, {"Kaviani Reza", "Reza Kaviani"}, {"Heydar Panah", "حیدرپناه"},
		{"برويز جراغي", "پرویز چراغی"}, {"Khalid bin Salim al-Harzi", "خالد الهرزي"}, {"رضا کاویانی فرزند حسن", "Kaviani, Reza"},
	} {
		a, b := Standard().Parse(s[0], "").Keys(), Standard().Parse(s[1], "").Keys()
		met := false
		for _, x := range a {
			for _, y := range b {
				met = met || x == y
			}
		}
		if !met {
			t.Errorf("%q %q and %q %q share no key", s[0], a, s[1], b)
		}
	}
}

func TestALongTextIsOneReadingOfUnknownRoles(t *testing.T) {
	n := Standard().Parse(strings.Repeat("Reza ", 5000), "")
	if len(n.Readings) != 1 || n.Readings[0].Parts[0].Role != Unknown {
		t.Errorf("%d readings", len(n.Readings))
	}
	for _, text := range []string{"", " ", "()", "\"\"", "12"} {
		if n := Standard().Parse(text, ""); text != "12" && len(n.Readings) != 0 {
			t.Errorf("%q has a reading", text)
		}
	}
}

// Whatever stands in a name, its parts are pieces of it in their order, and
// nothing panics.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"محمدرضا کاویانی", "KAVIANI, Reza “Sardar”", "خالد بن سالم الهرزي", "Reza (رضا", "المعروف بأبي عمر", "Əli Həsən oğlu", "\xff\xfe", "ﷺ ﷲ", "a, b, c", "'a' 'b'", "son of son of", "abu abu abu", "\u202eReza"} {
		f.Add(s, "ar")
	}
	g := Standard()
	f.Fuzz(func(t *testing.T, text, lang string) {
		n := g.Parse(text, lang)
		for _, r := range n.Readings {
			for _, p := range r.Parts {
				if p.From < 0 || p.To > len(text) || p.From > p.To || utf8.ValidString(text) && len(text) <= longestName && text[p.From:p.To] != p.Text {
					t.Errorf("%q: the part %+v is no piece of it", text, p)
				}
			}
		}
		if len(n.Readings) == 0 && len(n.Tokens) > 0 {
			t.Errorf("%q has tokens and no reading", text)
		}
		n.Keys()
		for _, r := range g.Romanise(n, lang) {
			if utf8.ValidString(text) && !utf8.ValidString(r.Text) {
				t.Errorf("%q is romanised as %q", text, r.Text)
			}
		}
		g.InArabicScript(n, lang)
	})
}

func BenchmarkParse(b *testing.B) {
	g := Standard()
	for name, text := range map[string]string{"Persian": "سید محمدرضا کاویانی فرزند حسن", "Latin": "KAVIANI, Reza “Sardar”", "unknown": "Xyzabc Wvutsrqponm"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Parse(text, "")
			}
		})
	}
}

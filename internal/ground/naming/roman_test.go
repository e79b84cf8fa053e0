package naming

import (
	"slices"
	"testing"
)

func TestNamesAreRomanisedByStatedSchemes(t *testing.T) {
	g := Standard()
	for _, c := range []struct {
		text, lang string
		scheme     Scheme
		want       string
	}{
		{"محمدرضا کاویانی", "fa", Plain, "Mohammadreza Kaviani"},
		{"رضا کاویانی", "fa", Library, "Riz̤ā Kāvīānī"},
		{"رضا کاویانی", "fa", Places, "Reẕā Kāvīānī"},
		{"حسین موسوی", "fa", Library, "Ḥusayn Mūsavī"},
		{"فاطمه", "fa", Library, "Fāṭimah"}, {"فاطمه", "fa", Places, "Fāţemeh"}, {"فاطمة", "ar", Orient, "Fāṭima"},
		{"سعید", "fa", Library, "Saʻīd"}, {"جعفر", "fa", Library, "Jaʻfar"}, {"عمر", "ar", Library, "ʻUmar"}, {"ایرج", "fa", Library, "Īraj"},
		{"عیسی", "fa", Library, "ʻĪsá"}, {"مصطفى", "ar", Orient, "Muṣṭafā"}, {"آرش", "fa", Library, "Ārash"}, {"یوسف", "fa", Plain, "Yousef"},
		{"خالد الزاهر", "ar", Library, "Khālid al-Zāh(i)r"}, {"عبد الكريم", "ar", Orient, "ʿAbd al-Karīm"}, {"ناصرالدین", "fa", Plain, "Nasereddin"},
		{"أبو عمر", "ar", Library, "Abū ʻUmar"}, {"رضایی", "fa", Plain, "Rezaei"}, {"رضایی", "fa", Library, "Riz̤āʼī"},
		{"حسین‌زاده", "fa", Plain, "Hosseinzadeh"}, {"شێرکۆ بێکەس", "ku", Hawar, "Şêrko Bêkes"}, {"شێرکۆ بێکەس", "", Plain, "Sherko Bekes"},
		{"هُرْزَند", "fa", Places, "Horzand"}, {"هرزند", "fa", Places, "H(a)rz(a)nd"},
	} {
		got := "none"
		for _, r := range g.Romanise(g.Parse(c.text, c.lang), c.lang) {
			if r.Scheme == c.scheme {
				got = r.Shown
			}
		}
		if got != c.want {
			t.Errorf("%s by %s is %s, want %s", c.text, c.scheme, got, c.want)
		}
	}
}

// What is guessed is marked, and what is known is not.
func TestGuessedVowelsAreMarked(t *testing.T) {
	g := Standard()
	for text, want := range map[string]bool{"هرزند": true, "رضا": false, "محمدرضا کاویانی": false, "هرزند کاویانی": true} {
		for _, r := range g.Romanise(g.Parse(text, "fa"), "fa") {
			if r.Guessed != want || r.Guessed == (r.Text == r.Shown) {
				t.Errorf("%s by %s: %q, %q, guessed %v", text, r.Scheme, r.Text, r.Shown, r.Guessed)
			}
		}
	}
}

func TestLatinNamesHaveSpellingsInArabicScript(t *testing.T) {
	g := Standard()
	for text, want := range map[string]string{
		"Mohammad Reza Kaviani": "محمدرضا کاویانی", "Hosseinzadeh": "حسین‌زاده", "Karimi": "کریمی", "Mehmet": "محمد", "Abdolrahman": "عبدالرحمان", "Sherko": "شێرکۆ",
	} {
		if got := g.InArabicScript(g.Parse(text, "fa"), "fa"); !slices.Contains(got, want) {
			t.Errorf("%s is %q, want %s among them", text, got, want)
		}
	}
	if got := g.InArabicScript(g.Parse("Harzandi Qwxz", ""), ""); got != nil {
		t.Errorf("a name that is not known is spelled %q", got)
	}
}

func TestALatinNameIsNotRomanised(t *testing.T) {
	g := Standard()
	if got := g.Romanise(g.Parse("Reza Kaviani", ""), ""); got != nil {
		t.Errorf("%v", got)
	}
}

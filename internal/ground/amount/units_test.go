package amount

import "testing"

func TestOneUnitIsMetByAllWordsForIt(t *testing.T) {
	for _, test := range []struct{ text, lang, want string }{
		{"person", "", "persons"}, {" People ", "en", "persons"}, {"persons", "", "persons"}, {"نفر", "fa", "persons"}, {"شخص", "", "persons"}, {"أشخاص", "ar", "persons"},
		{"family", "", "families"}, {"خانواده", "fa", "families"}, {"شهر", "fa", "cities"}, {"شهر", "ar-IQ", "months"}, {"شهر", "", ""}, {"prisoners", "", ""}, {"", "", ""},
	} {
		if code, ok := Unit(test.text, test.lang); code != test.want || ok != (test.want != "") {
			t.Errorf("%q in %q is %q, %t; want %q", test.text, test.lang, code, ok, test.want)
		}
	}
}

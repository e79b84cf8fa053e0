package script

import "testing"

func TestTheFirstStrongCharacterGivesTheDirection(t *testing.T) {
	for text, want := range map[string]Dir{
		"کاویانی": RTL, "Kaviani": LTR, "(۱۳۶۷) کاویانی": RTL, "1367 – Kaviani کاویانی": LTR,
		"שלום": RTL, "ﺻﺎﻟﺢ": RTL, "Καλά": LTR, "字": LTR, "": Neutral, "۱۳۶۷ / 12": Neutral, "\u200f12": RTL, "\u200e۱۲": LTR,
		"\u2068Kaviani\u2069 نوشت": RTL, "\u2067\u2066کا\u2069و\u2069 wrote": LTR, "\u2069 Kaviani": LTR, "\u2068کا": Neutral, "\u2069\u2068کا\u2069 Kaviani": LTR,
	} {
		if got := Direction(text); got != want {
			t.Errorf("Direction(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestADirectionIsWrittenAsHTMLHasIt(t *testing.T) {
	for d, want := range map[Dir]string{LTR: "ltr", RTL: "rtl", Neutral: "auto"} {
		if d.String() != want {
			t.Errorf("%d is %q, want %q", d, d.String(), want)
		}
	}
}

func TestTheScriptIsThatOfMostLetters(t *testing.T) {
	for text, want := range map[string]string{
		"محمدرضا (Reza)": "Arab", "Mohammad رضا": "Latn", "یک ab": "Arab", "ab یک": "Latn",
		"۱۳۶۷ ،؟ ـ": "Zyyy", "": "Zyyy", "Иван": "Cyrl", "שלום": "Hebr", "山田": "Hani", "가나": "Hang",
		"ܫܠܡܐ": "Syrc", "Արա": "Armn", "ꦗꦮ": "Zzzz", "ﺻﺎﻟﺢ": "Arab",
	} {
		if got := Script(text); got != want {
			t.Errorf("Script(%q) = %q, want %q", text, got, want)
		}
	}
}

package script

import (
	"slices"
	"strings"
	"testing"
)

func TestPiecesStandWhereTheyWereWritten(t *testing.T) {
	for text, want := range map[string][]string{
		"Dr. Gholam Reza al-Tikani": {"Gholam Reza", "al-Tikani"},
		"Kaviani, Reza":             {"Reza", "Kaviani"},
		"خالد بن سالم الهرزي":       {"خالد", "سالم", "الهرزي"},
		"محمد بن علي":               {"محمد", "علي"}, // bin parts what would be one name
		"عبد الرحمن":                {"عبد الرحمن"},
		"ئاسۆ قادرپوور":             {"ئاسۆ", "قادرپوور"},
		"نیک\u200cنام رستم نژاد":    {"نیک", "نام", "رستم نژاد"},
		"Omar Hasan":                {"Omar", "Hasan"}, // not Amir Hasan
		"سیدمحمدرضا":                {"سیدمحمدرضا"},
	} {
		_, pieces := Pieces(text)
		var got []string
		for _, p := range pieces {
			got = append(got, text[p.From:p.To])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has the pieces %q, want %q", text, got, want)
		}
	}
	if _, pieces := Pieces("Khalid bin Salim al-Harzi"); !pieces[1].Son || pieces[0].Son || !pieces[2].Article {
		t.Errorf("marks %+v", pieces)
	}
}

func TestCompoundsAreAFewKnownOnes(t *testing.T) {
	for pair, want := range map[string]bool{
		"mohammad hossein": true, "محمد حسین": true, "gholam reza": true, "amir ali": true, "ali akbar": true,
		"reza mohammad": false, "omar ali": false, "عمر علی": false, "mohammad حسین": false, "he is": false,
	} {
		before, after, _ := strings.Cut(pair, " ")
		if got := Compound(before, after); got != want {
			t.Errorf("Compound(%s) = %v", pair, got)
		}
	}
	if Compound("", "") || Compound("ali", "") {
		t.Error("nothing is half of a name")
	}
}

// Of any text the pieces are pieces of it, and the tokens those of ParseName.
func FuzzPieces(f *testing.F) {
	for _, s := range []string{"Reza Kaviani", "کاویانی، رضا", "ﷺ ﷲ bin", "ا\u0653رش", "abd abd abd", "al al al", "\xff", "ئا ئ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		titles, pieces := Pieces(text)
		for _, p := range pieces {
			if p.From < 0 || p.From > p.To || p.To > len(text) || p.Token == "" || len(p.Words) == 0 {
				t.Errorf("%q has the piece %+v", text, p)
			}
		}
		for _, p := range titles {
			if p.From < 0 || p.From > p.To || p.To > len(text) {
				t.Errorf("%q has the title %+v", text, p)
			}
		}
		if n := ParseName(text); len(n.Tokens) != len(pieces) {
			t.Errorf("%q has %d pieces and %d tokens", text, len(pieces), len(n.Tokens))
		}
	})
}

package script

import (
	"slices"
	"strings"
	"testing"
)

func TestANameIsTakenApart(t *testing.T) {
	for _, c := range []struct {
		text   string
		tokens []string
		titles []string
	}{
		{"Mohammad-Reza Kaviani", []string{"mohammadreza", "kaviani"}, nil},
		{"محمد رضا كاوياني", []string{"محمدرضا", "کاویانی"}, nil},
		{"Mohammad Karimi", []string{"mohammad", "karimi"}, nil},
		{"Kaviani, Reza", []string{"reza", "kaviani"}, nil},
		{"کاویانی، رضا", []string{"رضا", "کاویانی"}, nil},
		{"Gholam Reza Sepehri", []string{"gholamreza", "sepehri"}, nil},
		{"حمید رضا سپهری", []string{"حمیدرضا", "سپهری"}, nil},
		{"Hamid Mehdi", []string{"hamid", "mehdi"}, nil},
		{"Reza Islam", []string{"reza", "islam"}, nil},
		{"آرش ارژنگی", []string{"آرش", "ارژنگی"}, nil},
		{"ا\u0653رش", []string{"آرش"}, nil},
		// abd, abu, umm
		{"Abd-ol-Rahman", []string{"abdrahman"}, nil},
		{"Abdurrahman", []string{"abdrahman"}, nil},
		{"Abdul Rahman", []string{"abdrahman"}, nil},
		{"Abd al-Rahman", []string{"abdrahman"}, nil},
		{"عبد الرحمن", []string{"عبدرحمن"}, nil},
		{"عبدالرحمن", []string{"عبدرحمن"}, nil},
		{"Abdullah", []string{"abdallah"}, nil},
		{"Abd Allah", []string{"abdallah"}, nil},
		{"عبد الله", []string{"عبدالله"}, nil},
		{"Abolfazl", []string{"abufazl"}, nil},
		{"Abu'l-Fazl", []string{"abufazl"}, nil},
		{"ابو الفضل", []string{"ابوفضل"}, nil},
		{"عبداللهی", []string{"عبداللهی"}, nil},
		{"Abu Lahab", []string{"abulahab"}, nil},
		{"Abulahab", []string{"abulahab"}, nil},
		{"Umm Kulthum", []string{"ummkulthum"}, nil},
		// endings
		{"حسن زاده", []string{"حسنزاده"}, nil},
		{"حسن\u200cزاده", []string{"حسنزاده"}, nil},
		{"Mehr-Pour", []string{"mehrpour"}, nil},
		{"Sara Pour Mohammadi", []string{"sara", "pourmohammadi"}, nil},
		{"سارا رستم نژاد", []string{"سارا", "رستمنژاد"}, nil},
		{"Ruh Allah", []string{"ruhallah"}, nil},
		{"Nasir al-Din", []string{"nasirdin"}, nil},
		{"Nasiruddin", []string{"nasirdin"}, nil},
		{"Jamal al-Din", []string{"jamaldin"}, nil},
		{"Jamaldin", []string{"jamaldin"}, nil},
		{"ناصر الدین", []string{"ناصردین"}, nil},
		{"ناصرالدین", []string{"ناصردین"}, nil},
		{"زهرا سادات", []string{"زهراسادات"}, nil},
		{"خامه\u200cای", []string{"خامای"}, nil},
		// articles and sons
		{"Rashid al-Tikani", []string{"rashid", "tikani"}, nil},
		{"Rashid ash-Shamli", []string{"rashid", "shamli"}, nil},
		{"رشيد التيكاني", []string{"رشید", "تیکانی"}, nil},
		{"Rashid bin Salim", []string{"rashid", "salim"}, nil},
		{"رشيد بن سالم", []string{"رشید", "سالم"}, nil},
		{"الهه الگانی", []string{"الهه", "الگانی"}, nil},
		{"Rashid al-Karim Din", []string{"rashid", "karim", "din"}, nil},
		{"الهام الیاسی", []string{"الهام", "الیاسی"}, nil},
		{"Al", []string{"al"}, nil},
		{"بن", []string{"بن"}, nil},
		// titles
		{"Dr. Seyyed Reza Kaviani", []string{"reza", "kaviani"}, []string{"doctor", "sayyed"}},
		{"دکتر سید رضا کاویانی", []string{"رضا", "کاویانی"}, []string{"doctor", "sayyed"}},
		{"الدكتور السيد رضا", []string{"رضا"}, []string{"doctor", "sayyed"}},
		{"سیدمحمدرضا کاویانی", []string{"محمدرضا", "کاویانی"}, []string{"sayyed"}},
		{"Seyedali Kaviani", []string{"ali", "kaviani"}, []string{"sayyed"}},
		{"سیدی", []string{"سیدی"}, nil},
		{"Haj Agha Karim Mirza", []string{"karim", "mirza"}, []string{"haji", "mr"}},
		{"آیت الله نیک\u200cرو", []string{"نیک", "رو"}, []string{"ayatollah"}},
		{"حجت الاسلام والمسلمین نیکرو", []string{"نیکرو"}, []string{"hojjatoleslam"}},
		{"Sheikh", []string{"sheikh"}, nil},
		{"Haji Sheikh", []string{"sheikh"}, []string{"haji"}},
		{"", nil, nil},
		{" ،- ", nil, nil},
	} {
		n := ParseName(c.text)
		if !slices.Equal(n.Tokens, c.tokens) || !slices.Equal(n.Titles, c.titles) {
			t.Errorf("%q: tokens %q titles %q, want %q %q", c.text, n.Tokens, n.Titles, c.tokens, c.titles)
		}
		if n.Text != c.text {
			t.Errorf("%q kept as %q", c.text, n.Text)
		}
	}
}

func TestATokenHasABoundedNumberOfParts(t *testing.T) {
	n := ParseName(strings.Repeat("zadeh ", 100))
	for _, token := range n.Tokens {
		if len(token) > mostParts*len("zadeh") {
			t.Errorf("a token of %d bytes", len(token))
		}
	}
}

func TestATitleHasOneNameInAllScripts(t *testing.T) {
	for title, spellings := range map[string][]string{
		"sayyed":    {"Seyyed", "Sayyid", "Syed", "سید", "السيد", "سيدة"},
		"haji":      {"Haj", "Hajji", "al-Hajj", "حاج", "حاجی", "الحاج"},
		"doctor":    {"Dr.", "Doctor", "دکتر", "الدكتور", "د."},
		"sheikh":    {"Sheikh", "Shaykh", "شیخ", "الشيخ"},
		"mulla":     {"Mulla", "Mollah", "ملا"},
		"mirza":     {"Mirza", "میرزا"},
		"engineer":  {"Eng.", "Mohandes", "مهندس", "المهندس"},
		"ayatollah": {"Ayatollah", "Ayat-ollah", "آیت الله", "آية الله"},
	} {
		for _, spelling := range spellings {
			if got := ParseName(spelling + " کاویانی").Titles; !slices.Equal(got, []string{title}) {
				t.Errorf("%q: %q, want %q", spelling, got, title)
			}
		}
	}
}

func TestSameIsEqualityOfSpellingAndNotOfSound(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"محمدرضا کاویانی", "محمد رضا كاوياني", true},
		{"Mohammad-Reza KAVIANI", "mohammadreza kāviānī", true},
		{"Dr. Reza Kaviani", "Kaviani, Reza", true},
		{"رشيد التيكاني", "رشید بن تیکانی", true},
		{"Abdullah Kaviani", "Abd-Allah Kaviani", true},
		{"Reza Kaviani", "Rezza Kaviani", false},
		{"Reza Kaviani", "رضا کاویانی", false},
		{"Reza Kaviani", "Kaviani Reza", false},
		{"Reza Kaviani", "Reza", false},
		{"آرش", "ارش", false},
		{"", "", false},
		{"-", "،", false},
	} {
		if got := Same(c.a, c.b); got != c.want || Same(c.b, c.a) != got {
			t.Errorf("Same(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
		if c.want && Key(c.a) != Key(c.b) {
			t.Errorf("%q and %q are the same with keys %q and %q", c.a, c.b, Key(c.a), Key(c.b))
		}
	}
}

package naming

import (
	"slices"
	"strings"
	"testing"
)

func levelsOf(a, b string) Level {
	g := Standard()
	x, y := g.Parse(a, ""), g.Parse(b, "")
	return g.Compare(x.Tokens[0], y.Tokens[0]).Level
}

func TestTokensHaveLevels(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Level
	}{
		{"Reza", "Reza", Exact},
		{"Reza", "REZA", Same}, {"كريم", "کریم", Same}, {"Mohammad-Reza", "Mohammadreza", Same}, {"آرش", "ارش", Same},
		{"محمد", "Mehmet", Grouped}, {"Hossein", "Husayn", Grouped}, {"محمدحسین", "Mohammad Hossein", Grouped}, {"Abdurrahman", "عبدالرحمن", Grouped},
		{"حسین‌زاده", "Hosseinzadeh", Grouped}, {"پرویز", "برويز", Grouped}, {"Yousef", "یوسف", Grouped}, {"Rezaei", "رضایی", Grouped},
		{"Zarringhalam", "Zarinqalam", Same}, {"Sepanta", "سپنتا", Variant}, {"Khoshnevisan", "Koshnevisan", Variant},
		{"زرینقلم", "Zarrinqalam", Variant}, {"هرزندی", "Harzandi", Variant}, {"ترکاشوند", "Torkashvand", Variant},
		{"M.", "Mohammad", Initial}, {"M.", "محمد", Initial}, {"A.", "علی", Initial}, {"M.", "Reza", Different},
		{"Hamid", "حامد", Grouped}, // Arabic papers write Hamid for both
		{"Hasan", "حسین", Different}, {"Hasan", "Hossein", Different}, {"محمود", "محمد", Different}, {"Mahmoud", "محمد", Different},
		{"Karim", "Karimi", Different}, {"Farid", "فریده", Different}, {"Zahra", "زهره", Different}, {"Ali", "Alavi", Different},
		{"Dashtban", "Mirzaei", Different},
	} {
		if got := levelsOf(c.a, c.b); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.a, c.b, got, c.want)
		}
		if got := levelsOf(c.b, c.a); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.b, c.a, got, c.want)
		}
	}
}

func TestNamesAreComparedTokenByToken(t *testing.T) {
	g := Standard()
	for _, c := range []struct {
		a, b   string
		least  float64
		most   float64
		other  bool
		turned bool
	}{
		{"Reza Kaviani", "رضا کاویانی", .95, 1, false, false},
		{"Gholam Reza Kaviani", "غلامرضا کاویانی", .95, 1, false, false},
		{"Pour Naghshband, Reza", "رضا پورنقشبند", .85, 1, false, false},
		{"Kaviani Reza", "Reza Kaviani", .85, 1, false, false},
		{"Reza Kaviani", "Reza Hasan Kaviani", .8, 1, false, false},
		// fathers, sons and brothers
		{"Ali Saddam Hussein al-Tikriti", "Saddam Hussein al-Tikriti", 0, .7, true, false},
		{"Ali Kaviani", "Hasan Kaviani", 0, .6, true, false},
		{"Reza Hasan", "Hasan Reza", .8, .95, false, true},
		{"Reza Kaviani", "Dara Foroutan", 0, .3, true, false},
	} {
		got := g.CompareNames(g.Parse(c.a, ""), g.Parse(c.b, ""))
		if got.Score < c.least || got.Score > c.most || got.OtherGiven != c.other || got.Turned != c.turned {
			t.Errorf("%s and %s: %.2f, other given %v, turned %v, want %.2f to %.2f, %v, %v; %+v", c.a, c.b, got.Score, got.OtherGiven, got.Turned, c.least, c.most, c.other, c.turned, got.Pairs)
		}
	}
}

// One name with a part that the other lacks is near, and what is missing is told.
func TestWhatIsMissingIsTold(t *testing.T) {
	g := Standard()
	c := g.CompareNames(g.Parse("رضا کاویانی فرزند حسن", ""), g.Parse("Reza Kaviani", ""))
	missing := ""
	for _, p := range c.Pairs {
		if p.Level == Missing {
			missing += p.Left
		}
		if p.Why == "" {
			t.Errorf("%v has no reason", p)
		}
	}
	if missing != "حسن" {
		t.Errorf("missing is %q", missing)
	}
	if got := g.CompareNames(g.Parse("", ""), g.Parse("Reza", "")); got.Level != Missing || got.Score != 0 {
		t.Errorf("a name and nothing: %+v", got)
	}
}

// A comparison is the same from both sides, of any texts, and between 0 and 1.
func FuzzCompare(f *testing.F) {
	f.Add("Reza Kaviani", "رضا کاویانی")
	f.Add("KAVIANI, R.", "Kaviani Reza")
	f.Add("محمد بن علي", "Mohammad Ali")
	f.Add(strings.Repeat("ab ", 30), strings.Repeat("x", 200))
	g := Standard()
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := g.Parse(a, ""), g.Parse(b, "")
		one, two := g.CompareNames(x, y), g.CompareNames(y, x)
		if one.Score < 0 || one.Score > 1 || one.Score != one.Score {
			t.Errorf("%q and %q score %v", a, b, one.Score)
		}
		for i := range min(len(x.Tokens), len(y.Tokens)) {
			if p, q := g.Compare(x.Tokens[i], y.Tokens[i]), g.Compare(y.Tokens[i], x.Tokens[i]); p.Level != q.Level || p.Score-q.Score > 1e-6 || q.Score-p.Score > 1e-6 {
				t.Errorf("%q and %q are %v, and %v turned round", x.Tokens[i].Text, y.Tokens[i].Text, p, q)
			}
		}
		if len(one.Pairs) == 0 && one.Level != Missing || len(one.Pairs) < len(two.Pairs)/4 {
			t.Errorf("%q and %q have %d pairs, turned round %d", a, b, len(one.Pairs), len(two.Pairs))
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	g := Standard()
	for name, pair := range map[string][2]string{
		"known": {"Mohammad Reza Kaviani", "محمدرضا کاویانی"}, "Latin": {"Zarrinpoush Harzandi", "Zarinpush Harzandy"}, "across": {"زرین‌پوش هرزندی", "Zarrinpoush Harzandi"},
	} {
		b.Run(name, func(b *testing.B) {
			x, y := g.Parse(pair[0], ""), g.Parse(pair[1], "")
			b.ReportAllocs()
			for b.Loop() {
				g.CompareNames(x, y)
			}
		})
	}
}

func TestTheLevelAloneIsThatOfTheComparison(t *testing.T) {
	g := Standard()
	var tokens []Token
	for i, one := range g.all {
		for _, s := range slices.Concat(one.arabic[:1], one.latin) {
			other := g.all[(i*7+3)%len(g.all)]
			for _, text := range []string{s, s + other.latin[0], s + " " + other.arabic[0], s + "x", s + "ان"} {
				if n := g.Stated(Column{Role: Given, Text: text}); len(n.Tokens) > 0 {
					tokens = append(tokens, n.Tokens[0])
				}
			}
		}
	}
	near := 0
	for i, a := range tokens {
		for j := range 60 {
			b := tokens[(i*31+j*j*j)%len(tokens)]
			if got, want := g.Level(a, b), g.Compare(a, b).Level; got != want {
				t.Fatalf("%s and %s: %s, not %s", a.Text, b.Text, got, want)
			} else if want == Near {
				near++
			}
		}
	}
	if near < 100 {
		t.Errorf("only %d pairs were near", near)
	}
}

package fiction

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTablesOfNamesAreWhole(t *testing.T) {
	for _, c := range []struct {
		file        string
		lines, cols int
	}{
		{"men.txt", 60, 4}, {"women.txt", 60, 4}, {"surnames_persian.txt", 45, 4}, {"surnames_arabic.txt", 35, 3},
	} {
		lines, seen := rows(c.file), map[string]bool{}
		if len(lines) < c.lines {
			t.Errorf("%s has %d names, want at least %d", c.file, len(lines), c.lines)
		}
		for i, f := range lines {
			if len(f) != c.cols {
				t.Fatalf("%s line %d has %d columns, want %d", c.file, i+1, len(f), c.cols)
			}
			if seen[f[0]] {
				t.Errorf("%s line %d: %s stands there twice", c.file, i+1, f[0])
			}
			seen[f[0]] = true
		}
	}
}

func TestEverySpellingIsInItsScript(t *testing.T) {
	n := readNames()
	if got := len(n.surnames[0]) + len(n.surnames[1]); got < 120 {
		t.Errorf("%d surnames, want at least 120", got)
	}
	for _, group := range [][2][]Spelling{n.men, n.women, n.surnames, {placeNames(towns()), placeNames(prisons())}} {
		for _, s := range append(group[0], group[1]...) {
			eachIn(t, s.Fa, "يكةأإىـ", unicode.Arabic)
			eachIn(t, s.Ar, "یکپچژگۀ", unicode.Arabic)
			eachIn(t, s.Latin, "", unicode.Latin)
		}
	}
}

func placeNames(places []Place) (out []Spelling) {
	for _, p := range places {
		out = append(out, p.Name)
	}
	return out
}

// eachIn refuses letters of another script and those of the neighbouring
// language, which only a slip of the pen may put there.
func eachIn(t *testing.T, spellings []string, foreign string, script *unicode.RangeTable) {
	t.Helper()
	for _, s := range spellings {
		if strings.TrimSpace(s) != s || s == "" {
			t.Errorf("%q is empty or padded", s)
		}
		for _, r := range s {
			if strings.ContainsRune(foreign, r) || unicode.IsLetter(r) && !unicode.Is(script, r) {
				t.Errorf("%q holds %q", s, r)
			}
		}
	}
}

func TestCompoundsAreSewn(t *testing.T) {
	gholam := spelling("غلام+رضا", "غلام+رضا", "Gholam+Reza")
	fanus := spelling("فانوس+گر", "فانوس+كر", "Fanus+gar")
	fanus.surname = true
	for _, c := range []struct{ got, want string }{
		{gholam.In("fa"), "غلام\u200cرضا"},
		{gholam.In("ar"), "غلام رضا"},
		{gholam.In("en"), "Gholam Reza"},
		{fanus.In("fa"), "فانوس\u200cگر"},
		{fanus.In("en"), "Fanusgar"},
		{sewArabic("ستاره+شمار", closed), "ستاره شمار"},
		{sewArabic("شراغ+آرا", closed), "شراغ آرا"},
		{sewArabic("فانوس+كر", closed), "فانوسكر"},
		{sewPersian("سیمرود+زاده", zeroWidth), "سیمرودزاده"},
		{sewPersian("سیمرود+زاده", spaced), "سیمرود زاده"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestAllTextIsComposedUnicode(t *testing.T) {
	c := Make(2, 300)
	for _, f := range c.Files {
		composed(t, f.Path)
		composed(t, string(f.Bytes))
	}
	for _, l := range c.Lists {
		composed(t, l.Path)
		composed(t, l.Mapping)
		for row := range l.Rows() {
			composed(t, strings.Join(row.Cells, "\n"))
		}
	}
	for _, e := range c.Entities {
		composed(t, e.Name["fa"]+e.Name["ar"]+e.Name["en"])
	}
}

// composed proves NFC by a narrower rule: no combining mark at all, and only
// letters of blocks in which nothing decomposes to a single other letter
// (Unicode, DerivedNormalizationProps, NFC_Quick_Check).
func composed(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%.40q is not UTF-8", s)
	}
	for _, r := range s {
		ascii := r < 0x80
		arabicBlock := r >= 0x600 && r <= 0x6ff
		punctuation := r == 0xab || r == 0xbb || r == 0x200c
		punctuation = punctuation || r == 0x202e || r == 0x202c // around one name in the diary
		if unicode.Is(unicode.M, r) || !ascii && !arabicBlock && !punctuation {
			t.Fatalf("%.60q holds %U", s, r)
		}
	}
}

func TestThePeopleToldOfAreInTheTables(t *testing.T) {
	w := newWorld(1, 0)
	for i, told := range toldPeople() {
		p := w.person(i)
		for what, text := range map[string]string{
			"given": p.Given.Latin[0], "father": p.Father.Latin[0], "surname": p.Surname.Latin[0],
			"town": p.Town.ID, "prison": p.Prison.ID,
		} {
			if text == "" {
				t.Errorf("%s has no %s", told.id, what)
			}
		}
		if got := w.lists(i).String(); got != told.onLists {
			t.Errorf("%s is on %s, want %s", told.id, got, told.onLists)
		}
	}
}

func TestBrothersDifferOnlyInNameAndYear(t *testing.T) {
	w, pairs := newWorld(5, 5000), 0
	for i := len(w.told) + 1; i < w.people; i++ {
		a, b := w.person(i-1), w.person(i)
		if i%2 == 0 || a.Surname.Fa[0] != b.Surname.Fa[0] || a.Father.Fa[0] != b.Father.Fa[0] {
			continue
		}
		pairs++
		if a.Given.Fa[0] == b.Given.Fa[0] || a.Born == b.Born || b.Born > youngest {
			t.Errorf("%s and %s can't be brothers", a.Name("en"), b.Name("en"))
		}
		if a.Prison.ID != b.Prison.ID || a.Died != b.Died {
			t.Errorf("%s and %s did not die together", a.Name("en"), b.Name("en"))
		}
	}
	if pairs < 150 || pairs > 400 {
		t.Errorf("%d pairs of brothers among 5,000, want about 250", pairs)
	}
}

package naming

import (
	"slices"
	"strings"
	"testing"

	"sanad/internal/ground/script"
)

// tokenOf gives the token that a spelling is read as.
func tokenOf(spelling string) string { return strings.Join(script.ParseName(spelling).Tokens, "") }

func TestEveryLineOfTheDictionaryIsRead(t *testing.T) {
	g, err := standard()
	if err != nil {
		t.Fatal(err)
	}
	given := 0
	for _, one := range g.all {
		if one.given() {
			given++
		}
		for _, s := range slices.Concat(one.arabic, one.latin) {
			if !slices.Contains(g.keys[keyOf(tokenOf(s))], one) {
				t.Errorf("%s does not lead to %s", s, one.id)
			}
		}
	}
	if given < 600 {
		t.Errorf("only %d given names", given)
	}
}

// What names a group in Latin letters leads to it first: else a name would be
// romanised as its twin.
func TestAGroupIsFoundByItsName(t *testing.T) {
	g := Standard()
	for _, one := range g.all {
		found := g.lookup(tokenOf(one.id))
		if one.kind != Ending && (len(found) == 0 || found[0].id() != one.id) {
			t.Errorf("%s is read as %v", one.id, found)
		}
	}
}

func TestNamesWrittenAsOneAreTakenApart(t *testing.T) {
	g := Standard()
	for text, want := range map[string]string{
		"محمدرضا": "mohammad+reza", "Gholamreza": "gholam+reza", "عبدالرحمن": "abd+rahman", "Hosseinzadeh": "hossein+zadeh", "رضایی": "reza+i",
		"Nasir al-Din": "nasir+din", "محمدحسین‌زاده": "mohammad+hossein+zadeh", "ابراهیمیان": "ebrahim+ian", "Karimi": "karimi",
	} {
		found := g.lookup(tokenOf(text))
		if len(found) == 0 || found[0].id() != want {
			t.Errorf("%s is read as %v, want %s", text, found, want)
		}
	}
	for _, text := range []string{"Qwxz", "زززز", strings.Repeat("ali", 40)} {
		if found := g.lookup(tokenOf(text)); len(found) > 0 {
			t.Errorf("%s is read as %v", text, found)
		}
	}
}

func TestAProjectAddsGroups(t *testing.T) {
	g, err := Standard().WithLines("own.txt", "# ours\n\ns زرین‌پوش | zarrinpoush zarrinpush\nm رضا | reza rezo\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range [][2]string{{"Zarrinpush", "زرین‌پوش"}, {"Rezo", "رضا"}} {
		a, b := g.token(s[0], tokenOf(s[0])), g.token(s[1], tokenOf(s[1]))
		if got := g.Compare(a, b).Level; got != Grouped {
			t.Errorf("%s and %s are %s", s[0], s[1], got)
		}
	}
	if len(Standard().lookup("zarrinpush")) > 0 || len(Standard().lookup("rezo")) > 0 {
		t.Error("the program's own dictionary was changed")
	}
	for _, bad := range []string{"m رضا", "x رضا | reza", "m reza | رضا", "m رضا |", "f رضا | reza", "mm رضا | reza"} {
		if _, err := Standard().WithLines("own.txt", "# one\n"+bad); err == nil || !strings.Contains(err.Error(), "own.txt:2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Whatever a project writes is read or refused, and what is read is found.
func FuzzGroups(f *testing.F) {
	f.Add("m محمد | mohammad =muhammad")
	f.Add("e ی | i\n# x\nh ابو | abu")
	empty := &Groups{byID: map[string]*group{}, keys: map[string][]*group{}}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := empty.WithLines("f", text)
		if err != nil {
			return
		}
		for _, one := range g.all {
			if one.id == "" || len(one.arabic) == 0 {
				t.Errorf("an empty group from %q", text)
			}
		}
		g.Parse("Reza "+text, "")
	})
}

func BenchmarkLookup(b *testing.B) {
	g := Standard()
	for _, token := range []string{"mohammad", "محمدحسینزاده", "xyzwvutsrqponmlkjihgfedcba"} {
		b.Run(token, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.lookup(token)
			}
		})
	}
}

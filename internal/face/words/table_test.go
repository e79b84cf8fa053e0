package words

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func tables(t *testing.T) map[Lang]*Table {
	t.Helper()
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryLanguageSaysTheSameThings(t *testing.T) {
	all := tables(t)
	places := regexp.MustCompile(`\{\d\}`)
	for _, lang := range Langs() {
		if got, want := all[lang].Keys(), all[English].Keys(); !slices.Equal(got, want) {
			t.Fatalf("%s has other keys than English", lang)
		}
		for key, m := range all[lang].messages {
			english := all[English].messages[key]
			if (m.forms == nil) != (english.forms == nil) {
				t.Errorf("%s: %s is counted in one language and not in the other", lang, key)
			}
			if m.forms != nil {
				continue
			}
			if strings.TrimSpace(m.text) == "" || strings.Contains(m.text, "<") {
				t.Errorf("%s: %s is empty or holds markup: %q", lang, key, m.text)
			}
			got, want := places.FindAllString(m.text, -1), places.FindAllString(english.text, -1)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s has the places %v, English has %v", lang, key, got, want)
			}
		}
	}
}

// used finds what templates and programs ask for by its key.
func used(t *testing.T) (said, counted map[string]bool, groups map[string]bool) {
	t.Helper()
	said, counted, groups = map[string]bool{}, map[string]bool{}, map[string]bool{}
	call := regexp.MustCompile(`\b(t|many|term|[Ss]ay|[Cc]ount|Term)[ (]\(?"([^"]+)"`)
	for _, pattern := range []string{"../desk/pages/*.html", "../site/pages/*.html", "../memorial/pages/*.html", "../door/pages/*.html", "../desk/*.go", "../door/*.go", "../site/*.go", "../memorial/*.go", "value/*.go", "charts/*.go", "charts/*.html", "estimated/*.go", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("nothing to read at %s: %v", pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.FindAllStringSubmatch(string(data), -1) {
				switch m[1] {
				case "t", "Say", "say":
					said[m[2]] = true
				case "many", "Count", "count":
					counted[m[2]] = true
				default:
					groups[m[2]] = true
				}
			}
		}
	}
	for _, key := range []string{"door.withdraw", "site.choose", "site.statement", "site.enter", "memorial.choose", "memorial.enter"} { // asked for in a loop
		said[key] = true
	}
	return said, counted, groups
}

func TestEveryKeyAPageUsesIsThereAndNoneIsLeftOver(t *testing.T) {
	said, counted, groups := used(t)
	for _, lang := range Langs() {
		table := tables(t)[lang]
		for key := range said {
			if m, ok := table.messages[key]; !ok || m.forms != nil {
				t.Errorf("%s: nothing to say for %q", lang, key)
			}
		}
		for key := range counted {
			if m, ok := table.messages[key]; !ok || m.forms == nil {
				t.Errorf("%s: nothing to count for %q", lang, key)
			}
		}
		for _, key := range table.Keys() {
			ofGroup := fixed(key)
			for group := range groups {
				ofGroup = ofGroup || strings.HasPrefix(key, group+".")
			}
			if !said[key] && !counted[key] && !ofGroup {
				t.Errorf("%s: no page says %q", lang, key)
			}
		}
	}
}

func TestAKeyThatIsNotThereIsAnError(t *testing.T) {
	for _, lang := range Langs() {
		table := tables(t)[lang]
		if text, err := table.Say("no.such.key"); err == nil {
			t.Errorf("%s says %q for a key it does not have", lang, text)
		}
		if _, err := table.Say("items.total"); err == nil {
			t.Errorf("%s says a counted message without a number", lang)
		}
		if _, err := table.Count("brand", 1); err == nil {
			t.Errorf("%s counts what has no forms", lang)
		}
	}
}

func TestMessagesAreFilledAsTheLanguageWrites(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		key  string
		n    int64
		want string
	}{
		{English, "items.total", 1, "One item"}, {English, "items.total", 12345, "12,345 items"},
		{Persian, "items.total", 12345, "۱۲٬۳۴۵ مدرک"},
		{Arabic, "items.total", 0, "لا مواد"}, {Arabic, "items.total", 1, "مادة واحدة"}, {Arabic, "items.total", 2, "مادتان"},
		{Arabic, "items.total", 7, "٧ مواد"}, {Arabic, "items.total", 11, "١١ مادة"}, {Arabic, "items.total", 100, "١٠٠ مادة"},
	} {
		if got, err := tables(t)[c.lang].Count(c.key, c.n); err != nil || got != c.want {
			t.Errorf("%s of %d in %s: %q, %v, want %q", c.key, c.n, c.lang, got, err, c.want)
		}
	}
	if got, err := tables(t)[Persian].Say("place.page", 12); err != nil || got != "صفحهٔ ۱۲" {
		t.Errorf("a page in Persian: %q, %v", got, err)
	}
	if got, err := tables(t)[English].Say("place.page", "متن"); err != nil || got != "page \u2068متن\u2069" {
		t.Errorf("a text in a message is not isolated: %q, %v", got, err)
	}
}

func TestAnUnknownTermIsShownAsItIs(t *testing.T) {
	for _, lang := range Langs() {
		table := tables(t)[lang]
		if got := table.Term("event", "future.kind"); got != "future.kind" {
			t.Errorf("%s: %q", lang, got)
		}
		if got := table.Term("event", "claim.made"); got == "claim.made" || got == "" {
			t.Errorf("%s has no words for a claim that was made", lang)
		}
	}
}

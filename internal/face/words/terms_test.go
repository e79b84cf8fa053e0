package words

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/finding"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
	"sanad/schema"
)

// fixed reports whether a key is of a group that fixedTerms holds complete,
// both ways: a page need not name it.
func fixed(key string) bool {
	group, _, _ := strings.Cut(key, ".")
	switch group {
	case "kind", "property", "standing", "flag", "comparator", "standard", "remark", "event", "term", "level", "factor", "why", "relation", "verdict", "odd":
		return true
	}
	return false
}

// fixedTerms gives every value of the sets that programs hold and faces speak
// of, as keys.
func fixedTerms(t *testing.T) map[string]bool {
	t.Helper()
	want := map[string]bool{}
	kinds, err := schema.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range flow.OddWords() {
		want["odd."+what] = true
	}
	for _, k := range kinds {
		want["kind."+k.Name] = true
		for _, p := range k.Properties {
			want["property."+p.Name] = true
		}
	}
	vocabularies, err := schema.Vocabularies()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vocabularies {
		for _, term := range v.Terms {
			want["term."+v.Name+"."+term.Code] = true
		}
	}
	for _, s := range []claim.Standing{claim.Proposed, claim.Agreed, claim.Contested, claim.Favoured, claim.TakenBack, claim.Superseded} {
		want["standing."+string(s)] = true
	}
	for _, s := range []finding.Standing{finding.Proposed, finding.Holds, finding.TakenBack} {
		want["standing."+string(s)] = true
	}
	for _, s := range []count.Standing{count.Proposed, count.Confirmed, count.Disputed, count.TakenBack, count.Superseded} {
		want["standing."+string(s)] = true
	}
	for _, f := range claim.Flags() {
		want["flag."+f] = true
	}
	for _, c := range claim.Comparators() {
		want["comparator."+string(c)] = true
	}
	for _, s := range finding.Standards() {
		want["standard."+string(s)] = true
	}
	for _, key := range []string{
		"date-unread", "number-unread", "shape-unread", "not-a-term", "not-linked", "circular", "depth", "direction-marks", "duress", "translated", "anonymous",
		"hearsay", "no-grade", "machine-read", "ends-before-begins", "protected",
	} {
		want["remark."+key] = true
	}
	for _, key := range linkageTerms(t) {
		want[key] = true
	}
	for _, name := range eventKinds(t) {
		want["event."+name] = true
	}
	return want
}

// linkageTerms gives what a linker's explanation and a review speak of. How
// values compare is read from the linker's source, which alone knows it.
func linkageTerms(t *testing.T) []string {
	t.Helper()
	out := []string{"level.missing", "why." + string(review.Second)}
	levels := regexp.MustCompile(`(?s)evels\(\) \[\]string \{\s+return \[\]string\{(.+?)\}`)
	word := regexp.MustCompile(`"([^"]+)"`)
	files, err := filepath.Glob("../../core/linkage/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range levels.FindAllStringSubmatch(string(data), -1) {
			found++
			for _, m := range word.FindAllStringSubmatch(list[1], -1) {
				out = append(out, "level."+m[1])
			}
		}
	}
	if found < 7 {
		t.Fatalf("found the levels of %d kinds of fields only", found)
	}
	spec := linkage.People()
	for _, f := range spec.Fields {
		out = append(out, "factor."+f.Name)
	}
	for _, j := range spec.Joint {
		out = append(out, "factor."+j.Name)
	}
	for _, f := range []string{linkage.FactorPrior, linkage.FactorTwice, linkage.FactorFamily} {
		out = append(out, "factor."+f, "factorwhy."+f)
	}
	for _, w := range []review.Why{review.Disagreed, review.Changed, review.Conflict, review.Bridge, review.Moves, review.Pattern, review.Audit, review.Proposed} {
		out = append(out, "why."+string(w), "whybrief."+string(w))
	}
	for _, v := range person.Verdicts() {
		out = append(out, "verdict."+string(v), "judgedas."+string(v))
	}
	for _, r := range person.Relations() {
		out = append(out, "relation."+r)
	}
	return out
}

// eventKinds reads from the nouns which kinds of events there are.
func eventKinds(t *testing.T) (names []string) {
	t.Helper()
	kind := regexp.MustCompile(`ledger\.Kind\{Name: "([a-z_.]+)"`)
	files, err := filepath.Glob("../../core/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kind.FindAllStringSubmatch(string(data), -1) {
			names = append(names, m[1])
		}
	}
	if len(names) < 30 {
		t.Fatalf("only %d kinds of events were found", len(names))
	}
	return names
}

func TestEveryKindPropertyAndFixedValueHasItsWords(t *testing.T) {
	want := fixedTerms(t)
	for _, former := range []string{"coordinates", "precision", "use"} { // claims of archives made before there were sites
		want["property."+former] = true
	}
	for lang, table := range tables(t) {
		for key := range want {
			if m, ok := table.messages[key]; !ok || m.forms != nil || strings.TrimSpace(m.text) == "" {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
		for _, key := range table.Keys() {
			if fixed(key) && !want[key] && !ownProperty(key) {
				t.Errorf("%s has words for %s, which there is not", lang, key)
			}
		}
	}
}

// ownProperty reports whether the key is "property.KIND.NAME" of one there is.
func ownProperty(key string) bool {
	parts := strings.Split(key, ".")
	if len(parts) != 3 || parts[0] != "property" {
		return false
	}
	_, ok := schema.Find(parts[1], parts[2])
	return ok
}

func TestAPropertyIsWordedForTheThingItIsOf(t *testing.T) {
	en, fa := tables(t)[English], tables(t)[Persian]
	for _, c := range []struct{ kind, name, want string }{
		{"Tenure", "to", "پایان تصدی"}, {"Correspondence", "to", "به"}, {"Person", "father_name", "نام پدر"}, {"Person", "wings", "wings"},
	} {
		if got := fa.Property(c.kind, c.name); got != c.want {
			t.Errorf("%s of a %s: %q, want %q", c.name, c.kind, got, c.want)
		}
	}
	for _, c := range []struct{ kind, property, value, want string }{
		{"Person", "sex", "female", "female"}, {"Statement", "attitude", "official_deny", "officials deny the act"},
		{"Person", "sex", "as written", "as written"}, {"Person", "name", "female", "female"},
	} {
		if got := en.Value(c.kind, c.property, c.value); got != c.want {
			t.Errorf("%s of a %s: %q, want %q", c.value, c.kind, got, c.want)
		}
	}
	if got := fa.Value("Person", "sex", "female"); got != "زن" {
		t.Errorf("a term in Persian: %q", got)
	}
}

package schema

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func vocabularies(t *testing.T) []Vocabulary {
	t.Helper()
	all, err := Vocabularies()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryVocabularyThatIsUsedIsThereAndNoOther(t *testing.T) {
	kinds, err := All()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]string{}
	for _, k := range kinds {
		for _, p := range k.Properties {
			if name, ok := p.Vocabulary(); ok {
				used[name] = p.Name + " of a " + k.Name
			}
		}
	}
	used["unit"] = "what a quantity counts" // also outside the kinds
	for name, by := range used {
		if _, ok := FindVocabulary(name); !ok {
			t.Errorf("%s takes its values from %q, which is not there", by, name)
		}
	}
	for _, v := range vocabularies(t) {
		if used[v.Name] == "" {
			t.Errorf("nothing takes its values from %s", v.Name)
		}
	}
	if _, ok := FindVocabulary("wings"); ok {
		t.Error("there is a vocabulary of wings")
	}
}

func TestEveryTermHasItsWordsInThreeLanguages(t *testing.T) {
	code, huridocs := regexp.MustCompile(`^[a-z][a-z0-9_]*$`), regexp.MustCompile(`^MT[0-9]{1,2} [0-9]{12}$`)
	for _, v := range vocabularies(t) {
		if len(v.Note) < 80 {
			t.Errorf("%s does not say why it is as it is", v.Name)
		}
		if len(v.Terms) < 3 || len(v.Terms) > 30 {
			t.Errorf("%s has %d terms", v.Name, len(v.Terms))
		}
		for _, term := range v.Terms {
			if !code.MatchString(term.Code) {
				t.Errorf("%s: the code %q", v.Name, term.Code)
			}
			for _, lang := range []string{"en", "fa", "ar"} {
				if term.Label[lang] == "" {
					t.Errorf("%s: %s has no word in %s", v.Name, term.Code, lang)
				}
			}
			if !arabic(term.Label["fa"]) || !arabic(term.Label["ar"]) || arabic(term.Label["en"]) {
				t.Errorf("%s: a label of %s is in the script of another language", v.Name, term.Code)
			}
			for _, c := range term.HURIDOCS {
				if !huridocs.MatchString(c) {
					t.Errorf("%s: %s has the code %q", v.Name, term.Code, c)
				}
			}
		}
	}
}

func arabic(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return 0x600 <= r && r <= 0x6ff })
}

func TestNoTwoTermsAreCalledTheSame(t *testing.T) {
	for _, v := range vocabularies(t) {
		for _, term := range v.Terms {
			names := slices.Concat([]string{term.Code}, term.Also, term.HURIDOCS)
			for _, label := range term.Label {
				names = append(names, label)
			}
			for _, name := range names {
				if got, ok := v.Read(name); !ok || got.Code != term.Code {
					t.Errorf("%s: %q of %s reads as %q", v.Name, name, term.Code, got.Code)
				}
			}
		}
	}
}

func TestATermIsReadHoweverItIsWritten(t *testing.T) {
	for _, c := range []struct{ vocabulary, text, want string }{
		{"sex", " Female ", "female"},
		{"sex", "زن", "female"},
		{"sex", "ذَكَر", "male"}, // with vowel signs
		{"sex", "مذكر", "male"},  // the Arabic kaf for the Persian one
		{"attribution", "MT28 010200000000", "official_deny"},
		{"attribution", "010200000000", "official_deny"},
		{"document", "190907140501", "affidavit"},
		{"fate", "ناپدید شده", "disappeared"}, // with a space, a non-joiner, and Arabic letters
		{"fate", "ناپدید‌شده", "disappeared"},
		{"fate", "ناپديدشده", "disappeared"},
		{"sex", "", ""},
		{"sex", "wings", ""},
		{"sex", strings.Repeat("f", 2000), ""},
	} {
		v, _ := FindVocabulary(c.vocabulary)
		if got, ok := v.Read(c.text); got.Code != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q reads as %q, want %q", c.vocabulary, c.text, got.Code, c.want)
		}
	}
}

func TestATextThatMayMeanTwoTermsMeansNone(t *testing.T) {
	v, err := NewVocabulary("x", "", []Term{{Code: "a", Label: map[string]string{"en": "Uncharged"}}, {Code: "b", Label: map[string]string{"en": "uncharged"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := v.Read("uncharged"); ok {
		t.Errorf("read as %s", got.Code)
	}
	if got, ok := v.Read("b"); !ok || got.Code != "b" {
		t.Error("the code is not read")
	}
}

// What accuses is marked, and what accuses nobody is not.
func TestWhatAccusesIsMarkedAsAlleged(t *testing.T) {
	for vocabulary, want := range map[string]map[string]bool{
		"manner":       {"execution": true, "custody": true, "torture": true, "suicide": false, "natural": false, "unknown": false},
		"involvement":  {"carried_out": true, "present": true, "opposed": false},
		"standing_now": {"in_post": false, "acquitted": false, "out_imprisoned": false},
	} {
		v, _ := FindVocabulary(vocabulary)
		for code, alleged := range want {
			if term, ok := v.Term(code); !ok || term.Alleged != alleged {
				t.Errorf("%s of %s: %+v", code, vocabulary, term)
			}
		}
	}
}

func TestVocabulariesThatAreWrongAreRefused(t *testing.T) {
	for _, wrong := range []string{
		"", "term a\n", "vocabulary x\n", "vocabulary x\nen a\n", "vocabulary x\nterm a\nterm a\n", "vocabulary x\nterm a < b\n",
		"vocabulary x\nterm a\nen b\nen c\n", "vocabulary x\nterm a\nde b\n", "vocabulary x\nterm a\nalleged no\n", "vocabulary x\nterm\n", "vocabulary x\nterm a\nen\n",
	} {
		if _, err := ParseVocabulary(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

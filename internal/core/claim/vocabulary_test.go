package claim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/ledger"
)

func someTerms(n int) []Term {
	terms := make([]Term, n)
	for i := range terms {
		terms[i] = Term{Code: fmt.Sprintf("%012d", i+1), Label: map[string]string{"en": fmt.Sprint("term ", i), "fa": "اصطلاح"}}
	}
	return terms
}

func TestAnEditionIsRecordedInPartsThatAreWhole(t *testing.T) {
	long := someTerms(40)
	for i := range long {
		long[i].Note = strings.Repeat("x", maxTermNote)
	}
	for what, terms := range map[string][]Term{"one": someTerms(1), "a part": someTerms(MaxPartTerms), "one more": someTerms(MaxPartTerms + 1), "many": someTerms(MaxTerms), "long": long} {
		parts := VocabularyImported{Name: "mt4", Extends: "act"}.InParts(terms)
		var got []Term
		for i, p := range parts {
			body, err := ledger.Encode(p)
			if err != nil || len(body) > MaxPartBytes+4096 {
				t.Fatalf("%s: part %d has %d bytes: %v", what, p.Part, len(body), err)
			}
			if p.Part != i+1 || p.Parts != len(parts) || p.Vocabulary != parts[0].Vocabulary {
				t.Errorf("%s: part %d of %d of %s stands as the %dth", what, p.Part, p.Parts, p.Vocabulary, i+1)
			}
			got = append(got, p.Terms...)
		}
		if !slices.EqualFunc(got, terms, func(a, b Term) bool { return a.Code == b.Code }) {
			t.Errorf("%s: %d terms of %d came out", what, len(got), len(terms))
		}
	}
}

func TestAnEditionIsNamedByAllItSays(t *testing.T) {
	base := VocabularyImported{Name: "mt4", Extends: "act"}
	id := VocabularyID(base, someTerms(3))
	if VocabularyID(base, someTerms(3)) != id {
		t.Error("the same edition has two names")
	}
	other := someTerms(3)
	other[2].Label["fa"] = "واژه"
	for what, got := range map[string]string{
		"name":  VocabularyID(VocabularyImported{Name: "mt5", Extends: "act"}, someTerms(3)),
		"case":  VocabularyID(VocabularyImported{Name: "mt4", Extends: "act", Case: "main"}, someTerms(3)),
		"use":   VocabularyID(VocabularyImported{Name: "mt4", Replaces: "act"}, someTerms(3)),
		"label": VocabularyID(base, other),
		"terms": VocabularyID(base, someTerms(2)),
	} {
		if got == id {
			t.Errorf("another %s has the same name", what)
		}
	}
}

func TestAVocabularyThatCantBeReadIsRefused(t *testing.T) {
	good := func() VocabularyImported {
		return VocabularyImported{Name: "mt4", Extends: "act"}.InParts(someTerms(2))[0]
	}
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*VocabularyImported){
		"no id":                 func(f *VocabularyImported) { f.Vocabulary = "" },
		"a name with a colon":   func(f *VocabularyImported) { f.Name = "mt:4" },
		"extends and replaces":  func(f *VocabularyImported) { f.Replaces = "act" },
		"part none":             func(f *VocabularyImported) { f.Part = 0 },
		"part behind the last":  func(f *VocabularyImported) { f.Part = 2 },
		"more than the whole":   func(f *VocabularyImported) { f.Total = 1 },
		"too many in all":       func(f *VocabularyImported) { f.Total = MaxTerms + 1 },
		"no terms":              func(f *VocabularyImported) { f.Terms = nil },
		"too many terms":        func(f *VocabularyImported) { f.Terms = someTerms(MaxPartTerms + 1) },
		"a code with a colon":   func(f *VocabularyImported) { f.Terms[0].Code = "a:b" },
		"no label":              func(f *VocabularyImported) { f.Terms[0].Label = nil },
		"an empty label":        func(f *VocabularyImported) { f.Terms[0].Label["en"] = " " },
		"a sort of itself":      func(f *VocabularyImported) { f.Terms[0].Broader = f.Terms[0].Code },
		"a note that is a book": func(f *VocabularyImported) { f.Terms[0].Note = strings.Repeat("x", maxTermNote+1) },
	} {
		f := good()
		change(&f)
		if f.Check() == nil {
			t.Errorf("%s passed", what)
		}
	}
}

func TestAValueTellsWhoseTermItIs(t *testing.T) {
	if name, code, ok := CutTermValue(TermValue("mt4", "010101030000")); name != "mt4" || code != "010101030000" || !ok {
		t.Errorf("%q %q %v", name, code, ok)
	}
	for _, value := range []string{"execution", "", ":", "mt4:", ":x", "Said: that", "A:b"} {
		if _, _, ok := CutTermValue(value); ok {
			t.Errorf("%q is a term of an imported vocabulary", value)
		}
	}
}

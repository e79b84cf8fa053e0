package desk

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

func (s *memoryState) applyVocabulary(e ledger.Event) error {
	if e.Kind != (claim.VocabularyImported{}).Kind() {
		return nil
	}
	return ledger.Take(e, func(f *claim.VocabularyImported) error {
		if s.terms == nil {
			s.terms = map[string][]claim.Term{}
		}
		s.terms[f.Vocabulary] = append(s.terms[f.Vocabulary], f.Terms...)
		if f.Part == 1 {
			f.Terms = nil
			s.editions = append(s.editions, claim.Vocabulary{VocabularyImported: *f, Actor: e.Actor, At: e.Time, Index: e.Index})
		}
		return nil
	})
}

func (s *memoryState) Vocabularies(_ context.Context, caseName string) (out []claim.Vocabulary, err error) {
	for _, v := range s.editions {
		if caseName == "" || v.Case == "" || v.Case == caseName {
			out = append(out, v)
		}
	}
	return out, nil
}

func (s *memoryState) Terms(_ context.Context, f flow.TermFilter, yield func(claim.Term) error) error {
	return each(s.terms[f.Vocabulary], f.Limit, func(t claim.Term) bool {
		called := f.Called == "" || f.Called == schema.Spelt(t.Code) || slices.ContainsFunc(slices.Collect(maps.Values(t.Label)), func(l string) bool { return schema.Spelt(l) == f.Called })
		return in(t.Code, f.Code) && called
	}, yield)
}

// A claim with a term that was taken over is shown in the words of whoever
// reads, as far as the vocabulary has them.
func TestATermThatWasTakenOverIsShownInItsWords(t *testing.T) {
	w := newWorld(t, "")
	for _, part := range (claim.VocabularyImported{Name: "ways", Extends: "manner"}).InParts([]claim.Term{{Code: "7", Label: map[string]string{"en": "thrown from a height", "fa": "پرتاب از بلندی"}}}) {
		w.append("rana", part)
	}
	c := w.claim(w.entity, "death_manner", "پرتاب از بلندي", w.cited)
	if c.Value != "ways:7" {
		t.Errorf("the claim's value is %q", c.Value)
	}
	b := w.as("rana")
	for lang, want := range map[string]string{"en": "thrown from a height", "fa": "پرتاب از بلندی", "ar": "thrown from a height"} {
		b.get("/help?lang=" + lang)
		for _, target := range []string{"/claims/" + c.Claim, "/entities/" + w.entity, "/claims"} {
			if !slices.ContainsFunc(b.page(target).find("main bdi"), func(n *node) bool { return n.text == want }) {
				t.Errorf("%s in %s does not say %q", target, lang, want)
			}
		}
	}
}

// A vocabulary that was taken from a sealed table is known to nobody who may
// not know the table: neither its terms, nor its entry, nor by its words.
func TestAVocabularyOfASealedTableIsNotThere(t *testing.T) {
	w := newWorld(t, "")
	parts := claim.VocabularyImported{Name: "hidden", Extends: "manner", Item: w.secret}.InParts([]claim.Term{{Code: "7", Label: map[string]string{"en": "by " + secretWords}}})
	w.append("kian", parts[0])
	ask := func(handle string) (editions, terms int, read, entry bool) {
		w.seen(handle, known.NewVeil(), func(ctx context.Context, s *sight) {
			all, err := s.Vocabularies(ctx, "main")
			must(t, err)
			must(t, s.Terms(ctx, flow.TermFilter{Vocabulary: parts[0].Vocabulary}, func(claim.Term) error { terms++; return nil }))
			_, _, ok, err := flow.ReadTerm(ctx, s, "main", "manner", "by "+secretWords)
			must(t, err)
			tree, err := s.Tree(ctx)
			must(t, err)
			_, err = s.Event(ctx, tree.Size()-1)
			editions, read, entry = len(all), ok, err == nil
		})
		return editions, terms, read, entry
	}
	if editions, terms, read, entry := ask("kian"); editions != 1 || terms != 1 || !read || !entry {
		t.Errorf("a custodian: %d editions, %d terms, read %v, entry %v", editions, terms, read, entry)
	}
	if editions, terms, read, entry := ask("rana"); editions+terms != 0 || read || entry {
		t.Errorf("a reader: %d editions, %d terms, read %v, entry %v", editions, terms, read, entry)
	}
	c := w.claim(w.entity, "death_manner", "hidden:7", w.cited)
	if page := w.as("rana").page("/claims/" + c.Claim); strings.Contains(page.text, secretWords) {
		t.Error("a page tells the words of a sealed vocabulary")
	}
}

func TestTheSchemasOwnTermsComeFirstAndTheCasesEditionBeforeThatOfAll(t *testing.T) {
	w := newWorld(t, "")
	add := func(v claim.VocabularyImported, terms ...claim.Term) {
		parts := v.InParts(terms)
		must(t, parts[0].Check())
		w.append("kian", parts[0])
	}
	term := func(code, label string) claim.Term {
		return claim.Term{Code: code, Label: map[string]string{"en": label}}
	}
	read := func(caseName, text, want string) {
		t.Helper()
		w.seen("kian", known.NewVeil(), func(ctx context.Context, s *sight) {
			got, label, ok, err := flow.ReadTerm(ctx, s, caseName, "manner", text)
			if err != nil || got != want || ok != (want != "") || ok && len(label) == 0 {
				t.Errorf("in the case %s %q is %q, want %q (%v)", caseName, text, got, want, err)
			}
		})
	}
	add(claim.VocabularyImported{Name: "ways", Extends: "manner"}, term("1", "suicide"), term("2", "thrown"), term("3", "both"), term("4", "both"))
	read("main", "Suicide", "suicide")
	read("main", "ways:1", "ways:1")
	read("main", "thrown", "ways:2")
	read("main", "both", "") // two terms are called so
	read("main", "fell", "")
	add(claim.VocabularyImported{Name: "ways", Extends: "manner", Case: "main"}, term("9", "thrown"))
	read("main", "thrown", "ways:9")
	read("other", "thrown", "ways:2")
	add(claim.VocabularyImported{Name: "ways", Extends: "manner"}, term("5", "thrown"))
	read("other", "thrown", "ways:5")
	add(claim.VocabularyImported{Name: "only", Replaces: "manner", Case: "other"}, term("a", "by rope"))
	read("other", "natural", "")
	read("other", "by rope", "only:a")
	read("main", "natural", "natural")
	w.seen("kian", known.NewVeil(), func(ctx context.Context, s *sight) {
		label, err := flow.TermLabel(ctx, s, "other", "manner", "ways:2") // of an older edition
		if err != nil || label["en"] != "thrown" {
			t.Errorf("a term of an older edition is called %v, %v", label, err)
		}
		if _, err := flow.TermLabel(ctx, s, "other", "manner", "ways:77"); fail.Of(err) != fail.NotFound {
			t.Errorf("a term that is not there: %v", err)
		}
	})
}

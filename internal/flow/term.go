package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// ReadTerm finds the term that a text means in a vocabulary of the schema, or
// in an imported one that extends or replaces it in the case: by code, by label
// in any language, or by micro-thesaurus and code ("MT4 010101030000"). The
// schema's own terms come first, then the vocabularies in the order in which
// they were imported; a text that two terms of one vocabulary are called by
// means none. value is what a claim has as its value: a code of the schema, or
// "NAME:CODE".
func ReadTerm(ctx context.Context, s State, caseName, vocabulary, text string) (value string, label map[string]string, ok bool, err error) {
	imported, err := standIn(ctx, s, caseName, vocabulary)
	if err != nil {
		return "", nil, false, err
	}
	if own, there := schema.FindVocabulary(vocabulary); there && !slices.ContainsFunc(imported, func(v claim.Vocabulary) bool { return v.Replaces != "" }) {
		if t, ok := own.Read(text); ok {
			return t.Code, t.Label, true, nil
		}
	}
	for _, v := range imported {
		t, ok, err := readImported(ctx, s, v, text)
		if err != nil || ok {
			return claim.TermValue(v.Name, t.Code), t.Label, ok, err
		}
	}
	return "", nil, false, nil
}

// standIn gives the imported vocabularies that stand beside one of the schema,
// or for it, in a case: of each name the one edition that counts there.
func standIn(ctx context.Context, s State, caseName, vocabulary string) ([]claim.Vocabulary, error) {
	all, err := Vocabularies(ctx, s, caseName)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{} // names that the case has an edition of for itself
	for _, v := range all {
		own[v.Name] = own[v.Name] || v.Case != ""
	}
	return slices.DeleteFunc(all, func(v claim.Vocabulary) bool {
		return v.Older || v.Of() != vocabulary || v.Case == "" && own[v.Name] || caseName == "" && v.Case != ""
	}), nil
}

func readImported(ctx context.Context, s State, v claim.Vocabulary, text string) (found claim.Term, ok bool, err error) {
	f := TermFilter{Vocabulary: v.Vocabulary, Called: schema.Spelt(text), Limit: 2}
	if name, code, imported := claim.CutTermValue(text); imported && name == v.Name {
		f = TermFilter{Vocabulary: v.Vocabulary, Code: code, Limit: 1}
	} else if f.Called == "" {
		return found, false, nil
	}
	n := 0
	err = s.Terms(ctx, f, func(t claim.Term) error {
		found, n = t, n+1
		return nil
	})
	return found, n == 1, err
}

// TermLabel gives the labels of a claim's value that is a term, by language: of
// the schema's own, or of an imported vocabulary in its newest edition that has
// the code. A value that is no term is an error of kind NotFound.
func TermLabel(ctx context.Context, s State, caseName, vocabulary, value string) (map[string]string, error) {
	if own, ok := schema.FindVocabulary(vocabulary); ok {
		if t, ok := own.Term(value); ok {
			return t.Label, nil
		}
	}
	name, code, ok := claim.CutTermValue(value)
	if !ok {
		return nil, fail.New(fail.NotFound, "%q is no term", value)
	}
	editions, err := editionsOf(ctx, s, caseName, name)
	if err != nil {
		return nil, err
	}
	for _, v := range editions {
		var label map[string]string
		err := s.Terms(ctx, TermFilter{Vocabulary: v.Vocabulary, Code: code, Limit: 1}, func(t claim.Term) error {
			label = t.Label
			return nil
		})
		if err != nil || label != nil {
			return label, err
		}
	}
	return nil, fail.New(fail.NotFound, "there is no term %q", value)
}

// readTermOf reads the value of a claim whose property takes terms. What is no
// term stays as the source has it, and Remarks tells; a value that names a term
// of an imported vocabulary which is not there is refused.
func readTermOf(ctx context.Context, s State, p schema.Property, made *claim.Made) error {
	vocabulary, ok := p.Vocabulary()
	if !ok || made.ValueEntity != "" {
		return nil
	}
	value, _, ok, err := ReadTerm(ctx, s, made.Case, vocabulary, made.Value)
	if err != nil {
		return err
	}
	if ok {
		made.Value = value
		return nil
	}
	if name, code, imported := claim.CutTermValue(made.Value); imported {
		return fail.New(fail.Usage, "no vocabulary %s for %s has a term %s", name, vocabulary, code).Do("look for it: sanad vocabulary show %s --find TEXT", name)
	}
	return nil
}

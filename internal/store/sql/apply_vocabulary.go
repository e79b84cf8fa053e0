package sql

import (
	"context"
	"encoding/json"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/schema"
)

func vocabularyAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{claim.VocabularyImported{}.Kind(): applyVocabulary}
}

func applyVocabulary(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.VocabularyImported](e)
	if err != nil {
		return err
	}
	if f.Part == 1 {
		var item any
		if !f.Item.IsZero() {
			item = f.Item[:]
		}
		if err := w.insert(ctx, "view_vocabulary", "id, name, case_name, extends, replaces, item, parts, total, actor, time, idx", "",
			f.Vocabulary, f.Name, f.Case, f.Extends, f.Replaces, item, f.Parts, f.Total, e.Actor, micros(e.Time), e.Index); err != nil {
			return err
		}
	}
	for i, t := range f.Terms {
		if err := insertTerm(ctx, w, f, (f.Part-1)*claim.MaxPartTerms+i, t); err != nil {
			return err
		}
	}
	return nil
}

// insertTerm adds a term and all it is called: its labels, its code, and its
// code behind the vocabulary's name, as people write it ("MT4 010101030000").
func insertTerm(ctx context.Context, w *bulk, f claim.VocabularyImported, n int, t claim.Term) error {
	label, err := json.Marshal(t.Label)
	if err != nil {
		return err
	}
	if err := w.insert(ctx, "view_term", "vocabulary, n, code, broader, label, note", "", f.Vocabulary, n, t.Code, t.Broader, string(label), t.Note); err != nil {
		return err
	}
	names := map[string]bool{schema.Spelt(t.Code): true, schema.Spelt(f.Name + t.Code): true}
	for _, text := range t.Label {
		names[schema.Spelt(text)] = true
	}
	delete(names, "") // a label of signs alone is called nothing
	for name := range names {
		if err := w.insert(ctx, "view_term_name", "vocabulary, spelt, n", "", f.Vocabulary, name, n); err != nil {
			return err
		}
	}
	return nil
}

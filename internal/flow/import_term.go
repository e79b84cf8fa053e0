package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// readTerms reads the values of a row's claims that are terms, as a claim by
// hand is read. A value that is none stays as it is written.
func (r *reading) readTerms(ctx context.Context) error {
	seen := map[string]bool{}
	kept := r.facts.claims[:0]
	for _, made := range r.facts.claims {
		if err := r.im.readTerm(ctx, &made); fail.Of(err) == fail.Usage {
			r.im.failed(r.row.Number, columnOf(made.Passages), err.Error(), true)
		} else if err != nil {
			return err
		}
		made.Claim = made.Named()
		if !seen[made.Claim] { // two words of a cell can mean one term
			kept = append(kept, made)
		}
		seen[made.Claim] = true
	}
	r.facts.claims = slices.Clip(kept)
	return nil
}

// maxTermsKnown bounds how many values an import remembers the terms of.
const maxTermsKnown = 20_000

// readTerm asks once for each value of a vocabulary.
func (im *importer) readTerm(ctx context.Context, made *claim.Made) error {
	p, _ := schema.Find(made.Schema, made.Property)
	vocabulary, ok := p.Vocabulary()
	if !ok || made.ValueEntity != "" {
		return nil
	}
	at := [2]string{vocabulary, made.Value}
	if value, ok := im.terms[at]; ok {
		made.Value = value
		return nil
	}
	err := im.a.Book.Look(ctx, func(ctx context.Context, s State) error { return readTermOf(ctx, s, p, made) })
	if err != nil {
		return err
	}
	if im.terms == nil || len(im.terms) >= maxTermsKnown {
		im.terms = map[[2]string]string{}
	}
	im.terms[at] = made.Value
	return nil
}

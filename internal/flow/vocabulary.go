package flow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/thesaurus"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// VocabularyRequest names a table of terms that is in custody and was read
// into rows, and what becomes of it.
type VocabularyRequest struct {
	Item     custody.Sum
	Name     string // "mt4"
	Case     string // the case it counts in; empty: every case
	Extends  string // vocabulary of the schema whose properties take its terms too
	Replaces string // or the one whose own terms are no longer read
	Lang     string // of the column that is headed "label"; English if empty
	Sheet    string // of a workbook; the first if empty
	DryRun   bool   // say what would be taken over, record nothing
}

// ImportedVocabulary sums up what was taken over.
type ImportedVocabulary struct {
	Vocabulary string // names the edition
	Terms      int64
	New        int64    // events recorded by this import
	Ignored    []string // headings of columns that say nothing about a term
	Failed     []RowFailure
}

// ImportVocabulary takes over the terms of a thesaurus: all that can be used in
// one step, or none. Importing the same table in the same way again changes
// nothing; another table under the same name is a newer edition.
func ImportVocabulary(ctx context.Context, a *Archive, actor guard.Actor, req VocabularyRequest) (ImportedVocabulary, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return ImportedVocabulary{}, err
	}
	if req.Lang == "" {
		req.Lang = "en"
	}
	terms, out, err := readThesaurus(ctx, a, req)
	if err != nil {
		return out, err
	}
	if len(terms) == 0 {
		return out, fail.New(fail.Usage, "the table has no term that can be used")
	}
	parts := claim.VocabularyImported{Name: req.Name, Case: req.Case, Extends: req.Extends, Replaces: req.Replaces, Item: req.Item}.InParts(terms)
	for _, p := range parts {
		if err := cmp.Or(p.Check(), besideSchema(p)); err != nil {
			return out, usage(err)
		}
	}
	out.Vocabulary, out.Terms = parts[0].Vocabulary, int64(len(terms))
	if req.DryRun {
		return out, nil
	}
	w, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) { return newEdition(ctx, s, parts) })
	out.New = w.Next - w.First
	return out, err
}

// newEdition gives the facts of an edition, none if it is the one that counts.
func newEdition(ctx context.Context, s State, parts []claim.VocabularyImported) (facts []ledger.Fact, err error) {
	first := parts[0]
	all, err := Vocabularies(ctx, s, first.Case)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		if v.Vocabulary != first.Vocabulary {
			continue
		}
		if v.Older {
			return nil, fail.New(fail.Conflict, "this edition of %s was imported at entry %d, and a newer one counts now", v.Name, v.Index).Do("import it under another name, such as --name %s-1", v.Name)
		}
		return nil, nil
	}
	if first.Case != "" {
		if facts, err = caseFacts(ctx, s, first.Case); err != nil {
			return nil, err
		}
	}
	for _, p := range parts {
		facts = append(facts, p)
	}
	return facts, nil
}

// readThesaurus reads the terms of a table as it was read into rows.
func readThesaurus(ctx context.Context, a *Archive, req VocabularyRequest) (terms []claim.Term, out ImportedVocabulary, err error) {
	rendition, err := primaryReading(ctx, a, req.Item)
	if err != nil {
		return nil, out, err
	}
	if rendition.Form != text.Rows {
		return nil, out, fail.New(fail.Usage, "item %s was not read as a table", req.Item).Do("a thesaurus is a table: CSV, TSV, XLSX, ODS")
	}
	data, err := a.Renditions.Open(ctx, rendition.Sum)
	if err != nil {
		return nil, out, fmt.Errorf("opening the rows of item %s: %w", req.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	var table *thesaurus.Reader
	sheet := req.Sheet
	err = text.EachRow(data, func(row text.Row) error {
		if sheet == "" {
			sheet = row.Sheet
		}
		if row.Sheet != sheet {
			return nil
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Text
		}
		if table == nil {
			table, err = thesaurus.New(cells, req.Lang)
			return usage(err)
		}
		return usage(table.Row(row.Number, cells))
	})
	if err == nil && table == nil {
		err = fail.New(fail.Usage, "the table has no row of headings%s", onSheet(req.Sheet))
	}
	if err != nil {
		return nil, out, err
	}
	read, problems := table.Terms()
	out.Ignored = table.Ignored()
	for _, p := range problems {
		out.Failed = append(out.Failed, RowFailure{Row: p.Row, Column: p.Column, Error: p.Reason})
	}
	for _, t := range read {
		terms = append(terms, claim.Term{Code: t.Code, Broader: t.Broader, Label: t.Label, Note: t.Note})
	}
	return terms, out, nil
}

func onSheet(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" on a sheet %q", name)
}

// Vocabularies gives every edition of the imported vocabularies that count in a
// case, of all for "", oldest first, and marks those that a newer one replaced.
func Vocabularies(ctx context.Context, s State, caseName string) ([]claim.Vocabulary, error) {
	all, err := s.Vocabularies(ctx, caseName)
	if err != nil {
		return nil, err
	}
	newest := map[[2]string]int{}
	for i, v := range all {
		key := [2]string{v.Case, v.Name}
		if older, ok := newest[key]; ok {
			all[older].Older = true
		}
		newest[key] = i
	}
	return all, nil
}

// FindVocabulary gives the newest edition of an imported vocabulary: that of
// the case, or else the one that counts in every case.
func FindVocabulary(ctx context.Context, s State, caseName, name string) (claim.Vocabulary, error) {
	editions, err := editionsOf(ctx, s, caseName, name)
	if err != nil {
		return claim.Vocabulary{}, err
	}
	if len(editions) == 0 {
		return claim.Vocabulary{}, fail.New(fail.NotFound, "there is no vocabulary %s", name).Do("see which there are: sanad vocabulary list")
	}
	return editions[0], nil
}

// editionsOf gives the editions of a name as they count in a case: its own
// before those of every case, newest first.
func editionsOf(ctx context.Context, s State, caseName, name string) ([]claim.Vocabulary, error) {
	all, err := Vocabularies(ctx, s, caseName)
	all = slices.DeleteFunc(all, func(v claim.Vocabulary) bool { return v.Name != name || caseName == "" && v.Case != "" })
	slices.SortStableFunc(all, func(a, b claim.Vocabulary) int {
		if (a.Case == "") != (b.Case == "") {
			return len(b.Case) - len(a.Case) // all cases that are named here are one
		}
		return int(b.Index - a.Index)
	})
	return all, err
}

// EachTerm walks the terms of a vocabulary, the schema's own or an imported one
// as it counts in the case, of which the code, a label or another name has find
// in it, however it is spelt; all of them if find is empty. value is what a
// claim has as its value.
func EachTerm(ctx context.Context, s State, caseName, name, find string, yield func(value string, t schema.Term) error) error {
	find = schema.Spelt(find)
	has := func(t schema.Term) bool {
		names := append(slices.Concat(t.Also, t.HURIDOCS, slices.Collect(maps.Values(t.Label))), t.Code)
		return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(schema.Spelt(name), find) })
	}
	if own, ok := schema.FindVocabulary(name); ok {
		for _, t := range own.Terms {
			if !has(t) {
				continue
			}
			if err := yield(t.Code, t); err != nil {
				return err
			}
		}
		return nil
	}
	v, err := FindVocabulary(ctx, s, caseName, name)
	if err != nil {
		return err
	}
	return s.Terms(ctx, TermFilter{Vocabulary: v.Vocabulary}, func(t claim.Term) error {
		term := schema.Term{Code: t.Code, Broader: t.Broader, Note: t.Note, Label: t.Label}
		if !has(term) {
			return nil
		}
		return yield(claim.TermValue(v.Name, t.Code), term)
	})
}

// besideSchema refuses a vocabulary that takes the name of one of the schema's,
// or extends or replaces one that the schema does not have. The fact does not
// check it itself: the outside checker reads facts, and needs no schema.
func besideSchema(f claim.VocabularyImported) error {
	if _, own := schema.FindVocabulary(f.Name); own {
		return fail.New(fail.Usage, "%q is a vocabulary of the schema: give the imported one another name", f.Name)
	}
	if of := f.Of(); of != "" {
		if _, own := schema.FindVocabulary(of); !own {
			return fail.New(fail.Usage, "the schema has no vocabulary %q to extend or replace", of)
		}
	}
	return nil
}

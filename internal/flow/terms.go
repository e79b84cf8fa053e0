package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// refOf gives what a consent or a condition is to hold for, as it is named in the
// ledger, and its case. It must be there, and the actor must know of it: of an item
// the beginning of its SHA-256 is enough. Where a case is asked for, the thing must
// be in it.
func refOf(ctx context.Context, s State, actor guard.Actor, ref disclosure.Ref, caseName string) (disclosure.Ref, string, error) {
	found, cases, err := casesOfRef(ctx, s, actor, ref, caseName)
	if err != nil {
		return ref, "", err
	}
	if caseName == "" {
		caseName = cases[0]
	}
	if !slices.Contains(cases, caseName) {
		return ref, "", fail.New(fail.NotFound, "there is no %s in the case %s", found, caseName)
	}
	return found, caseName, nil
}

// casesOfRef gives the cases that a thing is in, at least one.
func casesOfRef(ctx context.Context, s State, actor guard.Actor, ref disclosure.Ref, caseName string) (disclosure.Ref, []string, error) {
	switch ref.On {
	case disclosure.OnSource:
		cases, err := casesOfSource(ctx, s, ref.ID, caseName)
		return ref, cases, err
	case disclosure.OnAccession:
		a, err := s.Accession(ctx, ref.ID)
		return ref, []string{a.Case}, err
	case disclosure.OnItem:
		item, err := FindItem(ctx, s, actor, ref.ID)
		if err != nil {
			return ref, nil, err
		}
		ref.ID = item.Sum.String()
		given, err := givenBy(ctx, s, item.Sum)
		cases := []string{item.Case}
		for _, a := range given {
			cases = append(cases, a.Case)
		}
		return ref, cases, err
	case disclosure.OnEntity:
		e, err := s.Entity(ctx, ref.ID)
		cases := []string{e.Case}
		if err == nil && caseName != "" && caseName != e.Case {
			err = s.Claims(ctx, ClaimFilter{Entity: ref.ID, Case: caseName, After: -1, Limit: 1}, func(c claim.Claim) error { cases = append(cases, c.Case); return nil })
		}
		return ref, cases, err
	case disclosure.OnClaim:
		c, err := s.Claim(ctx, ref.ID)
		return ref, []string{c.Case}, err
	}
	return ref, nil, fail.New(fail.Usage, "%q is nothing that a consent or condition can hold for", ref.On).Do("name a source, an accession, an item, an entity or a claim")
}

// casesOfSource gives the cases of the accessions that name the source.
func casesOfSource(ctx context.Context, s State, name, caseName string) (cases []string, err error) {
	err = s.Accessions(ctx, caseName, func(a custody.Accession) error {
		if name != "" && a.Source.Name == name && !slices.Contains(cases, a.Case) {
			cases = append(cases, a.Case)
		}
		return nil
	})
	if err == nil && len(cases) == 0 {
		err = fail.New(fail.NotFound, "no accession names the source %q", name).Do("see sanad accessions; whose name is sealed is met by its accessions")
	}
	return cases, err
}

// RefNamed gives what somebody means by an id alone: its beginning tells what it
// is, and what begins like nothing is an item.
func RefNamed(id string) disclosure.Ref {
	if len(id) > 2 && id[1] == '-' {
		switch id[0] {
		case 'a':
			return disclosure.Ref{On: disclosure.OnAccession, ID: id}
		case 'c':
			return disclosure.Ref{On: disclosure.OnClaim, ID: id}
		}
		return disclosure.Ref{On: disclosure.OnEntity, ID: id}
	}
	return disclosure.Ref{On: disclosure.OnItem, ID: id}
}

// RefsOf gives everything that consents and conditions on a thing can be laid on:
// itself, and what it came with.
func RefsOf(ctx context.Context, s State, ref disclosure.Ref) ([]disclosure.Ref, error) {
	refs := []disclosure.Ref{ref}
	switch ref.On {
	case disclosure.OnClaim:
		c, err := s.Claim(ctx, ref.ID)
		if err != nil {
			return nil, err
		}
		refs = append(refs, disclosure.Ref{On: disclosure.OnEntity, ID: c.Entity})
		for _, sum := range sumsOf(c) {
			of, err := RefsOf(ctx, s, disclosure.Ref{On: disclosure.OnItem, ID: sum.String()})
			if err != nil {
				return nil, err
			}
			refs = append(refs, of...)
		}
	case disclosure.OnItem:
		sum, err := custody.ParseSum(ref.ID)
		if err != nil {
			return nil, fail.New(fail.Usage, "%q is not an item", ref.ID)
		}
		given, err := givenBy(ctx, s, sum)
		if err != nil {
			return nil, err
		}
		for _, a := range given {
			refs = append(refs, accessionRefs(a)...)
		}
	case disclosure.OnAccession:
		a, err := s.Accession(ctx, ref.ID)
		if err != nil {
			return nil, err
		}
		refs = accessionRefs(a)
	}
	return refs, nil
}

func accessionRefs(a custody.Accession) []disclosure.Ref {
	refs := []disclosure.Ref{{On: disclosure.OnAccession, ID: a.ID}}
	if a.Source.Name != "" {
		refs = append(refs, disclosure.Ref{On: disclosure.OnSource, ID: a.Source.Name})
	}
	return refs
}

// TermsOn gives the consents and conditions of a case, or of all if it is empty;
// those that decide on one thing, if it is named.
func TermsOn(ctx context.Context, s State, actor guard.Actor, caseName, id string) (disclosure.Terms, error) {
	terms, err := s.ReleaseTerms(ctx, caseName)
	if err != nil || id == "" {
		return terms, err
	}
	ref := RefNamed(id)
	if ref.On == disclosure.OnItem {
		item, err := FindItem(ctx, s, actor, id)
		if err != nil {
			return terms, err
		}
		ref.ID = item.Sum.String()
	} else if ref.On == disclosure.OnEntity {
		if _, err := s.Entity(ctx, id); err != nil {
			return terms, err
		}
	}
	refs, err := RefsOf(ctx, s, ref)
	if err != nil {
		return terms, err
	}
	var on disclosure.Terms
	for _, c := range terms.Consents {
		if slices.Contains(refs, c.On) {
			on.Consents = append(on.Consents, c)
		}
	}
	for _, c := range terms.Conditions {
		if slices.Contains(refs, c.On) {
			on.Conditions = append(on.Conditions, c)
		}
	}
	return on, nil
}

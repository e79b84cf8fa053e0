package site

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// subjectsShown is how many subjects stand on one page.
const subjectsShown = 200

// subjectsPage is up to subjectsShown subjects of one kind.
type subjectsPage struct {
	frame
	Number      int
	Kind        string
	Subjects    []subject
	Count       int
	First, Last string // names, for the table of pages
}

// subject is an entity with what is claimed of it.
type subject struct {
	claim.Entity
	Properties []property
}

// property is what is claimed on one property: rivals side by side.
type property struct {
	Name   string
	Claims []cited
}

// subjects draws the pages of subjects as they come: a page is written when
// its kind has enough of them, and forgotten.
func (w *writer) subjects(ctx context.Context) error {
	err := w.Subjects(ctx, func(s flow.Subject) error {
		w.subjectsN++
		w.claims += int64(len(s.Claims))
		w.waiting[s.Schema] = append(w.waiting[s.Schema], w.subject(s))
		if len(w.waiting[s.Schema]) < subjectsShown {
			return nil
		}
		return w.flush(s.Schema)
	})
	if err != nil {
		return fmt.Errorf("walking the subjects: %w", err)
	}
	kinds := make([]string, 0, len(w.waiting))
	for kind := range w.waiting {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		if err := w.flush(kind); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) flush(kind string) error {
	waiting := w.waiting[kind]
	if len(waiting) == 0 {
		return nil
	}
	w.waiting[kind] = nil
	p := subjectsPage{Number: len(w.pages) + 1, Kind: kind, Subjects: waiting, Count: len(waiting),
		First: nameOf(waiting[0]), Last: nameOf(waiting[len(waiting)-1])}
	path := "subjects/" + strconv.Itoa(p.Number) + ".html"
	for _, s := range waiting {
		w.toDocuments(path, s)
		at, placed := w.places[s.ID]
		if !placed {
			at = path + "#" + s.ID
		}
		w.called = append(w.called, called{nameOf(s), kind, at})
	}
	if err := w.each(path, "../../", "subjects", &p); err != nil {
		return err
	}
	p.Subjects = nil
	w.pages = append(w.pages, p)
	return nil
}

func nameOf(s subject) string {
	if s.Name != "" {
		return s.Name
	}
	return s.ID
}

// subject arranges a subject's claims, properties in the order in which they
// were first spoken of.
func (w *writer) subject(s flow.Subject) subject {
	out := subject{Entity: s.Entity}
	for _, c := range s.Claims {
		at := slices.IndexFunc(out.Properties, func(p property) bool { return p.Name == c.Property })
		if at < 0 {
			at = len(out.Properties)
			out.Properties = append(out.Properties, property{Name: c.Property})
		}
		out.Properties[at].Claims = append(out.Properties[at].Claims, w.cite(c, "../"))
	}
	return out
}

// toDocuments tells each document of the claims that rest on it.
func (w *writer) toDocuments(path string, s subject) {
	for _, p := range s.Properties {
		for _, c := range p.Claims {
			var told []*document
			for _, passage := range c.Passages {
				if d, ok := w.docs[passage.Item]; ok && !slices.Contains(told, d) {
					told = append(told, d)
					d.take(docClaim{c.Claim, nameOf(s), path + "#" + s.ID})
				}
			}
		}
	}
}

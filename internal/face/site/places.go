package site

import (
	"context"
	"slices"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/tenure"
	"sanad/internal/core/text"
)

// place finds out where everything will be shown, before anything is drawn: so
// that whatever refers to a thing can lead to it. It walks the subjects as they
// will come, without their claims.
func (w *writer) place(ctx context.Context) error {
	if w.Each != nil {
		waiting := map[string][]string{}
		n := 0
		flush := func(kind string) {
			n++
			for _, id := range waiting[kind] {
				w.places[id] = "subjects/" + strconv.Itoa(n) + ".html#" + id
			}
			delete(waiting, kind)
		}
		err := w.Each(ctx, func(id, kind string) error {
			if waiting[kind] = append(waiting[kind], id); len(waiting[kind]) == subjectsShown {
				flush(kind)
			}
			return nil
		})
		if err != nil {
			return err
		}
		kinds := make([]string, 0, len(waiting))
		for kind := range waiting {
			kinds = append(kinds, kind)
		}
		slices.Sort(kinds)
		for _, kind := range kinds {
			flush(kind)
		}
	}
	for i, p := range w.People {
		w.places[p.ID] = personPath(i)
		w.Names[p.ID] = p.Name
	}
	return nil
}

func personPath(i int) string { return "people/" + strconv.Itoa(i+1) + ".html" }

// Ref gives the way to where a thing is shown, "" if it is not.
func (f *frame) Ref(id string) string {
	if at, ok := f.w.places[id]; ok && id != "" {
		return f.Up + string(f.Lang) + "/" + at
	}
	return ""
}

// Line gives the line of ledger/events.jsonl on which an entry is proved, 0 if it
// is not disclosed.
func (f *frame) Line(index int64) int { return f.w.Bundle.Line(index) }

// Thing is something that is referred to, with the way to it.
type thing struct{ Href, Name string }

// Thing gives what stands for a thing where it is referred to.
func (f *frame) Thing(id, name string) thing {
	if known := f.w.Names[id]; known != "" && id != "" {
		name = known
	}
	if name == "" {
		name = id
	}
	return thing{f.Ref(id), name}
}

// Named is Thing for what sources name.
func (f *frame) Named(n tenure.Named) thing { return f.Thing(n.Entity, n.Name) }

// cited is a claim with the way to each passage it rests on.
type cited struct {
	claim.Claim
	Places  []place
	Bearing disclosure.Bearing // on the person whose page it is
	Line    int                // of the proofs, 0 if its entry is not disclosed
	Proofs  string
}

// place is a passage with the page that shows it and the original it is of, or the
// copy that leaves in its place; empty where none is in this release.
type place struct {
	text.Passage
	Href     string // from a page of subjects
	Original string
	Copy     string
	Number   string // of the page
}

// cite gives a claim with its places; up leads from the page to its language's
// folder.
func (w *writer) cite(c claim.Claim, up string) cited {
	out := cited{Claim: c, Places: make([]place, len(c.Passages)), Line: w.Bundle.Line(c.Index), Proofs: up + "../ledger/events.jsonl"}
	for i, p := range c.Passages {
		at := place{Passage: p}
		if d, ok := w.docs[p.Item]; ok {
			at.Href = up + d.path(d.part(p)) + "#" + p.ID()
			at.Original = up + "../originals/" + p.Item.String()
		}
		if copy, ok := w.copied[p.Item]; ok && copy.Path != "" {
			at.Copy = up + "../" + copy.Path
		}
		if x, ok := w.exhibit[p.Item]; ok {
			at.Number = x.Number(min(max(int64(p.Selector.Page), 1), x.Pages))
		}
		out.Places[i] = at
	}
	return out
}

func (w *writer) citeAll(all []claim.Claim, up string) []cited {
	out := make([]cited, len(all))
	for i, c := range all {
		out[i] = w.cite(c, up)
	}
	return out
}

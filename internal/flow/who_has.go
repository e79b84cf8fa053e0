package flow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// Holding is one bundle that holds a record, or is asked for itself, with those it
// was handed to and what has changed of the record since.
type Holding struct {
	Release disclosure.Release
	Build   disclosure.Build
	Handed  []disclosure.Delivery // of this very bundle
	Held    disclosure.Held       // zero where a release was asked for
	Changes []Since
}

// Told reports whether somebody has it who must be told: it was handed over, or is
// for the public, and something changed or ended since.
func (h Holding) Told() bool {
	ended := h.Release.Recalled != nil || h.Release.Successor != ""
	return len(h.Handed) > 0 && (ended || len(h.Changes) > 0)
}

// Since is something that was recorded after a bundle was built and that who has
// the bundle may have to be told.
type Since struct {
	Event string         // the kind's name, as claim.withdrawn
	Of    disclosure.Ref // of what; a finding is told of as what it is, with an empty kind
	ID    string         // of the consent or condition, if it is one
	Index int64
}

// WhoHas tells in which bundles a record left, or of a release what has changed
// of what it holds.
type WhoHas struct {
	Kind, ID string // as lists of contents name it; "release" of a release
	Holdings []Holding
	// Unlisted are bundles from before there were lists of contents: whether they
	// hold the record is not known.
	Unlisted []disclosure.Build
}

// WhoHasIt answers "who has record X?": an item by the beginning of its SHA-256, a
// claim, an entity, a finding, or a release. It tells of releases that the actor may
// know of, and reads the lists of contents of all of them, with memory that does not
// grow with what they hold.
func WhoHasIt(ctx context.Context, a *Archive, actor guard.Actor, id string) (WhoHas, error) {
	var out WhoHas
	if err := actor.May(guard.ToRead); err != nil {
		return out, err
	}
	var all []Holding
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		if out.Kind, out.ID, err = recordNamed(ctx, s, actor, id); err != nil {
			return err
		}
		all, err = bundles(ctx, s, out.Kind, out.ID)
		return err
	})
	if err != nil {
		return out, err
	}
	for _, h := range all {
		switch {
		case out.Kind == "release":
			out.Holdings = append(out.Holdings, h)
			continue
		case h.Build.Contents == nil:
			out.Unlisted = append(out.Unlisted, h.Build)
			continue
		}
		held, found, err := findHeld(ctx, a, h.Build, out.Kind, out.ID)
		if err != nil {
			return out, err
		}
		if h.Held = held; found {
			out.Holdings = append(out.Holdings, h)
		}
	}
	return out, out.since(ctx, a)
}

// recordNamed tells what an id names.
func recordNamed(ctx context.Context, s State, actor guard.Actor, id string) (kind, full string, err error) {
	switch {
	case len(id) > 2 && id[:2] == "r-":
		_, err = s.Release(ctx, id)
		return "release", id, err
	case len(id) > 2 && id[:2] == "n-":
		_, err = s.Finding(ctx, id)
		return disclosure.HeldFinding, id, err
	}
	switch ref := RefNamed(id); ref.On {
	case disclosure.OnClaim:
		_, err = s.Claim(ctx, id)
		return disclosure.HeldClaim, id, err
	case disclosure.OnItem:
		item, err := FindItem(ctx, s, actor, id)
		return disclosure.HeldItem, item.Sum.String(), err
	case disclosure.OnAccession:
		return "", "", fail.New(fail.Usage, "of an accession nobody has anything but its items").Do("see them: sanad items --accession %s", id)
	}
	_, err = s.Entity(ctx, id)
	return disclosure.HeldEntity, id, err
}

// bundles gives every bundle that was built, oldest first; of one release if that
// was asked for.
func bundles(ctx context.Context, s State, kind, id string) (all []Holding, err error) {
	releases, err := s.Releases(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, r := range releases {
		if r.Builds == 0 || kind == "release" && r.Requested.Release != id {
			continue
		}
		builds, err := s.Builds(ctx, r.Requested.Release)
		if err != nil {
			return nil, err
		}
		handed, err := s.Deliveries(ctx, r.Requested.Release)
		if err != nil {
			return nil, err
		}
		for _, b := range builds {
			h := Holding{Release: r, Build: b}
			for _, d := range handed {
				if d.Manifest == b.Manifest {
					h.Handed = append(h.Handed, d)
				}
			}
			all = append(all, h)
		}
	}
	return all, nil
}

// readContents walks the list of what a bundle holds.
func readContents(ctx context.Context, a *Archive, b disclosure.Build, yield func(disclosure.Held) error) error {
	r, err := a.Renditions.Open(ctx, *b.Contents)
	if err != nil {
		return fmt.Errorf("opening the list of what the release %s holds: %w", b.Release, err)
	}
	_, err = disclosure.ReadContents(r, yield)
	return errors.Join(err, r.Close())
}

func findHeld(ctx context.Context, a *Archive, b disclosure.Build, kind, id string) (held disclosure.Held, found bool, err error) {
	r, err := a.Renditions.Open(ctx, *b.Contents)
	if err != nil {
		return held, false, fmt.Errorf("opening the list of what the release %s holds: %w", b.Release, err)
	}
	held, found, err = disclosure.FindHeld(r, kind, id)
	return held, found, errors.Join(err, r.Close())
}

// since tells of each bundle what has changed of what it holds.
func (w *WhoHas) since(ctx context.Context, a *Archive) error {
	for i := range w.Holdings {
		h := &w.Holdings[i]
		holds, err := w.holds(ctx, a, *h)
		if err != nil {
			return err
		}
		if err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
			h.Changes, err = changesSince(ctx, s, h.Release.Case, h.Build.Index, holds)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// holds gives the records whose changes are asked for: the one that is asked for,
// or all of a release.
func (w *WhoHas) holds(ctx context.Context, a *Archive, h Holding) (map[disclosure.Ref]bool, error) {
	of := map[disclosure.Ref]bool{}
	if w.Kind != "release" {
		of[disclosure.Ref{On: disclosure.RefKind(w.Kind), ID: w.ID}] = true
		return of, nil
	}
	if h.Build.Contents == nil {
		return of, nil
	}
	err := readContents(ctx, a, h.Build, func(held disclosure.Held) error {
		of[disclosure.Ref{On: disclosure.RefKind(held.Kind), ID: held.ID}] = true
		return nil
	})
	return of, err
}

// changesSince gives what was recorded after an entry of the records, in order of
// the ledger: turns of claims and findings, consents taken back, conditions laid.
func changesSince(ctx context.Context, s State, caseName string, after int64, of map[disclosure.Ref]bool) (out []Since, err error) {
	turned, err := turnsSince(ctx, s, caseName, after, of)
	if err != nil {
		return nil, err
	}
	terms, err := termsSince(ctx, s, after, of)
	out = append(turned, terms...)
	slices.SortFunc(out, func(a, b Since) int { return cmp.Compare(a.Index, b.Index) })
	return out, err
}

// turnsSince: one record is asked for by itself; of a whole release, every claim of
// its case that was ever turned.
func turnsSince(ctx context.Context, s State, caseName string, after int64, of map[disclosure.Ref]bool) (out []Since, err error) {
	history := func(ref disclosure.Ref, entries []int64, err error) error {
		for _, index := range entries {
			if err != nil {
				return err
			}
			if index <= after {
				continue
			}
			var e Recorded
			if e, err = s.Event(ctx, index); err == nil {
				out = append(out, Since{Event: e.Kind.Name, Of: ref, Index: index})
			}
		}
		return err
	}
	for ref := range of {
		if ref.On != disclosure.RefKind(disclosure.HeldFinding) {
			continue
		}
		entries, err := s.FindingHistory(ctx, ref.ID)
		if err := history(ref, entries, err); err != nil {
			return nil, err
		}
	}
	filter := ClaimFilter{Case: caseName, After: -1}
	for ref := range of {
		switch {
		case len(of) > 1:
		case ref.On == disclosure.OnClaim:
			filter.IDs = []string{ref.ID}
		case ref.On == disclosure.OnEntity:
			filter.Entity = ref.ID
		default:
			return out, nil
		}
	}
	if len(of) == 0 {
		return out, nil
	}
	err = s.Claims(ctx, filter, func(c claim.Claim) error {
		ref := disclosure.Ref{On: disclosure.OnClaim, ID: c.Made.Claim}
		if !c.Turned || c.Index > after || len(of) > 1 && !of[ref] {
			return nil
		}
		entries, err := s.ClaimHistory(ctx, c.Made.Claim)
		return history(ref, entries, err)
	})
	return out, err
}

// termsSince gives consents that were taken back and conditions that were laid
// since, on the records or on what they came with.
func termsSince(ctx context.Context, s State, after int64, of map[disclosure.Ref]bool) (out []Since, err error) {
	terms, err := s.ReleaseTerms(ctx, "")
	if err != nil {
		return nil, err
	}
	var consents []disclosure.Consent
	for _, c := range terms.Consents {
		if c.Turned > after {
			consents = append(consents, c)
		}
	}
	var conditions []disclosure.Condition
	for _, c := range terms.Conditions {
		if c.Index > after && !c.Lifted {
			conditions = append(conditions, c)
		}
	}
	if len(consents)+len(conditions) == 0 {
		return nil, nil
	}
	on := map[disclosure.Ref]bool{}
	for ref := range of {
		if ref.On == disclosure.RefKind(disclosure.HeldFinding) {
			continue
		}
		refs, err := RefsOf(ctx, s, ref)
		if fail.Of(err) == fail.NotFound {
			continue // it was sealed since, or erased
		}
		if err != nil {
			return nil, err
		}
		for _, r := range refs {
			on[r] = true
		}
	}
	for _, c := range consents {
		if on[c.On] {
			out = append(out, Since{disclosure.ConsentWithdrawn{}.Kind().Name, c.On, c.ConsentGiven.Consent, c.Turned})
		}
	}
	for _, c := range conditions {
		if on[c.On] {
			out = append(out, Since{disclosure.ConditionLaid{}.Kind().Name, c.On, c.ConditionLaid.Condition, c.Index})
		}
	}
	return out, nil
}

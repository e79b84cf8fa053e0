package flow

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// MarkRequest says what must be hidden of an item in what leaves a case: boxes on a
// page as somebody drew them, a cell, or a quote.
type MarkRequest struct {
	Item  custody.Sum
	Case  string // "": the item's own
	Page  int
	Boxes []text.Box // points from the top left corner of the page
	Cell  string
	Quote string
	All   bool // every place of the quote
	Place int  // only this one of its places, from 1; 0: there must be but one
	// Unseen: its places are those of which no reading knows where they stand,
	// and the page as it is drawn does not show them.
	Unseen bool
	// Why, whom it hides, and when it may be lifted: see redaction.Mark.
	Code                 redaction.Code
	Reason, Entity, Lift string
}

// Redacted tells what is hidden of an item after somebody changed it.
type Redacted struct {
	redaction.Marked
	Added int // marks that are new
	// Unplaced are places of a quote of which no reading knows where on the page
	// they stand: they are not hidden.
	Unplaced []Unplaced
	Index    int64
}

// mayMark refuses who neither reads for a case nor lets anything leave it.
func mayMark(actor guard.Actor, caseName string) error {
	return actor.MayIn(caseName, guard.ToMark)
}

// markedItem gives the item and the case its marks are of, to who may know of it.
func markedItem(ctx context.Context, s State, actor guard.Actor, sum custody.Sum, caseName string) (custody.Item, string, error) {
	item, err := s.Item(ctx, sum)
	if err == nil && !actor.MaySeeIn(item.Case, item.Label) {
		err = fail.New(fail.NotFound, "there is no item %s", sum)
	}
	if caseName == "" {
		caseName = item.Case
	}
	return item, caseName, err
}

// MarkRedaction records that something of an item must be hidden. Boxes are widened
// as redaction.Widen says; a quote is looked for in all readings,
// so that what one of them placed elsewhere is hidden as well.
func MarkRedaction(ctx context.Context, a *Archive, actor guard.Actor, req MarkRequest) (Redacted, error) {
	return MarkRedactions(ctx, a, actor, req.Item, req.Case, []MarkRequest{req})
}

// MarkRedactions is MarkRedaction for several things of one item, recorded together.
func MarkRedactions(ctx context.Context, a *Archive, actor guard.Actor, sum custody.Sum, caseName string, reqs []MarkRequest) (Redacted, error) {
	var m *marker
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		m, err = newMarker(ctx, a, s, actor, sum, caseName)
		return err
	})
	if err != nil {
		return Redacted{}, err
	}
	if err := mayMark(actor, m.caseName); err != nil {
		return Redacted{}, err
	}
	var added []redaction.Mark
	for _, req := range reqs {
		marks, err := m.find(ctx, req)
		if err != nil {
			return Redacted{}, err
		}
		added = append(added, marks...)
	}
	return m.record(ctx, a, actor, len(added), func(s State, now []redaction.Mark) ([]redaction.Mark, error) {
		for _, mark := range added {
			if mark.Entity == "" {
				continue
			}
			if _, err := s.Entity(ctx, mark.Entity); err != nil {
				return nil, err
			}
		}
		return append(now, added...), nil
	})
}

// RemoveMarks takes marks away by their numbers, from 1, or all of them if none is
// given. seen is the redaction the numbers are of: if another was recorded since,
// nothing is removed.
func RemoveMarks(ctx context.Context, a *Archive, actor guard.Actor, sum custody.Sum, caseName, seen string, numbers []int) (Redacted, error) {
	var m *marker
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		m, err = newMarker(ctx, a, s, actor, sum, caseName)
		return err
	})
	if err != nil {
		return Redacted{}, err
	}
	if err := mayMark(actor, m.caseName); err != nil {
		return Redacted{}, err
	}
	if seen != "" && seen != m.now.Redaction {
		return Redacted{}, changedMeanwhile(sum)
	}
	return m.record(ctx, a, actor, 0, func(_ State, now []redaction.Mark) ([]redaction.Mark, error) {
		if len(now) == 0 {
			return nil, fail.New(fail.NotFound, "nothing is hidden of item %s", sum)
		}
		if len(numbers) == 0 {
			return nil, nil
		}
		drop := map[int]bool{}
		for _, n := range numbers {
			if n < 1 || n > len(now) {
				return nil, fail.New(fail.NotFound, "item %s has no mark %d: it has %d", sum, n, len(now)).Do("see sanad redact show %s", sum.String()[:12])
			}
			drop[n] = true
		}
		var left []redaction.Mark
		for i, mark := range now {
			if !drop[i+1] {
				left = append(left, mark)
			}
		}
		return left, nil
	})
}

func changedMeanwhile(sum custody.Sum) error {
	return fail.New(fail.Conflict, "somebody changed what is hidden of item %s meanwhile", sum).Do("look at it again: sanad redact show %s", sum.String()[:12])
}

// record writes the whole set of marks anew, after what change makes of it. It
// refuses if the set is not the one that was looked at.
func (m *marker) record(ctx context.Context, a *Archive, actor guard.Actor, added int, change func(State, []redaction.Mark) ([]redaction.Mark, error)) (Redacted, error) {
	id, err := a.newID("x")
	if err != nil {
		return Redacted{}, err
	}
	var f redaction.Marked
	written, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		now, err := redactionNow(ctx, s, m.caseName, m.item.Sum)
		if err != nil {
			return nil, err
		}
		if now.Redaction != m.now.Redaction {
			return nil, changedMeanwhile(m.item.Sum)
		}
		marks, err := change(s, slices.Clone(now.Marks))
		if err != nil {
			return nil, err
		}
		f = redaction.Marked{Redaction: id, Replaces: now.Redaction, Case: m.caseName, Item: m.item.Sum, Rendition: m.reading(), Marks: marks}
		return []ledger.Fact{f}, usage(f.Check())
	})
	return Redacted{Marked: f, Added: added, Unplaced: m.unplaced, Index: written.First}, err
}

// redactionNow gives what is hidden of an item now; where nothing ever was, one
// without an id.
func redactionNow(ctx context.Context, s State, caseName string, sum custody.Sum) (redaction.Redaction, error) {
	r, err := s.Redaction(ctx, caseName, sum)
	return r, notThere(err)
}

// ShowRedaction gives what is hidden of an item in what leaves a case, "" for the
// item's own; one without an id where nothing ever was.
func ShowRedaction(ctx context.Context, a *Archive, actor guard.Actor, sum custody.Sum, caseName string) (r redaction.Redaction, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		item, caseName, err := markedItem(ctx, s, actor, sum, caseName)
		if err != nil {
			return err
		}
		if r, err = redactionNow(ctx, s, caseName, sum); err == nil && r.Redaction == "" {
			r.Case, r.Item = caseName, item.Sum
		}
		return err
	})
	return r, err
}

package flow

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Step is one thing that was recorded about a claim.
type Step struct {
	Index  int64
	Time   time.Time
	Actor  string
	Kind   ledger.Kind
	Claim  claim.Made     // as it was made
	Turn   claim.Standing // to which it was turned, if it was
	Grade  string         // that it was given, if it was
	Flag   string         // that was set, or "-" and the flag that was lifted
	Reason string
}

// History gives everything that was recorded of the claims of a filter, oldest
// first: no value is ever edited, so this is what a value was at any time.
func History(ctx context.Context, s State, f ClaimFilter) ([]Step, error) {
	var steps []Step
	err := s.Claims(ctx, f, func(c claim.Claim) error {
		of, err := HistoryOf(ctx, s, c)
		steps = append(steps, of...)
		return err
	})
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.Index, b.Index) })
	return steps, err
}

// HistoryOf gives everything that was recorded of one claim, oldest first.
func HistoryOf(ctx context.Context, s State, c claim.Claim) ([]Step, error) {
	indexes := []int64{c.Index}
	if c.Turned {
		var err error
		if indexes, err = s.ClaimHistory(ctx, c.Made.Claim); err != nil {
			return nil, err
		}
	}
	steps := make([]Step, 0, len(indexes))
	for _, index := range indexes {
		e, err := s.Event(ctx, index)
		if fail.Of(err) == fail.NotFound {
			continue // the actor may not know of it
		}
		if err != nil {
			return nil, err
		}
		step, err := stepOf(e.Event, c.Made)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// stepOf reads what an entry says of a claim.
func stepOf(e ledger.Event, of claim.Made) (Step, error) {
	step := Step{Index: e.Index, Time: e.Time, Actor: e.Actor, Kind: e.Kind, Claim: of}
	turn := func(to claim.Standing, reason string) error {
		step.Turn, step.Reason = to, reason
		return nil
	}
	var err error
	switch e.Kind {
	case claim.Made{}.Kind():
		if len(e.Body) > 0 {
			err = ledger.Take(e, func(f *claim.Made) error { step.Claim, step.Grade = *f, f.SourceGrade+f.InfoGrade; return nil })
		}
	case claim.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *claim.Withdrawn) error { return turn(claim.TakenBack, f.Reason) })
	case claim.Preferred{}.Kind():
		err = ledger.Take(e, func(f *claim.Preferred) error { return turn(claim.Favoured, f.Reason) })
	case claim.Accepted{}.Kind():
		err = ledger.Take(e, func(f *claim.Accepted) error { return turn(claim.Agreed, f.Reason) })
	case claim.Disputed{}.Kind():
		err = ledger.Take(e, func(f *claim.Disputed) error { return turn(claim.Contested, f.Reason) })
	case claim.Graded{}.Kind():
		err = ledger.Take(e, func(f *claim.Graded) error {
			step.Grade, step.Reason = cmp.Or(f.SourceGrade+f.InfoGrade, "-"), f.Reason
			return nil
		})
	case claim.Flagged{}.Kind():
		err = ledger.Take(e, func(f *claim.Flagged) error {
			if step.Flag, step.Reason = f.Flag, f.Reason; f.Lifted {
				step.Flag = "-" + f.Flag
			}
			return nil
		})
	}
	return step, err
}

// Was is how a claim was at some moment.
type Was struct {
	Claim    claim.Made
	Standing claim.Standing // by its own turns and its rivals'
	Grade    string
	Flags    []string
}

// AsOf gives the claims as they were when the ledger ended with entry index,
// in the order they were made.
func AsOf(steps []Step, index int64) []Was {
	var order []string
	was := map[string]*Was{}
	turns := map[string][]claim.Turn{}
	for _, step := range steps {
		if step.Index > index {
			break
		}
		id := step.Claim.Claim
		w := was[id]
		if w == nil {
			w = &Was{Claim: step.Claim, Flags: slices.Clone(step.Claim.Flags)}
			was[id] = w
			order = append(order, id)
		}
		switch {
		case step.Turn != "":
			turns[id] = append(turns[id], claim.Turn{Index: step.Index, Standing: step.Turn, Reason: step.Reason})
		case step.Grade != "":
			w.Grade = strings.TrimPrefix(step.Grade, "-")
		case strings.HasPrefix(step.Flag, "-"):
			w.Flags = slices.DeleteFunc(w.Flags, func(f string) bool { return f == step.Flag[1:] })
		case step.Flag != "":
			w.Flags = append(w.Flags, step.Flag)
		}
	}
	preferred := preferredOf(was, turns)
	out := make([]Was, 0, len(order))
	for _, id := range order {
		w := was[id]
		w.Standing, _ = claim.Stand(turns[id], preferred[ofThing(w.Claim)].beside(w.Claim))
		slices.SortFunc(w.Flags, func(a, b string) int {
			return cmp.Compare(slices.Index(claim.Flags(), a), slices.Index(claim.Flags(), b))
		})
		w.Flags = slices.Compact(w.Flags)
		out = append(out, *w)
	}
	return out
}

// ofThing names what rivals have in common.
func ofThing(c claim.Made) [2]string { return [2]string{c.Entity, c.Property} }

// preference is who of rivals is preferred, by the entry that says so: the
// newest and the one before it, of another claim; -1 where there is none.
type preference struct {
	claim         string
	newest, other int64
}

// beside gives the entry by which a rival of the claim was preferred last and
// still is, or -1.
func (p *preference) beside(c claim.Made) int64 {
	switch {
	case p == nil || !Single(c.Schema, c.Property):
		return -1
	case p.claim == c.Claim:
		return p.other
	}
	return p.newest
}

func preferredOf(was map[string]*Was, turns map[string][]claim.Turn) map[[2]string]*preference {
	all := map[[2]string]*preference{}
	for id, own := range turns {
		last := own[len(own)-1]
		if last.Standing != claim.Favoured {
			continue
		}
		key := ofThing(was[id].Claim)
		p := all[key]
		switch {
		case p == nil:
			all[key] = &preference{id, last.Index, -1}
		case last.Index > p.newest:
			p.claim, p.newest, p.other = id, last.Index, p.newest
		default:
			p.other = max(p.other, last.Index)
		}
	}
	return all
}

// Change is what became of a claim between two moments.
type Change struct {
	Claim       claim.Made
	Before, Now *Was // nil: it was not made yet
}

// Compare tells which claims changed from one entry of the ledger to another.
func Compare(steps []Step, from, to int64) []Change {
	before := map[string]Was{}
	for _, w := range AsOf(steps, from) {
		before[w.Claim.Claim] = w
	}
	var out []Change
	for _, now := range AsOf(steps, to) {
		b, there := before[now.Claim.Claim]
		if there && b.Standing == now.Standing && b.Grade == now.Grade && slices.Equal(b.Flags, now.Flags) {
			continue
		}
		c := Change{Claim: now.Claim, Now: &now}
		if there {
			c.Before = &b
		}
		out = append(out, c)
	}
	return out
}

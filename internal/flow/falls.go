package flow

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/support"
)

// Fall is one thing that would change; one field of it is set.
type Fall struct {
	Claim    *ClaimFall
	Finding  *FindingFall
	Count    *CountFall
	Estimate *EstimateFall
	Release  *ReleaseFall
}

// ClaimFall is what becomes of a claim.
type ClaimFall struct {
	claim.Claim
	support.Weighed
	// Others are claims that say the same and stand all the same, at most
	// MaxOthers of them.
	Others []string
}

// FindingFall is what becomes of a conclusion.
type FindingFall struct {
	finding.Finding
	support.Conclusion
}

// CountFall is the documented minimum of a case as it is and as it would be.
type CountFall struct {
	Case          string
	Before, After int64
	Lists         []string // names of the lists that fall as a whole
}

// EstimateFall is what becomes of an estimate: it falls with a list it was
// counted from, and is weakened where single rows of one fall.
type EstimateFall struct {
	count.Estimation
	Effect support.Effect
	Lists  []string // names of the lists that fall
}

// ReleaseFall is a release that holds some of what falls or is weakened.
type ReleaseFall struct {
	disclosure.Release
	Held int64 // how many of the claims
}

// MaxOthers is how many claims that say the same are named with one.
const MaxOthers = 20

// fallBatch is how many claims are weighed at a time.
const fallBatch = 500

// maxRemembered is how many originals and values a fall remembers, to be asked
// once for each.
const maxRemembered = 20_000

// Falls tells what would fall if the things of s would: claims as they are
// found, those that were withdrawn before among them, then findings, counts,
// estimates and releases. It holds a batch of claims, a few
// numbers for each finding that is touched and, where single rows of a list
// fall, their names; all the rest is read again when it is needed. An error of
// yield ends it.
func Falls(ctx context.Context, st State, s Supposition, yield func(Fall) error) (support.Tally, error) {
	f, err := newFaller(ctx, st, s, yield)
	if err != nil {
		return support.Tally{}, err
	}
	if err := f.eachReached(ctx); err != nil {
		return f.tally, fmt.Errorf("reading what rests on it: %w", err)
	}
	if err := f.weigh(ctx); err != nil {
		return f.tally, err
	}
	for _, rest := range []func(context.Context) error{f.eachFinding, f.eachCount, f.eachEstimate, f.eachRelease} {
		if err := rest(ctx); err != nil {
			return f.tally, err
		}
	}
	return f.tally, nil
}

// faller is one question on its way through an archive.
type faller struct {
	st    State
	yield func(Fall) error
	Supposition
	supposed support.Supposed
	origins  map[custody.Sum]origin
	said     map[int64][]agreeing
	waiting  []reached
	findings map[string]*support.Conclusion
	releases map[string][]*ReleaseFall // by case
	rows     map[string]map[string]int // names of rows that fall, by case and row
	lists    map[custody.Sum]bool      // items that are lists
	tally    support.Tally
}

// reached is a claim, and which of the things it was reached by.
type reached struct {
	claim.Claim
	by   groundKind
	nth  int         // teller or passage
	item custody.Sum // or item
}

// groundKind orders what claims are reached by: one that is reached in several
// ways is told once, by the first.
type groundKind int

const (
	byName groundKind = iota
	byTeller
	byPassage
	byItem
)

func newFaller(ctx context.Context, st State, s Supposition, yield func(Fall) error) (*faller, error) {
	f := &faller{st: st, yield: yield, Supposition: s, origins: map[custody.Sum]origin{}, said: map[int64][]agreeing{},
		findings: map[string]*support.Conclusion{}, releases: map[string][]*ReleaseFall{}, rows: map[string]map[string]int{}, lists: map[custody.Sum]bool{}}
	f.supposed = support.Supposed{Claims: map[string]bool{}, Passages: map[string]bool{}, Tellers: s.Tellers,
		Item: func(sum custody.Sum) bool { return f.origins[sum].Falls }}
	for _, id := range s.Claims {
		f.supposed.Claims[id] = true
	}
	for _, id := range s.Passages {
		f.supposed.Passages[id] = true
	}
	lists, err := st.Lists(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, l := range lists {
		f.lists[l.Item] = true
	}
	releases, err := st.Releases(ctx, "")
	for _, r := range releases {
		f.releases[r.Case] = append(f.releases[r.Case], &ReleaseFall{Release: r})
	}
	return f, err
}

// eachReached walks every claim that rests on what is supposed to fall.
func (f *faller) eachReached(ctx context.Context) error {
	err := f.st.ClaimsNamed(ctx, f.Claims, func(c claim.Claim) error { return f.take(ctx, reached{Claim: c}) })
	if err != nil {
		return err
	}
	for i, t := range f.Tellers {
		err := f.st.Resting(ctx, Ground{Teller: t.Name, TellerEntity: t.Entity}, func(_ custody.Sum, c claim.Claim) error {
			return f.take(ctx, reached{Claim: c, by: byTeller, nth: i})
		})
		if err != nil {
			return err
		}
	}
	for i, id := range f.Passages {
		err := f.st.Resting(ctx, Ground{Passage: id}, func(_ custody.Sum, c claim.Claim) error {
			return f.take(ctx, reached{Claim: c, by: byPassage, nth: i})
		})
		if err != nil {
			return err
		}
	}
	return f.eachItem(ctx, func(items []custody.Sum) error {
		return f.st.Resting(ctx, Ground{Items: items}, func(via custody.Sum, c claim.Claim) error {
			return f.take(ctx, reached{Claim: c, by: byItem, item: via})
		})
	})
}

func (f *faller) take(ctx context.Context, r reached) error {
	if f.waiting = append(f.waiting, r); len(f.waiting) < fallBatch {
		return nil
	}
	return f.weigh(ctx)
}

// first reports whether the claim is told by way of this reaching: it is by the
// first of the things that reach it, of items the smallest sum.
func (f *faller) first(r reached) bool {
	if f.supposed.Claims[r.Made.Claim] {
		return r.by == byName
	}
	if nth := f.supposed.Teller(r.Made); nth >= 0 {
		return r.by == byTeller && r.nth == nth
	}
	for i, id := range f.Passages {
		for _, p := range r.Made.Passages {
			if p.ID() == id {
				return r.by == byPassage && r.nth == i
			}
		}
	}
	if r.by != byItem {
		return false
	}
	for _, p := range r.Made.Passages {
		if f.origins[p.Item].Reached && slices.Compare(p.Item[:], r.item[:]) < 0 {
			return false
		}
	}
	return true
}

// weigh tells of the claims that wait.
func (f *faller) weigh(ctx context.Context) error {
	waiting := f.waiting
	f.waiting = nil
	var sums []custody.Sum
	for _, r := range waiting {
		for _, p := range r.Made.Passages {
			sums = append(sums, p.Item)
		}
	}
	if err := f.learn(ctx, sums); err != nil {
		return err
	}
	var falls []*ClaimFall
	for _, r := range waiting {
		if !f.first(r) {
			continue
		}
		fall := &ClaimFall{Claim: r.Claim, Weighed: f.supposed.Weigh(r.Made)}
		f.held(fall)
		if !r.Standing.Stands() {
			fall.Weighed = support.Weighed{Effect: support.Fallen}
			falls = append(falls, fall)
			continue
		}
		f.named(fall)
		falls = append(falls, fall)
	}
	if err := f.agreeing(ctx, falls); err != nil {
		return err
	}
	if err := f.concluded(ctx, falls); err != nil {
		return err
	}
	for _, fall := range falls {
		f.tally.Claim(fall.Effect, len(fall.Others) > 0)
		if err := f.yield(Fall{Claim: fall}); err != nil {
			return err
		}
	}
	return nil
}

// held counts a claim for every release that holds it.
func (f *faller) held(fall *ClaimFall) {
	if fall.Effect == support.Stands || len(f.releases[fall.Case]) == 0 {
		return
	}
	open := int64(0)
	for _, p := range fall.Made.Passages {
		o := f.origins[p.Item]
		if !o.open {
			return
		}
		open = max(open, o.since)
	}
	withdrawn := int64(-1)
	if fall.Own.Standing == claim.TakenBack {
		withdrawn = fall.Own.Index
	}
	for _, r := range f.releases[fall.Case] {
		if support.Held(r.Index, fall.Index, withdrawn, open) {
			r.Held++
		}
	}
}

package sight

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// Veil knows what hides what from whom. One veil serves all actors of an archive:
// they share what is known of the ledger, and those who are members of the same
// cases with the same eyes share the rest.
type Veil struct {
	mu    sync.Mutex
	wide  *veil // over the whole archive
	atlas *atlas
	of    map[string]*veil // over the cases of some members, by what they may see
}

// mostVeils is over how many different sets of cases veils are kept.
const mostVeils = 64

// NewVeil makes a veil that has read nothing yet.
func NewVeil() *Veil { return &Veil{wide: newVeil(nil), atlas: newAtlas(), of: map[string]*veil{}} }

// Over gives the state as the actor may know it.
func (v *Veil) Over(ctx context.Context, s flow.State, actor guard.Actor) (*Sight, error) {
	sight := &Sight{State: s, actor: actor, veil: v.wide, whole: actor.MaySee(guard.Sealed), findings: map[string]bool{}}
	if actor.Member() {
		sight.veil = v.over(actor.Scope(), actor)
	}
	if actor.Bounded() {
		if err := v.atlas.follow(ctx, s); err != nil {
			return nil, err
		}
		sight.fence = &fence{all: s, atlas: v.atlas, actor: actor, cases: casesOf(actor), lists: map[string]string{}, found: map[string]bool{}}
		sight.State = sight.fence
	}
	if err := sight.veil.follow(ctx, s, sight.State); err != nil {
		return nil, fmt.Errorf("reading what is sealed: %w", err)
	}
	return sight, nil
}

// Warm reads what Over would have to read of the whole archive, so that the first
// who asks doesn't wait for it. What was read stays read when ctx ends.
func (v *Veil) Warm(ctx context.Context, s flow.State) error {
	if err := v.wide.follow(ctx, s, s); err != nil {
		return fmt.Errorf("reading what is sealed: %w", err)
	}
	return nil
}

func (v *Veil) over(scope string, actor guard.Actor) *veil {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.of[scope] == nil {
		if len(v.of) >= mostVeils {
			clear(v.of) // they are made again from the ledger
		}
		v.of[scope] = newVeil(&actor)
	}
	return v.of[scope]
}

// veil remembers what only those may know who may see sealed things. It is a
// view in memory that follows the ledger by position; it grows with what is
// sealed and not with the archive. An accession counts as sealed until an
// entry was read that says otherwise.
type veil struct {
	mu       sync.Mutex
	eyes     *guard.Actor                   // of members of cases: whose cases, and what is open to them there; nil: all
	mine     map[string]bool                // accessions of their cases
	next     int64                          // the first entry that was not looked at
	open     map[string]bool                // accessions whose label is not Sealed
	items    map[custody.Sum]bool           // originals that were handed over sealed only
	opened   map[custody.Sum]int64          // originals that were so once, and the entry that changed it
	entities map[string]bool                // entities some claim on which rested on such an item
	lists    map[string]map[int]custody.Sum // versions of lists that were read from such items
	later    map[string]bool                // lists that have a later version of an open item
	mentions map[string]custody.Sum         // rows that came with such a version
	claims   int64                          // all claims
	rested   [][]custody.Sum                // what the claims rest on that rested on such items
}

func newVeil(eyes *guard.Actor) *veil {
	return &veil{eyes: eyes, mine: map[string]bool{}, open: map[string]bool{}, items: map[custody.Sum]bool{}, opened: map[custody.Sum]int64{}, entities: map[string]bool{},
		lists: map[string]map[int]custody.Sum{}, later: map[string]bool{}, mentions: map[string]custody.Sum{}}
}

// isOpen reports whether the veil leaves a label open that is given in a case.
func (v *veil) isOpen(caseName string, l guard.Label) bool {
	return l != guard.Sealed || v.eyes != nil && v.eyes.MaySeeIn(caseName, guard.Sealed)
}

// covers reports whether a case is one the veil lies over.
func (v *veil) covers(caseName string) bool {
	return v.eyes == nil || v.eyes.MaySeeIn(caseName, guard.Case)
}

// follow reads the entries that came since it was last asked, and asks of what
// they speak of in s, the state of the cases it lies over.
func (v *veil) follow(ctx context.Context, all, s flow.State) error {
	tree, err := all.Tree(ctx)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.next >= tree.Size() {
		return nil
	}
	return all.Events(ctx, v.next, tree.Size(), func(e flow.Recorded) error {
		if err := v.take(ctx, s, e.Event); err != nil {
			return fmt.Errorf("entry %d: %w", e.Index, err)
		}
		v.next = e.Index + 1
		return nil
	})
}

// take learns from one entry. A body that was erased teaches nothing, and
// what it would have opened stays sealed.
func (v *veil) take(ctx context.Context, s flow.State, e ledger.Event) error {
	if e.Kind == (claim.Made{}).Kind() && v.eyes == nil {
		v.claims++
	}
	if len(e.Body) == 0 {
		return nil
	}
	if e.Kind == (claim.Made{}).Kind() && v.eyes != nil {
		return ledger.Take(e, func(f *claim.Made) error {
			if !v.covers(f.Case) {
				return nil
			}
			v.claims++
			return v.takeClaim(f)
		})
	}
	switch e.Kind {
	case custody.Opened{}.Kind():
		return ledger.Take(e, func(f *custody.Opened) error {
			if v.covers(f.Case) {
				v.mine[f.Accession], v.open[f.Accession] = v.eyes != nil, v.isOpen(f.Case, f.Label)
			}
			return nil
		})
	case custody.Acquired{}.Kind():
		return ledger.Take(e, func(f *custody.Acquired) error { return v.takeItem(ctx, s, f, e.Index) })
	}
	if len(v.items) == 0 {
		return nil // nothing can rest on what is sealed
	}
	switch e.Kind {
	case claim.Made{}.Kind():
		return ledger.Take(e, v.takeClaim)
	case person.ListImported{}.Kind():
		return ledger.Take(e, func(f *person.ListImported) error { v.takeVersion(f.List, 1, f.Item); return nil })
	case person.ListRevised{}.Kind():
		return ledger.Take(e, func(f *person.ListRevised) error { v.takeVersion(f.List, f.Version, f.Item); return nil })
	case person.Mentioned{}.Kind():
		return ledger.Take(e, func(f *person.Mentioned) error {
			if item, sealed := v.lists[f.List][max(f.Version, 1)]; sealed {
				v.mentions[f.Mention] = item
			}
			return nil
		})
	}
	return nil
}

func (v *veil) takeItem(ctx context.Context, s flow.State, f *custody.Acquired, index int64) error {
	if v.eyes != nil && !v.mine[f.Accession] {
		return nil // another case's
	}
	if v.open[f.Accession] {
		if v.items[f.Item] {
			v.opened[f.Item] = index
		}
		delete(v.items, f.Item)
		return nil
	}
	return v.takeSealed(ctx, s, f.Item, index)
}

// takeSealed learns from a sealed handing over: that the item is sealed, or, if
// somebody handed it over openly, which entry said so, if it came later.
func (v *veil) takeSealed(ctx context.Context, s flow.State, sum custody.Sum, index int64) error {
	steps, err := s.Steps(ctx, sum)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := s.Accession(ctx, step.Accession)
		if err != nil {
			return err
		}
		if v.isOpen(a.Case, a.Label) {
			if step.Index > index {
				v.opened[sum] = step.Index
			}
			return nil
		}
	}
	v.items[sum] = true
	return nil
}

func (v *veil) takeClaim(f *claim.Made) error {
	var sums []custody.Sum
	sealed := false
	for _, p := range f.Passages {
		sums = append(sums, p.Item)
		sealed = sealed || v.items[p.Item]
	}
	if sealed {
		v.entities[f.Entity] = true
		v.rested = append(v.rested, sums)
	}
	return nil
}

// hides reports whether the veil lies over any of the items.
func (v *veil) hides(sums ...custody.Sum) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, sum := range sums {
		if v.items[sum] {
			return true
		}
	}
	return false
}

func (v *veil) hidesAccession(id string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return !v.open[id]
}

// touches reports whether some claim on the entity rested on a sealed item.
func (v *veil) touches(entity string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.entities[entity]
}

// takeVersion notes from what a version of a list was read.
func (v *veil) takeVersion(list string, version int, item custody.Sum) {
	if !v.items[item] {
		v.later[list] = v.later[list] || version > 1
		return
	}
	if v.lists[list] == nil {
		v.lists[list] = map[int]custody.Sum{}
	}
	v.lists[list][version] = item
}

// hidesList reports whether no version of a list may be known.
func (v *veil) hidesList(id string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	first, ok := v.lists[id][1]
	if !ok || !v.items[first] || v.later[id] {
		return false
	}
	for _, item := range v.lists[id] {
		if !v.items[item] {
			return false
		}
	}
	return true
}

// versionsHidden reports whether some version of a list was sealed.
func (v *veil) versionsHidden(id string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.lists[id]) > 0
}

func (v *veil) hidesMention(id string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	item, ok := v.mentions[id]
	return ok && v.items[item]
}

// openedAt gives the entry since which an item that was sealed is sealed no
// more, 0 for one that never was.
func (v *veil) openedAt(sum custody.Sum) int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.opened[sum]
}

// once gives the items that are sealed no more.
func (v *veil) once() []custody.Sum {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Collect(maps.Keys(v.opened))
}

// sealed gives the items that are sealed.
func (v *veil) sealed() []custody.Sum {
	v.mu.Lock()
	defer v.mu.Unlock()
	sums := make([]custody.Sum, 0, len(v.items))
	for sum := range v.items {
		sums = append(sums, sum)
	}
	return sums
}

// countClaims gives all claims, and those that rest on something sealed.
func (v *veil) countClaims() (all, hidden int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, sums := range v.rested {
		for _, sum := range sums {
			if v.items[sum] {
				hidden++
				break
			}
		}
	}
	return v.claims, hidden
}

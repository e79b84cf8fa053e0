package sight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// atlas knows of which cases things are. It is a view in memory that follows the
// ledger by position, begun when the first member of some cases alone asks: an
// archive without such accounts does without. It holds some 70 bytes an item.
type atlas struct {
	mu         sync.RWMutex
	next       int64 // the first entry that was not looked at
	names      []string
	numbers    map[string]uint16
	items      map[custody.Sum]taking   // the first acquisition of each
	again      map[custody.Sum][]taking // of what is of several cases, the first in each
	crossed    map[string][]uint16      // things that are claimed on in cases beside their first
	accessions map[string]string        // cases of those that were asked for
}

// taking is an acquisition for a case.
type taking struct {
	index int64
	of    uint16
}

func newAtlas() *atlas {
	return &atlas{numbers: map[string]uint16{}, items: map[custody.Sum]taking{}, again: map[custody.Sum][]taking{}, crossed: map[string][]uint16{}, accessions: map[string]string{}}
}

// follow reads the entries that came since it was last asked.
func (a *atlas) follow(ctx context.Context, s flow.State) error {
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.next >= tree.Size() {
		return nil
	}
	err = s.TakenFor(ctx, a.next-1, func(item custody.Sum, caseName string, index int64) error {
		a.take(item, taking{index, a.number(caseName)})
		return nil
	})
	if err == nil {
		err = s.Crossing(ctx, a.next-1, func(entity, caseName string, _ int64) error {
			if n := a.number(caseName); !slices.Contains(a.crossed[entity], n) {
				a.crossed[entity] = append(a.crossed[entity], n)
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("reading of which cases things are: %w", err)
	}
	a.next = tree.Size()
	return nil
}

// number gives a case the number it has here.
func (a *atlas) number(name string) uint16 {
	n, ok := a.numbers[name]
	if !ok {
		n = uint16(len(a.names))
		a.names, a.numbers[name] = append(a.names, name), n
	}
	return n
}

func (a *atlas) take(item custody.Sum, t taking) {
	first, held := a.items[item]
	if !held {
		a.items[item] = t
		return
	}
	all := a.again[item]
	if len(all) == 0 {
		all = []taking{first}
	}
	if !slices.ContainsFunc(all, func(b taking) bool { return b.of == t.of }) {
		a.again[item] = append(all, t)
	}
}

// own gives the first acquisition of an item for one of the cases, and whether
// another case had it before.
func (a *atlas) own(item custody.Sum, cases []string) (index int64, late, ok bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	first, held := a.items[item]
	if !held || slices.Contains(cases, a.names[first.of]) {
		return first.index, false, held
	}
	for _, t := range a.again[item] {
		if slices.Contains(cases, a.names[t.of]) {
			return t.index, true, true
		}
	}
	return 0, false, false
}

// several reports whether an item is of more than one case.
func (a *atlas) several(item custody.Sum) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return len(a.again[item]) > 0
}

// lateItem is an item that one of the cases took in when another had it already.
type lateItem struct {
	sum   custody.Sum
	index int64
	of    string
}

// late gives the items that came to the cases late, in order of the ledger.
func (a *atlas) late(cases []string) (all []lateItem) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for sum, takings := range a.again {
		if slices.Contains(cases, a.names[takings[0].of]) {
			continue
		}
		for _, t := range takings {
			if slices.Contains(cases, a.names[t.of]) {
				all = append(all, lateItem{sum, t.index, a.names[t.of]})
				break
			}
		}
	}
	slices.SortFunc(all, func(x, y lateItem) int { return cmp.Compare(x.index, y.index) })
	return all
}

// crosses reports whether a thing is claimed on in more than one case.
func (a *atlas) crosses(entity string) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return len(a.crossed[entity]) > 0
}

// lateThings gives the things that one of the cases claims on, though another
// was the first.
func (a *atlas) lateThings(cases []string) (ids []string) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for id, of := range a.crossed {
		if slices.ContainsFunc(of, func(n uint16) bool { return slices.Contains(cases, a.names[n]) }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// accession gives the case of an accession, which never changes.
func (a *atlas) accession(ctx context.Context, s flow.State, id string) (string, error) {
	a.mu.RLock()
	name, ok := a.accessions[id]
	a.mu.RUnlock()
	if ok {
		return name, nil
	}
	acc, err := s.Accession(ctx, id)
	if err != nil {
		return "", err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.accessions[id] = acc.Case
	return acc.Case, nil
}

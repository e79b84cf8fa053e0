package flow

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/tenure"
	"sanad/schema"
)

// thingNames knows which records a field's values may be, and by which names:
// people write one prison in three scripts, and every list has a record of it.
// That two names are of one place is never guessed: a record has to bear both.
type thingNames struct {
	root   map[string]string          // of a record, the one that stands for it
	bearer map[string]map[string]bool // of a name, the records that stand for those that bear it
	label  map[string]string          // of a record that stands for others
}

// keyOf gives the key of a value: the record, or the one that a name is of. A
// name that several records bear has the key of them all, which are given too.
func (n *thingNames) keyOf(record, text string) (key string, may []string) {
	if record != "" {
		if root := n.root[record]; root != "" {
			return root, nil
		}
		return record, nil
	}
	switch bearers := slices.Sorted(maps.Keys(n.bearer[tenure.NameKey(text)])); len(bearers) {
	case 0:
		return textKey(text), nil
	case 1:
		return bearers[0], nil
	default:
		return strings.Join(bearers, severalMark), bearers
	}
}

// severalMark stands between the records that a key names.
const severalMark = "+"

// names reads the names of the records that the field's values may be. Only
// places are known by a name: persons and posts of one name are many.
func (k *counter) names(ctx context.Context) (*thingNames, error) {
	n := &thingNames{root: map[string]string{}, bearer: map[string]map[string]bool{}, label: map[string]string{}}
	if k.by.unit != byThing {
		return n, nil
	}
	kinds := []string{"Place", "Site"}
	if named, _ := k.by.property.Entity(); !slices.Contains(kinds, named) {
		return n, n.entities(ctx, k.s, named)
	}
	for _, kind := range kinds {
		if !k.by.property.Takes(kind) {
			continue
		}
		p := placeNames{sort: map[string]map[string]bool{}, within: map[[2]string]bool{}, called: map[string][]string{}}
		if err := p.read(ctx, k.s, kind); err != nil {
			return nil, err
		}
		p.into(n)
	}
	return n, nil
}

// entities gives records of other kinds the names they are shown by.
func (n *thingNames) entities(ctx context.Context, s State, kind string) error {
	return s.Claims(ctx, ClaimFilter{Property: "name", Schema: kind, After: -1}, func(c claim.Claim) error {
		if says(c) && n.label[c.Entity] == "" {
			n.label[c.Entity] = c.Value
		}
		return nil
	})
}

// says reports whether a claim still says something that no rival is preferred to.
func says(c claim.Claim) bool { return c.Standing.Stands() && c.Standing != claim.Superseded }

// placeNames is what is claimed on the places of one kind.
type placeNames struct {
	order  []string                   // records as they came into the ledger
	sort   map[string]map[string]bool // what sort of place each is said to be
	within map[[2]string]bool         // which is said to be part of which
	called map[string][]string        // records by the names they bear
	names  map[string]string          // the first name of each
}

func (p *placeNames) read(ctx context.Context, s State, kind string) error {
	p.names = map[string]string{}
	for _, property := range []string{"name", "alias", "kind", "part_of"} {
		if _, ok := schema.Find(kind, property); !ok {
			continue
		}
		err := s.Claims(ctx, ClaimFilter{Property: property, Schema: kind, After: -1}, func(c claim.Claim) error {
			if says(c) {
				p.take(c)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("reading the names of places: %w", err)
		}
	}
	return nil
}

func (p *placeNames) take(c claim.Claim) {
	switch c.Property {
	case "kind":
		if p.sort[c.Entity] == nil {
			p.sort[c.Entity] = map[string]bool{}
		}
		p.sort[c.Entity][c.Value] = true
	case "part_of":
		if c.ValueEntity != "" {
			p.within[[2]string{c.Entity, c.ValueEntity}] = true
		}
	default:
		if p.names[c.Entity] == "" {
			p.order = append(p.order, c.Entity)
			p.names[c.Entity] = c.Value
		}
		if key := tenure.NameKey(c.Value); key != "" && !slices.Contains(p.called[key], c.Entity) {
			p.called[key] = append(p.called[key], c.Entity)
		}
	}
}

// into joins records that bear one name, unless they are said to be places of
// different sorts, or one is part of the other: a town and its prison.
func (p *placeNames) into(n *thingNames) {
	for _, id := range p.order {
		n.root[id] = id
	}
	root := func(id string) string {
		for n.root[id] != id {
			id = n.root[id]
		}
		return id
	}
	at := map[string]int{}
	for i, id := range p.order {
		at[id] = i
	}
	for _, key := range slices.Sorted(maps.Keys(p.called)) {
		if !p.alike(p.called[key]) {
			continue
		}
		for _, other := range p.called[key][1:] {
			a, b := root(p.called[key][0]), root(other)
			if at[a] > at[b] {
				a, b = b, a
			}
			n.root[b] = a
		}
	}
	for _, id := range p.order {
		n.root[id] = root(id)
		n.label[n.root[id]] = p.names[n.root[id]]
	}
	for key, bearers := range p.called {
		if n.bearer[key] == nil {
			n.bearer[key] = map[string]bool{}
		}
		for _, id := range bearers {
			n.bearer[key][n.root[id]] = true
		}
	}
}

// alike reports whether nothing tells the bearers of one name apart.
func (p *placeNames) alike(ids []string) bool {
	sorts := map[string]bool{}
	for i, a := range ids {
		for sort := range p.sort[a] {
			sorts[sort] = true
		}
		for _, b := range ids[i+1:] {
			if p.within[[2]string{a, b}] || p.within[[2]string{b, a}] {
				return false
			}
		}
	}
	return len(sorts) < 2
}

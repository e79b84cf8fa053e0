package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/search"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// Register remembers the names that are looked for in texts, as they stood at
// one entry of the ledger: one set for all who may see the same. The zero value is
// ready; one serves all actors of an archive.
type Register struct {
	mu    sync.Mutex
	known map[string]registered // by the scope of an actor
}

// mostRegistered is how many sets of names are kept.
const mostRegistered = 4

type registered struct {
	at    int64 // the size of the ledger it was made from
	names *search.Names
}

// names gives the names as the state has them.
func (r *Register) names(ctx context.Context, s State, scope string) (*search.Names, error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	k := r.known[scope]
	if k.names != nil && k.at == tree.Size() {
		return k.names, nil
	}
	names := search.NewNames()
	for _, property := range []string{"name", "nickname"} {
		err := s.Values(ctx, "", property, func(entity, value string) error {
			names.Add(value, entity)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading the names of the register: %w", err)
		}
	}
	if r.known == nil || len(r.known) >= mostRegistered {
		r.known = map[string]registered{}
	}
	r.known[scope] = registered{tree.Size(), names}
	return names, nil
}

// Mention is a place in an item where the name of a person or post stands.
type Mention struct {
	N        int // among all mentions of the item in this reading, from 1
	Passage  text.Passage
	Entities []claim.Entity // all that have the name
	Sound    bool           // in another script than the name is known in: a weak suggestion
}

// maxMentions bounds how many mentions of one item are gathered.
const maxMentions = 5000

// Mentions gives the places where names of the register stand in the reading of
// an item that is shown, without those that were judged for all who have the
// name. It proposes and records nothing. The book of a must be the book as the
// actor may know it.
func Mentions(ctx context.Context, a *Archive, r *Register, actor guard.Actor, item custody.Sum) (open []Mention, err error) {
	all, judged, err := mentions(ctx, a, r, actor, item)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		id := m.Passage.ID()
		m.Entities = slices.DeleteFunc(m.Entities, func(e claim.Entity) bool { return judged[[2]string{id, e.ID}] })
		if len(m.Entities) > 0 {
			open = append(open, m)
		}
	}
	return open, nil
}

func mentions(ctx context.Context, a *Archive, r *Register, actor guard.Actor, item custody.Sum) (all []Mention, judged map[[2]string]bool, err error) {
	if err := actor.May(guard.ToRead); err != nil {
		return nil, nil, err
	}
	rendition, err := primaryReading(ctx, a, item)
	if err != nil {
		return nil, nil, err
	}
	judged = map[[2]string]bool{}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		names, err := r.names(ctx, s, actor.Scope())
		if err != nil {
			return err
		}
		verdicts, err := s.Verdicts(ctx, item)
		if err != nil {
			return err
		}
		for _, v := range verdicts {
			judged[[2]string{v.Passage, v.Entity}] = true
		}
		f := mentionFinder{st: s, names: names, rendition: rendition, entities: map[string]claim.Entity{}}
		all, err = f.find(ctx, a, item)
		return err
	})
	return all, judged, err
}

// mentionFinder looks for names in one reading.
type mentionFinder struct {
	st        State
	names     *search.Names
	rendition text.Rendition
	entities  map[string]claim.Entity // asked for; those that are no person or post are zero
	found     []Mention
}

func (f *mentionFinder) find(ctx context.Context, a *Archive, item custody.Sum) (found []Mention, err error) {
	data, err := a.Renditions.Open(ctx, f.rendition.Sum)
	if err != nil {
		return nil, fmt.Errorf("opening the text of item %s: %w", item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	if f.rendition.Form == text.Rows {
		err = text.EachRow(data, func(row text.Row) error {
			for i, cell := range row.Cells {
				err := f.take(ctx, item, cell.Text, func(int, int) text.Selector { return text.Selector{Cell: row.CellName(i)} })
				if err != nil {
					return err
				}
			}
			return nil
		})
		return f.found, err
	}
	err = text.EachPage(data, func(p text.Page) error {
		return f.take(ctx, item, p.Text, func(from, to int) text.Selector {
			at := text.Selector{Page: p.Number}
			at.Region, at.Time = p.Place(from, to)
			if p.Exact {
				at.Bytes = &text.Range{Start: p.Start + int64(from), End: p.Start + int64(to)}
			}
			return at
		})
	})
	return f.found, err
}

// take gathers the names in one page or cell.
func (f *mentionFinder) take(ctx context.Context, item custody.Sum, page string, at func(from, to int) text.Selector) error {
	for _, n := range f.names.Find(page) {
		var entities []claim.Entity
		for _, id := range n.Entities {
			e, err := f.entity(ctx, id)
			if err != nil {
				return err
			}
			if e.ID != "" {
				entities = append(entities, e)
			}
		}
		if len(entities) == 0 {
			continue
		}
		if len(f.found) == maxMentions {
			return text.ErrStop
		}
		p := text.Passage{Item: item, Rendition: f.rendition.Sum, Selector: at(n.From, n.To), Quote: page[n.From:n.To]}
		f.found = append(f.found, Mention{N: len(f.found) + 1, Passage: p, Entities: entities, Sound: n.Sound})
	}
	return nil
}

func (f *mentionFinder) entity(ctx context.Context, id string) (claim.Entity, error) {
	if e, ok := f.entities[id]; ok {
		return e, nil
	}
	e, err := f.st.Entity(ctx, id)
	if err != nil && fail.Of(err) != fail.NotFound {
		return e, err
	}
	if e.Schema != "Person" && e.Schema != "Post" {
		e = claim.Entity{}
	}
	f.entities[id] = e
	return e, nil
}

// JudgeMention records that a mention is accepted, and so cites its passage, or
// declined. Where several have the name, entity says who is meant; declined
// without one, none of them is.
func JudgeMention(ctx context.Context, a *Archive, r *Register, actor guard.Actor, item custody.Sum, n int, entity, verdict string) (Mention, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return Mention{}, err
	}
	all, _, err := mentions(ctx, a, r, actor, item)
	if err != nil {
		return Mention{}, err
	}
	if n < 1 || n > len(all) {
		return Mention{}, fail.New(fail.NotFound, "item %s has no mention %d", item, n).Do("see sanad mentions %s", item.String()[:12])
	}
	m := all[n-1]
	if entity != "" {
		m.Entities = slices.DeleteFunc(m.Entities, func(e claim.Entity) bool { return e.ID != entity })
	}
	switch {
	case len(m.Entities) == 0:
		return m, fail.New(fail.Usage, "the name in mention %d is not that of %s", n, entity)
	case len(m.Entities) > 1 && verdict == text.Accepted:
		return m, fail.New(fail.Usage, "%d have the name %q", len(m.Entities), m.Passage.Quote).Do("say who is meant with --entity, one of those sanad mentions lists")
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		for _, e := range m.Entities {
			if _, err := s.Entity(ctx, e.ID); err != nil {
				return nil, err // what was named is not there any more, or must not be known
			}
			facts = append(facts, text.Mentioned{Passage: m.Passage, Entity: e.ID, Verdict: verdict})
		}
		return facts, nil
	})
	return m, err
}

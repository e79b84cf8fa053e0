package flow

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/kind"
)

// memberBatch is how many items taken out of one are gathered before they are
// recorded: a mailbox may hold a million.
const memberBatch = 512

// shelf keeps what the reading of one item makes.
type shelf struct {
	a         *Archive
	actor     guard.Actor
	item      custody.Item
	accession string
	name      custody.Name // of the item in that accession

	before []text.Rendition // readings made earlier

	mu    sync.Mutex
	known map[memberKey]bool // what was taken out of the item before
	facts []ledger.Fact
	taken int64
}

type memberKey [sha256.Size]byte

func keyOfMember(name custody.Name, sum custody.Sum) memberKey {
	return sha256.Sum256(append(sum[:], name.Bytes()...))
}

// prepare looks up what the reading must know of what is recorded.
func (s *shelf) prepare(ctx context.Context, st State, ask *Ask) (err error) {
	if ask.Before, err = st.Renditions(ctx, s.item.Sum); err != nil {
		return err
	}
	s.before = ask.Before
	if ask.Spent, err = st.Family(ctx, s.item.Sum); err != nil {
		return err
	}
	if s.accession, s.name, err = openest(ctx, st, s.item); err != nil {
		return err
	}
	s.known = map[memberKey]bool{}
	return st.Members(ctx, s.item.Sum, func(f custody.Acquired, _ int64) error {
		s.known[keyOfMember(f.Name, f.Item)] = true
		return nil
	})
}

// readBefore reports whether a step was done before.
func (s *shelf) readBefore(step string) bool {
	return slices.ContainsFunc(s.before, func(r text.Rendition) bool {
		return r.Step == text.StepOf(step) && (r.Form != text.Fields || r.Parts == 0)
	})
}

// openest gives the accession whose label decides who may see the item: what
// is inside it belongs there too, and the name the item has there: another one
// may be a sealed source's.
func openest(ctx context.Context, st State, item custody.Item) (string, custody.Name, error) {
	if item.Copies <= 1 {
		return item.Accession, item.Name, nil
	}
	steps, err := st.Steps(ctx, item.Sum)
	if err != nil {
		return "", custody.Name{}, err
	}
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := st.Accession(ctx, step.Accession)
		if err != nil {
			return "", custody.Name{}, err
		}
		if a.Label == item.Label {
			return a.ID, step.Name, nil
		}
	}
	return item.Accession, item.Name, nil
}

// Put implements Shelf.
func (s *shelf) Put(ctx context.Context, r io.Reader) (custody.Sum, error) {
	kept, err := s.a.Renditions.Put(ctx, r)
	if err != nil {
		return custody.Sum{}, fmt.Errorf("keeping the text of item %s: %w", s.item.Sum, err)
	}
	return kept.Sum, nil
}

// Member implements Shelf. What was taken out of the same item before, by a
// reading that was broken off or is done again, is not taken twice.
func (s *shelf) Member(ctx context.Context, m Member, r io.Reader) error {
	src := &source{r: r}
	kept, err := s.a.Originals.Put(ctx, src)
	if src.err != nil {
		return src.err
	}
	if err != nil {
		return fmt.Errorf("keeping %q out of item %s: %w", m.Name, s.item.Sum, err)
	}
	f := m.Acquired
	f.Accession, f.Item, f.Bytes, f.Parent = s.accession, kept.Sum, kept.Size, &s.item.Sum
	f.Name = custody.NameOf(s.name.Bytes() + "/" + m.Name)
	f.MediaType = kind.Prefer(kind.Detect(src.head, m.Name), m.MediaType)
	s.mu.Lock()
	defer s.mu.Unlock()
	key := keyOfMember(f.Name, f.Item)
	if s.known[key] {
		return nil
	}
	s.known[key] = true
	s.facts = append(s.facts, f)
	if s.taken++; len(s.facts) < memberBatch {
		return nil
	}
	if err := s.a.Originals.Settle(ctx); err != nil {
		return err
	}
	facts := s.facts
	s.facts = nil
	_, err = s.a.Book.Append(ctx, s.actor, func(context.Context, State) ([]ledger.Fact, error) { return facts, nil })
	return err
}

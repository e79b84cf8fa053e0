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

	opened int64            // the entry that took the item into that accession
	before []text.Rendition // readings made since then
	tried  bool             // nothing waits to be read in it

	mu    sync.Mutex
	known map[memberKey]bool // what was taken out of the item before
	facts []ledger.Fact
	taken int64
	// what was recorded of the item while it was read, up to the entry seen
	seen      int64
	meanwhile meanwhile
}

type memberKey [sha256.Size]byte

// keyOfMember tells members of one item apart. Of an item that is handed over
// again less closed its members are taken anew, into that accession.
func keyOfMember(f custody.Acquired) memberKey {
	return sha256.Sum256(slices.Concat(f.Item[:], []byte(f.Accession), []byte{0}, []byte(f.Name.Bytes())))
}

// prepare looks up what the reading must know of what is recorded.
func (s *shelf) prepare(ctx context.Context, st State, ask *Ask) error {
	tree, err := st.Tree(ctx)
	if err != nil {
		return err
	}
	s.seen = tree.Size()
	if ask.Spent, err = st.Family(ctx, s.item.Sum); err != nil {
		return err
	}
	if err := s.openest(ctx, st); err != nil {
		return err
	}
	if err := s.lookBack(ctx, st); err != nil {
		return err
	}
	ask.Before = s.before
	s.known = map[memberKey]bool{}
	return st.Members(ctx, s.item.Sum, func(f custody.Acquired, _ int64) error {
		s.known[keyOfMember(f)] = true
		return nil
	})
}

// lookBack gathers what was read of the item since it is held as it is now.
// What was read while it was sealed is for those who may see sealed things.
func (s *shelf) lookBack(ctx context.Context, st State) error {
	all, err := st.Renditions(ctx, s.item.Sum)
	if err != nil {
		return err
	}
	troubles, err := st.Troubles(ctx, s.item.Sum)
	if err != nil {
		return err
	}
	s.before = slices.DeleteFunc(all, func(r text.Rendition) bool { return r.Index < s.opened })
	s.tried = slices.ContainsFunc(s.before, func(r text.Rendition) bool { return r.Step != text.StepOCR }) ||
		slices.ContainsFunc(troubles, func(t text.Trouble) bool { return t.Index > s.opened && text.StepOf(t.Step) == text.StepRead })
	return nil
}

// readBefore reports whether a step was done before.
func (s *shelf) readBefore(step string) bool {
	return slices.ContainsFunc(s.before, func(r text.Rendition) bool { return reads(step, r.Step, r.Form, r.Parts) })
}

// openest finds the accession whose label decides who may see the item: what
// is inside it belongs there too, under the name the item has there: another
// one may be a sealed source's. A case that got the item after it was read for
// another has it read, and what is inside it, for itself.
func (s *shelf) openest(ctx context.Context, st State) error {
	s.accession, s.name, s.opened = s.item.Accession, s.item.Name, s.item.Index
	if s.item.Copies <= 1 {
		return nil
	}
	steps, err := st.Steps(ctx, s.item.Sum)
	if err != nil {
		return err
	}
	found, cases, read := false, map[string]bool{}, int64(-1)
	for _, step := range steps {
		if step.Event == (text.Read{}).Kind().Name {
			read = step.Index
		}
	}
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := st.Accession(ctx, step.Accession)
		if err != nil {
			return err
		}
		late := read >= 0 && len(cases) > 0 && !cases[a.Case] && step.Index > read
		cases[a.Case] = true
		if !found && a.Label == s.item.Label || late {
			s.accession, s.name, s.opened = a.ID, step.Name, step.Index
			found = true
		}
	}
	return nil
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
	key := keyOfMember(f)
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
	var fresh []ledger.Fact
	w, err := s.a.Book.Append(ctx, s.actor, func(ctx context.Context, st State) ([]ledger.Fact, error) {
		if err := catchUp(ctx, st, s); err != nil {
			return nil, err
		}
		fresh = s.meanwhile.lack(facts)
		return fresh, nil
	})
	if err != nil {
		return err
	}
	s.seen = w.Next
	s.taken -= int64(len(facts) - len(fresh))
	return nil
}

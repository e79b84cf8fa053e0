package flow

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
)

// meanwhile is what others recorded of an item while it was read here: several
// processes may read one archive, and what one found the next finds too.
type meanwhile struct {
	members map[memberKey]bool
	read    []text.Read
	unread  []text.Unread
}

// catchUp has shelves learn what was recorded of their items since they looked
// last. It is asked within an Append, while no one else can append.
func catchUp(ctx context.Context, st State, shelves ...*shelf) error {
	tree, err := st.Tree(ctx)
	if err != nil {
		return err
	}
	from := tree.Size()
	byItem := map[custody.Sum]*shelf{}
	for _, s := range shelves {
		from = min(from, s.seen)
		byItem[s.item.Sum] = s
	}
	err = st.Events(ctx, from, tree.Size(), func(e Recorded) error {
		if len(e.Body) == 0 {
			return nil // erased: it tells nothing of any item
		}
		return learn(byItem, e.Event)
	})
	if err != nil {
		return err
	}
	for _, s := range shelves {
		s.seen = tree.Size()
	}
	return nil
}

func learn(byItem map[custody.Sum]*shelf, e ledger.Event) error {
	of := func(item custody.Sum) *meanwhile {
		if s := byItem[item]; s != nil && e.Index >= s.seen {
			return &s.meanwhile
		}
		return nil
	}
	switch e.Kind {
	case custody.Acquired{}.Kind():
		return ledger.Take(e, func(f *custody.Acquired) error {
			if f.Parent == nil {
				return nil
			}
			if m := of(*f.Parent); m != nil {
				if m.members == nil {
					m.members = map[memberKey]bool{}
				}
				m.members[keyOfMember(*f)] = true
			}
			return nil
		})
	case text.Read{}.Kind():
		return ledger.Take(e, func(f *text.Read) error {
			if m := of(f.Item); m != nil {
				m.read = append(m.read, *f)
			}
			return nil
		})
	case text.Unread{}.Kind():
		return ledger.Take(e, func(f *text.Unread) error {
			if m := of(f.Item); m != nil {
				m.unread = append(m.unread, *f)
			}
			return nil
		})
	}
	return nil
}

// lack gives those of the facts that are not recorded yet.
func (m *meanwhile) lack(facts []ledger.Fact) []ledger.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f ledger.Fact) bool {
		switch f := f.(type) {
		case custody.Acquired:
			return m.members[keyOfMember(f)]
		case text.Read:
			return slices.ContainsFunc(m.read, func(g text.Read) bool {
				return text.StepOf(f.Step) == text.StepOf(g.Step) && f.Engine == g.Engine && f.Version == g.Version && f.Form == g.Form && f.Rendition == g.Rendition
			})
		case text.Unread:
			// Where another process could read it, that stands.
			return slices.ContainsFunc(m.read, func(g text.Read) bool { return reads(f.Step, text.StepOf(g.Step), g.Form, g.Parts) }) ||
				slices.Contains(m.unread, f)
		}
		return false
	})
}

// reads reports whether a reading shows that its step was done: one that found
// only descriptions may have failed at the text.
func reads(failed, step, form string, parts int64) bool {
	return text.StepOf(failed) == step && (form != text.Fields || parts == 0)
}

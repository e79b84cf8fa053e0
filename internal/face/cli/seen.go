package cli

import (
	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// see records what of a sealed item is about to be shown.
func see(s *session, a *Opened, item custody.Item, what ...custody.Look) error {
	return flow.See(s.ctx, a.Archive, a.Actor, item, s.Clock(), what...)
}

// seeText records that words of an item are about to be shown, if it is sealed.
func seeText(s *session, a *Opened, sum custody.Sum) error {
	var item custody.Item
	err := s.look(a, func(st flow.State) (err error) { item, err = st.Item(s.ctx, sum); return err })
	if err == nil {
		err = see(s, a, item, custody.LookText)
	}
	return err
}

// seenLine is that somebody was shown a sealed item.
type seenLine struct {
	Actor string `json:"actor"`
	What  string `json:"what"` // page, text, picture, original
	Case  string `json:"case"`
	Time  string `json:"time"`
	Index int64  `json:"index"`
}

// seenShown is how many looks at an item are listed.
const seenShown = 100

// seenOf gives who was shown an item while it was sealed, to who may know.
func seenOf(s *session, st flow.State, item custody.Item) (lines []seenLine, err error) {
	seen, err := st.Seen(s.ctx, flow.SeenFilter{Item: item.Sum, Limit: seenShown})
	for _, g := range seen {
		lines = append(lines, seenLine{g.Actor, string(g.What), g.Case, stamp(g.Time), g.Index})
	}
	return lines, err
}

func tellSeen(s *session, seen []seenLine) {
	for _, g := range seen {
		s.sayf("  %6d  %s  seen (%s) by %s, case %s", g.Index, g.Time, g.What, g.Actor, g.Case)
	}
}

// looks is what of the item is shown: its passages are words of it.
func (i *shownItem) looks() []custody.Look {
	if len(i.Passages) > 0 {
		return []custody.Look{custody.LookPage, custody.LookText}
	}
	return []custody.Look{custody.LookPage}
}

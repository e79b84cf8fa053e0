package cli

import (
	"strings"

	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/naming"
)

type nameGroupCmd struct {
	Names  []string `arg:"" help:"Two names or more, in any script." name:"name"`
	Reason string   `required:"" help:"Why."`
}

func (c *nameGroupCmd) Run(s *session) error { return s.groupNames(c.Names, false, c.Reason) }

type nameApartCmd struct {
	Names  []string `arg:"" help:"Two names or more, in any script." name:"name"`
	Reason string   `required:"" help:"Why."`
}

func (c *nameApartCmd) Run(s *session) error { return s.groupNames(c.Names, true, c.Reason) }

type nameGroupView struct {
	Names  []string `json:"names"`
	Apart  bool     `json:"apart"` // never one name; else spellings of one
	Lifted bool     `json:"lifted,omitempty"`
	Reason string   `json:"reason"`
}

func viewNameGroup(f person.NamesGrouped) nameGroupView {
	return nameGroupView{f.Names, f.Apart, f.Lifted, f.Reason}
}

func (s *session) groupNames(names []string, apart bool, reason string) error {
	return s.with(func(a *Opened) error {
		f, err := flow.GroupNames(s.ctx, a.Archive, a.Actor, names, apart, reason)
		if err != nil {
			return err
		}
		return s.answer(viewNameGroup(f), func() { tellNameGroup(s, viewNameGroup(f)) })
	})
}

type nameUngroupCmd struct {
	Names  []string `arg:"" help:"All names of the group." name:"name"`
	Reason string   `required:"" help:"Why."`
}

func (c *nameUngroupCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		f, err := flow.UngroupNames(s.ctx, a.Archive, a.Actor, c.Names, c.Reason)
		if err != nil {
			return err
		}
		return s.answer(viewNameGroup(f), func() { s.sayf("nothing is recorded of these any more: %s", namesOf(f.Names)) })
	})
}

type nameGroupsCmd struct{}

func (c *nameGroupsCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		out := []nameGroupView{}
		err := s.look(a, func(st flow.State) error {
			all, err := st.NameGroups(s.ctx)
			for _, f := range all {
				out = append(out, viewNameGroup(f))
			}
			return err
		})
		if err != nil {
			return err
		}
		return s.answer(out, func() {
			if len(out) == 0 {
				s.sayf("nothing is recorded of names here; record it: sanad name group NAME NAME --reason TEXT")
			}
			for _, g := range out {
				tellNameGroup(s, g)
			}
		})
	})
}

// tellNameGroup puts the names last on the line: text of two directions stays
// readable so.
func tellNameGroup(s *session, g nameGroupView) {
	kind := "one name"
	if g.Apart {
		kind = "never one"
	}
	s.sayf("%-10s %s  (%s)", kind, namesOf(g.Names), visible(g.Reason))
}

func namesOf(names []string) string {
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = visible(n)
	}
	return strings.Join(shown, " · ")
}

// withOwnNames lays what the archive recorded of names over a dictionary.
func (s *session) withOwnNames(g *naming.Groups) (with *naming.Groups, err error) {
	err = s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			with, err = flow.Dictionary(s.ctx, st, g)
			return err
		})
	})
	return with, err
}

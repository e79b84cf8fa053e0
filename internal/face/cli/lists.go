package cli

import (
	"strings"

	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
)

type listsCmd struct {
	List     listsListCmd     `cmd:"" default:"withargs" help:"List the lists of names, with what is known of each as a source."`
	Show     listsShowCmd     `cmd:"" help:"Show a list with its versions and the rows that are gone."`
	Mapping  listsMappingCmd  `cmd:"" help:"Print the mapping a list was imported by last, to use it again."`
	Describe listsDescribeCmd `cmd:"" help:"Record who made a list, of whom, and which lists it copies."`
}

type listView struct {
	List     string        `json:"list"`
	Name     string        `json:"name"`
	Case     string        `json:"case"`
	Item     string        `json:"item"`
	Version  int           `json:"version"`
	Rows     int64         `json:"rows"`
	Complete bool          `json:"complete"`
	About    mapping.About `json:"about"`
	Index    int64         `json:"index"`
}

func viewList(l person.List) listView {
	return listView{l.List, l.Name, l.Case, l.Item.String(), l.Version, l.Rows, l.Complete, l.About, l.Index}
}

func tellList(s *session, v listView) {
	s.sayf("%s  %s: version %d, %s, from item %s%s", v.List, v.Name, v.Version, many(v.Rows, "row", "rows"), v.Item[:12], map[bool]string{false: "; its import was interrupted", true: ""}[v.Complete])
	for _, line := range [][2]string{{"made by", v.About.MadeBy}, {"author", v.About.Author}, {"made", v.About.Made}, {"period", v.About.Period}, {"area", v.About.Area},
		{"who belongs on it", v.About.Definition}, {"leaves out", v.About.Excludes}, {"obtained", v.About.Obtained}, {"copies", strings.Join(v.About.Copies, "; ")}, {"note", v.About.Note}} {
		if line[1] != "" {
			s.sayf("  %s: %s", line[0], oneLine(line[1]))
		}
	}
}

type listsListCmd struct {
	Case string `help:"Only lists of this case."`
}

func (c *listsListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			lists, err := st.Lists(s.ctx, c.Case)
			for _, l := range lists {
				v := viewList(l)
				if err := s.answer(v, func() { tellList(s, v) }); err != nil {
					return err
				}
			}
			return err
		})
	})
}

type listsShowCmd struct {
	List string `arg:"" help:"The list, by its id or name."`
	Case string `help:"The case, if lists of several have the name."`
}

// shownList is a list with all its versions.
type shownList struct {
	listView
	Versions []listView   `json:"versions"`
	Retired  []retiredRow `json:"retired"`
}

func (c *listsShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var out shownList
		out.Versions, out.Retired = []listView{}, []retiredRow{}
		err := s.look(a, func(st flow.State) error {
			l, err := flow.FindList(s.ctx, st, c.Case, c.List)
			if err != nil {
				return err
			}
			out.listView = viewList(l)
			versions, err := st.ListVersions(s.ctx, l.List)
			for _, v := range versions {
				out.Versions = append(out.Versions, viewList(v))
			}
			if err != nil {
				return err
			}
			return st.Mentions(s.ctx, "", l.List, func(m person.Mention) error {
				if m.Retired {
					out.Retired = append(out.Retired, retiredRow{m.Mentioned.Mention, m.Row, m.RowID, m.Name})
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
		return s.answer(out, func() {
			tellList(s, out.listView)
			for _, v := range out.Versions {
				s.sayf("  version %d: item %s, %s, entry %d", v.Version, v.Item[:12], many(v.Rows, "row", "rows"), v.Index)
			}
			for _, r := range out.Retired {
				s.sayf("  retired: %s%s, which stood in row %d (%s)", r.Name, before(", no. ", r.RowID), r.Row, r.Mention)
			}
		})
	})
}

type listsMappingCmd struct {
	List string `arg:"" help:"The list, by its id or name."`
	Case string `help:"The case, if lists of several have the name."`
}

// listMapping is what the columns of a list were said to mean.
type listMapping struct {
	List    string `json:"list"`
	Mapping string `json:"mapping"`
}

func (c *listsMappingCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			l, err := flow.FindList(s.ctx, st, c.Case, c.List)
			if err != nil {
				return err
			}
			return s.answer(listMapping{l.List, l.Mapping}, func() { s.sayf("%s", strings.TrimSuffix(l.Mapping, "\n")) })
		})
	})
}

type listsDescribeCmd struct {
	List       string   `arg:"" help:"The list, by its id or name."`
	Case       string   `help:"The case, if lists of several have the name."`
	MadeBy     string   `help:"The body or person that made it." placeholder:"NAME"`
	Author     string   `help:"Who wrote it down." placeholder:"NAME"`
	Made       string   `help:"When it was made." placeholder:"DATE"`
	Period     string   `help:"Of which time its entries are." placeholder:"DATE"`
	Area       string   `help:"Of which places."`
	Definition string   `help:"Who belongs on it."`
	Excludes   string   `help:"Who was left out."`
	Obtained   string   `help:"How it came into our hands."`
	Copies     []string `help:"A list it was made from, in whole or in part; may be given more than once." sep:"none"`
	Repeats    bool     `help:"One person may stand on it more than once."`
	Note       string   `help:"What else is worth knowing."`
	Reason     string   `help:"What this rests on."`
}

func (c *listsDescribeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var l person.List
		err := s.look(a, func(st flow.State) (err error) {
			l, err = flow.FindList(s.ctx, st, c.Case, c.List)
			return err
		})
		if err != nil {
			return err
		}
		about := l.About
		for field, given := range map[*string]string{&about.MadeBy: c.MadeBy, &about.Author: c.Author, &about.Made: c.Made, &about.Period: c.Period, &about.Area: c.Area,
			&about.Definition: c.Definition, &about.Excludes: c.Excludes, &about.Obtained: c.Obtained, &about.Note: c.Note} {
			if given != "" {
				*field = given
			}
		}
		if len(c.Copies) > 0 {
			about.Copies = c.Copies
		}
		about.Repeats = about.Repeats || c.Repeats
		if err := flow.DescribeList(s.ctx, a.Archive, a.Actor, l.List, about, c.Reason); err != nil {
			return err
		}
		l.About = about
		v := viewList(l)
		return s.answer(v, func() { tellList(s, v) })
	})
}

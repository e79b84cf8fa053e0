package cli

import (
	"errors"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

type itemsCmd struct {
	Failed bool   `help:"Only items that could not be read."`
	Case   string `help:"Only items of this case."`
	From   string `name:"accession" help:"Only items of this accession." placeholder:"ID"`
}

type itemLine struct {
	ID        string       `json:"id"`
	SHA256    string       `json:"sha256"`
	Bytes     int64        `json:"bytes"`
	MediaType string       `json:"media_type"`
	Path      string       `json:"path"`
	PathBytes []byte       `json:"path_bytes,omitempty"`
	Parent    *custody.Sum `json:"parent"`
	Case      string       `json:"case"`
	Accession string       `json:"accession"`
	Label     string       `json:"label"`
	Copies    int64        `json:"copies"`
	Index     int64        `json:"index"`
	Error     string       `json:"error,omitempty"` // why it could not be read
}

func lineOf(i custody.Item) itemLine {
	id := i.Sum.String()
	return itemLine{ID: id, SHA256: id, Bytes: i.Bytes, MediaType: i.MediaType, Path: i.Name.Text, PathBytes: i.Name.Raw, Parent: i.Parent,
		Case: i.Case, Accession: i.Accession, Label: i.Label.String(), Copies: i.Copies, Index: i.Index}
}

func (c *itemsCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			n := int64(0)
			err := st.Items(s.ctx, flow.ItemFilter{Case: c.Case, Failed: c.Failed, Accession: c.From, After: -1}, func(i custody.Item) error {
				if !a.Actor.MaySee(i.Label) {
					return nil
				}
				n++
				line := lineOf(i)
				if c.Failed {
					troubles, err := st.Troubles(s.ctx, i.Sum)
					if err != nil {
						return err
					}
					for _, t := range troubles {
						line.Error = t.Step + ": " + t.Error
					}
				}
				return c.print(s, line)
			})
			if err == nil && n == 0 && !s.JSON {
				s.sayf("no items")
			}
			return err
		})
	})
}

// print writes one line: with --json the answer is JSON Lines.
func (c *itemsCmd) print(s *session, l itemLine) error {
	return s.answer(l, func() {
		s.sayf("%s  %10s  %-28s  %s", l.ID[:12], size(l.Bytes), l.MediaType, l.Path)
		if l.Error != "" {
			s.sayf("              %s", l.Error)
		}
	})
}

type showCmd struct {
	ID string `arg:"" help:"The item: its SHA-256, or how it begins."`
}

type shownStep struct {
	Event     string `json:"event"`
	Actor     string `json:"actor"`
	Time      string `json:"time"`
	Index     int64  `json:"index"`
	Accession string `json:"accession,omitempty"`
	Path      string `json:"path,omitempty"`
	Detail    string `json:"detail,omitempty"`
}

type shownRendition struct {
	Kind    string `json:"kind"`
	Engine  string `json:"engine"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
	Parts   int64  `json:"parts"`
	Index   int64  `json:"index"`
}

type shownItem struct {
	itemLine
	Custody    []shownStep      `json:"custody"`
	Renditions []shownRendition `json:"renditions"`
	Failed     []processFailure `json:"failed"`
	Passages   []passageView    `json:"passages"`
	Claims     []claimView      `json:"claims"`
}

func (c *showCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var out shownItem
		err := s.look(a, func(st flow.State) error {
			item, err := flow.FindItem(s.ctx, st, a.Actor, c.ID)
			if err != nil {
				return err
			}
			out, err = showItem(s, st, item)
			return err
		})
		if err != nil {
			return err
		}
		return s.answer(out, func() { tellItem(s, out) })
	})
}

func showItem(s *session, st flow.State, item custody.Item) (shownItem, error) {
	out := shownItem{itemLine: lineOf(item), Custody: []shownStep{}, Renditions: []shownRendition{}, Failed: []processFailure{}, Passages: []passageView{}, Claims: []claimView{}}
	steps, err := st.Steps(s.ctx, item.Sum)
	for _, p := range steps {
		out.Custody = append(out.Custody, shownStep{p.Event, p.Actor, stamp(p.Time), p.Index, p.Accession, p.Name.Text, p.Detail})
	}
	renditions, err2 := st.Renditions(s.ctx, item.Sum)
	for _, r := range renditions {
		out.Renditions = append(out.Renditions, shownRendition{r.Form, r.Engine, r.Version, r.Sum.String(), r.Parts, r.Index})
	}
	troubles, err3 := st.Troubles(s.ctx, item.Sum)
	for _, t := range troubles {
		out.Failed = append(out.Failed, processFailure{out.ID, t.Step, t.Error})
	}
	passages, err4 := st.PassagesOf(s.ctx, item.Sum)
	for _, p := range passages {
		out.Passages = append(out.Passages, viewPassage(p))
	}
	err5 := st.Claims(s.ctx, flow.ClaimFilter{Item: item.Sum, After: -1}, func(c claimType) error {
		out.Claims = append(out.Claims, viewClaim(c))
		return nil
	})
	return out, errors.Join(err, err2, err3, err4, err5)
}

func tellItem(s *session, i shownItem) {
	s.sayf("%s\n%s, %s, %s", i.SHA256, i.Path, size(i.Bytes), i.MediaType)
	s.sayf("case %s, label %s, taken into custody %s", i.Case, i.Label, many(i.Copies, "time", "times"))
	for _, p := range i.Custody {
		s.sayf("  %6d  %s  %-18s %s %s%s%s", p.Index, p.Time, p.Event, p.Actor, p.Accession, before(" ", p.Path), before(" ", p.Detail))
	}
	for _, f := range i.Failed {
		s.sayf("not read: %s: %s", f.Step, f.Error)
	}
	for _, p := range i.Passages {
		s.sayf("  passage %s  %s: %s", p.ID, p.Where, oneLine(p.Quote))
	}
	for _, c := range i.Claims {
		s.sayf("  claim %s  %s = %s (%s)", c.Claim, c.Property, oneLine(c.Value), c.Standing)
	}
}

func before(sep, text string) string {
	if text == "" {
		return ""
	}
	return sep + text
}

type textCmd struct {
	ID        string `arg:"" help:"The item."`
	Page      int    `help:"Only this page."`
	Rendition string `help:"Which reading, by the beginning of its SHA-256; the newest if not given."`
}

type textPage struct {
	Page int    `json:"page,omitempty"`
	Row  int    `json:"row,omitempty"`
	Text string `json:"text"`
}

func (c *textCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.ID)
		if err != nil {
			return err
		}
		rendition, pages, err := readText(s, a, item, c.Rendition, c.Page)
		if err != nil {
			return err
		}
		out := struct {
			Item      string     `json:"item"`
			Rendition string     `json:"rendition"`
			Pages     []textPage `json:"pages"`
		}{item.Sum.String(), rendition.Sum.String(), pages}
		return s.answer(out, func() {
			for _, p := range pages {
				if rendition.Form == text.Pages && len(pages) > 1 {
					s.sayf("--- page %d", p.Page)
				}
				s.sayf("%s", p.Text)
			}
		})
	})
}

package cli

import (
	"errors"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

type itemsCmd struct {
	Failed  bool   `help:"Only items that could not be read, with the reasons."`
	Partial bool   `help:"Only items that were read but for a part, with what is missing."`
	Case    string `help:"Only items of this case."`
	From    string `name:"accession" help:"Only items of this accession." placeholder:"ID"`
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
	Gaps      []text.Gap   `json:"gaps,omitempty"`  // what of it was not read
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
			err := st.Items(s.ctx, flow.ItemFilter{Case: c.Case, Failed: c.Failed, Partial: c.Partial, Accession: c.From, After: -1}, func(i custody.Item) error {
				if !a.Actor.MaySeeIn(i.Case, i.Label) {
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
						if line.Error != "" {
							line.Error += "; "
						}
						line.Error += t.Step + ": " + t.Error
					}
				}
				if c.Partial {
					all, err := st.Renditions(s.ctx, i.Sum)
					if err != nil {
						return err
					}
					for _, r := range text.Current(all) {
						line.Gaps = append(line.Gaps, r.Gaps...)
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
		s.sayf("%s  %10s  %-28s  %s", l.ID[:12], size(l.Bytes), l.MediaType, flat(l.Path))
		if l.Error != "" {
			s.sayf("              %s", flat(l.Error))
		}
		for _, g := range l.Gaps {
			s.sayf("              not read: %s%s", beforeColon(flat(g.Part)), flat(g.Reason))
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
	Kind     string     `json:"kind"`
	Step     string     `json:"step"`
	Engine   string     `json:"engine"`
	Version  string     `json:"version"`
	SHA256   string     `json:"sha256"`
	Parts    int64      `json:"parts"`
	Encoding string     `json:"encoding,omitempty"`
	Health   int        `json:"health,omitempty"`
	Gaps     []text.Gap `json:"gaps,omitempty"`
	MoreGaps int64      `json:"more_gaps,omitempty"`
	Current  bool       `json:"current"` // no newer one of its kind
	Index    int64      `json:"index"`
}

type shownMember struct {
	ID    string `json:"id"`
	Path  string `json:"path"`
	Role  string `json:"role,omitempty"`
	Part  string `json:"part,omitempty"`
	By    string `json:"by,omitempty"`
	Index int64  `json:"index"`
}

type shownItem struct {
	itemLine
	Custody    []shownStep      `json:"custody"`
	Seen       []seenLine       `json:"seen,omitempty"` // who was shown it while it was sealed; the newest first
	Hashes     []claimedHash    `json:"hashes"`         // what others claim its hash is
	Renditions []shownRendition `json:"renditions"`
	Fields     []text.Field     `json:"fields"`
	Members    []shownMember    `json:"members"`
	Failed     []processFailure `json:"failed"`
	Moved      []movedPassage   `json:"moved"`
	Passages   []passageView    `json:"passages"`
	Claims     []claimView      `json:"claims"`
}

func (c *showCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var out shownItem
		var item custody.Item
		err := s.look(a, func(st flow.State) (err error) {
			if item, err = flow.FindItem(s.ctx, st, a.Actor, c.ID); err != nil {
				return err
			}
			out, err = showItem(s, st, item)
			return err
		})
		if err == nil {
			err = out.look(s, a)
		}
		if err == nil {
			err = see(s, a, item, out.looks()...)
		}
		if err != nil {
			return err
		}
		return s.answer(out, func() { tellItem(s, out) })
	})
}

func showItem(s *session, st flow.State, item custody.Item) (shownItem, error) {
	out := shownItem{itemLine: lineOf(item), Custody: []shownStep{}, Renditions: []shownRendition{}, Fields: []text.Field{}, Members: []shownMember{},
		Failed: []processFailure{}, Moved: []movedPassage{}, Passages: []passageView{}, Claims: []claimView{}}
	steps, err := st.Steps(s.ctx, item.Sum)
	for _, p := range steps {
		out.Custody = append(out.Custody, shownStep{p.Event, p.Actor, stamp(p.Time), p.Index, p.Accession, p.Name.Text, p.Detail})
	}
	seen, err7 := seenOf(s, st, item)
	out.Seen = seen
	hashes, err8 := hashesOf(s, st, item)
	out.Hashes = hashes
	renditions, err2 := st.Renditions(s.ctx, item.Sum)
	current := text.Current(renditions)
	for _, r := range renditions {
		stands := slices.ContainsFunc(current, func(c text.Rendition) bool { return c.Index == r.Index })
		out.Renditions = append(out.Renditions, shownRendition{Kind: r.Form, Step: r.Step, Engine: r.Engine, Version: r.Version, SHA256: r.Sum.String(),
			Parts: r.Parts, Encoding: r.Encoding, Health: r.Health, Gaps: r.Gaps, MoreGaps: r.MoreGaps, Current: stands, Index: r.Index})
	}
	troubles, err3 := st.Troubles(s.ctx, item.Sum)
	for _, t := range troubles {
		out.Failed = append(out.Failed, processFailure{out.ID, t.Step, t.Error, t.Limit})
	}
	err6 := st.Members(s.ctx, item.Sum, func(m custody.Acquired, index int64) error {
		out.Members = append(out.Members, shownMember{m.Item.String(), m.Name.Text, m.Role, m.Part, m.By, index})
		return nil
	})
	passages, err4 := st.PassagesOf(s.ctx, item.Sum)
	for _, p := range passages {
		out.Passages = append(out.Passages, viewPassage(p))
	}
	err5 := st.Claims(s.ctx, flow.ClaimFilter{Item: item.Sum, After: -1}, func(c claimType) error {
		out.Claims = append(out.Claims, viewClaim(c))
		return nil
	})
	return out, errors.Join(err, err2, err3, err4, err5, err6, err7, err8)
}

// look reads what is known of the item from its bytes: what describes it, and
// where its passages stand now.
func (i *shownItem) look(s *session, a *Opened) error {
	sum, err := custody.ParseSum(i.ID)
	if err != nil {
		return err
	}
	for _, r := range i.Renditions {
		if r.Kind != text.Fields || !r.Current {
			continue
		}
		rendition, err := custody.ParseSum(r.SHA256)
		if err != nil {
			return err
		}
		data, err := a.Renditions.Open(s.ctx, rendition)
		if err != nil {
			return err
		}
		err = text.EachField(data, func(f text.Field) error { i.Fields = append(i.Fields, f); return nil })
		if err = errors.Join(err, data.Close()); err != nil {
			return err
		}
	}
	anchors, err := flow.Anchors(s.ctx, a.Archive, sum)
	for _, at := range anchors {
		if at.State != flow.Stands {
			i.Moved = append(i.Moved, movedPassage{at.ID, i.ID, at.State})
		}
	}
	return err
}

func tellItem(s *session, i shownItem) {
	s.sayf("%s\n%s, %s, %s", i.SHA256, flat(i.Path), size(i.Bytes), i.MediaType)
	s.sayf("case %s, label %s, taken into custody %s", i.Case, i.Label, many(i.Copies, "time", "times"))
	for _, p := range i.Custody {
		s.sayf("  %6d  %s  %-18s %s %s%s%s", p.Index, p.Time, p.Event, p.Actor, p.Accession, before(" ", flat(p.Path)), before(" ", p.Detail))
	}
	tellSeen(s, i.Seen)
	tellClaimedHashes(s, i.Hashes)
	tellReadings(s, i)
	for _, p := range i.Passages {
		s.sayf("  passage %s  %s: %s", p.ID, p.Where, oneLine(p.Quote))
	}
	for _, c := range i.Claims {
		s.sayf("  claim %s  %s = %s (%s)", c.Claim, c.Property, oneLine(c.Value), c.Standing)
	}
}

func tellReadings(s *session, i shownItem) {
	for _, r := range i.Renditions {
		if !r.Current {
			continue
		}
		s.sayf("  %s: %d by %s %s%s", r.Kind, r.Parts, r.Engine, r.Version, before(", ", r.Encoding))
		for _, g := range r.Gaps {
			s.sayf("  not read: %s%s", beforeColon(flat(g.Part)), flat(g.Reason))
		}
		if r.MoreGaps > 0 {
			s.sayf("  and %s more not read", many(r.MoreGaps, "part", "parts"))
		}
	}
	for _, f := range i.Fields {
		s.sayf("  %s: %s", f.Name, oneLine(f.Value))
	}
	for _, m := range i.Members {
		s.sayf("  inside: %s  %s%s", m.ID[:12], flat(m.Path), before(", ", flat(m.Part)))
	}
	for _, f := range i.Failed {
		s.sayf("not read: %s: %s", f.Step, flat(f.Error))
	}
	for _, m := range i.Moved {
		s.sayf("%s: passage %s in the newer reading", m.State, m.Passage)
	}
}

// flat keeps what others named in its line: a name with a line end in it could
// pass for a line of ours.
func flat(name string) string {
	return strings.NewReplacer("\n", "␊", "\r", "␍", "\t", "␉", "\u2028", "␊", "\u2029", "␊").Replace(name)
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
	Rendition string `help:"Which reading, by the beginning of its SHA-256; the one shown first if not given."`
}

type textPage struct {
	Page  int    `json:"page,omitempty"`
	Name  string `json:"name,omitempty"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`
	Text  string `json:"text"`
}

// textView is what was read of an item.
type textView struct {
	Item      string     `json:"item"`
	Rendition string     `json:"rendition"`
	Engine    string     `json:"engine"`
	Version   string     `json:"version"`
	Step      string     `json:"step"`
	Pages     []textPage `json:"pages"`
}

func (c *textCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.ID)
		if err != nil {
			return err
		}
		rendition, pages, err := readText(s, a, item, c.Rendition, c.Page)
		if err == nil {
			err = see(s, a, item, custody.LookText)
		}
		if err != nil {
			return err
		}
		out := textView{item.Sum.String(), rendition.Sum.String(), rendition.Engine, rendition.Version, rendition.Step, pages}
		return s.answer(out, func() {
			warnMachine(s, rendition)
			for _, p := range pages {
				if rendition.Form == text.Pages && len(pages) > 1 {
					s.sayf("--- page %d", p.Page)
				}
				s.sayf("%s", p.Text)
			}
		})
	})
}

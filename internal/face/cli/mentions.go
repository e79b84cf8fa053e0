package cli

import (
	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type mentionsCmd struct {
	Item    string `arg:"" help:"The item."`
	Accept  int    `help:"Record that this mention is right, and cite its passage." placeholder:"N"`
	Decline int    `help:"Record that this mention means somebody else." placeholder:"N"`
	Entity  string `help:"Who is meant, where several have the name." placeholder:"ID"`
}

type mentionLine struct {
	N        int             `json:"n"`
	Page     int             `json:"page,omitempty"`
	Cell     string          `json:"cell,omitempty"`
	Where    string          `json:"where"`
	Quote    string          `json:"quote"`
	Via      string          `json:"via,omitempty"` // "sound": in another script than the name is known in
	Entities []mentionEntity `json:"entities"`
}

type mentionEntity struct {
	Entity string `json:"entity"`
	Schema string `json:"schema"`
	Name   string `json:"name"`
}

// mentionsView is the names that stand in an item.
type mentionsView struct {
	Item     string        `json:"item"`
	Mentions []mentionLine `json:"mentions"`
}

func (c *mentionsCmd) Run(s *session) error {
	if c.Accept != 0 && c.Decline != 0 {
		return fail.New(fail.Usage, "--accept and --decline can't go together")
	}
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		switch {
		case c.Accept != 0:
			return c.judge(s, a, item.Sum, c.Accept, text.Accepted)
		case c.Decline != 0:
			return c.judge(s, a, item.Sum, c.Decline, text.Declined)
		}
		found, err := flow.Mentions(s.ctx, a.Archive, &flow.Register{}, a.Actor, item.Sum)
		if err == nil {
			err = see(s, a, item, custody.LookText)
		}
		if err != nil {
			return err
		}
		out := mentionsView{item.Sum.String(), []mentionLine{}}
		for _, m := range found {
			out.Mentions = append(out.Mentions, viewMention(m))
		}
		return s.answer(out, func() {
			for _, m := range out.Mentions {
				tellMention(s, m)
			}
			if len(out.Mentions) == 0 {
				s.sayf("no name of the register stands in it that was not judged")
			}
		})
	})
}

func viewMention(m flow.Mention) mentionLine {
	line := mentionLine{N: m.N, Page: m.Passage.Selector.Page, Cell: m.Passage.Selector.Cell, Where: m.Passage.Selector.String(), Quote: m.Passage.Quote}
	if m.Sound {
		line.Via = "sound"
	}
	for _, e := range m.Entities {
		line.Entities = append(line.Entities, mentionEntity{e.ID, e.Schema, e.Name})
	}
	return line
}

func tellMention(s *session, m mentionLine) {
	how := ""
	if m.Via != "" {
		how = " (sounds alike)"
	}
	s.sayf("%4d  %s  %s%s", m.N, m.Where, oneLine(m.Quote), how)
	for _, e := range m.Entities {
		s.sayf("        %s  %s  %s", e.Entity, e.Schema, e.Name)
	}
}

// judgedMention is a name that was judged.
type judgedMention struct {
	mentionLine
	Passage string `json:"passage"`
	Verdict string `json:"verdict"`
}

func (c *mentionsCmd) judge(s *session, a *Opened, item custody.Sum, n int, verdict string) error {
	m, err := flow.JudgeMention(s.ctx, a.Archive, &flow.Register{}, a.Actor, item, n, c.Entity, verdict)
	if err != nil {
		return err
	}
	out := judgedMention{viewMention(m), m.Passage.ID(), verdict}
	return s.answer(out, func() { s.sayf("%s: %s, %s, passage %s", verdict, oneLine(out.Quote), out.Where, out.Passage) })
}

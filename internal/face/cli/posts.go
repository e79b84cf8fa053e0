package cli

import (
	"strings"

	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type postsCmd struct {
	Held         postsHeldCmd         `cmd:"" default:"withargs" help:"Who held the posts of a unit, or which posts a person held; this is what sanad posts does."`
	Placeholders postsPlaceholdersCmd `cmd:"" help:"List persons known only by a post, with those who held it at the time."`
	Resolve      postsResolveCmd      `cmd:"" help:"Judge whether a person known only by a post is another person."`
}

type postsHeldCmd struct {
	Unit     string `help:"The unit: its id, or a name that sources give it." placeholder:"UNIT"`
	Holder   string `help:"A person instead: the posts they held over time. An id, or the name of a holder who is no record." placeholder:"PERSON"`
	On       string `help:"On which day, as people write it, in any calendar; an interval is a day that is not known exactly." placeholder:"DATE"`
	Calendar string `help:"The calendar the day is written in: gregorian, solar, hijri, hijri-civil or hijri-umalqura; found out when absent."`
	Command  bool   `help:"Also the chain of command above the unit on that day."`
	Below    bool   `help:"Also the units under it on that day."`
	Case     string `help:"Only claims of this case."`
}

// heldView is the document of sanad posts.
type heldView struct {
	On      *daysView    `json:"on"`               // null: over all time
	Units   []unitView   `json:"units,omitempty"`  // that are called so
	Person  *namedView   `json:"person,omitempty"` // with --holder
	Judged  []judgedView `json:"judged,omitempty"`
	Holders []holderView `json:"holders"`
	Gaps    []gapView    `json:"gaps"`
	LeftOut []leftView   `json:"left_out"` // claims that were withdrawn or set aside
	Command []nodeView   `json:"command,omitempty"`
	Below   []nodeView   `json:"below,omitempty"`
}

func (c *postsHeldCmd) Run(s *session) error {
	switch {
	case (c.Unit == "") == (c.Holder == ""):
		return fail.New(fail.Usage, "posts are those of a unit or of a person").Do("give --unit UNIT or --holder PERSON")
	case c.Holder != "" && (c.Command || c.Below):
		return fail.New(fail.Usage, "a chain of command is one of a unit").Do("give --unit UNIT with it")
	case (c.Command || c.Below) && c.On == "":
		return fail.New(fail.Usage, "a chain of command is one of a day").Do("give the day: --on DATE")
	}
	var days *flow.Days
	if c.On != "" {
		d, err := flow.ReadDays(c.On, c.Calendar)
		if err != nil {
			return err
		}
		days = &d
	}
	return s.with(func(a *Opened) error {
		out := heldView{On: viewDays(days), Holders: []holderView{}, Gaps: []gapView{}, LeftOut: []leftView{}}
		err := s.look(a, func(st flow.State) error {
			find := out.ofUnit
			if c.Holder != "" {
				find = out.ofPerson
			}
			if err := find(s, st, c, days); err != nil {
				return err
			}
			return out.attribute(s, st)
		})
		if err != nil {
			return err
		}
		return s.answer(out, func() { out.tell(s) })
	})
}

func (v *heldView) ofUnit(s *session, st flow.State, c *postsHeldCmd, days *flow.Days) error {
	answers, err := flow.Posts(s.ctx, st, flow.PostsRequest{Case: c.Case, Unit: c.Unit, On: days, Command: c.Command, Below: c.Below})
	if err != nil {
		return err
	}
	for _, p := range answers {
		v.Units = append(v.Units, viewUnit(p))
		v.take(p.Held, p.Holdings, p.Lines)
		if p.Command != nil {
			v.Command = append(v.Command, viewNode(p.Command))
		}
		if p.Below != nil {
			v.Below = append(v.Below, viewNode(p.Below))
		}
	}
	return nil
}

func (v *heldView) ofPerson(s *session, st flow.State, c *postsHeldCmd, days *flow.Days) error {
	p, err := flow.PostsHeld(s.ctx, st, c.Case, c.Holder, days)
	if err != nil {
		return err
	}
	v.Person = &namedView{p.Person.Entity, p.Person.Name}
	v.Judged = viewJudged(p.Judged)
	v.take(p.Held, p.Holdings, p.Lines)
	v.Gaps = []gapView{} // a person need not hold any post
	return nil
}

func (v *heldView) tell(s *session) {
	for _, u := range v.Units {
		s.sayf("%s  %s%s", or(u.ID, "(no record)"), u.Name, before("; posts: ", strings.Join(u.posts(), ", ")))
	}
	if v.Person != nil {
		s.sayf("%s  %s", or(v.Person.ID, "(no record)"), v.Person.Name)
	}
	for _, j := range v.Judged {
		s.sayf("  judged %s: %s  %s: %s", j.said(), j.Entity, j.Name, oneLine(j.Reason))
	}
	if v.On != nil {
		s.sayf("on %s%s", v.On.EDTF, v.On.between())
	}
	gaps := v.Gaps
	for _, h := range v.Holders {
		for len(gaps) > 0 && gaps[0].Before == h.Tenure {
			gaps[0].tell(s)
			gaps = gaps[1:]
		}
		h.tell(s)
	}
	if len(v.Holders) == 0 {
		s.sayf("nobody is known to have held a post here")
	}
	if n := len(v.LeftOut); n > 0 {
		s.sayf("left out: %s that %s withdrawn or set aside: %s", many(int64(n), "claim", "claims"), map[bool]string{true: "is", false: "are"}[n == 1], strings.Join(leftIDs(v.LeftOut), ", "))
	}
	for _, n := range v.Command {
		s.sayf("chain of command, upward:")
		n.tell(s, "  ", "^")
	}
	for _, n := range v.Below {
		s.sayf("units below:")
		n.tell(s, "  ", "v")
	}
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

type postsPlaceholdersCmd struct {
	Case string `help:"Only claims of this case."`
}

type placeholderView struct {
	Placeholder string       `json:"placeholder"`
	Name        string       `json:"name"`
	Claim       string       `json:"claim"`
	Post        namedView    `json:"post"`
	ByName      bool         `json:"by_name"` // the post is no record: posts of that name are tried
	Posts       []namedView  `json:"posts"`
	Earliest    *string      `json:"earliest"`
	Latest      *string      `json:"latest"` // null: the source says no day, so there are no candidates
	Candidates  []holderView `json:"candidates"`
	Judged      []judgedView `json:"judged"`
}

func (c *postsPlaceholdersCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			return flow.Placeholders(s.ctx, st, flow.PlaceholderFilter{Case: c.Case, After: -1}, func(p flow.Placeholder) error {
				v := viewPlaceholder(p)
				return s.answer(v, func() { v.tell(s) })
			})
		})
	})
}

func viewPlaceholder(p flow.Placeholder) placeholderView {
	v := placeholderView{Placeholder: p.Person.ID, Name: p.Person.Name, Claim: p.Claim.Made.Claim, Post: viewNamed(p.Post), ByName: p.ByName,
		Posts: []namedView{}, Candidates: []holderView{}, Judged: viewJudged(p.Judged)}
	for _, post := range p.Posts {
		v.Posts = append(v.Posts, viewNamed(post))
	}
	if p.On != nil {
		v.Earliest, v.Latest = viewBound(p.On.Earliest), viewBound(p.On.Latest)
	}
	for _, h := range p.Candidates {
		v.Candidates = append(v.Candidates, viewHolding(h))
	}
	return v
}

func (v placeholderView) tell(s *session) {
	when := "on a day the source does not say"
	if v.Earliest != nil {
		when = "on " + between(v.Earliest, v.Latest)
	}
	s.sayf("%s  %s: %s %s  %s", v.Placeholder, or(v.Name, "(no name)"), or(v.Post.Name, v.Post.ID), when, v.Claim)
	for _, j := range v.Judged {
		s.sayf("  judged %s: %s  %s: %s", j.said(), j.Entity, j.Name, oneLine(j.Reason))
	}
	for _, h := range v.Candidates {
		s.sayf("  %-8s  %s  %s", h.Certainty, or(h.Holder.ID, "(no record)"), h.Holder.Name)
	}
	if len(v.Candidates) == 0 && v.Earliest != nil {
		s.sayf("  nobody is known to have held it then")
	}
}

type postsResolveCmd struct {
	Placeholder string `arg:"" help:"The person known only by a post."`
	Person      string `arg:"" help:"The other person."`
	Verdict     string `arg:"" help:"same, different or unsure." enum:"same,different,unsure"`
	Reason      string `required:"" help:"Why."`
}

func (c *postsResolveCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		j, err := flow.ResolvePlaceholder(s.ctx, a.Archive, a.Actor, c.Placeholder, c.Person, person.Verdict(c.Verdict), c.Reason)
		if err != nil {
			return err
		}
		return s.answer(j, func() { s.sayf("%s and %s: %s", j.Left, j.Right, j.Verdict) })
	})
}

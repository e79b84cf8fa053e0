package cli

import (
	"sanad/internal/core/disclosure"
	"sanad/internal/flow"
)

type replyCmd struct {
	Ask    replyAskCmd    `cmd:"" help:"Record that somebody who is accused was asked for their answer."`
	Waive  replyWaiveCmd  `cmd:"" help:"Record why somebody who is accused is not asked, as where it would endanger a source."`
	Record replyRecordCmd `cmd:"" help:"Record what came of a question: an answer, or none."`
	List   replyListCmd   `cmd:"" help:"List who was asked, until when, and what they answered."`
}

type replyAskCmd struct {
	Entity string `arg:"" help:"The person."`
	How    string `required:"" help:"By which way they were asked."`
	Points string `required:"" help:"What was put to them."`
	Due    string `required:"" help:"The day up to which an answer is waited for, YYYY-MM-DD." placeholder:"DAY"`
	Date   string `help:"The day on which they were asked; today if not given." placeholder:"DAY"`
	Case   string `help:"The investigation; that of the person if not given."`
}

// replyView is a question with what came of it.
type replyView struct {
	Reply   string           `json:"reply"`
	Case    string           `json:"case"`
	Entity  string           `json:"entity"`
	Date    string           `json:"date"`
	How     string           `json:"how,omitempty"`
	Points  string           `json:"points,omitempty"`
	Due     string           `json:"due,omitempty"`
	Waived  string           `json:"waived,omitempty"`
	Heard   bool             `json:"heard"`   // they may be named in public as far as their right of reply goes
	Overdue bool             `json:"overdue"` // an answer was waited for in vain
	Given   *replyAnswerView `json:"given"`
	By      string           `json:"by"`
	Index   int64            `json:"index"`
}

// replyAnswerView is what came of a question.
type replyAnswerView struct {
	Date    string `json:"date"`
	None    bool   `json:"none"`
	Answer  string `json:"answer,omitempty"`
	Passage string `json:"passage,omitempty"`
}

func viewReply(p disclosure.Reply, today string) replyView {
	v := replyView{Reply: p.ReplyAsked.Reply, Case: p.Case, Entity: p.Entity, Date: p.Date, How: p.How, Points: p.Points, Due: p.Due, Waived: p.Waived,
		Heard: p.Heard(today), Overdue: p.Overdue(today), By: p.Actor, Index: p.Index}
	if g := p.Given; g != nil {
		v.Given = &replyAnswerView{g.Date, g.None, g.Answer, ""}
		if g.Passage != nil {
			v.Given.Passage = g.Passage.ID()
		}
	}
	return v
}

func (v replyView) tell(s *session) {
	if v.Waived != "" {
		s.sayf("%s  %s was not asked: %s", v.Reply, v.Entity, oneLine(v.Waived))
		return
	}
	s.sayf("%s  %s was asked on %s, %s; an answer is waited for up to %s", v.Reply, v.Entity, v.Date, v.How, v.Due)
	s.sayf("  put to them: %s", oneLine(v.Points))
	switch {
	case v.Given == nil && v.Overdue:
		s.sayf("  ! nothing came in time: sanad reply record %s --none", v.Reply)
	case v.Given == nil:
		s.sayf("  nothing came yet")
	case v.Given.None:
		s.sayf("  no answer (%s)", v.Given.Date)
	default:
		s.sayf("  answered on %s: %s%s", v.Given.Date, oneLine(v.Given.Answer), before(" passage ", v.Given.Passage))
	}
}

func (c *replyAskCmd) Run(s *session) error {
	return askReply(s, disclosure.ReplyAsked{Case: c.Case, Entity: c.Entity, Date: s.dayOr(c.Date), How: c.How, Points: c.Points, Due: c.Due})
}

func askReply(s *session, f disclosure.ReplyAsked) error {
	return s.with(func(a *Opened) error {
		asked, err := flow.AskReply(s.ctx, a.Archive, a.Actor, f)
		if err != nil {
			return err
		}
		return showReply(s, a, asked.Reply)
	})
}

func showReply(s *session, a *Opened, id string) error {
	return s.look(a, func(st flow.State) error {
		p, err := st.Reply(s.ctx, id)
		if err != nil {
			return err
		}
		v := viewReply(p, s.today())
		return s.answer(v, func() { v.tell(s) })
	})
}

type replyWaiveCmd struct {
	Entity string `arg:"" help:"The person."`
	Reason string `required:"" help:"Why nobody asks them; it stays inside."`
	Date   string `help:"The day on which it was decided; today if not given." placeholder:"DAY"`
	Case   string `help:"The investigation; that of the person if not given."`
}

func (c *replyWaiveCmd) Run(s *session) error {
	return askReply(s, disclosure.ReplyAsked{Case: c.Case, Entity: c.Entity, Date: s.dayOr(c.Date), Waived: c.Reason})
}

type replyRecordCmd struct {
	Reply   string `arg:"" help:"The question, as reply list names it."`
	Answer  string `help:"What they answered, in their words."`
	Passage string `help:"Where the answer stands, cited before." placeholder:"p-..."`
	None    bool   `help:"Nothing came in time, or they would not answer."`
	Date    string `help:"The day of the answer; today if not given." placeholder:"DAY"`
}

func (c *replyRecordCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		err := flow.RecordReply(s.ctx, a.Archive, a.Actor, disclosure.ReplyGiven{Reply: c.Reply, Date: s.dayOr(c.Date), None: c.None, Answer: c.Answer}, c.Passage)
		if err != nil {
			return err
		}
		return showReply(s, a, c.Reply)
	})
}

type replyListCmd struct {
	Case    string `help:"Only those of this case."`
	Entity  string `help:"Only those put to this person." placeholder:"ID"`
	Overdue bool   `help:"Only those to which no answer came in time."`
}

func (c *replyListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			all, err := st.Replies(s.ctx, c.Case, c.Entity)
			if err != nil {
				return err
			}
			for _, p := range all {
				v := viewReply(p, s.today())
				if c.Overdue && !v.Overdue {
					continue
				}
				if err := s.answer(v, func() { v.tell(s) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

type claimWeighCmd struct {
	Claim  string `arg:"" help:"The claim."`
	Way    string `arg:"" help:"Which way it speaks: exculpatory, inculpatory or neither."`
	For    string `required:"" help:"Whom it speaks for or against." placeholder:"ENTITY"`
	Reason string `help:"Why."`
}

// weighedView is which way a claim speaks.
type weighedView struct {
	Claim   string             `json:"claim"`
	Entity  string             `json:"entity"`
	Bearing disclosure.Bearing `json:"bearing"`
	Reason  string             `json:"reason,omitempty"`
}

func (c *claimWeighCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		f := disclosure.Weighed{Claim: c.Claim, Entity: c.For, Bearing: disclosure.Bearing(c.Way), Reason: c.Reason}
		if err := flow.WeighClaim(s.ctx, a.Archive, a.Actor, f); err != nil {
			return err
		}
		return s.answer(weighedView{f.Claim, f.Entity, f.Bearing, f.Reason}, func() { s.sayf("%s is %s for %s", f.Claim, f.Bearing, f.Entity) })
	})
}

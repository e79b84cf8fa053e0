package cli

import (
	"strings"

	"sanad/internal/core/disclosure"
	"sanad/internal/flow"
)

type recipientCmd struct {
	Describe recipientDescribeCmd `cmd:"" help:"Record who may be given something, and what is known of them; the newest description counts."`
	List     recipientListCmd     `cmd:"" help:"List recipients, with the gates each passes or fails."`
	Show     recipientShowCmd     `cmd:"" help:"Show a recipient, its gates, and what it was given."`
}

type recipientDescribeCmd struct {
	Recipient    string `arg:"" help:"A short name, as un-ohchr."`
	Title        string `required:"" help:"What it is called."`
	Body         string `required:"" help:"What kind of body it is: public, un, court, prosecutor, partner, family, media, police, intelligence, immigration."`
	Place        string `help:"Its state, if it is of one."`
	FairTrial    string `help:"Its courts respect human rights and give a fair trial: yes or no; nothing where it is not known." placeholder:"yes|no"`
	DeathPenalty string `help:"The death penalty may be asked for or imposed, and no assurance says otherwise: yes or no." placeholder:"yes|no"`
	InAbsentia   string `help:"It tries people who are not there: yes or no." placeholder:"yes|no"`
	Grounds      string `help:"How this is known: assurances, laws, reports."`
}

// recipientView is a recipient with its gates.
type recipientView struct {
	Recipient    string            `json:"recipient"`
	Title        string            `json:"title"`
	Body         disclosure.Body   `json:"body"`
	Place        string            `json:"place,omitempty"`
	FairTrial    disclosure.Answer `json:"fair_trial,omitempty"`
	DeathPenalty disclosure.Answer `json:"death_penalty,omitempty"`
	InAbsentia   disclosure.Answer `json:"in_absentia,omitempty"`
	Grounds      string            `json:"grounds,omitempty"`
	MayReceive   bool              `json:"may_receive"`
	Fails        []disclosure.Bar  `json:"fails"`
	Flags        []disclosure.Bar  `json:"flags"`
	By           string            `json:"by"`
	Index        int64             `json:"index"`
	Handed       []deliveryView    `json:"handed,omitempty"`
}

func viewRecipient(r disclosure.Recipient) recipientView {
	fails, flags := r.Bars()
	return recipientView{r.Recipient, r.Title, r.RecipientDescribed.Body, r.Place, r.FairTrial, r.DeathPenalty, r.InAbsentia, r.Grounds, len(fails) == 0,
		append([]disclosure.Bar{}, fails...), append([]disclosure.Bar{}, flags...), r.Actor, r.Index, nil}
}

// barsText gives gates by name, as JSON has them, each with what it means.
func barsText(bars []disclosure.Bar) string {
	means := map[disclosure.Bar]string{
		disclosure.BarService:      "a service of intelligence, immigration or police",
		disclosure.BarFairTrial:    "not known to give a fair trial",
		disclosure.BarDeathPenalty: "not known that the death penalty is not applied",
		disclosure.BarInAbsentia:   "not known that nobody is tried in their absence",
	}
	names := make([]string, len(bars))
	for i, b := range bars {
		names[i] = string(b) + " (" + means[b] + ")"
	}
	return strings.Join(names, ", ")
}

func (v recipientView) tell(s *session) {
	s.sayf("%s  %s (%s%s)", v.Recipient, v.Title, v.Body, before(", ", v.Place))
	if v.MayReceive {
		s.sayf("  passes every gate%s", before("; flagged: ", barsText(v.Flags)))
	} else {
		s.sayf("  ! may not be given anything: fails %s", barsText(v.Fails))
	}
	if v.Grounds != "" {
		s.sayf("  grounds: %s", oneLine(v.Grounds))
	}
	for _, d := range v.Handed {
		d.tell(s)
	}
}

func (c *recipientDescribeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		err := flow.DescribeRecipient(s.ctx, a.Archive, a.Actor, disclosure.RecipientDescribed{Recipient: c.Recipient, Title: c.Title, Body: disclosure.Body(c.Body), Place: c.Place,
			FairTrial: disclosure.Answer(c.FairTrial), DeathPenalty: disclosure.Answer(c.DeathPenalty), InAbsentia: disclosure.Answer(c.InAbsentia), Grounds: c.Grounds})
		if err != nil {
			return err
		}
		return showRecipient(s, a, c.Recipient)
	})
}

func showRecipient(s *session, a *Opened, name string) error {
	return s.look(a, func(st flow.State) error {
		r, err := st.Recipient(s.ctx, name)
		if err != nil {
			return err
		}
		v := viewRecipient(r)
		handed, err := st.Deliveries(s.ctx, "")
		if err != nil {
			return err
		}
		for _, d := range handed {
			if d.Recipient == name {
				v.Handed = append(v.Handed, viewDelivery(d))
			}
		}
		return s.answer(v, func() { v.tell(s) })
	})
}

type recipientListCmd struct{}

func (c *recipientListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			all, err := st.Recipients(s.ctx)
			if err != nil {
				return err
			}
			for _, r := range all {
				v := viewRecipient(r)
				if err := s.answer(v, func() { v.tell(s) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

type recipientShowCmd struct {
	Recipient string `arg:"" help:"The recipient's short name."`
}

func (c *recipientShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return showRecipient(s, a, c.Recipient) })
}

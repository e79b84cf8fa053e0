package cli

import (
	"strings"
	"time"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type consentCmd struct {
	Give     consentGiveCmd     `cmd:"" help:"Record for which uses somebody agreed that something leaves, or that they agreed to none."`
	Withdraw consentWithdrawCmd `cmd:"" help:"Record that somebody took their consent back, for all uses or some."`
	Show     consentShowCmd     `cmd:"" help:"Show a consent."`
	List     consentListCmd     `cmd:"" help:"List consents: what holds, what was taken back, what ends soon."`
}

// onFlags name what a consent or a condition holds for.
type onFlags struct {
	For    string `arg:"" optional:"" help:"What it holds for: an item, an accession, an entity or a claim."`
	Source string `help:"It holds for all that this source gave, by the name its accessions give." placeholder:"NAME"`
	Case   string `help:"The investigation; that of the thing if not given."`
}

func (f onFlags) ref() (disclosure.Ref, error) {
	if (f.For == "") == (f.Source == "") {
		return disclosure.Ref{}, fail.New(fail.Usage, "name one thing that it holds for").Do("give an item, an accession (a-...), an entity or a claim (c-...), or --source NAME")
	}
	if f.Source != "" {
		return disclosure.Ref{On: disclosure.OnSource, ID: f.Source}, nil
	}
	return flow.RefNamed(f.For), nil
}

// today gives the day of the machine's clock, in UTC.
func (s *session) today() string { return s.Clock().UTC().Format(time.DateOnly) }

// dayOr gives a day, today's if none is named.
func (s *session) dayOr(day string) string {
	if day == "" {
		return s.today()
	}
	return day
}

type consentGiveCmd struct {
	onFlags
	Use     []string `help:"A use that is agreed to: archive, un, court, prosecutor, public, public_named. May be given more than once." sep:"," placeholder:"USE"`
	None    bool     `help:"They were asked, and agreed to nothing."`
	Court   string   `help:"Which court, with the use court: a recipient's name or title." placeholder:"NAME"`
	Form    string   `required:"" help:"How it was given: written, oral, recorded."`
	Date    string   `help:"The day on which it was given, YYYY-MM-DD; today if not given." placeholder:"DAY"`
	TakenBy string   `help:"Who asked for it; whoever records it if not given." placeholder:"WHO"`
	Expires string   `help:"The last day on which it holds." placeholder:"DAY"`
	Lang    string   `help:"The language in which it was given, such as fa."`
	Words   string   `help:"What was read to them, or which version of it."`
	Note    string   `help:"What else must be known; it stays inside."`
}

// consentView is a consent as it is printed.
type consentView struct {
	Consent   string          `json:"consent"`
	Case      string          `json:"case"`
	For       disclosure.Ref  `json:"for"`
	Uses      []intake.Use    `json:"uses"`
	Holds     []intake.Use    `json:"holds"` // of these, those that it covers today
	Withdrawn []intake.Use    `json:"withdrawn"`
	Court     string          `json:"court,omitempty"`
	Form      disclosure.Form `json:"form"`
	Date      string          `json:"date"`
	Expires   string          `json:"expires,omitempty"`
	TakenBy   string          `json:"taken_by"`
	Lang      string          `json:"lang,omitempty"`
	Words     string          `json:"words,omitempty"`
	Note      string          `json:"note,omitempty"`
	By        string          `json:"by"`
	Index     int64           `json:"index"`
}

func viewConsent(c disclosure.Consent, today string) consentView {
	return consentView{Consent: c.ConsentGiven.Consent, Case: c.Case, For: c.On, Uses: append([]intake.Use{}, c.Uses...), Holds: append([]intake.Use{}, c.Holds(today)...),
		Withdrawn: append([]intake.Use{}, c.Withdrawn...), Court: c.Court, Form: c.Form, Date: c.Date, Expires: c.Expires, TakenBy: c.TakenBy, Lang: c.Lang, Words: c.Words, Note: c.Note,
		By: c.Actor, Index: c.Index}
}

func usesText(uses []intake.Use) string {
	if len(uses) == 0 {
		return "nothing"
	}
	names := make([]string, len(uses))
	for i, u := range uses {
		names[i] = string(u)
	}
	return strings.Join(names, ", ")
}

func (v consentView) tell(s *session) {
	s.sayf("%s  for %s; %s, %s, taken by %s%s", v.Consent, v.For, v.Form, v.Date, v.TakenBy, before("; ends ", v.Expires))
	s.sayf("  agreed to: %s%s", usesText(v.Uses), before("; court: ", v.Court))
	switch {
	case len(v.Withdrawn) > 0:
		s.sayf("  ! taken back: %s; holds for: %s", usesText(v.Withdrawn), usesText(v.Holds))
	case len(v.Holds) < len(v.Uses):
		s.sayf("  ! it holds for nothing today")
	}
}

func namedUses(words []string) (uses []intake.Use) {
	for _, w := range words {
		uses = append(uses, intake.Use(w))
	}
	return uses
}

func (c *consentGiveCmd) Run(s *session) error {
	ref, err := c.ref()
	if err != nil {
		return err
	}
	if c.None != (len(c.Use) == 0) {
		return fail.New(fail.Usage, "either some uses are agreed to or none is").Do("give --use USE, or --none where they agreed to nothing")
	}
	return s.with(func(a *Opened) error {
		if c.TakenBy == "" {
			c.TakenBy = a.Actor.Handle
		}
		given, err := flow.GiveConsent(s.ctx, a.Archive, a.Actor, disclosure.ConsentGiven{Case: c.Case, On: ref, Uses: namedUses(c.Use), Court: c.Court, Form: disclosure.Form(c.Form),
			Lang: c.Lang, Date: s.dayOr(c.Date), TakenBy: c.TakenBy, Expires: c.Expires, Words: c.Words, Note: c.Note})
		if err != nil {
			return err
		}
		return showConsent(s, a, given.Consent)
	})
}

func showConsent(s *session, a *Opened, id string) error {
	return s.look(a, func(st flow.State) error {
		c, err := st.Consent(s.ctx, id)
		if err != nil {
			return err
		}
		v := viewConsent(c, s.today())
		return s.answer(v, func() { v.tell(s) })
	})
}

type consentWithdrawCmd struct {
	Consent string   `arg:"" help:"The consent."`
	Use     []string `help:"A use that is agreed to no more; all if none is given." sep:"," placeholder:"USE"`
	Date    string   `help:"The day on which they said so, YYYY-MM-DD; today if not given." placeholder:"DAY"`
	Reason  string   `help:"What they said; nobody has to give a reason."`
}

func (c *consentWithdrawCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		err := flow.WithdrawConsent(s.ctx, a.Archive, a.Actor, disclosure.ConsentWithdrawn{Consent: c.Consent, Uses: namedUses(c.Use), Date: s.dayOr(c.Date), Reason: c.Reason})
		if err != nil {
			return err
		}
		return showConsent(s, a, c.Consent)
	})
}

type consentShowCmd struct {
	Consent string `arg:"" help:"The consent."`
}

func (c *consentShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return showConsent(s, a, c.Consent) })
}

type consentListCmd struct {
	For    string `help:"Only those that decide on this thing, or what it came with." placeholder:"ID"`
	Case   string `help:"Only those of this case."`
	Ending int    `help:"Only those that end within so many days, or ended and were not given anew." placeholder:"DAYS"`
}

func (c *consentListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			terms, err := flow.TermsOn(s.ctx, st, a.Actor, c.Case, c.For)
			if err != nil {
				return err
			}
			if c.Ending > 0 {
				terms.Consents = disclosure.Ending(terms.Consents, s.Clock().UTC().AddDate(0, 0, c.Ending).Format(time.DateOnly))
			}
			for _, given := range terms.Consents {
				v := viewConsent(given, s.today())
				if err := s.answer(v, func() { v.tell(s) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

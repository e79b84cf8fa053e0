package cli

import (
	"time"

	"sanad/internal/core/finding"
	"sanad/internal/flow"
)

type findingCmd struct {
	Add      findingAddCmd      `cmd:"" help:"Record a conclusion that rests on claims, to be confirmed by another person."`
	Confirm  findingConfirmCmd  `cmd:"" help:"Say, as a second person, that you weighed it and agree."`
	Withdraw findingWithdrawCmd `cmd:"" help:"Say that a finding no longer holds; it stays readable."`
	Show     findingShowCmd     `cmd:"" help:"Show a finding with every claim it rests on."`
	List     findingListCmd     `cmd:"" help:"List findings."`
}

type findingView struct {
	Finding    string           `json:"finding"`
	Case       string           `json:"case"`
	Conclusion string           `json:"conclusion"`
	Lang       string           `json:"lang,omitempty"`
	Standard   finding.Standard `json:"standard"`
	Method     string           `json:"method,omitempty"`
	Reasons    string           `json:"reasons,omitempty"`
	About      []string         `json:"about"`
	Claims     []claimView      `json:"claims"`
	Against    []claimView      `json:"against"`
	Needs      int              `json:"needs"`    // claims it needs
	Supports   int              `json:"supports"` // of its claims stand
	Holds      bool             `json:"holds"`    // confirmed, and enough of its claims stand
	Standing   finding.Standing `json:"standing"`
	Author     string           `json:"author"`
	At         string           `json:"at"`
	Confirmer  string           `json:"confirmer,omitempty"`
	Reason     string           `json:"reason,omitempty"`
	Replaces   string           `json:"replaces,omitempty"`
	Index      int64            `json:"index"`
}

func viewFinding(s *session, st flow.State, f finding.Finding) (findingView, error) {
	v := findingView{Finding: f.Made.Finding, Case: f.Case, Conclusion: f.Conclusion, Lang: f.Lang, Standard: f.Standard, Method: f.Method, Reasons: f.Reasons,
		About: append([]string{}, f.About...), Claims: []claimView{}, Against: []claimView{}, Needs: f.Enough(), Standing: f.Standing, Author: f.Author,
		At: f.At.Format(time.RFC3339), Confirmer: f.Confirmer, Reason: f.Reason, Replaces: f.Replaces, Index: f.Index}
	for _, side := range []struct {
		ids []string
		to  *[]claimView
	}{{f.Claims, &v.Claims}, {f.Against, &v.Against}} {
		for _, id := range side.ids {
			c, err := st.Claim(s.ctx, id)
			if err != nil {
				return v, err
			}
			*side.to = append(*side.to, viewClaim(c))
			if side.to == &v.Claims && c.Standing.Stands() {
				v.Supports++
			}
		}
	}
	v.Holds = v.Standing == finding.Holds && v.Supports >= v.Needs
	return v, nil
}

func tellFinding(s *session, v findingView) {
	s.sayf("%s  [%s%s]  %s", v.Finding, v.Standing, before(" by ", v.Confirmer), oneLine(v.Conclusion))
	s.sayf("  standard: %s; by %s, %s%s", v.Standard, v.Author, v.At[:10], before("; ", v.Reason))
	s.sayf("  rests on %d of %s that stand, and needs %d", v.Supports, many(int64(len(v.Claims)), "claim", "claims"), v.Needs)
	if v.Supports < v.Needs {
		s.sayf("  ! it has lost its support")
	}
	if v.Reasons != "" {
		s.sayf("  reasons: %s", oneLine(v.Reasons))
	}
}

type findingAddCmd struct {
	Conclusion string   `arg:"" help:"What is concluded."`
	Standard   string   `required:"" help:"How sure: reasonable suspicion, reasonable grounds to believe, balance of probabilities, clear and convincing evidence, beyond reasonable doubt."`
	Claim      []string `required:"" help:"A claim it rests on; may be given more than once." placeholder:"ID" sep:"none"`
	Against    []string `help:"A claim that was weighed and speaks against it." placeholder:"ID" sep:"none"`
	About      []string `help:"What it is about." placeholder:"ENTITY" sep:"none"`
	Needs      int      `help:"How many of the claims are enough to bear it; all of them when absent." placeholder:"N"`
	Reasons    string   `help:"How the claims bear it out."`
	Method     string   `help:"The version of the methodology it is made under."`
	Lang       string   `help:"Language of the conclusion, such as fa."`
	Replaces   string   `help:"The finding it takes the place of." placeholder:"ID"`
	Case       string   `help:"The investigation." default:"main"`
}

func (c *findingAddCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		made, err := flow.Conclude(s.ctx, a.Archive, a.Actor, finding.Made{Case: c.Case, About: c.About, Conclusion: c.Conclusion, Lang: c.Lang,
			Standard: finding.Standard(c.Standard), Method: c.Method, Reasons: c.Reasons, Claims: c.Claim, Against: c.Against, Needs: c.Needs, Replaces: c.Replaces})
		if err != nil {
			return err
		}
		return showFinding(s, a, made.Finding)
	})
}

type findingConfirmCmd struct {
	Finding string `arg:"" help:"The finding."`
	Reason  string `help:"Why you agree."`
}

func (c *findingConfirmCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.ConfirmFinding(s.ctx, a.Archive, a.Actor, c.Finding, c.Reason); err != nil {
			return err
		}
		return showFinding(s, a, c.Finding)
	})
}

type findingWithdrawCmd struct {
	Finding string `arg:"" help:"The finding."`
	Reason  string `required:"" help:"Why."`
}

func (c *findingWithdrawCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.WithdrawFinding(s.ctx, a.Archive, a.Actor, c.Finding, c.Reason); err != nil {
			return err
		}
		return showFinding(s, a, c.Finding)
	})
}

type findingShowCmd struct {
	Finding string `arg:"" help:"The finding."`
}

func (c *findingShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return showFinding(s, a, c.Finding) })
}

func showFinding(s *session, a *Opened, id string) error {
	var v findingView
	err := s.look(a, func(st flow.State) error {
		f, err := st.Finding(s.ctx, id)
		if err != nil {
			return err
		}
		v, err = viewFinding(s, st, f)
		return err
	})
	if err != nil {
		return err
	}
	return s.answer(v, func() {
		tellFinding(s, v)
		for _, c := range v.Claims {
			s.sayf("  for      %s  [%s] %s = %s", c.Claim, c.Standing, c.Property, oneLine(c.Value))
		}
		for _, c := range v.Against {
			s.sayf("  against  %s  [%s] %s = %s", c.Claim, c.Standing, c.Property, oneLine(c.Value))
		}
	})
}

type findingListCmd struct {
	Case  string `help:"Only findings of this case."`
	About string `help:"Only findings about this thing." placeholder:"ENTITY"`
	Claim string `help:"Only findings that rest on this claim or weighed it." placeholder:"ID"`
}

func (c *findingListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			return st.Findings(s.ctx, flow.FindingFilter{Case: c.Case, About: c.About, Claim: c.Claim, After: -1}, func(f finding.Finding) error {
				v, err := viewFinding(s, st, f)
				if err != nil {
					return err
				}
				return s.answer(v, func() { tellFinding(s, v) })
			})
		})
	})
}

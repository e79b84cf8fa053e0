package cli

import (
	"strings"

	"sanad/internal/core/disclosure"
	"sanad/internal/flow"
)

type conditionCmd struct {
	Lay  conditionLayCmd  `cmd:"" help:"Record under which condition alone something leaves."`
	Lift conditionLiftCmd `cmd:"" help:"Record that a condition holds no more."`
	List conditionListCmd `cmd:"" help:"List conditions that hold."`
}

type conditionLayCmd struct {
	onFlags
	Until    string   `help:"It stays inside up to and on this day, YYYY-MM-DD." placeholder:"DAY"`
	Only     []string `help:"Only this recipient may have it; may be given more than once." sep:"," placeholder:"RECIPIENT"`
	Never    []string `help:"No body of this kind may have it; may be given more than once." sep:"," placeholder:"BODY"`
	Redacted bool     `help:"It leaves as a redacted copy alone."`
	Nameless bool     `help:"The person is met under a pseudonym."`
	Held     bool     `help:"It stays inside until the condition is lifted."`
	Reason   string   `required:"" help:"Why; it stays inside."`
}

// conditionView is a condition as it is printed.
type conditionView struct {
	Condition string            `json:"condition"`
	Case      string            `json:"case"`
	For       disclosure.Ref    `json:"for"`
	Until     string            `json:"until,omitempty"`
	Only      []string          `json:"only"`
	Never     []disclosure.Body `json:"never"`
	Redacted  bool              `json:"redacted"`
	Nameless  bool              `json:"nameless"`
	Held      bool              `json:"held"`
	Lifted    bool              `json:"lifted"`
	Reason    string            `json:"reason"`
	By        string            `json:"by"`
	Index     int64             `json:"index"`
}

func viewCondition(c disclosure.Condition) conditionView {
	return conditionView{c.ConditionLaid.Condition, c.Case, c.On, c.Until, append([]string{}, c.Only...), append([]disclosure.Body{}, c.Never...), c.Redacted, c.Nameless, c.Held, c.Lifted, c.Reason, c.Actor, c.Index}
}

func (v conditionView) tell(s *session) {
	var says []string
	for _, part := range []struct {
		is   bool
		text string
	}{{v.Held, "it stays inside"}, {v.Until != "", "it stays inside up to " + v.Until}, {len(v.Only) > 0, "for " + strings.Join(v.Only, ", ") + " alone"},
		{len(v.Never) > 0, "never for " + bodiesText(v.Never)}, {v.Redacted, "as a redacted copy alone"}, {v.Nameless, "under a pseudonym"}} {
		if part.is {
			says = append(says, part.text)
		}
	}
	lifted := ""
	if v.Lifted {
		lifted = " [lifted]"
	}
	s.sayf("%s%s  on %s: %s", v.Condition, lifted, v.For, strings.Join(says, "; "))
	s.sayf("  by %s: %s", v.By, oneLine(v.Reason))
}

func bodiesText(bodies []disclosure.Body) string {
	names := make([]string, len(bodies))
	for i, b := range bodies {
		names[i] = string(b)
	}
	return strings.Join(names, ", ")
}

func (c *conditionLayCmd) Run(s *session) error {
	ref, err := c.ref()
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		f := disclosure.ConditionLaid{Case: c.Case, On: ref, Until: c.Until, Only: c.Only, Redacted: c.Redacted, Nameless: c.Nameless, Held: c.Held, Reason: c.Reason}
		for _, b := range c.Never {
			f.Never = append(f.Never, disclosure.Body(b))
		}
		laid, err := flow.LayCondition(s.ctx, a.Archive, a.Actor, f)
		if err != nil {
			return err
		}
		return showCondition(s, a, laid.Condition)
	})
}

func showCondition(s *session, a *Opened, id string) error {
	return s.look(a, func(st flow.State) error {
		c, err := st.Condition(s.ctx, id)
		if err != nil {
			return err
		}
		v := viewCondition(c)
		return s.answer(v, func() { v.tell(s) })
	})
}

type conditionLiftCmd struct {
	Condition string `arg:"" help:"The condition."`
	Reason    string `required:"" help:"Why it holds no more."`
}

func (c *conditionLiftCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.LiftCondition(s.ctx, a.Archive, a.Actor, c.Condition, c.Reason); err != nil {
			return err
		}
		return showCondition(s, a, c.Condition)
	})
}

type conditionListCmd struct {
	For  string `help:"Only those that decide on this thing, or what it came with." placeholder:"ID"`
	Case string `help:"Only those of this case."`
	All  bool   `help:"Also those that were lifted."`
}

func (c *conditionListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			terms, err := flow.TermsOn(s.ctx, st, a.Actor, c.Case, c.For)
			if err != nil {
				return err
			}
			for _, laid := range terms.Conditions {
				if laid.Lifted && !c.All {
					continue
				}
				v := viewCondition(laid)
				if err := s.answer(v, func() { v.tell(s) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

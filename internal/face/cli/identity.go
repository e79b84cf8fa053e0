package cli

import (
	"strings"

	"sanad/internal/core/seal"
	"sanad/internal/flow"
)

type identityCmd struct {
	Seal identitySealCmd `cmd:"" help:"Keep a name sealed for a case; it is read from standard input, never from an argument."`
	List identityListCmd `cmd:"" help:"List sealed records: what they belong to, and who can open them."`
}

type identitySealCmd struct {
	Called string `arg:"" help:"By what the person is known openly, such as W-7; it must not point at them."`
	Role   string `help:"witness, staff or other." enum:"witness,staff,other" default:"witness"`
	Case   string `help:"The investigation." default:"main"`
}

func (c *identitySealCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if s.Terminal {
			s.notef("the name, then enter (it will be seen on the screen):")
		}
		name, err := s.readLine()
		if err != nil {
			return err
		}
		id, err := flow.SealIdentity(s.ctx, a.Within, a.Actor, seal.IdentitySealed{Case: c.Case, Role: c.Role, Called: c.Called}, name)
		if err != nil {
			return err
		}
		return s.answer(map[string]string{"identity": id, "called": c.Called, "case": c.Case}, func() {
			s.sayf("%s: the name of %s is sealed; note both, and strike the name from all papers", id, flat(c.Called))
		})
	})
}

// identityView is a sealed record without its value.
type identityView struct {
	Record  string   `json:"record"`
	Of      string   `json:"of"`
	What    string   `json:"what"`
	Called  string   `json:"called,omitempty"`
	Case    string   `json:"case"`
	Need    int      `json:"need"`
	Holders []string `json:"holders"`
	Alone   bool     `json:"alone"` // each of the holders opens it alone
	Index   int64    `json:"index"`
}

type identityListCmd struct {
	Case string `help:"Only of this case."`
}

func (c *identityListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			n := 0
			err := st.EachSealed(s.ctx, flow.SealedFilter{Case: c.Case, After: -1}, func(r seal.Record) error {
				n++
				v := identityView{Record: r.ID, Of: r.Of, What: r.What, Called: r.Called, Case: r.Case, Need: r.Envelope.Need, Holders: []string{}, Alone: r.Old, Index: r.Index}
				for _, h := range r.Envelope.Shares {
					v.Holders = append(v.Holders, h.Holder)
				}
				return s.answer(v, func() {
					s.sayf("%s  %s of %s%s, case %s: %d of %d holders (%s)", v.Record, v.What, v.Of, before(" called ", flat(v.Called)), v.Case, v.Need, len(v.Holders), strings.Join(v.Holders, ", "))
				})
			})
			if err == nil && n == 0 && !s.JSON {
				s.sayf("nothing is sealed that you may know of")
			}
			return err
		})
	})
}

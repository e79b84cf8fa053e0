package cli

import (
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type passageView struct {
	ID        string      `json:"id"`
	Item      string      `json:"item"`
	Rendition string      `json:"rendition"`
	Page      int         `json:"page,omitempty"`
	Cell      string      `json:"cell,omitempty"`
	Bytes     *text.Range `json:"bytes,omitempty"`
	Quote     string      `json:"quote"`
	Where     string      `json:"-"`
}

func viewPassage(p text.Passage) passageView {
	return passageView{p.ID(), p.Item.String(), p.Rendition.String(), p.Selector.Page, p.Selector.Cell, p.Selector.Bytes, p.Quote, p.Selector.String()}
}

type claimView struct {
	Claim       string         `json:"claim"`
	Case        string         `json:"case"`
	Entity      string         `json:"entity"`
	Schema      string         `json:"schema"`
	Property    string         `json:"property"`
	Value       string         `json:"value"`
	ValueEntity string         `json:"value_entity,omitempty"`
	Original    string         `json:"original"`
	Lang        string         `json:"lang,omitempty"`
	Standing    claim.Standing `json:"standing"`
	Reason      string         `json:"reason,omitempty"`
	Says        []claim.Teller `json:"says"`
	Grade       string         `json:"grade"`
	Flags       []string       `json:"flags"`
	Passages    []passageView  `json:"passages"`
	Actor       string         `json:"actor"`
	Index       int64          `json:"index"`
	Machine     bool           `json:"machine,omitempty"` // letters were read from a picture; told by claim show
}

func viewClaim(c claim.Claim) claimView {
	v := claimView{Claim: c.Made.Claim, Case: c.Case, Entity: c.Entity, Schema: c.Schema, Property: c.Property, Value: c.Value, ValueEntity: c.ValueEntity,
		Original: c.Original, Lang: c.Lang, Standing: c.Standing, Reason: c.Reason, Says: append([]claim.Teller{}, c.Says...), Grade: c.SourceGrade + c.InfoGrade,
		Flags: append([]string{}, c.Flags...), Passages: []passageView{}, Actor: c.Actor, Index: c.Index}
	for _, p := range c.Passages {
		v.Passages = append(v.Passages, viewPassage(p))
	}
	return v
}

type citeCmd struct {
	Item  string `arg:"" help:"The item to cite."`
	Quote string `required:"" help:"What stands there; kinds of letters, joiners and digits need not be typed exactly." placeholder:"TEXT"`
	Page  int    `help:"The page, if the quote stands on several."`
	Cell  string `help:"The cell of a table, such as C12."`
	Note  string `help:"Why it is worth citing."`
}

func (c *citeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		got, err := flow.Cite(s.ctx, a.Archive, a.Actor, flow.CiteRequest{Item: item.Sum, Quote: c.Quote, Page: c.Page, Cell: c.Cell, Note: c.Note})
		if err != nil {
			return err
		}
		v := viewPassage(got.Passage)
		out := struct {
			Passage string `json:"passage"`
			passageView
			Others  int    `json:"others"`
			Reading string `json:"reading"` // the engine it was read by
			Machine bool   `json:"machine"` // letters were read from a picture
		}{got.ID, v, got.Others, got.Reading.Engine + " " + got.Reading.Version, got.Reading.Step == text.StepOCR}
		return s.answer(out, func() {
			s.sayf("passage %s, %s: %s", got.ID, v.Where, oneLine(v.Quote))
			if got.Others > 0 {
				s.sayf("the quote stands in %s more; choose with --page or --cell", many(int64(got.Others), "place", "places"))
			}
			warnMachine(s, got.Reading)
		})
	})
}

type claimCmd struct {
	Add      claimAddCmd  `cmd:"" help:"Record a claim on passages cited before."`
	Withdraw claimTurnCmd `cmd:"" help:"Say that a claim no longer stands; it stays readable."`
	Prefer   preferCmd    `cmd:"" help:"Prefer a claim over its rivals, which stay beside it."`
	Show     claimShowCmd `cmd:"" help:"Show a claim with all it rests on."`
}

type claimAddCmd struct {
	Entity      string   `help:"What it is about; a new thing if not given." placeholder:"ID"`
	Schema      string   `help:"The kind of a new thing." default:"Person"`
	Property    string   `required:"" help:"What is claimed of it."`
	Value       string   `help:"The value."`
	ValueEntity string   `help:"The value, if it is a thing itself." placeholder:"ID"`
	Lang        string   `help:"Language of the value, such as fa."`
	Passage     []string `required:"" help:"The passage it rests on; may be given more than once." placeholder:"ID" sep:"none"`
	Says        []string `help:"Who says so, as WHO or WHO:VERB, innermost first; may be given more than once." sep:"none"`
	Grade       string   `help:"Source A-F and information 1-6, judged apart, such as B3."`
	Flag        []string `help:"duress, hearsay, anonymous or translated." sep:"none"`
	Case        string   `help:"The investigation." default:"main"`
}

func (c *claimAddCmd) Run(s *session) error {
	req := flow.ClaimRequest{Case: c.Case, Entity: c.Entity, Property: c.Property, Value: c.Value, ValueEntity: c.ValueEntity, Lang: c.Lang,
		Passages: c.Passage, Flags: c.Flag}
	if c.Entity == "" {
		req.Schema = c.Schema
	}
	if c.Value == "" && c.ValueEntity == "" {
		return fail.New(fail.Usage, "the claim has no value").Do("give --value TEXT or --value-entity ID")
	}
	for _, who := range c.Says {
		name, verb, _ := strings.Cut(who, ":")
		req.Says = append(req.Says, claim.Teller{Who: strings.TrimSpace(name), Verb: strings.TrimSpace(verb)})
	}
	if c.Grade != "" {
		if len(c.Grade) != 2 {
			return fail.New(fail.Usage, "the grade %q is not a letter and a digit", c.Grade).Do("give for example --grade B3")
		}
		req.SourceGrade, req.InfoGrade = strings.ToUpper(c.Grade[:1]), c.Grade[1:]
	}
	return s.with(func(a *Opened) error {
		made, err := flow.MakeClaim(s.ctx, a.Archive, a.Actor, req)
		if err != nil {
			return err
		}
		out := struct {
			Claim    string `json:"claim"`
			Entity   string `json:"entity"`
			Schema   string `json:"schema"`
			Property string `json:"property"`
			Value    string `json:"value"`
		}{made.Claim, made.Entity, made.Schema, made.Property, made.Value}
		return s.answer(out, func() {
			s.sayf("claim %s: %s %s: %s = %s", made.Claim, made.Schema, made.Entity, made.Property, oneLine(made.Value))
		})
	})
}

type claimTurnCmd struct {
	Claim  string `arg:"" help:"The claim."`
	Reason string `required:"" help:"Why."`
}

func (c *claimTurnCmd) Run(s *session) error { return turn(s, c.Claim, c.Reason, claim.TakenBack) }

type preferCmd claimTurnCmd

func (c *preferCmd) Run(s *session) error { return turn(s, c.Claim, c.Reason, claim.Favoured) }

func turn(s *session, id, reason string, to claim.Standing) error {
	return s.with(func(a *Opened) error {
		if err := flow.TurnClaim(s.ctx, a.Archive, a.Actor, id, to, reason); err != nil {
			return err
		}
		return showClaim(s, a, id)
	})
}

type claimShowCmd struct {
	Claim string `arg:"" help:"The claim."`
}

func (c *claimShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return showClaim(s, a, c.Claim) })
}

func showClaim(s *session, a *Opened, id string) error {
	var v claimView
	var read text.Rendition // by a machine
	err := s.look(a, func(st flow.State) error {
		c, err := st.Claim(s.ctx, id)
		if err != nil {
			return err
		}
		seen, err := maySee(s, a, st, c)
		if err == nil && !seen {
			err = fail.New(fail.NotFound, "there is no claim %s", id)
		}
		if err != nil {
			return err
		}
		v = viewClaim(c)
		read, v.Machine, err = flow.MachineRead(s.ctx, st, c.Passages)
		return err
	})
	if err != nil {
		return err
	}
	return s.answer(v, func() {
		tellClaim(s, v)
		warnMachine(s, read)
	})
}

// maySee reports whether the actor may see everything a claim rests on.
func maySee(s *session, a *Opened, st flow.State, c claim.Claim) (bool, error) {
	for _, p := range c.Passages {
		item, err := st.Item(s.ctx, p.Item)
		if err != nil || !a.Actor.MaySee(item.Label) {
			return false, err
		}
	}
	return true, nil
}

func tellClaim(s *session, v claimView) {
	s.sayf("%s  %s %s: %s = %s  [%s]%s", v.Claim, v.Schema, v.Entity, v.Property, oneLine(v.Value), v.Standing, before(": ", v.Reason))
	if v.Grade != "" || len(v.Flags) > 0 {
		s.sayf("  grade %s  %s", v.Grade, strings.Join(v.Flags, ", "))
	}
	for _, t := range v.Says {
		s.sayf("  says %s%s", t.Who, before(": ", t.Verb))
	}
	for _, p := range v.Passages {
		s.sayf("  rests on %s: item %s, %s: %s", p.ID, p.Item[:12], p.Where, oneLine(p.Quote))
	}
}

type claimsCmd struct {
	Entity  string `help:"Only claims about this thing." placeholder:"ID"`
	RestsOn string `name:"rests-on" help:"What falls if this falls: an item, a passage or a claim." placeholder:"ID"`
	Case    string `help:"Only claims of this case."`
}

func (c *claimsCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			filters, err := c.filters(s, a, st)
			if err != nil {
				return err
			}
			told := map[string]bool{}
			for _, f := range filters {
				err := st.Claims(s.ctx, f, func(cl claim.Claim) error {
					seen, err := maySee(s, a, st, cl)
					if err != nil || !seen || told[cl.Made.Claim] {
						return err
					}
					told[cl.Made.Claim] = len(filters) > 1
					v := viewClaim(cl)
					return s.answer(v, func() { tellClaim(s, v) })
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// filters turns what may fall into the claims that rest on it. A claim falls
// with the passages it rests on: those that share one fall with it.
func (c *claimsCmd) filters(s *session, a *Opened, st flow.State) ([]flow.ClaimFilter, error) {
	base := flow.ClaimFilter{Case: c.Case, Entity: c.Entity, After: -1}
	switch {
	case c.RestsOn == "":
		return []flow.ClaimFilter{base}, nil
	case strings.HasPrefix(c.RestsOn, "p-"):
		if _, err := st.Passage(s.ctx, c.RestsOn); err != nil {
			return nil, err
		}
		base.Passage = c.RestsOn
		return []flow.ClaimFilter{base}, nil
	case strings.HasPrefix(c.RestsOn, "c-"):
		cl, err := st.Claim(s.ctx, c.RestsOn)
		if err != nil {
			return nil, err
		}
		var all []flow.ClaimFilter
		for _, p := range cl.Passages {
			f := base
			f.Passage = p.ID()
			all = append(all, f)
		}
		return all, nil
	}
	item, err := flow.FindItem(s.ctx, st, a.Actor, c.RestsOn)
	base.Item = item.Sum
	return []flow.ClaimFilter{base}, err
}

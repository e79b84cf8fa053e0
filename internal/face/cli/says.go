package cli

import (
	"fmt"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/request"
	"sanad/internal/flow"
)

type saysCmd struct {
	Who   string `arg:"" optional:"" help:"Somebody who says something: a name, or the record of a person or body. Without it: who speaks, how often, and at first hand or not."`
	About string `help:"Only what is said about this thing." placeholder:"ENTITY"`
	Case  string `help:"Only of this case."`
}

type speakerView struct {
	Teller     string `json:"teller"`
	Entity     string `json:"entity,omitempty"`
	Claims     int64  `json:"claims"`
	FirstHand  int64  `json:"first_hand"`
	Depth      int    `json:"depth"` // 1: the document is their own; each who told it on is one more
	Duress     int64  `json:"duress"`
	Statements int64  `json:"statements"`
	AsList     int64  `json:"as_list"` // claims in a list of names of theirs, which is no telling at first hand
}

type tellingView struct {
	Teller    string   `json:"teller"`
	Entity    string   `json:"teller_entity,omitempty"`
	Claim     string   `json:"claim"`
	About     string   `json:"about"`
	Schema    string   `json:"schema"`
	Property  string   `json:"property"`
	Value     string   `json:"value"`
	Which     string   `json:"value_entity,omitempty"`
	FirstHand bool     `json:"first_hand"`
	Relays    int      `json:"relays"` // how many told it to them
	Depth     int      `json:"depth"`  // through how many mouths it came
	Verb      string   `json:"verb,omitempty"`
	Medium    string   `json:"medium,omitempty"`
	Date      string   `json:"date,omitempty"`
	Occasion  string   `json:"occasion,omitempty"`
	Flags     []string `json:"flags"`
	Standing  string   `json:"standing"`
	AsList    bool     `json:"as_list"` // it stands in a list of names of theirs
	shown     string
}

type statementView struct {
	Statement string          `json:"statement"`
	Name      string          `json:"name,omitempty"`
	Speakers  []request.Party `json:"speakers"`
	Bodies    []request.Party `json:"bodies"`
	Kind      string          `json:"kind,omitempty"`
	Attitudes []string        `json:"attitudes"`
	Stances   []flow.Stance   `json:"stances"`
	Medium    string          `json:"medium,omitempty"`
	Made      []string        `json:"made"`
	Published []string        `json:"published"`
	About     []request.Party `json:"about"`
	Content   []string        `json:"content"`
	Words     []string        `json:"words"`
	Pressed   bool            `json:"under_duress"`
	Duress    []string        `json:"duress"` // the grounds
}

func (c *saysCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			if c.Who == "" && c.About == "" {
				return c.speakers(s, st)
			}
			f := flow.SaysFilter{Case: c.Case, Who: c.Who, About: c.About}
			if c.About != "" {
				if _, err := st.Entity(s.ctx, c.About); err != nil {
					return err
				}
			}
			told, last := 0, claim.Teller{}
			err := flow.Says(s.ctx, st, f, func(t flow.Told) error {
				v := viewTold(t)
				err := s.answer(v, func() {
					if told == 0 || !last.Same(t.Teller) {
						s.sayf("%s%s", t.Teller.Named(), before("  ", t.Teller.Entity))
					}
					tellTold(s, v)
				})
				last = t.Teller
				told++
				return err
			})
			if err != nil {
				return err
			}
			statements, err := flow.Statements(s.ctx, st, f)
			for _, stated := range statements {
				if err == nil {
					v := viewStatement(stated)
					err = s.answer(v, func() { tellStatement(s, v) })
				}
			}
			if err == nil && told+len(statements) == 0 && !s.JSON {
				s.sayf("nothing is recorded as said%s%s", before(" by ", c.Who), before(" about ", c.About))
			}
			return err
		})
	})
}

func (c *saysCmd) speakers(s *session, st flow.State) error {
	all, err := flow.Speakers(s.ctx, st, c.Case)
	if err != nil {
		return err
	}
	for _, sp := range all {
		v := speakerView{sp.Named(), sp.Entity, sp.Claims, sp.FirstHand, sp.Depth, sp.Duress, sp.Statements, sp.AsList}
		err := s.answer(v, func() {
			line := fmt.Sprintf("%s%s: %s", v.Teller, before("  ", v.Entity), many(v.Claims, "claim", "claims"))
			if v.Claims > 0 {
				line += v.ways()
			}
			if v.Statements > 0 {
				line += fmt.Sprintf("; %s", many(v.Statements, "statement", "statements"))
			}
			if v.Duress > 0 {
				line += fmt.Sprintf("; %d under duress", v.Duress)
			}
			s.sayf("%s", line)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ways says how they know of what they say, and how it came to us.
func (v speakerView) ways() string {
	words := ""
	if v.AsList > 0 {
		words = fmt.Sprintf(", %d as a list", v.AsList)
	}
	if v.AsList < v.Claims {
		words += fmt.Sprintf(", %d at first hand", v.FirstHand)
	}
	if v.Depth > 1 {
		return words + fmt.Sprintf(", told on by at most %s", many(int64(v.Depth-1), "other", "others"))
	}
	return words + ", in their own documents"
}

func viewTold(t flow.Told) tellingView {
	return tellingView{AsList: t.Listed(), shown: inWords(t.Property, t.Value, t.Quantity), Teller: t.Teller.Named(), Entity: t.Teller.Entity, Claim: t.Made.Claim, About: t.Claim.Entity, Schema: t.Schema, Property: t.Property,
		Value: t.Value, Which: t.ValueEntity, FirstHand: t.FirstHand && !t.Listed(), Relays: t.Relays, Depth: t.Telling.Depth, Verb: t.Teller.Verb, Medium: t.Teller.Medium,
		Date: t.Teller.Date, Occasion: t.Teller.Occasion, Flags: append([]string{}, t.Flags...), Standing: string(t.Standing)}
}

func tellTold(s *session, v tellingView) {
	how := "at first hand"
	switch {
	case v.AsList:
		how = "as a list"
	case v.Relays > 0:
		how = fmt.Sprintf("heard through %s", many(int64(v.Relays), "other", "others"))
	case !v.FirstHand:
		how = "by hearsay"
	}
	if v.Depth > 1 {
		how += fmt.Sprintf(", told on by %s", many(int64(v.Depth-1), "other", "others"))
	}
	verb := v.Verb
	if v.AsList {
		verb = "" // it is said already
	}
	flags := ""
	if len(v.Flags) > 0 {
		flags = "  ! " + strings.Join(v.Flags, ", ")
	}
	s.sayf("  %s %s: %s = %s  [%s]  %s", v.Schema, v.About, v.Property, v.shown, v.Standing, v.Claim)
	s.sayf("    %s%s%s%s%s%s", how, before(": ", verb), before(", by ", v.Medium), before(", ", v.Date), before(", ", v.Occasion), flags)
}

func viewStatement(st flow.Statement) statementView {
	return statementView{Statement: st.ID, Name: st.Name, Speakers: listed(st.Speakers), Bodies: listed(st.Bodies), Kind: st.Kind, Attitudes: listed(st.Attitudes),
		Stances: listed(st.Stances), Medium: st.Medium, Made: listed(st.Made.Texts), Published: listed(st.Published.Texts), About: listed(st.About),
		Content: listed(st.Content), Words: listed(st.Words), Pressed: st.Pressed, Duress: listed(st.Duress)}
}

// listed makes a list that JSON writes as one, also when it is empty.
func listed[T any](all []T) []T { return append([]T{}, all...) }

func tellStatement(s *session, v statementView) {
	stances := make([]string, len(v.Stances))
	for i, stance := range v.Stances {
		stances[i] = string(stance)
	}
	s.sayf("statement %s%s  %s%s%s", v.Statement, before(": ", oneLine(v.Name)), names(v.Speakers), before(" for ", names(v.Bodies)), before(": ", strings.Join(stances, ", ")))
	s.sayf("  made %s%s%s%s", strings.Join(v.Made, " or "), before(", by ", v.Medium), before(", published ", strings.Join(v.Published, " or ")), before(", about ", names(v.About)))
	for _, text := range append(v.Words, v.Content...) {
		s.sayf("  %s", oneLine(text))
	}
	if v.Pressed {
		s.sayf("  ! under duress: it is evidence of that first%s", before(": ", oneLine(strings.Join(v.Duress, "; "))))
	}
}

// names writes people and bodies in a line.
func names(all []request.Party) string {
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = p.Name
		if p.Entity != "" && p.Entity != p.Name {
			words[i] = strings.TrimSpace(p.Name + " (" + p.Entity + ")")
		}
	}
	return strings.Join(words, ", ")
}

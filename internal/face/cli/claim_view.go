package cli

import (
	"fmt"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
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

// dateView is a date with the days that follow from it; null: not known.
type dateView struct {
	claim.Date
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
}

func viewDate(d *claim.Date) *dateView {
	if d == nil {
		return nil
	}
	v := &dateView{Date: *d}
	v.Earliest, v.Latest = daysOf(d)
	return v
}

// daysOf gives the first and last day of a date.
func daysOf(read *claim.Date) (earliest, latest *string) {
	span, ok := flow.SpanOf(read)
	if !ok {
		return nil, nil
	}
	day := func(b calendar.Bound) *string {
		if d, ok := b.Known(); ok {
			text := d.String()
			return &text
		}
		return nil
	}
	return day(span.Earliest), day(span.Latest)
}

type remarkView struct {
	Remark string `json:"remark"`
	Detail string `json:"detail,omitempty"`
}

type claimView struct {
	Claim       string          `json:"claim"`
	Case        string          `json:"case"`
	Entity      string          `json:"entity"`
	Schema      string          `json:"schema"`
	Property    string          `json:"property"`
	Value       string          `json:"value"`
	ValueEntity string          `json:"value_entity,omitempty"`
	Original    string          `json:"original"`
	Lang        string          `json:"lang,omitempty"`
	Date        *dateView       `json:"date,omitempty"`
	Quantity    *claim.Quantity `json:"quantity,omitempty"`
	Shape       *claim.Shape    `json:"shape,omitempty"`
	Valid       *claim.Valid    `json:"valid,omitempty"`
	Standing    claim.Standing  `json:"standing"`
	Reason      string          `json:"reason,omitempty"`
	Says        []claim.Teller  `json:"says"`
	Depth       int             `json:"depth"` // of hearsay: how many told it on
	Grade       string          `json:"grade"`
	SourceGrade string          `json:"source_grade,omitempty"`
	InfoGrade   string          `json:"info_grade,omitempty"`
	Flags       []string        `json:"flags"`
	Grounds     []claim.Ground  `json:"grounds,omitempty"`
	Note        string          `json:"note,omitempty"`
	Replaces    string          `json:"replaces,omitempty"`
	Remarks     []remarkView    `json:"remarks"`
	Passages    []passageView   `json:"passages"`
	Actor       string          `json:"actor,omitempty"`
	Index       int64           `json:"index"`
	Machine     bool            `json:"machine,omitempty"` // letters were read from a picture; told by claim show
}

func viewClaim(c claim.Claim) claimView {
	v := claimView{Claim: c.Made.Claim, Case: c.Case, Entity: c.Entity, Schema: c.Schema, Property: c.Property, Value: c.Value, ValueEntity: c.ValueEntity,
		Original: c.Original, Lang: c.Lang, Date: viewDate(c.Date), Quantity: c.Quantity, Shape: c.Shape, Valid: c.Valid,
		Standing: c.Standing, Reason: c.Reason, Says: append([]claim.Teller{}, c.Says...), Depth: c.Depth(),
		Grade: c.SourceGrade + c.InfoGrade, SourceGrade: c.SourceGrade, InfoGrade: c.InfoGrade,
		Flags: append([]string{}, c.Flags...), Grounds: c.Grounds, Note: c.Note, Replaces: c.Replaces,
		Remarks: []remarkView{}, Passages: []passageView{}, Actor: c.Actor, Index: c.Index}
	for _, r := range flow.Remarks(c.Made) {
		v.Remarks = append(v.Remarks, remarkView{r.Key, r.Detail})
	}
	for _, p := range c.Passages {
		v.Passages = append(v.Passages, viewPassage(p))
	}
	return v
}

// remarkWords says a remark to people. What is no fault of the claim, such as
// that nobody graded it yet, is not told in passing.
func remarkWords(r remarkView) string {
	switch r.Remark {
	case flow.RemarkDate:
		return fmt.Sprintf("the date was not read and is kept as it is written: %s", oneLine(r.Detail))
	case flow.RemarkNumber:
		return fmt.Sprintf("the number was not read and is kept as it is written: %s", oneLine(r.Detail))
	case flow.RemarkShape:
		return fmt.Sprintf("the place on the map was not read and is kept as it is written: %s", oneLine(r.Detail))
	case flow.RemarkTerm:
		return fmt.Sprintf("\"%s\" is no term of the property's vocabulary", oneLine(r.Detail))
	case flow.RemarkCircular:
		return fmt.Sprintf("the chain is circular: %s stands in it twice", r.Detail)
	case flow.RemarkMarks:
		return "it holds characters that turn the direction of what is shown"
	case flow.RemarkProtected:
		return "protected: it leaves only by a decision on just that"
	case flow.RemarkBackwards:
		return "its valid time ends before it begins"
	}
	return ""
}

func tellRemarks(s *session, v claimView) {
	for _, r := range v.Remarks {
		if words := remarkWords(r); words != "" {
			s.sayf("  ! %s", words)
		}
	}
	if v.Date != nil {
		s.sayf("  read as %s (%s)%s", v.Date.EDTF, v.Date.Calendar, before(": ", v.Date.Native))
	}
}

func tellClaim(s *session, v claimView) {
	s.sayf("%s  %s %s: %s = %s  [%s]%s", v.Claim, v.Schema, v.Entity, v.Property, inWords(v.Property, v.Value, v.Quantity), v.Standing, before(": ", v.Reason))
	if v.ValueEntity != "" {
		s.sayf("  which is %s", v.ValueEntity)
	}
	if v.Grade != "" || len(v.Flags) > 0 {
		s.sayf("  grade %s  %s", v.Grade, strings.Join(v.Flags, ", "))
	}
	for _, g := range v.Grounds {
		s.sayf("  %s because: %s", g.Flag, oneLine(g.Text))
	}
	for i, t := range v.Says {
		s.sayf("  %ssays %s%s%s%s", strings.Repeat("  ", i), t.Who, before(": ", t.Verb), before(", by ", t.Medium), before(", ", t.Date))
	}
	if v.Valid != nil {
		s.sayf("  held%s%s%s", before(" from ", v.Valid.From), before(" to ", v.Valid.To), before(" on ", v.Valid.AsOf))
	}
	tellRemarks(s, v)
	if v.Note != "" {
		s.sayf("  note: %s", oneLine(v.Note))
	}
	if v.Replaces != "" {
		s.sayf("  in the place of %s", v.Replaces)
	}
	for _, p := range v.Passages {
		s.sayf("  rests on %s: item %s, %s: %s", p.ID, p.Item[:12], p.Where, oneLine(p.Quote))
	}
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
		if err != nil || !a.Actor.MaySeeIn(item.Case, item.Label) {
			return false, err
		}
	}
	return true, nil
}

type stepView struct {
	Index    int64          `json:"index"`
	Time     string         `json:"time"`
	Actor    string         `json:"actor"`
	Event    string         `json:"event"`
	Claim    string         `json:"claim"`
	Property string         `json:"property"`
	Value    string         `json:"value"`
	Standing claim.Standing `json:"standing,omitempty"`
	Grade    string         `json:"grade,omitempty"`
	Flag     string         `json:"flag,omitempty"`
	Reason   string         `json:"reason,omitempty"`
}

func viewStep(st flow.Step) stepView {
	return stepView{st.Index, st.Time.Format(time.RFC3339), st.Actor, st.Kind.Name, st.Claim.Claim, st.Claim.Property, st.Claim.Value, st.Turn, st.Grade, st.Flag, st.Reason}
}

func tellStep(s *session, v stepView) {
	s.sayf("%6d  %s  %-10s %-16s %s = %s%s%s%s", v.Index, v.Time[:10], v.Actor, v.Event, v.Property, oneLine(v.Value), before("  grade ", v.Grade), before("  flag ", v.Flag), before(": ", v.Reason))
}

type claimHistoryCmd struct {
	Claim string `arg:"" help:"The claim."`
}

func (c *claimHistoryCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			cl, err := st.Claim(s.ctx, c.Claim)
			if err != nil {
				return err
			}
			steps, err := flow.History(s.ctx, st, flow.ClaimFilter{Entity: cl.Entity, Property: cl.Property, After: -1})
			if err != nil {
				return err
			}
			for _, step := range steps {
				if step.Claim.Claim != c.Claim {
					continue
				}
				v := viewStep(step)
				if err := s.answer(v, func() { tellStep(s, v) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

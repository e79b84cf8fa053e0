package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/position"
)

// claimFields is a claim as it stands in the form: every field as it was
// typed, so that what can't be recorded yet is not lost.
type claimFields struct {
	Case, Kind, Property, Entity string
	Passages                     []string
	Value, Lang, Term, Record    string
	Calendar, Reference          string // of a date
	Counts, Comparator           string // of a quantity
	Low, High, Unit, Scope       string
	Precision, Basis             string // of a place on the map
	Says                         []tellerFields
	SourceGrade, InfoGrade       string
	Flags                        []flagFields
	From, To, AsOf               string
	Note                         string
	Reason                       string // of a correction
}

// tellerFields is one link of the chain of who says that who said.
type tellerFields struct{ Who, Verb, Medium, Occasion, Date, Record string }

// flagFields is one flag: whether it is set, and why.
type flagFields struct {
	Flag   string
	On     bool
	Ground string
}

// tellerRows is how many links the form has; a claim with more keeps them.
const tellerRows = 5

// readFields reads the posted form.
func (v *visit) readFields() claimFields {
	get := func(name string) string { return strings.TrimSpace(v.field(name)) }
	f := claimFields{
		Case: get("case"), Kind: get("kind"), Property: get("property"), Entity: get("entity"), Passages: v.r.PostForm["passage"],
		Value: get("value"), Lang: get("lang"), Term: get("term"), Record: cmp.Or(get("chosen"), get("record")),
		Calendar: get("calendar"), Reference: get("reference"), Counts: get("counts"), Comparator: get("comparator"),
		Low: get("low"), High: get("high"), Unit: get("unit"), Scope: get("scope"), Precision: get("precision"), Basis: get("basis"),
		SourceGrade: get("source_grade"), InfoGrade: get("info_grade"), From: get("valid_from"), To: get("valid_to"), AsOf: get("valid_as_of"),
		Note: get("note"), Reason: get("reason"),
	}
	at := func(name string, i int) string {
		if all := v.r.PostForm[name]; i < len(all) {
			return strings.TrimSpace(all[i])
		}
		return ""
	}
	for i := range min(len(v.r.PostForm["who"]), claim.MaxDepth) {
		f.Says = append(f.Says, tellerFields{at("who", i), at("verb", i), at("medium", i), at("occasion", i), at("said_on", i), at("teller", i)})
	}
	for _, flag := range claim.Flags() {
		f.Flags = append(f.Flags, flagFields{flag, slices.Contains(v.r.PostForm["flag"], flag), get("ground_" + flag)})
	}
	f.pad()
	return f
}

// newFields is a form nothing was typed into yet.
func newFields() claimFields {
	f := claimFields{}
	for _, flag := range claim.Flags() {
		f.Flags = append(f.Flags, flagFields{Flag: flag})
	}
	f.pad()
	return f
}

func (f *claimFields) pad() {
	for len(f.Says) < tellerRows {
		f.Says = append(f.Says, tellerFields{})
	}
}

// fieldsFrom fills the form with a claim that is to be corrected.
func fieldsFrom(c claim.Claim) claimFields {
	f := claimFields{
		Case: c.Case, Kind: c.Schema, Property: c.Property, Entity: c.Entity, Value: c.Value, Lang: c.Lang, Record: c.ValueEntity,
		SourceGrade: c.SourceGrade, InfoGrade: c.InfoGrade, Note: c.Note,
	}
	for _, p := range c.Passages {
		f.Passages = append(f.Passages, p.ID())
	}
	for _, t := range c.Says {
		f.Says = append(f.Says, tellerFields{t.Who, t.Verb, t.Medium, t.Occasion, t.Date, t.Entity})
	}
	for _, flag := range claim.Flags() {
		f.Flags = append(f.Flags, flagFields{flag, slices.Contains(c.Flags, flag), c.GroundOf(flag)})
	}
	if c.Valid != nil {
		f.From, f.To, f.AsOf = c.Valid.From, c.Valid.To, c.Valid.AsOf
	}
	f.typed(c.Made)
	f.pad()
	return f
}

// typed fills in a typed value so that reading it again gives the same one.
func (f *claimFields) typed(c claim.Made) {
	switch {
	case c.Date != nil:
		in, _, _ := strings.Cut(c.Date.Calendar, "-")
		if again, err := flow.ReadDate(c.Original, c.Lang, in, c.Date.Relative); err == nil && again != nil && again.EDTF == c.Date.EDTF {
			f.Value, f.Calendar, f.Reference = c.Original, in, c.Date.Relative
		}
	case c.Quantity != nil:
		q := c.Quantity
		f.Value, f.Counts, f.Comparator, f.Unit, f.Scope = "", q.Kind, string(q.Comparator), q.Unit, q.Scope
		f.Low, f.High = plainNumber(q.Low), plainNumber(q.High)
	case c.Shape != nil:
		p := position.Position{Form: c.Shape.Form, Points: c.Shape.Points, Precision: c.Shape.Precision}
		f.Value, f.Basis = p.Format(string(words.English)), c.Shape.Basis
	default:
		f.Term = c.Value // where the property has a vocabulary, else it is not asked for
	}
}

// request makes of the form what the flow takes; names of records are looked
// up in what the actor may know.
func (f claimFields) request(ctx context.Context, s flow.State, term bool) (flow.ClaimRequest, error) {
	req := flow.ClaimRequest{
		Case: f.Case, Entity: f.Entity, Schema: f.Kind, Property: f.Property, Value: f.Value, Lang: f.Lang, Passages: f.Passages,
		SourceGrade: f.SourceGrade, InfoGrade: f.InfoGrade, Note: f.Note, Calendar: f.Calendar, Reference: f.Reference, Whole: true,
		Says: []claim.Teller{}, Flags: []string{}, Valid: &claim.Valid{From: f.From, To: f.To, AsOf: f.AsOf},
	}
	if term && f.Term != "" {
		req.Value = f.Term
	}
	for _, flag := range f.Flags {
		if flag.On {
			req.Flags = append(req.Flags, flag.Flag)
			if flag.Ground != "" {
				req.Grounds = append(req.Grounds, claim.Ground{Flag: flag.Flag, Text: flag.Ground})
			}
		}
	}
	for _, read := range []func() error{
		func() (err error) { req.Says, err = f.tellers(ctx, s); return err },
		func() (err error) { req.Quantity, err = f.quantity(); return err },
		func() (err error) { req.Shape, err = f.shape(); return err },
	} {
		if err := read(); err != nil {
			return req, err
		}
	}
	if f.Record != "" {
		e, err := flow.FindThing(ctx, s, "", f.Record)
		if err != nil {
			return req, asUsage(err)
		}
		req.ValueEntity = e.ID
	}
	return req, nil
}

// tellers reads who says so; rows without a name or a record are left out.
func (f claimFields) tellers(ctx context.Context, s flow.State) ([]claim.Teller, error) {
	out := []claim.Teller{}
	for _, row := range f.Says {
		if row.Who == "" && row.Record == "" {
			continue
		}
		t := claim.Teller{Who: row.Who, Verb: row.Verb, Medium: row.Medium, Occasion: row.Occasion}
		if row.Record != "" {
			e, err := flow.FindThing(ctx, s, "", row.Record)
			if err != nil {
				return nil, asUsage(err)
			}
			t.Entity, t.Who = e.ID, cmp.Or(t.Who, e.Name, e.ID)
		}
		if row.Date != "" {
			d, err := flow.ReadDate(row.Date, f.Lang, "", "")
			if err != nil {
				return nil, err
			}
			if d == nil {
				return nil, fail.New(fail.Usage, "the date %q, when %s said so, can't be read", row.Date, t.Who)
			}
			t.Date = d.EDTF
		}
		out = append(out, t)
	}
	return out, nil
}

// quantity gives the numbers that were typed, if any was.
func (f claimFields) quantity() (*claim.Quantity, error) {
	q := claim.Quantity{Kind: f.Counts, Comparator: claim.Comparator(f.Comparator), Unit: f.Unit, Scope: f.Scope}
	var err error
	if q.Low, err = readNumber(f.Low); err != nil {
		return nil, err
	}
	if q.High, err = readNumber(f.High); err != nil {
		return nil, err
	}
	if q == (claim.Quantity{}) {
		return nil, nil
	}
	switch q.Comparator { // one number says it all
	case claim.Exactly, claim.About:
		q.Low, q.High = cmp.Or(q.Low, q.High), cmp.Or(q.High, q.Low)
	}
	return &q, nil
}

// readNumber reads a whole number in digits of any script; nil if none is given.
func readNumber(text string) (*int64, error) {
	if text == "" {
		return nil, nil
	}
	a, err := amount.Read(text)
	if err != nil || a.Low == nil || a.High == nil || *a.Low != *a.High || a.Unit != "" {
		return nil, fail.New(fail.Usage, "%q is not one whole number", text)
	}
	return a.Low, nil
}

func plainNumber(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// shape gives how exact a place on the map is, and what shows it; where it is
// stands in the value.
func (f claimFields) shape() (*claim.Shape, error) {
	if f.Precision == "" && f.Basis == "" {
		return nil, nil
	}
	metres, err := readNumber(f.Precision)
	if err != nil {
		return nil, err
	}
	s := &claim.Shape{Basis: f.Basis}
	if metres != nil {
		s.Precision = float64(*metres)
	}
	return s, nil
}

// asUsage makes of a name that means nothing a mistake of the form, which is
// shown with the form and not as a page that is not there.
func asUsage(err error) error {
	var told *fail.Error
	if errors.As(err, &told) && (told.Kind == fail.NotFound || told.Kind == fail.Usage) {
		return fail.New(fail.Usage, "%s", told.Text) // without the advice for the command line
	}
	return err
}

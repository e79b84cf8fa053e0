package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"sanad/internal/core/claim"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/position"
	"sanad/schema"
)

// valueReading is how the value of a form is read, before it is recorded.
type valueReading struct {
	Claim   claim.Claim   // as it would be
	Dates   []dateReading // the first is what would be recorded
	Unread  string        // why it stays as it is written, in English
	Remarks []flow.Remark
}

// dateReading is one way to understand a date.
type dateReading struct {
	EDTF, Text, Calendar string // the text in the calendar it was read in
	Lines                []calendarLine
	Notes                []string
	Steps                []string // that led there, in English
}

// calendarLine bounds a date in one calendar; an end that is open or not known
// is empty.
type calendarLine struct{ Calendar, From, To string }

// maxReadings is how many readings of a date are shown.
const maxReadings = 6

// previewClaim shows how the form would be read, and records nothing.
func previewClaim(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	f := v.readFields()
	return v.formAgain(ctx, w, f, nil)
}

// formAgain shows the form with what was typed, how it is read, and why it was
// not recorded, if it was to be.
func (v *visit) formAgain(ctx context.Context, w http.ResponseWriter, f claimFields, failed error) error {
	kinds, err := schema.All()
	if err != nil {
		return err
	}
	p := &claimFormPage{Kinds: kinds, F: f}
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Corrects, err = s.corrected(ctx, v.r.PathValue("claim")); err != nil {
			return err
		}
		return p.settle(ctx, v, s)
	})
	if err != nil {
		return err
	}
	if p.Step != "value" {
		return fail.New(fail.Usage, "no kind of thing or no property was chosen")
	}
	status := http.StatusOK
	if failed == nil {
		failed = p.preview(ctx, v)
	}
	if failed != nil {
		var told *fail.Error
		if !errors.As(failed, &told) || told.Kind != fail.Usage && told.Kind != fail.Conflict {
			return failed
		}
		p.Wrong, status = told.Text, http.StatusBadRequest
		if told.Kind == fail.Conflict {
			status = http.StatusConflict
		}
	}
	if name := cmp.Or(f.Record, f.Value); p.takesRecord() && name != "" && (p.Read == nil || p.Read.Claim.ValueEntity == "") {
		if p.Like, err = v.things(ctx, f.Case, name); err != nil {
			return err
		}
		p.Like = p.fitting(p.Like)
	}
	return v.render(w, status, "claim_new", p)
}

func (p *claimFormPage) takesRecord() bool {
	_, ok := p.Property.Entity()
	return ok
}

// fitting leaves the records that can be the property's value.
func (p *claimFormPage) fitting(all []claim.Entity) (out []claim.Entity) {
	for _, e := range all {
		if p.Property.Takes(e.Schema) && e.ID != p.F.Entity {
			out = append(out, e)
		}
	}
	return out
}

// preview reads the form as recording it would.
func (p *claimFormPage) preview(ctx context.Context, v *visit) error {
	req, err := v.requestOf(ctx, p.F)
	if err != nil {
		return err
	}
	made, err := flow.PreviewClaim(ctx, v.archive(), v.actor, req)
	if err != nil {
		return err
	}
	p.Read = &valueReading{Claim: claim.Claim{Made: made, Standing: claim.Proposed}, Remarks: flow.Remarks(made)}
	return p.Read.read(v, p.Property, cmp.Or(req.Value, p.Passage.Quote), req)
}

// read tells how a typed value is understood, or why it can't be.
func (r *valueReading) read(v *visit, p schema.Property, text string, req flow.ClaimRequest) error {
	switch p.Type {
	case schema.Date:
		opt, err := flow.DateOptions(req.Lang, req.Calendar, req.Reference)
		if err != nil {
			return err
		}
		all, err := calendar.Readings(text, opt)
		if err != nil {
			r.Unread = toldText(err)
			return nil
		}
		for _, one := range all[:min(len(all), maxReadings)] {
			r.Dates = append(r.Dates, v.dateReading(one))
		}
	case schema.Quantity:
		if _, err := amount.Read(text); err != nil && r.Claim.Quantity == nil {
			r.Unread = toldText(err)
		}
	case schema.Geometry:
		if _, err := position.Read(text); err != nil && r.Claim.Shape == nil {
			r.Unread = toldText(err)
		}
	}
	return nil
}

// dateReading gives the bounds of a reading in the three calendars.
func (v *visit) dateReading(r calendar.Reading) dateReading {
	out := dateReading{EDTF: r.EDTF, Calendar: calendarWord(r.Calendar.String())}
	flags := make([]string, len(r.Flags))
	for i, f := range r.Flags {
		flags[i] = string(f)
	}
	shown := value.Date(v.words, claim.Date{EDTF: r.EDTF, Calendar: r.Calendar.String(), Native: r.Native, Flags: flags}, r.Calendar)
	out.Text, out.Notes = shown.Text, shown.Notes
	for _, step := range r.Explain {
		out.Steps = append(out.Steps, step.Text)
	}
	for _, c := range []calendar.Calendar{calendar.Solar, calendar.Gregorian, calendar.HijriUmalqura} {
		line := calendarLine{Calendar: calendarWord(c.String())}
		if day, known := r.Earliest.Known(); known {
			line.From = value.Format(v.words, day, c)
		}
		if day, known := r.Latest.Known(); known {
			line.To = value.Format(v.words, day, c)
		}
		if line.From != "" || line.To != "" {
			out.Lines = append(out.Lines, line)
		}
	}
	return out
}

// calendarWord gives the name under which the words know a calendar: readers
// are not told apart by which table the months of the moon were reckoned.
func calendarWord(name string) string {
	if c, err := calendar.ParseCalendar(name); err == nil && c.IsHijri() {
		return "hijri"
	}
	return name
}

// corrected gives the claim that a form takes the place of; nil if none.
func (v *sight) corrected(ctx context.Context, id string) (*claim.Claim, error) {
	if id == "" {
		return nil, nil
	}
	c, err := v.Claim(ctx, id)
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// showCorrectForm shows the form filled with a claim that was recorded wrongly.
func showCorrectForm(ctx context.Context, v *visit) (view, error) {
	kinds, err := schema.All()
	if err != nil {
		return nil, err
	}
	p := &claimFormPage{Kinds: kinds}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Corrects, err = s.corrected(ctx, v.r.PathValue("claim")); err != nil {
			return err
		}
		if !p.Corrects.Standing.Stands() {
			return fail.New(fail.Conflict, "the claim %s is withdrawn: make a new one on its passage", p.Corrects.Made.Claim)
		}
		p.F = fieldsFrom(*p.Corrects)
		return p.settle(ctx, v, s)
	})
}

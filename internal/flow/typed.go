package flow

import (
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// readTyped reads the value of a claim as its property's type asks. A date
// that can't be read, or does not exist, stays as it is written: it is what
// the source says, and Remarks tells that it was not read.
func readTyped(p schema.Property, made *claim.Made, req ClaimRequest) error {
	var err error
	if made.Valid, err = readValid(req); err != nil {
		return err
	}
	if made.ValueEntity != "" {
		return nil
	}
	switch p.Type {
	case schema.Date:
		made.Date, err = ReadDate(made.Value, made.Lang, req.Calendar, req.Reference)
		if err == nil && made.Date != nil {
			made.Value = made.Date.EDTF
		}
		return err
	case schema.Quantity:
		if made.Quantity, err = readQuantity(p, made.Value, req); err == nil && made.Quantity != nil {
			made.Value = made.Quantity.String()
		}
		return err
	case schema.Geometry:
		if made.Shape, err = readShape(made.Value, req); err == nil && made.Shape != nil {
			made.Value = made.Shape.String()
		}
		return err
	}
	if req.Quantity != nil || req.Shape != nil {
		return fail.New(fail.Usage, "the property %s is of the type %s, not a number or a place on the map", p.Name, p.Type)
	}
	return nil
}

// ReadDate reads a date as people write it; nil if it can't be read. Only a
// calendar or a day of reference that is none is an error.
func ReadDate(text, lang, in, reference string) (*claim.Date, error) {
	opt, err := DateOptions(lang, in, reference)
	if err != nil {
		return nil, err
	}
	r, err := calendar.Read(text, opt)
	if err != nil || r.EDTF == "" {
		return nil, nil
	}
	d := &claim.Date{EDTF: r.EDTF, Calendar: r.Calendar.String(), Native: r.Native}
	if d.Native == d.EDTF {
		d.Native = ""
	}
	for _, f := range r.Flags {
		if f != calendar.FlagReference {
			d.Flags = append(d.Flags, string(f))
			continue
		}
		d.Relative = reference
	}
	return d, nil
}

// DateOptions gives the options by which ReadDate reads, for who wants to see
// the other readings too.
func DateOptions(lang, in, reference string) (calendar.Options, error) {
	opt := calendar.Options{Language: lang}
	var err error
	if in != "" {
		if opt.Calendar, err = calendar.ParseCalendar(in); err != nil {
			return opt, err
		}
	}
	if reference != "" {
		opt.Reference, err = referenceDay(reference)
	}
	return opt, err
}

func referenceDay(text string) (calendar.Day, error) {
	r, err := calendar.Read(text, calendar.Options{})
	if err != nil {
		return 0, fail.New(fail.Usage, "the day of reference: %w", err).Do("give it as YYYY-MM-DD, or as 10 Shahrivar 1367")
	}
	day, ok := r.Earliest.Known()
	if last, known := r.Latest.Known(); !ok || !known || last != day {
		return 0, fail.New(fail.Usage, "the day of reference %q is not one day", text).Do("give it as YYYY-MM-DD")
	}
	return day, nil
}

// readValid reads the three dates of a valid time. A date in it that can't be
// read is refused: it is the recorder's, not the source's.
func readValid(req ClaimRequest) (*claim.Valid, error) {
	if req.Valid == nil || *req.Valid == (claim.Valid{}) {
		return nil, nil
	}
	v := *req.Valid
	for _, end := range []*string{&v.From, &v.To, &v.AsOf} {
		if strings.TrimSpace(*end) == "" {
			*end = ""
			continue
		}
		d, err := ReadDate(*end, req.Lang, req.Calendar, req.Reference)
		if err != nil {
			return nil, err
		}
		if d == nil {
			return nil, fail.New(fail.Usage, "the date %q of the valid time can't be read", *end).Do("try: sanad date %q", *end)
		}
		*end = d.EDTF
	}
	return &v, nil
}

// ReadSpan reads a day or a span of days that a person asks for; a text that
// is no date, or has no known day, is an error of theirs.
func ReadSpan(text, lang, in string) (calendar.Span, error) {
	d, err := ReadDate(text, lang, in, "")
	if err != nil {
		return calendar.Span{}, err
	}
	span, ok := SpanOf(d)
	_, from := span.Earliest.Known()
	_, to := span.Latest.Known()
	if !ok || !from && !to {
		return span, fail.New(fail.Usage, "%q is no date of which a day is known", text).Do("write it as 1988-07-27, or as 5 Mordad 1367")
	}
	return span, nil
}

// SpanOf gives the days a date may fall on; false if there is no date that was
// read.
func SpanOf(d *claim.Date) (calendar.Span, bool) {
	if d == nil {
		return calendar.Span{}, false
	}
	return calendar.RecordedSpan(d.EDTF, d.Flags)
}

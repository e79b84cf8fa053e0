package cli

import (
	"slices"
	"strings"

	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

type dateCmd struct {
	Text      []string `arg:"" sep:"none" help:"The date, as it is written: words in Persian, Arabic or English, or EDTF."`
	Calendar  string   `help:"The calendar the date is in: gregorian, solar, hijri, hijri-civil or hijri-umalqura." placeholder:"CALENDAR"`
	Lang      string   `help:"The language of the text (fa, ar, en), if its words do not tell." placeholder:"LANG"`
	Reference string   `help:"The date of the document, by which \"Friday\" and dates without a year are read." placeholder:"DATE"`
}

// dateReading is one reading in the answer. Ends that are open or not known are
// null; open names those of the two that are open.
type dateReading struct {
	EDTF      string         `json:"edtf"`
	Native    string         `json:"native"`
	Calendar  string         `json:"calendar"`
	Earliest  *string        `json:"earliest"`
	Latest    *string        `json:"latest"`
	Open      []string       `json:"open"`
	Precision string         `json:"precision"`
	Weekday   int            `json:"weekday,omitempty"` // 1, Monday, to 7
	Flags     []string       `json:"flags"`
	Explain   []string       `json:"explain"`
	Steps     []dateStep     `json:"steps"`
	Calendars []dateCalendar `json:"calendars"`
}

// dateStep is a step of Explain, for programs that say it in other languages.
type dateStep struct {
	Key  string   `json:"key"`
	Args []string `json:"args"`
}

// dateCalendar is the ends of a reading in one calendar, in words.
type dateCalendar struct {
	Calendar string `json:"calendar"`
	Earliest string `json:"earliest"`
	Latest   string `json:"latest"`
}

type dateAnswer struct {
	Text string `json:"text"`
	dateReading
	Readings []dateReading `json:"readings"`
}

func (c *dateCmd) Run(s *session) error {
	text := strings.Join(c.Text, " ")
	if trimmed := strings.TrimSpace(text); trimmed != text {
		if _, err := calendar.ParseEDTF(trimmed); err == nil {
			return fail.New(fail.Usage, "%q has white space at an end, which EDTF does not allow", text).Do("leave it out")
		}
	}
	opt, err := c.options()
	if err != nil {
		return err
	}
	all, err := calendar.Readings(text, opt)
	if err != nil {
		return err
	}
	out := dateAnswer{Text: text, dateReading: readingOf(all[0])}
	for _, r := range all {
		out.Readings = append(out.Readings, readingOf(r))
	}
	return s.answer(out, func() {
		for i, r := range out.Readings {
			if i == 1 {
				s.sayf("\nIt can also be read so:")
			}
			r.say(s)
		}
	})
}

// options reads the flags of the command.
func (c *dateCmd) options() (calendar.Options, error) {
	opt := calendar.Options{Language: c.Lang}
	var err error
	if opt.Calendar, err = calendar.ParseCalendar(c.Calendar); err != nil || c.Reference == "" {
		return opt, err
	}
	r, err := calendar.Read(c.Reference, calendar.Options{})
	if err != nil {
		return opt, fail.New(fail.Usage, "the date of the document: %w", err)
	}
	first, known := r.Earliest.Known()
	if r.Precision != calendar.PrecisionDay || !known {
		return opt, fail.New(fail.Usage, "the date of the document, %q, is not one day", c.Reference).Do("write it as YYYY-MM-DD")
	}
	opt.Reference = first
	return opt, nil
}

func readingOf(r calendar.Reading) dateReading {
	out := dateReading{
		EDTF: r.EDTF, Native: r.Native, Calendar: r.Calendar.String(), Precision: r.Precision.String(), Weekday: r.Weekday,
		Open: []string{}, Flags: []string{}, Explain: []string{}, Steps: []dateStep{}, Calendars: []dateCalendar{},
	}
	end := func(name string, b calendar.Bound) *string {
		if b.Kind == calendar.Open {
			out.Open = append(out.Open, name)
		}
		day, known := b.Known()
		if !known {
			return nil
		}
		written := day.String()
		return &written
	}
	out.Earliest, out.Latest = end("earliest", r.Earliest), end("latest", r.Latest)
	for _, f := range r.Flags {
		out.Flags = append(out.Flags, string(f))
	}
	for _, step := range r.Explain {
		out.Explain = append(out.Explain, step.Text)
		out.Steps = append(out.Steps, dateStep{step.Key, append([]string{}, step.Args...)})
	}
	out.inCalendars(r)
	return out
}

// inCalendars adds the ends in every calendar whose rule is known for them.
func (d *dateReading) inCalendars(r calendar.Reading) {
	words := func(b calendar.Bound, c calendar.Calendar) string {
		if day, known := b.Known(); known {
			return calendar.Format(day, c, "en")
		}
		return ""
	}
	for _, c := range calendar.Calendars() {
		if in := (dateCalendar{c.String(), words(r.Earliest, c), words(r.Latest, c)}); in.Earliest != "" || in.Latest != "" {
			d.Calendars = append(d.Calendars, in)
		}
	}
}

// say prints a reading for people.
func (d dateReading) say(s *session) {
	head := d.EDTF
	if d.Native != "" && d.Native != d.EDTF {
		head += "   " + d.Calendar + " " + d.Native
	}
	s.sayf("%s", head)
	for _, c := range d.Calendars {
		s.sayf("  %-15s %s", c.Calendar, c.ends(d))
	}
	if len(d.Flags) > 0 {
		s.sayf("  flags           %s", strings.Join(d.Flags, ", "))
	}
	for _, line := range d.Explain {
		s.sayf("  - %s", line)
	}
}

// ends writes the ends in one calendar.
func (c dateCalendar) ends(d dateReading) string {
	or := func(end, name string) string {
		switch {
		case end != "":
			return end
		case slices.Contains(d.Open, name):
			return "open"
		}
		return "not known"
	}
	if c.Earliest == c.Latest {
		return c.Earliest
	}
	return or(c.Earliest, "earliest") + " to " + or(c.Latest, "latest")
}

// isCommand reports whether nothing but flags for all commands, and their
// values, stand before an argument.
func isCommand(args []string, at int) bool {
	for i, a := range args[:at] {
		value := i > 0 && takesValue(args[i-1])
		if !value && !strings.HasPrefix(a, "-") {
			return false
		}
	}
	return true
}

// negativeYearsLast puts arguments of "date" that begin with a minus sign and
// digits behind "--", where they are no flags: years before 0 in EDTF.
func negativeYearsLast(args []string) []string {
	at := slices.Index(args, "date")
	if at < 0 || slices.Contains(args, "--") || !isCommand(args, at) {
		return args
	}
	isYear := func(a string) bool {
		return len(a) > 3 && a[0] == '-' && strings.Trim(a[1:4], "0123456789X") == ""
	}
	rest := slices.Clone(args[:at])
	var years []string
	for _, a := range args[at:] {
		if isYear(a) {
			years = append(years, a)
		} else {
			rest = append(rest, a)
		}
	}
	if years == nil {
		return args
	}
	return append(append(rest, "--"), years...)
}

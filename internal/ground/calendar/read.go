package calendar

import (
	"strings"
	"unicode/utf8"
)

// MaxText is how many bytes a text of a date has at most.
const MaxText = 400

// Options say what is known about a date besides its words.
type Options struct {
	// Calendar, if not Unknown, is the one the date is in. HijriCivil and
	// HijriUmalqura fix the variant: days are then taken to be exact.
	Calendar Calendar
	// Language is that of the text, a BCP 47 tag; if empty it is told from the
	// words and the digits.
	Language string
	// Reference is the date of the document, by which "Friday", "last month"
	// and dates without a year are read; 0 if it is not known.
	Reference Day
}

// Flag says what is loose about a reading.
type Flag string

// The flags of readings.
const (
	FlagApproximate Flag = "approximate"       // "about", "early": the truth may lie outside the bounds
	FlagUncertain   Flag = "uncertain"         // the writer doubts it
	FlagVariant     Flag = "variant"           // a month by rule that could begin otherwise: bounds are a day wider at each end
	FlagTwoDigits   Flag = "two-digit-year"    // the century is ours
	FlagOrder       Flag = "ambiguous-order"   // day and month could change places
	FlagCalendar    Flag = "assumed-calendar"  // the words name no calendar
	FlagNoYear      Flag = "no-year"           // the year is not said
	FlagReference   Flag = "by-reference"      // worked out from the date of the document
	FlagWeekday     Flag = "weekday-disagrees" // the day of the week is another
	FlagBrackets    Flag = "dates-disagree"    // two dates are given for one day, and differ
	FlagEitherOr    Flag = "other-readings"    // the words can mean other days as well
)

// Step is one step of how a reading came about. Key is for faces that say it
// in other languages, with Args to fill in; Text says it in English.
type Step struct {
	Key  string
	Args []string
	Text string
}

// Reading is one way to understand a date.
type Reading struct {
	Original string   // the text as it was given
	Calendar Calendar // in which it was read; a variant for Hijri dates
	// EDTF gives the date in the Gregorian calendar. A month, season or year of
	// another calendar is an interval of days.
	EDTF string
	// Native gives it in its own calendar, in the form of EDTF (1367-05), and
	// is empty where that has no such form.
	Native string
	// Earliest and Latest bound the day. Both are NotKnown for a date without
	// a year and for one that is said to be unknown.
	Earliest, Latest Bound
	Precision        Precision
	Weekday          int // 1, Monday, to 7 if the words name one, else 0
	Flags            []Flag
	Explain          []Step
}

// Span gives the bounds.
func (r Reading) Span() Span { return Span{r.Earliest, r.Latest} }

// Has reports whether the reading has the flag.
func (r Reading) Has(flag Flag) bool {
	for _, f := range r.Flags {
		if f == flag {
			return true
		}
	}
	return false
}

func (r *Reading) flag(flags ...Flag) {
	for _, f := range flags {
		if !r.Has(f) {
			r.Flags = append(r.Flags, f)
		}
	}
}

// Read gives the reading of a date that is preferred; see Readings.
func Read(text string, opt Options) (Reading, error) {
	all, err := Readings(text, opt)
	if err != nil {
		return Reading{}, err
	}
	return all[0], nil
}

// Readings gives all readings of a date as people write it in Persian, Arabic
// or English, or as EDTF has it; the preferred one is the first and says why.
// It fails with ErrUnreadable if there is a word that is none of a date, and
// with ErrNoSuchDay if the date does not exist: the text should then be kept
// as it is, and marked.
func Readings(text string, opt Options) ([]Reading, error) {
	if len(text) > MaxText {
		return nil, unreadable("give the words of the date alone", "a date has at most %d bytes, and this text has %d", MaxText, len(text))
	}
	if !utf8.ValidString(text) {
		return nil, unreadable("", "the text of the date is not UTF-8")
	}
	written := strings.TrimSpace(text)
	if written == "" {
		return nil, unreadable("", "the text of the date is empty")
	}
	all, err := readings(written, opt)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Original = text
		if len(all) > 1 {
			all[i].flag(FlagEitherOr)
		}
	}
	return all, nil
}

// readings reads EDTF as such, unless its year is one that people count in
// another calendar.
func readings(text string, opt Options) ([]Reading, error) {
	standard, standardErr := ParseEDTF(text)
	isStandard := standardErr == nil && (opt.Calendar == Unknown || opt.Calendar == Gregorian)
	if isStandard && (opt.Calendar == Gregorian || !standard.hijriYears()) {
		return []Reading{readEDTF(standard)}, nil
	}
	words, err := readWords(text, opt)
	if err != nil && isStandard {
		return []Reading{readEDTF(standard)}, nil
	}
	return words, err
}

// hijriYears reports whether a year lies where Hijri years of our time do.
func (e EDTF) hijriYears() bool {
	for _, d := range []int{int(e.span.low()), int(e.span.high())} {
		if d > int(gregorianDay(1200, 1, 1)) && d < int(gregorianDay(maxHijriYear+1, 1, 1)) {
			return true
		}
	}
	return false
}

func readEDTF(e EDTF) Reading {
	r := Reading{Calendar: Gregorian, EDTF: e.text, Native: e.text, Precision: e.Precision()}
	r.Earliest, r.Latest = e.Bounds()
	if e.Approximate() {
		r.flag(FlagApproximate)
	}
	if e.Uncertain() {
		r.flag(FlagUncertain)
	}
	r.explain("edtf", "it is written as EDTF (ISO 8601-2), level %s", itoa(e.level))
	return r
}

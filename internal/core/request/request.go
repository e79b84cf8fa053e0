package request

import "sanad/internal/ground/calendar"

// Party is somebody who asks, is asked or answers, as sources tell.
type Party struct {
	Name   string `json:"name"`
	Entity string `json:"entity,omitempty"` // the record of who it is, if there is one
}

// When is a date as it is claimed. Rivals stand side by side, and the days span
// all of them.
type When struct {
	Texts []string // EDTF, or as written where it was not read
	Days  calendar.Span
	Known bool // Days says something
}

// Add takes in one more claim of the date.
func (w *When) Add(text string, days calendar.Span, read bool) {
	w.Texts = append(w.Texts, text)
	switch {
	case !read:
	case !w.Known:
		w.Days, w.Known = days, true
	default:
		w.Days = w.Days.Union(days)
	}
}

// Held is how a paper is held: what is known only because others speak of it
// is a full record, and is told as that.
type Held struct {
	Papers    int // that are records
	Described int // of those are known only by description
}

// OnlyDescribed reports whether there are papers, and all are known only by
// what others say of them.
func (h Held) OnlyDescribed() bool { return h.Papers > 0 && h.Papers == h.Described }

// Asked is what was asked.
type Asked struct {
	ID, Case, Name string
	Kinds          []string // terms of the vocabulary intervention
	By, To         []Party
	What           []string
	Date, Due      When
	Held           Held
}

// Answer is one response or letter that answers.
type Answer struct {
	ID, Name string
	Letter   bool     // a letter that answers a letter
	Kinds    []string // terms of the vocabulary response
	By       []Party
	Date     When
	Content  []string
	Held     Held
}

// Weight says how far an answer goes.
type Weight int

// The weights. A pledge is none of what was asked until it is kept; that would
// be another response.
const (
	Nothing Weight = iota // it is said that nothing was answered
	Partly                // receipt, a pledge, a question back, a word for the record
	Wholly                // granted, refused, denied, or an answer of a kind nobody told
)

// weights of the terms of the vocabulary response that answer in part or not
// at all; all others answer.
func weightOf(term string) Weight {
	switch term {
	case "none":
		return Nothing
	case "received", "more_information", "referred", "token", "pledged", "pledged_assistance", "pledged_law", "pledged_punishment":
		return Partly
	}
	return Wholly
}

// Weight gives how far the answer goes: of several kinds, as far as the one
// that goes farthest.
func (a Answer) Weight() Weight {
	if len(a.Kinds) == 0 {
		return Wholly
	}
	w := Nothing
	for _, term := range a.Kinds {
		w = max(w, weightOf(term))
	}
	return w
}

// State says whether a request was answered.
type State string

// The states.
const (
	Open     State = "open"
	Partial  State = "partly answered"
	Answered State = "answered"
)

// Spell is a number of days of which the ends are known.
type Spell struct {
	Least int `json:"least"`
	Most  int `json:"most"`
}

// Standing is how a request stands on a day.
type Standing struct {
	State State
	// Waited is how long it has been open, or was until it was first answered
	// in full; nil where a date is not known.
	Waited *Spell
	// Silent: somebody recorded that nothing was answered.
	Silent bool
	// Overdue: it is not answered in full, and the day by which an answer was
	// due is certainly over.
	Overdue bool
	// Early: an answer is dated before what it answers, so that one of the
	// sources is wrong.
	Early bool
}

// On tells how a request stands on a day.
func (a Asked) On(today calendar.Day, answers []Answer) Standing {
	s := Standing{State: Open}
	until := calendar.Days(today, today)
	known := true
	for _, answer := range answers {
		if answer.Date.Known && a.Date.Known && answer.Date.Days.Before(a.Date.Days) {
			s.Early = true
		}
		switch answer.Weight() {
		case Nothing:
			s.Silent = true
		case Partly:
			if s.State == Open {
				s.State = Partial
			}
		case Wholly:
			if s.State != Answered {
				s.State, until, known = Answered, answer.Date.Days, answer.Date.Known
			} else if answer.Date.Known && (!known || answer.Date.Days.Before(until)) {
				until, known = answer.Date.Days, true
			}
		}
	}
	s.Silent = s.Silent && s.State == Open
	if a.Date.Known && known {
		s.Waited = between(a.Date.Days, until)
	}
	if s.State != Answered && a.Due.Known {
		s.Overdue = a.Due.Days.Before(calendar.Days(today, today))
	}
	return s
}

// between gives how many days lie between two spans; nil where one is open.
func between(from, to calendar.Span) *Spell {
	first, ok1 := from.Earliest.Known()
	last, ok2 := from.Latest.Known()
	begin, ok3 := to.Earliest.Known()
	end, ok4 := to.Latest.Known()
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil
	}
	return &Spell{Least: max(0, int(begin-last)), Most: max(0, int(end-first))}
}

// String says the weight as JSON has it.
func (w Weight) String() string {
	return [...]string{Nothing: "no answer", Partly: "in part", Wholly: "in full"}[w]
}

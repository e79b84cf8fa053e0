package disclosure

import (
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// ReplyAsked says that somebody who is alleged to have done something was asked
// for their answer before it is published, or why they were not.
type ReplyAsked struct {
	Reply  string `json:"reply"`
	Case   string `json:"case"`
	Entity string `json:"entity"`
	Date   string `json:"date"`             // day, YYYY-MM-DD
	How    string `json:"how,omitempty"`    // by which way they were asked
	Points string `json:"points,omitempty"` // what was put to them
	Due    string `json:"due,omitempty"`    // day up to which an answer was waited for
	Waived string `json:"waived,omitempty"` // why nobody asks, as where it would endanger a source; then How, Points and Due are empty
}

// Kind is reply.asked/1.
func (ReplyAsked) Kind() ledger.Kind { return ledger.Kind{Name: "reply.asked", Version: 1} }

// Check refuses a question without a way, a day until which an answer is waited
// for, and what was asked.
func (f ReplyAsked) Check() error {
	asked := f.How + f.Points + f.Due
	switch {
	case f.Reply == "" || f.Case == "" || f.Entity == "" || !isDay(f.Date):
		return fail.New(fail.Usage, "a question for a reply needs a person, a case and a day").Do("give --date YYYY-MM-DD")
	case !isText(f.How) || !isText(f.Points) || !isText(f.Waived):
		return fail.New(fail.Usage, "a text of the question is too long")
	case f.Waived != "" && asked != "":
		return fail.New(fail.Usage, "either somebody is asked, or it is said why not")
	case f.Waived == "" && (strings.TrimSpace(f.How) == "" || strings.TrimSpace(f.Points) == "" || !isDay(f.Due) || f.Due < f.Date):
		return fail.New(fail.Usage, "a question needs how it was put, what was put, and until when an answer is waited for").Do("give --how, --points and --due YYYY-MM-DD, or --waived REASON")
	}
	return nil
}

// ReplyGiven says what came of the question: an answer in a passage, or in words
// alone, or none.
type ReplyGiven struct {
	Reply   string        `json:"reply"`
	Date    string        `json:"date"`
	None    bool          `json:"none,omitempty"`    // nothing came in time, or they would not answer
	Answer  string        `json:"answer,omitempty"`  // in their words, or what they refused
	Passage *text.Passage `json:"passage,omitempty"` // where it stands
}

// Kind is reply.given/1.
func (ReplyGiven) Kind() ledger.Kind { return ledger.Kind{Name: "reply.given", Version: 1} }

// Check refuses an answer without words.
func (f ReplyGiven) Check() error {
	if f.Reply == "" || !isDay(f.Date) || !isText(f.Answer) {
		return fail.New(fail.Usage, "a reply needs its question and a day").Do("give --date YYYY-MM-DD")
	}
	if f.None == (strings.TrimSpace(f.Answer) != "" || f.Passage != nil) {
		return fail.New(fail.Usage, "a reply has words or a passage, or there is none").Do("give --answer TEXT, --passage p-..., or --none")
	}
	if f.Passage != nil {
		return f.Passage.Check()
	}
	return nil
}

// Reply is a question with what came of it.
type Reply struct {
	ReplyAsked
	Given *ReplyGiven
	Index int64
	Actor string
}

// Heard reports whether a person may be named in public as far as their right of
// reply goes, on a day: they answered, let the time pass, or are not asked for a
// reason that is on record.
func (r Reply) Heard(day string) bool {
	return r.Waived != "" || r.Given != nil || day > r.Due
}

// MayRecord refuses an answer to what nobody was asked.
func (r Reply) MayRecord() error {
	if r.Waived != "" {
		return fail.New(fail.Conflict, "nobody was asked in %s: it is on record why not", r.ReplyAsked.Reply).Do("ask: sanad reply ask %s", r.Entity)
	}
	return nil
}

// Overdue reports whether an answer was waited for in vain on a day.
func (r Reply) Overdue(day string) bool { return r.Waived == "" && r.Given == nil && day > r.Due }

// Weighed says which way a claim speaks in what is alleged against somebody.
type Weighed struct {
	Claim   string  `json:"claim"`
	Entity  string  `json:"entity"` // whom it speaks for or against
	Bearing Bearing `json:"bearing"`
	Reason  string  `json:"reason,omitempty"`
}

// Bearing is which way something speaks.
type Bearing string

// The bearings.
const (
	Exculpatory Bearing = "exculpatory"
	Inculpatory Bearing = "inculpatory"
	Neither     Bearing = "neither"
)

// Kind is claim.weighed/1.
func (Weighed) Kind() ledger.Kind { return ledger.Kind{Name: "claim.weighed", Version: 1} }

// Check refuses a bearing that is none.
func (f Weighed) Check() error {
	if f.Claim == "" || f.Entity == "" || f.Bearing != Exculpatory && f.Bearing != Inculpatory && f.Bearing != Neither || !isText(f.Reason) {
		return fail.New(fail.Usage, "%q is no bearing of a claim on somebody", f.Bearing).Do("use exculpatory, inculpatory or neither, and name the claim and the person")
	}
	return nil
}

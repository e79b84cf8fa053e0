package intake

import (
	"slices"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Added says that the giver of a submission added to it.
type Added struct {
	Thread  string  `json:"thread"`
	Content Content `json:"content"`
	Sealed  Sealed  `json:"sealed"`
}

// Kind is thread.added/1.
func (Added) Kind() ledger.Kind { return ledger.Kind{Name: "thread.added", Version: 1} }

// Coarse implements ledger.Coarse.
func (Added) Coarse() {}

// Check refuses to add nothing.
func (f Added) Check() error {
	if err := named("a thread", f.Thread); err != nil {
		return err
	}
	if f.Content == (Content{}) {
		return fail.New(fail.Failed, "an addition to %s commits to no content", f.Thread)
	}
	return f.Sealed.check(f.Thread)
}

// Answered says that the archive answered. The text is sealed to the thread's
// key and to the key holders of the case.
type Answered struct {
	Thread string `json:"thread"`
	Sealed Part   `json:"sealed"`
}

// Kind is thread.answered/1.
func (Answered) Kind() ledger.Kind { return ledger.Kind{Name: "thread.answered", Version: 1} }

// Check refuses an answer of nothing.
func (f Answered) Check() error {
	if err := named("a thread", f.Thread); err != nil {
		return err
	}
	return f.Sealed.check()
}

// Why says why a thread ended.
type Why string

// The reasons.
const (
	ByGiver  Why = "giver"   // who has the code revoked it
	ByDesk   Why = "desk"    // somebody of the archive ended it
	Outlived Why = "expired" // nothing was written for as long as the policy says
)

// Ended says that the code of a thread opens it no more. What was handed in
// stays.
type Ended struct {
	Thread string `json:"thread"`
	Why    Why    `json:"why"`
}

// Kind is thread.ended/1.
func (Ended) Kind() ledger.Kind { return ledger.Kind{Name: "thread.ended", Version: 1} }

// Coarse implements ledger.Coarse: some threads are ended by strangers.
func (Ended) Coarse() {}

// Check refuses an end without its reason.
func (f Ended) Check() error {
	if !slices.Contains([]Why{ByGiver, ByDesk, Outlived}, f.Why) {
		return fail.New(fail.Usage, "a thread does not end because of %q", f.Why)
	}
	return named("a thread", f.Thread)
}

// As is what became of a submission, as somebody of the archive sorted it.
type As string

// The sorts. None of them drops anything.
const (
	New      As = "new"      // nobody looked at it
	InHand   As = "open"     // somebody works on it
	Spam     As = "spam"     // it was not meant for the archive
	Replied  As = "answered" // nothing more is to be done now
	InKeep   As = "taken"    // it is in custody
	Declined As = "declined" // it is not the archive's
)

// Sorts lists them in the order they are offered.
func Sorts() []As { return []As{New, InHand, Replied, InKeep, Declined, Spam} }

// Sorted says what somebody made of a submission, which others it stands with,
// and why. An empty group leaves it where it stood.
type Sorted struct {
	Submission string `json:"submission"`
	As         As     `json:"as"`
	Group      string `json:"group,omitempty"`
	Note       string `json:"note,omitempty"`
}

// Kind is submission.sorted/1.
func (Sorted) Kind() ledger.Kind { return ledger.Kind{Name: "submission.sorted", Version: 1} }

// maxNote bounds a note, in bytes.
const maxNote = 4 << 10

// Check refuses sorts that are none, and taking without custody: that is what
// submission.taken is for.
func (f Sorted) Check() error {
	switch {
	case !slices.Contains(Sorts(), f.As):
		return fail.New(fail.Usage, "a submission can't be sorted as %q", f.As).Do("use one of new, open, answered, declined, spam")
	case f.As == InKeep:
		return fail.New(fail.Usage, "a submission is in custody once it is taken, not by saying so").Do("sanad door take %s --key FILE", f.Submission)
	case f.Group != "" && !plainName(f.Group):
		return fail.New(fail.Usage, "a group can't be named %q", f.Group).Do("use 1 to %d small letters, digits and - of a to z", maxName)
	case len(f.Note) > maxNote || strings.IndexByte(f.Note, 0) >= 0:
		return fail.New(fail.Usage, "a note has at most %d bytes", maxNote)
	}
	return named("a submission", f.Submission)
}

// Linked says that a submission has to do with a thing of the archive.
type Linked struct {
	Submission string `json:"submission"`
	To         string `json:"to"` // an item, an entity, a claim, a finding or another submission
}

// Kind is submission.linked/1.
func (Linked) Kind() ledger.Kind { return ledger.Kind{Name: "submission.linked", Version: 1} }

// Check refuses a link of nothing, or to nothing.
func (f Linked) Check() error {
	if err := named("a submission", f.Submission); err != nil {
		return err
	}
	if f.To == f.Submission {
		return fail.New(fail.Usage, "the submission %s can't be linked to itself", f.To)
	}
	return named("what a submission is linked to", f.To)
}

// Taken says that a submission was taken into custody, for the uses its giver
// agreed to.
type Taken struct {
	Submission string  `json:"submission"`
	Accession  string  `json:"accession"`
	Consent    Consent `json:"consent"`
}

// Kind is submission.taken/1.
func (Taken) Kind() ledger.Kind { return ledger.Kind{Name: "submission.taken", Version: 1} }

// Check refuses to keep what its giver did not agree to have kept.
func (f Taken) Check() error {
	if err := named("a submission", f.Submission); err != nil {
		return err
	}
	if err := f.Consent.Check(); err != nil {
		return err
	}
	if !f.Consent.Says(ToKeep) {
		return fail.New(fail.Refused, "the giver of %s did not agree that it is kept", f.Submission).Do("ask them in the thread: sanad door answer %s", f.Submission)
	}
	return named("an accession", f.Accession)
}

// maxCourt bounds the name of a court, in bytes.
const maxCourt = 300

// Check refuses uses that are none, and a court where none was named.
func (c Consent) Check() error {
	for _, u := range c.Uses {
		if !slices.Contains(Uses(), u) {
			return fail.New(fail.Usage, "nobody can consent to %q", u)
		}
	}
	if len(c.Court) > maxCourt || strings.IndexByte(c.Court, 0) >= 0 {
		return fail.New(fail.Usage, "the name of a court has at most %d bytes", maxCourt)
	}
	if c.Court != "" && !c.Says(ToNamedCourt) {
		return fail.New(fail.Usage, "a court is named and the use in it is not agreed to")
	}
	return nil
}

// Says reports whether the giver agreed to a use.
func (c Consent) Says(u Use) bool { return slices.Contains(c.Uses, u) }

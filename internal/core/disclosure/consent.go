package disclosure

import (
	"slices"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// ConsentGiven says for which uses somebody agreed that something leaves; one
// without uses says that they were asked and agreed to none. Who gave it is never
// named here: they are the giver of the source, accession or item, or for an
// entity its person or family. (OHCHR; IIIM: consent is clear, informed, per use.)
type ConsentGiven struct {
	Consent string       `json:"consent"`
	Case    string       `json:"case"`
	On      Ref          `json:"for"`
	Uses    []intake.Use `json:"uses"`
	Court   string       `json:"court,omitempty"` // which, for intake.ToNamedCourt: a recipient's name or title
	Form    Form         `json:"form"`
	Lang    string       `json:"lang,omitempty"`    // BCP 47, in which it was given
	Date    string       `json:"date"`              // day, Gregorian, YYYY-MM-DD
	TakenBy string       `json:"taken_by"`          // who asked for it: a handle, or words
	Expires string       `json:"expires,omitempty"` // the last day on which it holds
	Words   string       `json:"words,omitempty"`   // what was read to them, or the version of it
	Note    string       `json:"note,omitempty"`
}

// Form is how a consent was given.
type Form string

// The forms.
const (
	Written  Form = "written"
	Oral     Form = "oral"
	Recorded Form = "recorded" // in sound or picture
	AtADoor  Form = "door"     // ticked where strangers hand something in
)

// Forms lists them.
func Forms() []Form { return []Form{Written, Oral, Recorded, AtADoor} }

// Kind is consent.given/1.
func (ConsentGiven) Kind() ledger.Kind { return ledger.Kind{Name: "consent.given", Version: 1} }

// Check refuses a consent of which the form, the day or who took it is not told.
func (f ConsentGiven) Check() error {
	if f.Consent == "" || f.Case == "" {
		return fail.New(fail.Usage, "a consent needs an id and a case")
	}
	if err := f.On.check(); err != nil {
		return err
	}
	if err := (intake.Consent{Uses: f.Uses, Court: f.Court}).Check(); err != nil {
		return err
	}
	switch {
	case slices.Contains(f.Uses, intake.ToNamedCourt) && f.Court == "":
		return fail.New(fail.Usage, "it is agreed that a court may have it, and no court is named").Do("give --court NAME")
	case !slices.Contains(Forms(), f.Form):
		return fail.New(fail.Usage, "%q is no form of a consent", f.Form).Do("use one of %v", Forms())
	case !isDay(f.Date):
		return fail.New(fail.Usage, "the consent needs the day on which it was given").Do("give --date YYYY-MM-DD")
	case f.Expires != "" && (!isDay(f.Expires) || f.Expires < f.Date):
		return fail.New(fail.Usage, "a consent of %s can't end on %q", f.Date, f.Expires).Do("give the last day on which it holds as YYYY-MM-DD")
	case strings.TrimSpace(f.TakenBy) == "" || !isText(f.TakenBy+f.Lang+f.Words+f.Note):
		return fail.New(fail.Usage, "who took the consent is not told, or a text is too long").Do("give --taken-by WHO")
	}
	return nil
}

// ConsentWithdrawn says that a consent holds no more, for some uses or, if none
// is named, for all.
type ConsentWithdrawn struct {
	Consent string       `json:"consent"`
	Uses    []intake.Use `json:"uses,omitempty"`
	Date    string       `json:"date"` // on which they said so
	Reason  string       `json:"reason,omitempty"`
}

// Kind is consent.withdrawn/1.
func (ConsentWithdrawn) Kind() ledger.Kind {
	return ledger.Kind{Name: "consent.withdrawn", Version: 1}
}

// Check refuses a withdrawal of nothing.
func (f ConsentWithdrawn) Check() error {
	if f.Consent == "" || !isDay(f.Date) || !isText(f.Reason) {
		return fail.New(fail.Usage, "a withdrawal needs the consent and the day").Do("give --date YYYY-MM-DD")
	}
	return (intake.Consent{Uses: f.Uses}).Check()
}

// Consent is a consent as it stands now.
type Consent struct {
	ConsentGiven
	Withdrawn []intake.Use // of its uses, which were taken back
	Index     int64
	Actor     string
	Turned    int64 // entry of the newest withdrawal; 0: none
}

// Allows reports whether the consent covers the use on a day, to the court of
// that name or title where one is named.
func (c Consent) Allows(u intake.Use, r Recipient, day string) bool {
	if !slices.Contains(c.Uses, u) || slices.Contains(c.Withdrawn, u) || day < c.Date || c.Expires != "" && day > c.Expires {
		return false
	}
	return u != intake.ToNamedCourt || c.Court == r.Recipient || c.Court == r.Title
}

// MayWithdraw refuses to take back what was not agreed to, or was taken back
// before.
func (c Consent) MayWithdraw(uses []intake.Use) error {
	id := c.ConsentGiven.Consent
	if len(uses) == 0 && !slices.ContainsFunc(c.Uses, func(u intake.Use) bool { return !slices.Contains(c.Withdrawn, u) }) {
		return fail.New(fail.Conflict, "nothing is left of the consent %s that could be taken back", id)
	}
	for _, u := range uses {
		switch {
		case !slices.Contains(c.Uses, u):
			return fail.New(fail.Usage, "the consent %s was never given for %q", id, u).Do("see what it says: sanad consent show %s", id)
		case slices.Contains(c.Withdrawn, u):
			return fail.New(fail.Conflict, "the consent %s to %q was taken back before", id, u)
		}
	}
	return nil
}

// Holds gives the uses that the consent still covers on a day.
func (c Consent) Holds(day string) (uses []intake.Use) {
	if day < c.Date || c.Expires != "" && day > c.Expires {
		return nil
	}
	for _, u := range c.Uses {
		if !slices.Contains(c.Withdrawn, u) {
			uses = append(uses, u)
		}
	}
	return uses
}

// Ending gives those consents that end up to a day, or ended long before it, while
// nothing on the same thing was agreed to or refused since.
func Ending(all []Consent, until string) (ending []Consent) {
	newest := map[Ref]int64{}
	for _, c := range all {
		newest[c.On] = max(newest[c.On], c.Index)
	}
	for _, c := range all {
		if c.Expires == "" || c.Expires > until || newest[c.On] > c.Index {
			continue
		}
		if len(c.Holds(c.Expires)) > 0 {
			ending = append(ending, c)
		}
	}
	return ending
}

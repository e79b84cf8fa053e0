package disclosure

import (
	"slices"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Body is the kind of body a recipient is.
type Body string

// The kinds of bodies. The last three are never given anything.
const (
	ThePublic    Body = "public"
	TheUN        Body = "un"
	ACourt       Body = "court"
	AProsecutor  Body = "prosecutor"
	APartner     Body = "partner" // another archive or organisation
	AFamily      Body = "family"
	TheMedia     Body = "media"
	Intelligence Body = "intelligence"
	Immigration  Body = "immigration"
	Police       Body = "police" // without a prosecutor over it
)

// Bodies lists them in the order they are offered.
func Bodies() []Body {
	return []Body{ThePublic, TheUN, ACourt, AProsecutor, APartner, AFamily, TheMedia, Police, Intelligence, Immigration}
}

// Answer is what is known of a recipient: the zero value is that nobody knows.
type Answer string

// The answers.
const (
	Unknown Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no"
)

func (a Answer) check(what string) error {
	if a != Unknown && a != Yes && a != No {
		return fail.New(fail.Usage, "%q is no answer to %s", a, what).Do("say yes or no, or nothing where it is not known")
	}
	return nil
}

// RecipientDescribed says who may be given something and what is known of them:
// the newest description of a name counts. (IIIM, support to jurisdictions: the
// gates of a hand-over.)
type RecipientDescribed struct {
	Recipient    string `json:"recipient"` // a short name, as "un-ohchr"
	Title        string `json:"title"`
	Body         Body   `json:"body"`
	Place        string `json:"place,omitempty"`         // its state, if it is of one
	FairTrial    Answer `json:"fair_trial,omitempty"`    // its courts respect human rights and give a fair trial
	DeathPenalty Answer `json:"death_penalty,omitempty"` // it may be asked for or imposed, and no assurance says otherwise
	InAbsentia   Answer `json:"in_absentia,omitempty"`   // it tries people who are not there
	Grounds      string `json:"grounds,omitempty"`       // how this is known: assurances, laws, reports
}

// Kind is recipient.described/1.
func (RecipientDescribed) Kind() ledger.Kind {
	return ledger.Kind{Name: "recipient.described", Version: 1}
}

// Check refuses a recipient without a name, a title or a known kind of body.
func (f RecipientDescribed) Check() error {
	switch {
	case !shortName(f.Recipient):
		return fail.New(fail.Usage, "%q is no short name of a recipient", f.Recipient).Do("use letters a to z, digits and hyphens, as un-ohchr")
	case !isText(f.Title) || strings.TrimSpace(f.Title) == "":
		return fail.New(fail.Usage, "the recipient %s needs a title", f.Recipient).Do("give --title TEXT")
	case !slices.Contains(Bodies(), f.Body):
		return fail.New(fail.Usage, "%q is no kind of body", f.Body).Do("use one of %v", Bodies())
	case !isText(f.Place) || !isText(f.Grounds):
		return fail.New(fail.Usage, "what is said of the recipient %s is too long or no text", f.Recipient)
	}
	for what, a := range map[string]Answer{"fair trial": f.FairTrial, "death penalty": f.DeathPenalty, "trial in absentia": f.InAbsentia} {
		if err := a.check(what); err != nil {
			return err
		}
	}
	return nil
}

// Recipient is a recipient as it was described last.
type Recipient struct {
	RecipientDescribed
	Index int64
	Actor string
}

// Public is the recipient of what nobody in particular is to read. Who is not
// described is taken for it: whatever reaches an unknown hand may reach all.
func Public() Recipient {
	return Recipient{RecipientDescribed: RecipientDescribed{Recipient: string(ThePublic), Title: string(ThePublic), Body: ThePublic}, Index: -1}
}

// Bar is a gate that a recipient fails.
type Bar string

// The gates. Only InAbsentiaNoted lets a release through, flagged.
const (
	BarService      Bar = "service"       // intelligence, immigration or police
	BarFairTrial    Bar = "fair-trial"    // not known to respect human rights and fair trial
	BarDeathPenalty Bar = "death-penalty" // not known that the death penalty would not apply
	BarInAbsentia   Bar = "in-absentia"   // tries people who are not there
)

// Bars gives the gates the recipient fails and what it is flagged for.
func (r Recipient) Bars() (fails, flags []Bar) {
	switch r.Body {
	case Intelligence, Immigration, Police:
		return []Bar{BarService}, nil
	case ACourt, AProsecutor:
		if r.FairTrial != Yes {
			fails = append(fails, BarFairTrial)
		}
		if r.DeathPenalty != No {
			fails = append(fails, BarDeathPenalty)
		}
		if r.InAbsentia != No {
			flags = append(flags, BarInAbsentia)
		}
	}
	return fails, flags
}

// MayReceive refuses a recipient that fails a gate.
func (r Recipient) MayReceive() error {
	fails, _ := r.Bars()
	if len(fails) == 0 {
		return nil
	}
	return fail.New(fail.Refused, "%s may not be given anything: it fails the gates %v", r.Recipient, fails).
		Do("what is known of it is recorded by sanad recipient describe, with its grounds; services of intelligence, immigration and police are given nothing")
}

// uses gives the uses of which any one allows the recipient to have something.
func (r Recipient) uses() []intake.Use {
	switch r.Body {
	case TheUN:
		return []intake.Use{intake.ToUN}
	case ACourt, AProsecutor:
		return []intake.Use{intake.ToAnyProsecutor, intake.ToNamedCourt}
	}
	return []intake.Use{intake.ToPublishNamed, intake.ToPublish}
}

// named reports whether the names of those who agreed must be agreed to as well:
// wherever anybody may read it.
func (r Recipient) named() bool {
	return slices.Contains(r.uses(), intake.ToPublishNamed)
}

// shortName reports whether s is a name of letters a to z, digits and hyphens.
func shortName(s string) bool {
	if s == "" || len(s) > 60 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// BarsOf lists the gates that are asked of a recipient, passed or not.
func BarsOf(r Recipient) []Bar {
	if r.RecipientDescribed.Body == ACourt || r.RecipientDescribed.Body == AProsecutor {
		return []Bar{BarService, BarFairTrial, BarDeathPenalty, BarInAbsentia}
	}
	return []Bar{BarService}
}

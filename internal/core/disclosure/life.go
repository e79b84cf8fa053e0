package disclosure

import (
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Delivered says that a bundle of a release was handed over: who has what is
// asked of these. It is recorded before or after the act, never instead of it.
type Delivered struct {
	Release   string      `json:"release"`
	Manifest  custody.Sum `json:"manifest"`  // of the very bundle
	Recipient string      `json:"recipient"` // a described one
	How       string      `json:"how"`       // by which way: a drive by hand, a portal
	Date      string      `json:"date"`      // day, YYYY-MM-DD
	Note      string      `json:"note,omitempty"`
}

// Kind is release.delivered/1.
func (Delivered) Kind() ledger.Kind { return ledger.Kind{Name: "release.delivered", Version: 1} }

// Check refuses a hand-over to nobody.
func (f Delivered) Check() error {
	switch {
	case f.Release == "" || f.Manifest.IsZero() || !shortName(f.Recipient):
		return fail.New(fail.Usage, "a hand-over needs a built release and a recipient")
	case strings.TrimSpace(f.How) == "" || !isText(f.How+f.Note):
		return fail.New(fail.Usage, "how it was handed over is not told").Do("give --how TEXT")
	case !isDay(f.Date):
		return fail.New(fail.Usage, "the hand-over needs its day").Do("give --date YYYY-MM-DD")
	}
	return nil
}

// SupersededBy says that a later release takes the place of one.
type SupersededBy struct {
	Release string `json:"release"`
	By      string `json:"by"`
	Reason  string `json:"reason,omitempty"`
}

// Kind is release.superseded/1.
func (SupersededBy) Kind() ledger.Kind { return ledger.Kind{Name: "release.superseded", Version: 1} }

// Check refuses a release that takes its own place.
func (f SupersededBy) Check() error {
	if f.Release == "" || f.By == "" || f.Release == f.By || !isText(f.Reason) {
		return fail.New(fail.Usage, "a release is superseded by another one")
	}
	return nil
}

// Recalled says that recipients are asked to give back or destroy a release; it
// can't be built any more. Notice is what they are told.
type Recalled struct {
	Release string `json:"release"`
	Reason  string `json:"reason"` // stays inside
	Notice  string `json:"notice"` // leaves
}

// Kind is release.recalled/1.
func (Recalled) Kind() ledger.Kind { return ledger.Kind{Name: "release.recalled", Version: 1} }

// Check refuses a recall without a reason or a notice.
func (f Recalled) Check() error {
	if f.Release == "" || strings.TrimSpace(f.Reason) == "" || strings.TrimSpace(f.Notice) == "" || !isText(f.Reason) || !isText(f.Notice) {
		return fail.New(fail.Usage, "a recall needs a reason and a notice to those who have the release").Do("give --reason TEXT and --notice TEXT")
	}
	return nil
}

// MayDeliver refuses to hand over what was not built, to another than the release
// was decided for, and after it ended: ended is the day on which it was recalled
// or another took its place, "" if neither happened. A hand-over of a day before
// is recorded even then, for it must be known who has it.
func (r Release) MayDeliver(builds []Build, to Recipient, date, ended string, manifest custody.Sum) error {
	id := r.Requested.Release
	if !slices.ContainsFunc(builds, func(b Build) bool { return b.Manifest == manifest }) {
		return fail.New(fail.NotFound, "no bundle of the release %s has that manifest", id).Do("see its bundles: sanad release show %s", id)
	}
	if r.Recipient != "" && r.Recipient != to.Recipient {
		return fail.New(fail.Refused, "the release %s was decided for %s, and not for %s", id, r.Recipient, to.Recipient).Do("ask for one: sanad release new --to %s", to.Recipient)
	}
	if ended != "" && date > ended {
		if r.Recalled != nil {
			return fail.New(fail.Refused, "the release %s was recalled on %s", id, ended).Do("ask for another: sanad release new")
		}
		return fail.New(fail.Refused, "the release %s took the place of %s on %s", r.Successor, id, ended).Do("hand over that one: sanad release deliver %s", r.Successor)
	}
	return to.MayReceive()
}

// MaySupersede refuses a successor of another case, one that was never built, and
// a second one.
func (r Release) MaySupersede(by Release) error {
	id, next := r.Requested.Release, by.Requested.Release
	switch {
	case id == next || by.Case != r.Case || by.Shape != r.Shape:
		return fail.New(fail.Usage, "the release %s can't take the place of %s: it is the same, or of another case or shape", next, id)
	case by.Builds == 0:
		return fail.New(fail.Refused, "the release %s was not built yet", next).Do("build it first: sanad release build %s", next)
	case by.Recalled != nil:
		return fail.New(fail.Refused, "the release %s was recalled", next)
	case r.Successor != "":
		return fail.New(fail.Conflict, "the release %s took the place of %s already", r.Successor, id)
	case by.Successor != "":
		return fail.New(fail.Conflict, "the release %s took the place of %s itself", by.Successor, next).Do("name that one")
	}
	return nil
}

// MayRecall refuses a second recall.
func (r Release) MayRecall() error {
	if r.Recalled != nil {
		return fail.New(fail.Conflict, "the release %s was recalled before", r.Requested.Release)
	}
	return nil
}

// Life is how a release stands.
type Life string

// The lives, in the order in which they come.
const (
	IsAsked      Life = "asked"
	IsApproved   Life = "approved"
	IsBuilt      Life = "built"
	IsHanded     Life = "delivered"
	IsSuperseded Life = "superseded"
	IsRecalled   Life = "recalled"
)

// Lives lists them.
func Lives() []Life { return []Life{IsAsked, IsApproved, IsBuilt, IsHanded, IsSuperseded, IsRecalled} }

// Life tells how the release stands, if it was handed over as often.
func (r Release) Life(handed int) Life {
	switch {
	case r.Recalled != nil:
		return IsRecalled
	case r.Successor != "":
		return IsSuperseded
	case handed > 0:
		return IsHanded
	case r.Builds > 0:
		return IsBuilt
	case slices.ContainsFunc(r.Approvals, func(a Approval) bool { return a.Plan == r.Plan && a.Actor != r.Actor }):
		return IsApproved
	}
	return IsAsked
}

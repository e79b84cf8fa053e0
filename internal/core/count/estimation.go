package count

import (
	"time"

	"sanad/internal/ground/fail"
)

// Standing says how an estimate stands.
type Standing string

// The standings.
const (
	Proposed   Standing = "proposed"
	Confirmed  Standing = "confirmed"
	Disputed   Standing = "disputed"
	TakenBack  Standing = "withdrawn"
	Superseded Standing = "superseded"
)

// Stands reports whether the estimate is one of those that count now.
func (s Standing) Stands() bool { return s == Proposed || s == Confirmed || s == Disputed }

// Review is a review as it was recorded.
type Review struct {
	Reviewed
	Reviewer string
	At       time.Time
	Index    int64
}

// Estimation is an estimate as it stands now.
type Estimation struct {
	Estimated
	Author  string
	At      time.Time
	Index   int64
	Reviews []Review // in order of the ledger
	// Withdrawer, WithdrawnAt (an entry) and Why are set once it is withdrawn.
	Withdrawer  string
	WithdrawnAt int64
	Why         string
	// ReplacedBy is the estimate that took its place; "" again once that one is
	// withdrawn, and nothing stands in the place of it.
	ReplacedBy string
}

// Standing gives how it stands. Of each reviewer the newest word counts, and
// one who disputes weighs more than all who confirm.
func (e Estimation) Standing() Standing {
	switch {
	case e.Withdrawer != "":
		return TakenBack
	case e.ReplacedBy != "":
		return Superseded
	}
	newest := map[string]Verdict{}
	for _, r := range e.Reviews {
		if r.Reviewer != e.Author { // whoever wrote it down: that is one pair of eyes
			newest[r.Reviewer] = r.Verdict
		}
	}
	standing := Proposed
	for _, v := range newest {
		if v == Disputes {
			return Disputed
		}
		standing = Confirmed
	}
	return standing
}

// MayReview refuses the author, who would be a second pair of the same eyes,
// what does not stand any more, and a word that was said already.
func (e Estimation) MayReview(handle string, v Verdict) error {
	id := e.Estimated.Estimate
	switch e.Standing() {
	case TakenBack:
		return fail.New(fail.Conflict, "the estimate %s is withdrawn", id)
	case Superseded:
		return fail.New(fail.Conflict, "the estimate %s was replaced by %s", id, e.ReplacedBy).Do("review that one: sanad estimate show %s", e.ReplacedBy)
	}
	if e.Author == handle {
		return fail.New(fail.Refused, "%s made the estimate %s and can't review it", handle, id).Do("ask another person: sanad --as USER estimate confirm %s", id)
	}
	said := Verdict("")
	for _, r := range e.Reviews {
		if r.Reviewer == handle {
			said = r.Verdict
		}
	}
	if said == v {
		return fail.New(fail.Conflict, "%s has %s the estimate %s already", handle, v, id)
	}
	return nil
}

// MayReplace refuses to take the place of what is not there to be replaced.
func (e Estimation) MayReplace() error {
	switch id := e.Estimated.Estimate; e.Standing() {
	case TakenBack:
		return fail.New(fail.Conflict, "the estimate %s is withdrawn: nothing needs to take its place", id).Do("record the estimate without --replaces")
	case Superseded:
		return fail.New(fail.Conflict, "the estimate %s was replaced by %s already", id, e.ReplacedBy).Do("replace that one: --replaces %s", e.ReplacedBy)
	}
	return nil
}

package door

import (
	"context"
	"errors"
	"net/http"

	"sanad/internal/ground/fail"
)

// told is what a visitor is told instead of an answer, by the key of its words.
// It says nothing of what they sent.
type told string

// What can be told. The first are of forms, which are shown again with what was
// written in them.
const (
	nothing  told = "nothing"  // neither words nor files
	stale    told = "stale"    // the form is of another day, or of before a restart
	wordy    told = "wordy"    // an answer is too long to be typed
	tooLarge told = "toolarge" // one file
	tooMuch  told = "toomuch"  // all files together
	tooMany  told = "toomany"  // files
	odd      told = "odd"      // no form of ours makes this
	revised  told = "revised"  // the petition has another version now
	unsigned told = "unsigned" // without the yes, or without an answer
	lengthy  told = "lengthy"  // the answers of a signer, together
	astray   told = "astray"   // what should name an entry is no reference

	wrong     told = "wrong"     // a code that opens nothing, whatever the reason
	sent      told = "sent"      // this very form was sent before
	coming    told = "coming"    // this very form is being sent now
	elsewhere told = "elsewhere" // a form of another site
	broken    told = "broken"    // it did not come whole
	busy      told = "busy"      // no place for another visitor at this moment
	full      told = "full"      // no more is taken today
	closed    told = "closed"
	notFound  told = "notfound"
	failed    told = "failed"
)

func (t told) Error() string { return string(t) }

// status maps each to its status, here and nowhere else.
func (t told) status() int {
	switch t {
	case nothing, wordy, odd, unsigned, lengthy, astray, broken:
		return http.StatusBadRequest
	case tooLarge, tooMuch, tooMany:
		return http.StatusRequestEntityTooLarge
	case stale, sent, coming, revised:
		return http.StatusConflict
	case elsewhere:
		return http.StatusForbidden
	case wrong, notFound, closed:
		return http.StatusNotFound
	case busy, full:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// tell makes of any error what a visitor is told.
func tell(err error) told {
	var t told
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &t):
		return t
	case errors.As(err, &large):
		return wordy
	case errors.Is(err, context.Canceled):
		return broken
	}
	switch fail.Of(err) {
	case fail.NotFound:
		return notFound
	case fail.Refused:
		return closed
	case fail.Usage:
		return odd
	}
	return failed
}

// Package account knows how an account is entered and how its owner likes the
// desk: codes of a second factor, recovery codes, sessions, preferences, and
// how wrong attempts are slowed. It must never know a password, and nothing of
// it may stand in the ledger: it is worth stealing and proves nothing.
package account

import (
	"time"

	"sanad/internal/core/guard"
)

// Session is a sign-in that has not ended. Where it came from is not kept: an
// address or the name of a browser would be worth more to an attacker than to
// the owner.
type Session struct {
	Name   string // by which it is revoked; no secret
	Handle string
	Began  time.Time
	Seen   time.Time
	Strong bool // a second factor was shown
	Here   bool // it is the one that asks
}

// Hourly gives the session with its times to the hour, which is all that
// anybody is shown: enough to know one's own, too little to follow a person's
// day.
func (s Session) Hourly() Session {
	s.Began, s.Seen = s.Began.UTC().Truncate(time.Hour), s.Seen.UTC().Truncate(time.Hour)
	return s
}

// How long a session lives without being used, and at most.
const (
	SessionIdle  = 2 * time.Hour
	SessionWhole = 12 * time.Hour
)

// Expired reports whether the session may be used no more.
func (s Session) Expired(now time.Time) bool {
	return now.Sub(s.Seen) > SessionIdle || now.Sub(s.Began) > SessionWhole
}

// The kinds of second factors.
const (
	TOTP     = "totp"     // a code of an app, RFC 6238
	Recovery = "recovery" // a code that works once
	Passkey  = "passkey"  // a key of a device, WebAuthn
)

// Factor is what an account has to prove itself by besides a password.
type Factor struct {
	ID     string
	Handle string
	Kind   string
	Label  string // of a passkey: the name its owner gave it
	Data   []byte // totp: the sealed secret; recovery: a hash; passkey: the public record
	Used   int64  // totp: the last step a code was taken of; -1 before the first
	Made   time.Time
}

// Present is who is at the desk with a session.
type Present struct {
	Actor   guard.Actor
	Session Session
	Likes   Preferences
	// Owes: the archive asks a second factor of one of the actor's roles, and
	// this session showed none. It may do nothing but set one.
	Owes bool
}

// Owed reports whether any of roles is one that must show a second factor.
func Owed(roles, must []guard.Role) bool {
	for _, r := range roles {
		for _, m := range must {
			if r == m {
				return true
			}
		}
	}
	return false
}

// Entered is what a right proof gives: a session, or, where a second factor is
// asked for, a token to go on with.
type Entered struct {
	Session string   // token; "" while a second factor is awaited
	Pending string   // token; "" once there is a session
	Device  string   // token that this browser keeps; "" if it has one
	Kinds   []string // of the second factors that will do
}

// Package signin knows how people prove who they are: passwords, second
// factors, sessions, a provider of identities. It must never tell an account
// that is not there from a wrong password, keep or use an address, nor change
// anything that is worth a record without recording it first.
//
// Trust: who can change the tables it keeps can sign in as anybody, but not
// unseen as somebody else in the ledger's past; who reads them gets no password,
// no session and no code: hashes, hashes of tokens, and secrets sealed with a key
// that is not in the database.
package signin

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Keeper keeps what stands beside the ledger. Tokens MUST be kept by a hash
// only; Begun with take, UseStep and UseUp MUST succeed once of many at a time.
type Keeper interface {
	SetPassword(ctx context.Context, handle, hash, except string) error
	PasswordHash(ctx context.Context, handle string) (string, error)

	StartSession(ctx context.Context, token string, s account.Session) error
	Session(ctx context.Context, token string, now time.Time) (account.Session, error)
	Sessions(ctx context.Context, handle string, now time.Time) ([]account.Session, error)
	MarkStrong(ctx context.Context, token string) error
	EndSession(ctx context.Context, token string) error
	EndNamed(ctx context.Context, handle, name string) error
	EndSessions(ctx context.Context, handle, except string) error
	Forget(ctx context.Context, now time.Time) error

	AddDevice(ctx context.Context, token, handle string, expires time.Time) error
	KnowsDevice(ctx context.Context, token, handle string, now time.Time) (bool, error)

	Factors(ctx context.Context, handle string) ([]account.Factor, error)
	ReplaceFactors(ctx context.Context, handle, kind string, with ...account.Factor) error
	RemoveFactors(ctx context.Context, handle string, ids ...string) error
	UseStep(ctx context.Context, id string, step int64) (bool, error)
	UseUp(ctx context.Context, id string) (bool, error)
	UpdateFactor(ctx context.Context, id string, data []byte) error

	Begin(ctx context.Context, token, kind, handle string, data []byte, expires time.Time) error
	// Waiting tells how many of a kind were begun and not gone on with.
	Waiting(ctx context.Context, kind string) (int, error)
	Begun(ctx context.Context, token, kind string, now time.Time, take bool) (handle string, data []byte, err error)

	Likes(ctx context.Context, handle string) (account.Preferences, error)
	SetLikes(ctx context.Context, handle string, p account.Preferences) error
}

// Sealer seals the secrets of second factors.
type Sealer interface {
	Seal(handle string, secret []byte) ([]byte, error)
	Open(handle string, sealed []byte) ([]byte, error)
}

// Options is what accounts need from outside.
type Options struct {
	Archive  *flow.Archive
	Keep     Keeper
	Factors  Sealer
	Clock    func() time.Time
	Must     []guard.Role // that must show a second factor
	Provider Provider     // nil: people sign in with passwords alone
	Passkeys Passkeys     // nil: none are offered
}

// Accounts checks who is at the desk. It may be used by several goroutines.
type Accounts struct {
	opt   Options
	slow  *account.Slow
	slots *slots
}

// New makes accounts of an archive.
func New(opt Options) *Accounts {
	return &Accounts{opt: opt, slow: account.NewSlow([]byte(rand.Text())), slots: newSlots()}
}

// How long a browser may take for the second half of a sign-in, and for how
// long one is known.
const (
	pendingLife = 10 * time.Minute
	deviceLife  = 180 * 24 * time.Hour
)

// The kinds of what is begun in a browser.
const (
	beganSecond   = "second"   // the password was right
	beganTOTP     = "totp"     // a secret was drawn
	beganRegister = "register" // a passkey is being made
	beganAnswer   = "answer"   // a passkey was asked to sign
	beganAway     = "away"     // a provider was asked who it is
)

// wrong is said whether the account or the proof is wrong.
func wrong() error { return fail.New(fail.Refused, "the name or the password is wrong") }

// slowed is said whether the account is there or not.
func slowed(wait time.Duration) error {
	return &Slowed{Wait: wait, Refusal: fail.New(fail.Conflict, "too many wrong attempts for this name; wait %s", wait.Round(time.Second)).
		Do("or use a browser that the account signed in from before")}
}

// Slowed is the error of an attempt that came too soon.
type Slowed struct {
	Wait    time.Duration
	Refusal *fail.Error
}

func (s *Slowed) Error() string { return s.Refusal.Error() }

// Unwrap gives the error with its kind, fail.Conflict.
func (s *Slowed) Unwrap() error { return s.Refusal }

// Waits gives how long to wait.
func (s *Slowed) Waits() time.Duration { return s.Wait }

// SignIn checks a password. device is the token that the browser keeps from an
// earlier sign-in, or "".
func (a *Accounts) SignIn(ctx context.Context, handle, password, device string) (account.Entered, error) {
	known, done, err := a.attempt(ctx, "password", handle, device)
	if err != nil {
		return account.Entered{}, err
	}
	ok, err := a.right(ctx, handle, password, known)
	if err == nil && ok {
		_, err = a.actor(ctx, handle)
		if fail.Of(err) == fail.Refused || fail.Of(err) == fail.NotFound {
			ok, err = false, nil
		}
	}
	if done(ok, err); err != nil {
		return account.Entered{}, err
	}
	if !ok {
		return account.Entered{}, wrong()
	}
	return a.enter(ctx, handle, known)
}

// attempt begins one try at a proof, or refuses it as coming too soon. done
// must be told how it went.
func (a *Accounts) attempt(ctx context.Context, proof, handle, device string) (known bool, done func(ok bool, err error), err error) {
	now := a.opt.Clock()
	if device != "" {
		if known, err = a.opt.Keep.KnowsDevice(ctx, device, handle, now); err != nil {
			return false, nil, err
		}
	}
	key := proof + "\x00" + handle
	if known {
		// A device that tries too often is like any other.
		if own := key + "\x00" + device; a.slow.Begin(own, now) == 0 {
			return true, a.settle(own), nil
		}
	}
	if wait := a.slow.Begin(key, now); wait > 0 {
		return false, nil, slowed(wait)
	}
	return false, a.settle(key), nil
}

func (a *Accounts) settle(key string) func(bool, error) {
	return func(ok bool, err error) {
		switch {
		case err != nil:
			a.slow.Spare(key)
		case ok:
			a.slow.Right(key)
		}
	}
}

// enter goes on after a right first proof: to a session, or to the second.
func (a *Accounts) enter(ctx context.Context, handle string, known bool) (account.Entered, error) {
	factors, err := a.opt.Keep.Factors(ctx, handle)
	if err != nil {
		return account.Entered{}, err
	}
	kinds := kindsOf(factors)
	if len(kinds) == 0 {
		return a.start(ctx, handle, known, false)
	}
	out := account.Entered{Pending: rand.Text(), Kinds: kinds}
	return out, a.opt.Keep.Begin(ctx, out.Pending, beganSecond, handle, nil, a.opt.Clock().Add(pendingLife))
}

// kindsOf gives what can be shown as a second proof. Recovery codes alone ask
// for nothing: they stand for a factor that is lost.
func kindsOf(factors []account.Factor) (kinds []string) {
	there := map[string]bool{}
	for _, f := range factors {
		there[f.Kind] = true
	}
	if !there[account.TOTP] && !there[account.Passkey] {
		return nil
	}
	for _, k := range []string{account.TOTP, account.Passkey, account.Recovery} {
		if there[k] {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// start begins a session, and makes the browser known.
func (a *Accounts) start(ctx context.Context, handle string, known, strong bool) (account.Entered, error) {
	now := a.opt.Clock()
	out := account.Entered{Session: rand.Text()}
	if err := a.opt.Keep.Forget(ctx, now); err != nil {
		return account.Entered{}, err
	}
	if !known {
		out.Device = rand.Text()
		if err := a.opt.Keep.AddDevice(ctx, out.Device, handle, now.Add(deviceLife)); err != nil {
			return account.Entered{}, err
		}
	}
	return out, a.opt.Keep.StartSession(ctx, out.Session, account.Session{Name: rand.Text()[:12], Handle: handle, Began: now, Seen: now, Strong: strong})
}

// Who gives who is at the desk with a session, as the account is now.
func (a *Accounts) Who(ctx context.Context, token string) (account.Present, error) {
	s, err := a.opt.Keep.Session(ctx, token, a.opt.Clock())
	if err != nil {
		return account.Present{}, err
	}
	actor, err := a.actor(ctx, s.Handle)
	if fail.Of(err) == fail.Refused { // disabled: should the account be opened again, this session is not
		err = errors.Join(err, a.opt.Keep.EndSession(ctx, token))
	}
	if err != nil {
		return account.Present{}, err
	}
	likes, err := a.opt.Keep.Likes(ctx, s.Handle)
	s.Here = true
	return account.Present{Actor: actor, Session: s, Likes: likes, Owes: !s.Strong && account.Owed(actor.Roles, a.opt.Must)}, err
}

// SignOut ends a session.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	return a.opt.Keep.EndSession(ctx, token)
}

// SetLikes keeps how the owner of an account likes the desk.
func (a *Accounts) SetLikes(ctx context.Context, actor guard.Actor, p account.Preferences) error {
	if err := p.Check(); err != nil {
		return err
	}
	if actor.Handle == "" {
		return errors.New("preferences of nobody")
	}
	return a.opt.Keep.SetLikes(ctx, actor.Handle, p)
}

func (a *Accounts) actor(ctx context.Context, handle string) (actor guard.Actor, err error) {
	err = a.opt.Archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		user, err := s.User(ctx, handle)
		if err != nil {
			return fmt.Errorf("looking for who signs in: %w", err)
		}
		if actor, err = user.Actor(); err == nil && handle == guard.DoorAccount { // who had an account of this handle before may know a password
			err = fail.New(fail.Refused, "nobody signs in as %s: the door records what strangers hand in by it", handle)
		}
		return err
	})
	return actor, err
}

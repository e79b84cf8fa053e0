package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// argon2id with 64 MiB and three passes, the second choice of RFC 9106,
// section 4, in one lane.
const (
	argonTime    = 3
	argonMemory  = 64 << 10 // KiB
	argonThreads = 1
)

// decoy is checked where there is no account, so that it costs as much time.
const decoy = "argon2id$3$65536$1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"

// slots bounds how many checks run, for each holds its memory, and how many
// wait. One is kept for browsers that are known: a flood of sign-ins from
// elsewhere must not keep people out.
type slots struct{ all, known, queue chan struct{} }

const (
	argonSlots = 3
	argonKnown = 1
	argonQueue = 64
)

func newSlots() *slots {
	return &slots{make(chan struct{}, argonSlots), make(chan struct{}, argonKnown), make(chan struct{}, argonQueue)}
}

// take waits for a turn only as long as somebody waits for the answer.
func (s *slots) take(ctx context.Context, known bool) (free func(), err error) {
	var own chan struct{} // nil: never ready
	if known {
		own = s.known
	} else {
		select {
		case s.queue <- struct{}{}:
			defer func() { <-s.queue }()
		default:
			return nil, fail.New(fail.Conflict, "too many people sign in at this moment").Do("try again in a minute")
		}
	}
	select {
	case s.all <- struct{}{}:
		return func() { <-s.all }, nil
	case own <- struct{}{}:
		return func() { <-own }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to check a password: %w", context.Cause(ctx))
	}
}

func (a *Accounts) hash(ctx context.Context, password string, salt []byte, known bool) ([]byte, error) {
	free, err := a.slots.take(ctx, known)
	if err != nil {
		return nil, err
	}
	defer free()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, 32), nil
}

// right checks the password of an account. One that is not there costs as much
// time as one that is.
func (a *Accounts) right(ctx context.Context, handle, password string, known bool) (bool, error) {
	kept, err := a.opt.Keep.PasswordHash(ctx, handle)
	if err != nil && fail.Of(err) != fail.NotFound {
		return false, err
	}
	if err != nil || len(password) > account.MaxPassword {
		kept, password = decoy, ""
	}
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[0] != "argon2id" {
		return false, fmt.Errorf("what is kept of the password of %s is no hash", handle)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("reading the salt of %s: %w", handle, err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("reading the hash of %s: %w", handle, err)
	}
	got, err := a.hash(ctx, password, salt, known)
	return subtle.ConstantTimeCompare(got, want) == 1, err
}

// confirm asks the owner of a session for the password once more, before what
// a stolen session must not be able to do.
func (a *Accounts) confirm(ctx context.Context, actor guard.Actor, password string) error {
	_, done, err := a.attempt(ctx, "confirm", actor.Handle, "")
	if err != nil {
		return err
	}
	ok, err := a.right(ctx, actor.Handle, password, true)
	if done(ok, err); err != nil {
		return err
	}
	if !ok {
		return fail.New(fail.Refused, "the password is wrong")
	}
	return nil
}

// ChangePassword changes the actor's own password, which ends all other
// sessions than that of the token.
func (a *Accounts) ChangePassword(ctx context.Context, actor guard.Actor, token, old, password string) error {
	if err := a.confirm(ctx, actor, old); err != nil {
		return err
	}
	return a.setPassword(ctx, actor, actor.Handle, password, token)
}

// SetPassword changes the password of an account, which ends its sessions.
func (a *Accounts) SetPassword(ctx context.Context, actor guard.Actor, handle, password string) error {
	return a.setPassword(ctx, actor, handle, password, "")
}

func (a *Accounts) setPassword(ctx context.Context, actor guard.Actor, handle, password, except string) error {
	if err := account.CheckPassword(password); err != nil {
		return err
	}
	var salt [16]byte
	if _, err := rand.Read(salt[:]); err != nil {
		return fmt.Errorf("drawing a salt: %w", err)
	}
	hash, err := a.hash(ctx, password, salt[:], true)
	if err != nil {
		return err
	}
	if err := flow.SetPassword(ctx, a.opt.Archive, actor, handle); err != nil {
		return err
	}
	enc := base64.RawStdEncoding
	kept := fmt.Sprintf("argon2id$%d$%d$%d$%s$%s", argonTime, argonMemory, argonThreads, enc.EncodeToString(salt[:]), enc.EncodeToString(hash))
	return a.opt.Keep.SetPassword(ctx, handle, kept, except)
}

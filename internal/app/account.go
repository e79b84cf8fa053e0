package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// accounts checks passwords and keeps sessions for the desk.
type accounts struct {
	p     *parts
	slots chan struct{}
}

// argon2id with 64 MiB and three passes, the second choice of RFC 9106,
// section 4, in one lane. Each check holds that memory, so only a few run at
// a time.
const (
	argonTime    = 3
	argonMemory  = 64 << 10 // KiB
	argonThreads = 1
	argonSlots   = 4
	minPassword  = 12
)

func (p *parts) accounts() *accounts { return &accounts{p: p, slots: make(chan struct{}, argonSlots)} }

// hash waits for its turn only as long as somebody waits for the answer: a
// flood of sign-ins that are broken off must not keep others out.
func (a *accounts) hash(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case a.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to check a password: %w", context.Cause(ctx))
	}
	defer func() { <-a.slots }()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, 32), nil
}

// setPassword records that the password changed and keeps its hash.
func (a *accounts) setPassword(ctx context.Context, actor guard.Actor, handle, password string) error {
	if len([]rune(password)) < minPassword {
		return fail.New(fail.Usage, "the password is shorter than %d characters", minPassword).Do("several words are easy to keep in mind")
	}
	var salt [16]byte
	if _, err := rand.Read(salt[:]); err != nil {
		return fmt.Errorf("drawing a salt: %w", err)
	}
	hash, err := a.hash(ctx, password, salt[:])
	if err != nil {
		return err
	}
	enc := base64.RawStdEncoding
	kept := fmt.Sprintf("argon2id$%d$%d$%d$%s$%s", argonTime, argonMemory, argonThreads, enc.EncodeToString(salt[:]), enc.EncodeToString(hash))
	_, err = a.p.book.Append(ctx, actor, func(ctx context.Context, s flow.State) ([]ledger.Fact, error) {
		_, err := s.User(ctx, handle)
		return []ledger.Fact{guard.PasswordSet{User: handle}}, err
	})
	if err != nil {
		return err
	}
	return a.p.book.SetPassword(ctx, handle, kept)
}

// wrong is said whether the account or the password is wrong.
func wrong() error {
	return fail.New(fail.Refused, "the name or the password is wrong")
}

// SignIn checks a password and begins a session. An account that is not there
// costs as much time as one that is.
func (a *accounts) SignIn(ctx context.Context, handle, password string) (string, error) {
	kept, err := a.p.book.PasswordHash(ctx, handle)
	if err != nil && fail.Of(err) != fail.NotFound {
		return "", err
	}
	if err != nil {
		kept = "argon2id$3$65536$1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"
	}
	ok, err := a.matches(ctx, kept, password)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", wrong()
	}
	if _, err := a.actor(ctx, handle); err != nil {
		return "", wrong()
	}
	token := rand.Text()
	return token, a.p.book.StartSession(ctx, token, handle, time.Now())
}

func (a *accounts) matches(ctx context.Context, kept, password string) (bool, error) {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[0] != "argon2id" {
		return false, nil
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, nil
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, nil
	}
	got, err := a.hash(ctx, password, salt)
	return subtle.ConstantTimeCompare(got, want) == 1, err
}

// Who gives the account of a session, as it is now.
func (a *accounts) Who(ctx context.Context, token string) (guard.Actor, error) {
	handle, err := a.p.book.SessionUser(ctx, token, time.Now())
	if err != nil {
		return guard.Actor{}, err
	}
	return a.actor(ctx, handle)
}

// SignOut ends a session.
func (a *accounts) SignOut(ctx context.Context, token string) error {
	return a.p.book.EndSession(ctx, token)
}

func (a *accounts) actor(ctx context.Context, handle string) (actor guard.Actor, err error) {
	err = a.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		user, err := s.User(ctx, handle)
		if err != nil {
			return err
		}
		actor, err = user.Actor()
		return err
	})
	return actor, err
}

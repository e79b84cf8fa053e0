package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/face/desk"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/signin"
)

// tokenMark begins every token, so that people and programs that look for
// secrets where none should be know one when they see it.
const tokenMark = "sanad_"

// tokens makes, lists, revokes and checks what programs act with.
type tokens struct {
	p     *parts
	prove *signin.Accounts // nil: nobody can prove who they are, and needn't
}

func (p *parts) tokens() tokens { return tokens{p: p} }

// Make makes a token of the actor's own account. The secret is given this once.
func (t tokens) Make(ctx context.Context, actor guard.Actor, name string, roles []guard.Role, days int) (guard.Token, string, error) {
	now := time.Now().UTC().Truncate(time.Second)
	if len(roles) == 0 {
		roles = guard.Held(actor)
	}
	made := guard.Token{ID: "t-" + rand.Text()[:10], Handle: actor.Handle, Name: strings.TrimSpace(name), Roles: roles, Made: now, Expires: now.Add(time.Duration(days) * 24 * time.Hour)}
	if days < 1 || days > guard.MaxTokenDays {
		made.Expires = now
	}
	if err := made.Check(actor); err != nil {
		return guard.Token{}, "", err
	}
	secret := tokenMark + rand.Text()
	if err := t.p.book.AddToken(ctx, secret, made); err != nil {
		return guard.Token{}, "", err
	}
	return made, secret, nil
}

// MakeBy makes a token for who proves again to know the account's password.
func (t tokens) MakeBy(ctx context.Context, actor guard.Actor, password, name string, roles []guard.Role, days int) (guard.Token, string, error) {
	if err := t.prove.Confirm(ctx, actor, password); err != nil {
		if fail.Of(err) == fail.Refused {
			return guard.Token{}, "", desk.ErrPassword
		}
		return guard.Token{}, "", err
	}
	return t.Make(ctx, actor, name, roles, days)
}

// mayLook allows everybody their own tokens, and administrators all.
func mayLook(actor guard.Actor, handle string) error {
	if handle == actor.Handle {
		return nil
	}
	return actor.May(guard.ToAdmin)
}

// List gives the tokens of an account, without their secrets, which nobody has.
func (t tokens) List(ctx context.Context, actor guard.Actor, handle string) ([]guard.Token, error) {
	if err := mayLook(actor, handle); err != nil {
		return nil, err
	}
	return t.p.book.Tokens(ctx, handle)
}

// Revoke ends a token.
func (t tokens) Revoke(ctx context.Context, actor guard.Actor, handle, id string) error {
	if err := mayLook(actor, handle); err != nil {
		return err
	}
	return t.p.book.RevokeToken(ctx, handle, id)
}

// Who gives whose a token is and what may be done by it, as it is now. A token
// of an account that is disabled is forgotten for good.
func (t tokens) Who(ctx context.Context, secret string) (guard.Actor, string, error) {
	token, err := t.p.book.TokenOf(ctx, secret, time.Now())
	if err != nil {
		return guard.Actor{}, "", err
	}
	var account guard.User
	err = t.p.book.Look(ctx, func(ctx context.Context, s flow.State) (err error) {
		account, err = s.User(ctx, token.Handle)
		return err
	})
	if err != nil {
		return guard.Actor{}, "", fmt.Errorf("looking up whose a token is: %w", err)
	}
	actor, err := token.Actor(account)
	if fail.Of(err) == fail.Refused && err != nil {
		err = errors.Join(err, t.p.book.RevokeToken(ctx, token.Handle, token.ID))
	}
	return actor, token.ID, err
}

package guard

import (
	"slices"
	"time"

	"sanad/internal/ground/fail"
)

// Token is what a program acts with in an account's name. It never gives more
// than the account has: roles that the account loses, it loses too.
type Token struct {
	ID      string // how it is listed and revoked; no secret
	Handle  string // the account
	Name    string // what it is for, as its owner said
	Roles   []Role
	Made    time.Time
	Expires time.Time
	Used    time.Time // last, to the hour; zero: never
}

// Limits of tokens.
const (
	MaxTokens    = 50  // of an account
	MaxTokenDays = 366 // one that nobody renews must end
	maxTokenName = 100 // letters
)

// Check refuses a token that nobody could tell from others, or that would give
// more than its maker has.
func (t Token) Check(maker Actor) error {
	switch {
	case t.Name == "" || len([]rune(t.Name)) > maxTokenName:
		return fail.New(fail.Usage, "a token needs a name of at most %d letters", maxTokenName).Do("say what it is for")
	case t.Handle != maker.Handle:
		return fail.New(fail.Refused, "%s may make tokens for no other account", maker.Handle)
	case len(t.Roles) == 0:
		return fail.New(fail.Usage, "a token without a role may do nothing").Do("give one of your roles: %s", Names(Held(maker)))
	case !t.Expires.After(t.Made) || t.Expires.Sub(t.Made) > MaxTokenDays*24*time.Hour:
		return fail.New(fail.Usage, "a token lives from 1 to %d days", MaxTokenDays)
	}
	for _, r := range t.Roles {
		if !slices.Contains(Held(maker), r) {
			return fail.New(fail.Refused, "%s does not have the role %q, and can't give it to a token", maker.Handle, r).Do("give one of: %s", Names(Held(maker)))
		}
	}
	return nil
}

// Actor is who acts by the token now: its account, with those of the token's
// roles that the account still has.
func (t Token) Actor(account User) (Actor, error) {
	actor, err := account.Actor()
	if err != nil {
		return Actor{}, err
	}
	kept := Actor{Handle: actor.Handle, Roles: t.of(actor.Roles)}
	for name, roles := range actor.In {
		if kept.In == nil {
			kept.In = map[string][]Role{}
		}
		kept.In[name] = t.of(roles)
	}
	return kept, nil
}

// of gives those of some roles that the token has.
func (t Token) of(roles []Role) []Role {
	kept := []Role{}
	for _, r := range roles {
		if slices.Contains(t.Roles, r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// Held gives every role that an actor has, in the whole archive or in a case.
func Held(a Actor) []Role {
	var held []Role
	for _, r := range Roles() {
		in := slices.Contains(a.Roles, r)
		for _, roles := range a.In {
			in = in || slices.Contains(roles, r)
		}
		if in {
			held = append(held, r)
		}
	}
	return held
}

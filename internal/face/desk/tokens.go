package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// Tokens is what programs act with. Implementations MUST be safe for several
// goroutines at once.
type Tokens interface {
	// MakeBy makes a token of the actor's own account and gives its secret, which
	// nobody can give again. A wrong password MUST be an error of kind
	// fail.Refused: who sits at a desk that was left open must not take a lasting
	// key along.
	MakeBy(ctx context.Context, actor guard.Actor, password, name string, roles []guard.Role, days int) (guard.Token, string, error)
	List(ctx context.Context, actor guard.Actor, handle string) ([]guard.Token, error)
	// Revoke ends a token; one that is not there MUST be of kind fail.NotFound.
	Revoke(ctx context.Context, actor guard.Actor, handle, id string) error
}

// tokenDays is how long a token lives if nobody says otherwise.
const tokenDays = 90

type tokensPage struct {
	frame
	Tokens []tokenLine
	Secret string // of the token that was just made, shown this once
	Name   string
	Days   int
	Most   int
	Roles  []tokenRole
	Wrong  bool // the password
}

type tokenLine struct {
	guard.Token
	Ended bool
}

type tokenRole struct {
	Role guard.Role
	On   bool
}

func showTokens(ctx context.Context, v *visit) (view, error) {
	return v.tokensPage(ctx, &tokensPage{Days: tokenDays}, guard.Held(v.actor))
}

func (v *visit) tokensPage(ctx context.Context, p *tokensPage, chosen []guard.Role) (*tokensPage, error) {
	all, err := v.Tokens.List(ctx, v.actor, v.actor.Handle)
	for _, t := range all {
		p.Tokens = append(p.Tokens, tokenLine{t, !v.Clock().Before(t.Expires)})
	}
	p.Most = guard.MaxTokenDays
	for _, r := range guard.Held(v.actor) {
		p.Roles = append(p.Roles, tokenRole{r, slices.Contains(chosen, r)})
	}
	return p, err
}

// makeToken makes a token and shows it in the answer itself: an address that
// it could be fetched from again would be one too many places to find it.
func makeToken(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	days, err := v.number("days")
	if err != nil {
		return err
	}
	var roles []guard.Role
	for _, r := range v.r.PostForm["role"] {
		roles = append(roles, guard.Role(r))
	}
	if len(roles) == 0 {
		return fail.New(fail.Usage, "a token without a role may do nothing")
	}
	p, status := &tokensPage{Days: tokenDays}, http.StatusOK
	_, secret, err := v.Tokens.MakeBy(ctx, v.actor, v.field("password"), v.field("name"), roles, days)
	switch {
	case wrongPassword(err):
		p, status = &tokensPage{Wrong: true, Name: v.field("name"), Days: days}, http.StatusForbidden
	case err != nil:
		return err
	default:
		p.Secret = secret
	}
	if p, err = v.tokensPage(ctx, p, roles); err != nil {
		return err
	}
	return v.render(w, status, "tokens", p)
}

// ErrPassword is the cause of a refusal because of a wrong password.
var ErrPassword = fail.New(fail.Refused, "the password is wrong")

func wrongPassword(err error) bool { return errors.Is(err, ErrPassword) }

func revokeToken(ctx context.Context, v *visit) (string, error) {
	if err := v.Tokens.Revoke(ctx, v.actor, v.actor.Handle, v.r.PathValue("token")); err != nil {
		return "", err
	}
	return "/account/tokens?done=token-revoked", nil
}

// usedHour writes the hour of a token's last use.
func (t tokenLine) UsedHour() time.Time { return t.Used.UTC().Truncate(time.Hour) }

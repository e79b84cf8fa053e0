package desk

import (
	"context"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
)

// Accounts tells who is at the desk, and changes how they are known.
// Implementations MUST be safe for several goroutines at once.
type Accounts interface {
	Doors
	Factors
	// Who gives whose session a token is; none, an expired one or that of a
	// disabled account MUST be an error of kind fail.Refused.
	Who(ctx context.Context, token string) (account.Present, error)
	// SignOut ends a session; one that is not there is no error.
	SignOut(ctx context.Context, token string) error
	// SetLikes keeps how the actor likes the desk.
	SetLikes(ctx context.Context, actor guard.Actor, p account.Preferences) error
	// ChangePassword changes the actor's own, and ends all sessions but that of
	// the token. A wrong old one MUST be an error of kind fail.Refused.
	ChangePassword(ctx context.Context, actor guard.Actor, token, old, password string) error
	// SetPassword changes anybody's, for who may; it ends all their sessions.
	SetPassword(ctx context.Context, actor guard.Actor, handle, password string) error
	// Sessions gives the live sessions of an account, with times to the hour.
	Sessions(ctx context.Context, actor guard.Actor, handle, here string) ([]account.Session, error)
	// EndSession ends one of the actor's own.
	EndSession(ctx context.Context, actor guard.Actor, name string) error
	// EndSessions ends all of an account, with what made its browsers known.
	EndSessions(ctx context.Context, actor guard.Actor, handle string) error
}

// Doors is how people come in. device is a token that the browser keeps from an
// earlier sign-in. What was refused MUST be the same error of kind fail.Refused
// whether the account is there or not, and SHOULD take the same time; what came
// too soon is of kind fail.Conflict and tells how long to wait by Waits.
type Doors interface {
	SignIn(ctx context.Context, handle, password, device string) (account.Entered, error)
	// Kinds gives which second factors will do for a sign-in that was begun; one
	// that was not, or too long ago, MUST be an error of kind fail.Refused.
	Kinds(ctx context.Context, pending string) ([]string, error)
	// SecondCode goes on by a code; a wrong one MUST be of kind fail.Usage.
	SecondCode(ctx context.Context, pending, code, device string) (account.Entered, error)
	// AskPasskey gives what the browser's script needs; "" if there is no passkey.
	AskPasskey(ctx context.Context, pending string) (options string, err error)
	SecondPasskey(ctx context.Context, pending, answer, device string) (account.Entered, error)
	// ProviderName names who else can say who somebody is; "" if nobody can.
	ProviderName() string
	// AskProvider gives where to send the browser, and a token that it keeps.
	AskProvider(ctx context.Context) (address, token string, err error)
	Answered(ctx context.Context, token, state, code, device string) (account.Entered, error)
}

// Factors is what an account has besides its password.
type Factors interface {
	Factors(ctx context.Context, actor guard.Actor) ([]account.Factor, error)
	// DrawSecret begins to set up an app; Drawn gives the secret of a session that
	// did, SetTOTP sets it and gives recovery codes to be shown this once. An
	// account that has a second factor MUST be asked for its code as well.
	DrawSecret(ctx context.Context, actor guard.Actor, token, password, code string) error
	Drawn(ctx context.Context, actor guard.Actor, token string) ([]byte, error)
	SetTOTP(ctx context.Context, actor guard.Actor, token, code string) ([]string, error)
	NewCodes(ctx context.Context, actor guard.Actor, password, code string) ([]string, error)
	RemoveFactor(ctx context.Context, actor guard.Actor, id, password, code string) error
	ResetFactors(ctx context.Context, actor guard.Actor, handle string) error
	OffersPasskeys() bool
	MakePasskey(ctx context.Context, actor guard.Actor, token, password, code string) (options string, err error)
	SetPasskey(ctx context.Context, actor guard.Actor, token, label, answer string) ([]string, error)
}

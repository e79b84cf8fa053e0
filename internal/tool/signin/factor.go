package signin

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// SecondCode goes on with a sign-in by a code of an app or a recovery code.
func (a *Accounts) SecondCode(ctx context.Context, pending, typed, device string) (account.Entered, error) {
	handle, _, err := a.opt.Keep.Begun(ctx, pending, beganSecond, a.opt.Clock(), false)
	if err != nil {
		return account.Entered{}, err
	}
	known, done, err := a.attempt(ctx, "code", handle, device)
	if err != nil {
		return account.Entered{}, err
	}
	ok, err := a.proves(ctx, handle, typed)
	if done(ok, err); err != nil {
		return account.Entered{}, err
	}
	if !ok {
		return account.Entered{}, wrongCode()
	}
	return a.passed(ctx, pending, handle, known)
}

// wrongCode is said of a code that is wrong, too old or was used.
func wrongCode() error {
	return fail.New(fail.Usage, "the code is wrong, or was used before").Do("wait for the next code")
}

// passed turns a sign-in that was begun into a session, once.
func (a *Accounts) passed(ctx context.Context, pending, handle string, known bool) (account.Entered, error) {
	if _, _, err := a.opt.Keep.Begun(ctx, pending, beganSecond, a.opt.Clock(), true); err != nil {
		return account.Entered{}, err
	}
	if _, err := a.actor(ctx, handle); err != nil {
		return account.Entered{}, wrong()
	}
	return a.start(ctx, handle, known, true)
}

// Kinds gives which second factors will do for a sign-in that was begun.
func (a *Accounts) Kinds(ctx context.Context, pending string) ([]string, error) {
	handle, _, err := a.opt.Keep.Begun(ctx, pending, beganSecond, a.opt.Clock(), false)
	if err != nil {
		return nil, err
	}
	factors, err := a.opt.Keep.Factors(ctx, handle)
	return kindsOf(factors), err
}

// proves checks a code and uses it up: neither of the two kinds is taken twice.
func (a *Accounts) proves(ctx context.Context, handle, typed string) (bool, error) {
	factors, err := a.opt.Keep.Factors(ctx, handle)
	if err != nil {
		return false, err
	}
	if account.IsRecovery(typed) {
		hash := account.HashRecovery(handle, typed)
		for _, f := range factors {
			if f.Kind == account.Recovery && subtle.ConstantTimeCompare(f.Data, hash) == 1 {
				return a.opt.Keep.UseUp(ctx, f.ID)
			}
		}
		return false, nil
	}
	for _, f := range factors {
		if f.Kind != account.TOTP {
			continue
		}
		secret, err := a.opt.Factors.Open(handle, f.Data)
		if err != nil {
			return false, err
		}
		if step, ok := account.Accepts(secret, typed, a.opt.Clock(), f.Used); ok {
			return a.opt.Keep.UseStep(ctx, f.ID, step)
		}
	}
	return false, nil
}

// Factors gives the actor's own factors, without what they rest on.
func (a *Accounts) Factors(ctx context.Context, actor guard.Actor) ([]account.Factor, error) {
	all, err := a.opt.Keep.Factors(ctx, actor.Handle)
	for i := range all {
		all[i].Data = nil
	}
	return all, err
}

// DrawSecret begins to set an app up, after the password was given once more,
// and a code if the account has a second factor. The secret waits with the
// session that drew it.
func (a *Accounts) DrawSecret(ctx context.Context, actor guard.Actor, token, password, typed string) error {
	if err := a.confirmAll(ctx, actor, password, typed); err != nil {
		return err
	}
	secret := make([]byte, account.SecretBytes)
	if _, err := rand.Read(secret); err != nil {
		return fmt.Errorf("drawing a secret: %w", err)
	}
	sealed, err := a.opt.Factors.Seal(actor.Handle, secret)
	if err != nil {
		return err
	}
	return a.beginAnew(ctx, token, beganTOTP, actor.Handle, sealed)
}

// Drawn gives the secret that a session drew, to be shown.
func (a *Accounts) Drawn(ctx context.Context, actor guard.Actor, token string) ([]byte, error) {
	handle, sealed, err := a.opt.Keep.Begun(ctx, beganTOTP+" "+token, beganTOTP, a.opt.Clock(), false)
	if err == nil && handle != actor.Handle {
		err = fail.New(fail.Refused, "what was begun is another's")
	}
	if err != nil {
		return nil, err
	}
	return a.opt.Factors.Open(handle, sealed)
}

// SetTOTP sets the app up by a code that it shows, and gives new recovery
// codes, which are shown this once.
func (a *Accounts) SetTOTP(ctx context.Context, actor guard.Actor, token, typed string) ([]string, error) {
	secret, err := a.Drawn(ctx, actor, token)
	if err != nil {
		return nil, err
	}
	step, ok := account.Accepts(secret, typed, a.opt.Clock(), -1)
	if !ok {
		return nil, wrongCode()
	}
	_, sealed, err := a.opt.Keep.Begun(ctx, beganTOTP+" "+token, beganTOTP, a.opt.Clock(), true)
	if err != nil {
		return nil, err
	}
	if fresh, err := a.opt.Factors.Open(actor.Handle, sealed); err != nil || !bytes.Equal(fresh, secret) {
		return nil, fail.New(fail.Conflict, "another secret was drawn meanwhile").Do("begin again")
	}
	if err := flow.SetFactor(ctx, a.opt.Archive, actor); err != nil {
		return nil, err
	}
	f := account.Factor{ID: rand.Text(), Kind: account.TOTP, Data: sealed, Used: step, Made: a.opt.Clock()}
	if err := a.opt.Keep.ReplaceFactors(ctx, actor.Handle, account.TOTP, f); err != nil {
		return nil, err
	}
	return a.strengthened(ctx, actor, token)
}

// strengthened is done after a factor was set: the session has shown it, other
// sessions that have not are ended, and there are recovery codes.
func (a *Accounts) strengthened(ctx context.Context, actor guard.Actor, token string) ([]string, error) {
	if err := a.opt.Keep.MarkStrong(ctx, token); err != nil {
		return nil, err
	}
	if err := a.opt.Keep.EndSessions(ctx, actor.Handle, token); err != nil {
		return nil, err
	}
	return a.drawCodes(ctx, actor.Handle)
}

func (a *Accounts) drawCodes(ctx context.Context, handle string) ([]string, error) {
	codes, err := account.NewRecoveryCodes(rand.Reader)
	if err != nil {
		return nil, err
	}
	kept := make([]account.Factor, len(codes))
	for i, c := range codes {
		kept[i] = account.Factor{ID: rand.Text(), Kind: account.Recovery, Data: account.HashRecovery(handle, c), Made: a.opt.Clock()}
	}
	return codes, a.opt.Keep.ReplaceFactors(ctx, handle, account.Recovery, kept...)
}

// NewCodes gives new recovery codes in the place of the old ones.
func (a *Accounts) NewCodes(ctx context.Context, actor guard.Actor, password, typed string) ([]string, error) {
	if err := a.confirmBoth(ctx, actor, password, typed); err != nil {
		return nil, err
	}
	if err := flow.SetFactor(ctx, a.opt.Archive, actor); err != nil {
		return nil, err
	}
	return a.drawCodes(ctx, actor.Handle)
}

// RemoveFactor takes a factor from the actor's own account; with the last one
// its recovery codes go too. Where the archive asks a factor of the actor, the
// last one stays.
func (a *Accounts) RemoveFactor(ctx context.Context, actor guard.Actor, id, password, typed string) error {
	factors, err := a.opt.Keep.Factors(ctx, actor.Handle)
	if err != nil {
		return err
	}
	found, others := false, 0
	for _, f := range factors {
		switch {
		case f.Kind == account.Recovery:
		case f.ID == id:
			found = true
		default:
			others++
		}
	}
	if !found {
		return fail.New(fail.NotFound, "there is no such second factor")
	}
	if others == 0 && account.Owed(actor.Roles, a.opt.Must) {
		return fail.New(fail.Refused, "the archive asks a second factor of %s", actor.Handle).Do("set another one first")
	}
	if err := a.confirmBoth(ctx, actor, password, typed); err != nil {
		return err
	}
	if err := flow.RemoveFactor(ctx, a.opt.Archive, actor); err != nil {
		return err
	}
	if others == 0 {
		return a.opt.Keep.RemoveFactors(ctx, actor.Handle)
	}
	return a.opt.Keep.RemoveFactors(ctx, actor.Handle, id)
}

// confirmBoth asks for the password and a code: what weakens an account must
// be asked for by who could enter it anew.
func (a *Accounts) confirmBoth(ctx context.Context, actor guard.Actor, password, typed string) error {
	if err := a.confirm(ctx, actor, password); err != nil {
		return err
	}
	_, done, err := a.attempt(ctx, "confirm code", actor.Handle, "")
	if err != nil {
		return err
	}
	ok, err := a.proves(ctx, actor.Handle, typed)
	if done(ok, err); err != nil {
		return err
	}
	if !ok {
		return wrongCode()
	}
	return nil
}

// confirmAll asks for all that the account is entered by. A password that
// leaked, with a session left open, must not put another factor in the place
// of the one that guards the account.
func (a *Accounts) confirmAll(ctx context.Context, actor guard.Actor, password, typed string) error {
	factors, err := a.opt.Keep.Factors(ctx, actor.Handle)
	if err != nil {
		return err
	}
	if len(kindsOf(factors)) == 0 {
		return a.confirm(ctx, actor, password)
	}
	return a.confirmBoth(ctx, actor, password, typed)
}

// ResetFactors takes all factors from an account whose owner lost them, and
// ends its sessions.
func (a *Accounts) ResetFactors(ctx context.Context, actor guard.Actor, handle string) error {
	if err := flow.ResetFactors(ctx, a.opt.Archive, actor, handle); err != nil {
		return err
	}
	if err := a.opt.Keep.RemoveFactors(ctx, handle); err != nil {
		return err
	}
	return a.opt.Keep.EndSessions(ctx, handle, "")
}

package signin

import (
	"context"
	"crypto/rand"
	"strings"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Passkeys speaks WebAuthn. records are what Made gave, of one account; asked
// is what an answer is checked with. Implementations MUST check the origin, the
// challenge, the signature and that the person was verified.
type Passkeys interface {
	Make(handle string, records [][]byte) (options string, asked []byte, err error)
	Made(handle string, asked []byte, answer string) (record []byte, err error)
	Ask(handle string, records [][]byte) (options string, asked []byte, err error)
	// Answered gives which record signed, and what to keep of it now.
	Answered(handle string, records [][]byte, asked []byte, answer string) (at int, record []byte, err error)
}

// maxLabel is the longest name of a passkey in bytes.
const maxLabel = 100

// OffersPasskeys reports whether passkeys can be made here.
func (a *Accounts) OffersPasskeys() bool { return a.opt.Passkeys != nil }

func (a *Accounts) passkeys(ctx context.Context, handle string) (ids []string, records [][]byte, err error) {
	if a.opt.Passkeys == nil {
		return nil, nil, fail.New(fail.NotFound, "passkeys are not set up here").Do("name the desk's address in sanad.json")
	}
	factors, err := a.opt.Keep.Factors(ctx, handle)
	for _, f := range factors {
		if f.Kind == account.Passkey {
			ids, records = append(ids, f.ID), append(records, f.Data)
		}
	}
	return ids, records, err
}

// MakePasskey begins to make a passkey, after the password was given once
// more, and a code if the account has a second factor. The options are for the
// browser's script.
func (a *Accounts) MakePasskey(ctx context.Context, actor guard.Actor, token, password, typed string) (options string, err error) {
	if err := a.confirmAll(ctx, actor, password, typed); err != nil {
		return "", err
	}
	_, records, err := a.passkeys(ctx, actor.Handle)
	if err != nil {
		return "", err
	}
	options, asked, err := a.opt.Passkeys.Make(actor.Handle, records)
	if err != nil {
		return "", err
	}
	return options, a.beginAnew(ctx, token, beganRegister, actor.Handle, asked)
}

// beginAnew puts what is begun in the place of what was begun before.
func (a *Accounts) beginAnew(ctx context.Context, token, kind, handle string, data []byte) error {
	now := a.opt.Clock()
	if _, _, err := a.opt.Keep.Begun(ctx, kind+" "+token, kind, now, true); err != nil && fail.Of(err) != fail.Refused {
		return err
	}
	if err := a.opt.Keep.Forget(ctx, now); err != nil {
		return err
	}
	return a.opt.Keep.Begin(ctx, kind+" "+token, kind, handle, data, now.Add(pendingLife))
}

// SetPasskey keeps the passkey that a browser made, and gives new recovery
// codes if the account had no second factor before.
func (a *Accounts) SetPasskey(ctx context.Context, actor guard.Actor, token, label, answer string) ([]string, error) {
	if a.opt.Passkeys == nil {
		return nil, fail.New(fail.NotFound, "passkeys are not set up here")
	}
	handle, asked, err := a.opt.Keep.Begun(ctx, beganRegister+" "+token, beganRegister, a.opt.Clock(), true)
	if err == nil && handle != actor.Handle {
		err = fail.New(fail.Refused, "what was begun is another's")
	}
	if err != nil {
		return nil, err
	}
	record, err := a.opt.Passkeys.Made(handle, asked, answer)
	if err != nil {
		return nil, err
	}
	if label = strings.TrimSpace(label); len(label) > maxLabel {
		return nil, fail.New(fail.Usage, "the name of the passkey is longer than %d bytes", maxLabel)
	}
	before, err := a.opt.Keep.Factors(ctx, handle)
	if err != nil {
		return nil, err
	}
	if err := flow.SetFactor(ctx, a.opt.Archive, actor); err != nil {
		return nil, err
	}
	f := account.Factor{ID: rand.Text(), Kind: account.Passkey, Label: label, Data: record, Made: a.opt.Clock()}
	if err := a.opt.Keep.ReplaceFactors(ctx, handle, "", f); err != nil {
		return nil, err
	}
	if len(kindsOf(before)) > 0 {
		return nil, a.opt.Keep.MarkStrong(ctx, token)
	}
	return a.strengthened(ctx, actor, token)
}

// AskPasskey gives what the browser's script needs to go on with a sign-in by
// a passkey; "" if the account has none.
func (a *Accounts) AskPasskey(ctx context.Context, pending string) (options string, err error) {
	handle, _, err := a.opt.Keep.Begun(ctx, pending, beganSecond, a.opt.Clock(), false)
	if err != nil || a.opt.Passkeys == nil {
		return "", err
	}
	_, records, err := a.passkeys(ctx, handle)
	if err != nil || len(records) == 0 {
		return "", err
	}
	options, asked, err := a.opt.Passkeys.Ask(handle, records)
	if err != nil {
		return "", err
	}
	return options, a.beginAnew(ctx, pending, beganAnswer, handle, asked)
}

// SecondPasskey goes on with a sign-in by what a passkey signed.
func (a *Accounts) SecondPasskey(ctx context.Context, pending, answer, device string) (account.Entered, error) {
	handle, asked, err := a.opt.Keep.Begun(ctx, beganAnswer+" "+pending, beganAnswer, a.opt.Clock(), true)
	if err != nil {
		return account.Entered{}, err
	}
	known, done, err := a.attempt(ctx, "passkey", handle, device)
	if err != nil {
		return account.Entered{}, err
	}
	ids, records, err := a.passkeys(ctx, handle)
	at, record := 0, []byte(nil)
	if err == nil {
		at, record, err = a.opt.Passkeys.Answered(handle, records, asked, answer)
	}
	if refused := fail.Of(err) == fail.Refused; refused || err == nil {
		done(!refused, nil)
	} else {
		done(false, err)
	}
	if err != nil {
		return account.Entered{}, err
	}
	if err := a.opt.Keep.UpdateFactor(ctx, ids[at], record); err != nil {
		return account.Entered{}, err
	}
	return a.passed(ctx, pending, handle, known)
}

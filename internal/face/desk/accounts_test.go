package desk

import (
	"context"
	"slices"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// fakeAccounts keeps the contract of Accounts as far as pages need it: every
// password is "right", every code "123456", every passkey's answer "signed".
type fakeAccounts struct {
	sessions map[string]string // handle by token
	likes    map[string]account.Preferences
	second   map[string]bool // who has an app
	owes     map[string]bool
	drew     map[string]bool // who draws a secret, by token
	did      []string        // what was asked that leaves no other trace
	soon     time.Duration   // how long attempts must wait
	provider string
	passkeys bool
}

func newFakeAccounts() *fakeAccounts {
	return &fakeAccounts{sessions: map[string]string{}, likes: map[string]account.Preferences{}, second: map[string]bool{}, owes: map[string]bool{}, drew: map[string]bool{}}
}

type tooSoonError struct{ wait time.Duration }

func (tooSoonError) Error() string          { return "too soon" }
func (e tooSoonError) Waits() time.Duration { return e.wait }
func (e tooSoonError) Unwrap() error        { return fail.New(fail.Conflict, "too soon") }

func (f *fakeAccounts) SignIn(_ context.Context, handle, password, device string) (account.Entered, error) {
	if f.soon > 0 && device == "" {
		return account.Entered{}, tooSoonError{f.soon}
	}
	if _, ok := roles[handle]; !ok {
		return account.Entered{}, fail.New(fail.Refused, "no account %s", handle)
	}
	if password != "right" {
		return account.Entered{}, fail.New(fail.Refused, "wrong password for %s", handle)
	}
	if f.second[handle] {
		return account.Entered{Pending: "pending-" + handle, Kinds: []string{account.TOTP}}, nil
	}
	return f.start(handle, device)
}

func (f *fakeAccounts) start(handle, device string) (account.Entered, error) {
	e := account.Entered{Session: "token-of-" + handle}
	if device == "" {
		e.Device = "device-of-" + handle
	}
	f.sessions[e.Session] = handle
	return e, nil
}

func (f *fakeAccounts) begun(pending string) (string, error) {
	for handle := range roles {
		if pending == "pending-"+handle {
			return handle, nil
		}
	}
	return "", fail.New(fail.Refused, "not begun")
}

func (f *fakeAccounts) Kinds(_ context.Context, pending string) ([]string, error) {
	_, err := f.begun(pending)
	return []string{account.TOTP, account.Recovery}, err
}

func (f *fakeAccounts) SecondCode(_ context.Context, pending, code, device string) (account.Entered, error) {
	handle, err := f.begun(pending)
	if err != nil {
		return account.Entered{}, err
	}
	if code != "123456" {
		return account.Entered{}, fail.New(fail.Usage, "wrong code")
	}
	return f.start(handle, device)
}

func (f *fakeAccounts) AskPasskey(_ context.Context, pending string) (string, error) {
	if !f.passkeys {
		return "", nil
	}
	return `{"challenge":"AAAA"}`, nil
}

func (f *fakeAccounts) SecondPasskey(_ context.Context, pending, answer, device string) (account.Entered, error) {
	handle, err := f.begun(pending)
	if err == nil && answer != "signed" {
		err = fail.New(fail.Refused, "not signed")
	}
	if err != nil {
		return account.Entered{}, err
	}
	return f.start(handle, device)
}

func (f *fakeAccounts) ProviderName() string { return f.provider }

func (f *fakeAccounts) AskProvider(context.Context) (string, string, error) {
	return "https://id.example/authorize?state=s", "away-token", nil
}

func (f *fakeAccounts) Answered(_ context.Context, token, state, code, device string) (account.Entered, error) {
	if token != "away-token" || state != "s" || code != "c" {
		return account.Entered{}, fail.New(fail.Refused, "another answer")
	}
	return f.start("rana", device)
}

func (f *fakeAccounts) Who(_ context.Context, token string) (account.Present, error) {
	handle, ok := f.sessions[token]
	if !ok {
		return account.Present{}, fail.New(fail.Refused, "nobody is signed in")
	}
	return account.Present{Actor: actor(handle), Session: account.Session{Name: "here", Handle: handle}, Likes: f.likes[handle], Owes: f.owes[handle]}, nil
}

func (f *fakeAccounts) SignOut(_ context.Context, token string) error {
	delete(f.sessions, token)
	return nil
}

func (f *fakeAccounts) SetLikes(_ context.Context, actor guard.Actor, p account.Preferences) error {
	f.likes[actor.Handle] = p
	return p.Check()
}

func (f *fakeAccounts) note(what string, err error) error {
	if err == nil {
		f.did = append(f.did, what)
	}
	return err
}

func right(password string) error {
	if password != "right" {
		return fail.New(fail.Refused, "wrong password")
	}
	return nil
}

func (f *fakeAccounts) ChangePassword(_ context.Context, actor guard.Actor, _, old, password string) error {
	return f.note(actor.Handle+" changes to "+password, right(old))
}

func (f *fakeAccounts) SetPassword(_ context.Context, actor guard.Actor, handle, password string) error {
	return f.note(actor.Handle+" sets for "+handle+" "+password, nil)
}

func (f *fakeAccounts) Sessions(_ context.Context, actor guard.Actor, handle, here string) ([]account.Session, error) {
	at := time.Date(2031, 3, 4, 5, 0, 0, 0, time.UTC)
	return []account.Session{{Name: "here", Handle: handle, Began: at, Seen: at, Here: here == "here" && actor.Handle == handle},
		{Name: "there", Handle: handle, Began: at, Seen: at, Strong: true}}, nil
}

func (f *fakeAccounts) EndSession(_ context.Context, actor guard.Actor, name string) error {
	return f.note(actor.Handle+" ends "+name, nil)
}

func (f *fakeAccounts) EndSessions(_ context.Context, actor guard.Actor, handle string) error {
	return f.note(actor.Handle+" ends all of "+handle, nil)
}

func (f *fakeAccounts) Factors(_ context.Context, actor guard.Actor) ([]account.Factor, error) {
	if !f.second[actor.Handle] {
		return nil, nil
	}
	return []account.Factor{{ID: "app", Kind: account.TOTP}, {ID: "key", Kind: account.Passkey, Label: "the blue one"}, {ID: "r1", Kind: account.Recovery}}, nil
}

// both is what an account with a second factor is asked for.
func (f *fakeAccounts) both(actor guard.Actor, password, code string) error {
	if f.second[actor.Handle] && code != "123456" {
		return fail.New(fail.Usage, "wrong code")
	}
	return right(password)
}

func (f *fakeAccounts) DrawSecret(_ context.Context, actor guard.Actor, token, password, code string) error {
	err := f.both(actor, password, code)
	f.drew[token] = err == nil
	return err
}

func (f *fakeAccounts) Drawn(_ context.Context, _ guard.Actor, token string) ([]byte, error) {
	if !f.drew[token] {
		return nil, fail.New(fail.Refused, "no secret was drawn")
	}
	return []byte("12345678901234567890"), nil
}

func (f *fakeAccounts) SetTOTP(_ context.Context, actor guard.Actor, _, code string) ([]string, error) {
	if code != "123456" {
		return nil, fail.New(fail.Usage, "wrong code")
	}
	f.second[actor.Handle], f.owes[actor.Handle] = true, false
	return []string{"ABCD-EFGH-IJKL-MNOP"}, nil
}

func (f *fakeAccounts) NewCodes(_ context.Context, _ guard.Actor, password, code string) ([]string, error) {
	if code != "123456" {
		return nil, fail.New(fail.Usage, "wrong code")
	}
	return []string{"QRST-UVWX-YZ23-4567"}, right(password)
}

func (f *fakeAccounts) RemoveFactor(_ context.Context, actor guard.Actor, id, password, code string) error {
	if !slices.Contains([]string{"app", "key"}, id) || code != "123456" {
		return fail.New(fail.NotFound, "no factor")
	}
	return f.note(actor.Handle+" removes "+id, right(password))
}

func (f *fakeAccounts) ResetFactors(_ context.Context, actor guard.Actor, handle string) error {
	return f.note(actor.Handle+" resets "+handle, nil)
}

func (f *fakeAccounts) OffersPasskeys() bool { return f.passkeys }

func (f *fakeAccounts) MakePasskey(_ context.Context, actor guard.Actor, _, password, code string) (string, error) {
	return `{"challenge":"AAAA"}`, f.both(actor, password, code)
}

func (f *fakeAccounts) SetPasskey(_ context.Context, actor guard.Actor, _, label, answer string) ([]string, error) {
	if answer != "signed" {
		return nil, fail.New(fail.Refused, "not signed")
	}
	return nil, f.note(actor.Handle+" makes "+label, nil)
}

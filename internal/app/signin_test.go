package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/keys"
	"sanad/internal/tool/signin"
)

const plainPassword = "several plain words"

// porch is an archive whose accounts are entered at a time the test sets.
type porch struct {
	t   *testing.T
	p   *parts
	a   *signin.Accounts
	now time.Time
	opt signin.Options
}

func newPorch(t *testing.T, must ...guard.Role) *porch {
	t.Helper()
	w := &porch{t: t, p: benchArchive(t), now: time.Date(2031, 3, 4, 5, 0, 0, 0, time.UTC)}
	w.opt = signin.Options{Archive: w.p.archive, Keep: w.p.book, Factors: &factorKey{path: filepath.Join(w.p.dir, factorKeyFile)},
		Clock: func() time.Time { return w.now }, Must: must, Provider: echo{}, Passkeys: nods{}}
	w.a = signin.New(w.opt)
	for handle, roles := range map[string][]guard.Role{"rana": {guard.Reader}, "amin": {guard.Administrator}} {
		w.ok(flow.AddUser(t.Context(), w.p.archive, founder(), handle, roles, false))
		w.ok(w.a.SetPassword(t.Context(), founder(), handle, plainPassword))
	}
	return w
}

func (w *porch) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *porch) enter(handle, device string) account.Entered {
	w.t.Helper()
	e, err := w.a.SignIn(w.t.Context(), handle, plainPassword, device)
	w.ok(err)
	return e
}

func (w *porch) who(token string) account.Present {
	w.t.Helper()
	p, err := w.a.Who(w.t.Context(), token)
	w.ok(err)
	return p
}

// app sets up an app for the owner of a session, and gives its secret and the
// recovery codes.
func (w *porch) app(token string) (secret []byte, codes []string) {
	w.t.Helper()
	actor := w.who(token).Actor
	w.ok(w.a.DrawSecret(w.t.Context(), actor, token, plainPassword, ""))
	secret, err := w.a.Drawn(w.t.Context(), actor, token)
	w.ok(err)
	codes, err = w.a.SetTOTP(w.t.Context(), actor, token, account.Code(secret, account.Step(w.now)))
	w.ok(err)
	return secret, codes
}

func (w *porch) code(secret []byte) string { return account.Code(secret, account.Step(w.now)) }

func (w *porch) refused(what string, kind fail.Kind, err error) {
	w.t.Helper()
	if fail.Of(err) != kind || err == nil {
		w.t.Errorf("%s: %v, want kind %d", what, err, kind)
	}
}

// kinds gives the kinds of the entries that speak of an account's sign-in.
func (w *porch) kinds() (out []string) {
	w.t.Helper()
	w.ok(w.p.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		return s.Events(ctx, 0, tree.Size(), func(e flow.Recorded) error {
			if strings.HasPrefix(e.Kind.Name, "user.factor") || strings.HasPrefix(e.Kind.Name, "user.sess") {
				out = append(out, e.Actor+" "+strings.TrimPrefix(e.Kind.Name, "user."))
			}
			return nil
		})
	}))
	return out
}

// An account of this handle may have had a person once, who knows its password.
func TestNobodySignsInByTheAccountOfTheDoor(t *testing.T) {
	w := newPorch(t)
	h, err := keys.NewHolder()
	w.ok(err)
	w.ok(flow.AddHolder(t.Context(), w.p.archive, founder(), guard.Holder{Name: "first", Recipient: h.Recipient}))
	_, err = flow.OpenDoor(t.Context(), w.p.archive, founder(), intake.DoorOpened{Door: "mill", Title: map[string]string{"en": "Mill"}})
	w.ok(err)
	w.refused("it is given a password", fail.Usage, w.a.SetPassword(t.Context(), founder(), guard.DoorAccount, plainPassword))
	hash, err := w.p.book.PasswordHash(t.Context(), "rana")
	w.ok(err)
	w.ok(w.p.book.SetPassword(t.Context(), guard.DoorAccount, hash, ""))
	_, err = w.a.SignIn(t.Context(), guard.DoorAccount, plainPassword, "")
	w.refused("it signs in with a password from before", fail.Refused, err)
}

func TestASecondFactorIsAskedFromTheMomentItIsSet(t *testing.T) {
	w := newPorch(t)
	elsewhere := w.enter("rana", "").Session
	first := w.enter("rana", "")
	if first.Session == "" || first.Pending != "" {
		t.Fatalf("without a factor: %+v", first)
	}
	secret, codes := w.app(first.Session)
	if len(codes) != account.RecoveryCodes || !w.who(first.Session).Session.Strong {
		t.Errorf("%d codes", len(codes))
	}
	_, err := w.a.Who(t.Context(), elsewhere)
	w.refused("a session that never showed the factor", fail.Refused, err)
	w.now = w.now.Add(time.Minute)
	e := w.enter("rana", "")
	if e.Session != "" || e.Pending == "" || !slices.Equal(e.Kinds, []string{account.TOTP, account.Recovery}) {
		t.Fatalf("with a factor: %+v", e)
	}
	_, err = w.a.Who(t.Context(), e.Pending)
	w.refused("half a sign-in as a session", fail.Refused, err)
	_, err = w.a.SecondCode(t.Context(), e.Pending, "000000", "")
	w.refused("a wrong code", fail.Usage, err)
	code := w.code(secret)
	in, err := w.a.SecondCode(t.Context(), e.Pending, code, "")
	w.ok(err)
	if !w.who(in.Session).Session.Strong {
		t.Error("the session does not know that a factor was shown")
	}
	_, err = w.a.SecondCode(t.Context(), e.Pending, codes[0], "")
	w.refused("a sign-in that is done with", fail.Refused, err)
	_, err = w.a.SecondCode(t.Context(), w.enter("rana", "").Pending, code, "")
	w.refused("a code that was seen and is typed again within its time", fail.Usage, err)
	w.now = w.now.Add(11 * time.Minute)
	_, err = w.a.SecondCode(t.Context(), e.Pending, w.code(secret), "")
	w.refused("a sign-in that was begun too long ago", fail.Refused, err)
	if got := w.kinds(); !slices.Equal(got, []string{"rana factor_set"}) {
		t.Errorf("the ledger says %q", got)
	}
}

func TestARecoveryCodeOpensOnce(t *testing.T) {
	w := newPorch(t)
	_, codes := w.app(w.enter("rana", "").Session)
	in, err := w.a.SecondCode(t.Context(), w.enter("rana", "").Pending, strings.ToLower(codes[3]), "")
	w.ok(err)
	_, err = w.a.SecondCode(t.Context(), w.enter("rana", "").Pending, codes[3], "")
	w.refused("a recovery code that was used", fail.Usage, err)
	actor := w.who(in.Session).Actor
	fresh, err := w.a.NewCodes(t.Context(), actor, plainPassword, codes[4])
	w.ok(err)
	_, err = w.a.SecondCode(t.Context(), w.enter("rana", "").Pending, codes[5], "")
	w.refused("a code of before the new ones", fail.Usage, err)
	_, err = w.a.SecondCode(t.Context(), w.enter("rana", "").Pending, fresh[0], "")
	w.ok(err)
}

func TestSwitchingOffNeedsPasswordAndCode(t *testing.T) {
	w := newPorch(t)
	session := w.enter("rana", "").Session
	_, codes := w.app(session)
	actor := w.who(session).Actor
	factors, err := w.a.Factors(t.Context(), actor)
	w.ok(err)
	id := factors[slices.IndexFunc(factors, func(f account.Factor) bool { return f.Kind == account.TOTP })].ID
	w.refused("a wrong password", fail.Refused, w.a.RemoveFactor(t.Context(), actor, id, "another password", codes[0]))
	w.refused("a wrong code", fail.Usage, w.a.RemoveFactor(t.Context(), actor, id, plainPassword, "123456"))
	w.refused("another's", fail.NotFound, w.a.RemoveFactor(t.Context(), guard.Actor{Handle: "amin"}, id, plainPassword, codes[0]))
	w.ok(w.a.RemoveFactor(t.Context(), actor, id, plainPassword, codes[0]))
	if e := w.enter("rana", ""); e.Session == "" {
		t.Error("a factor is still asked")
	}
	if left, err := w.a.Factors(t.Context(), actor); err != nil || len(left) != 0 {
		t.Errorf("%d are left, %v", len(left), err)
	}
	if got := w.kinds(); !slices.Equal(got, []string{"rana factor_set", "rana factor_removed"}) {
		t.Errorf("the ledger says %q", got)
	}
}

func TestARoleThatMustShowASecondFactorOwesItUntilItIsSet(t *testing.T) {
	w := newPorch(t, guard.Administrator)
	if w.who(w.enter("rana", "").Session).Owes {
		t.Error("a reader owes a factor")
	}
	session := w.enter("amin", "").Session
	if !w.who(session).Owes {
		t.Fatal("an administrator owes none")
	}
	_, codes := w.app(session)
	p := w.who(session)
	if p.Owes {
		t.Error("it is owed after it was set")
	}
	factors, err := w.a.Factors(t.Context(), p.Actor)
	w.ok(err)
	id := factors[slices.IndexFunc(factors, func(f account.Factor) bool { return f.Kind == account.TOTP })].ID
	w.refused("taking away the last", fail.Refused, w.a.RemoveFactor(t.Context(), p.Actor, id, plainPassword, codes[0]))
}

func TestAnAdministratorHelpsWhoLostAFactorAndTheLedgerSaysSo(t *testing.T) {
	w := newPorch(t)
	session := w.enter("rana", "").Session
	w.app(session)
	rana, amin := guard.Actor{Handle: "rana", Roles: []guard.Role{guard.Reader}}, guard.Actor{Handle: "amin", Roles: []guard.Role{guard.Administrator}}
	w.refused("a reader resets another's", fail.Refused, w.a.ResetFactors(t.Context(), rana, "amin"))
	w.refused("a reader resets their own", fail.Refused, w.a.ResetFactors(t.Context(), rana, "rana"))
	w.refused("nobody's", fail.NotFound, w.a.ResetFactors(t.Context(), amin, "nobody"))
	w.ok(w.a.ResetFactors(t.Context(), amin, "rana"))
	_, err := w.a.Who(t.Context(), session)
	w.refused("a session of before", fail.Refused, err)
	if w.enter("rana", "").Session == "" {
		t.Error("a factor is still asked")
	}
	w.refused("a reader ends another's sessions", fail.Refused, w.a.EndSessions(t.Context(), rana, "amin"))
	w.ok(w.a.EndSessions(t.Context(), amin, "rana"))
	w.ok(w.a.EndSessions(t.Context(), rana, "rana"))
	if got := w.kinds(); !slices.Equal(got, []string{"rana factor_set", "amin factor_reset", "amin sessions_revoked"}) {
		t.Errorf("the ledger says %q", got)
	}
}

func TestSessionsAreListedToTheHourAndEndedByTheirOwner(t *testing.T) {
	w := newPorch(t)
	w.now = w.now.Add(25 * time.Minute)
	first, second := w.enter("rana", "").Session, w.enter("rana", "").Session
	p := w.who(first)
	all, err := w.a.Sessions(t.Context(), p.Actor, "rana", p.Session.Name)
	w.ok(err)
	if len(all) != 2 || !all[0].Began.Equal(w.now.Truncate(time.Hour)) || all[0].Here == all[1].Here {
		t.Fatalf("the sessions are %+v", all)
	}
	_, err = w.a.Sessions(t.Context(), p.Actor, "amin", "")
	w.refused("a reader lists another's", fail.Refused, err)
	w.ok(w.a.EndSession(t.Context(), guard.Actor{Handle: "amin"}, w.who(second).Session.Name)) // not theirs: ends nothing
	w.who(second)
	w.ok(w.a.EndSession(t.Context(), p.Actor, w.who(second).Session.Name))
	_, err = w.a.Who(t.Context(), second)
	w.refused("a session that was ended", fail.Refused, err)
	w.now = w.now.Add(account.SessionIdle + time.Second)
	_, err = w.a.Who(t.Context(), first)
	w.refused("a session that was not used", fail.Refused, err)
	third := w.enter("rana", "").Session
	w.ok(flow.DisableUser(t.Context(), w.p.archive, founder(), "rana", "left"))
	_, err = w.a.Who(t.Context(), third)
	w.refused("a session of a disabled account", fail.Refused, err)
	_, err = w.a.SignIn(t.Context(), "rana", plainPassword, "")
	w.refused("a disabled account", fail.Refused, err)
	w.ok(flow.AddUser(t.Context(), w.p.archive, founder(), "rana", []guard.Role{guard.Reader}, true))
	_, err = w.a.Who(t.Context(), third)
	w.refused("a session of before, when the account is open again", fail.Refused, err)
}

func TestANewPasswordEndsEveryOtherSession(t *testing.T) {
	w := newPorch(t)
	here, there := w.enter("rana", ""), w.enter("rana", "")
	actor := w.who(here.Session).Actor
	w.refused("with a wrong old one", fail.Refused, w.a.ChangePassword(t.Context(), actor, here.Session, "another password", "the new plain words"))
	w.refused("with a short new one", fail.Usage, w.a.ChangePassword(t.Context(), actor, here.Session, plainPassword, "short"))
	w.ok(w.a.ChangePassword(t.Context(), actor, here.Session, plainPassword, "the new plain words"))
	w.who(here.Session)
	_, err := w.a.Who(t.Context(), there.Session)
	w.refused("another session", fail.Refused, err)
	_, err = w.a.SignIn(t.Context(), "rana", plainPassword, "")
	w.refused("the old password", fail.Refused, err)
	w.refused("a reader sets another's", fail.Refused, w.a.SetPassword(t.Context(), actor, "amin", "the new plain words"))
}

// Who tries passwords for an account slows themselves down and everybody else
// without a browser it knows, and never its owner; and learns nothing of
// whether it is there.
func TestNobodyIsLockedOutByWhatOthersTry(t *testing.T) {
	w := newPorch(t)
	device := w.enter("rana", "").Device
	for _, handle := range []string{"rana", "nobody"} {
		slowed := 0
		for range 8 {
			_, err := w.a.SignIn(t.Context(), handle, "guessed password", "")
			if fail.Of(err) == fail.Conflict {
				slowed++
			} else {
				w.refused("a guess for "+handle, fail.Refused, err)
			}
		}
		if slowed != 3 {
			t.Errorf("%d of 8 guesses for %s were slowed", slowed, handle)
		}
	}
	_, err := w.a.SignIn(t.Context(), "rana", plainPassword, "")
	w.refused("the right password from an unknown browser at this moment", fail.Conflict, err)
	if e := w.enter("rana", device); e.Device != "" {
		t.Error("a browser that is known is given another token")
	}
	_, err = w.a.SignIn(t.Context(), "amin", plainPassword, device)
	w.ok(err) // another account is not slowed
	w.now = w.now.Add(time.Hour)
	w.enter("rana", "")
}

// echo is a provider that believes every code to be a handle.
type echo struct{}

func (echo) Name() string { return "Echo" }
func (echo) Ask(_ context.Context, state string) (string, []byte, error) {
	return "https://id.example/?state=" + state, []byte("secret"), nil
}
func (echo) Answer(_ context.Context, secret []byte, code string) (string, error) {
	if string(secret) != "secret" {
		return "", fail.New(fail.Refused, "another question")
	}
	return code, nil
}

func TestAProviderOpensAccountsThatAreThereOnceAQuestion(t *testing.T) {
	w := newPorch(t)
	ask := func() (state, token string) {
		address, token, err := w.a.AskProvider(t.Context())
		w.ok(err)
		return strings.TrimPrefix(address, "https://id.example/?state="), token
	}
	state, token := ask()
	in, err := w.a.Answered(t.Context(), token, state, "rana", "")
	w.ok(err)
	if w.who(in.Session).Actor.Handle != "rana" {
		t.Error("it is somebody else")
	}
	_, err = w.a.Answered(t.Context(), token, state, "rana", "")
	w.refused("an answer that was given before", fail.Refused, err)
	_, token = ask()
	_, err = w.a.Answered(t.Context(), token, state, "rana", "")
	w.refused("the state of another question", fail.Refused, err)
	state, token = ask()
	_, err = w.a.Answered(t.Context(), "stolen", state, "rana", "")
	w.refused("another browser", fail.Refused, err)
	_, err = w.a.Answered(t.Context(), token, state, "nobody", "")
	w.refused("an account that is not there", fail.Refused, err)
	w.app(in.Session)
	state, token = ask()
	e, err := w.a.Answered(t.Context(), token, state, "rana", "")
	w.ok(err)
	if e.Session != "" || e.Pending == "" {
		t.Error("a provider goes past the account's own second factor")
	}
}

// Who has the password and an open session, and not the second factor, puts no
// other in its place: neither an app nor a passkey.
func TestAnotherSecondFactorIsSetOnlyByOneThatIsThere(t *testing.T) {
	w := newPorch(t)
	session := w.enter("rana", "").Session
	secret, codes := w.app(session)
	actor := w.who(session).Actor
	for what, typed := range map[string]string{"without a code": "", "with a wrong code": "000000"} {
		w.refused("an app "+what, fail.Usage, w.a.DrawSecret(t.Context(), actor, session, plainPassword, typed))
		_, err := w.a.Drawn(t.Context(), actor, session)
		w.refused("the secret that was not drawn", fail.Refused, err)
		_, err = w.a.MakePasskey(t.Context(), actor, session, plainPassword, typed)
		w.refused("a passkey "+what, fail.Usage, err)
		w.now = w.now.Add(time.Hour) // wrong codes are slowed
	}
	w.ok(w.a.DrawSecret(t.Context(), actor, session, plainPassword, w.code(secret)))
	_, err := w.a.MakePasskey(t.Context(), actor, session, plainPassword, codes[0])
	w.ok(err)
}

// nods are passkeys whose answer is their own record.
type nods struct{}

func (nods) Make(string, [][]byte) (string, []byte, error) { return "{}", []byte("asked"), nil }
func (nods) Made(_ string, asked []byte, answer string) ([]byte, error) {
	return []byte(answer + string(asked)), nil
}
func (nods) Ask(string, [][]byte) (string, []byte, error) { return "{}", []byte("asked"), nil }
func (nods) Answered(_ string, records [][]byte, asked []byte, answer string) (int, []byte, error) {
	for i, r := range records {
		if bytes.Equal(r, []byte(answer+string(asked))) {
			return i, r, nil
		}
	}
	return 0, nil, fail.New(fail.Refused, "another key")
}

func TestAPasskeyIsASecondFactorAndEachQuestionIsAnsweredOnce(t *testing.T) {
	w := newPorch(t)
	session := w.enter("rana", "").Session
	actor := w.who(session).Actor
	_, err := w.a.MakePasskey(t.Context(), actor, session, "another password", "")
	w.refused("without the password", fail.Refused, err)
	_, err = w.a.SetPasskey(t.Context(), actor, session, "blue", "key")
	w.refused("one that was not asked for", fail.Refused, err)
	_, err = w.a.MakePasskey(t.Context(), actor, session, plainPassword, "")
	w.ok(err)
	codes, err := w.a.SetPasskey(t.Context(), actor, session, "blue", "key")
	w.ok(err)
	if len(codes) != account.RecoveryCodes {
		t.Errorf("%d recovery codes", len(codes))
	}
	e := w.enter("rana", "")
	if !slices.Equal(e.Kinds, []string{account.Passkey, account.Recovery}) {
		t.Errorf("what will do: %q", e.Kinds)
	}
	_, err = w.a.SecondPasskey(t.Context(), e.Pending, "key", "")
	w.refused("an answer to no question", fail.Refused, err)
	for _, answer := range []string{"another", "key"} {
		_, err = w.a.AskPasskey(t.Context(), e.Pending)
		w.ok(err)
		in, err := w.a.SecondPasskey(t.Context(), e.Pending, answer, "")
		if answer == "another" {
			w.refused("another key", fail.Refused, err)
			continue
		}
		w.ok(err)
		if !w.who(in.Session).Session.Strong {
			t.Error("the session does not know that a factor was shown")
		}
	}
	_, err = w.a.SecondPasskey(t.Context(), e.Pending, "key", "")
	w.refused("the same answer again", fail.Refused, err)
}

// What is kept of a second factor opens nothing without the key that is not in
// the database, and comes back with a backup, and its key with it.
func TestSecondFactorsAreSealedAndComeBackWithABackup(t *testing.T) {
	w := newPorch(t)
	session := w.enter("rana", "").Session
	secret, _ := w.app(session)
	w.ok(w.a.SetLikes(t.Context(), guard.Actor{Handle: "rana"}, account.Preferences{Calendar: "solar"}))
	factors, err := w.p.book.AllFactors(t.Context())
	w.ok(err)
	for _, f := range factors {
		if bytes.Contains(f.Data, secret) {
			t.Error("the secret stands in the database")
		}
	}
	key, err := os.Stat(filepath.Join(w.p.dir, factorKeyFile))
	w.ok(err)
	if key.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has the mode %v", key.Mode())
	}
	private, err := w.p.secrets(t.Context())
	w.ok(err)
	other := newPorch(t)
	other.ok(os.WriteFile(filepath.Join(other.p.dir, factorKeyFile), private[privateFactorKey], 0o600))
	other.p.private = private
	other.ok(other.p.restoreAccounts(t.Context()))
	e := other.enter("rana", "")
	if e.Pending == "" {
		t.Fatal("the archive that came back opens by a password alone")
	}
	other.now = other.now.Add(time.Minute)
	in, err := other.a.SecondCode(t.Context(), e.Pending, account.Code(secret, account.Step(other.now)), "")
	other.ok(err)
	if got := other.who(in.Session).Likes.Calendar; got != "solar" {
		t.Errorf("the calendar is %q", got)
	}
	lost := newPorch(t)
	lost.p.private = private
	lost.ok(lost.p.restoreAccounts(t.Context()))
	if _, err := lost.a.SecondCode(t.Context(), lost.enter("rana", "").Pending, account.Code(secret, account.Step(lost.now)), ""); err == nil || fail.Of(err) == fail.Usage {
		t.Errorf("without the key: %v, want an error that says so", err)
	}
}

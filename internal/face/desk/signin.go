package desk

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"strings"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/ground/fail"
)

type signInPage struct {
	frame
	Next     string
	Handle   string
	Wrong    bool
	Wait     int64  // minutes until the next attempt, 0 if none was too soon
	Provider string // who else can say who somebody is
}

func showSignIn(_ context.Context, v *visit) (view, error) {
	return &signInPage{Next: nextPage(v.query("next")), Provider: v.Accounts.ProviderName()}, nil
}

// outside reads the form of who is not signed in.
func (v *visit) outside() error {
	if c, err := v.r.Cookie(cookieName(v.r, "caller")); err == nil {
		v.token = c.Value
	}
	return v.checkToken()
}

// device gives what this browser keeps from an earlier sign-in.
func (v *visit) device() string { return v.kept("device") }

func (v *visit) kept(name string) string {
	if c, err := v.r.Cookie(cookieName(v.r, name)); err == nil {
		return c.Value
	}
	return ""
}

// signIn begins a session. Whatever the accounts refuse is told in the same
// words: an account that is not there must look like a wrong password.
func signIn(w http.ResponseWriter, v *visit) error {
	if err := v.outside(); err != nil {
		return err
	}
	handle := strings.TrimSpace(v.field("handle"))
	entered, err := v.Accounts.SignIn(v.r.Context(), handle, v.field("password"), v.device())
	page := &signInPage{Next: nextPage(v.field("next")), Handle: handle, Provider: v.Accounts.ProviderName()}
	if fail.Of(err) == fail.Refused {
		page.Wrong = true
		return v.render(w, http.StatusForbidden, "signin", page)
	}
	if page.Wait = tooSoon(err); page.Wait > 0 {
		return v.render(w, http.StatusTooManyRequests, "signin", page)
	}
	if err != nil {
		return err
	}
	return v.entered(w, entered, page.Next)
}

// tooSoon gives how many minutes to wait, for an attempt that came too soon.
func tooSoon(err error) int64 {
	var soon interface{ Waits() time.Duration }
	if !errors.As(err, &soon) {
		return 0
	}
	return int64((soon.Waits() + time.Minute - 1) / time.Minute)
}

// How long a browser is known, and how long it may take for a second step, in
// seconds. Both end in the accounts as well.
const (
	deviceAge  = 180 * 24 * 3600
	pendingAge = 600
)

// entered hands a right proof's tokens to the browser, and sends it on.
func (v *visit) entered(w http.ResponseWriter, e account.Entered, next string) error {
	if e.Pending != "" {
		http.SetCookie(w, cookie(v.r, "pending", e.Pending, pendingAge))
		http.Redirect(w, v.r, "/signin/second?"+nextQuery(next), http.StatusSeeOther)
		return nil
	}
	http.SetCookie(w, cookie(v.r, "session", e.Session, 0))
	if e.Device != "" {
		http.SetCookie(w, cookie(v.r, "device", e.Device, deviceAge))
	}
	for _, name := range []string{"caller", "pending"} {
		http.SetCookie(w, cookie(v.r, name, "", -1))
	}
	http.Redirect(w, v.r, next, http.StatusSeeOther)
	return nil
}

type secondPage struct {
	frame
	Next    string
	App     bool   // a code of an app will do
	Options string // for the script that asks for a passkey; "" if there is none
	Wrong   bool
	Wait    int64
}

func (p *secondPage) scripted() bool { return p.Options != "" }

func showSecond(ctx context.Context, v *visit) (view, error) {
	return v.second(ctx, nextPage(v.query("next")))
}

// second makes the page of the second step. To show it draws a new question for
// a passkey, if there is one: an old page's answer is then no answer.
func (v *visit) second(ctx context.Context, next string) (*secondPage, error) {
	p := &secondPage{Next: next}
	kinds, err := v.Accounts.Kinds(ctx, v.kept("pending"))
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		p.App = p.App || k == account.TOTP
	}
	p.Options, err = v.Accounts.AskPasskey(ctx, v.kept("pending"))
	return p, err
}

// again sends who was refused back to the beginning: what was begun is gone.
func again(a answer) answer {
	return func(w http.ResponseWriter, v *visit) error {
		err := a(w, v)
		if fail.Of(err) == fail.Refused && v.kept("pending") != "" {
			http.SetCookie(w, cookie(v.r, "pending", "", -1))
			http.Redirect(w, v.r, "/signin", http.StatusSeeOther)
			return nil
		}
		return err
	}
}

// signInSecond goes on with a sign-in by a second factor.
func signInSecond(w http.ResponseWriter, v *visit) error {
	if err := v.outside(); err != nil {
		return err
	}
	next, ctx := nextPage(v.field("next")), v.r.Context()
	var entered account.Entered
	var err error
	if answer := v.field("answer"); answer != "" {
		entered, err = v.Accounts.SecondPasskey(ctx, v.kept("pending"), answer, v.device())
	} else {
		entered, err = v.Accounts.SecondCode(ctx, v.kept("pending"), v.field("code"), v.device())
	}
	if err == nil {
		return v.entered(w, entered, next)
	}
	wait := tooSoon(err)
	if fail.Of(err) != fail.Usage && wait == 0 {
		return err
	}
	page, failed := v.second(ctx, next)
	if failed != nil {
		return failed
	}
	page.Wrong, page.Wait = wait == 0, wait
	status := http.StatusForbidden
	if wait > 0 {
		status = http.StatusTooManyRequests
	}
	return v.render(w, status, "signin_second", page)
}

type awayPage struct {
	frame
	Provider string
	Address  template.URL // of the provider the operator set
}

// askProvider shows the way to a provider of identities. It is a link and no
// redirect: no form of the desk may lead to another site, and who goes there
// sees where.
func askProvider(w http.ResponseWriter, v *visit) error {
	if err := v.outside(); err != nil {
		return err
	}
	address, token, err := v.Accounts.AskProvider(v.r.Context())
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie(v.r, "away", token, pendingAge))
	return v.render(w, http.StatusOK, "signin_away", &awayPage{Provider: v.Accounts.ProviderName(), Address: template.URL(address)})
}

// providerAnswered is the one GET that changes something: a provider sends
// browsers back by a redirect. It changes nothing without the token that this
// very browser was given with the question, and once.
func providerAnswered(w http.ResponseWriter, v *visit) error {
	http.SetCookie(w, cookie(v.r, "away", "", -1))
	entered, err := v.Accounts.Answered(v.r.Context(), v.kept("away"), v.query("state"), v.query("code"), v.device())
	if fail.Of(err) == fail.Refused {
		v.caller(w)
		return v.render(w, http.StatusForbidden, "signin", &signInPage{Next: "/", Wrong: true, Provider: v.Accounts.ProviderName()})
	}
	if err != nil {
		return err
	}
	return v.entered(w, entered, "/")
}

package desk

import (
	"context"
	"net/http"
	"strings"

	"sanad/internal/ground/fail"
)

type signInPage struct {
	frame
	Next   string
	Handle string
	Wrong  bool
}

func showSignIn(_ context.Context, v *visit) (view, error) {
	return &signInPage{Next: nextPage(v.query("next"))}, nil
}

// signIn begins a session. Whatever the accounts refuse is told in the same
// words: an account that is not there must look like a wrong password.
func signIn(w http.ResponseWriter, v *visit) error {
	c, err := v.r.Cookie(cookieName(v.r, "caller"))
	if err == nil {
		v.token = c.Value
	}
	if err := v.checkToken(); err != nil {
		return err
	}
	handle := strings.TrimSpace(v.field("handle"))
	token, err := v.Accounts.SignIn(v.r.Context(), handle, v.field("password"))
	if fail.Of(err) == fail.Refused {
		return v.render(w, http.StatusForbidden, "signin", &signInPage{Next: nextPage(v.field("next")), Handle: handle, Wrong: true})
	}
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie(v.r, "session", token, 0))
	http.SetCookie(w, cookie(v.r, "caller", "", -1))
	http.Redirect(w, v.r, nextPage(v.field("next")), http.StatusSeeOther)
	return nil
}

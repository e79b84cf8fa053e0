package desk

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"sanad/internal/ground/fail"
)

// cookieName names a cookie of the desk. Over TLS it carries the prefix that
// makes browsers refuse one set by a neighbouring host (RFC 6265bis, 4.1.3).
func cookieName(r *http.Request, name string) string {
	if r.TLS != nil {
		return "__Host-sanad-" + name
	}
	return "sanad-" + name
}

// cookie makes a cookie no script can read and no other site's form carries;
// age 0 lets it end with the browser, below 0 deletes it.
func cookie(r *http.Request, name, value string, age int) *http.Cookie {
	return &http.Cookie{Name: cookieName(r, name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil}
}

// identify finds out who is there.
func (v *visit) identify() error {
	c, err := v.r.Cookie(cookieName(v.r, "session"))
	if err != nil || c.Value == "" {
		return fail.New(fail.Refused, "nobody is signed in")
	}
	present, err := v.Accounts.Who(v.r.Context(), c.Value)
	if err != nil {
		return err
	}
	v.present, v.actor, v.token = present, present.Actor, c.Value
	return v.please(present.Likes)
}

// formToken is what a form must send back: it proves that the page was made
// for this session, and tells nothing of the session's own token.
func formToken(session string) string {
	mac := hmac.New(sha256.New, []byte(session))
	mac.Write([]byte("sanad/form/v1"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// checkToken refuses a form that was not made for this session, which also
// covers browsers that send neither Origin nor Sec-Fetch-Site.
func (v *visit) checkToken() error {
	if err := v.r.ParseForm(); err != nil {
		return fail.New(fail.Usage, "reading the form: %w", err)
	}
	if v.token == "" || !hmac.Equal([]byte(v.field("token")), []byte(formToken(v.token))) {
		return fail.New(fail.Refused, "the form is not of this session")
	}
	return nil
}

// caller makes sure that who is not signed in has a token all the same, so
// that no other site can sign a person in as somebody else.
func (v *visit) caller(w http.ResponseWriter) {
	if c, err := v.r.Cookie(cookieName(v.r, "caller")); err == nil && c.Value != "" {
		v.token = c.Value
		return
	}
	v.token = rand.Text()
	http.SetCookie(w, cookie(v.r, "caller", v.token, 0))
}

// signInAddress sends a reader to the sign-in and back to the page asked for.
func signInAddress(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return "/signin"
	}
	return "/signin?" + nextQuery(r.URL.RequestURI())
}

// signOut ends the session.
func signOut(w http.ResponseWriter, v *visit) error {
	if err := v.Accounts.SignOut(v.r.Context(), v.token); err != nil {
		return err
	}
	http.SetCookie(w, cookie(v.r, "session", "", -1))
	http.Redirect(w, v.r, "/signin", http.StatusSeeOther)
	return nil
}

// nextQuery carries where to go through a page of the sign-in.
func nextQuery(next string) string { return url.Values{"next": {next}}.Encode() }

// nextPage gives where to go after the sign-in.
func nextPage(asked string) string {
	if strings.HasPrefix(asked, "/signin") {
		return "/"
	}
	return local(asked)
}

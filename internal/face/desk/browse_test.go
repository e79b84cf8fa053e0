package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// browser is one person's browser: it keeps cookies and follows nothing.
type browser struct {
	t       *testing.T
	handler http.Handler
	cookies map[string]string
	headers map[string]string
}

func (w *world) browser() *browser {
	return &browser{t: w.t, handler: w.handler, cookies: map[string]string{}, headers: map[string]string{"Sec-Fetch-Site": "same-origin"}}
}

// as gives the browser of somebody who has signed in.
func (w *world) as(handle string) *browser {
	b := w.browser()
	entered, err := w.accounts.SignIn(w.t.Context(), handle, "right", "")
	must(w.t, err)
	b.cookies["sanad-session"] = entered.Session
	return b
}

func (b *browser) do(method, target string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return w
}

func (b *browser) get(target string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do(http.MethodGet, target, nil)
}

// asking is the same browser, which asks for another type.
func (b *browser) asking(accept string) *browser {
	other := *b
	other.headers = map[string]string{"Accept": accept}
	return &other
}

// page gets a page that must be there.
func (b *browser) page(target string) *node {
	b.t.Helper()
	target, _, _ = strings.Cut(target, "#") // which a browser keeps to itself
	w := b.get(target)
	if w.Code != http.StatusOK {
		b.t.Fatalf("GET %s: status %d\n%s", target, w.Code, w.Body)
	}
	return parse(b.t, w.Body.String())
}

// post sends a form with the token the desk would have put into it.
func (b *browser) post(target string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	form.Set("token", formToken(b.cookies["sanad-session"]))
	return b.do(http.MethodPost, target, form)
}

// posted sends a form that must be taken, and gives where it leads.
func (b *browser) posted(target string, form url.Values) string {
	b.t.Helper()
	w := b.post(target, form)
	if w.Code != http.StatusSeeOther {
		b.t.Fatalf("POST %s: status %d\n%s", target, w.Code, parse(b.t, w.Body.String()).text)
	}
	return w.Header().Get("Location")
}

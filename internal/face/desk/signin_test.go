package desk

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func (b *browser) signIn(handle, password, next string) *httptest.ResponseRecorder {
	b.t.Helper()
	page := b.page("/signin")
	token := page.find("input[name=token]")[0].attrs["value"]
	return b.do(http.MethodPost, "/signin", url.Values{"token": {token}, "handle": {handle}, "password": {password}, "next": {next}})
}

func TestAWrongPasswordLooksLikeAnUnknownAccount(t *testing.T) {
	w := newWorld(t, "")
	wrong := w.browser().signIn("rana", "wrong", "/")
	unknown := w.browser().signIn("nobody", "wrong", "/")
	without := func(r *httptest.ResponseRecorder, handle string) string {
		page := parse(t, r.Body.String())
		token := page.find("input[name=token]")[0].attrs["value"]
		return strings.ReplaceAll(strings.ReplaceAll(r.Body.String(), token, ""), `value="`+handle+`"`, "")
	}
	if wrong.Code != http.StatusForbidden || unknown.Code != wrong.Code || without(wrong, "rana") != without(unknown, "nobody") {
		t.Errorf("status %d and %d\n%s\n%s", wrong.Code, unknown.Code, wrong.Body, unknown.Body)
	}
	if len(parse(t, wrong.Body.String()).find("#wrong")) != 1 {
		t.Error("nothing says that it was wrong")
	}
}

func TestSigningInOpensTheDeskAndSigningOutShutsIt(t *testing.T) {
	w := newWorld(t, "")
	b := w.browser()
	if r := b.get("/items?failed=1"); r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/signin?next=%2Fitems%3Ffailed%3D1" {
		t.Errorf("status %d to %q", r.Code, r.Header().Get("Location"))
	}
	r := b.signIn("rana", "right", "/items?failed=1")
	if r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/items?failed=1" {
		t.Fatalf("status %d to %q", r.Code, r.Header().Get("Location"))
	}
	for _, c := range r.Result().Cookies() {
		if c.Name == "sanad-session" && (!c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Path != "/") {
			t.Errorf("the cookie is %+v", c)
		}
	}
	b.page("/items")
	if to := b.posted("/signout", url.Values{}); to != "/signin" {
		t.Errorf("leads to %q", to)
	}
	b.cookies["sanad-session"] = "token-of-rana" // who kept the cookie gets in no more
	if r := b.get("/items"); r.Code != http.StatusSeeOther {
		t.Errorf("a session that was ended still works: status %d", r.Code)
	}
}

func TestWithoutASessionNoPageTellsWhetherItIsThere(t *testing.T) {
	w := newWorld(t, "")
	for _, target := range []string{"/", "/items", "/no/such/page", "/items/" + w.letter.String(), "/ledger/1/proof", "/checkpoint", "/users"} {
		if r := w.browser().get(target); r.Code != http.StatusSeeOther || !strings.HasPrefix(r.Header().Get("Location"), "/signin") {
			t.Errorf("%s: status %d to %q", target, r.Code, r.Header().Get("Location"))
		}
	}
	if r := w.browser().get("/style.css"); r.Code != http.StatusOK {
		t.Errorf("the style sheet: status %d", r.Code)
	}
}

func TestTheSignInLeadsToNoOtherSite(t *testing.T) {
	w := newWorld(t, "")
	for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example/", `/\elsewhere.example/`, "javascript:alert(1)", "/signin", "\t//elsewhere.example", ""} {
		if r := w.browser().signIn("rana", "right", next); r.Header().Get("Location") != "/" {
			t.Errorf("next %q leads to %q", next, r.Header().Get("Location"))
		}
	}
	for target, want := range map[string]string{
		"//elsewhere.example/x?lang=fa": "/", `/\elsewhere.example/?lang=fa`: "", "/items?failed=1&lang=fa": "/items?failed=1",
	} {
		r := w.as("rana").get(target)
		location := r.Header().Get("Location")
		if want != "" && location != want || strings.HasPrefix(location, "//") || strings.HasPrefix(location, `/\`) {
			t.Errorf("%s leads to %q", target, location)
		}
	}
}

func TestASessionIsForNobodyElsesForm(t *testing.T) {
	w := newWorld(t, "")
	sessions := "/claims/" + w.name + "/withdraw"
	form := func(token string) url.Values { return url.Values{"reason": {"x"}, "token": {token}} }
	for what, try := range map[string]func() *httptest.ResponseRecorder{
		"no token": func() *httptest.ResponseRecorder { return w.as("dana").do(http.MethodPost, sessions, form("")) },
		"another's token": func() *httptest.ResponseRecorder {
			return w.as("dana").do(http.MethodPost, sessions, form(formToken("token-of-kian")))
		},
		"token in the query": func() *httptest.ResponseRecorder {
			return w.as("dana").do(http.MethodPost, sessions+"?token="+formToken("token-of-dana"), url.Values{"reason": {"x"}})
		},
		"from a foreign site": func() *httptest.ResponseRecorder {
			return foreign(w.as("dana"), "Sec-Fetch-Site", "cross-site").post(sessions, form(""))
		},
		"a foreign origin": func() *httptest.ResponseRecorder {
			return foreign(w.as("dana"), "Origin", "https://elsewhere.example").post(sessions, form(""))
		},
		"the origin null": func() *httptest.ResponseRecorder {
			return foreign(w.as("dana"), "Origin", "null").post(sessions, form(""))
		},
	} {
		r := try()
		if r.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", what, r.Code)
		}
		checkHeaders(t, what, r.Header(), false)
	}
	if r := foreign(w.browser(), "Sec-Fetch-Site", "cross-site").signIn("rana", "right", "/"); r.Code != http.StatusForbidden {
		t.Errorf("signing in from a foreign site: status %d", r.Code)
	}
	if r := w.browser().do(http.MethodPost, "/signin", url.Values{"handle": {"rana"}, "password": {"right"}}); r.Code != http.StatusForbidden {
		t.Errorf("signing in without the form: status %d", r.Code)
	}
}

func foreign(b *browser, header, value string) *browser {
	b.headers = map[string]string{header: value}
	return b
}

func TestOverTLSTheCookieIsBoundToTheHost(t *testing.T) {
	w := newWorld(t, "")
	r := httptest.NewRequest(http.MethodGet, "https://desk.example/signin", nil)
	r.TLS = &tls.ConnectionState{}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	c := rec.Result().Cookies()
	if len(c) != 1 || c[0].Name != "__Host-sanad-caller" || !c[0].Secure || c[0].Domain != "" || c[0].Path != "/" {
		t.Errorf("the cookies are %+v", c)
	}
	r = httptest.NewRequest(http.MethodGet, "https://desk.example/", nil)
	r.TLS = &tls.ConnectionState{}
	r.AddCookie(&http.Cookie{Name: "sanad-session", Value: "token-of-rana"}) // as a neighbouring host could set it
	w.as("rana")
	rec = httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if rec.Code != http.StatusSeeOther {
		t.Errorf("a cookie without the prefix is taken over TLS: status %d", rec.Code)
	}
}

package desk

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/face/words"
)

func TestAPasswordAloneDoesNotOpenAnAccountWithASecondFactor(t *testing.T) {
	w := newWorld(t, "")
	w.accounts.second["rana"] = true
	b := w.browser()
	r := b.signIn("rana", "right", "/items?failed=1")
	if r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/signin/second?next=%2Fitems%3Ffailed%3D1" || b.cookies["sanad-session"] != "" {
		t.Fatalf("status %d to %q, session %q", r.Code, r.Header().Get("Location"), b.cookies["sanad-session"])
	}
	if r := b.get("/items"); r.Code != http.StatusSeeOther {
		t.Errorf("the desk opens half-way: status %d", r.Code)
	}
	second := func(code string) *node {
		page := b.page("/signin/second?next=%2Fitems%3Ffailed%3D1")
		checkPage(t, "/signin/second", words.English, page)
		form := page.find("form[action=/signin/second]")[0]
		r = b.do(http.MethodPost, "/signin/second", url.Values{"token": {form.find("input[name=token]")[0].attrs["value"]}, "next": {form.find("input[name=next]")[0].attrs["value"]}, "code": {code}})
		return parse(t, r.Body.String())
	}
	if page := second("000000"); r.Code != http.StatusForbidden || len(page.find("#wrong")) != 1 {
		t.Errorf("a wrong code: status %d", r.Code)
	}
	if second("123456"); r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/items?failed=1" {
		t.Errorf("a right code: status %d to %q", r.Code, r.Header().Get("Location"))
	}
	b.page("/items")
}

func TestASecondStepThatWasNotBegunLeadsToTheSignIn(t *testing.T) {
	w := newWorld(t, "")
	b := w.browser()
	if r := b.get("/signin/second"); r.Code != http.StatusForbidden {
		t.Errorf("without anything begun: status %d", r.Code)
	}
	b.cookies["sanad-pending"] = "forged"
	if r := b.get("/signin/second"); r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/signin" {
		t.Errorf("with what was not begun: status %d to %q", r.Code, r.Header().Get("Location"))
	}
}

func TestWhoCameTooSoonIsToldHowLongToWait(t *testing.T) {
	w := newWorld(t, "")
	w.accounts.soon = 90 * time.Second
	b := w.browser()
	r := b.signIn("rana", "right", "/")
	page := parse(t, r.Body.String())
	if r.Code != http.StatusTooManyRequests || len(page.find("#wait")) != 1 || !strings.Contains(page.text, "2 minutes") {
		t.Errorf("status %d: %s", r.Code, page.text)
	}
	b.cookies["sanad-device"] = "known"
	if r := b.signIn("rana", "right", "/"); r.Code != http.StatusSeeOther || b.cookies["sanad-device"] != "known" {
		t.Errorf("a browser that is known: status %d", r.Code)
	}
}

func TestWhoOwesASecondFactorReachesNothingElse(t *testing.T) {
	w := newWorld(t, "")
	w.accounts.owes["amin"] = true
	b := w.as("amin")
	for _, route := range routes() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if strings.HasPrefix(path, "/account") || path == "/signout" {
			continue
		}
		path = strings.NewReplacer("{$}", "", "{index}", "1").Replace(path)
		r := b.do(method, path, url.Values{"token": {formToken(b.cookies["sanad-session"])}})
		if r.Code != http.StatusSeeOther || r.Header().Get("Location") != "/account#factors" {
			t.Errorf("%s: status %d to %q", route.pattern, r.Code, r.Header().Get("Location"))
		}
	}
	page := b.page("/account")
	if len(page.find("#owes")) != 1 || len(page.find("nav.menu")) != 0 || len(page.find("a[href=/ledger]")) != 0 {
		t.Error("the page does not say so, or leads elsewhere")
	}
	if to := b.posted("/account/app/new", url.Values{"password": {"right"}}); to != "/account/app" {
		t.Errorf("leads to %q", to)
	}
	if r := b.post("/account/app", url.Values{"code": {"123456"}}); r.Code != http.StatusOK {
		t.Errorf("setting it up: status %d", r.Code)
	}
	b.page("/users")
}

func TestAnAppIsSetUpFromItsPageWithoutScripts(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	if r := b.get("/account/app"); r.Code != http.StatusForbidden {
		t.Errorf("a secret that was not drawn: status %d", r.Code)
	}
	if r := b.post("/account/app/new", url.Values{"password": {"wrong"}}); r.Code != http.StatusForbidden {
		t.Errorf("with a wrong password: status %d", r.Code)
	}
	page := b.page(b.posted("/account/app/new", url.Values{"password": {"right"}}))
	checkPage(t, "/account/app", words.English, page)
	if got := page.find("#secret")[0].text; got != "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" {
		t.Errorf("the secret is %q", got)
	}
	if len(page.find("svg.qr")) != 1 || len(page.find("svg.qr path")) != 2 || !strings.HasPrefix(page.find("svg.qr path")[1].attrs["d"], "M4 4.5h7") {
		t.Error("there is no picture of the secret")
	}
	links := 0
	for _, a := range page.find("a") {
		if strings.HasPrefix(a.attrs["href"], "otpauth://totp/Archive%20of%20the%20Varanda%20Committee:rana?") {
			links++
		}
	}
	if links != 1 {
		t.Errorf("%d links open an app", links)
	}
	if r := b.post("/account/app", url.Values{"code": {"1"}}); r.Code != http.StatusBadRequest || len(parse(t, r.Body.String()).find("#wrong")) != 1 {
		t.Errorf("a wrong code: status %d", r.Code)
	}
	r := b.post("/account/app", url.Values{"code": {"123456"}})
	if page := parse(t, r.Body.String()); r.Code != http.StatusOK || page.find("ol.codes li")[0].text != "ABCD-EFGH-IJKL-MNOP" {
		t.Errorf("the codes are not shown: status %d", r.Code)
	}
	if strings.Contains(b.get("/account").Body.String(), "ABCD-EFGH") {
		t.Error("the codes are shown twice")
	}
}

func TestFactorsSessionsAndThePasswordAreTheOwnersToChange(t *testing.T) {
	w := newWorld(t, "")
	w.accounts.second["rana"], w.accounts.passkeys = true, true
	b := w.browser()
	b.cookies["sanad-session"] = "token-of-rana"
	w.accounts.sessions["token-of-rana"] = "rana"
	page := b.page("/account")
	checkPage(t, "/account", words.English, page)
	for _, target := range []string{"/account/app/new", "/account/passkey/new"} {
		if len(page.find("form[action="+target+"] input[name=code]")) != 1 {
			t.Errorf("the form of %s asks for no code", target)
		}
		if r := b.post(target, url.Values{"password": {"right"}}); r.Code != http.StatusBadRequest {
			t.Errorf("%s by the password alone: status %d", target, r.Code)
		}
	}
	b.posted("/account/app/new", url.Values{"password": {"right"}, "code": {"123456"}})
	b.posted("/account/factors/key/remove", url.Values{"password": {"right"}, "code": {"123456"}})
	b.posted("/account/sessions/there/end", url.Values{})
	b.posted("/account/password", url.Values{"old": {"right"}, "password": {"a b c d e f g"}, "again": {"a b c d e f g"}})
	b.posted("/account/passkey", url.Values{"label": {"red"}, "answer": {"signed"}})
	for target, form := range map[string]url.Values{
		"/account/password":           {"old": {"wrong"}, "password": {"a b c d e f g"}, "again": {"a b c d e f g"}},
		"/account/passkey":            {"answer": {"forged"}},
		"/account/factors/app/remove": {"password": {"wrong"}, "code": {"123456"}},
	} {
		if r := b.post(target, form); r.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", target, r.Code)
		}
	}
	if r := b.post("/account/password", url.Values{"old": {"right"}, "password": {"a b c d e f g"}, "again": {"another"}}); r.Code != http.StatusBadRequest {
		t.Errorf("a password typed in two ways: status %d", r.Code)
	}
	if r := b.post("/account/codes", url.Values{"password": {"right"}, "code": {"123456"}}); r.Code != http.StatusOK || !strings.Contains(r.Body.String(), "QRST-UVWX") {
		t.Errorf("new codes: status %d", r.Code)
	}
	if to := b.posted("/account/sessions", url.Values{}); to != "/signin" || b.cookies["sanad-session"] != "" {
		t.Errorf("signing out everywhere leads to %q", to)
	}
	want := []string{"rana removes key", "rana ends there", "rana changes to a b c d e f g", "rana makes red", "rana ends all of rana"}
	if !slices.Equal(w.accounts.did, want) {
		t.Errorf("it did %q, want %q", w.accounts.did, want)
	}
}

func TestBehindAServerWithTLSTheCookiesAreBoundToIt(t *testing.T) {
	w := newWorld(t, "")
	handler, err := New(Options{Archive: w.archive, Accounts: w.accounts, Tokens: &fakeTokens{}, Jobs: w.jobs.of(w.archive), Clock: time.Now, Closed: true, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	b := w.browser()
	b.handler = handler
	r := b.get("/signin")
	if c := r.Result().Cookies(); len(c) != 1 || c[0].Name != "__Host-sanad-caller" || !c[0].Secure {
		t.Errorf("the cookies are %+v", c)
	}
}

func TestAPageThatAsksForAPasskeyRunsItsScriptAndNoOther(t *testing.T) {
	w := newWorld(t, "")
	w.accounts.second["rana"], w.accounts.passkeys = true, true
	b := w.browser()
	b.signIn("rana", "right", "/")
	r := b.get("/signin/second")
	page := parse(t, r.Body.String())
	form := page.find("form[data-passkey=ask]")
	if r.Header().Get("Content-Security-Policy") != scriptPolicy || len(page.find("script")) != 1 || page.safe() != nil || len(form) != 1 {
		t.Fatalf("the page is %s", r.Body)
	}
	if _, hidden := form[0].attrs["hidden"]; !hidden || form[0].attrs["data-options"] != `{"challenge":"AAAA"}` || len(page.find("#code")) != 1 {
		t.Error("without the script the page offers what it can't do, or no code")
	}
	if r := b.do(http.MethodPost, "/signin/second", url.Values{"token": {form[0].find("input[name=token]")[0].attrs["value"]}, "answer": {"signed"}}); r.Code != http.StatusSeeOther {
		t.Errorf("a passkey's answer: status %d", r.Code)
	}
	r = b.post("/account/passkey/new", url.Values{"password": {"right"}, "code": {"123456"}})
	page = parse(t, r.Body.String())
	if r.Code != http.StatusOK || r.Header().Get("Content-Security-Policy") != scriptPolicy || len(page.find("[data-without]")) != 1 {
		t.Errorf("the page that makes a passkey: status %d", r.Code)
	}
}

func TestAProviderIsReachedByALinkAndItsAnswerIsOfThisBrowser(t *testing.T) {
	w := newWorld(t, "")
	if strings.Contains(w.browser().get("/signin").Body.String(), "/signin/provider") {
		t.Error("a provider is offered that is not set")
	}
	w.accounts.provider = "Example"
	b := w.browser()
	token := b.page("/signin").find("form[action=/signin/provider] input[name=token]")[0].attrs["value"]
	if r := b.do(http.MethodPost, "/signin/provider", url.Values{}); r.Code != http.StatusForbidden {
		t.Errorf("a form of nobody's: status %d", r.Code)
	}
	r := b.do(http.MethodPost, "/signin/provider", url.Values{"token": {token}})
	link := parse(t, r.Body.String()).find("a.button")
	if r.Code != http.StatusOK || len(link) != 1 || link[0].attrs["href"] != "https://id.example/authorize?state=s" {
		t.Fatalf("status %d: %s", r.Code, r.Body)
	}
	if r := w.browser().get("/signin/provider/back?state=s&code=c"); r.Code != http.StatusForbidden {
		t.Errorf("an answer in another browser: status %d", r.Code)
	}
	if r := b.get("/signin/provider/back?state=s&code=c"); r.Code != http.StatusSeeOther || b.cookies["sanad-session"] == "" {
		t.Errorf("the answer: status %d", r.Code)
	}
}

func TestThePagesAreAsTheirReaderLikesThem(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("kian")
	checkPage(t, "/account", words.English, b.page("/account"))
	b.cookies["sanad-lang"] = "en"
	b.posted("/account/likes", url.Values{"language": {"fa"}, "calendar": {"hijri"}, "digits": {"latin"}, "text": {"large"}, "contrast": {"high"}, "blur": {"yes"}})
	want := account.Preferences{Language: "fa", Calendar: "hijri", Digits: "latin", Text: "large", Contrast: "high", Blur: true}
	if w.accounts.likes["kian"] != want {
		t.Errorf("it is kept as %+v", w.accounts.likes["kian"])
	}
	page := b.page("/ledger/1")
	html := page.find("html")[0]
	if html.attrs["lang"] != "fa" || html.attrs["dir"] != "rtl" || html.attrs["class"] != "text-large contrast-high blur" {
		t.Errorf("the page is %v", html.attrs)
	}
	at := page.find("time")[0].text
	if strings.ContainsAny(at, "۰۱۲۳۴۵۶۷۸۹") || !strings.Contains(page.text, "ذی‌القعدهٔ 1452") && !strings.Contains(page.text, "1452") {
		t.Errorf("the moment is %q on %s", at, page.text)
	}
	b.get("/ledger/1?lang=ar") // chosen in this browser since
	if lang := b.page("/ledger/1").find("html")[0].attrs["lang"]; lang != "ar" {
		t.Errorf("a language that was chosen since is not shown but %s", lang)
	}
	if r := b.post("/account/likes", url.Values{"calendar": {"lunar"}}); r.Code != http.StatusBadRequest {
		t.Errorf("a calendar there is not: status %d", r.Code)
	}
}

func TestAnAdministratorKeepsAccountsInTheBrowser(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("amin")
	checkPage(t, "/users", words.English, b.page("/users"))
	to := b.posted("/users", url.Values{"handle": {"newcomer"}, "role": {"reader", "documenter"}, "password": {"several plain words"}})
	page := b.page(to)
	checkPage(t, to, words.English, page)
	if !strings.Contains(page.text, "documenter") || len(page.find("input[checked]")) != 2 {
		t.Errorf("the account's page is %s", page.text)
	}
	page = b.page(b.posted("/users/newcomer/roles", url.Values{"role": {"reviewer"}}))
	if marked := page.find("input[checked]"); len(marked) != 1 || marked[0].attrs["value"] != "reviewer" {
		t.Error("the roles are not those that were marked")
	}
	b.posted("/users/newcomer/password", url.Values{"password": {"several other words"}})
	b.posted("/users/newcomer/factors", url.Values{})
	b.posted("/users/newcomer/sessions", url.Values{})
	page = b.page(b.posted("/users/newcomer/disable", url.Values{"reason": {"left"}}))
	if len(page.find(".tag.failed")) != 1 || len(page.find("form[action=/users/newcomer/disable]")) != 0 {
		t.Error("the account does not show as disabled")
	}
	want := []string{"amin sets for newcomer several plain words", "amin sets for newcomer several other words", "amin resets newcomer", "amin ends all of newcomer"}
	if !slices.Equal(w.accounts.did, want) {
		t.Errorf("it did %q, want %q", w.accounts.did, want)
	}
	before := len(w.book.events)
	for target, c := range map[string]struct {
		form url.Values
		want int
	}{
		"/users":                {url.Values{"handle": {"short"}, "role": {"reader"}, "password": {"short"}}, http.StatusBadRequest},
		"/users/rana/roles":     {url.Values{}, http.StatusBadRequest},
		"/users/nobody/roles":   {url.Values{"role": {"reader"}}, http.StatusNotFound},
		"/users/amin/roles":     {url.Values{"role": {"reader"}}, http.StatusForbidden},
		"/users/amin/disable":   {url.Values{}, http.StatusForbidden},
		"/users/amin/factors":   {url.Values{}, http.StatusForbidden},
		"/users/amin/password":  {url.Values{"password": {"several other words"}}, http.StatusForbidden},
		"/users/amin/sessions":  {url.Values{}, http.StatusForbidden},
		"/users/nobody/disable": {url.Values{}, http.StatusNotFound},
	} {
		if r := b.post(target, c.form); r.Code != c.want {
			t.Errorf("%s: status %d, want %d", target, r.Code, c.want)
		}
	}
	if len(w.book.events) != before {
		t.Error("what was refused was recorded")
	}
}

package browser

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

const password = "several plain words"

// porch serves an archive of its own, with the account ana, at an address that
// passkeys can be bound to.
func porch(t *testing.T) string {
	t.Helper()
	sanad, err := program()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(at)
	base, dir := "http://localhost:"+port, filepath.Join(t.TempDir(), "archive")
	for _, args := range [][]string{{"init", dir, "--name", "Porch", "--user", "ana"}, {"--archive", dir, "user", "password", "ana"}} {
		c := exec.Command(sanad, args...)
		c.Stdin = strings.NewReader(password + "\n")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	file := filepath.Join(dir, "sanad.json")
	settings, err := os.ReadFile(file)
	if err == nil {
		settings = bytes.Replace(settings, []byte("{"), []byte(`{"sign_in": {"address": "`+base+`"},`), 1)
		err = os.WriteFile(file, settings, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	serveAt(t, dir, at)
	return base
}

func (w *window) enter() {
	w.t.Helper()
	w.visit("/signin")
	w.do(chromedp.SendKeys("#handle", "ana"), chromedp.KeyEvent("\t"), chromedp.KeyEvent(password), chromedp.KeyEvent("\r"))
	w.left("/signin")
}

// press presses the button of a form and waits until the page is another.
func (w *window) press(form string) {
	w.t.Helper()
	from := w.at()
	w.do(chromedp.Click(form + " button"))
	for range 600 {
		if w.at() != from {
			return
		}
		w.do(chromedp.Sleep(50 * time.Millisecond))
	}
	w.t.Fatalf("still at %s: %s", from, ask[string](w, `document.querySelector("main").innerText`))
}

func TestAPasskeyOpensTheDeskAndWithoutScriptsACodeDoes(t *testing.T) {
	base := porch(t)
	w := open(t, base, look{"en", false, true})
	device := webauthn.VirtualAuthenticatorOptions{Protocol: "ctap2", Transport: "internal", HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}
	if _, err := chromedp.Call(w.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(w.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &device}); err != nil {
		t.Fatal(err)
	}
	w.enter()
	for _, path := range []string{"/users", "/users/ana", "/account"} {
		w.visit(path)
		w.checkShape(path)
		w.checkAccess(path)
	}
	ask[bool](w, `document.querySelector("#passkey-password").closest("details").open = true`)
	w.do(chromedp.SendKeys("#passkey-password", password))
	w.press(`form[action="/account/passkey/new"]`)
	w.checkAccess("the page that makes a passkey")
	w.press(`form[data-passkey=make]`)
	codes := ask[[]string](w, `[...document.querySelectorAll("ol.codes code")].map(c => c.textContent)`)
	if len(codes) != 10 {
		t.Fatalf("at %s there are %d recovery codes: %s", w.at(), len(codes), ask[string](w, `document.querySelector("main").innerText`))
	}
	w.visit("/")
	w.press(`form[action="/signout"]`)
	w.visit("/signin")
	w.do(chromedp.SendKeys("#handle", "ana"), chromedp.KeyEvent("\t"), chromedp.KeyEvent(password), chromedp.KeyEvent("\r"))
	w.do(chromedp.WaitVisible("form[data-passkey=ask] button"))
	w.checkAccess("/signin/second")
	w.press("form[data-passkey=ask]")
	if at := w.at(); at != "/" {
		t.Errorf("the passkey leads to %s", at)
	}

	plain := open(t, base, look{"fa", true, false})
	plain.do(chromedp.SendKeys("#handle", "ana"), chromedp.KeyEvent("\t"), chromedp.KeyEvent(password), chromedp.KeyEvent("\r"))
	plain.do(chromedp.WaitVisible("#code"))
	plain.checkShape("/signin/second")
	if shown := ask[bool](plain, `document.querySelector("form[data-passkey]").checkVisibility()`); shown {
		t.Error("without scripts the page offers what needs them")
	}
	plain.do(chromedp.SendKeys("#code", codes[0]), chromedp.KeyEvent("\r"))
	plain.left("/signin")
	if at := plain.at(); at != "/" {
		t.Errorf("the code leads to %s", at)
	}
}

func TestAnAppIsSetUpOnAPhoneWithoutScripts(t *testing.T) {
	w := open(t, porch(t), look{"ar", true, false})
	w.enter()
	w.visit("/account")
	w.checkShape("/account")
	w.picture("/account")
	w.do(chromedp.SendKeys("#app-password", password))
	w.press(`form[action="/account/app/new"]`)
	w.checkShape("/account/app")
	w.picture("/account/app")
	if wide := ask[float64](w, `document.querySelector("svg.qr").getBoundingClientRect().width`); wide < 200 {
		t.Errorf("the picture of the secret is %.0f pixels wide", wide)
	}
}

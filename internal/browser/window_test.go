package browser

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// look is how somebody sits before the pages.
type look struct {
	lang    string // en, fa or ar
	phone   bool
	scripts bool
}

func (l look) String() string {
	name := l.lang + "-desk"
	if l.phone {
		name = l.lang + "-phone"
	}
	return name
}

// The sizes of a window: a small desk and a common phone.
const (
	deskWide, deskHigh   = 1280, 900
	phoneWide, phoneHigh = 390, 844
)

// chromium starts the browser once for all tests of this package. It ends with
// this process.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(filepath.Join(scratch, "profile")))
	if os.Geteuid() == 0 { // the browser's own walls need a user that is not root
		options = append(options, chromedp.NoSandbox)
	}
	all, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(all)
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
})

// window is one window of the browser, which keeps its cookies to itself.
type window struct {
	t    *testing.T
	ctx  context.Context
	base string
	look look
}

// open opens a window before a server.
func open(t *testing.T, base string, l look) *window {
	t.Helper()
	all, err := chromium()
	if errors.Is(err, exec.ErrNotFound) {
		absent(t, err)
	}
	if err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	ctx, closed := chromedp.NewContext(all, chromedp.WithNewBrowserContext())
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(func() { cancel(); closed() })
	w := &window{t, ctx, strings.TrimSuffix(base, "/"), l}
	wide, high := int64(deskWide), int64(deskHigh)
	if l.phone {
		wide, high = phoneWide, phoneHigh
	}
	w.do(chromedp.EmulateViewport(wide, high), chromedp.Navigate("about:blank"))
	if err := w.scripted(l.scripts); err != nil {
		t.Fatal(err)
	}
	w.visit("/signin?lang=" + l.lang)
	return w
}

func (w *window) scripted(on bool) error {
	_, err := chromedp.Call(w.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	return err
}

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.t.Fatalf("at %s: %v", w.at(), err)
	}
}

// visit goes to an address of the desk, as by typing it.
func (w *window) visit(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.base + path))
}

// at gives where the window is.
func (w *window) at() string {
	at, err := chromedp.Run(w.ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(at, w.base)
}

// ask asks the page a question, in JavaScript that the browser's tools run
// beside it, whether or not the page may run its own.
func ask[T any](w *window, question string) T {
	w.t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](question))
	if err != nil {
		w.t.Fatalf("at %s, asking %.80s: %v", w.at(), question, err)
	}
	return v
}

// signIn signs an account of the fictional case in, by keys alone.
func (w *window) signIn(user string) {
	w.t.Helper()
	w.visit("/signin")
	w.do(chromedp.SendKeys("#handle", user), chromedp.KeyEvent("\t"), chromedp.KeyEvent("fictional-"+user), chromedp.KeyEvent("\r"))
	w.left("/signin")
}

// left waits until the window is at another address.
func (w *window) left(path string) {
	w.t.Helper()
	for range 600 {
		if at := w.at(); !strings.HasPrefix(at, path) {
			return
		}
		w.do(chromedp.Sleep(50 * time.Millisecond))
	}
	w.t.Fatalf("still at %s: %s", w.at(), ask[string](w, `document.querySelector("main").innerText`))
}

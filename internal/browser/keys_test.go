package browser

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mostTabs is how often somebody presses Tab to reach something of a page.
const mostTabs = 600

// reach goes to what a selector names by the Tab key alone, as somebody does who
// has no mouse.
func (w *window) reach(selector string) {
	w.t.Helper()
	if n := ask[int](w, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)); n == 0 {
		w.t.Fatalf("%s has no %s: %.1500s", w.at(), selector, ask[string](w, `document.querySelector("main").innerText`))
	}
	for range mostTabs {
		if ask[bool](w, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		w.do(chromedp.KeyEvent("\t"))
	}
	w.t.Fatalf("%s: Tab never reaches %s", w.at(), selector)
}

// write types a text where a selector is, after what stands there is taken away.
func (w *window) write(selector, text string) {
	w.t.Helper()
	w.reach(selector)
	w.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	if _, err := chromedp.Call(w.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		w.t.Fatal(err)
	}
}

// tick ticks a box, or chooses one of several, with the space bar.
func (w *window) tick(selector string) {
	w.t.Helper()
	if ask[bool](w, fmt.Sprintf(`document.querySelector(%q)?.checked ?? false`, selector)) {
		return
	}
	if name := ask[string](w, fmt.Sprintf(`(e => e?.type === "radio" ? e.name : "")(document.querySelector(%q))`, selector)); name != "" {
		w.radio(name, selector)
		return
	}
	w.reach(selector)
	w.do(chromedp.KeyEvent(" "))
}

// radio reaches a group of which one is chosen, and goes to another of it with
// the arrows.
func (w *window) radio(name, selector string) {
	w.t.Helper()
	w.reach(fmt.Sprintf(`input[type=radio][name=%q]`, name))
	w.do(chromedp.KeyEvent(" "))
	for range 12 {
		if ask[bool](w, fmt.Sprintf(`document.querySelector(%q).checked`, selector)) {
			return
		}
		w.do(chromedp.KeyEvent(kb.ArrowDown))
	}
	w.t.Fatalf("%s: the arrows never reach %s", w.at(), selector)
}

// choose chooses of a list with the arrows.
func (w *window) choose(selector, value string) {
	w.t.Helper()
	w.reach(selector)
	for _, arrow := range []string{kb.ArrowDown, kb.ArrowUp} {
		for range 80 {
			if ask[string](w, fmt.Sprintf(`document.querySelector(%q).value`, selector)) == value {
				return
			}
			w.do(chromedp.KeyEvent(arrow))
		}
	}
	w.t.Fatalf("%s: %s has no %q", w.at(), selector, value)
}

// strike presses Enter where a selector is, and waits for the page that comes.
func (w *window) strike(selector string) {
	w.t.Helper()
	w.reach(selector)
	ask[bool](w, `window.before = true`)
	w.do(chromedp.KeyEvent("\r"))
	for range 1200 {
		gone, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`window.before !== true && document.readyState === "complete"`))
		if err == nil && gone {
			w.settled()
			return
		}
		w.do(chromedp.Sleep(50 * time.Millisecond))
	}
	w.t.Fatalf("%s: nothing came after %s", w.at(), selector)
}

// settled fails on a page that tells of a failure.
func (w *window) settled() {
	w.t.Helper()
	if wrong := ask[string](w, `document.querySelector(".note.bad[role=alert], main.error")?.innerText ?? ""`); wrong != "" {
		w.t.Fatalf("%s says: %s", w.at(), wrong)
	}
}

// hand puts files into a field, which is the one thing here that no key does: the
// window that asks for files is the system's.
func (w *window) hand(selector string, files ...string) {
	w.t.Helper()
	for i, f := range files {
		whole, err := filepath.Abs(f)
		if err != nil {
			w.t.Fatal(err)
		}
		files[i] = whole
	}
	w.do(chromedp.SetUploadFiles(selector, files))
}

// done waits on the page of a job until it is done.
func (w *window) done() {
	w.t.Helper()
	at := w.at()
	if !strings.HasPrefix(at, "/jobs/") {
		w.t.Fatalf("%s is no job", at)
	}
	for range 1200 {
		switch state := ask[string](w, `document.querySelector("main [role=status] .tag")?.className ?? ""`); {
		case strings.Contains(state, "done"):
			return
		case strings.Contains(state, "failed"), strings.Contains(state, "stopped"):
			w.t.Fatalf("%s: %s", at, ask[string](w, `document.querySelector("main").innerText`))
		}
		w.do(chromedp.Sleep(100 * time.Millisecond))
		w.visit(at)
	}
	w.t.Fatalf("%s is never done", at)
}

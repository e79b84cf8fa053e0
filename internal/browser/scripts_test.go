package browser

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// type1 gives keys to whatever has the focus.
func (w *window) type1(keys string) {
	w.t.Helper()
	w.do(chromedp.KeyEvent(keys))
}

// holds waits until the page answers yes to a question.
func (w *window) holds(what, question string) {
	w.t.Helper()
	for range 200 {
		if yes, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](question)); err == nil && yes {
			return
		}
		w.do(chromedp.Sleep(50 * time.Millisecond))
	}
	w.t.Errorf("%s: %s does not hold: %s", w.at(), what, question)
}

const rowOf = `[...document.querySelectorAll("main tbody tr")].findIndex(r => r.contains(document.activeElement))`

// Where scripts run, single keys go through lists and choose answers, unless
// somebody writes or wants none; selected words are put into the form that cites.
func TestScriptsMakeWorkEasierAndAreTurnedOff(t *testing.T) {
	w := open(t, demo(t), look{"en", false, true})
	w.signIn("founder")
	w.visit("/items")
	w.holds("the script runs", `document.querySelector("dialog#keys") !== null`)
	for _, step := range []struct {
		key string
		row int
	}{{"j", 0}, {"j", 1}, {"ت", 2}, {"k", 1}} { // the third is j's place on a Persian keyboard
		if step.key == "ت" {
			ask[bool](w, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ت", code: "KeyJ", bubbles: true, cancelable: true}))`)
		} else {
			w.type1(step.key)
		}
		w.holds("the row after "+step.key, fmt.Sprintf("%s === %d", rowOf, step.row))
	}
	w.type1("?")
	w.holds("the keys are listed", `document.querySelector("dialog#keys").open`)
	w.checkAccess("the list of keys")
	w.type1("\x1b")
	w.holds("Escape closes them", `!document.querySelector("dialog#keys").open`)
	w.do(chromedp.Focus("#seek"))
	w.type1("j?")
	if got := ask[string](w, `document.querySelector("#seek").value`); got != "j?" {
		t.Errorf("who writes j and ? has written %q", got)
	}

	w.visit("/people")
	w.holds("somebody is asked", `document.querySelector("main form.judge input[accesskey='2']") !== null`)
	w.type1("2")
	w.holds("the answer is chosen, and not sent", `document.querySelector("main form.judge input[accesskey='2']").checked && location.pathname === "/people"`)

	w.visit("/items")
	item := ask[string](w, `[...document.querySelectorAll('main tbody a[href^="/items/"]')].map(a => a.getAttribute("href")).find(h => h.length > 60)`)
	w.visit(item)
	w.holds("the text can be cited", `document.querySelector("[data-quotable]") !== null && document.querySelector("#quote") !== null && !document.querySelector("[data-selects]").hidden`)
	words := ask[string](w, `(t => { const s = getSelection(); s.selectAllChildren(t); return s.toString().trim(); })(document.querySelector("[data-quotable]"))`)
	w.holds("the selected words are in the form", `document.querySelector("#quote").value !== "" && document.querySelector("#quote").value === getSelection().toString().trim()`)
	if words == "" {
		t.Errorf("%s has no words", item)
	}
	w.do(chromedp.SendKeys("#quote", " mine"))
	ask[bool](w, `(t => { t.focus(); getSelection().selectAllChildren(t.firstElementChild ?? t); return true; })(document.querySelector("[data-quotable]"))`)
	w.do(chromedp.Sleep(200 * time.Millisecond))
	if got := ask[string](w, `document.querySelector("#quote").value`); !strings.HasSuffix(got, " mine") {
		t.Errorf("what somebody wrote is overwritten by %q", got)
	}

	w.visit("/account")
	w.tick("input[name=nokeys]")
	w.strike(`form[action="/account/likes"] button`)
	w.visit("/items")
	w.type1("j")
	if ask[int](w, rowOf) >= 0 || ask[int](w, `document.scripts.length`) > 0 {
		t.Error("single keys that were turned off still act")
	}
	w.visit("/account")
	ask[bool](w, `document.querySelector("input[name=nokeys]").checked = false`)
	w.strike(`form[action="/account/likes"] button`)
}

// A job is followed to its end where scripts run; where they don't, the page is
// loaded anew until it is over. No other process does it before the page is there.
func TestAJobIsFollowedWithScriptsAndWithout(t *testing.T) {
	sanad, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "archive")
	run := func(args ...string) {
		t.Helper()
		c := exec.Command(sanad, args...)
		c.Stdin = strings.NewReader(password + "\n")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	run("init", dir, "--name", "Bench", "--user", "ana")
	run("--archive", dir, "user", "password", "ana")
	file := filepath.Join(dir, "sanad.json")
	settings, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, bytes.Replace(settings, []byte("{"), []byte(`{"workers": 0,`), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	base := serve(t, dir)
	for _, scripts := range []bool{true, false} {
		w := open(t, base, look{"en", false, scripts})
		w.enter()
		w.visit("/jobs")
		w.strike(`form[action="/jobs"]:has(input[value=verify]) button`)
		w.holds("the job waits", `document.querySelector("main [role=status] .tag.waiting") !== null`)
		run("--archive", dir, "work", "--once")
		w.holds("it ends before the reader's eyes", `document.querySelector("main [role=status] .tag.done") !== null`)
	}
}

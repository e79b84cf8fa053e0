package browser

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// threshold serves the door of an archive of its own, and gives its address and
// what runs a command on the archive.
func threshold(t *testing.T) (base string, run func(stdin string, args ...string) []byte) {
	t.Helper()
	sanad, err := program()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	dir := filepath.Join(folder, "archive")
	run = func(stdin string, args ...string) []byte {
		t.Helper()
		c := exec.Command(sanad, append([]string{"--archive", dir, "--json"}, args...)...)
		c.Stdin = strings.NewReader(stdin)
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
		return out
	}
	run("", "init", dir, "--name", "Archive of Sorkhdasht", "--user", "ana")
	for _, holder := range []string{"one", "two"} {
		run("", "key", "new", holder, "--out", filepath.Join(folder, holder+".key"))
	}
	run("", "door", "open", "families", "--title", "en=Sorkhdasht prison", "--title", "fa=زندان سرخ‌دشت", "--title", "ar=سجن سرخدشت",
		"--about", "en=Read by three people of the archive.", "--about", "fa=سه نفر از بایگانی آن را می‌خوانند.")
	at := started(t, exec.Command(sanad, "--archive", dir, "--json", "serve", "--listen", "127.0.0.1:0", "--door", "127.0.0.1:0"))
	if at.Door == "" {
		t.Fatal("the door told no address")
	}
	return at.Door, run
}

// tell goes through the form, by keys alone, and gives the words of the receipt.
func (w *window) tell(story string, files ...string) (words []string) {
	w.t.Helper()
	lang := w.look.lang
	look := func(page string) {
		w.t.Helper()
		w.checkShape(page)
		if w.look.scripts { // axe is a script
			w.checkAccess(page)
		}
		w.picture(page)
	}
	w.visit("/") // in the language that the browser likes
	w.picture("/")
	w.strike(`a.button[href="/` + lang + `/"]`)
	look("/front")
	w.strike(`a.button[href="/` + lang + `/tell/families"]`)
	look("/tell/what")
	w.write("#what", story)
	for i, fill := range []func(){
		func() {},
		func() { w.tick(`input[name=account][value=self]`) },
		func() { w.write("#where", "Sorkhdasht") },
		func() { w.write("#victims", "Aram Navid") },
		func() { w.tick(`input[name=uses][value=archive]`) },
		func() { w.write("#name", "Mina") },
	} {
		fill()
		w.strike(`button[name=to][value="` + string(rune('1'+i)) + `"]`)
		look("/tell/step-" + string(rune('b'+i)))
	}
	if shown := ask[string](w, `document.querySelector("main").innerText`); !strings.Contains(shown, story) {
		w.t.Errorf("before it is sent the page does not show what was written: %s", shown)
	}
	if len(files) > 0 {
		w.hand("#files", files...)
	}
	w.strike(`main form button:not([name])`)
	look("/receipt")
	words = ask[[]string](w, `[...document.querySelectorAll("ol.words b")].map(b => b.textContent)`)
	if len(words) != 9 {
		w.t.Fatalf("the receipt has the words %q: %s", words, ask[string](w, `document.querySelector("main").innerText`))
	}
	if wide := ask[float64](w, `document.querySelector("svg.qr").getBoundingClientRect().width`); wide < 300 {
		w.t.Errorf("the receipt is drawn %.0f pixels wide, and no camera reads that", wide)
	}
	return words
}

func TestWithoutScriptsSomebodyReportsReturnsWithPersianWordsAndReadsAnAnswer(t *testing.T) {
	base, run := threshold(t)
	w := open(t, base, look{"fa", true, false})
	file := filepath.Join(t.TempDir(), "نامه.txt")
	if err := os.WriteFile(file, []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	words := w.tell("در بند سه بودیم.", file)
	if strings.ContainsAny(strings.Join(words, ""), "abcdefghijklmnopqrstuvwxyz") {
		t.Errorf("the words are not Persian: %q", words)
	}
	var listed struct{ Submission string }
	if err := json.Unmarshal(run("", "door", "inbox"), &listed); err != nil || listed.Submission == "" {
		t.Fatalf("the inbox lists %+v, %v", listed, err)
	}
	run("یادتان هست چه روزی بود؟", "door", "answer", listed.Submission)
	w.visit("/fa/")
	w.strike(`main a[href="/fa/return"]`)
	w.checkShape("/return")
	w.write("#code", strings.Join(words, "\n"))
	w.strike("main form button")
	w.checkShape("/thread")
	w.picture("/thread")
	if said := ask[string](w, `document.querySelector("li.ours")?.innerText ?? ""`); !strings.Contains(said, "یادتان هست چه روزی بود؟") {
		t.Fatalf("the answer is not there: %s", ask[string](w, `document.querySelector("main").innerText`))
	}
	w.write("#more", "بهار بود.")
	w.strike(`form[action="/fa/return/add"] button`)
	if proof := ask[string](w, `document.querySelector("pre.proof")?.innerText ?? ""`); !strings.HasPrefix(proof, "Sanad receipt v1") {
		t.Errorf("what was added has the receipt %q", proof)
	}
	if cookies := ask[string](w, `document.cookie`); cookies != "" {
		t.Errorf("the door set %q", cookies)
	}
}

func TestThePagesOfTheDoorCanBeUsedByEverybodyInThreeLanguages(t *testing.T) {
	base, _ := threshold(t)
	for _, l := range []look{{"en", true, true}, {"fa", true, true}, {"ar", false, true}} {
		t.Run(l.String(), func(t *testing.T) {
			w := open(t, base, l)
			words := w.tell("In ward three.")
			for _, path := range []string{"/return", "/withdraw", "/check", "/nowhere"} {
				w.visit("/" + l.lang + path)
				w.checkShape(path)
				w.checkAccess(path)
				w.picture(path)
			}
			w.visit("/" + l.lang + "/return")
			w.write("#code", strings.Join(words, " "))
			w.strike("main form button")
			w.checkShape("/thread")
			w.checkAccess("/thread")
			w.picture("/thread")
		})
	}
}

func TestWithoutScriptsSomebodySignsAndTakesTheSignatureBack(t *testing.T) {
	base, run := threshold(t)
	run("", "petition", "new", "open-the-mill", "--ask", "name,birth_year", "--region", "north:en=North,fa=شمال,ar=الشمال")
	for lang, title := range map[string]string{"fa": "آسیاب را باز کنید", "ar": "افتحوا الطاحونة"} {
		run("", "petition", "word", "open-the-mill", "--language", lang, "--title", title, "--to", "council", "--text", text(t, title+".\n\n"+title))
	}
	standing := func() (n int64) {
		var shown struct{ Signatures int64 }
		if err := json.Unmarshal(run("", "petition", "show", "open-the-mill"), &shown); err != nil {
			t.Fatal(err)
		}
		return shown.Signatures
	}
	for _, l := range []look{{"ar", true, false}, {"fa", true, true}} {
		w := open(t, base, l)
		w.visit("/" + l.lang + "/")
		w.strike(`main a[href="/` + l.lang + `/sign/open-the-mill"]`)
		w.checkShape("/sign")
		w.picture("/sign")
		w.write("#id-name", "مینا آرام")
		w.write("#id-birth_year", "1360")
		w.choose("#region", "north")
		w.tick("input[name=agree]")
		if l.scripts {
			w.checkAccess("/sign")
		}
		w.strike("main form button")
		w.checkShape("/signed")
		w.picture("/signed")
		words := ask[[]string](w, `[...document.querySelectorAll("ol.words b")].map(b => b.textContent)`)
		if len(words) != 9 || standing() != 1 {
			t.Fatalf("the words are %q, %d signatures stand: %s", words, standing(), ask[string](w, `document.querySelector("main").innerText`))
		}
		w.visit("/" + l.lang + "/withdraw")
		w.write("#code", strings.Join(words, " "))
		w.strike("main form button")
		w.checkShape("/withdrawn")
		if n := standing(); n != 0 {
			t.Errorf("a signature was taken back, and %d stand", n)
		}
	}
}

// text writes a text to a file, and gives its path.
func text(t *testing.T, words string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "text.txt")
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

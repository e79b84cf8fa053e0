package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What two people hand in: a letter, and a list of the dead it speaks of.
const (
	letter = "نامهٔ یک همسایه\n\nدر شب دهم آبان، بهرام سروستانی را از زندان دره‌سبز بردند و دیگر کسی او را ندید.\n"
	roster = "ردیف,نام,نام خانوادگی,نام پدر,زندان\n۱,بهرام,سروستانی,کاوه,دره‌سبز\n۲,نادر,کوهساری,ایرج,دره‌سبز\n۳,مینا,دشتبان,فرهاد,ساحل\n"
)

// The whole work, from a letter and a list to a release that is asked for, in
// Persian, with scripts off, by two people who have a keyboard and no mouse.
func TestTheWholeWorkNeedsNeitherScriptsNorAMouse(t *testing.T) {
	base, dir := demo(t), t.TempDir()
	for name, text := range map[string]string{"نامه.txt": letter, "فهرست همسایگان.csv": roster} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first, second := open(t, base, look{"fa", false, false}), open(t, base, look{"fa", true, false})
	first.signIn("founder")
	second.signIn("reviewer")

	taken := first.takeIn(filepath.Join(dir, "نامه.txt"), filepath.Join(dir, "فهرست همسایگان.csv"))
	claim := first.claimName(first.item(taken, "نامه.txt"), "بهرام سروستانی")
	second.accept(claim)
	finding := first.conclude(claim)
	second.confirm(finding)
	first.importList(first.item(taken, "فهرست همسایگان.csv"), "فهرست همسایگان")
	first.link()
	first.judge()
	first.count()
	estimate := first.estimate()
	second.agree(estimate)
	first.askRelease()
}

// takeIn hands files in and has them read. It gives the accession.
func (w *window) takeIn(files ...string) string {
	w.t.Helper()
	w.visit("/accessions/new")
	w.write("#source", "یک همسایه")
	w.write("#note", "دست به دست")
	w.strike(`form[action="/accessions"] button`)
	accession := strings.TrimSuffix(w.at(), "/add")
	w.hand("#files", files...)
	w.strike(`form[action$="/files"] button`)
	if got := ask[string](w, `document.querySelector("main table").innerText`); !strings.Contains(got, "نامه.txt") {
		w.t.Fatalf("the files are not told to be there: %s", got)
	}
	w.strike(`form[action$="/close"] button`)
	w.done()
	return accession
}

// item gives the address of an item of an accession by its name.
func (w *window) item(accession, name string) string {
	w.t.Helper()
	w.visit(accession)
	href := ask[string](w, fmt.Sprintf(`[...document.querySelectorAll("main tr")].find(r => r.innerText.includes(%q))?.querySelector('a[href^="/items/"]')?.getAttribute("href") ?? ""`, name))
	if href == "" {
		w.t.Fatalf("%s does not name %s: %s", w.at(), name, ask[string](w, `document.querySelector("main").innerText`))
	}
	return href
}

// claimName cites a name in the letter and claims that somebody bears it.
func (w *window) claimName(item, name string) string {
	w.t.Helper()
	w.visit(item)
	w.write("#quote", name)
	w.strike(`form[action$="/cite"] button`)
	w.strike(`a[href^="/claims/new?passage="]`)
	w.strike(`a[href*="kind=Person"]`)
	w.strike(`a[href*="property=name"]`)
	w.write("#value", name)
	w.choose("#lang", "fa")
	w.strike(`form#claim button[type=submit]:not([name]), button[form=claim]`)
	if !strings.HasPrefix(w.at(), "/claims/c-") { // it was shown as it is read
		w.strike(`button[form=claim]`)
	}
	claim, _, _ := strings.Cut(w.at(), "?")
	if !strings.HasPrefix(claim, "/claims/c-") || !strings.Contains(ask[string](w, `document.querySelector("main").innerText`), name) {
		w.t.Fatalf("%s is no claim on %s", w.at(), name)
	}
	return claim
}

func (w *window) accept(claim string) {
	w.t.Helper()
	w.visit(claim)
	w.write(`form[action$="/prefer"] [name=reason]`, "خوانده شد و همین است")
	w.strike(`button[formaction$="/accept"]`)
}

func (w *window) conclude(claim string) string {
	w.t.Helper()
	w.visit("/findings/new?claim=" + strings.TrimPrefix(claim, "/claims/"))
	w.write("#conclusion", "بهرام سروستانی در آن شب از زندان برده شد.")
	w.choose("#standard", "reasonable grounds to believe")
	w.strike(`form[action="/findings"] button`)
	finding, _, _ := strings.Cut(w.at(), "?")
	return finding
}

func (w *window) confirm(finding string) {
	w.t.Helper()
	w.visit(finding)
	w.write(`form[action$="/confirm"] [name=reason]`, "با نامه سازگار است")
	w.strike(`form[action$="/confirm"] button`)
}

// importList maps the columns as they are guessed, looks at what would be read,
// and imports.
func (w *window) importList(item, name string) {
	w.t.Helper()
	w.visit("/lists/new?item=" + strings.TrimPrefix(item, "/items/"))
	w.write("#name", name)
	w.strike(`form[action="/lists/preview"] button[type=submit]:not([name])`)
	if got := ask[string](w, `document.querySelector("#read").innerText`); !strings.Contains(got, "سروستانی") {
		w.t.Fatalf("the preview says %s", got)
	}
	w.strike(`button[formaction="/lists"]`)
	w.done()
}

func (w *window) link() {
	w.t.Helper()
	w.visit("/people")
	w.strike(`form[action="/people/link"] button`)
	w.done()
}

// judge answers the first question that waits.
func (w *window) judge() {
	w.t.Helper()
	w.visit("/people")
	w.tick(`form.judge input[value=different]`)
	w.write(`form.judge input[name=reason]`, "خانواده‌ها دو نفر می‌شناسند")
	w.strike(`form.judge button`)
}

func (w *window) count() {
	w.t.Helper()
	w.visit("/count")
	w.choose(`select[name=by]`, "prison")
	w.strike(`form[action="/count"] button`)
	if got := ask[string](w, `document.querySelector("main").innerText`); !strings.Contains(got, "دره‌سبز") {
		w.t.Errorf("people are not counted by prison: %.2000s", got)
	}
}

// signed answers every line of the checklist with yes.
func (w *window) signed() {
	w.t.Helper()
	for _, name := range ask[[]string](w, `[...new Set([...document.querySelectorAll("main input[type=radio][value=yes]")].map(e => e.name))]`) {
		w.tick(fmt.Sprintf(`input[name=%q][value=yes]`, name))
	}
}

func (w *window) estimate() string {
	w.t.Helper()
	w.visit("/estimates/new")
	w.signed()
	w.strike(`form[action="/estimates"] button`)
	w.done()
	w.strike(`main a.button[href^="/estimates/"]`)
	if got := ask[string](w, `document.querySelector("main").innerText`); !strings.Contains(got, "S01") {
		w.t.Errorf("the estimate stands without what always stands with it: %.2000s", got)
	}
	estimate, _, _ := strings.Cut(w.at(), "?")
	return estimate
}

func (w *window) agree(estimate string) {
	w.t.Helper()
	w.visit(estimate)
	w.signed()
	w.write(`form[action$="/review"] [name=reason]`, "با همان جدول دوباره حساب شد")
	w.strike(`form[action$="/review"] button[value=confirmed]`)
}

func (w *window) askRelease() {
	w.t.Helper()
	w.visit("/releases")
	w.write("#title", "پروندهٔ پاییز")
	w.write("#audience", "گزارشگر ویژه")
	w.write("#reason", "نخستین انتشار")
	w.strike(`form[action="/releases"] button`)
	if got := ask[string](w, `document.querySelector("main").innerText`); !strings.Contains(got, "پروندهٔ پاییز") {
		w.t.Errorf("%s does not tell of the release: %.1000s", w.at(), got)
	}
}

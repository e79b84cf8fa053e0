package app

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sanad/internal/core/intake"
)

const (
	correctedWords = "the register of the mill gives another year for him"
	nobodysEntry   = "e-0123456789abcdef"
)

// handsInCorrection lets a reader correct an entry through the pages for
// strangers, and gives the submission with the code's words.
func (r *received) handsInCorrection(t *testing.T, entry string) (id, words string) {
	t.Helper()
	v := pagesOf(t, r.p)
	token := found(t, v.get("/fa/correct/families/"+entry), tokenField)
	page := v.send(http.StatusOK, "/fa/correct/families", []string{"token", token, "about", entry, "wrong", correctedWords, "right", "canary-right", "uses", "archive"}, map[string]string{"canary-name.jpg": "canary-bytes"})
	all := r.submissions(t)
	checked(t, r.p, found(t, page, proofText), "")
	return all[len(all)-1].Submission, strings.Join(wordsOn(page), " ")
}

// keyFile writes the first holder's key to a file.
func (r *received) keyFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "first.key")
	if err := os.WriteFile(path, []byte(r.keys[0]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// entity makes something that can be corrected, with a claim that stands and one
// that was withdrawn.
func (r *received) entity(t *testing.T, s searcher) (entity, made, withdrawn string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(file, []byte("Navid Kardan, born 1340, was taken from the mill."), 0o600); err != nil {
		t.Fatal(err)
	}
	s.must("add", file, "--source", "a neighbour")
	s.must("process")
	item := s.field(s.must("--json", "items"), "id")
	passage := s.field(s.must("--json", "cite", item, "--quote", "Navid Kardan"), "passage")
	named := s.must("--json", "claim", "add", "--schema", "Person", "--property", "name", "--value", "Navid Kardan", "--passage", passage)
	entity, made = s.field(named, "entity"), s.field(named, "claim")
	withdrawn = s.field(s.must("--json", "claim", "add", "--entity", entity, "--property", "father_name", "--value", "Mehran", "--passage", passage), "claim")
	s.must("claim", "withdraw", withdrawn, "--reason", "a slip")
	return entity, made, withdrawn
}

// What a reader corrects is sealed, with the entry it is about: the archive's
// folder holds neither, and the ledger says the same of it as of a report.
func TestACorrectionAtTheDoorLiesOpenNowhereAndLooksLikeEveryOtherLetter(t *testing.T) {
	r := newReceived(t)
	r.handsInCorrection(t, nobodysEntry)
	if _, err := r.send(t, told("my son was taken", ""), map[string]string{"a.jpg": "pixels"}); err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{correctedWords, "canary-right", "canary-name", "canary-bytes", nobodysEntry, "0123456789abcdef", `"form":"correction"`} {
		if where := lying(t, r.dir, canary); where != "" {
			t.Errorf("%s lies open in %s", canary, where)
		}
	}
	all := r.submissions(t)
	for what, of := range map[string]func(intake.Submission) any{
		"parts": func(s intake.Submission) any { return len(s.Sealed.Files) }, "bytes": func(s intake.Submission) any { return s.Sealed.Story.Bytes },
		"standing": func(s intake.Submission) any { return []any{s.As, s.Correction} },
	} {
		if a, b := of(all[0]), of(all[1]); !reflect.DeepEqual(a, b) {
			t.Errorf("a correction and a report differ in their %s: %v, %v", what, a, b)
		}
	}
	s := searcher{t, r.dir}
	if out := s.must("door", "list", "--corrections"); !strings.Contains(out, "no correction is noted") {
		t.Errorf("a correction that nobody read is listed: %s", out)
	}
	if out := s.must("door", "inbox", "--all"); strings.Contains(out, "correction") {
		t.Errorf("the inbox tells what is sealed: %s", out)
	}
}

func TestACorrectionFromTheDoorIsReadNotedAndDecidedFromTheCommandLine(t *testing.T) {
	r := newReceived(t)
	s := searcher{t, r.dir}
	entity, made, withdrawn := r.entity(t, s)
	id, words := r.handsInCorrection(t, entity)
	key := r.keyFile(t)
	if out := s.must("door", "read", id, "--key", key); !strings.Contains(out, "a correction of "+entity) || !strings.Contains(out, "wrong: "+correctedWords) {
		t.Errorf("it reads as %s", out)
	}
	refuses := func(code int, says string, args ...string) {
		t.Helper()
		if out, got := s.run(args...); got != code || !strings.Contains(out, says) {
			t.Errorf("%v: exit %d, want %d: %s", args, got, code, out)
		}
	}
	refuses(1, "there is no entity", "door", "note", id, nobodysEntry)
	refuses(2, "no reference", "door", "note", id, "e-1")
	correction := s.field(s.must("--json", "door", "note", id, entity), "correction")
	refuses(1, "noted already", "door", "note", id, entity)
	if out := s.must("door", "list", "--corrections", "--open"); !strings.Contains(out, correction) || !strings.Contains(out, "[open]") || !strings.Contains(out, id) {
		t.Errorf("what is open: %s", out)
	}
	decide := func(args ...string) []string { return append([]string{"door", "decide", id}, args...) }
	refuses(1, "stands", decide("accepted", "--withdrawn", made)...)
	refuses(1, "was withdrawn", decide("accepted", "--made", withdrawn)...)
	refuses(2, "reason", decide("declined")...)
	refuses(2, "changes something", decide("accepted")...)
	refuses(5, "names what was handed in", decide("accepted", "--made", made, "--note", "en=See "+id)...)
	refuses(5, "repeats what the giver wrote", decide("accepted", "--made", made, "--note", "en=Now: The register, of the mill gives ANOTHER year.", "--key", key)...)
	refuses(1, "stands in the ledger already", decide("accepted", "--made", made, "--apart")...)
	s.must(decide("accepted", "--made", made, "--withdrawn", withdrawn, "--reason", "the register", "--note", "en=The year of birth was put right.", "--note", "fa=سال تولد درست شد.", "--key", key)...)
	if out := s.must("door", "list", "--corrections", "--open"); strings.Contains(out, correction) {
		t.Errorf("what was decided is open: %s", out)
	}
	if out := s.must("--json", "door", "list", "--corrections", "--case", "main"); s.field(out, "outcome") != "accepted" || !strings.Contains(out, "سال تولد درست شد.") || strings.Contains(out, correctedWords) {
		t.Errorf("what was decided: %s", out)
	}
	s.must("door", "decide", correction, "in_part", "--made", made, "--reason", "the year alone")
	if out := s.must("door", "show", id); !strings.Contains(out, "the correction "+correction) {
		t.Errorf("the submission: %s", out)
	}
	v := pagesOf(t, r.p)
	if thread := v.post(http.StatusOK, "/fa/return", url.Values{"code": {words}}); strings.Contains(thread, "put right") {
		t.Error("a decision tells the giver something by itself")
	}
	before := s.must("door", "list", "--corrections")
	s.must("verify")
	s.must("rebuild")
	if after := s.must("door", "list", "--corrections"); after != before {
		t.Errorf("made again from the ledger it is\n%s, was\n%s", after, before)
	}
	r.checkWhoMayNotCorrect(t, s, id, correction)
}

// Who may not see sealed things in the case learns of no correction.
func (r *received) checkWhoMayNotCorrect(t *testing.T, s searcher, id, correction string) {
	t.Helper()
	s.must("user", "add", "dana", "--role", "documenter")
	s.must("user", "add", "karim", "--role", "key-holder")
	s.must("user", "add", "mira", "--case", "other", "--role", "custodian")
	for _, as := range []string{"dana", "mira"} {
		if out := s.must("--as", as, "door", "list", "--corrections"); !strings.Contains(out, "no correction is noted") {
			t.Errorf("%s sees %s", as, out)
		}
		for hidden, none := range map[string]string{id: "s-0000000000000001", correction: "y-0000000000000001"} {
			got, code := s.run("--as", as, "door", "decide", hidden, "declined", "--reason", "x")
			other, want := s.run("--as", as, "door", "decide", none, "declined", "--reason", "x")
			if code == 0 || code != want || strings.ReplaceAll(got, hidden, "ID") != strings.ReplaceAll(other, none, "ID") {
				t.Errorf("%s on %s: %d %s; on none: %d %s", as, hidden, code, got, want, other)
			}
		}
	}
	if out, code := s.run("--as", "karim", "door", "decide", id, "declined", "--reason", "x"); code != 5 {
		t.Errorf("a key holder decides: %d %s", code, out)
	}
}

// A decision that is kept apart says nothing of the submission, and neither does
// the submission of it.
func TestADecisionOnADoorsCorrectionKeptApartTiesNoHourToAnEntry(t *testing.T) {
	r := newReceived(t)
	s := searcher{t, r.dir}
	entity, made, _ := r.entity(t, s)
	id, _ := r.handsInCorrection(t, entity)
	if out, code := s.run("door", "decide", id, "accepted", "--apart", "--made", made); code != 2 || !strings.Contains(out, "--about") {
		t.Errorf("of no entry: %d %s", code, out)
	}
	shown := s.must("--json", "door", "show", id)
	out := s.must("--json", "door", "decide", id, "accepted", "--apart", "--about", entity, "--made", made, "--note", "en=The name was put right.")
	if strings.Contains(out, id) {
		t.Errorf("the decision is %s", out)
	}
	if list := s.must("--json", "door", "list", "--corrections"); strings.Contains(list, id) || !strings.Contains(list, entity) {
		t.Errorf("the list is %s", list)
	}
	if now := s.must("--json", "door", "show", id); now != shown {
		t.Errorf("the submission is\n%s, was\n%s", now, shown)
	}
}

// At the desk a correction is one once it is opened; its forms begin with what it
// says it is about, and what is open stands with the entry.
func TestACorrectionFromTheDoorIsNotedAndDecidedAtTheDesk(t *testing.T) {
	r := newReceived(t)
	s := searcher{t, r.dir}
	entity, made, _ := r.entity(t, s)
	id, _ := r.handsInCorrection(t, entity)
	elsewhere, _ := r.handsInCorrection(t, nobodysEntry)
	desk := s.onlookers()("founder")
	page := "/intake/" + id
	if body := desk.get("/intake").Body.String(); strings.Contains(body, `class="tag">correction`) || strings.Contains(desk.get(page).Body.String(), entity) {
		t.Error("that it is a correction is told before it is read")
	}
	opened := desk.fill(page+"/open", url.Values{"key": {r.keys[0]}}).Body.String()
	for _, want := range []string{correctedWords, `href="/entities/` + entity, `name="about" required="required" dir="ltr" value="` + entity, `action="` + page + `/decide"`} {
		if !strings.Contains(opened, want) {
			t.Errorf("opened, the page does not hold %s", want)
		}
	}
	if body := desk.fill("/intake/"+elsewhere+"/open", url.Values{"key": {r.keys[0]}}).Body.String(); strings.Contains(body, `href="/entities/`+nobodysEntry) || !strings.Contains(body, nobodysEntry) {
		t.Error("an entry that is not there has a link, or no reference")
	}
	steps := func(form string, with url.Values, want int) {
		t.Helper()
		if w := desk.fill(page+form, with); w.Code != want {
			t.Errorf("%s %v: %d, want %d", form, with, w.Code, want)
		}
	}
	steps("/corrects", url.Values{"about": {"<b>"}}, http.StatusBadRequest)
	steps("/corrects", url.Values{"about": {entity}}, http.StatusSeeOther)
	for _, at := range []string{"/entities/" + entity, "/intake/corrections", "/intake/corrections?case=main"} {
		if body := desk.get(at).Body.String(); !strings.Contains(body, page) || !strings.Contains(body, ">Open<") || strings.Contains(body, correctedWords) {
			t.Errorf("%s does not tell of it as open", at)
		}
	}
	steps("/decide", url.Values{"outcome": {"accepted"}, "made": {made}, "note-en": {"It is the register of the mill gives another."}, "key": {r.keys[0]}}, http.StatusForbidden)
	steps("/decide", url.Values{"outcome": {"accepted"}, "made": {made}, "note-fa": {"نام درست شد."}, "note-en": {" "}, "key": {""}}, http.StatusSeeOther)
	if body := desk.get("/intake/corrections").Body.String(); !strings.Contains(body, ">accepted<") || !strings.Contains(body, "/claims/"+made) {
		t.Errorf("the list is %s", body)
	}
	s.must("user", "add", "dana", "--role", "documenter")
	if body := s.onlookers()("dana").get("/entities/" + entity).Body.String(); strings.Contains(body, id) || strings.Contains(body, "Readers say") {
		t.Error("a documenter is told who corrects an entry")
	}
}

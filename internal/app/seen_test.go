package app

import (
	"path/filepath"
	"strings"
	"testing"
)

// Who is shown a sealed item is recorded in its case, once a day for each thing,
// by the command line and the desk alike; a reader of open things writes nothing.
func TestWhoIsShownASealedItemIsRecordedOnceADay(t *testing.T) {
	s := newMembers(t, true)
	s.must("user", "add", "ada", "--case", "mill", "--role", "auditor,key-holder")
	s.must("user", "add", "dag", "--case", "dam", "--role", "auditor,key-holder")
	const words = "Hidden: a daughter of the miller told it."
	s.must("--as", "kian", "add", s.file("hidden.txt", words), "--source", "someone", "--case", "mill", "--sealed")
	s.must("--as", "kian", "process")
	seen := func(want int, after string) {
		t.Helper()
		if got := s.entries()["custody.seen/1"]; got != want {
			t.Errorf("after %s there are %d such entries, want %d", after, got, want)
		}
	}
	seen(0, "taking in and reading")
	s.must("--as", "omar", "show", itemOf(shared))
	s.must("--as", "omar", "text", itemOf(shared))
	s.must("--as", "kian", "text", itemOf(shared))
	seen(0, "looking at open things")
	if _, code := s.run("--as", "omar", "text", itemOf(words)); code == 0 {
		t.Error("who may see nothing sealed reads it")
	}
	seen(0, "being refused")
	s.must("--as", "kian", "text", itemOf(words))
	seen(1, "its text")
	s.must("--as", "kian", "text", itemOf(words))
	seen(1, "its text again")
	at := s.onlookers()
	if r := at("kian").get("/items/" + itemOf(words)); r.Code != 200 || !strings.Contains(r.Body.String(), words) {
		t.Fatalf("the page of the item: %d", r.Code)
	}
	seen(2, "its page, with the text that was seen already")
	at("kian").get("/items/" + itemOf(words) + "/original")
	seen(3, "the original")
	told := map[string]bool{}
	for _, as := range []string{"ada", "adel", "dag"} {
		told[as] = strings.Contains(at(as).get("/audit?kind=custody.seen").Body.String(), "/items/"+itemOf(words))
	}
	if !told["ada"] || told["adel"] || told["dag"] {
		t.Errorf("the audit tells of it by account: %v; only who audits that case and sees what is sealed there may know", told)
	}
	seen(3, "the audit, which names the item and shows nothing of it")
	if out := s.must("--as", "ada", "show", itemOf(words)); !strings.Contains(out, "seen (original) by kian, case mill") {
		t.Errorf("the item's own history does not tell who saw it: %s", out)
	}
	seen(4, "the item shown to another")
	s.must("verify")

	// It comes openly, and leaves in a release: that it was sealed, and who saw it
	// then, is told to nobody new, and stays with those who knew.
	s.must("--as", "mira", "add", s.file("found.txt", words), "--source", "a neighbour", "--case", "mill")
	s.must("--as", "mira", "process")
	s.must("--as", "mira", "text", itemOf(words))
	seen(4, "looking at it once it is open")
	for as, want := range map[string]bool{"omar": false, "adel": false, "ada": true} {
		if out := s.must("--as", as, "show", itemOf(words)); strings.Contains(out, "seen (") != want {
			t.Errorf("%s is told who saw it: %v, want %v", as, !want, want)
		}
	}
	s.claimed("--as", "mira", "--case", "mill", "--schema", "Person", "--property", "name", "--passage", s.citeAs("mira", words, "a daughter of the miller"))
	asked := between(s.must("--as", "kian", "--json", "release", "new", "--case", "mill", "--title", "It", "--audience", "the court"), `"release":"`, `"`)
	s.must("--as", "omar", "release", "approve", asked, "--reason", "read")
	folder := filepath.Join(t.TempDir(), "dossier")
	s.must("--as", "omar", "release", "build", asked, "--out", folder)
	if told := everythingIn(t, folder); !strings.Contains(told, itemOf(words)) || strings.Contains(told, "custody.seen") {
		t.Error("the dossier tells who saw it, or does not hold it")
	}
}

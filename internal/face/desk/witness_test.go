package desk

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/verify/verifytest"
)

// vouched lays before the world what a witness and an authority said of a log.
func (w *world) vouched() {
	w.t.Helper()
	log := verifytest.NewLog("archive.example/log", "desk")
	log.Fill(5)
	signed, at := log.Checkpoint(5), time.Date(2031, 3, 1, 9, 0, 0, 0, time.UTC)
	c, err := ledger.CheckpointText(signed)
	must(w.t, err)
	text, _, err := witness.SplitNote(signed)
	must(w.t, err)
	by := verifytest.NewWitness("witness.example/one")
	root := ledger.PathHash(tlog.Hash(c.Root))
	w.append("kian", witness.Cosigned{Size: 5, Root: root, Checkpoint: string(signed), Witness: by.String(), At: at, Line: by.Cosign(text, at)})
	request, reply := verifytest.NewAuthority("Varanda Time", at.AddDate(-1, 0, 0), at.AddDate(1, 0, 0)).Stamp(signed, at)
	w.append("kian", witness.Stamped{Size: 5, Root: root, Checkpoint: string(signed), At: at, Authority: "CN=Varanda Time", Policy: "1.2.3.4.1", Request: request, Reply: reply})
}

func TestTheLedgerSaysWhoSignedIt(t *testing.T) {
	w := newWorld(t, "")
	rana := w.as("rana")
	if page := rana.page("/ledger"); !strings.Contains(page.text, "Nobody outside has signed") || len(page.find("#cosigned")) != 0 {
		t.Error("a ledger that nobody signed does not say so")
	}
	w.vouched()
	for lang, want := range map[string][]string{
		"en": {"witness.example/one", "CN=Varanda Time", "certificate not checked", "checkpoint signed by a witness"},
		"fa": {"شاهد بیرونی", "۲۰۳۱-۰۳-۰۱", "گواهی وارسی نشد", "witness.example/one"},
		"ar": {"الشاهد الخارجي", "لم تُفحص الشهادة"},
	} {
		rana.get("/ledger?lang=" + lang)
		page := rana.page("/ledger")
		for _, text := range want {
			if !strings.Contains(page.text, text) {
				t.Errorf("in %s the page does not tell %s", lang, text)
			}
		}
		if len(page.find("#cosigned tbody tr")) != 1 || len(page.find("#stamped tbody tr")) != 1 {
			t.Errorf("in %s there are other rows than one of each", lang)
		}
	}
}

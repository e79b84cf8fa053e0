package verify_test

import (
	"context"
	"strings"
	"testing"

	"sanad/internal/core/intake"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// A signer need not trust who counts: their own receipt tells whether they were
// counted, years later and without the archive.
func TestASignerFindsTheirSignatureInATally(t *testing.T) {
	p := signed("archive")
	mine, back := p.Entries()[0], p.Entries()[28]
	size := p.Log.Size()
	receipt, taken := p.Log.Receipt(mine, size), p.Log.Receipt(back, size)
	files := p.Files()
	late := p.Log.Receipt(p.Sign("person 200", 1), p.Log.Size())
	ask := func(files verifytest.Files, receipt string) verify.Report {
		return verify.Any(context.Background(), files.FS(), verify.Options{Receipt: []byte(receipt)})
	}
	for _, a := range []struct{ what, receipt, words string }{
		{"one that stands", receipt, "among those counted"},
		{"one that mail rewrote", strings.ReplaceAll(receipt, "\n", "\r\n"), "among those counted"},
		{"one that was taken back", taken, "withdrawn"},
		{"none", "", "not checked"},
	} {
		r := ask(files, a.receipt)
		if got, _ := detail(r, "receipt"); !r.OK || !strings.Contains(got, a.words) {
			t.Errorf("%s: %q, want %q; %s", a.what, got, a.words, failing(r))
		}
	}
	other := signed("another archive")
	for what, a := range map[string]struct{ receipt, words string }{
		"of another archive": {other.Log.Receipt(other.Entries()[0], other.Log.Size()), "no receipt of this tally's log"},
		"of a withdrawal":    {p.Log.Receipt(p.Entries()[29], size), "not of a signature"},
		"a later one":        {late, "ask for a newer one"},
		"no receipt":         {"what?", "not a receipt"},
	} {
		t.Run(what, func(t *testing.T) { fails(t, ask(files, a.receipt), "receipt", a.words) })
	}
}

// The whole reason for it: whoever counts leaves one out and signs that count.
func TestASignatureThatWasLeftOutIsMissedByItsSigner(t *testing.T) {
	p := signed("archive")
	mine := p.Entries()[4]
	receipt := p.Log.Receipt(mine, p.Log.Size())
	p.LeaveOut(mine)
	p.Count()
	files := p.Files()
	if r := tallyReport(files); !r.OK {
		t.Fatalf("a tally that leaves one out agrees with itself, and this one does not: %s", failing(r))
	}
	r := verify.Any(context.Background(), files.FS(), verify.Options{Receipt: []byte(receipt)})
	fails(t, r, "receipt", "left out")
	if !names(r, intake.SignaturesFile) {
		t.Error("the file that lacks it is not named")
	}
}

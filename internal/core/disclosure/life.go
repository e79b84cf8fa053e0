package disclosure

import (
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Delivered says that a bundle of a release was handed over: who has what is
// asked of these. It is recorded before or after the act, never instead of it.
type Delivered struct {
	Release   string      `json:"release"`
	Manifest  custody.Sum `json:"manifest"`  // of the very bundle
	Recipient string      `json:"recipient"` // a described one
	How       string      `json:"how"`       // by which way: a drive by hand, a portal
	Date      string      `json:"date"`      // day, YYYY-MM-DD
	Note      string      `json:"note,omitempty"`
}

// Kind is release.delivered/1.
func (Delivered) Kind() ledger.Kind { return ledger.Kind{Name: "release.delivered", Version: 1} }

// Check refuses a hand-over to nobody.
func (f Delivered) Check() error {
	switch {
	case f.Release == "" || f.Manifest.IsZero() || !shortName(f.Recipient):
		return fail.New(fail.Usage, "a hand-over needs a built release and a recipient")
	case strings.TrimSpace(f.How) == "" || !isText(f.How+f.Note):
		return fail.New(fail.Usage, "how it was handed over is not told").Do("give --how TEXT")
	case !isDay(f.Date):
		return fail.New(fail.Usage, "the hand-over needs its day").Do("give --date YYYY-MM-DD")
	}
	return nil
}

// SupersededBy says that a later release takes the place of one.
type SupersededBy struct {
	Release string `json:"release"`
	By      string `json:"by"`
	Reason  string `json:"reason,omitempty"`
}

// Kind is release.superseded/1.
func (SupersededBy) Kind() ledger.Kind { return ledger.Kind{Name: "release.superseded", Version: 1} }

// Check refuses a release that takes its own place.
func (f SupersededBy) Check() error {
	if f.Release == "" || f.By == "" || f.Release == f.By || !isText(f.Reason) {
		return fail.New(fail.Usage, "a release is superseded by another one")
	}
	return nil
}

// Recalled says that recipients are asked to give back or destroy a release; it
// can't be built any more. Notice is what they are told.
type Recalled struct {
	Release string `json:"release"`
	Reason  string `json:"reason"` // stays inside
	Notice  string `json:"notice"` // leaves
}

// Kind is release.recalled/1.
func (Recalled) Kind() ledger.Kind { return ledger.Kind{Name: "release.recalled", Version: 1} }

// Check refuses a recall without a reason or a notice.
func (f Recalled) Check() error {
	if f.Release == "" || strings.TrimSpace(f.Reason) == "" || strings.TrimSpace(f.Notice) == "" || !isText(f.Reason) || !isText(f.Notice) {
		return fail.New(fail.Usage, "a recall needs a reason and a notice to those who have the release").Do("give --reason TEXT and --notice TEXT")
	}
	return nil
}

package verify

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"
)

// Options are what the checker knows from elsewhere. All may be empty.
type Options struct {
	Key        string // the log's verifier key, from a place the maker does not control
	Checkpoint []byte // a checkpoint of the log kept from earlier or got from others
	Opening    []byte // what the holder of a receipt shows of what was handed in
	Receipt    []byte // of a signature, to be found in the tally of its petition
	Policy     []byte // whose cosignatures are enough (C2SP tlog-policy)
	Roots      []byte // certificates in PEM that time-stamping authorities must lead to
}

// Check is one thing looked at.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"` // what was looked at and how much of it, or what is wrong in which file
}

// The kinds of thing that can be checked.
const (
	KindDossier    = "dossier"
	KindSite       = "site"
	KindExport     = "export"
	KindProof      = "proof"
	KindTiles      = "tiles"
	KindCheckpoint = "checkpoint"
	KindReceipt    = "receipt"
)

// Report is the result: OK only if there are checks and all of them are.
type Report struct {
	OK     bool    `json:"ok"`
	Kind   string  `json:"kind"`
	Checks []Check `json:"checks"`
	Key    string  `json:"key,omitempty"` // the verifier key that signatures were checked by
}

// The names of the checks, as the package comment explains them.
const (
	checkFolder      = "folder"
	checkManifest    = "manifest"
	checkSums        = "sums"
	checkKey         = "key"
	checkAbout       = "about"
	checkCheckpoint  = "checkpoint"
	checkSeal        = "seal"
	checkConsistency = "consistency"
	checkKept        = "kept-checkpoint"
	checkEvents      = "events"
	checkFacts       = "facts"
	checkFourEyes    = "four-eyes"
	checkPlan        = "plan"
	checkOriginals   = "originals"
	checkCopies      = "copies"
	checkRenditions  = "renditions"
	checkPassages    = "passages"
	checkWithheld    = "withheld"
	checkFindings    = "findings"
	checkExhibits    = "exhibits"
	checkTiles       = "tiles"
	checkRoot        = "root"
	checkReceipt     = "receipt"
	checkOpening     = "opening"
	checkWitnesses   = "witnesses"
	checkStamps      = "time-stamps"
	checkFinished    = "finished"
)

// report sums up the checks made.
func report(kind string, checks ...Check) Report {
	ok := len(checks) > 0
	for _, c := range checks {
		ok = ok && c.OK
	}
	return Report{OK: ok, Kind: kind, Checks: checks}
}

// finish sums up a run by the key that was used. If the run was broken off it
// adds the check that says so: what was not looked at must not pass.
func finish(ctx context.Context, kind string, verifier note.Verifier, checks []Check) Report {
	if err := ctx.Err(); err != nil {
		t := tally{name: checkFinished}
		t.wrong("the check", "was broken off: %v", err)
		checks = append(checks, t.check(""))
	}
	r := report(kind, checks...)
	if k, ok := verifier.(keyText); ok {
		r.Key = k.vkey
	}
	return r
}

const (
	maxProblems = 20  // told a check; the rest is counted
	maxReason   = 400 // bytes of a reason
)

// tally gathers what one check finds wrong. It is bounded: a hostile dossier
// can have millions of faults and must not make a report of them all.
type tally struct {
	name     string
	problems []string
	more     int
}

// wrong notes a fault of a file.
func (t *tally) wrong(file, format string, args ...any) {
	if len(t.problems) == maxProblems {
		t.more++
		return
	}
	t.problems = append(t.problems, visible(file, 1<<10)+": "+visible(fmt.Sprintf(format, args...), maxReason))
}

// check is the outcome; right says what was looked at when nothing is wrong.
func (t *tally) check(right string, args ...any) Check {
	if len(t.problems) == 0 {
		return Check{t.name, true, visible(fmt.Sprintf(right, args...), 4*maxReason)}
	}
	detail := strings.Join(t.problems, "; ")
	if t.more > 0 {
		detail += fmt.Sprintf("; and %d more", t.more)
	}
	return Check{t.name, false, detail}
}

// visible makes text of hostile origin safe to show: nothing that moves the
// cursor, reverses the line or can't be seen, and not more than limit bytes.
func visible(text string, limit int) string {
	var out strings.Builder
	for _, r := range text {
		if out.Len() > limit {
			out.WriteString("...")
			break
		}
		if unicode.IsPrint(r) {
			out.WriteRune(r)
		} else {
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}

// counted says a number of things in plain words.
func counted[N int | int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n) + " " + many
}

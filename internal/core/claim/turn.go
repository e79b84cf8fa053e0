package claim

import (
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/ledger"
)

// Flags that a claim can carry.
func Flags() []string {
	return []string{FlagDuress, FlagHearsay, FlagAnonymous, FlagTranslated, FlagGraphic}
}

func noFlag(flag string) error {
	all := Flags()
	last := len(all) - 1
	return fmt.Errorf("there is no flag %q: use one of %s or %s", flag, strings.Join(all[:last], ", "), all[last])
}

// The flags.
const (
	FlagDuress     = "duress"     // said under pressure: evidence of the pressure, not of what is said
	FlagHearsay    = "hearsay"    // the speaker was not there
	FlagAnonymous  = "anonymous"  // the document does not say who speaks
	FlagTranslated = "translated" // it stands in the document as a translation
	FlagGraphic    = "graphic"    // its words or pictures harm who meets them unprepared
)

// Ground is why a flag was set.
type Ground struct {
	Flag string `json:"flag"`
	Text string `json:"text"`
}

// CheckGrades refuses grades that the Admiralty code does not have. Either may
// be absent: not judged.
func CheckGrades(source, info string) error {
	switch {
	case source != "" && (len(source) != 1 || !strings.Contains("ABCDEF", source)):
		return fmt.Errorf("the source grade %q is not one of A to F", source)
	case info != "" && (len(info) != 1 || !strings.Contains("123456", info)):
		return fmt.Errorf("the information grade %q is not one of 1 to 6", info)
	}
	return nil
}

// Withdrawn says that a claim no longer stands. It stays readable.
type Withdrawn struct {
	Claim    string    `json:"claim"`
	Reason   string    `json:"reason"`
	Recorded *Recorded `json:"recorded,omitempty"`
}

// Kind is claim.withdrawn/1.
func (Withdrawn) Kind() ledger.Kind { return ledger.Kind{Name: "claim.withdrawn", Version: 1} }

// Check refuses a withdrawal without a reason.
func (f Withdrawn) Check() error { return needReason("withdrawing", f.Claim, f.Reason) }

// Preferred says that, of rival claims, this one is taken to be right until
// someone reasons otherwise. The rivals keep standing beside it.
type Preferred struct {
	Claim    string    `json:"claim"`
	Reason   string    `json:"reason"`
	Recorded *Recorded `json:"recorded,omitempty"`
}

// Kind is claim.preferred/1.
func (Preferred) Kind() ledger.Kind { return ledger.Kind{Name: "claim.preferred", Version: 1} }

// Check refuses a preference without a reason.
func (f Preferred) Check() error { return needReason("preferring", f.Claim, f.Reason) }

// Accepted says that a reviewer read what the claim rests on and found that it
// says so. It does not say that it is true.
type Accepted struct {
	Claim    string    `json:"claim"`
	Reason   string    `json:"reason"`
	Recorded *Recorded `json:"recorded,omitempty"`
}

// Kind is claim.accepted/1.
func (Accepted) Kind() ledger.Kind { return ledger.Kind{Name: "claim.accepted", Version: 1} }

// Check refuses an acceptance without a reason.
func (f Accepted) Check() error { return needReason("accepting", f.Claim, f.Reason) }

// Disputed says that somebody has reasons against a claim. It keeps standing,
// and the dispute with it.
type Disputed struct {
	Claim    string    `json:"claim"`
	Reason   string    `json:"reason"`
	Recorded *Recorded `json:"recorded,omitempty"`
}

// Kind is claim.disputed/1.
func (Disputed) Kind() ledger.Kind { return ledger.Kind{Name: "claim.disputed", Version: 1} }

// Check refuses a dispute without a reason.
func (f Disputed) Check() error { return needReason("disputing", f.Claim, f.Reason) }

// Graded says how a rater grades source and information, each by itself. The
// newest grades count, all are kept.
type Graded struct {
	Claim       string    `json:"claim"`
	SourceGrade string    `json:"source_grade,omitempty"`
	InfoGrade   string    `json:"info_grade,omitempty"`
	Reason      string    `json:"reason"`
	Recorded    *Recorded `json:"recorded,omitempty"`
}

// Kind is claim.graded/1.
func (Graded) Kind() ledger.Kind { return ledger.Kind{Name: "claim.graded", Version: 1} }

// Check refuses grades that do not exist, or have no reason.
func (f Graded) Check() error {
	if err := CheckGrades(f.SourceGrade, f.InfoGrade); err != nil {
		return err
	}
	return needReason("grading", f.Claim, f.Reason)
}

// Flagged says that a flag was set on a claim, or lifted from it, and why.
type Flagged struct {
	Claim    string    `json:"claim"`
	Flag     string    `json:"flag"`
	Lifted   bool      `json:"lifted,omitempty"`
	Reason   string    `json:"reason"` // the grounds
	Recorded *Recorded `json:"recorded,omitempty"`
}

// Kind is claim.flagged/1.
func (Flagged) Kind() ledger.Kind { return ledger.Kind{Name: "claim.flagged", Version: 1} }

// Check refuses a flag that does not exist, or has no grounds.
func (f Flagged) Check() error {
	if !slices.Contains(Flags(), f.Flag) {
		return noFlag(f.Flag)
	}
	return needReason("flagging", f.Claim, f.Reason)
}

func needReason(doing, claim, reason string) error {
	if claim == "" {
		return fmt.Errorf("%s: no claim is named", doing)
	}
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("%s the claim %s needs a reason: give --reason TEXT", doing, claim)
	}
	if hasZero(reason) {
		return fmt.Errorf("%s the claim %s: the reason has a zero byte, which is no text", doing, claim)
	}
	if len(reason) > MaxText {
		return fmt.Errorf("%s the claim %s: the reason has %d bytes, more than %d", doing, claim, len(reason), MaxText)
	}
	return nil
}

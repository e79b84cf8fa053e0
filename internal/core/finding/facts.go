package finding

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Standard is how sure a conclusion is, by the words of the mandates that use
// it.
type Standard string

// The standards, from the lowest.
const (
	Suspicion   Standard = "reasonable suspicion"
	Grounds     Standard = "reasonable grounds to believe"
	Balance     Standard = "balance of probabilities"
	Convincing  Standard = "clear and convincing evidence"
	BeyondDoubt Standard = "beyond reasonable doubt"
)

// Standards lists them, lowest first.
func Standards() []Standard {
	return []Standard{Suspicion, Grounds, Balance, Convincing, BeyondDoubt}
}

// The most a finding can rest on and say.
const (
	MaxClaims = 2000
	MaxText   = 64 << 10
)

// Made says that somebody concluded something. It is proposed until another
// person confirms it.
type Made struct {
	Finding    string          `json:"finding"`
	Case       string          `json:"case"`
	About      []string        `json:"about,omitempty"` // entities
	Conclusion string          `json:"conclusion"`
	Lang       string          `json:"lang,omitempty"`
	Standard   Standard        `json:"standard"`
	Method     string          `json:"method,omitempty"`  // version of the methodology it was made under
	Reasons    string          `json:"reasons,omitempty"` // how the claims bear it out
	Claims     []string        `json:"claims"`            // it rests on
	Against    []string        `json:"against,omitempty"` // that were weighed and speak against it
	Needs      int             `json:"needs,omitempty"`   // how many of the claims are enough to bear it; 0: all of them
	Replaces   string          `json:"replaces,omitempty"`
	Recorded   *claim.Recorded `json:"recorded,omitempty"`
}

// Kind is finding.made/1.
func (Made) Kind() ledger.Kind { return ledger.Kind{Name: "finding.made", Version: 1} }

// Check refuses a conclusion that rests on nothing or claims no standard.
func (f Made) Check() error {
	switch {
	case f.Finding == "" || f.Case == "":
		return errors.New("a finding needs an id and a case")
	case strings.TrimSpace(f.Conclusion) == "" || len(f.Conclusion) > MaxText || len(f.Reasons) > MaxText:
		return fmt.Errorf("a finding needs a conclusion, and it and its reasons have at most %d bytes", MaxText)
	case hasZero(f.Conclusion + f.Reasons + f.Lang + f.Method):
		return errors.New("a finding has a zero byte in it, which is no text")
	case !slices.Contains(Standards(), f.Standard):
		return fmt.Errorf("there is no standard of proof %q: use one of %s", f.Standard, words())
	case len(f.Claims) == 0:
		return errors.New("a finding rests on claims: name them")
	case len(f.Claims)+len(f.Against) > MaxClaims:
		return fmt.Errorf("a finding names %d claims, more than %d: make findings on parts of it", len(f.Claims)+len(f.Against), MaxClaims)
	case f.Needs < 0 || f.Needs > len(f.Claims):
		return fmt.Errorf("the finding needs %d of its %d claims", f.Needs, len(f.Claims))
	}
	seen := map[string]bool{}
	for _, id := range slices.Concat(f.Claims, f.Against) {
		if id == "" || seen[id] {
			return fmt.Errorf("the claim %q is named twice or is none", id)
		}
		seen[id] = true
	}
	return nil
}

// hasZero finds what not every database can keep in a text.
func hasZero(s string) bool { return strings.IndexByte(s, 0) >= 0 }

// Enough gives how many of its claims must stand for it to be borne out.
func (f Made) Enough() int {
	if f.Needs == 0 {
		return len(f.Claims)
	}
	return f.Needs
}

func words() string {
	var all []string
	for _, s := range Standards() {
		all = append(all, fmt.Sprintf("%q", s))
	}
	return strings.Join(all, ", ")
}

// Sum names what is confirmed: every word of the finding, and what it rests on.
func (f Made) Sum() string {
	parts := canon.Strings(f.Finding, f.Case, f.Conclusion, f.Lang, string(f.Standard), f.Method, f.Reasons, fmt.Sprint(f.Needs), f.Replaces)
	for _, list := range [][]string{f.About, f.Claims, f.Against} {
		parts = append(parts, []byte(canon.ID("x", "sanad/finding/list", canon.Strings(list...)...)))
	}
	return canon.ID("v", "sanad/finding/v1", parts...)
}

// Confirmed says that a second person weighed a finding and agrees.
type Confirmed struct {
	Finding  string          `json:"finding"`
	Sum      string          `json:"sum"` // of what was confirmed
	Reason   string          `json:"reason,omitempty"`
	Recorded *claim.Recorded `json:"recorded,omitempty"`
}

// Kind is finding.confirmed/1.
func (Confirmed) Kind() ledger.Kind { return ledger.Kind{Name: "finding.confirmed", Version: 1} }

// Check refuses to confirm nothing in particular.
func (f Confirmed) Check() error {
	if f.Finding == "" || f.Sum == "" || len(f.Reason) > MaxText || hasZero(f.Reason) {
		return errors.New("a confirmation names the finding and what it said")
	}
	return nil
}

// Withdrawn says that a finding no longer holds. It stays readable.
type Withdrawn struct {
	Finding  string          `json:"finding"`
	Reason   string          `json:"reason"`
	Recorded *claim.Recorded `json:"recorded,omitempty"`
}

// Kind is finding.withdrawn/1.
func (Withdrawn) Kind() ledger.Kind { return ledger.Kind{Name: "finding.withdrawn", Version: 1} }

// Check refuses a withdrawal without a reason.
func (f Withdrawn) Check() error {
	if f.Finding == "" || strings.TrimSpace(f.Reason) == "" || len(f.Reason) > MaxText || hasZero(f.Reason) {
		return errors.New("withdrawing a finding needs its id and a reason: give --reason TEXT")
	}
	return nil
}

// Standing says how a finding stands.
type Standing string

// The standings.
const (
	Proposed  Standing = "proposed"
	Holds     Standing = "confirmed"
	TakenBack Standing = "withdrawn"
)

// Finding is a finding as it stands now.
type Finding struct {
	Made
	Standing    Standing
	Author      string
	At          time.Time
	Index       int64
	Confirmer   string
	ConfirmedAt int64  // entry; 0 if it was not
	Reason      string // of its confirmation or withdrawal
}

// MayConfirm refuses the author: four eyes are needed, and they must see a
// finding that still stands.
func (f Finding) MayConfirm(handle string) error {
	switch {
	case f.Standing == TakenBack:
		return fail.New(fail.Conflict, "the finding %s is withdrawn", f.Made.Finding)
	case f.Standing == Holds:
		return fail.New(fail.Conflict, "the finding %s is confirmed already, by %s", f.Made.Finding, f.Confirmer)
	case f.Author == handle:
		return fail.New(fail.Refused, "%s made the finding %s and can't confirm it", handle, f.Made.Finding).Do("ask another person: sanad --as USER finding confirm %s", f.Made.Finding)
	}
	return nil
}

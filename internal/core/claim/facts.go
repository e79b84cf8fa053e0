package claim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/canon"
)

// Teller is one link in the chain of who says that who said: the first in the
// list is the one the document quotes, the last the document's own author.
type Teller struct {
	Who  string `json:"who"`
	Verb string `json:"verb,omitempty"` // "said", "wrote", "denied", ...
}

// Made says that a claim was recorded: somebody states a value of a property
// of an entity, in these words, in these places.
type Made struct {
	Claim       string         `json:"claim"`
	Case        string         `json:"case"`
	Entity      string         `json:"entity"`
	Schema      string         `json:"schema"`
	Property    string         `json:"property"`
	Value       string         `json:"value"`
	ValueEntity string         `json:"value_entity,omitempty"` // when the value is an entity
	Original    string         `json:"original"`               // as written
	Lang        string         `json:"lang,omitempty"`         // BCP 47
	Passages    []text.Passage `json:"passages"`
	Says        []Teller       `json:"says,omitempty"`
	SourceGrade string         `json:"source_grade,omitempty"` // Admiralty A to F
	InfoGrade   string         `json:"info_grade,omitempty"`   // Admiralty 1 to 6, judged apart
	Flags       []string       `json:"flags,omitempty"`
}

// Kind is claim.made/1.
func (Made) Kind() ledger.Kind { return ledger.Kind{Name: "claim.made", Version: 1} }

// Flags that a claim can carry.
func Flags() []string { return []string{"duress", "hearsay", "anonymous", "translated"} }

// Check refuses a claim without an exact place, and grades that do not exist.
func (f Made) Check() error {
	switch {
	case f.Claim == "" || f.Case == "" || f.Entity == "" || f.Schema == "" || f.Property == "":
		return errors.New("a claim needs an id, a case, an entity, its kind and a property")
	case f.Value == "" && f.ValueEntity == "":
		return fmt.Errorf("the claim on %s has no value", f.Property)
	case len(f.Passages) == 0:
		return fmt.Errorf("the claim on %s rests on no passage", f.Property)
	case f.SourceGrade != "" && (len(f.SourceGrade) != 1 || !strings.Contains("ABCDEF", f.SourceGrade)):
		return fmt.Errorf("the source grade %q is not one of A to F", f.SourceGrade)
	case f.InfoGrade != "" && (len(f.InfoGrade) != 1 || !strings.Contains("123456", f.InfoGrade)):
		return fmt.Errorf("the information grade %q is not one of 1 to 6", f.InfoGrade)
	}
	for _, flag := range f.Flags {
		if !slices.Contains(Flags(), flag) {
			return fmt.Errorf("there is no flag %q: use one of %v", flag, Flags())
		}
	}
	for _, p := range f.Passages {
		if err := p.Check(); err != nil {
			return fmt.Errorf("the claim on %s: %w", f.Property, err)
		}
	}
	return nil
}

// ID names a claim by what it says where: recording the same statement of the
// same place about the same entity twice makes one claim.
func ID(entity, property, value string, passages []text.Passage) string {
	parts := canon.Strings(entity, property, value)
	for _, p := range passages {
		parts = append(parts, []byte(p.ID()))
	}
	return canon.ID("c", "sanad/claim/v1", parts...)
}

// Withdrawn says that a claim no longer stands. It stays readable.
type Withdrawn struct {
	Claim  string `json:"claim"`
	Reason string `json:"reason"`
}

// Kind is claim.withdrawn/1.
func (Withdrawn) Kind() ledger.Kind { return ledger.Kind{Name: "claim.withdrawn", Version: 1} }

// Check refuses a withdrawal without a reason.
func (f Withdrawn) Check() error { return needReason("withdrawing", f.Claim, f.Reason) }

// Preferred says that, of rival claims, this one is taken to be right until
// someone reasons otherwise. The rivals keep standing beside it.
type Preferred struct {
	Claim  string `json:"claim"`
	Reason string `json:"reason"`
}

// Kind is claim.preferred/1.
func (Preferred) Kind() ledger.Kind { return ledger.Kind{Name: "claim.preferred", Version: 1} }

// Check refuses a preference without a reason.
func (f Preferred) Check() error { return needReason("preferring", f.Claim, f.Reason) }

func needReason(doing, claim, reason string) error {
	if claim == "" {
		return fmt.Errorf("%s: no claim is named", doing)
	}
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("%s the claim %s needs a reason: give --reason TEXT", doing, claim)
	}
	return nil
}

// Standing says how a claim stands among others.
type Standing string

// The standings.
const (
	Proposed   Standing = "proposed"
	Favoured   Standing = "preferred"
	TakenBack  Standing = "withdrawn"
	Superseded Standing = "set aside" // a rival is preferred
)

// Claim is a claim as it stands now.
type Claim struct {
	Made
	Standing Standing
	Reason   string // of the newest withdrawal or preference
	Actor    string
	Index    int64
}

// Entity is what claims are about, as far as they tell.
type Entity struct {
	ID     string
	Schema string
	Case   string
	Name   string // the value of its first claim on name
	Claims int64
}

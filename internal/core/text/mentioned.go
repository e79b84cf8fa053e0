package text

import (
	"fmt"

	"sanad/internal/core/ledger"
)

// The verdicts on a mention that was suggested.
const (
	Accepted = "accepted" // the passage names the entity
	Declined = "declined" // it names somebody or something else
)

// Mentioned says that somebody looked at a passage in which the name of an
// entity stands, and judged whether it is the entity that is meant. An accepted
// passage is cited by it. A later verdict takes the place of an earlier one.
type Mentioned struct {
	Passage  Passage          `json:"passage"`
	Entity   string           `json:"entity"`
	Verdict  string           `json:"verdict"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is text.mentioned/1.
func (Mentioned) Kind() ledger.Kind { return ledger.Kind{Name: "text.mentioned", Version: 1} }

// Check refuses a verdict that does not exist, or is on nobody.
func (f Mentioned) Check() error {
	if f.Entity == "" || f.Verdict != Accepted && f.Verdict != Declined {
		return fmt.Errorf("a mention needs an entity and a verdict, %s or %s", Accepted, Declined)
	}
	return f.Passage.Check()
}

// Verdict is what was judged last of a passage and an entity.
type Verdict struct {
	Passage string // its id
	Entity  string
	Verdict string
	Index   int64
}

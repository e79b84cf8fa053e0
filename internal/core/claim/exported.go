package claim

import (
	"errors"

	"sanad/internal/core/ledger"
)

// Exported says that a copy of what is claimed left the archive, in a form that
// other programs read. It is written before the copy is made.
type Exported struct {
	Form string `json:"form"`           // "graph", "ftm"
	Case string `json:"case,omitempty"` // of this case alone
	// Protected: with what the schema protects, which a graph always has.
	Protected bool `json:"protected,omitempty"`
}

// Kind is claim.exported/1.
func (Exported) Kind() ledger.Kind { return ledger.Kind{Name: "claim.exported", Version: 1} }

// Check refuses an export that does not say how.
func (f Exported) Check() error {
	if f.Form == "" {
		return errors.New("exporting: the form is missing")
	}
	return nil
}

package guard

import (
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Holder is a key holder as it stands now. Its name is its own in the whole
// archive: a person who holds keys of two cases has a name for each.
type Holder struct {
	Name      string
	Recipient string
	// Case is the one whose records it can open; "": those of all cases that
	// have no holders of their own.
	Case string
}

// HolderAdded says that someone can open, with others, what is sealed from now on.
type HolderAdded struct {
	Holder    string `json:"holder"`
	Recipient string `json:"recipient"` // age recipient, public
	Case      string `json:"case,omitempty"`
}

// Kind is key.holder_added/1.
func (HolderAdded) Kind() ledger.Kind { return ledger.Kind{Name: "key.holder_added", Version: 1} }

// Check refuses a holder without a public key.
func (f HolderAdded) Check() error {
	if f.Recipient == "" {
		return fail.New(fail.Usage, "the key holder %s has no public key", f.Holder)
	}
	return checkHolder(f.Holder, f.Case)
}

// HolderRotated says that a holder has a new key; what was sealed to the old one
// is moved by the holder alone.
type HolderRotated struct {
	Holder    string `json:"holder"`
	Recipient string `json:"recipient"`
	// To is the name of who holds the place from now on, if it was handed over.
	To     string `json:"to,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Kind is key.holder_rotated/1.
func (HolderRotated) Kind() ledger.Kind { return ledger.Kind{Name: "key.holder_rotated", Version: 1} }

// Check refuses a holder without a public key.
func (f HolderRotated) Check() error {
	if f.Recipient == "" {
		return fail.New(fail.Usage, "the key holder %s has no new public key", f.Holder)
	}
	if f.To != "" {
		if err := checkHandle("a key holder", f.To); err != nil {
			return err
		}
	}
	return checkHandle("a key holder", f.Holder)
}

// HolderRemoved says that nothing is sealed to a holder from now on. What was
// sealed before stays as it is: who has the key can still help to open it.
type HolderRemoved struct {
	Holder string `json:"holder"`
	Reason string `json:"reason"`
}

// Kind is key.holder_removed/1.
func (HolderRemoved) Kind() ledger.Kind { return ledger.Kind{Name: "key.holder_removed", Version: 1} }

// Check wants a reason: others will ask whether the key was lost or taken.
func (f HolderRemoved) Check() error {
	if f.Reason == "" {
		return fail.New(fail.Usage, "the reason is missing: was the key lost, taken, or given up").Do("give --reason")
	}
	return checkHandle("a key holder", f.Holder)
}

// ThresholdSet says how many holders together open what is sealed from now on.
type ThresholdSet struct {
	Case string `json:"case,omitempty"` // ""; of the archive's own holders
	Need int    `json:"need"`
}

// Kind is key.threshold_set/1.
func (ThresholdSet) Kind() ledger.Kind { return ledger.Kind{Name: "key.threshold_set", Version: 1} }

// Check refuses what no set of holders could keep.
func (f ThresholdSet) Check() error {
	if f.Need < 1 || f.Need > 255 {
		return fail.New(fail.Usage, "%d holders can't be needed", f.Need).Do("give a number from 1 to how many there are")
	}
	if f.Case == "" {
		return nil
	}
	return checkHandle("a case", f.Case)
}

func checkHolder(name, caseName string) error {
	if caseName != "" {
		if err := checkHandle("a case", caseName); err != nil {
			return err
		}
	}
	return checkHandle("a key holder", name)
}

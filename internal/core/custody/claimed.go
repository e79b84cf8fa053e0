package custody

import (
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/digest"
)

// HashClaimed says that a file claims the hash of an original, and what came of
// checking that against the bytes. The SHA-256 that names the item is ours; this
// is what somebody else said of the same bytes, or thought they were the same.
type HashClaimed struct {
	Item      Sum            `json:"item"`
	Algorithm string         `json:"algorithm"` // as package digest writes it
	Claimed   string         `json:"claimed"`   // hexadecimal digits in lower case
	Verdict   digest.Verdict `json:"verdict"`
	File      Sum            `json:"file"`              // the item that claims it
	Line      int            `json:"line,omitempty"`    // of that file
	Name      string         `json:"name,omitempty"`    // by which the file calls the item
	Project   string         `json:"project,omitempty"` // whose name was hashed with the bytes
}

// Kind is custody.hash_claimed/1.
func (HashClaimed) Kind() ledger.Kind { return ledger.Kind{Name: "custody.hash_claimed", Version: 1} }

// Check refuses a claim that nobody makes, of no hash, or of what is not here.
func (f HashClaimed) Check() error {
	if f.Item.IsZero() || f.File.IsZero() {
		return errors.New("a claimed hash needs the item and the file that claims it")
	}
	if err := digest.Check(f.Algorithm, f.Claimed); err != nil {
		return fmt.Errorf("the hash claimed of item %s: %w", f.Item, err)
	}
	switch f.Verdict {
	case digest.Equal, digest.Different, digest.Fault, digest.Salted:
	default:
		return fmt.Errorf("the hash claimed of item %s is judged %q", f.Item, f.Verdict)
	}
	if strings.IndexByte(f.Name+f.Project, 0) >= 0 || f.Line < 0 {
		return fmt.Errorf("the hash claimed of item %s stands nowhere or has a name that is no text", f.Item)
	}
	return nil
}

// HashClaim is a claimed hash with where it was recorded.
type HashClaim struct {
	HashClaimed
	Actor string
	Index int64
}

// Same reports whether two facts tell of one claim.
func (f HashClaimed) Same(g HashClaimed) bool {
	return f.Item == g.Item && f.Algorithm == g.Algorithm && f.Claimed == g.Claimed && f.File == g.File && f.Line == g.Line
}

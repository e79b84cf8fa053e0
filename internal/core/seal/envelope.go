package seal

import (
	"fmt"

	"sanad/internal/ground/canon"
)

// Envelope is one sealed record. A key is drawn for it alone (a post-quantum
// hybrid age identity); the payload is an age file to that key, and the key's
// secret is split so that Need of the holders can put it together again. Who is
// asked to open one record thereby opens no other.
type Envelope struct {
	Need   int    `json:"need"`
	Shares []Held `json:"shares"` // one a holder, by name
	// Payload is the age file, if it is small and stands here; parts of a
	// submission stand with the sealed bytes instead.
	Payload []byte `json:"payload,omitempty"`
}

// Held is one holder's share of a record's key, as an age file to the holder's
// own key. All have the same length, so that nothing is told by it.
type Held struct {
	Holder string `json:"holder"`
	Sealed []byte `json:"sealed"`
}

// maxHolders bounds the holders of one record: places of shares are one byte.
const maxHolders = 255

// Check refuses an envelope that nobody could open, and one that fewer could
// open than it says.
func (e Envelope) Check() error {
	if e.Need < 1 || e.Need > len(e.Shares) || len(e.Shares) > maxHolders {
		return fmt.Errorf("a sealed record needs 1 to %d holders, and no more than it has: %d of %d", maxHolders, e.Need, len(e.Shares))
	}
	seen := map[string]bool{}
	for _, h := range e.Shares {
		if h.Holder == "" || len(h.Sealed) == 0 {
			return fmt.Errorf("a share of a sealed record has no holder, or is empty")
		}
		if seen[h.Holder] {
			return fmt.Errorf("%s holds two shares of one record", h.Holder)
		}
		seen[h.Holder] = true
	}
	return nil
}

// ID names a sealed record by the envelope's bytes.
func (e Envelope) ID() string {
	parts := [][]byte{{byte(e.Need)}, e.Payload}
	for _, h := range e.Shares {
		parts = append(parts, []byte(h.Holder), h.Sealed)
	}
	return canon.ID("k", "sanad/sealed/v2", parts...)
}

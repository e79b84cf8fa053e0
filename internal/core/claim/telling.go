package claim

import (
	"slices"
	"strings"
)

// Telling is how one teller of a chain stands in it.
type Telling struct {
	// FirstHand: nobody is said to have told it to them, and the claim is not
	// flagged as hearsay.
	FirstHand bool
	// Relays is how many stand before them, who told it to them.
	Relays int
	// Depth is through how many mouths their words came to us: 1 if the
	// document is their own.
	Depth int
}

// Tells gives how the teller at a place of the chain stands in it.
func (f Made) Tells(place int) Telling {
	return Telling{FirstHand: place == 0 && !slices.Contains(f.Flags, FlagHearsay), Relays: place, Depth: len(f.Says) - place}
}

// Same reports whether two links are one teller: of one record, or where
// neither has one, of one name.
func (t Teller) Same(o Teller) bool { return t.same(o) }

// Named gives how a teller is called: the name the document gives, or else the
// record of who it is.
func (t Teller) Named() string {
	if name := strings.TrimSpace(t.Who); name != "" {
		return name
	}
	return t.Entity
}

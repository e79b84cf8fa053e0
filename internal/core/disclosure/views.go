package disclosure

import (
	"time"

	"sanad/internal/core/custody"
)

// Build is one bundle that was made of a release.
type Build struct {
	Built
	Index int64
	Actor string
	Time  time.Time
}

// Delivery is one hand-over.
type Delivery struct {
	Delivered
	Index int64
	Actor string
	Time  time.Time
}

// Held is one line of a list of contents: what a bundle holds, and as what.
type Held struct {
	Kind  string       `json:"kind"`            // item, claim, entity, finding
	ID    string       `json:"id"`              // an item's is its SHA-256
	Index int64        `json:"index,omitempty"` // the entry that said it, in the version that left
	As    string       `json:"as,omitempty"`    // original, copy, name: of an item
	Copy  *custody.Sum `json:"copy,omitempty"`  // of a copy: its bytes
}

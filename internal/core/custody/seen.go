package custody

import (
	"fmt"
	"slices"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// Look is what of an item was shown to somebody.
type Look string

// What can be shown of an item.
const (
	LookPage     Look = "page"     // what is known of it: names, custody, passages, what describes it
	LookText     Look = "text"     // what was read of it
	LookPicture  Look = "picture"  // a page of it, drawn
	LookOriginal Look = "original" // its bytes
)

// Looks lists all of them.
func Looks() []Look { return []Look{LookPage, LookText, LookPicture, LookOriginal} }

// Seen says that the actor was about to be shown a sealed item: it is written
// before a byte is sent, and once for an actor, an item, a case, a look and a
// day. It belongs to one case that holds the item: what members of another did
// with it is not told there.
type Seen struct {
	Item Sum    `json:"item"`
	Case string `json:"case"`
	What Look   `json:"what"`
	Day  string `json:"day"` // in UTC, as 2031-03-04
}

// Kind is custody.seen/1.
func (Seen) Kind() ledger.Kind { return ledger.Kind{Name: "custody.seen", Version: 1} }

// Check refuses a look that does not say at what, where or when.
func (f Seen) Check() error {
	if f.Item.IsZero() || f.Case == "" || !slices.Contains(Looks(), f.What) {
		return fmt.Errorf("recording who saw %s: item, case or what was shown is missing", f.Item)
	}
	if _, err := time.Parse(time.DateOnly, f.Day); err != nil {
		return fmt.Errorf("recording who saw %s: %q is no day", f.Item, f.Day)
	}
	return nil
}

// Sighting is a look at a sealed item as it is kept.
type Sighting struct {
	Seen
	Actor string
	Time  time.Time
	Index int64
}

// IsSealed reports whether looks at the item are recorded: who is shown it sees
// it by their right to see sealed things, and by nothing else.
func (i Item) IsSealed() bool { return i.Label == guard.Sealed }

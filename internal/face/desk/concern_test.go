package desk

import (
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
)

// Rows are looked through anew after whatever can change them, for those whom it
// can change them for, and not because a letter was read.
func TestRowsAreLookedThroughAnewForWhatCanChangeThem(t *testing.T) {
	var c concern
	for i, on := range []struct {
		kind        ledger.Kind
		whole, some int64
	}{
		{person.Judged{}.Kind(), 1, 1},
		{text.Read{}.Kind(), 1, 1},
		{custody.Acquired{}.Kind(), 1, 3}, // it may come openly now
		{claim.Made{}.Kind(), 4, 4},
		{custody.Opened{}.Kind(), 5, 5},
		{text.Cited{}.Kind(), 5, 5},
		{ledger.Kind{Name: "something.new", Version: 1}, 7, 7},
	} {
		if c.take(ledger.Event{Index: int64(i), Kind: on.kind}); c.whole != on.whole || c.some != on.some || c.next != int64(i)+1 {
			t.Errorf("after %s: %d and %d of %d, want %d and %d", on.kind.Name, c.whole, c.some, c.next, on.whole, on.some)
		}
	}
}

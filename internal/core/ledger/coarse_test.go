package ledger

import (
	"testing"
	"time"
)

type handedIn struct{ seen }

func (handedIn) Coarse() {}

func TestOfACoarseFactOnlyTheHourIsWritten(t *testing.T) {
	now := time.Date(2031, 5, 6, 7, 48, 9, 123456789, time.FixedZone("half", 30*60))
	for name, f := range map[string]Fact{"by value": handedIn{}, "by pointer": &handedIn{}} {
		if got := TimeOf(f, now); !got.Equal(time.Date(2031, 5, 6, 7, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: %s is written", name, got)
		}
	}
	if got := TimeOf(seen{}, now); !got.Equal(now.Truncate(time.Microsecond)) {
		t.Errorf("of another fact %s is written", got)
	}
}

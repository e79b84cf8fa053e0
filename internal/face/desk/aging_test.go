package desk

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"sanad/internal/core/guard"
	known "sanad/internal/flow/sight"
)

func TestOfAllWhoAskAtOnceTheFirstAloneWaitsForACount(t *testing.T) {
	w := newWorld(t, "")
	now := time.Now()
	opt := Options{Archive: w.archive, Accounts: w.accounts, Clock: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	v := &visit{desk: &desk{Options: opt, veil: known.NewVeil()}, actor: actor("rana"), r: httptest.NewRequest("GET", "/", nil)}
	var kept aging[int64]
	counts := atomic.Int64{}
	done := make(chan bool, 10) // a count ended
	ask := func() (value, size int64) {
		must(t, v.look(t.Context(), func(ctx context.Context, s *sight) (err error) {
			value, size, err = agingOf(ctx, v, s, &kept, s.recallKey(""), func(context.Context, *sight) (int64, error) {
				defer func() { done <- true }()
				return counts.Add(1), nil
			})
			return err
		}))
		return value, size
	}
	value, before := ask()
	<-done
	w.append("amin", guard.CaseOpened{Case: "third"})
	if again, size := ask(); value != 1 || again != 1 || size != before {
		t.Errorf("a moment later %d of entry %d, then %d of %d", value, before, again, size)
	}
	now = now.Add(agingFresh)
	if again, size := ask(); again != 1 || size != before {
		t.Errorf("who asks waits for a new count: %d of %d", again, size)
	}
	<-done
	for again := int64(0); again != 2; again, _ = ask() { // until it is kept, right after it was counted
	}
	if again, size := ask(); again != 2 || size != before+1 {
		t.Errorf("counted anew: %d of entry %d", again, size)
	}
}

package sandbox

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// glance is how often a child at work is looked at.
const glance = 10 * time.Millisecond

// watch kills the child when ctx ends, when its turns together last longer
// than wall, or when it holds more memory than it may. stop ends the watch
// and returns when it can kill no more.
func (c *child) watch(ctx context.Context, turn *turn, wall time.Duration, memory int64) (stop func()) {
	done := make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() {
		tick := time.NewTicker(glance)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-ctx.Done():
				c.kill(fmt.Errorf("reading the document in the sandbox: %w", context.Cause(ctx)))
				return
			case <-tick.C:
			}
			if why := c.excess(turn, wall, memory); why != nil {
				c.kill(why)
				return
			}
		}
	})
	return func() { close(done); over.Wait() }
}

// excess says which limit the child is over, nil for none.
func (c *child) excess(turn *turn, wall time.Duration, memory int64) error {
	if turn.spent() > wall {
		return fmt.Errorf("%w: over %s", ErrTimeout, wall)
	}
	if held := c.resident(); held > memory {
		return fmt.Errorf("%w: %d MiB, over %d MiB", ErrMemory, held>>20, memory>>20)
	}
	return nil
}

// turn is a stopwatch for the time in which it is the child's turn to act: a
// slow store must not make its document look hostile.
type turn struct {
	mu      sync.Mutex
	before  time.Duration // of the turns that are over
	since   time.Time     // of this turn
	running bool
}

func newTurn() *turn { return &turn{since: time.Now(), running: true} }

func (t *turn) pause() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.before, t.running = t.before+time.Since(t.since), false
}

func (t *turn) resume() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.since, t.running = time.Now(), true
}

func (t *turn) spent() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.running {
		return t.before
	}
	return t.before + time.Since(t.since)
}

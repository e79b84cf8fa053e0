package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// inStep is a reader that begins an item only when both processes have come to
// it. What begins with "box" holds many files.
type inStep struct {
	mu   sync.Mutex
	came map[custody.Sum]chan struct{}
}

func (r *inStep) wait(item custody.Sum) {
	r.mu.Lock()
	both, first := r.came[item], false
	if both == nil {
		both, first = make(chan struct{}), true
		r.came[item] = both
	}
	r.mu.Unlock()
	if !first {
		close(both)
		return
	}
	select {
	case <-both:
	case <-time.After(time.Minute): // the other does not come: the test then fails by what is recorded
	}
}

func (r *inStep) Read(ctx context.Context, ask flow.Ask, data io.Reader, shelf flow.Shelf) (out flow.Outcome, err error) {
	all, err := io.ReadAll(data)
	if err != nil {
		return out, err
	}
	r.wait(ask.Item.Sum)
	switch {
	case bytes.HasPrefix(all, []byte("box")):
		for i := range 1200 { // more than are recorded at once
			name := fmt.Sprintf("%04d.txt", i)
			if err := shelf.Member(ctx, flow.Member{Name: name}, strings.NewReader("the same file")); err != nil {
				return out, err
			}
		}
	case bytes.HasPrefix(all, []byte("broken")):
		out.Failed = []flow.Unreadable{{Step: text.StepRead, Reason: "it is broken"}}
		return out, nil
	}
	sum, err := shelf.Put(ctx, bytes.NewReader(nil))
	out.Readings = []flow.Reading{{Step: text.StepRead, Engine: "test", Version: "1", Form: text.Fields, Rendition: sum}}
	return out, err
}

// Several processes read one archive at once: what the first recorded the
// second finds, and records nothing twice.
func TestTwoProcessesAtOnceRecordEverythingOnce(t *testing.T) {
	s := opened(t, nil, map[string]string{"box": "box", "broken": "broken", "plain": "plain"})
	reader := &inStep{came: map[custody.Sum]chan struct{}{}}
	var told [2]int64
	var wg sync.WaitGroup
	for i := range told {
		o, err := workshop{}.open(t.Context(), s.dir, "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := o.Close(); err != nil {
				t.Error(err)
			}
		}()
		o.Whole.Reader, o.Whole.Workers = reader, 1
		wg.Go(func() {
			err := flow.Process(t.Context(), o.Whole, o.Actor, flow.ProcessRequest{}, func(p flow.Processed) error {
				told[i] += p.Members
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	kinds := s.entries()
	if kinds["custody.acquired/1"] != 3+1200 || kinds["text.read/1"] != 3 || kinds["text.unread/1"] != 1 {
		t.Errorf("recorded: %v, want 1203 items, three readings and one failure", kinds)
	}
	if told[0]+told[1] != 1200 {
		t.Errorf("the processes tell of %v files inside others, want 1200 together", told)
	}
}

// entries counts what stands in the ledger, by kind.
func (s searcher) entries() map[string]int {
	s.t.Helper()
	o, err := workshop{}.open(s.t.Context(), s.dir, "")
	if err != nil {
		s.t.Fatal(err)
	}
	kinds := map[string]int{}
	err = o.Whole.Book.Look(s.t.Context(), func(ctx context.Context, st flow.State) error {
		tree, err := st.Tree(ctx)
		if err != nil {
			return err
		}
		return st.Events(ctx, 0, tree.Size(), func(e flow.Recorded) error {
			kinds[e.Kind.String()]++
			return nil
		})
	})
	if err = errors.Join(err, o.Close()); err != nil {
		s.t.Fatal(err)
	}
	return kinds
}

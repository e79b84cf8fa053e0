package sandbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestADocumentIsReadInAChild(t *testing.T) {
	p := open(t, "confined", Config{})
	long := strings.Repeat("سند ", 1<<20)
	for _, c := range []struct {
		job  Job
		want string
	}{
		{Job{Reader: "tell", Name: "نامه.pdf", Options: []byte("\x00fa"), Data: strings.NewReader("متن"), Size: 6}, "tell|نامه.pdf|\x00fa|متن"},
		{text("length", long), fmt.Sprint(len(long))},
		{text("length", long[:maxInline]), fmt.Sprint(maxInline)},
		{text("length", long[:maxInline+1]), fmt.Sprint(maxInline + 1)},
		{text("length", ""), "0"},
		{Job{Reader: "length"}, "0"},
		{Job{Reader: "tell"}, "tell|||"},
		{text("blind", long), "nothing read"},
		{Job{Reader: "busy"}, "done"},
		{Job{Reader: "noise"}, "said nothing"},
		{text("length", "after all that"), "14"},
	} {
		if got, err := told(context.Background(), p, c.job); err != nil || got != c.want {
			t.Errorf("%s: %q, want %q: %v", c.job.Reader, got, c.want, err)
		}
	}
}

func TestAThousandJobsOnTwoWorkers(t *testing.T) {
	p := open(t, "confined", Config{Workers: 2, Jobs: 100})
	var all sync.WaitGroup
	var mu sync.Mutex
	children := map[string]bool{}
	for i := range 1000 {
		all.Go(func() {
			want := fmt.Sprintf("tell|%d||%d", i, i*i)
			job := text("tell", fmt.Sprint(i*i))
			job.Name = fmt.Sprint(i)
			got, err := told(context.Background(), p, job)
			if err != nil || got != want {
				t.Errorf("job %d: %q, want %q: %v", i, got, want, err)
			}
			pid, err := told(context.Background(), p, Job{Reader: "pid"})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			children[pid] = true
		})
	}
	all.Wait()
	if n := len(children); n < 10 || n > 22 {
		t.Errorf("%d children served the last 1,000 of 2,000 jobs, want one for a hundred", n)
	}
}

func TestOnlyTheJobAtFaultFails(t *testing.T) {
	for _, c := range []struct {
		reader string
		cfg    Config
		want   error
		says   string
	}{
		{"loop", Config{Wall: 300 * time.Millisecond}, ErrTimeout, "over 300ms"},
		{"hoard", Config{}, ErrMemory, ""},
		{"balloon", Config{}, ErrMemory, ""},
		{"panic", Config{}, ErrCrashed, "panic: index out of range [7]"},
		{"recurse", Config{Memory: 1 << 30}, ErrCrashed, "stack"},
		{"exit", Config{}, ErrCrashed, "last words"},
		{"big", Config{Result: 1<<20 - 1}, ErrResult, "over 1048575 bytes"},
	} {
		t.Run(c.reader, func(t *testing.T) {
			c.cfg.Workers = 1
			p := open(t, "confined", c.cfg)
			_, err := told(context.Background(), p, text(c.reader, strings.Repeat("x", 300_000)))
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v; want %v saying %q", err, c.want, c.says)
			}
			if strings.ContainsAny(fmt.Sprint(err), "\x1b\a\n") {
				t.Errorf("%q steers the terminal", err)
			}
			p.cfg.Wall = time.Minute
			works(t, p)
		})
	}
}

func TestTheWordsOfOneJobAreNotTheNextOnes(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	if _, err := told(context.Background(), p, Job{Reader: "mutter"}); err != nil {
		t.Fatal(err)
	}
	for p.idle[0].words.String() == "" { // they come by a pipe of their own
		time.Sleep(time.Millisecond)
	}
	if _, err := told(context.Background(), p, Job{Reader: "vanish"}); !errors.Is(err, ErrCrashed) || !strings.Contains(err.Error(), "it said nothing") {
		t.Errorf("%v; want %v, saying nothing", err, ErrCrashed)
	}
}

func TestGarbageIsCollectedBeforeMemoryRunsOut(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	if _, err := told(context.Background(), p, Job{Reader: "lavish"}); err != nil {
		t.Error(err)
	}
}

func TestAReaderSaysWhyItCouldNot(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	before, err := told(context.Background(), p, Job{Reader: "pid"})
	if err != nil {
		t.Fatal(err)
	}
	for reader, want := range map[string]string{
		"refuse": "the file is \uFFFD[31mlocked\uFFFD, نمی\u200cشود",
		"absent": `no reader is called "absent"`,
		"tell":   "the document is over 100 bytes, more than tell reads",
	} {
		_, err := told(context.Background(), p, text(reader, strings.Repeat("x", 101)))
		var failure *Failure
		if !errors.As(err, &failure) || failure.Reason != want || failure.Reader != reader {
			t.Errorf("%s: %v, want %q", reader, err, want)
		}
	}
	if after, err := told(context.Background(), p, Job{Reader: "pid"}); after != before {
		t.Errorf("a child that only said no was replaced: %s, then %s: %v", before, after, err)
	}
}

func TestACallerCanGiveUp(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	works(t, p)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := told(ctx, p, Job{Reader: "loop"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	if _, err := told(ctx, p, Job{Reader: "length"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	works(t, p)
}

func TestAClosedPoolRunsNothing(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	works(t, p)
	failed := make(chan error, 2)
	for range cap(failed) { // one at work, one waiting
		go func() {
			_, err := told(context.Background(), p, Job{Reader: "loop"})
			failed <- err
		}()
	}
	time.Sleep(50 * time.Millisecond)
	p.Close()
	p.Close()
	for range cap(failed) {
		if err := <-failed; !errors.Is(err, ErrClosed) {
			t.Errorf("%v, want %v", err, ErrClosed)
		}
	}
	if _, err := told(context.Background(), p, Job{Reader: "length"}); !errors.Is(err, ErrClosed) {
		t.Errorf("%v, want %v", err, ErrClosed)
	}
}

func TestAChildThatDoesNotServeIsNoDocumentsFault(t *testing.T) {
	for _, kind := range []string{"noisy", "old", "no such kind"} {
		p := open(t, kind, Config{})
		if _, err := told(context.Background(), p, Job{Reader: "length"}); !errors.Is(err, ErrStart) {
			t.Errorf("%s: %v, want %v", kind, err, ErrStart)
		}
	}
	for _, command := range [][]string{nil, {"/no/such/program"}} {
		p := New(Config{Command: command})
		if _, err := p.Walls(context.Background()); !errors.Is(err, ErrStart) {
			t.Errorf("%q: %v, want %v", command, err, ErrStart)
		}
		p.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := told(ctx, open(t, "mute", Config{}), Job{}); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrStart) {
		t.Errorf("mute: %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestAChildThatDiedBetweenJobsIsReplaced(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	works(t, p)
	c := p.idle[0]
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-c.gone
	works(t, p)
}

func TestAJobMustFitItsFrame(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	for name, job := range map[string]Job{
		"options of a MiB":   {Reader: "length", Options: make([]byte, maxHeader)},
		"a missing document": {Reader: "length", Size: 1},
		"a negative size":    {Reader: "length", Data: strings.NewReader("x"), Size: -1},
	} {
		if _, err := told(context.Background(), p, job); err == nil || errors.Is(err, ErrCrashed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	works(t, p)
}

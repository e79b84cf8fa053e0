package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

func TestADocumentIsReadInAChild(t *testing.T) {
	p := open(t, "confined", Config{})
	long := strings.Repeat("سند ", 1<<20)
	for _, c := range []struct {
		job  Job
		want string
	}{
		{Job{Reader: "tell", Name: "نامه.pdf", Options: []byte("\x00fa"), Data: strings.NewReader("متن")}, "tell|نامه.pdf|\x00fa|متن"},
		{Job{Reader: "length", Data: strings.NewReader(long)}, fmt.Sprint(len(long))},
		{Job{Reader: "length", Data: iotest.OneByteReader(strings.NewReader("abc"))}, "3"},
		{Job{Reader: "length", Data: iotest.DataErrReader(strings.NewReader("abc"))}, "3"},
		{Job{Reader: "length"}, "0"},
		{Job{Reader: "blind", Data: strings.NewReader(long)}, "nothing read"},
		{Job{Reader: "busy"}, "done"},
		{Job{Reader: "noise"}, "said nothing"},
		{Job{Reader: "length", Data: strings.NewReader("after all that")}, "14"},
	} {
		if got, err := p.Run(context.Background(), c.job); err != nil || string(got) != c.want {
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
			got, err := p.Run(context.Background(), Job{Reader: "tell", Name: fmt.Sprint(i), Data: strings.NewReader(fmt.Sprint(i * i))})
			if err != nil || string(got) != want {
				t.Errorf("job %d: %q, want %q: %v", i, got, want, err)
			}
			pid, err := p.Run(context.Background(), Job{Reader: "pid"})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			children[string(pid)] = true
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
		{"big", Config{Result: 1<<20 - 1}, ErrResult, "1048576 bytes, over 1048575"},
	} {
		t.Run(c.reader, func(t *testing.T) {
			c.cfg.Workers = 1
			p := open(t, "confined", c.cfg)
			_, err := p.Run(context.Background(), Job{Reader: c.reader, Data: strings.NewReader(strings.Repeat("x", 200_000))})
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
	if _, err := p.Run(context.Background(), Job{Reader: "mutter"}); err != nil {
		t.Fatal(err)
	}
	for p.idle[0].words.String() == "" { // they come by a pipe of their own
		time.Sleep(time.Millisecond)
	}
	if _, err := p.Run(context.Background(), Job{Reader: "vanish"}); !errors.Is(err, ErrCrashed) || !strings.Contains(err.Error(), "it said nothing") {
		t.Errorf("%v; want %v, saying nothing", err, ErrCrashed)
	}
}

func TestGarbageIsCollectedBeforeMemoryRunsOut(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	if _, err := p.Run(context.Background(), Job{Reader: "lavish"}); err != nil {
		t.Error(err)
	}
}

func TestAReaderSaysWhyItCouldNot(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	before, err := p.Run(context.Background(), Job{Reader: "pid"})
	if err != nil {
		t.Fatal(err)
	}
	for reader, want := range map[string]string{
		"refuse": "the file is \uFFFD[31mlocked\uFFFD, نمی\u200cشود",
		"absent": `no reader is called "absent"`,
		"tell":   "the document is over 100 bytes, more than tell reads",
	} {
		_, err := p.Run(context.Background(), Job{Reader: reader, Data: strings.NewReader(strings.Repeat("x", 101))})
		var failure *Failure
		if !errors.As(err, &failure) || failure.Reason != want || failure.Reader != reader {
			t.Errorf("%s: %v, want %q", reader, err, want)
		}
	}
	if after, err := p.Run(context.Background(), Job{Reader: "pid"}); string(after) != string(before) {
		t.Errorf("a child that only said no was replaced: %s, then %s: %v", before, after, err)
	}
}

func TestADocumentReadInPartHasNoResult(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	altered := errors.New("the bytes are not the original")
	for _, reader := range []string{"length", "blind"} {
		data := io.MultiReader(strings.NewReader(strings.Repeat("x", 100_000)), iotest.ErrReader(altered))
		if got, err := p.Run(context.Background(), Job{Reader: reader, Data: data}); got != nil || !errors.Is(err, altered) {
			t.Errorf("%s: %q, %v; want %v", reader, got, err, altered)
		}
	}
	works(t, p)
}

// slow gives a byte after a while.
type slow struct{ left int }

func (s *slow) Read(p []byte) (int, error) {
	if s.left--; s.left < 0 {
		return 0, io.EOF
	}
	time.Sleep(600 * time.Millisecond)
	return copy(p, "x"), nil
}

func TestASlowStoreIsNotTheDocumentsFault(t *testing.T) {
	p := open(t, "confined", Config{Wall: time.Second})
	if got, err := p.Run(context.Background(), Job{Reader: "length", Data: &slow{3}}); err != nil || string(got) != "3" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestACallerCanGiveUp(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	works(t, p)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := p.Run(ctx, Job{Reader: "loop"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	if _, err := p.Run(ctx, Job{Reader: "length"}); !errors.Is(err, context.Canceled) {
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
			_, err := p.Run(context.Background(), Job{Reader: "loop"})
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
	if _, err := p.Run(context.Background(), Job{Reader: "length"}); !errors.Is(err, ErrClosed) {
		t.Errorf("%v, want %v", err, ErrClosed)
	}
}

func TestAChildThatDoesNotServeIsNoDocumentsFault(t *testing.T) {
	for _, kind := range []string{"noisy", "old", "no such kind"} {
		p := open(t, kind, Config{})
		if _, err := p.Run(context.Background(), Job{Reader: "length"}); !errors.Is(err, ErrStart) {
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
	if _, err := open(t, "mute", Config{}).Run(ctx, Job{}); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrStart) {
		t.Errorf("mute: %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestAChildThatBreaksTheProtocolIsEnded(t *testing.T) {
	for kind, want := range map[string]error{"confused": ErrCrashed, "shouting": ErrCrashed, "drowning": ErrResult, "deserting": ErrCrashed} {
		p := open(t, kind, Config{Workers: 1})
		for range 2 { // the second job has a child of its own
			if got, err := p.Run(context.Background(), Job{Reader: "length", Data: strings.NewReader("x")}); !errors.Is(err, want) {
				t.Errorf("%s: %q, %v; want %v", kind, got, err, want)
			}
		}
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
	if _, err := p.Run(context.Background(), Job{Reader: "length", Options: make([]byte, maxHeader)}); err == nil {
		t.Error("options of a MiB were taken")
	}
	works(t, p)
}

func BenchmarkJob(b *testing.B) {
	for _, size := range []int{100, 1 << 20} {
		b.Run(fmt.Sprintf("%d bytes", size), func(b *testing.B) {
			p := open(b, "confined", Config{Workers: 1, Jobs: 1 << 30})
			works(b, p)
			data := strings.Repeat("x", size)
			b.SetBytes(int64(size))
			for b.Loop() {
				if _, err := p.Run(context.Background(), Job{Reader: "length", Data: strings.NewReader(data)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("a child each", func(b *testing.B) {
		p := open(b, "confined", Config{Workers: 1, Jobs: 1})
		for b.Loop() {
			works(b, p)
		}
	})
}

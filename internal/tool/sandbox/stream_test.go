package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// pattern is a document of any size: each eight bytes hold their own place.
type pattern struct{}

func (pattern) ReadAt(p []byte, at int64) (int, error) {
	var word [8]byte
	for n := 0; n < len(p); {
		here := at + int64(n)
		if here%8 == 0 && len(p)-n >= 8 { // nearly always, and quicker
			binary.LittleEndian.PutUint64(p[n:], uint64(here/8))
			n += 8
			continue
		}
		binary.LittleEndian.PutUint64(word[:], uint64(here/8))
		n += copy(p[n:], word[here%8:])
	}
	return len(p), nil
}

func patterned(reader string, size int64) Job {
	return Job{Reader: reader, Data: pattern{}, Size: size}
}

// echo gives the document back.
func echo(j Job, out io.Writer) error {
	_, err := io.Copy(out, io.NewSectionReader(j.Data, 0, j.Size))
	return err
}

// pieces reads a patterned document here and there, in several goroutines, and
// looks whether it is what it should be.
func pieces(j Job, out io.Writer) error {
	failed := make(chan error, 4)
	for i := range cap(failed) {
		go func() { failed <- somePieces(j, rand.New(rand.NewPCG(uint64(i), 7))) }()
	}
	var err error
	for range cap(failed) {
		err = errors.Join(err, <-failed)
	}
	return err
}

func somePieces(j Job, chance *rand.Rand) error {
	got, want := make([]byte, 2*maxAsk), make([]byte, 2*maxAsk)
	for range 400 {
		at := chance.Int64N(j.Size + 10)
		length := chance.IntN(1 << chance.IntN(22))
		n, err := j.Data.ReadAt(got[:length], at)
		_, _ = pattern{}.ReadAt(want[:n], at)
		there := min(int64(length), max(0, j.Size-at))
		if int64(n) != there || !bytes.Equal(got[:n], want[:n]) || (err == io.EOF) != (n < length) {
			return fmt.Errorf("%d bytes at %d: %d came, %v", length, at, n, err)
		}
	}
	if _, err := j.Data.ReadAt(got, -1); err == nil || err == io.EOF {
		return fmt.Errorf("a place before the beginning: %v", err)
	}
	return nil
}

// quarrel writes much while it asks for much.
func quarrel(j Job, out io.Writer) error {
	var asking sync.WaitGroup
	failed := make(chan error, 2)
	for range cap(failed) {
		asking.Go(func() {
			_, err := io.Copy(io.Discard, bufio.NewReader(io.NewSectionReader(j.Data, 0, j.Size)))
			failed <- err
		})
	}
	err := echo(j, out)
	asking.Wait()
	return errors.Join(err, <-failed, <-failed)
}

func endless(_ Job, out io.Writer) error {
	for {
		if _, err := out.Write(make([]byte, 1000)); err != nil {
			return err
		}
	}
}

// slowly writes a megabyte, then what its options say, and then does not end.
func slowly(j Job, out io.Writer) error {
	if _, err := out.Write(make([]byte, 1<<20)); err != nil {
		return err
	}
	switch string(j.Options) {
	case "refuse":
		return errors.New("the second page is torn")
	case "panic":
		panic("the third page is torn")
	case "end":
		return nil
	}
	for {
		time.Sleep(time.Hour)
	}
}

// lingering leaves a goroutine behind that goes on reading and writing.
func lingering(j Job, out io.Writer) error {
	go func() {
		for i := range j.Size {
			_, readErr := j.Data.ReadAt(make([]byte, maxAsk), i)
			_, writeErr := out.Write(make([]byte, maxChunk))
			if i > 1000 && (readErr == nil || writeErr == nil) {
				os.Exit(7)
			}
		}
	}()
	return nil
}

func TestALargeDocumentIsReadAtAnyPlace(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	for _, size := range []int64{maxInline, maxInline + 1, 40<<20 + 12345} {
		if _, err := told(context.Background(), p, patterned("pieces", size)); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	const far = 1 << 50 // of which but a little is read
	if _, err := told(context.Background(), p, patterned("pieces", far)); err != nil {
		t.Error(err)
	}
}

func TestAResultIsAsLongAsADocument(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	for _, reader := range []string{"echo", "quarrel"} {
		for _, size := range []int64{0, 1, maxChunk, 30<<20 + 3} {
			want, _ := io.ReadAll(io.NewSectionReader(pattern{}, 0, size))
			if got, err := told(context.Background(), p, patterned(reader, size)); err != nil || got != string(want) {
				t.Errorf("%s: %d bytes of %d came back: %v", reader, len(got), size, err)
			}
		}
	}
}

// altered is a document whose bytes from a place on can't be had.
type altered struct{ from int64 }

var errAltered = errors.New("the bytes are not the original")

func (a altered) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > a.from {
		return 0, errAltered
	}
	return pattern{}.ReadAt(p, at)
}

func TestADocumentThatCantBeFetchedIsNotAtFault(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	for _, c := range []struct {
		reader string
		data   io.ReaderAt
		size   int64
		want   error
		says   string
	}{
		{"length", altered{0}, 10, errAltered, "fetching the document"},
		{"blind", altered{0}, 10, errAltered, "fetching the document"},
		{"length", altered{5 << 20}, 20 << 20, errAltered, "fetching the document"},
		{"echo", altered{5 << 20}, 20 << 20, errAltered, "fetching the document"},
		{"quarrel", altered{5 << 20}, 20 << 20, errAltered, "fetching the document"},
		{"length", strings.NewReader("short"), 10, io.ErrUnexpectedEOF, "it ends at byte 5 of 10"},
		{"length", io.NewSectionReader(pattern{}, 0, 400_000), 500_000, io.ErrUnexpectedEOF, "it ends at byte 400000 of 500000"},
	} {
		var seen error
		err := p.Run(context.Background(), Job{Reader: c.reader, Data: c.data, Size: c.size}, func(r io.Reader) error {
			_, seen = io.Copy(io.Discard, r)
			return nil
		})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || errors.As(err, new(*Failure)) {
			t.Errorf("%s of %d bytes: %v; want %v saying %q", c.reader, c.size, err, c.want, c.says)
		}
		if c.size > maxInline && seen != err {
			t.Errorf("the result ends with %v", seen)
		}
	}
	works(t, p)
}

func TestWhyThereIsNoResultReachesWhoTakesIt(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1, Result: 2 << 20})
	mine := errors.New("the disk is full")
	for _, c := range []struct {
		reader, options string
		wall            time.Duration
		want            error
	}{
		{"slowly", "refuse", 0, new(Failure)},
		{"slowly", "panic", 0, ErrCrashed},
		{"slowly", "", time.Second, ErrTimeout},
		{"endless", "", 0, ErrResult},
	} {
		for name, answer := range map[string]func(error) error{
			"nil":      func(error) error { return nil },
			"the same": func(err error) error { return err },
			"its own":  func(error) error { return mine },
		} {
			var took int64
			var seen error
			job := Job{Reader: c.reader, Options: []byte(c.options), Wall: c.wall}
			err := p.Run(context.Background(), job, func(r io.Reader) error {
				took, seen = io.Copy(io.Discard, r)
				return answer(seen)
			})
			if _, failed := c.want.(*Failure); failed != errors.As(err, new(*Failure)) || !failed && !errors.Is(err, c.want) {
				t.Errorf("%s %s: %v, want %v", c.reader, c.options, err, c.want)
			}
			if errors.Is(err, ErrCrashed) && !strings.Contains(err.Error(), "panic: the third page is torn") {
				t.Errorf("%v does not say why", err)
			}
			if seen != err || errors.Is(seen, io.EOF) || took == 0 {
				t.Errorf("%s %s, and take gives %s: after %d bytes it saw %v, and the job ended with %v", c.reader, c.options, name, took, seen, err)
			}
		}
	}
	works(t, p)
}

func TestWhoTakesAResultMayStop(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	mine := errors.New("the disk is full")
	for _, c := range []struct {
		job  Job
		read int64
		took error
		want error
	}{
		{patterned("echo", 30<<20), 10, mine, mine},
		{patterned("echo", 30<<20), 0, mine, mine},
		{patterned("echo", 30<<20), 10, nil, nil},
		{Job{Reader: "slowly", Options: []byte("end")}, 10, mine, mine},
		{Job{Reader: "slowly", Options: []byte("panic")}, 10, mine, mine},
		{Job{Reader: "slowly", Options: []byte("panic")}, 10, nil, ErrCrashed},
		{Job{Reader: "slowly"}, 1 << 19, mine, mine},
		{Job{Reader: "endless"}, 1 << 20, mine, mine},
		{Job{Reader: "loop"}, 0, mine, mine},
		{Job{Reader: "blind"}, 0, nil, nil},
		{Job{Reader: "blind"}, 12, mine, mine},
	} {
		err := p.Run(context.Background(), c.job, func(r io.Reader) error {
			_, err := io.CopyN(io.Discard, r, c.read)
			return errors.Join(err, c.took)
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s, of which %d bytes were read: %v, want %v", c.job.Reader, c.read, err, c.want)
		}
		works(t, p)
	}
}

func TestAChildWhoseResultIsDoneServesOn(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	before, err := told(context.Background(), p, Job{Reader: "pid"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Run(context.Background(), patterned("echo", 10<<20), func(io.Reader) error { return nil }); err != nil {
		t.Error(err)
	}
	if after, err := told(context.Background(), p, Job{Reader: "pid"}); after != before {
		t.Errorf("a child whose result was not read to its end was replaced: %s, then %s: %v", before, after, err)
	}
}

func TestAPanicOfWhoTakesItLeavesThePoolFit(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	func() {
		defer func() { _ = recover() }()
		_ = p.Run(context.Background(), Job{Reader: "endless"}, func(io.Reader) error { panic("out of paper") })
	}()
	works(t, p)
}

// slow gives its bytes after a while.
type slow struct{ io.ReaderAt }

func (s slow) ReadAt(p []byte, at int64) (int, error) {
	time.Sleep(600 * time.Millisecond)
	return s.ReaderAt.ReadAt(p, at)
}

func TestASlowStoreIsNotTheDocumentsFault(t *testing.T) {
	p := open(t, "confined", Config{Wall: time.Second})
	if got, err := told(context.Background(), p, Job{Reader: "length", Data: slow{pattern{}}, Size: 600_000}); err != nil || got != "600000" {
		t.Errorf("%q, %v", got, err)
	}
}

// A child that waits for its parent longer than it would live without one.
func TestASlowTakerIsNotTheDocumentsFault(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1, Wall: 1500 * time.Millisecond})
	err := p.Run(context.Background(), patterned("echo", 10<<20), func(r io.Reader) error {
		time.Sleep(2 * time.Second)
		_, err := io.CopyN(io.Discard, r, 5<<20)
		time.Sleep(2 * time.Second)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAJobCanHaveAWallOfItsOwn(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	if _, err := told(context.Background(), p, Job{Reader: "loop", Wall: 200 * time.Millisecond}); !errors.Is(err, ErrTimeout) || !strings.Contains(err.Error(), "over 200ms") {
		t.Errorf("%v, want %v", err, ErrTimeout)
	}
}

func TestAResultCanBeGivenUpHalfway(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	ctx, cancel := context.WithCancel(context.Background())
	var seen error
	err := p.Run(ctx, Job{Reader: "endless"}, func(r io.Reader) error {
		if _, err := io.CopyN(io.Discard, r, 1<<20); err != nil {
			return err
		}
		cancel()
		_, seen = io.Copy(io.Discard, r)
		return seen
	})
	if !errors.Is(err, context.Canceled) || seen != err {
		t.Errorf("%v, after the taker saw %v; want %v", err, seen, context.Canceled)
	}
	works(t, p)
}

func TestWhatAReaderLeavesRunningIsCutOff(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	for range 5 {
		if got, err := told(context.Background(), p, patterned("lingering", 3<<20)); err != nil || len(got) > 2000*maxChunk {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		works(t, p)
	}
}

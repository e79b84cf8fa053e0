package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain is also the child's main: a pool under test starts this program
// again with one word that says what kind of child it is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && !strings.HasPrefix(os.Args[1], "-test.") {
		if err := beChild(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func beChild(kind string) error {
	switch kind {
	case "confined":
		walls, err := Confine()
		if err != nil {
			return err
		}
		return Serve(os.Stdin, os.Stdout, walls, readers())
	case "unconfined": // to show that what a wall refuses would work without
		return Serve(os.Stdin, os.Stdout, Walls{}, readers())
	case "noisy": // prints before it serves
		fmt.Println("loading plugins ...")
		return Serve(os.Stdin, os.Stdout, Walls{}, readers())
	case "mute":
		time.Sleep(time.Hour)
	case "parent":
		return beParent()
	}
	return breakProtocol(kind)
}

// whole makes a Reader of one that gives its result at once.
func whole(read func(Job) ([]byte, error)) Reader {
	return func(j Job, out io.Writer) error {
		result, err := read(j)
		if err == nil {
			_, err = out.Write(result)
		}
		return err
	}
}

// readers do what a harmless, a broken and a hostile reader would.
func readers() map[string]Reader {
	all := map[string]Reader{"echo": echo, "pieces": pieces, "quarrel": quarrel, "endless": endless, "lingering": lingering, "slowly": slowly}
	for name, read := range map[string]func(Job) ([]byte, error){
		"length": func(j Job) ([]byte, error) {
			n, err := io.Copy(io.Discard, io.NewSectionReader(j.Data, 0, j.Size))
			return fmt.Append(nil, n), err
		},
		"tell": func(j Job) ([]byte, error) {
			data, err := j.ReadAll(100)
			return fmt.Appendf(nil, "%s|%s|%s|%s", j.Reader, j.Name, j.Options, data), err
		},
		"blind": func(Job) ([]byte, error) { return []byte("nothing read"), nil },
		"refuse": func(Job) ([]byte, error) {
			return nil, errors.New("the file is \x1b[31mlocked\u202e, نمی\u200cشود")
		},
		"pid":   func(Job) ([]byte, error) { return fmt.Append(nil, os.Getpid()), nil },
		"big":   func(Job) ([]byte, error) { return make([]byte, 1<<20), nil },
		"panic": func(Job) ([]byte, error) { panic("index out of range [7]") },
		"exit": func(Job) ([]byte, error) {
			fmt.Fprintln(os.Stderr, "first words")
			fmt.Fprintln(os.Stderr, "\x1b]0;last words\a")
			os.Exit(0)
			return nil, nil
		},
		"mutter": func(Job) ([]byte, error) { _, err := fmt.Fprintln(os.Stderr, "a font is missing"); return nil, err },
		"vanish": func(Job) ([]byte, error) { os.Exit(0); return nil, nil },
		"loop": func(Job) ([]byte, error) {
			for i := 0; ; i++ {
				runtime.KeepAlive(i)
			}
		},
		"recurse": func(Job) ([]byte, error) { return fmt.Append(nil, deep(1)), nil },
		"hoard": func(Job) ([]byte, error) {
			var held [][]byte
			for {
				held = append(held, bytes.Repeat([]byte{1}, 1<<20))
				runtime.KeepAlive(held)
			}
		},
		"balloon": func(Job) ([]byte, error) { return make([]byte, 1<<40), nil },
		"lavish":  lavish,
		"busy":    busy,
		"noise":   noise,
	} {
		all[name] = whole(read)
	}
	for name, attempt := range attempts() {
		all[name] = func(j Job, _ io.Writer) error { return attempt(j) }
	}
	return all
}

//lint:ignore SA5007 the stack must have no end here
func deep(n int) int { return deep(n+1) + n }

// lavish makes much more garbage than memory.
func lavish(Job) ([]byte, error) {
	for range 2000 {
		runtime.KeepAlive(bytes.Repeat([]byte{1}, 1<<20))
	}
	return nil, nil
}

// busy uses what an honest reader may: threads, timers, collection, chance.
func busy(Job) ([]byte, error) {
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			runtime.LockOSThread() // and end with the thread
			<-time.After(time.Millisecond)
			runtime.GC()
		})
	}
	all.Wait()
	return []byte("done"), nil
}

// noise tries to get between the frames.
func noise(Job) ([]byte, error) {
	fmt.Println("R\x00\x00\x00\x08printed on standard output")
	os.NewFile(1, "").WriteString("and on descriptor 1\n")
	if n, err := os.Stdin.Read(make([]byte, 8)); n > 0 || err == nil {
		return nil, fmt.Errorf("read %d bytes of the parent's: %v", n, err)
	}
	return []byte("said nothing"), nil
}

// open makes a pool of children of a kind that ends with the test.
func open(tb testing.TB, kind string, cfg Config) *Pool {
	tb.Helper()
	command, err := Self(kind)
	if err != nil {
		tb.Fatal(err)
	}
	cfg.Command = command
	if cfg.Memory == 0 {
		cfg.Memory = 256 << 20
	}
	p := New(cfg)
	tb.Cleanup(p.Close)
	return p
}

// told runs a job and gives its result.
func told(ctx context.Context, p *Pool, job Job) (got string, err error) {
	err = p.Run(ctx, job, func(r io.Reader) error {
		all, err := io.ReadAll(r)
		got = string(all)
		return err
	})
	return got, err
}

// text is a job on a document.
func text(reader, document string) Job {
	return Job{Reader: reader, Data: strings.NewReader(document), Size: int64(len(document))}
}

// works fails the test unless the pool can read a document.
func works(tb testing.TB, p *Pool) {
	tb.Helper()
	got, err := told(context.Background(), p, text("length", "سند"))
	if err != nil || got != "6" {
		tb.Fatalf("the next job: %q, %v", got, err)
	}
}

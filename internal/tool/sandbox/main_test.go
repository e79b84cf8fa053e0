package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
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
	case "old", "confused", "shouting", "drowning", "deserting":
		return breakProtocol(kind)
	case "parent":
		return beParent()
	}
	return errors.New("no such child: " + kind)
}

// readers do what a harmless, a broken and a hostile reader would.
func readers() map[string]Reader {
	all := map[string]Reader{
		"length": func(j Job) ([]byte, error) {
			data, err := j.ReadAll(1 << 30)
			return fmt.Append(nil, len(data)), err
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
	}
	for name, attempt := range attempts() {
		all[name] = func(j Job) ([]byte, error) { return nil, attempt(j) }
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

// breakProtocol is a child that has been taken over, or is another program.
func breakProtocol(kind string) error {
	out, in := bufio.NewWriter(os.Stdout), bufio.NewReader(os.Stdin)
	version := 1
	if kind == "old" {
		version = 0
	}
	if err := writeFrame(out, frameHello, fmt.Appendf(nil, `{"Protocol":%d}`, version)); err != nil {
		return err
	}
	if kind == "shouting" { // an answer to a job it has not been given
		if err := writeFrame(out, frameResult, make([]byte, 8), []byte("guess")); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if _, err := in.Peek(1); err != nil {
		return err
	}
	switch kind {
	case "confused":
		out.WriteString("HTTP/1.1 200 OK\r\n\r\n")
	case "drowning":
		out.Write([]byte{frameResult, 0xff, 0xff, 0xff, 0xff})
	case "deserting":
		os.Stdout.Close()
		os.Stdin.Close()
	}
	out.Flush()
	time.Sleep(time.Hour)
	return nil
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

// works fails the test unless the pool can read a document.
func works(tb testing.TB, p *Pool) {
	tb.Helper()
	got, err := p.Run(context.Background(), Job{Reader: "length", Data: strings.NewReader("سند")})
	if err != nil || string(got) != "6" {
		tb.Fatalf("the next job: %q, %v", got, err)
	}
}

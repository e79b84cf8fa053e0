package storetest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// absent ends a test for want of a program. It is the one reason to skip: who
// works on something else need not install it, but CI runs every test.
func absent(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" || os.Getenv("SANAD_TEST_ALL") == "1" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// program is a server that ends, and whose folder is removed, when this
// process ends in whatever way: a shell holds the other end of a pipe and
// does both when the pipe closes.
type program struct {
	dir   string
	leash io.Closer
	log   string
}

// leashScript is run as sh -c leashScript DIR SIGNAL PROGRAM ARGUMENTS... .
const leashScript = `signal=$1; shift
"$@" >"$0/log" 2>&1 </dev/null & child=$!
cat >/dev/null
kill -"$signal" $child 2>/dev/null
wait $child
cd / && rm -rf "$0"`

func start(dir, signal string, as func(*exec.Cmd), name string, arguments ...string) (*program, error) {
	cmd := exec.Command("sh", append([]string{"-c", leashScript, dir, signal, name}, arguments...)...)
	cmd.Dir = dir
	as(cmd)
	leash, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	go cmd.Wait()
	return &program{dir: dir, leash: leash, log: filepath.Join(dir, "log")}, nil
}

// await calls ready until it gives no error, for at most half a minute.
func (p *program) await(ready func() error) error {
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := ready()
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(p.log)
			return errors.Join(fmt.Errorf("it did not become ready: %w", err), p.leash.Close(), errors.New(string(text)))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// freePort gives a port of the loopback that nothing listens on just now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// fromRoot gives a path below the folder that holds go.mod.
func fromRoot(parts ...string) (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(append([]string{dir}, parts...)...), nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no folder above holds go.mod")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}

// withoutSettings gives the environment without what would steer the server.
func withoutSettings(prefixes ...string) []string {
	var kept []string
	for _, entry := range os.Environ() {
		steers := false
		for _, prefix := range prefixes {
			steers = steers || strings.HasPrefix(entry, prefix)
		}
		if !steers {
			kept = append(kept, entry)
		}
	}
	return kept
}

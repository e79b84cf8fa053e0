package browser

import (
	"bufio"

	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// scratch is the folder of this run: the program, and the case it serves.
var scratch string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "sanad-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	scratch = dir
	return m.Run()
}

// program builds sanad once, as people run it.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(scratch, "sanad")
	c := exec.Command("go", "build", "-trimpath", "-o", path, "sanad")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building sanad: %w: %s", err, out)
	}
	return path, nil
})

// theCase makes a fictional case once; what a test adds to it, later ones see.
var theCase = sync.OnceValues(func() (string, error) {
	sanad, err := program()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch, "case")
	if out, err := exec.Command(sanad, "demo", dir, "--people", "60", "--no-serve").CombinedOutput(); err != nil {
		return "", fmt.Errorf("making the fictional case: %w: %s", err, out)
	}
	return dir, nil
})

// demo serves the fictional case and gives its address.
func demo(t *testing.T) string {
	t.Helper()
	dir, err := theCase()
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, dir)
}

// serve serves an archive until the test ends.
func serve(t *testing.T, dir string) string {
	t.Helper()
	return serveAt(t, dir, "127.0.0.1:0")
}

func serveAt(t *testing.T, dir, listen string) string {
	t.Helper()
	sanad, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return started(t, exec.Command(sanad, "--archive", dir, "--json", "serve", "--listen", listen)).Address
}

// addresses is where a server that was started listens.
type addresses struct{ Address, Door string }

// started starts a server, which ends with the test, and waits until it listens.
func started(t *testing.T, c *exec.Cmd) (at addresses) {
	t.Helper()
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait()); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &at)
	}
	if err != nil || at.Address == "" {
		t.Fatalf("the server told no address: %v: %s", err, line)
	}
	return at
}

// absent ends a test for want of a browser. It is the one reason to skip: who
// works on something else need not install it, but CI runs every test.
func absent(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" || os.Getenv("SANAD_TEST_ALL") == "1" {
		t.Fatal(err)
	}
	t.Skip(err)
}

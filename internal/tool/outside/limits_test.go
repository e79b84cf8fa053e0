//go:build linux && (amd64 || arm64)

package outside_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/internal/tool/outside"
	"sanad/internal/tool/outside/outsidetest"
)

func TestMain(m *testing.M) {
	if marker := os.Getenv("RUN_UNTIL_KILLED"); marker != "" {
		path, err := outside.Locate("sh")
		if err == nil {
			_, err = outside.Run(context.Background(), outside.Job{Program: path, Args: []string{"-c", "trap '' TERM; sleep " + marker}})
		}
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// wantGone holds that no process with that word in its command line is left.
func wantGone(t *testing.T, marker string) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for alive(marker) {
		if time.Now().After(deadline) {
			t.Fatalf("a process with %q in its command line lives on", marker)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func alive(marker string) bool {
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range lines {
		line, _ := os.ReadFile(name)
		if bytes.Contains(line, []byte(marker)) {
			return true
		}
	}
	return false
}

func TestEachLimitEndsTheProgram(t *testing.T) {
	const second = time.Second
	for name, c := range map[string]struct {
		script string
		limits outside.Limits
		want   error
	}{
		"waits":                           {"sleep 1000", outside.Limits{Wall: second}, outside.ErrTimeout},
		"ignores every signal it can":     {"trap '' TERM INT HUP QUIT XCPU ALRM; while :; do :; done", outside.Limits{Wall: second}, outside.ErrTimeout},
		"counts for ever":                 {"while :; do :; done", outside.Limits{Wall: 5 * time.Minute, CPU: second}, outside.ErrTimeout},
		"counts, deaf to the limit":       {"trap '' XCPU; while :; do :; done", outside.Limits{Wall: 5 * time.Minute, CPU: second}, outside.ErrTimeout},
		"fills the memory":                {"exec tail /dev/zero", outside.Limits{Memory: 64 << 20}, outside.ErrMemory},
		"fills it in many processes":      {"for i in 1 2 3 4 5 6 7 8; do head -c 30000000 /dev/zero | (tail; sleep 1000) & done; wait", outside.Limits{Memory: 64 << 20}, outside.ErrMemory},
		"writes for ever":                 {"yes", outside.Limits{Output: 1 << 20}, outside.ErrOutput},
		"writes a byte too much":          {"head -c 1048577 /dev/zero", outside.Limits{Output: 1 << 20}, outside.ErrOutput},
		"starts processes without end":    {"f() { f & f; }; f", outside.Limits{Wall: 2 * second, Memory: 256 << 20}, nil},
		"writes a file without end":       {"exec cat /dev/zero >/tmp/x", outside.Limits{Scratch: 1 << 20}, nil},
		"writes many files without end":   {"i=0; while head -c 100000 /dev/zero >/tmp/$i; do i=$((i+1)); done; exit 3", outside.Limits{Scratch: 1 << 20}, nil},
		"writes where nothing is counted": {"exec cat /dev/zero >/dev/shm/x", outside.Limits{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			marker := fmt.Sprintf("mark%d", time.Now().UnixNano())
			out, o, err := hostile(t, "sh", c.script+"\n# "+marker, func(j *outside.Job) { j.Limits = c.limits })
			if c.want != nil && !errors.Is(err, c.want) || err == nil {
				t.Errorf("%v, want %v (%+v)", err, c.want, o)
			}
			if c.limits.Output > 0 && int64(len(out)) > c.limits.Output {
				t.Errorf("%d bytes came out, over %d", len(out), c.limits.Output)
			}
			wantGone(t, marker)
		})
	}
}

func TestNoMoreProcessesThanAllowedRunAtATime(t *testing.T) {
	out, _, err := hostile(t, "bash", "for i in $(seq 100); do sleep 1000 & done 2>/dev/null; echo /proc/[0-9]*/comm | wc -w", func(j *outside.Job) {
		j.Limits.Processes = 10
	})
	var count int
	if _, scan := fmt.Sscan(out, &count); scan != nil && err == nil || count > 14 {
		t.Errorf("%d processes (%q), %v", count, out, err)
	}
	wantGone(t, "for i in $(seq 100)")
}

func TestNothingOutlivesTheProgram(t *testing.T) {
	marker := fmt.Sprintf("%d.5", time.Now().UnixNano())
	out, _, err := hostile(t, "sh", "(setsid sleep "+marker+" >/dev/null 2>&1 &) ; (trap '' HUP; sleep "+marker+") & echo done", nil)
	if err != nil || out != "done\n" {
		t.Errorf("%q, %v", out, err)
	}
	wantGone(t, marker)
}

func TestWhoGivesUpEndsTheProgram(t *testing.T) {
	outsidetest.Need(t, "sh")
	path, _ := outside.Locate("sh")
	marker := fmt.Sprintf("%d.25", time.Now().UnixNano())
	gaveUp := errors.New("gave up")
	ctx, cancel := context.WithCancelCause(context.Background())
	_, err := outside.Run(ctx, outside.Job{Program: path, Args: []string{"-c", "echo ready; sleep " + marker}, Out: onWrite(func() { cancel(gaveUp) })})
	if !errors.Is(err, gaveUp) {
		t.Errorf("%v", err)
	}
	wantGone(t, marker)
}

type onWrite func()

func (f onWrite) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

func TestNothingOutlivesTheParent(t *testing.T) {
	outsidetest.Need(t, "sh")
	marker := fmt.Sprintf("%d.125", time.Now().UnixNano())
	parent := exec.Command(os.Args[0])
	parent.Env = []string{"RUN_UNTIL_KILLED=" + marker}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); !alive("sleep\x00" + marker); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the program was not started")
		}
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	wantGone(t, marker)
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	_, _, err := outside.Find(context.Background(), "no-such-program", "--version")
	if !errors.Is(err, outside.ErrAbsent) || !strings.Contains(err.Error(), "no-such-program") {
		t.Errorf("%v", err)
	}
	// bwrap refuses this name, so that it ends before the walls stand.
	_, _, err = hostile(t, "sh", "echo ran", func(j *outside.Job) { j.Env = map[string]string{"": "x"} })
	if !errors.Is(err, outside.ErrWalls) {
		t.Errorf("walls that could not be put up gave %v", err)
	}
	for _, name := range []string{"", "../x", "/in/x", "secret"} {
		out, _, err := hostile(t, "sh", "echo ran", func(j *outside.Job) {
			document("x")(j)
			j.Name = name
		})
		if err == nil || out != "" {
			t.Errorf("a document was shown as %q", name)
		}
	}
}

func TestAProgramTellsItsVersionBehindTheWalls(t *testing.T) {
	outsidetest.Need(t, "bash")
	path, number, err := outside.Find(context.Background(), "bash", "--version")
	if err != nil || !strings.HasSuffix(path, "/bash") || !strings.Contains(number, ".") {
		t.Errorf("%q %q %v", path, number, err)
	}
}

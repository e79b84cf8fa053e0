package sandbox

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// attempts are what a document would try that has taken its reader over. Each
// gives nil where it succeeds; all run in the child.
func attempts() map[string]func(Job) error {
	all := systemAttempts()
	all["read a file"] = func(Job) error { _, err := os.ReadFile("/etc/passwd"); return err }
	all["list files"] = func(Job) error { _, err := os.ReadDir("/"); return err }
	all["create a file"] = func(j Job) error { return os.WriteFile(filepath.Join(j.Name, "created"), nil, 0o600) }
	all["make a folder"] = func(j Job) error { return os.Mkdir(filepath.Join(j.Name, "made"), 0o700) }
	all["run a program"] = func(Job) error { return exec.Command("/bin/true").Run() }
	all["call TCP"] = func(j Job) error { return dial("tcp", string(j.Options)) }
	all["send UDP"] = func(Job) error { return dial("udp", "127.0.0.1:9") }
	all["listen on TCP"] = func(Job) error {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err == nil {
			err = l.Close()
		}
		return err
	}
	all["look at the environment"] = func(Job) error {
		if len(os.Environ()) == 0 {
			return fmt.Errorf("nothing there: %w", os.ErrPermission)
		}
		return nil
	}
	return all
}

func dial(network, address string) error {
	conn, err := net.Dial(network, address)
	if err == nil {
		err = conn.Close()
	}
	return err
}

func TestADocumentThatTakesItsReaderOverGetsNowhere(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has walls")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	victim, strayPath := exec.Command("/bin/sleep", "60"), filepath.Join(t.TempDir(), "stray")
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = victim.Process.Kill(), victim.Wait() }()
	defer leak(t, strayPath).Close()
	confined, unconfined := open(t, "confined", Config{}), open(t, "unconfined", Config{})
	for name := range attempts() {
		t.Run(name, func(t *testing.T) {
			job := Job{Reader: name, Name: t.TempDir(), Options: []byte(l.Addr().String())}
			if name == "signal another process" {
				job.Options = fmt.Append(nil, victim.Process.Pid)
			}
			if _, err := told(context.Background(), unconfined, job); err != nil {
				t.Fatalf("this would not work without walls either, so that it shows nothing: %v", err)
			}
			job.Name = t.TempDir()
			_, err := told(context.Background(), confined, job)
			var failure *Failure
			if !errors.As(err, &failure) || !strings.Contains(failure.Reason, "permi") { // "not permitted", "permission denied"
				t.Errorf("%v; want it refused", err)
			}
			if left, err := os.ReadDir(job.Name); err != nil || len(left) > 0 {
				t.Errorf("it left %v: %v", left, err)
			}
		})
	}
}

func TestWallsAreReported(t *testing.T) {
	w, err := open(t, "confined", Config{}).Walls(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(w)
	if w.System != runtime.GOOS+"/"+runtime.GOARCH {
		t.Errorf("the system is %q", w.System)
	}
	if runtime.GOOS == "linux" && (!w.Whole() || len(w.Gaps()) > 0 || !w.Calls || w.Memory == 0) {
		t.Errorf("not whole: %+v", w)
	}
	bare, err := open(t, "unconfined", Config{}).Walls(context.Background())
	if err != nil || bare.Whole() || len(bare.Gaps()) != 4 {
		t.Errorf("a child without walls reports %+v, %v", bare, err)
	}
	for _, gap := range bare.Gaps() {
		if !strings.Contains(bare.String(), gap) {
			t.Errorf("%q does not say %q", bare, gap)
		}
	}
}

func TestWordsAreTheReasonAndHarmless(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"", ""},
		{"one\ntwo\n\n", "two"},
		{"no line end", "no line end"},
		{"panic: nil map\n\ngoroutine 1 [running]:\nmain.go:3\n", "panic: nil map"},
		{"noise\nfatal error: stack overflow\npanic: later\nmore\n", "fatal error: stack overflow"},
		{"\x1b[2J\u202eevil\tword\n", "\uFFFD[2J\uFFFDevil word"},
		{strings.Repeat("ن", 1000) + "\n", strings.Repeat("ن", maxWords/2)},
	} {
		var one, all words
		for _, b := range []byte(c.written) {
			one.Write([]byte{b})
		}
		fmt.Fprint(&all, c.written)
		if one.String() != c.want || all.String() != c.want {
			t.Errorf("%q gives %q byte by byte, %q at once; want %q", c.written, one.String(), all.String(), c.want)
		}
	}
	if got := printable(strings.Repeat("\x01", 10), 16); got != strings.Repeat("\uFFFD", 5) {
		t.Errorf("%q is not within 16 bytes", got)
	}
}

func TestMemoryLimitReachesTheChildByItsEnvironment(t *testing.T) {
	env := strings.Join(environment(Config{Memory: 800}), " ")
	if !strings.Contains(env, "GOMEMLIMIT=700 ") || strings.Contains(env, fmt.Sprint(math.MaxInt64)) {
		t.Errorf("the environment is %q", env)
	}
}

package disk

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

func always([]byte) (bool, error) { return true, nil }

func TestTheLastCheckpointSeenIsKept(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ledger.seen")
	seen := NewSeen(name, nil)
	if text, err := seen.Load(); text != nil || err != nil {
		t.Errorf("before any was stored: %q, %v", text, err)
	}
	for _, text := range []string{"checkpoint of 10", "checkpoint of 2"} {
		must(t, seen.Store(always, []byte(text)))
		if got, err := NewSeen(name, nil).Load(); string(got) != text || err != nil {
			t.Errorf("stored %q, loaded %q, %v", text, got, err)
		}
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("it has mode %v, %v", info.Mode(), err)
	}
}

func TestAMissingKeyFolderIsNoFirstStart(t *testing.T) {
	seen := NewSeen(filepath.Join(t.TempDir(), "keys", "ledger.seen"), nil)
	if _, err := seen.Load(); err == nil {
		t.Error("loading from a folder that is not there gave no error")
	}
	if err := seen.Store(always, []byte("x")); err == nil {
		t.Error("storing in a folder that is not there gave no error")
	}
}

func TestAnOlderCheckpointIsNotStored(t *testing.T) {
	seen, refused := NewSeen(filepath.Join(t.TempDir(), "ledger.seen"), nil), errors.New("a fork")
	must(t, seen.Store(always, []byte("kept")))
	must(t, seen.Store(func(old []byte) (bool, error) { return string(old) != "kept", nil }, []byte("other")))
	if err := seen.Store(func([]byte) (bool, error) { return true, refused }, []byte("other")); !errors.Is(err, refused) {
		t.Errorf("the error of the comparison came back as %v", err)
	}
	if text, err := seen.Load(); string(text) != "kept" || err != nil {
		t.Errorf("kept is %q, %v", text, err)
	}
}

func TestAFaultLeavesTheFormerCheckpointOrTheNew(t *testing.T) {
	steps := 0
	store := func(name string, failing int) error {
		steps = 0
		return NewSeen(name, func(step string, done bool) error {
			if steps++; steps == failing {
				return fmt.Errorf("fault at %s", step)
			}
			return nil
		}).Store(always, []byte("new"))
	}
	must(t, store(filepath.Join(t.TempDir(), "ledger.seen"), 0))
	for n := range steps {
		name := filepath.Join(t.TempDir(), "ledger.seen")
		must(t, NewSeen(name, nil).Store(always, []byte("former")))
		if err := store(name, n+1); err == nil {
			t.Errorf("the fault at call %d was not reported", n+1)
		}
		if text, err := NewSeen(name, nil).Load(); err != nil || string(text) != "former" && string(text) != "new" {
			t.Errorf("the fault at call %d left %q, %v", n+1, text, err)
		}
	}
}

const childSeen = "SANAD_TEST_CHILD_SEEN"

// TestChildCounts is the other process of the test below.
func TestChildCounts(t *testing.T) {
	if name := os.Getenv(childSeen); name != "" {
		countUp(t, name)
	}
}

// countUp adds one, 25 times. newer sees the old number under the lock and the
// text is made from it, so a lost lock loses a count.
func countUp(t *testing.T, name string) {
	seen := NewSeen(name, nil)
	for range 25 {
		text := make([]byte, 8)
		err := seen.Store(func(old []byte) (bool, error) {
			n, err := strconv.Atoi(string(old))
			copy(text, fmt.Sprintf("%08d", n+1))
			return true, err
		}, text)
		if err != nil {
			t.Error(err)
		}
	}
}

func TestCheckpointsAreComparedAndStoredOneAtATime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ledger.seen")
	must(t, NewSeen(name, nil).Store(always, []byte("00000000")))
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() { countUp(t, name) })
		group.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run=^TestChildCounts$")
			cmd.Env = append(os.Environ(), childSeen+"="+name)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if text, err := NewSeen(name, nil).Load(); string(text) != "00000100" || err != nil {
		t.Errorf("2 goroutines and 2 processes of 25 counts counted %q, %v", text, err)
	}
}

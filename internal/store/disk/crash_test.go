package disk

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/custody"
)

// childFolder names the store in which a copy of this test binary puts items
// until it is killed.
const childFolder = "SANAD_TEST_CHILD_FOLDER"

// TestChildPutsUntilKilled is the other process of the tests below. It prints
// the sum of each item once it is settled.
func TestChildPutsUntilKilled(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return
	}
	s := open(t, dir, Options{})
	for i := 0; ; i++ {
		var sums []custody.Sum
		for j := range 8 {
			data := bytes.Repeat([]byte(fmt.Sprint(os.Getpid(), i, j)), 1+j*9000)
			kept, err := s.Originals().Put(context.Background(), bytes.NewReader(data))
			must(t, err)
			sums = append(sums, kept.Sum)
		}
		settle(t, s.Originals())
		for _, sum := range sums {
			fmt.Printf("settled %s\n", sum)
		}
	}
}

// startChild runs the child and hands over its output once it has settled a
// batch, so that it is surely at work.
func startChild(t *testing.T, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChildPutsUntilKilled$")
	cmd.Env = append(os.Environ(), childFolder+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the child settled nothing")
	}
	return cmd, lines
}

func kill(t *testing.T, cmd *exec.Cmd, lines *bufio.Scanner) (settled []custody.Sum) {
	t.Helper()
	must(t, cmd.Process.Kill())
	for ok := true; ok; ok = lines.Scan() {
		if strings.Contains(lines.Text(), "FAIL") {
			t.Error("the child failed before it was killed")
		}
		if text, found := strings.CutPrefix(lines.Text(), "settled "); found && len(text) == 64 {
			sum, err := custody.ParseSum(text)
			must(t, err)
			settled = append(settled, sum)
		}
	}
	_ = cmd.Wait() // it was killed
	return settled
}

func TestAKilledProcessLeavesWholeItemsAndWhatItSettled(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, Options{})
	for round := range 5 {
		cmd, lines := startChild(t, dir)
		time.Sleep(time.Duration(round) * 7 * time.Millisecond) // anywhere in its work
		settled := kill(t, cmd, lines)
		s := open(t, dir, Options{})
		kept := map[custody.Sum]bool{}
		must(t, s.Originals().List(context.Background(), func(sum custody.Sum, _ int64) error {
			kept[sum] = true
			r, err := s.Originals().Open(context.Background(), sum)
			if err == nil {
				_, err = io.Copy(io.Discard, r)
				r.Close()
			}
			return err
		}))
		for _, sum := range settled {
			if !kept[sum] {
				t.Errorf("%s was settled and is gone", sum)
			}
		}
		must(t, s.Sweep(context.Background()))
		if left := names(t, filepath.Join(dir, "tmp")); len(left) != 0 {
			t.Errorf("the sweep left %q", left)
		}
		must(t, s.Close())
	}
}

func TestTheSweepSparesTheLivingAndTheYoung(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	put(t, s.Originals(), "mine")
	cmd, lines := startChild(t, dir)
	tmp := filepath.Join(dir, "tmp")
	must(t, os.WriteFile(filepath.Join(tmp, "young"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(tmp, "old.1"), nil, 0o600))
	longAgo := time.Now().Add(-2 * abandoned)
	must(t, os.Chtimes(filepath.Join(tmp, "old.1"), longAgo, longAgo))
	for range 20 { // while the child puts
		must(t, s.Sweep(context.Background()))
	}
	left := strings.Join(names(t, tmp), " ")
	if !strings.Contains(left, "young") || strings.Contains(left, "old.1") {
		t.Errorf("of young and old the sweep left %s", left)
	}
	kill(t, cmd, lines) // fails if its files were taken from under it
	must(t, s.Sweep(context.Background()))
	if left := names(t, tmp); len(left) != 3 {
		t.Errorf("want the young file, this store's lock and its draft left, have %q", left)
	}
	settle(t, s.Originals())
}

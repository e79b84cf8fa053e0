package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"sanad/internal/store/fault"
)

// killAt is where a program started by a test kills itself, as kill -9 does:
// "STEP:BEFORE|AFTER:NTH".
const killAt = "SANAD_TEST_KILL_AT"

// killHook gives the hook that the environment asks for.
func killHook() fault.Hook {
	parts := strings.Split(os.Getenv(killAt), "|")
	if len(parts) != 3 {
		return nil
	}
	nth, err := strconv.Atoi(parts[2])
	if err != nil {
		return nil
	}
	log := os.Getenv("SANAD_TEST_STEPS")
	return func(step string, done bool) error {
		if log != "" {
			f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
			if err == nil {
				fmt.Fprintf(f, "%s|%t\n", step, done)
				err = f.Close()
			}
			return err
		}
		if step != parts[0] || strconv.FormatBool(done) != parts[1] {
			return nil
		}
		if nth--; nth == 0 {
			return syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
}

// sanad runs this test binary as sanad.
func sanad(t *testing.T, env []string, args ...string) (out []byte, err error) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, append([]string{asSanad}, args...)...)
	c.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err = c.Run(); err != nil {
		err = fmt.Errorf("%w: %s", err, stderr.Bytes())
	}
	return stdout.Bytes(), err
}

func must(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := sanad(t, nil, args...)
	if err != nil {
		t.Fatalf("sanad %v: %v", args, err)
	}
	return out
}

func evidence(t *testing.T, files int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.txt", i)), []byte(fmt.Sprintf("letter %d\n", i)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// steps gives every step that adding a folder goes through, in order.
func steps(t *testing.T, folder string) []string {
	t.Helper()
	dir := t.TempDir()
	archive, log := filepath.Join(dir, "archive"), filepath.Join(dir, "steps")
	must(t, "init", archive, "--name", "x")
	if out, err := sanad(t, []string{killAt + "=log|true|1", "SANAD_TEST_STEPS=" + log}, "--archive", archive, "add", folder, "--source", "s"); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// A program killed at any step of add, before or after the step was done,
// leaves an archive that verifies, in which nothing that was recorded is
// missing; and adding goes on where it ended, until every file is there once.
func TestKilledInAdd(t *testing.T) {
	folder := evidence(t, 6)
	seen := map[string]int{}
	var points []string
	for _, step := range steps(t, folder) {
		if seen[step]++; seen[step] <= 2 { // the first time and once more
			points = append(points, fmt.Sprintf("%s|%d", step, seen[step]))
		}
	}
	if len(points) < 20 {
		t.Fatalf("only %d points to kill at: %v", len(points), points)
	}
	begun := filepath.Join(t.TempDir(), "begun")
	must(t, "init", begun, "--name", "x")
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			archive := copied(t, begun)
			_, err := sanad(t, []string{killAt + "=" + point}, "--archive", archive, "add", folder, "--source", "s")
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("it was not killed: %v", err)
			}
			must(t, "--archive", archive, "verify", "--fixity")
			resume(t, archive, folder)
			var v struct {
				OK    bool
				Items int
			}
			if err := json.Unmarshal(must(t, "--archive", archive, "verify", "--fixity", "--json"), &v); err != nil {
				t.Fatal(err)
			}
			if !v.OK || v.Items != 6 {
				t.Errorf("after going on: ok %t, %d items, want 6", v.OK, v.Items)
			}
		})
	}
}

// copied gives a copy of an archive that nobody has open, which is quicker had
// than a new one.
func copied(t *testing.T, archive string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "archive")
	if out, err := exec.Command("cp", "-Rp", archive, to).CombinedOutput(); err != nil {
		t.Fatalf("copying an archive: %v: %s", err, out)
	}
	return to
}

// resume goes on with the interrupted accession, or begins one if the program
// was killed before there was any.
func resume(t *testing.T, archive, folder string) {
	t.Helper()
	var acc struct {
		Accession string
		Complete  bool
	}
	out := must(t, "--archive", archive, "accessions", "--json")
	if len(out) == 0 {
		must(t, "--archive", archive, "add", folder, "--source", "s")
		return
	}
	if err := json.Unmarshal(out, &acc); err != nil {
		t.Fatal(err)
	}
	if !acc.Complete {
		must(t, "--archive", archive, "add", folder, "--resume", acc.Accession)
	}
}

// Two programs that add at once take turns: nothing is lost, nothing fails.
func TestTwoAddAtOnce(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "archive")
	must(t, "init", archive, "--name", "x")
	done := make(chan error, 4)
	for i := range 4 {
		folder := evidence(t, 40)
		go func() {
			_, err := sanad(t, nil, "--archive", archive, "add", folder, "--source", fmt.Sprint("source ", i))
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	var v struct {
		OK     bool
		Items  int
		Events int
	}
	if err := json.Unmarshal(must(t, "--archive", archive, "verify", "--fixity", "--json"), &v); err != nil {
		t.Fatal(err)
	}
	if want := 3 + 4*(1+40+1); !v.OK || v.Items != 40 || v.Events != want {
		t.Errorf("ok %t, %d items, %d events, want 40 and %d", v.OK, v.Items, v.Events, want)
	}
}

// An older database put back in place of a newer one is found, and nothing is
// signed on top of it.
func TestAnOlderDatabaseIsFound(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "archive")
	must(t, "init", archive, "--name", "x")
	folder := evidence(t, 2)
	must(t, "--archive", archive, "add", folder, "--source", "s")
	copyFiles(t, filepath.Join(archive, "sanad.db*"), dir)
	must(t, "--archive", archive, "add", folder, "--source", "another")
	removeFiles(t, filepath.Join(archive, "sanad.db*"))
	copyFiles(t, filepath.Join(dir, "sanad.db*"), archive)
	for _, command := range [][]string{{"verify"}, {"add", folder, "--source", "third"}} {
		_, err := sanad(t, nil, append([]string{"--archive", archive}, command...)...)
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 3 {
			t.Errorf("sanad %v: %v, want exit code 3", command, err)
		}
		if command[0] == "add" && !strings.Contains(err.Error(), "went backwards") {
			t.Errorf("the refusal does not say why: %v", err)
		}
	}
}

func copyFiles(t *testing.T, pattern, to string) {
	t.Helper()
	matches, err := filepath.Glob(pattern)
	if err != nil || len(matches) == 0 {
		t.Fatalf("%s: %v %v", pattern, matches, err)
	}
	for _, m := range matches {
		data, err := os.ReadFile(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(m)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func removeFiles(t *testing.T, pattern string) {
	t.Helper()
	matches, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range matches {
		if err := os.Remove(m); err != nil {
			t.Fatal(err)
		}
	}
}

// A disk that is full when the bytes are written, or when the database is: one
// clear sentence, an archive that verifies, and adding goes on once there is
// room. The disk is a real one, of 2 MiB.
func TestFullDisk(t *testing.T) {
	disk := smallDisk(t, "3m")
	archive := filepath.Join(disk, "archive")
	must(t, "init", archive, "--name", "x")
	folder := evidence(t, 6)
	ballast := filepath.Join(disk, "ballast")
	for _, keep := range []int64{0, 4 << 10, 40 << 10, 200 << 10} {
		fill(t, ballast, keep)
		_, err := sanad(t, nil, "--archive", archive, "add", folder, "--source", "s")
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1 && exit.ExitCode() != 4) {
			t.Errorf("with %d bytes left: %v, want exit code 1", keep, err)
		}
		if err != nil && !strings.Contains(err.Error(), "full") && !strings.Contains(err.Error(), "no space left") {
			t.Errorf("with %d bytes left the error does not say what happened: %v", keep, err)
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		must(t, "--archive", archive, "verify", "--fixity")
	}
	must(t, "--archive", archive, "add", folder, "--source", "s")
	must(t, "--archive", archive, "verify", "--fixity")
}

// smallDisk mounts a disk of a size.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", disk).CombinedOutput(); err != nil {
		if os.Getuid() == 0 || os.Getenv("CI") != "" || os.Getenv("SANAD_TEST_ALL") == "1" {
			t.Fatalf("mounting a small disk: %v: %s", err, out)
		}
		t.Skip("only root can mount a small disk")
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("unmounting: %v: %s", err, out)
		}
	})
	return disk
}

// fill fills the disk but for keep bytes.
func fill(t *testing.T, ballast string, keep int64) {
	t.Helper()
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 4096)
	for {
		if _, err := f.Write(block); err != nil {
			break
		}
	}
	info, err := f.Stat()
	if err == nil {
		err = f.Truncate(max(0, info.Size()-keep))
	}
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// A folder that can't be written: one clear sentence, nothing changed.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "archive")
	must(t, "init", archive, "--name", "x")
	folder := evidence(t, 2)
	must(t, "--archive", archive, "add", folder, "--source", "s")
	if os.Getuid() == 0 { // root may write anywhere but on a disk mounted for reading
		for _, args := range [][]string{{"--bind", archive, archive}, {"-o", "remount,bind,ro", archive}} {
			if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
				t.Fatalf("mounting for reading only: %v: %s", err, out)
			}
		}
		t.Cleanup(func() {
			if out, err := exec.Command("umount", archive).CombinedOutput(); err != nil {
				t.Errorf("unmounting: %v: %s", err, out)
			}
		})
	} else {
		if err := exec.Command("chmod", "-R", "a-w", archive).Run(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { exec.Command("chmod", "-R", "u+w", archive).Run() })
	}
	_, err := sanad(t, nil, "--archive", archive, "add", evidence(t, 3), "--source", "s")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("adding: %v, want exit code 1", err)
	}
	if err == nil || !strings.Contains(err.Error(), "read-only") && !strings.Contains(err.Error(), "can't be written") && !strings.Contains(err.Error(), "permission") {
		t.Errorf("the error does not say what happened: %v", err)
	}
}

// An import that is killed leaves a list that says it is not whole: it is not
// released, its count is marked, and importing again makes it whole.
func TestKilledInImport(t *testing.T) {
	dir := t.TempDir()
	archive, table, mapping := filepath.Join(dir, "archive"), filepath.Join(dir, "list.csv"), filepath.Join(dir, "map.yaml")
	must(t, "init", archive, "--name", "x")
	var rows strings.Builder
	rows.WriteString("Name\n")
	for i := range 6000 {
		fmt.Fprintf(&rows, "Person Number%d\n", i)
	}
	for path, text := range map[string]string{table: rows.String(), mapping: "list: L\ncolumns: {Name: name}\n"} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	must(t, "--archive", archive, "add", table, "--source", "s")
	must(t, "--archive", archive, "process")
	_, err := sanad(t, []string{killAt + "=events|true|2"}, "--archive", archive, "import", table, "--map", mapping)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("it was not killed: %v", err)
	}
	var c struct {
		Minimum    int
		Incomplete []string
	}
	count := func() {
		t.Helper()
		c.Incomplete = nil
		if err := json.Unmarshal(must(t, "--archive", archive, "count", "--json"), &c); err != nil {
			t.Fatal(err)
		}
	}
	if count(); c.Minimum == 0 || c.Minimum >= 6000 || len(c.Incomplete) != 1 {
		t.Errorf("after the kill: %d counted, incomplete %v", c.Minimum, c.Incomplete)
	}
	if _, err := sanad(t, nil, "--archive", archive, "release", "new", "--title", "t", "--audience", "a"); !errors.As(err, &exit) || exit.ExitCode() != 5 {
		t.Errorf("releasing half a list: %v, want exit code 5", err)
	}
	must(t, "--archive", archive, "import", table, "--map", mapping)
	if count(); c.Minimum != 6000 || len(c.Incomplete) != 0 {
		t.Errorf("after importing again: %d counted, incomplete %v", c.Minimum, c.Incomplete)
	}
	must(t, "--archive", archive, "verify", "--fixity")
}

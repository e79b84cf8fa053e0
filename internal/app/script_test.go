package app

import (
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

	"github.com/rogpeppe/go-internal/testscript"
)

// asSanad as its first argument makes this test binary sanad, with the faults
// that the environment asks for.
const asSanad = "as-sanad"

// TestMain makes this test binary sanad itself where a script, or sanad's own
// sandbox, starts it as such.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == sandboxCommand {
		os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	if len(os.Args) > 1 && os.Args[1] == asSanad {
		os.Exit(workshop{hook: killHook()}.run(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
	testscript.Main(m, map[string]func(){
		"sanad": func() { os.Exit(Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the scripts of testdata: each reads as what a person types
// and sees. Besides the usual commands they have:
//
//	exits CODE COMMAND...    runs a command and wants this exit code
//	json PATH VALUE          wants this in the JSON the last command printed
//	keep NAME PATH           keeps a value of that JSON as $NAME
//	odd                      makes files with names and kinds that are odd
func TestScripts(t *testing.T) { runScripts(t, "testdata") }

// TestScriptsOfWhatRunsAtOnce runs those of testdata/atonce: in the commands they
// type, jobs run, rows are read while others are counted, and questions are put
// while an answer is waited for.
func TestScriptsOfWhatRunsAtOnce(t *testing.T) { runScripts(t, "testdata/atonce") }

func runScripts(t *testing.T, dir string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("SANAD_ARCHIVE", filepath.Join(e.WorkDir, "archive"))
			// Scripts have no home, but the compiled PDF reader is everyone's.
			cache, err := os.UserCacheDir()
			if err != nil {
				return err
			}
			e.Setenv("XDG_CACHE_HOME", cache)
			verifier, err := buildVerifier()
			if err != nil {
				return err
			}
			e.Setenv("PATH", filepath.Dir(verifier)+string(os.PathListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": wantJSON, "keep": keepJSON, "odd": odd, "flip": flip,
		},
	})
}

// buildVerifier builds the outside checker once for all scripts: it must work
// as the program of its own that outsiders run.
func buildVerifier() (string, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("sanad-test-%d", os.Getpid()))
	path := filepath.Join(dir, "sanad-verify")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", path, "sanad/cmd/sanad-verify").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building sanad-verify: %w: %s", err, out)
	}
	return path, nil
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	code := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("running %s: %v", args[1], err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s\n%s%s", code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// at gives the value at a path such as items.0.sha256 or items.len (how many).
func at(ts *testscript.TestScript, path string) string {
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &v); err != nil {
		ts.Fatalf("the answer is not one JSON document: %v\n%s", err, ts.ReadFile("stdout"))
	}
	for _, step := range strings.Split(path, ".") {
		switch node := v.(type) {
		case map[string]any:
			next, ok := node[step]
			if !ok {
				ts.Fatalf("the answer has no %s (at %s)", path, step)
			}
			v = next
		case []any:
			if step == "len" {
				v = len(node)
				continue
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(node) {
				ts.Fatalf("the answer has no %s (at %s)", path, step)
			}
			v = node[i]
		default:
			ts.Fatalf("the answer has no %s (at %s)", path, step)
		}
	}
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func wantJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH VALUE")
	}
	if got := at(ts, args[0]); (got == args[1]) == neg {
		ts.Fatalf("%s is %q, want %q (not: %t)", args[0], got, args[1], neg)
	}
}

func keepJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATH")
	}
	ts.Setenv(args[0], at(ts, args[1]))
}

// odd makes what a folder on an old disk may hold.
func odd(ts *testscript.TestScript, neg bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Join(dir, "sub"), 0o755))
	for name, data := range map[string]string{
		"bad\xff\xfename": "one", "new\nline": "two", " leading": "three", "-rf": "four", "نامه\u200cها ۱.txt": "سلام", "empty": "", "sub/CON.txt": "five",
	} {
		ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644))
	}
	ts.Check(os.Symlink("/etc/passwd", filepath.Join(dir, "link")))
	ts.Check(os.Symlink("nowhere", filepath.Join(dir, "dangling")))
	ts.Check(os.Symlink(".", filepath.Join(dir, "loop")))
	ts.Check(syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644))
}

// flip changes one byte of a file.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	matches, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(matches) != 1 {
		ts.Fatalf("%s is %d files", args[0], len(matches))
	}
	ts.Check(os.Chmod(matches[0], 0o644))
	data, err := os.ReadFile(matches[0])
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(matches[0], data, 0o644))
}

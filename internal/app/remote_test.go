package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sanad/internal/face/cli"
)

// typist types commands in a folder of its own, at an archive on the same
// machine or on another.
type typist struct {
	t      *testing.T
	dir    string
	remote string // the desk's address; "": the archive is here
	kept   map[string]string
}

func (y *typist) run(args ...string) (code int, out, errs string) {
	y.t.Helper()
	return y.runIn(context.Background(), args...)
}

func (y *typist) runIn(ctx context.Context, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = cli.Run(ctx, args, cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, workshop{}.ports())
	return code, stdout.String(), stderr.String()
}

// types runs a command as somebody types it.
func (y *typist) types(who string, words []string) (int, string, string) {
	for i, w := range words {
		for name, value := range y.kept {
			words[i] = strings.ReplaceAll(w, "$"+name, value)
			w = words[i]
		}
	}
	if y.remote != "" {
		return y.run(append([]string{"--remote", y.remote, "--token-file", filepath.Join(y.dir, who+".token")}, words...)...)
	}
	return y.run(append([]string{"--archive", filepath.Join(y.dir, "archive"), "--as", who}, words...)...)
}

// newTypist makes an archive with two accounts, and papers beside it.
func newTypist(t *testing.T) *typist {
	y := &typist{t: t, dir: t.TempDir(), kept: map[string]string{}}
	for name, text := range map[string]string{
		"box/letter.txt": "Navid Kardan was taken in autumn.\n", "box/zero.txt": "", "box/list.csv": "no,name,father\n1,Navid Kardan,Mehran\n2,Sara Baghban,Younes\n",
		"map.yaml": "list: Families' list\ncolumns:\n  name: name\n  father: father_name\n", "groups.txt": "m نوید | navid naveed\n", "overlaps.csv": "a,b,c,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,20\n1,0,1,15\n0,1,1,12\n1,1,1,5\n",
	} {
		path := filepath.Join(y.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	y.must("init", filepath.Join(y.dir, "archive"), "--name", "test", "--user", "ana")
	y.must("--archive", filepath.Join(y.dir, "archive"), "user", "add", "ben", "--role", "reader,publisher")
	return y
}

func (y *typist) must(args ...string) string {
	y.t.Helper()
	code, out, errs := y.run(args...)
	if code != 0 {
		y.t.Fatalf("sanad %v: exit code %d\n%s%s", args, code, out, errs)
	}
	return out
}

// token makes a token of an account, kept beside the archive.
func (y *typist) token(who string, more ...string) string {
	y.t.Helper()
	secret := y.must(append([]string{"--archive", filepath.Join(y.dir, "archive"), "--as", who, "user", "token", "new", "a test"}, more...)...)
	if err := os.WriteFile(filepath.Join(y.dir, who+".token"), []byte(secret), 0o600); err != nil {
		y.t.Fatal(err)
	}
	return strings.TrimSpace(secret)
}

// serve serves the archive until the test ends.
func (y *typist) serve() {
	y.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- cli.Run(ctx, []string{"--json", "--archive", filepath.Join(y.dir, "archive"), "serve", "--listen", "127.0.0.1:0"},
			cli.Streams{In: strings.NewReader(""), Out: w, Err: io.Discard}, workshop{}.ports())
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	var told struct {
		Address string `json:"address"`
	}
	if err != nil || json.Unmarshal([]byte(line), &told) != nil || told.Address == "" {
		y.t.Fatalf("the desk said %q: %v", line, err)
	}
	y.remote = told.Address
	y.t.Cleanup(func() { stop(); <-done })
}

// split reads a command line with 'quoted words'.
func split(line string) (words []string) {
	for _, m := range regexp.MustCompile(`'([^']*)'|(\S+)`).FindAllStringSubmatch(line, -1) {
		words = append(words, m[1]+m[2])
	}
	return words
}

// alike writes what differs between any two archives by the order in which it
// is first seen: names drawn by chance, sums, times, folders.
func (y *typist) alike(text string, seen map[string]string) string {
	text = strings.ReplaceAll(text, y.dir, "DIR")
	// Packed pages hold random names, and are a few bytes longer or shorter by them.
	text = regexp.MustCompile(`(\(\d+ files, )[\d.]+ KiB\)`).ReplaceAllString(text, "${1}SIZE)")
	text = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`).ReplaceAllString(text, "TIME")
	return regexp.MustCompile(`\b[a-z]{1,3}-[0-9a-z]{16}\b|\b[0-9a-f]{12,64}\b`).ReplaceAllStringFunc(text, func(id string) string {
		if seen[id] == "" {
			seen[id] = fmt.Sprintf("ID%d", len(seen))
		}
		return seen[id]
	})
}

func TestACommandDoesTheSameThroughTheAPI(t *testing.T) {
	script, err := os.ReadFile("testdata/remote/commands.txt")
	if err != nil {
		t.Fatal(err)
	}
	near, far := newTypist(t), newTypist(t)
	far.token("ana")
	far.token("ben")
	far.serve()
	seen := map[*typist]map[string]string{near: {}, far: {}}
	for _, line := range strings.Split(string(script), "\n") {
		words := split(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		var said [2]string
		for i, y := range []*typist{near, far} {
			typed, who := split(line)[1:], "ana"
			if typed[0] == "ben" {
				typed, who = typed[1:], "ben"
			}
			t.Chdir(y.dir)
			code, out, errs := y.types(who, typed)
			said[i] = fmt.Sprintf("exit code %d\n%s%s", code, y.alike(out, seen[y]), y.alike(errs, seen[y]))
			y.keepAll(out)
			if fmt.Sprint(code) != words[0] {
				t.Errorf("%s: exit code %d\n%s%s", line, code, out, errs)
			}
		}
		if said[0] != said[1] {
			t.Errorf("%s\nhere:  %s\nthere: %s", line, said[0], said[1])
		}
	}
	for _, y := range []*typist{near, far} {
		if _, err := os.Stat(filepath.Join(y.dir, "dossier", "index.html")); err != nil {
			t.Errorf("the dossier did not come: %v", err)
		}
	}
}

// keepAll keeps the fields of a JSON answer by which later lines go on.
func (y *typist) keepAll(out string) {
	line, _, _ := strings.Cut(out, "\n")
	var v map[string]any
	if json.Unmarshal([]byte(line), &v) != nil {
		return
	}
	for field, name := range map[string]string{"sha256": "item", "passage": "passage", "claim": "claim", "release": "release", "finding": "finding", "entity": "entity"} {
		if text, ok := v[field].(string); ok && y.kept[name] == "" {
			y.kept[name] = text
		}
	}
}

func TestTheCommandLineSaysWhereItGoesByTheAPI(t *testing.T) {
	y := newTypist(t)
	archive, token := filepath.Join(y.dir, "archive"), filepath.Join(y.dir, "ana.token")
	y.token("ana")
	y.serve()
	t.Chdir(y.dir)
	t.Setenv("SANAD_REMOTE", "http://127.0.0.1:1")
	t.Setenv("SANAD_TOKEN_FILE", token)
	for _, c := range []struct {
		args string
		code int
		said string
	}{
		{"--archive " + archive + " user list", 0, "ana"}, // what is typed goes before the environment
		{"version", 0, "sanad"},
		{"user list", 1, "http://127.0.0.1:1 is not reached"},
		{"--remote " + y.remote + " user list", 0, "ana"},
		{"--remote " + y.remote + " --archive " + archive + " user list", 2, "the token says who acts"},
		{"--remote " + y.remote + " --as ben user list", 2, "the token says who acts"},
		{"--remote " + y.remote + " --token-file nowhere user list", 2, "reading the token"},
		{"--remote " + y.remote + " --token-file map.yaml user list", 2, "does not hold a token"},
		{"--remote " + y.remote + "wrong user list", 1, "not as a Sanad does"},
		{"--remote " + y.remote + " backup all.backup", 2, "on the archive's own machine only"},
		{"--remote " + y.remote + " user add eve --role reader --password-stdin", 2, "on the archive's own machine only"},
		{"--remote http://archive.example.org user list", 5, "not protected on the way"},
		{"help", 0, "--remote"},
	} {
		code, out, errs := y.run(split(c.args)...)
		if code != c.code || !strings.Contains(out+errs, c.said) {
			t.Errorf("sanad %s: exit code %d, want %d and %q\n%s%s", c.args, code, c.code, c.said, out, errs)
		}
	}
}

//go:build linux && (amd64 || arm64)

package outside_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
	"sanad/internal/tool/outside/outsidetest"
)

// hostile is a script that stands for a program taken over by its document.
func hostile(t *testing.T, shell, script string, change func(*outside.Job)) (string, outside.Outcome, error) {
	t.Helper()
	outsidetest.Need(t, shell)
	path, err := outside.Locate(shell)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	job := outside.Job{Program: path, Args: []string{"-c", script}, Out: &out, Limits: outside.Limits{Wall: time.Minute}}
	if change != nil {
		change(&job)
	}
	outcome, err := outside.Run(context.Background(), job)
	return out.String(), outcome, err
}

func document(text string) func(*outside.Job) {
	return func(j *outside.Job) {
		j.Document, j.Name = content.Source{ReaderAt: strings.NewReader(text), Size: int64(len(text))}, "document.txt"
	}
}

func TestAProgramReadsItsDocumentAndAnswers(t *testing.T) {
	for name, text := range map[string]string{"short": "سلام", "empty": "", "long": strings.Repeat("0123456789abcdef", 1<<16)} {
		out, _, err := hostile(t, "sh", "cat /in/document.txt; cat /in/secret", func(j *outside.Job) {
			document(text)(j)
			j.Secret = "کلید"
		})
		if err != nil || out != text+"کلید" {
			t.Errorf("%s: gave %d bytes, %v; want %d", name, len(out), err, len(text)+8)
		}
	}
}

func TestNothingOfTheMachineIsInReach(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("the sources' names"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ script, want string }{
		"the users' names":          {"cat /etc/passwd 2>/dev/null; echo end", "end\n"},
		"a file by its path":        {"cat " + secret + " 2>/dev/null; echo end", "end\n"},
		"what stands in /etc":       {"for f in /etc/*; do case $f in /etc/alternatives|/etc/ld.so.cache) ;; *) echo $f;; esac; done", ""},
		"homes and state":           {"ls -d /home /root /var /run /srv /mnt /media /opt /boot /sys 2>/dev/null; echo end", "end\n"},
		"the environment":           {"env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD= | sort", "A=b\nHOME=/tmp\nLANG=C.UTF-8\nPATH=/usr/local/bin:/usr/bin\nTMPDIR=/tmp\n"},
		"other processes":           {"cat /proc/[0-9]*/comm | sort -u | grep -v -e bwrap -e sh -e cat -e sort -e grep; echo end", "end\n"},
		"its document, to change":   {"echo x 2>/dev/null >>/in/document.txt; echo x 2>/dev/null >/in/other; cat /in/*", "the document"},
		"programs, to change":       {"touch /usr/bin/x /bin/x /x /dev/x 2>/dev/null && echo changed; echo end", "end\n"},
		"rights":                    {"grep -h -e ^CapEff -e ^CapBnd -e ^NoNewPrivs -e ^Seccomp: /proc/self/status | tr -d '\\t\\n'", "CapEff:0000000000000000CapBnd:0000000000000000NoNewPrivs:1Seccomp:2"},
		"rights by a new namespace": {"unshare --user --map-root-user true 2>/dev/null && echo got; echo end", "end\n"},
		"a mount":                   {"mount -t tmpfs none /tmp 2>/dev/null && echo got; echo end", "end\n"},
		"its user":                  {"id -u", "65534\n"},
	} {
		out, _, err := hostile(t, "sh", c.script, func(j *outside.Job) {
			document("the document")(j)
			j.Env = map[string]string{"A": "b"}
		})
		var failure *outside.Failure
		if out != c.want || err != nil && !errors.As(err, &failure) {
			t.Errorf("%s: %q, %v; want %q", name, out, err, c.want)
		}
	}
}

func TestADescriptorOfTheParentIsNotOpenWithin(t *testing.T) {
	outsidetest.Need(t)
	file, err := os.CreateTemp(t.TempDir(), "secret")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	leak, err := unix.Dup(int(file.Fd())) // as one that this process was started with
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(leak)
	out, _, err := hostile(t, "sh", "for f in /proc/$$/fd/*; do readlink $f; done", func(j *outside.Job) { document("x")(j) })
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); line != "/dev/null" && !strings.HasPrefix(line, "pipe:") {
			t.Errorf("%s stands open within the walls (%v)", line, err)
		}
	}
	if strings.Count(out, "\n") < 3 {
		t.Errorf("the shell saw %q open, %v", out, err)
	}
}

func TestNobodyCanBeCalled(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	called := make(chan bool, 1)
	go func() {
		_, err := listener.Accept()
		called <- err == nil
	}()
	_, _, err = hostile(t, "bash", fmt.Sprintf("echo hello >/dev/tcp/127.0.0.1/%d", listener.Addr().(*net.TCPAddr).Port), nil)
	var failure *outside.Failure
	if !errors.As(err, &failure) || !strings.Contains(failure.Line, "not permitted") {
		t.Errorf("calling a port gave %v", err)
	}
	listener.Close()
	if <-called {
		t.Error("the call came through")
	}
}

func TestOfALongDocumentOnlyItsEndsMayBeShown(t *testing.T) {
	text := "head" + strings.Repeat("x", 1<<20) + "tail"
	out, _, err := hostile(t, "sh", "wc -c </in/document.txt; head -c 4 /in/document.txt; tail -c 4 /in/document.txt; tr -d '\\0' </in/document.txt; echo no >/in/document.txt", func(j *outside.Job) {
		document(text)(j)
		j.Ends = 4
	})
	var failure *outside.Failure
	if want := "1048584\nheadtailheadtail"; out != want || !errors.As(err, &failure) {
		t.Errorf("%q, %v; want %q and that it can't be written", out, err, want)
	}
}

// broken is a document whose disk fails.
type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errDisk }

var errDisk = errors.New("the disk failed")

func TestADocumentThatCannotBeFetchedIsNotTakenForAShorterOne(t *testing.T) {
	for _, ends := range []int64{0, 4} {
		out, _, err := hostile(t, "sh", "sleep 30; cat /in/document.txt", func(j *outside.Job) {
			j.Document, j.Name, j.Ends = content.Source{ReaderAt: broken{}, Size: 1 << 20}, "document.txt", ends
		})
		if !errors.Is(err, errDisk) || out != "" {
			t.Errorf("%q, %v; want the disk's own error", out, err)
		}
	}
}

// full is a place that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errDisk }

func TestAnErrorOfTheReceiverEndsTheProgram(t *testing.T) {
	_, _, err := hostile(t, "sh", "yes", func(j *outside.Job) { j.Out = full{} })
	if !errors.Is(err, errDisk) {
		t.Errorf("%v", err)
	}
}

func TestWhatAProgramSaysIsTold(t *testing.T) {
	for script, want := range map[string]string{
		`echo first >&2; printf 'bad \033[31mpage\n\n' >&2; exit 3`: "bad �[31mpage",
		`printf 'without an end' >&2; exit 3`:                       "without an end",
		`exit 3`:                                                    "",
		`printf 'نمی` + "\u200c" + `شود\n' >&2; exit 3`:             "نمی\u200cشود",
		`head -c 100000 /dev/zero | tr '\0' x >&2; exit 3`:          strings.Repeat("x", 512),
	} {
		_, _, err := hostile(t, "sh", script, nil)
		var failure *outside.Failure
		if !errors.As(err, &failure) || failure.Code != 3 || failure.Line != want {
			t.Errorf("%s: %v; want %q", script, err, want)
		}
	}
}

func TestAnAnswerIsReadAsItComes(t *testing.T) {
	outsidetest.Need(t, "yes", "sh")
	yes, _ := outside.Locate("yes")
	sh, _ := outside.Locate("sh")
	enough := errors.New("enough")
	for name, c := range map[string]struct {
		job  outside.Job
		read func(io.Reader) error
		want error
	}{
		"to its end":       {outside.Job{Program: sh, Args: []string{"-c", "echo a"}}, func(r io.Reader) error { _, err := io.ReadAll(r); return err }, nil},
		"in part":          {outside.Job{Program: sh, Args: []string{"-c", "echo a; echo b"}}, func(r io.Reader) error { _, err := r.Read(make([]byte, 1)); return err }, nil},
		"until enough":     {outside.Job{Program: yes}, func(r io.Reader) error { _, _ = r.Read(make([]byte, 9)); return enough }, enough},
		"over the limit":   {outside.Job{Program: yes, Limits: outside.Limits{Output: 1 << 16}}, func(r io.Reader) error { _, err := io.ReadAll(r); return err }, outside.ErrOutput},
		"not even started": {outside.Job{Program: yes, Name: "x/y", Document: content.Source{ReaderAt: strings.NewReader("x"), Size: 1}}, func(r io.Reader) error { _, err := io.ReadAll(r); return err }, nil},
	} {
		_, err := outside.Stream(context.Background(), c.job, c.read)
		started := name != "not even started"
		if started && !errors.Is(err, c.want) || started && c.want == nil && err != nil || !started && err == nil || c.want == enough && err != enough {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

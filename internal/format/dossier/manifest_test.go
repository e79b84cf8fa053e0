package dossier

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func lineOf(path string) Line { return Line{sha256.Sum256([]byte(path)), path} }

func read(r io.Reader) ([]Line, error) {
	var lines []Line
	err := ReadManifest(r, func(l Line) error { lines = append(lines, l); return nil })
	return lines, err
}

func TestAManifestReadsAsItWasWritten(t *testing.T) {
	lines := []Line{lineOf("withheld.json"), lineOf("en/index.html"), lineOf("en.html"), lineOf("en-a/b"), lineOf("fa/شروع.html"), lineOf("a b"), lineOf("..x/...")}
	var out bytes.Buffer
	if err := WriteManifest(&out, lines); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(lines, func(a, b Line) int { return strings.Compare(a.Path, b.Path) })
	for name, r := range map[string]io.Reader{"whole": bytes.NewReader(out.Bytes()), "byte by byte": iotest.OneByteReader(bytes.NewReader(out.Bytes()))} {
		if got, err := read(r); err != nil || !slices.Equal(got, lines) {
			t.Errorf("%s: read %v (%v), want %v", name, got, err, lines)
		}
	}
	var empty bytes.Buffer
	if err := WriteManifest(&empty, nil); err != nil || empty.Len() != 0 {
		t.Errorf("no files make the manifest %q (%v)", empty.String(), err)
	}
}

func TestSha256sumReadsTheManifest(t *testing.T) {
	program, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Logf("not compared: %v", err)
		return
	}
	dir := t.TempDir()
	var lines []Line
	for _, path := range []string{"a b", "originals/x", "fa/شروع.html", "*star", "-dash"} {
		lines = append(lines, lineOf(path))
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(path), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := WriteManifest(&out, lines); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--strict", "-c", "-")
	cmd.Dir, cmd.Stdin = dir, &out
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("sha256sum -c: %v\n%s", err, said)
	}
}

func unsafePaths() []string {
	return []string{
		"", ".", "..", "/", "/etc/x", "a/", "/a", "a//b", "a/./b", "a/../b", "../a", "a/..", "./a", `a\b`, `..\a`, `\\server\x`,
		"a\nb", "a\rb", "a\x00b", "a\x7f", "a\x1b[2J", "a\u0085", "a\u202eb", "a\u200bb", "a\u00a0b", "a\ufeff", "a\xffb", "a\tb",
		strings.Repeat("a", MaxPath+1),
	}
}

func TestUnsafePathsAreRefused(t *testing.T) {
	for _, path := range append(unsafePaths(), ManifestFile, SealDir, ReleaseFile, "seal/other") {
		if err := WriteManifest(io.Discard, []Line{lineOf(path)}); !errors.Is(err, ErrForm) {
			t.Errorf("writing the path %q: %v", path, err)
		}
		if lines, err := read(strings.NewReader(lineOf(path).String() + "\n")); !errors.Is(err, ErrForm) {
			t.Errorf("the path %q was read as %v: %v", path, lines, err)
		}
	}
	for _, path := range []string{strings.Repeat("a", MaxPath), "sealed", "seal.json", "a/seal/b", "manifest-sha256.txt.old", "...", "a b"} {
		if err := CheckPath(path); err != nil {
			t.Errorf("the path %.20q is refused: %v", path, err)
		}
		if _, err := read(strings.NewReader(lineOf(path).String() + "\n")); err != nil {
			t.Errorf("the line of %.20q is refused: %v", path, err)
		}
	}
}

func TestAManifestHasOneForm(t *testing.T) {
	a, b := lineOf("a").String()+"\n", lineOf("b").String()+"\n"
	for name, text := range map[string]string{
		"lines out of order":     b + a,
		"a line twice":           a + a,
		"no line end":            a + b[:len(b)-1],
		"windows line ends":      strings.ReplaceAll(a, "\n", "\r\n"),
		"an empty line":          a + "\n" + b,
		"an empty line at last":  a + "\n",
		"a binary mark":          strings.Replace(a, "  ", " *", 1),
		"one space":              strings.Replace(a, "  ", " ", 1),
		"three spaces":           strings.Replace(a, "  a", "   a", 1)[:66] + "\n",
		"capital digits":         strings.ToUpper(a[:64]) + a[64:],
		"a digit that is none":   "g" + a[1:],
		"a digit missing":        a[1:],
		"an escaped name":        `\` + a,
		"a comment":              "# files\n" + a,
		"a byte order mark":      "\ufeff" + a,
		"a line without an end":  strings.Repeat("0", 1<<20),
		"a line that is endless": a[:66] + strings.Repeat("a", 1<<20) + "\n",
	} {
		if lines, err := read(strings.NewReader(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s was read as %d lines: %v", name, len(lines), err)
		} else if len(err.Error()) > 400 {
			t.Errorf("%s makes an error of %d bytes", name, len(err.Error()))
		}
	}
	if err := WriteManifest(io.Discard, []Line{lineOf("a"), lineOf("a")}); !errors.Is(err, ErrForm) {
		t.Errorf("a path given twice was written: %v", err)
	}
}

func TestTroubleOutsideTheManifestIsTold(t *testing.T) {
	gone := errors.New("disk gone")
	if _, err := read(iotest.ErrReader(gone)); !errors.Is(err, gone) {
		t.Errorf("a failing reader: %v", err)
	}
	stop := errors.New("enough")
	err := ReadManifest(strings.NewReader(lineOf("a").String()+"\n"), func(Line) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("a failing reader of lines: %v", err)
	}
	if err := WriteManifest(failing{gone}, []Line{lineOf("a")}); !errors.Is(err, gone) {
		t.Errorf("a failing disk: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func FuzzManifest(f *testing.F) {
	f.Add([]byte(lineOf("a").String() + "\n" + lineOf("b/c").String() + "\n"))
	f.Add([]byte(lineOf("../a").String() + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, err := read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := WriteManifest(&again, lines); err != nil || !bytes.Equal(again.Bytes(), data) {
			t.Fatalf("%q is written again as %q (%v)", data, again.Bytes(), err)
		}
		for _, l := range lines {
			if filepath.IsAbs(l.Path) || !filepath.IsLocal(l.Path) {
				t.Fatalf("the path %q leads out", l.Path)
			}
		}
	})
}

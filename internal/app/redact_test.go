package app

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// redactions is what redact prints, as far as these tests look.
type redactions struct {
	Redaction string
	Marks     []struct {
		Number, Page int
		Boxes        [][4]float64
		Quote, Code  string
	}
	Added int
}

func (s searcher) redact(args ...string) (got redactions) {
	s.t.Helper()
	s.read(&got, append([]string{"redact"}, args...)...)
	return got
}

// preview writes the copy of an item, and gives its bytes.
func (s searcher) preview(item string) []byte {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "copy")
	s.must("redact", "preview", item, "--out", path)
	raw, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	return raw
}

// item gives the id of the item with a file's name.
func (s searcher) item(name string) string {
	s.t.Helper()
	for _, i := range s.lines("items") {
		if strings.HasSuffix(i.Path, name) {
			return i.ID
		}
	}
	s.t.Fatalf("no item %s", name)
	return ""
}

// streams gives what is in the streams of a PDF that this program wrote.
func streams(t *testing.T, pdf []byte) (all [][]byte) {
	t.Helper()
	for _, m := range regexp.MustCompile(`/Length (\d+) >>\nstream\n`).FindAllSubmatchIndex(pdf, -1) {
		var n int
		if _, err := fmt.Sscan(string(pdf[m[2]:m[3]]), &n); err != nil {
			t.Fatal(err)
		}
		data := pdf[m[1]:][:n]
		if z, err := zlib.NewReader(bytes.NewReader(data)); err == nil {
			if data, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, data)
	}
	return all
}

// holdsNone fails the test if one of the hidden names stands in the bytes.
func holdsNone(t *testing.T, what string, raw []byte) {
	t.Helper()
	for _, name := range hiddenNames {
		if bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(name))) {
			t.Errorf("%s holds %q", what, name)
		}
	}
}

// What is hidden of a PDF can't be had back from its copy: not by its text, its
// description, its attachments, what it was before, what lies packed in it, or by
// reading its pixels.
func TestNothingHiddenComesBackOutOfACopyMadeAtOnce(t *testing.T) {
	s := opened(t, nil, map[string]string{"testimony.pdf": testimony()})
	s.process("")
	id := s.item("testimony.pdf")
	s.must("redact", "mark", id, "--quote", "Irina Rostami", "--all", "--code", "B.2", "--reason", "her family lives there")
	got := s.redact("mark", id, "--quote", "Rostami walked", "--all", "--code", "B.3", "--reason", "r")
	if len(got.Marks) != 9 || got.Added != 3 { // of each page: the name, the sign of the note that has it, the surname
		t.Fatalf("%d marks, %d new", len(got.Marks), got.Added)
	}
	pdf := s.preview(id)
	holdsNone(t, "the copy", pdf)
	for _, data := range streams(t, pdf) {
		holdsNone(t, "a stream", data)
	}
	bare := regexp.MustCompile(`(?s)stream\n.*?\nendstream`).ReplaceAll(pdf, nil)
	for _, word := range []string{"/Info", "/Metadata", "/EmbeddedFiles", "/Prev", "/Font", "/Annots", "/ID", "/Names"} {
		if bytes.Contains(bare, []byte(word)) {
			t.Errorf("the copy has %s", word)
		}
	}
	if n := bytes.Count(pdf, []byte("%%EOF")); n != 1 || bytes.Count(pdf, []byte("startxref")) != 1 {
		t.Errorf("the copy was saved %d times", n)
	}
	if again := s.preview(id); !bytes.Equal(pdf, again) {
		t.Error("the same copy has other bytes")
	}
	if text := by(t, pdf, "pdftotext", "-"); strings.TrimSpace(text) != "" {
		t.Errorf("pdftotext finds %q", text)
	}
	// The program's own reader, and where there is one the recogniser, read the copy
	// as anybody's file.
	other := opened(t, nil, map[string]string{"copy.pdf": string(pdf)})
	other.process("")
	read, _ := other.run("text", other.item("copy.pdf"))
	holdsNone(t, "the reading of the copy", []byte(read))
	if pages := strings.Count(string(bare), "/Type /Page "); pages != 3 {
		t.Errorf("%d pages of 3", pages)
	}
	if seen := by(t, pdf, "pdftoppm-tesseract", ""); seen != "" {
		holdsNone(t, "what is read from its pixels", []byte(seen))
		if !strings.Contains(seen, "before noon") || !strings.Contains(seen, "Nobody else") {
			t.Errorf("what is not hidden can't be read: %q", seen)
		}
	}
}

// by has another program read a PDF, where there is one.
func by(t *testing.T, pdf []byte, program, out string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) string {
		if _, err := exec.LookPath(name); err != nil {
			return ""
		}
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		said, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return string(said)
	}
	if program == "pdftotext" {
		return run("pdftotext", path, out)
	}
	run("pdftoppm", "-r", "200", "-gray", "-png", path, filepath.Join(dir, "page"))
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range pages {
		all.WriteString(run("tesseract", p, "-", "-l", "eng"))
	}
	return all.String()
}

// A copy of a picture is a picture: of its bytes nothing is left but pixels, and
// what lay under a box decides on none of them.
func TestACopyOfAPictureMadeAtOnceIsPixels(t *testing.T) {
	shown := []string{"We saw Irina Rostami here", "and nobody else that day"}
	hidden := []string{"We saw Sohrab Lotfi  here", "and nobody else that day"}
	s := opened(t, nil, map[string]string{"a.png": photo(t, shown...), "b.png": photo(t, hidden...), "c.tif": scan(t, shown...)})
	var copies [][]byte
	for _, name := range []string{"a.png", "b.png", "c.tif"} {
		id := s.item(name)
		got := s.redact("mark", id, "--page", "1", "--box", "96,30,235,60", "--code", "B.2", "--reason", "r")
		if b := got.Marks[0].Boxes[0]; b[2]-b[0] < 139 {
			t.Errorf("the box became narrower: %v", b)
		}
		copies = append(copies, s.preview(id))
	}
	if chunks := chunksOf(t, copies[0]); !slices.Equal(slices.Compact(chunks), []string{"IHDR", "IDAT", "IEND"}) {
		t.Errorf("the picture has the parts %v", chunks)
	}
	holdsNone(t, "the picture", copies[0])
	if !bytes.Equal(copies[0], copies[1]) {
		t.Error("two pictures that differ under the box alone have copies that differ")
	}
	img, err := png.Decode(bytes.NewReader(copies[0]))
	if err != nil {
		t.Fatal(err)
	}
	if darkBelow(img, 215) == 0 {
		t.Error("what is not hidden is not in the copy")
	}
	if !bytes.HasPrefix(copies[2], []byte("%PDF-")) || bytes.Count(copies[2], []byte("/Type /Page ")) != 1 {
		t.Error("the copy of a TIFF file is no PDF of a page")
	}
}

func chunksOf(t *testing.T, raw []byte) (names []string) {
	t.Helper()
	for at := 8; at+12 <= len(raw); at += 12 + int(binary.BigEndian.Uint32(raw[at:])) {
		names = append(names, string(raw[at+4:at+8]))
	}
	return names
}

func darkBelow(img image.Image, y int) (n int) {
	b := img.Bounds()
	for ; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return n
}

// A text without pages leaves with labels in the place of words, whatever their
// length.
func TestACopyOfALetterMadeAtOnceHasLabels(t *testing.T) {
	const letter = "Irina Rostami told us.\n\nA year later ايرينا came back; irina  rostami wrote: Rostamian is another.\n"
	s := opened(t, nil, map[string]string{"letter.txt": letter, "list.csv": "name,place\nIrina Rostami,=mill\n"})
	s.process("")
	id := s.item("letter.txt")
	s.must("redact", "mark", id, "--quote", "Irina Rostami", "--code", "B.2", "--reason", "r")
	if got := string(s.preview(id)); got != "[B.2] told us.\n\nA year later ايرينا came back; [B.2] wrote: Rostamian is another.\n" {
		t.Errorf("the letter leaves as %q", got)
	}
	list := s.item("list.csv")
	s.must("redact", "mark", list, "--cell", "A2", "--code", "consent", "--reason", "r")
	if got := string(s.preview(list)); got != "name,place\n▇▇▇,'=mill\n" {
		t.Errorf("the list leaves as %q", got)
	}
}

// Marks that hide nothing, or lie off the page, are refused and say why.
func TestAMarkOnNothingMadeAtOnceIsRefused(t *testing.T) {
	s := opened(t, nil, map[string]string{"testimony.pdf": testimony(), "broken.pdf": "%PDF-1.7\nthis is no page"})
	s.process("")
	id := s.item("testimony.pdf")
	for _, c := range []struct {
		want string
		code int
		args []string
	}{
		{"off page 2, which is 595.0 points wide and 842.0 high", 2, []string{"--page", "2", "--box", "0,0,900,100"}},
		{"has no size", 2, []string{"--page", "2", "--box", "10,10,10,100"}},
		{"is no box", 2, []string{"--page", "2", "--box", "10,10,NaNa,100"}},
		{"has no size", 2, []string{"--page", "2", "--box", "NaN,10,20,100"}},
		{"no page 9", 1, []string{"--page", "9", "--box", "10,10,20,100"}},
		{"a box stands on a page", 2, []string{"--box", "10,10,20,100"}},
		{"stands in 6 places", 2, []string{"--quote", "Irina Rostami"}},
		{"is not in item", 1, []string{"--quote", "Nobody Else Here"}},
		{"not told", 2, []string{"--page", "1"}},
		{"no code", 2, []string{"--page", "1", "--box", "10,10,20,100", "--code", "Z.1"}},
		{"no entity", 1, []string{"--page", "1", "--box", "10,10,20,100", "--entity", "e-none"}},
	} {
		args := append([]string{"redact", "mark", id, "--reason", "r"}, c.args...)
		if !slices.Contains(c.args, "--code") {
			args = append(args, "--code", "B.2")
		}
		out, code := s.run(args...)
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%v ends with %d: %s, want %d and %q", c.args, code, out, c.code, c.want)
		}
	}
	if out, code := s.run("redact", "mark", s.item("broken.pdf"), "--page", "1", "--box", "10,10,20,100", "--code", "B.2", "--reason", "r"); code == 0 {
		t.Errorf("a box on a broken file passed: %s", out)
	}
	if out, code := s.run("redact", "preview", id, "--out", filepath.Join(t.TempDir(), "x")); code == 0 || !strings.Contains(out, "nothing is hidden") {
		t.Errorf("a copy without marks was written: %d %s", code, out)
	}
}

// A copy that is broken off leaves nothing: no file where it was to be written, and
// nothing in the archive's folder for what is under way.
func TestACopyBrokenOffAtOnceLeavesNothing(t *testing.T) {
	s := opened(t, nil, map[string]string{"testimony.pdf": testimony()})
	s.process("")
	id := s.item("testimony.pdf")
	s.must("redact", "mark", id, "--quote", "Irina Rostami", "--all", "--code", "B.2", "--reason", "r")
	o, err := workshop{}.open(t.Context(), s.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}()
	underWay := func() (names []string) {
		entries, err := os.ReadDir(filepath.Join(s.dir, tmpFolder))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	before := underWay()
	ctx, cancel := context.WithCancel(t.Context())
	var item flow.MarkRequest
	err = o.Book.Look(ctx, func(ctx context.Context, st flow.State) error {
		found, err := flow.FindItem(ctx, st, o.Actor, id)
		item.Item = found.Sum
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	broken := writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })
	many := func(redaction.Mark) string { return strings.Repeat("x", 5) }
	err = o.Book.Look(t.Context(), func(_ context.Context, st flow.State) error {
		found, err := st.Item(t.Context(), item.Item)
		if err != nil {
			return err
		}
		now, err := st.Redaction(t.Context(), found.Case, found.Sum)
		if err != nil {
			return err
		}
		cancel()
		_, err = flow.RedactedCopy(ctx, o.Whole, st, found, now.Marked, many, broken)
		return err
	})
	if err == nil {
		t.Error("a copy that was broken off was made")
	}
	if after := underWay(); !slices.Equal(before, after) {
		t.Errorf("there was\n%v\nand is\n%v", before, after)
	}
	out := filepath.Join(t.TempDir(), "copy.pdf")
	if err := os.WriteFile(out, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, code := s.run("redact", "preview", id, "--out", out); code == 0 {
		t.Errorf("a file that was there was overwritten: %s", said)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// BenchmarkRedactedCopy draws, paints and writes pages of text, children included.
func BenchmarkRedactedCopy(b *testing.B) {
	p := benchArchive(b)
	data, err := os.ReadFile("../tool/pdfium/testdata/sample.pdf")
	if err != nil {
		b.Fatal(err)
	}
	marks := []redaction.Mark{{Page: 1, Boxes: []text.Box{{X0: 72, Y0: 100, X1: 180, Y1: 114}}, Code: redaction.Family, Reason: "r"}}
	pages := 0
	for b.Loop() {
		c, err := p.archive.Redactor.Copy(b.Context(), custody.Item{MediaType: "application/pdf"}, bytes.NewReader(data), marks, func(redaction.Mark) string { return "P-017" }, io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		pages += c.Pages
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}

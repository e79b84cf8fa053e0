package poppler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
	"sanad/internal/tool/outside/outsidetest"
)

func installed(t *testing.T) Tool {
	t.Helper()
	tool, err := Find(context.Background())
	outsidetest.Have(t, err)
	return tool
}

// pdf is a document whose pages say texts in Helvetica.
func pdf(texts ...string) []byte {
	var out bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	out.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range texts {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(texts))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	for i, text := range texts {
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>", 5+2*i)
		page := "BT /F 20 Tf 10 50 Td (" + text + ") Tj ET"
		object("<</Length %d>>stream\n%s\nendstream", len(page), page)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return out.Bytes()
}

type sink struct {
	content.Sink
	pages    []content.Page
	problems []content.Problem
	fail     error
}

func (s *sink) Page(p content.Page) error {
	s.pages = append(s.pages, p)
	return s.fail
}

func (s *sink) Problem(p content.Problem) error {
	s.problems = append(s.problems, p)
	return nil
}

func source(data []byte) content.Source {
	return content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: "-opw.pdf"}
}

func options() content.Options { return content.Options{Limits: content.DefaultLimits()} }

func TestPagesAreReadWithThePlaceOfEachWord(t *testing.T) {
	var got sink
	if err := installed(t).Read(context.Background(), source(pdf("Hello Varanda", "", "page three")), options(), &got); err != nil || len(got.pages) != 3 || len(got.problems) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	first := got.pages[0]
	if first.Number != 1 || first.Text != "Hello Varanda" || first.Width != 200 || first.Height != 100 || got.pages[1].Text != "" || got.pages[2].Text != "page three" {
		t.Errorf("%+v", got.pages)
	}
	for i, edge := range []float64{10, 61} {
		if box := first.Spans[i].Box; box.X0 < edge-3 || box.X0 > edge+3 || box.Y0 < 30 || box.Y1 > 60 {
			t.Errorf("word %d stands at %+v", i, *box)
		}
	}
}

func TestPersianIsReadInItsOrder(t *testing.T) {
	tool := installed(t)
	data, err := os.ReadFile("testdata/letter.pdf")
	if err != nil {
		t.Fatal(err)
	}
	var got sink
	if err := tool.Read(context.Background(), source(data), options(), &got); err != nil || len(got.pages) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	const want = "سیمرود، دوشنبه هشتم آذر ۱۳۶۱\n" +
		"سال ۱۳۳۹ در همین سیمرود به دنیا آمد (پسر یوسف).\n" +
		"خبر را روزنامه Harbour Courier هم نوشت.\n" +
		"گفت: «مادر، نگران نباش. برمی\u200cگردم.»"
	if got.pages[0].Text != want {
		t.Errorf("%q, want %q", got.pages[0].Text, want)
	}
}

func TestAPageIsDrawn(t *testing.T) {
	tool := installed(t)
	picture, err := tool.Picture(context.Background(), source(pdf("a", "b")), options(), 2, 72)
	if err != nil || !bytes.HasPrefix(picture, []byte("P5\n200 100\n255\n")) || len(picture) != 15+200*100 {
		t.Fatalf("%d bytes, %v", len(picture), err)
	}
	if _, err := tool.Picture(context.Background(), source(pdf("a")), options(), 3, 72); err == nil {
		t.Error("a page that is not there was drawn")
	}
	opt := options()
	opt.Limits.Pixels = 10_000
	var limited *content.Limited
	if _, err := tool.Picture(context.Background(), source(pdf("a")), opt, 1, 72); !errors.As(err, &limited) || limited.Limit != "pixels" {
		t.Errorf("a picture over the limit gave %v", err)
	}
}

func TestALockedPDFWantsItsPassword(t *testing.T) {
	tool := installed(t)
	outsidetest.Need(t, "qpdf")
	open, locked := t.TempDir()+"/open.pdf", t.TempDir()+"/locked.pdf"
	if err := os.WriteFile(open, pdf("the secret page"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("qpdf", "--encrypt", "کلید", "owner", "256", "--", open, locked).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	data, err := os.ReadFile(locked)
	if err != nil {
		t.Fatal(err)
	}
	for password, opens := range map[string]bool{"": false, "wrong": false, "کلید": true} {
		opt := options()
		opt.Password = password
		var got sink
		err := tool.Read(context.Background(), source(data), opt, &got)
		if opens && (err != nil || len(got.pages) != 1 || got.pages[0].Text != "the secret page") || !opens && (!errors.Is(err, content.ErrPassword) || len(got.pages) != 0) {
			t.Errorf("password %q: %+v, %v", password, got, err)
		}
		_, err = tool.Picture(context.Background(), source(data), opt, 1, 36)
		if opens && err != nil || !opens && !errors.Is(err, content.ErrPassword) {
			t.Errorf("password %q: drawing gave %v", password, err)
		}
	}
	tool.Unlock = ""
	opt := options()
	opt.Password = "کلید"
	if err := tool.Read(context.Background(), source(data), opt, &sink{}); !errors.Is(err, outside.ErrAbsent) {
		t.Errorf("without qpdf: %v", err)
	}
}

func TestADamagedPDFIsAnErrorOrSaidToBeDamaged(t *testing.T) {
	tool, whole := installed(t), pdf("one", "two", "three")
	stop := errors.New("stop")
	if err := tool.Read(context.Background(), source(whole), options(), &sink{fail: stop}); err != stop {
		t.Errorf("the receiver's error came back as %v", err)
	}
	for name, data := range map[string][]byte{"nothing": nil, "text": []byte("hello"), "cut short": whole[:60]} {
		var got sink
		if err := tool.Read(context.Background(), source(data), options(), &got); err == nil || !outside.Hostile(err) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	var got sink
	if err := tool.Read(context.Background(), source(bytes.Replace(whole, []byte("/F 20 Tf"), []byte("/G 20 Tf"), 1)), options(), &got); err != nil || len(got.pages) != 3 || len(got.problems) != 1 {
		t.Errorf("without a font: %+v, %v", got, err)
	}
}

package pdfium

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// tried reads damaged data and fails the test if what comes of it is not what a
// reader may give.
func tried(tb testing.TB, e *Engine, data []byte) *found {
	tb.Helper()
	got := &found{}
	err := e.Read(source(data), options(""), got)
	if err != nil && strings.ContainsAny(err.Error(), "\n\x00") {
		tb.Fatalf("the reason is not plain: %q", err)
	}
	for _, p := range got.Pages {
		if !utf8.ValidString(p.Text) {
			tb.Fatalf("page %d is not valid UTF-8", p.Number)
		}
		at := 0
		for _, s := range p.Spans {
			if s.From < at || s.To < s.From || s.To > len(p.Text) {
				tb.Fatalf("page %d: span %d..%d after %d of %d", p.Number, s.From, s.To, at, len(p.Text))
			}
			at = s.To
		}
	}
	return got
}

func TestCutOffFilesGiveWhatIsThere(t *testing.T) {
	e, data := warm(t), rich()
	for size := 0; size < len(data); size += 23 {
		tried(t, e, data[:size])
	}
	if got := tried(t, e, data[:len(data)-15]); !strings.Contains(got.text(), "Page one of the minutes") {
		t.Errorf("without its last 15 bytes the file reads %q", got.text())
	}
}

func TestFlippedBitsHarmNothingElse(t *testing.T) {
	e := warm(t)
	chance := rand.New(rand.NewPCG(1, 2))
	for _, whole := range [][]byte{rich(), read(t, "locked.pdf"), read(t, "sample.pdf")[:60_000]} {
		for range 60 {
			data := append([]byte(nil), whole...)
			for range 1 + chance.IntN(20) {
				data[chance.IntN(len(data))] ^= 1 << chance.IntN(8)
			}
			tried(t, e, data)
		}
	}
	if got := tried(t, e, rich()); len(got.Pages) != 2 || len(got.Problems) > 0 {
		t.Errorf("after that a sound file gives %d pages, %v", len(got.Pages), got.Problems)
	}
}

func TestAMillionClaimedPagesAreToldOnce(t *testing.T) {
	var b builder
	page := b.page(textLine(50, 700, "One"), "")
	data := strings.Replace(string(b.bytes([]int{page}, "", "")), "/Count 1/", "/Count 1000000/", 1)
	got := tried(t, warm(t), []byte(data))
	if got.text() != "One" || len(got.Problems) > 1 {
		t.Errorf("%q, %d problems", got.text(), len(got.Problems))
	}
}

// bomb is a file with an attachment that unpacks to more than the engine may
// hold, between two sound pages and another attachment.
func bomb() []byte {
	var b builder
	zeros := b.zeros(400<<20, "/Type/EmbeddedFile")
	small := b.stream("small", "/Type/EmbeddedFile")
	first := b.add(fmt.Sprintf("<</Type/Filespec/F(a)/UF(a)/EF<</F %d 0 R/UF %d 0 R>>>>", zeros, zeros))
	second := b.add(fmt.Sprintf("<</Type/Filespec/F(b)/UF(b)/EF<</F %d 0 R/UF %d 0 R>>>>", small, small))
	page := b.page(textLine(50, 700, "A page"), "")
	return b.bytes([]int{page}, fmt.Sprintf("/Names<</EmbeddedFiles<</Names[(a)%d 0 R(b)%d 0 R]>>>>", first, second), "")
}

func TestABombCostsOnlyItself(t *testing.T) {
	e := warm(t)
	got := tried(t, e, bomb())
	if got.text() != "A page" || len(got.Problems) == 0 {
		t.Errorf("%q, %v", got.text(), got.Problems)
	}
	if got := tried(t, e, rich()); len(got.Pages) != 2 || len(got.Members) != 1 || len(got.Problems) > 0 {
		t.Errorf("the next file gives %d pages, %d attachments, %v", len(got.Pages), len(got.Members), got.Problems)
	}
}

func TestOneBrokenPageCostsOnlyItself(t *testing.T) {
	var b builder
	pages := []int{b.page(textLine(50, 700, "One"), ""), b.add("<</Type/Font>>"), 999, b.page(textLine(50, 700, "Four"), "")}
	got := tried(t, warm(t), b.bytes(pages, "", ""))
	if !strings.Contains(got.text(), "One") || !strings.Contains(got.text(), "Four") {
		t.Errorf("the sound pages read %q", got.text())
	}
	if len(got.Problems) == 0 || !strings.HasPrefix(got.Problems[0].Part, "page") {
		t.Errorf("the problems are %v", got.Problems)
	}
}

func TestAnOutlineThatGoesInCirclesEnds(t *testing.T) {
	var b builder
	page := b.page("", "")
	loop := len(b.objects) + 1
	b.add(fmt.Sprintf("<</Title(Loop)/Next %d 0 R/First %d 0 R>>", loop, loop))
	got := tried(t, warm(t), b.bytes([]int{page}, fmt.Sprintf("/Outlines<</First %d 0 R>>", loop), ""))
	if got.field("outline") != "Loop" {
		t.Errorf("the outline is %q", got.field("outline"))
	}
}

func TestAnInstanceThatBrokeSaysNothingMore(t *testing.T) {
	e := warm(t)
	d, err := e.open(source(rich()), "")
	if err != nil {
		t.Fatal(err)
	}
	d.call("FPDF_LoadPage", 0xfffffff0, 0)
	if !errors.Is(d.err, errBroken) {
		t.Fatalf("a call with a wild address: %v", d.err)
	}
	if n := d.pages(); n != 0 {
		t.Errorf("a broken instance counts %d pages", n)
	}
	if n, err := e.Pages(source(rich()), options("")); n != 2 || err != nil {
		t.Errorf("the next life counts %d pages, %v", n, err)
	}
}

// FuzzRead: see tried. It ends, since PDFium does; a file that holds it up is
// ended by the sandbox and no fault of this package.
func FuzzRead(f *testing.F) {
	e := warm(f)
	f.Add(rich())
	f.Add(onePage(textLine(10, 10, "x"), "/Rotate 90"))
	f.Add(read(f, "locked.pdf"))
	f.Add([]byte("%PDF-1.4\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		opt := options("")
		opt.Limits.Pixels = 10_000
		tried(t, e, data)
		if img, _, err := e.Render(source(data), opt, 1, 72); err == nil && len(img.Pix) > 10_000 {
			t.Fatalf("drawn over the limit: %v", img.Rect)
		}
	})
}

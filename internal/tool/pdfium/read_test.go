package pdfium

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"sanad/internal/format/content"
)

func TestReadingGivesAllThatAFileHolds(t *testing.T) {
	var got found
	if err := warm(t).Read(source(rich()), options(""), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"title": "Minutes", "author": "نازنين", "producer": "a test", "created": "2024-02-29T14:30:05+03:30",
		"page_count": "2", "pdf_version": "1.7", "language": "fa", "outline": "Outer", "keywords": "", "text_health": "100",
	} {
		if v := got.field(name); v != want {
			t.Errorf("%s is %q, want %q", name, v, want)
		}
	}
	if !slices.Contains(got.Fields, content.Field{Name: "outline", Value: "  Inner"}) {
		t.Error("the inner title of the outline is missing")
	}
	if len(got.Problems) > 0 || len(got.Pages) != 2 {
		t.Fatalf("%d pages, %v", len(got.Pages), got.Problems)
	}
	if want := "Page one of the minutes\n[note] Clerk: Ask her again\n[field] Full name: Mina Lor\n[field] sworn: Yes"; got.Pages[0].Text != want {
		t.Errorf("page 1 reads %q", got.Pages[0].Text)
	}
	if p := got.Pages[1]; p.Number != 2 || p.Name != "7" || got.Pages[0].Name != "i" || p.Width != 600 || p.Height != 800 {
		t.Errorf("page %d is called %q, of %v by %v", p.Number, p.Name, p.Width, p.Height)
	}
	if len(got.Members) != 1 || string(got.Bytes[0]) != "name,place\n" {
		t.Fatalf("attachments: %v %q", got.Members, got.Bytes)
	}
	if m := got.Members[0]; m.Name != "list.csv" || m.Role != "attachment" || m.MediaType != "text/csv" || m.Modified.IsZero() {
		t.Errorf("attached: %+v", m)
	}
}

func TestBoxesAreWhereAReaderSeesThem(t *testing.T) {
	e := warm(t)
	for _, c := range []struct {
		about, entries string
		width, height  float64
		x, y           float64 // where the word begins and stands
	}{
		{"upright", "", 600, 800, 100, 100},
		{"cropped", "/CropBox[50 100 550 750]", 500, 650, 50, 50},
		{"a quarter turned", "/Rotate 90", 800, 600, 700, 100},
		{"upside down", "/Rotate 180", 600, 800, 500, 700},
		{"turned and cropped", "/Rotate 270/CropBox[50 100 550 750]", 650, 500, 50, 450},
	} {
		var got found
		if err := e.Read(source(onePage(textLine(100, 700, "Here"), c.entries)), options(""), &got); err != nil {
			t.Fatalf("%s: %v", c.about, err)
		}
		p := got.Pages[0]
		if p.Width != c.width || p.Height != c.height || p.Text != "Here" || len(p.Spans) != 1 {
			t.Errorf("%s: %q on %v by %v", c.about, p.Text, p.Width, p.Height)
			continue
		}
		b := p.Spans[0].Box
		near := func(v, edge0, edge1 float64) bool { return v > edge0-13 && v < edge1+13 }
		if !near(c.x, b.X0, b.X1) || !near(c.y, b.Y0, b.Y1) || math.Abs((b.X1-b.X0)*(b.Y1-b.Y0)) > 600 {
			t.Errorf("%s: the word stands at %+v, want it at %v, %v", c.about, *b, c.x, c.y)
		}
	}
}

func TestAPasswordIsAskedForAndHeeded(t *testing.T) {
	e, locked := warm(t), read(t, "locked.pdf")
	for _, password := range []string{"", "wrong"} {
		var got found
		if err := e.Read(source(locked), options(password), &got); !errors.Is(err, content.ErrPassword) || len(got.Pages) > 0 {
			t.Errorf("with %q: %v, %d pages", password, err, len(got.Pages))
		}
		if _, _, err := e.Render(source(locked), options(password), 1, 72); !errors.Is(err, content.ErrPassword) {
			t.Errorf("drawing with %q: %v", password, err)
		}
	}
	for _, password := range []string{"کلید", "owner"} {
		var got found
		if err := e.Read(source(locked), options(password), &got); err != nil || got.text() != "Behind the lock" {
			t.Errorf("with %q: %q, %v", password, got.text(), err)
		}
	}
}

func TestAFileThatIsNoPDFIsRefusedInPlainWords(t *testing.T) {
	e := warm(t)
	var b builder
	for _, c := range []struct{ data, want string }{
		{"", "empty"},
		{"hello", "no PDF file"},
		{"%PDF-1.7\n", "no PDF file"},
		{string(b.bytes(nil, "", "")), "no pages"},
	} {
		if err := e.Read(source([]byte(c.data)), options(""), &found{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q: %v, want %q", c.data, err, c.want)
		}
	}
	big := content.Source{ReaderAt: strings.NewReader(""), Size: 1 << 40}
	var limited *content.Limited
	if err := e.Read(big, options(""), &found{}); !errors.As(err, &limited) {
		t.Errorf("a file of a tebibyte: %v", err)
	}
}

// failing is a source that can't be read from some byte on.
type failing struct {
	data []byte
	from int64
}

var errDisk = errors.New("the disk is broken")

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > f.from {
		return 0, errDisk
	}
	return copy(p, f.data[at:]), nil
}

func TestAFailingSourceIsNotTakenForADamagedFile(t *testing.T) {
	e, data := warm(t), rich()
	for from := int64(0); from < int64(len(data)); from += 97 {
		src := content.Source{ReaderAt: failing{data, from}, Size: int64(len(data))}
		if err := e.Read(src, options(""), &found{}); !errors.Is(err, errDisk) {
			t.Fatalf("unreadable from byte %d: %v", from, err)
		}
	}
}

// full is a sink that takes no page.
type full struct{ found }

var errFull = errors.New("enough")

func (*full) Page(content.Page) error { return errFull }

func TestAnErrorOfTheSinkComesBack(t *testing.T) {
	if err := warm(t).Read(source(rich()), options(""), &full{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

// refusing is a sink that reads no member to its end.
type refusing struct{ found }

func (*refusing) Member(_ content.Member, r io.Reader) error {
	if _, err := r.Read(make([]byte, 1)); err != nil {
		return err
	}
	return errFull
}

func TestAnAttachmentOverTheLimitIsTold(t *testing.T) {
	e := warm(t)
	if err := e.Read(source(rich()), options(""), &refusing{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	opt := options("")
	opt.Limits.MemberBytes = 10
	var got found
	if err := e.Read(source(rich()), opt, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Members) != 0 || len(got.Problems) != 1 || got.Problems[0].Limit != "member_bytes" {
		t.Errorf("%v, %v", got.Members, got.Problems)
	}
}

package plain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"sanad/internal/format/content"
	"sanad/internal/format/plain"
	"sanad/internal/format/readtest"
)

const (
	persian = "شاهد گفت كه در روز حادثه فقط دو نفر را ديد\r\nو پيش از غروب برگشت؛ پروين در خانه بود."
	arabic  = "قال الشاهد إنه رأى شخصين فقط في ذلك اليوم ثم غادر قبل الغروب"
	russian = "Свидетель сказал, что видел в тот день только двух человек"
	french  = "Le témoin a été entendu à l'étranger, près de la frontière"
)

func in(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadTellsTheEncodingItReads(t *testing.T) {
	for _, c := range []struct {
		what, in, text  string
		encoding, guess string
		exact           bool
	}{
		{"nothing", "", "", "utf-8", "", true},
		{"UTF-8", persian, persian, "utf-8", "", true},
		{"UTF-8 with a mark", "\uFEFF" + persian, persian, "utf-8-bom", "", true},
		{"a mark alone", "\uFEFF", "", "utf-8-bom", "", true},
		{"pages", "یک\fدو\f\fچهار\f", "یک\fدو\f\fچهار", "utf-8", "", true},
		{"what DOS closed", "old\r\n\x1a", "old\r\n\x1a", "utf-8", "", true},
		{"UTF-16 with a mark", in16(persian+"\fb", false), persian + "\fb", "utf-16le", "", false},
		{"UTF-16 with the other mark", in16(persian, true), persian, "utf-16be", "", false},
		{"UTF-16 without", in16(persian, true)[2:], persian, "utf-16be", "likely", false},
		{"UTF-16 that DOS closed", in16("a\x1a", false), "a\x1a", "utf-16le", "", false},
		{"UTF-32 with a mark", in(t, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), arabic), arabic, "utf-32be", "", false},
		{"windows-1256", in(t, charmap.Windows1256, persian), persian, "windows-1256", "likely", false},
		{"iso-8859-6", in(t, charmap.ISO8859_6, arabic), arabic, "iso-8859-6", "likely", false},
		{"windows-1251", in(t, charmap.Windows1251, russian), russian, "windows-1251", "likely", false},
		{"koi8-r", in(t, charmap.KOI8R, russian), russian, "koi8-r", "likely", false},
		{"windows-1252", in(t, charmap.Windows1252, french), french, "windows-1252", "likely", false},
		{"one letter", in(t, charmap.Windows1252, "café"), "café", "windows-1252", "unsure", false},
	} {
		got := readtest.Of(plain.Read, c.in)
		got.Check(t, c.in)
		if got.Err != nil || got.Text() != c.text || got.Value("encoding") != c.encoding || got.Value("encoding_guess") != c.guess || len(got.Problems) > 0 {
			t.Errorf("%s: %q in %q (%s), %v %v", c.what, got.Text(), got.Value("encoding"), got.Value("encoding_guess"), got.Problems, got.Err)
		}
		for _, p := range got.Pages {
			if p.Exact != c.exact {
				t.Errorf("%s: page %d is exact: %v", c.what, p.Number, p.Exact)
			}
		}
	}
}

func TestReadTellsWhatItCantRead(t *testing.T) {
	long := strings.Repeat(persian, 20)
	for _, c := range []struct{ what, in, encoding, reason string }{
		{"a broken byte", long + "\xff" + long, "utf-8", fmt.Sprintf("1 bytes are not utf-8, the first at byte %d", len(long))},
		{"a letter cut off", long[:len(long)-2], "utf-8", "ends in the middle of a character"},
		{"UTF-16 cut short", in16("salam", false)[:7], "utf-16le", "1 places hold no character of utf-16le"},
		{"half a pair", "\xff\xfea\x00\x00\xd8b\x00", "utf-16le", "1 places"},
		{"a byte without a letter", in(t, charmap.ISO8859_6, arabic) + "\xff", "iso-8859-6", "1 places hold no character of iso-8859-6"},
		{"two encodings", persian + strings.Repeat(in(t, charmap.Windows1256, persian), 3), "windows-1256", "one part of it looks like utf-8"},
	} {
		got := readtest.Of(plain.Read, c.in)
		got.Check(t, c.in)
		if got.Err != nil || got.Value("encoding") != c.encoding || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Reason, c.reason) {
			t.Errorf("%s: read as %s, %v %v; want %s, saying %q", c.what, got.Value("encoding"), got.Problems, got.Err, c.encoding, c.reason)
		}
	}
	for _, c := range []struct{ what, in, says string }{
		{"a zero byte", "text\x00text", "byte 4 is the control character 0x00"},
		{"a zero byte far behind", long + "\x00", fmt.Sprintf("byte %d", len(long))},
		{"a zero byte in windows-1256", in(t, charmap.Windows1256, persian) + "\x00a", "0x00"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "byte 6"},
		{"a control character in UTF-16", in16("a\x01", false), "0x01"},
		{"a zero in UTF-16", in16("a\x00b", true), "0x00"},
		{"the mark of DOS, not at the end", "a\x1ab", "byte 1"},
		{"the same in UTF-16", in16("a\x1ab", false), "0x1a"},
	} {
		got := readtest.Of(plain.Read, c.in)
		if !errors.Is(got.Err, plain.ErrNotText) || !strings.Contains(got.Err.Error(), c.says) || len(got.Pages) > 0 {
			t.Errorf("%s: %d pages, %v; want %v saying %q", c.what, len(got.Pages), got.Err, plain.ErrNotText, c.says)
		}
	}
}

func TestALongTextIsPartedWhereALineEnds(t *testing.T) {
	const most = 64 << 10
	for _, c := range []struct {
		what, unit, end string // end: of every page but the last
	}{
		{"lines", "۱۳۶۷/۰۵/۱۰ یک سطر گزارش\n", "\n"},
		{"lines of DOS", "one line of a log\r\n", "\r\n"},
		{"lines of old Macintoshes", "one line of a log\r", "\r"},
		{"paragraphs", "a line\nanother\n\n", "\n\n"},
		{"a line without an end", "کلمه ", " "},
		{"a word without an end", "ناگسستنی", ""},
		{"CR and LF at the edge", strings.Repeat("x", most-1) + "\r\n", ""},
	} {
		data := strings.Repeat(c.unit, 300_000/len(c.unit))
		got := readtest.Of(plain.Read, data)
		got.Check(t, data)
		var whole strings.Builder
		for i, p := range got.Pages {
			whole.WriteString(p.Text)
			if !p.Exact || p.Start != int64(whole.Len()-len(p.Text)) || len(p.Text) > most {
				t.Fatalf("%s: page %d of %d bytes at %d", c.what, p.Number, len(p.Text), p.Start)
			}
			if i == len(got.Pages)-1 {
				break
			}
			if !strings.HasSuffix(p.Text, c.end) || strings.HasSuffix(p.Text, "\r") && strings.HasPrefix(got.Pages[i+1].Text, "\n") {
				t.Errorf("%s: page %d ends wrongly", c.what, p.Number)
			}
			if len(c.unit) < most/4 && len(p.Text) < most/4 {
				t.Errorf("%s: page %d has but %d bytes", c.what, p.Number, len(p.Text))
			}
		}
		if whole.String() != data || len(got.Pages) < 4 {
			t.Errorf("%s: %d pages of %d bytes, want %d", c.what, len(got.Pages), whole.Len(), len(data))
		}
	}
}

func TestAFormFeedBehindALongPageOpensNoEmptyOne(t *testing.T) {
	first := strings.Repeat("line of 16 bytes\n", 70_000/17)
	cut := strings.LastIndexByte(first[:64<<10], '\n') + 1
	got := readtest.Of(plain.Read, first[:cut]+"\fnext")
	if len(got.Pages) != 2 || got.Pages[0].Text != first[:cut] || got.Pages[1].Text != "next" || got.Pages[1].Start != int64(cut)+1 {
		t.Errorf("%d pages", len(got.Pages))
	}
}

// log is a text of lines as long as one likes.
type log struct{}

const line = "2024-05-10 12:00:00 a line of a log\n"

func (log) ReadAt(p []byte, at int64) (int, error) {
	for n := 0; n < len(p); {
		n += copy(p[n:], line[(at+int64(n))%int64(len(line)):])
	}
	return len(p), nil
}

// tally counts pages.
type tally struct {
	readtest.Got
	pages, bytes int
}

func (c *tally) Page(p content.Page) error {
	c.pages++
	c.bytes += len(p.Text)
	return nil
}

func TestALogOverTheLimitIsReadUpToIt(t *testing.T) {
	opt := readtest.Options()
	opt.Limits.TextBytes = 1 << 20
	count := &tally{}
	src := content.Source{ReaderAt: log{}, Size: 1 << 40}
	err := content.Finish(plain.Read(src, opt, &content.Gauge{Out: count, Max: opt.Limits}))
	if err != nil || count.bytes > 1<<20 || count.bytes < 1<<20-64<<10 || count.Limit() != "text_bytes" {
		t.Errorf("%d bytes in %d pages, %v %v", count.bytes, count.pages, count.Problems, err)
	}
}

func TestAnErrorOfTheFileIsNoEndOfIt(t *testing.T) {
	lost := errors.New("the disk is gone")
	src := content.Source{ReaderAt: failing{lost}, Size: 100}
	if err := plain.Read(src, readtest.Options(), &readtest.Got{}); !errors.Is(err, lost) {
		t.Errorf("%v, want %v", err, lost)
	}
}

type failing struct{ err error }

func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

func TestADamagedTextBreaksNoPromise(t *testing.T) {
	for _, data := range []string{persian, in16(persian+"\fb", true), in(t, charmap.Windows1256, persian), in(t, unicode.UTF8BOM, french)} {
		readtest.Damage(t, plain.Read, data)
	}
}

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, plain.Read, "", "\f\f", "\uFEFFa\fb", in16("نامه\f\U0001F54A", true), in16("a", false)[:3], "\xe4\xc7 \xe1", "a\x1a", "\xff\xfe\x00\x00")
}

func BenchmarkRead(b *testing.B) {
	for name, data := range map[string]string{
		"UTF-8":        strings.Repeat(persian+"\n", 20_000),
		"ASCII":        strings.Repeat(line, 100_000),
		"windows-1256": strings.Repeat(in(b, charmap.Windows1256, persian+"\n"), 40_000),
		"utf-16":       in16(strings.Repeat(persian+"\n", 10_000), false),
	} {
		b.Run(name, func(b *testing.B) {
			src := content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}
			b.SetBytes(src.Size)
			for b.Loop() {
				if err := plain.Read(src, readtest.Options(), &tally{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package chat_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"sanad/internal/format/chat"
	"sanad/internal/format/readtest"
)

const android = "12/03/2021, 14:05 - Messages are end-to-end encrypted.\n" +
	"12/03/2021, 14:05 - Sara: Hello\nsecond line\n\n" +
	"12/03/2021, 14:06 - عمر: سلام می‌رسم\n" +
	"13/03/2021, 09:00 - Sara: IMG-20210313-WA0001.jpg (file attached)\n" +
	"13/03/2021, 09:01 - عمر: <Media omitted>\n"

const ios = "\ufeff[2021-03-12, 14:05:01] Sara: Hello\r\n\u200e[2021-03-12, 14:06:00] Omar: \u200e<attached: 00000012-PHOTO.jpg>\r\n[2021-03-13, 2:06:00\u202fPM] Omar: 3: 4\r\n"

const persian = "۱۳۹۹/۱۲/۲۲، ۱۴:۰۵ - سارا: سلام\n۱۳۹۹/۱۲/۲۲، ۱۴:۰۶ - عمر: علیک\n"
const arabic = "\u200f١٢‏/٣‏/٢٠٢١، ٢:٠٥ م - سارة: مرحبا\n\u200f١٣‏/٣‏/٢٠٢١، ١٢:٠٦ ص - عمر: <تم استبعاد الوسائط>\n"

// A chat is read letter by letter, and what its dates mean is told with the
// reason.
func TestRead(t *testing.T) {
	for _, c := range []struct{ what, file, order, first, last, people, count, media string }{
		{"Android", android, "day first", "2021-03-12T14:05", "2021-03-13T09:01", "Sara | عمر", "5", "1 named, 1 left out of the export"},
		{"iOS", ios, "year first", "2021-03-12T14:05:01", "2021-03-13T14:06:00", "Sara | Omar", "3", "1 named, 0 left out of the export"},
		{"Persian", persian, "year first", "1399-12-22T14:05", "1399-12-22T14:06", "سارا | عمر", "2", ""},
		{"Arabic", arabic, "day first", "2021-03-12T14:05", "2021-03-13T00:06", "سارة | عمر", "2", "0 named, 1 left out of the export"},
		{"American", "3/12/21, 2:05 PM - Sara: a\n3/13/21, 2:05 PM - Sara: b\n", "month first", "2021-03-12T14:05", "2021-03-13T14:05", "Sara", "2", ""},
		{"nothing shows it", "03/04/2021, 10:00 - Sara: a\n03/05/2021, 10:00 - Sara: b\n", "ambiguous", "3/4/2021", "3/5/2021", "Sara", "2", ""},
		{"both", "13/04/2021, 10:00 - Sara: a\n04/13/2021, 10:00 - Sara: b\n", "ambiguous", "13/4/2021", "4/13/2021", "Sara", "2", ""},
		{"by the order of messages", "10/04/2021, 10:00 - Sara: a\n01/05/2021, 10:00 - Sara: b\n", "day first", "2021-04-10T10:00", "2021-05-01T10:00", "Sara", "2", ""},
		{"French", "12/03/2021 à 14:05 - Sara: a\n31/03/2021 à 14:05 - Sara: b\n", "day first", "2021-03-12T14:05", "2021-03-31T14:05", "Sara", "2", ""},
		{"dots", "12.03.21, 14:05 - Sara: a\n31.03.21, 14:05 - Sara: b\n", "day first", "2021-03-12T14:05", "2021-03-31T14:05", "Sara", "2", ""},
	} {
		g := readtest.Of(chat.Read, c.file)
		g.Check(t, c.file)
		if g.Err != nil || !chat.Looks([]byte(c.file)) || len(g.Pages) != 1 || !g.Pages[0].Exact {
			t.Fatalf("%s: %v, %v", c.what, g.Err, g.Pages)
		}
		if want := strings.TrimRight(strings.TrimPrefix(c.file, "\ufeff"), "\r\n"); g.Text() != want {
			t.Errorf("%s: the text is not the file's: %q", c.what, g.Text())
		}
		for name, want := range map[string]string{"date_order": c.order, "first_date": c.first, "last_date": c.last, "participant": c.people, "message_count": c.count, "media_count": c.media} {
			if got := g.Value(name); got != want {
				t.Errorf("%s: %s is %q, want %q", c.what, name, got, want)
			}
		}
	}
	if g := readtest.Of(chat.Read, persian); g.Value("calendar") == "" {
		t.Error("years of another calendar are not told")
	}
	if g := readtest.Of(chat.Read, android); g.Value("media_file") != "IMG-20210313-WA0001.jpg" {
		t.Errorf("files: %q", g.Value("media_file"))
	}
}

// What only resembles an export is not one.
func TestLooks(t *testing.T) {
	for _, other := range []string{"", "Dear Sara,\n12/03/2021 was a day\n", "12/03/2021, 14:05\n", "2021-03-12 14:05:01 - started\n2021-03-12 14:05:02 - x\n",
		"12/03/2021,14,5 - 3\n12/03/2021,15,6 - 4\n", "99/99/2021, 14:05 - Sara: x\n99/99/2021, 14:05 - y: z\n", "[1] a\n[2] b\n"} {
		if chat.Looks([]byte(other)) {
			t.Errorf("%q was taken for a chat", other)
		}
	}
	if g := readtest.Of(chat.Read, "no chat\nat all\n"); g.Err == nil {
		t.Error("what is no chat was read")
	}
}

// Pages hold a hundred messages, and none is lost between them.
func TestPages(t *testing.T) {
	var b strings.Builder
	for i := range 250 {
		fmt.Fprintf(&b, "13/03/2021, 14:05 - Sara: number %d\nسطر دوم\n", i)
	}
	g := readtest.Of(chat.Read, b.String())
	g.Check(t, b.String())
	if len(g.Pages) != 3 || !strings.HasPrefix(g.Pages[1].Text, "13/03/2021, 14:05 - Sara: number 100\n") || !strings.HasSuffix(g.Pages[2].Text, "number 249\nسطر دوم") {
		t.Errorf("%d pages", len(g.Pages))
	}
	long := "13/03/2021, 14:05 - Sara: " + strings.Repeat("ی", 2<<20) + "\n13/03/2021, 14:05 - Sara: x\n"
	g = readtest.Of(chat.Read, long)
	g.Check(t, long)
	if strings.Count(g.Text(), "ی") != 2<<20 || g.Value("message_count") != "2" {
		t.Errorf("a long line: %d letters, %s messages", strings.Count(g.Text(), "ی"), g.Value("message_count"))
	}
}

// An export that was saved again in another encoding is read, and not called exact.
func TestEncoding(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(android)
	if err != nil {
		t.Fatal(err)
	}
	g := readtest.Of(chat.Read, utf16)
	if g.Text() != strings.TrimRight(android, "\n") || g.Pages[0].Exact || g.Value("encoding") != "utf-16le" || !chat.Looks([]byte(utf16)) {
		t.Errorf("%v %q", g.Fields, g.Text())
	}
	g = readtest.Of(chat.Read, android+"13/03/2021, 09:02 - Sara: broken \xff byte\n")
	if len(g.Pages) != 1 || g.Pages[0].Exact || !strings.Contains(g.Text(), "broken \uFFFD byte") {
		t.Errorf("a broken byte: %+v", g.Pages)
	}
}

func TestDamage(t *testing.T) {
	for _, file := range []string{android, ios, persian, arabic} {
		readtest.Damage(t, chat.Read, file)
	}
}

func FuzzRead(f *testing.F) { readtest.Fuzz(f, chat.Read, android, ios, persian, arabic) }

func BenchmarkRead(b *testing.B) {
	file := strings.Repeat(android, 1000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if g := readtest.Of(chat.Read, file); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}

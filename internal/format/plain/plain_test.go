package plain_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"sanad/internal/format/plain"
)

// in16 writes s as UTF-16 with a byte order mark.
func in16(s string, big bool) string {
	var out []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		low, high := byte(u), byte(u>>8)
		if big {
			low, high = high, low
		}
		out = append(out, low, high)
	}
	return string(out)
}

func TestATextIsReadAsItStands(t *testing.T) {
	const persian = "نامه\u200cای از آرمان\r\nبه پروین، ۱۳۶۶\n"
	for _, c := range []struct {
		name, in, encoding string
		exact              bool
		pages              []plain.Page
	}{
		{"nothing", "", plain.UTF8, true, nil},
		{"a byte order mark alone", "\uFEFF", plain.UTF8BOM, true, nil},
		{"Persian with CR LF", persian, plain.UTF8, true, []plain.Page{{1, persian, 0}}},
		{"Persian with a mark", "\uFEFF" + persian, plain.UTF8BOM, true, []plain.Page{{1, persian, 3}}},
		{"UTF-16, little end first", in16(persian, false), plain.UTF16LE, false, []plain.Page{{1, persian, 2}}},
		{"UTF-16, big end first", in16(persian, true), plain.UTF16BE, false, []plain.Page{{1, persian, 2}}},
		{"pages", "یک\fدو\f\fچهار\f", plain.UTF8, true, []plain.Page{{1, "یک", 0}, {2, "دو", 5}, {3, "", 10}, {4, "چهار", 11}}},
		{"pages in UTF-16", in16("a\U0001F54A\fb", false), plain.UTF16LE, false, []plain.Page{{1, "a\U0001F54A", 2}, {2, "b", 10}}},
		{"what a terminal wrote", "\x1b[1mbold\x1b[0m\a\b\t\v", plain.UTF8, true, []plain.Page{{1, "\x1b[1mbold\x1b[0m\a\b\t\v", 0}}},
		{"what DOS closed", "old\r\n\x1a", plain.UTF8, true, []plain.Page{{1, "old\r\n\x1a", 0}}},
		{"a second mark is a character", "\uFEFF\uFEFFa", plain.UTF8BOM, true, []plain.Page{{1, "\uFEFFa", 3}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := plain.ReadAll([]byte(c.in))
			if want := (plain.Text{Encoding: c.encoding, Exact: c.exact, Pages: c.pages}); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("read %+v, want %+v: %v", got, want, err)
			}
		})
	}
}

func TestWhatIsNotCertainIsRefusedWithAGuess(t *testing.T) {
	const cp1256 = "\xe4\xc7\xe3\xe5 \xc2\xd1\xe3\xc7\xe4\r\n" // "نامه آرمان"
	for _, c := range []struct {
		name, in string
		kind     error
		says     string
	}{
		{"windows-1256", cp1256, plain.ErrEncoding, "windows-1256"},
		{"windows-1252", "caf\xe9 na\xefve", plain.ErrEncoding, "windows-1252"},
		{"UTF-8 with one broken byte", strings.Repeat("نامه ", 20) + "\xd8", plain.ErrEncoding, "utf-8 with broken bytes, 1 "},
		{"where it breaks", "\uFEFFab\xff", plain.ErrEncoding, "byte 5 is 0xff"},
		{"UTF-16 without a mark", in16("salam\n", false)[2:], plain.ErrEncoding, "utf-16le without"},
		{"UTF-16 without a mark, big end first", in16("salam\n", true)[2:], plain.ErrEncoding, "utf-16be without"},
		{"UTF-16 cut short", in16("salam", false)[:7], plain.ErrEncoding, "cut in the middle"},
		{"UTF-16 with half a pair", "\xff\xfea\x00\x00\xd8b\x00", plain.ErrEncoding, "broken at byte 4"},
		{"UTF-16 ending in half a pair", "\xfe\xff\xd8\x00", plain.ErrEncoding, "broken at byte 2"},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", plain.ErrEncoding, "utf-32"},
		{"a zero byte", "text\x00text", plain.ErrNotText, "byte 4 is the control character 0x00"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", plain.ErrNotText, "byte 6"},
		{"a control character in UTF-16", in16("a\x01", false), plain.ErrNotText, "byte 4"},
		{"the mark of DOS, not at the end", "a\x1ab", plain.ErrNotText, "byte 1"},
	} {
		_, err := plain.ReadAll([]byte(c.in))
		if !errors.Is(err, c.kind) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v; want %v saying %q", c.name, err, c.kind, c.says)
		}
	}
}

func TestALongTextIsRefused(t *testing.T) {
	if _, err := plain.ReadUpTo([]byte("12345"), 5); err != nil {
		t.Error(err)
	}
	if _, err := plain.ReadUpTo([]byte("123456"), 5); !errors.Is(err, plain.ErrLimit) {
		t.Errorf("%v, want %v", err, plain.ErrLimit)
	}
	if _, err := plain.ReadAll(make([]byte, plain.DefaultLimit+1)); !errors.Is(err, plain.ErrLimit) {
		t.Errorf("%v, want %v", err, plain.ErrLimit)
	}
}

// FuzzReadAll holds that an exact text's pages stand in the original where they
// say, that pages and form feeds are all there is, and that one text in three
// encodings reads alike.
func FuzzReadAll(f *testing.F) {
	for _, s := range []string{"", "\f\f", "\uFEFFa\fb", in16("نامه\f\U0001F54A", true), in16("a", false)[:3], "\xe4\xc7", "a\x1a", "\xff\xfe\x00\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := plain.ReadAll(data)
		if err != nil {
			if !errors.Is(err, plain.ErrNotText) && !errors.Is(err, plain.ErrEncoding) {
				t.Fatal(err)
			}
			return
		}
		var joined []string
		for i, p := range text.Pages {
			if p.Number != i+1 || p.Start > int64(len(data)) {
				t.Fatalf("page %d is numbered %d and begins at byte %d of %d", i+1, p.Number, p.Start, len(data))
			}
			if text.Exact && string(data[p.Start:p.Start+int64(len(p.Text))]) != p.Text {
				t.Fatalf("page %d of %q is not at byte %d", p.Number, data, p.Start)
			}
			joined = append(joined, p.Text)
		}
		whole := strings.Join(joined, "\f")
		if text.Exact && strings.TrimSuffix(strings.TrimPrefix(string(data), "\uFEFF"), "\f") != whole {
			t.Fatalf("%q was read as %q", data, whole)
		}
		for _, big := range []bool{false, true} {
			again, err := plain.ReadAll([]byte(in16(whole, big)))
			if err != nil {
				t.Fatalf("%q in UTF-16: %v", whole, err)
			}
			for i, p := range again.Pages {
				if p.Text != text.Pages[i].Text || !strings.HasPrefix(in16(whole, big)[p.Start:], in16(p.Text, big)[2:]) {
					t.Fatalf("page %d is %q at %d in UTF-16, %q in %s", p.Number, p.Text, p.Start, text.Pages[i].Text, text.Encoding)
				}
			}
		}
	})
}

package encoded_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sanad/internal/format/encoded"
)

const persian = "شاهد گفت که در روز حادثه فقط دو نفر را دید و قبل از غروب برگشت."
const arabic = "قال الشاهد إنه رأى شخصين فقط في ذلك اليوم ثم غادر قبل الغروب."

func in(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	data, err := encoding.ReplaceUnsupported(e.NewEncoder()).Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A statement is followed where the bytes bear it out, and where they do not
// the reading says both what was stated and that it guessed.
func TestChoose(t *testing.T) {
	ascii := []byte("nothing but ASCII here")
	for _, c := range []struct {
		what, stated        string
		data                []byte
		name, guess, passed string
	}{
		{"ascii", "", ascii, "utf-8", "", ""},
		{"ascii stated", "us-ascii", ascii, "utf-8", "", ""},
		{"utf-8", "", []byte(persian), "utf-8", "", ""},
		{"utf-8 with a mark", "windows-1256", []byte("\xef\xbb\xbf" + persian), "utf-8", "", ""},
		{"windows-1256 stated", "Windows-1256", in(t, charmap.Windows1256, arabic), "windows-1256", "", ""},
		{"windows-1256 unstated", "", in(t, charmap.Windows1256, arabic), "windows-1256", "likely", ""},
		{"windows-1256 said to be utf-8", "utf-8", in(t, charmap.Windows1256, arabic), "windows-1256", "likely", "utf-8"},
		{"windows-1256 said to be ascii", "us-ascii", in(t, charmap.Windows1256, arabic), "windows-1256", "likely", "us-ascii"},
		{"utf-8 said to be windows-1256", "windows-1256", []byte(persian), "utf-8", "", "windows-1256"},
		{"iso-8859-6 stated", "iso-8859-6", in(t, charmap.ISO8859_6, arabic), "iso-8859-6", "", ""},
		{"iso-8859-6 unstated", "", in(t, charmap.ISO8859_6, arabic), "iso-8859-6", "likely", ""},
		{"French", "", in(t, charmap.Windows1252, "Le témoin a été entendu à l'étranger"), "windows-1252", "likely", ""},
		{"utf-16 with a mark", "", in(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), persian), "utf-16le", "", ""},
		{"utf-16 without", "", in(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), persian+" "+arabic), "utf-16be", "likely", ""},
		{"an encoding nobody knows", "x-nowhere", []byte(persian), "utf-8", "", "x-nowhere"},
		{"empty", "", nil, "utf-8", "", ""},
	} {
		got := encoded.Choose(c.data, c.stated)
		if got.Name != c.name || got.Guess != c.guess || got.Stated != c.passed {
			t.Errorf("%s: %q %q %q, want %q %q %q", c.what, got.Name, got.Guess, got.Stated, c.name, c.guess, c.passed)
		}
	}
}

// What was written is what is read, in every encoding that is chosen.
func TestText(t *testing.T) {
	for _, e := range []encoding.Encoding{charmap.Windows1256, charmap.ISO8859_6, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)} {
		data := in(t, e, arabic)
		if got, err := encoded.Choose(data, "").Text(data, 1000); err != nil || got != arabic {
			t.Errorf("%v: %q, %v", e, got, err)
		}
	}
	if _, err := encoded.Choose([]byte(arabic), "").Text([]byte(arabic), 10); err == nil || !strings.Contains(err.Error(), "text_bytes") {
		t.Errorf("a text over the limit: %v", err)
	}
}

func FuzzChoose(f *testing.F) {
	f.Add([]byte(persian), "utf-8")
	f.Add([]byte("\xff\xfe\x00\xd8"), "utf-16le")
	f.Add([]byte("\xc7\xe1\xd4"), "iso-2022-jp")
	f.Fuzz(func(t *testing.T, data []byte, stated string) {
		c := encoded.Choose(data, stated)
		text, err := c.Text(data, 1<<20)
		if err == nil && !utf8.ValidString(text) {
			t.Fatalf("%v gave invalid UTF-8", c)
		}
		for _, field := range c.Fields() {
			if !utf8.ValidString(field.Value) {
				t.Fatalf("field %q", field)
			}
		}
	})
}

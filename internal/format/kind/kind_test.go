package kind

import (
	"bytes"
	"encoding/json"
	"mime"
	"strings"
	"testing"
	"unicode/utf16"
)

// in16 writes s as UTF-16, little end first, with a byte order mark.
func in16(s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func TestBytesAreNamed(t *testing.T) {
	const csv = "text/csv; charset=utf-8"
	rows := strings.Repeat("آرمان;\"کوه; بالا\";1,75\r\n", 300) // over Head, cut within a row
	prose := "آرمان، که در شهر ماند، نوشت؛ و رفت.\nپروین خواند.\n"
	long, _ := json.Marshal(map[string]any{"names": strings.Split(strings.Repeat("آرمان ", 2000), " ")})
	for _, c := range []struct {
		what, head, name, want string
	}{
		{"nothing", "", "", "text/plain; charset=utf-8"},
		{"PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "", "application/pdf"},
		{"PDF under a false name", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "list.csv", "application/pdf"},
		{"PNG under a false name", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "notes.txt", "image/png"},
		{"bytes of no kind", "\x00\x01\x02\xff\xfe\x80", "list.csv", Unknown},
		{"Persian prose", prose, "", "text/plain; charset=utf-8"},
		{"Persian prose in UTF-16", in16(prose), "", "text/plain; charset=utf-16le"},
		{"Persian in windows-1256", "\xe4\xc7\xe3\xe5 \xc2\xd1\xe3\xc7\xe4\r\n", "", "text/plain; charset=unknown-8bit"},
		{"Persian CSV", "نام,شهر\nآرمان,کوه\n", "", csv},
		{"Persian CSV with a mark", "\uFEFFنام,شهر\r\nآرمان,کوه\r\n", "", csv},
		{"Persian with semicolons and a mark", "\uFEFFنام;قد\nآرمان;1,75\n", "", csv},
		{"Persian with semicolons, cut", "\uFEFF" + rows, "", csv},
		{"Arabic with tabs", "الاسم\tالمدينة\nسالم\tالجبل\n", "", csv},
		{"Arabic with tabs and a mark", "\uFEFFالاسم\tالمدينة\nسالم\tالجبل\n", "export.txt", "text/plain; charset=utf-8"},
		{"Arabic with tabs, three rows", "الاسم\tالمدينة\nسالم\tالجبل\nنور\tالبحر\n", "export.txt", csv},
		{"one column", "نام\nآرمان\n", "", "text/plain; charset=utf-8"},
		{"one column under a name", "نام\nآرمان\n", "List.CSV", csv},
		{"ragged under a name", "a,b\n1\n", "dir.d/list.tsv", csv},
		{"two lines with a comma each", "In spring, they came.\nIn winter, they left.\n", "diary.txt", "text/plain; charset=utf-8"},
		{"CSV in UTF-16", in16("نام\tشهر\n"), "list.csv", "text/csv; charset=utf-16le"},
		{"Markdown", "# نامه\n\nمتن\n", "readme.md", "text/markdown; charset=utf-8"},
		{"HTML", "<!DOCTYPE html><html><meta charset=\"utf-8\"><p>متن", "page.txt", "text/html; charset=utf-8"},
		{"JSON", `{"نام": "آرمان"}`, "", "application/json"},
		{"JSON, cut", string(long), "", "application/json"},
		{"JSON by name", `"نام"`, "name.json", "application/json"},
		{"a letter", "سلام", "letter.eml", "message/rfc822"},
		{"a log with commas", "a,b\nc,d\n", "run.log", "text/plain; charset=utf-8"},
		{"an unknown name", "متن", "x.docx", "text/plain; charset=utf-8"},
		{"a letter cut at the end of the head", strings.Repeat("a", Head-1) + "ن", "", "text/plain; charset=utf-8"},
		{"half a letter at the end of a short text", "a\xd9", "", "text/plain; charset=unknown-8bit"},
	} {
		if got := Detect([]byte(c.head), c.name); got != c.want {
			t.Errorf("%s is %q, want %q", c.what, got, c.want)
		}
	}
}

func TestAPanicInDetectionCostsTheNameOnly(t *testing.T) {
	got := guarded([]byte("x"), func([]byte) string { panic("out of range") })
	if got != Unknown {
		t.Errorf("%q, want %q", got, Unknown)
	}
}

// FuzzDetect holds that any bytes and any name get a media type that parses,
// and that bytes beyond Head change nothing.
func FuzzDetect(f *testing.F) {
	for _, s := range []string{"", "%PDF-", "PK\x03\x04", "a,b\n1,2", "{\"a\":[", "\xff\xfea\x00", "From x", "<html", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"} {
		f.Add([]byte(s), "a.csv")
	}
	f.Fuzz(func(t *testing.T, head []byte, name string) {
		media := Detect(head, name)
		if _, _, err := mime.ParseMediaType(media); err != nil {
			t.Fatalf("%q: %v", media, err)
		}
		if len(head) >= Head && Detect(append(bytes.Clone(head), "more"...), name) != media {
			t.Fatal("bytes beyond the head changed the name")
		}
	})
}

package mimepart_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/mimepart"
)

// walked tells what Walk found, a line a part: path, type, name, content.
func walked(t testing.TB, message string) (parts []string, problems []content.Problem, err error) {
	t.Helper()
	err = mimepart.Walk(strings.NewReader(message), content.DefaultLimits(), mimepart.Visitor{
		Message: func(mimepart.Header, mimepart.Valued) error { return nil },
		Part: func(p *mimepart.Part) error {
			data, err := io.ReadAll(p.Content)
			parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s %s %s %q", p.Path, p.Type.Value, p.FileName(), data)))
			return err
		},
		Problem: func(p content.Problem) error { problems = append(problems, p); return nil },
	})
	return parts, problems, err
}

const mixed = "Content-Type: multipart/mixed; boundary=\"out er\"\r\n\r\nfor old programs\r\n--out er\r\n" +
	"Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n\r\nplain\r\n\r\n--in\r\nContent-Type: text/html\r\n" +
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n<b>a=3D=\r\nb</b>=C3=A9 \r\n--in--\r\n--out er\r\n" +
	"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\nRw0K\r\nGgo=\r\n--out er--\r\n"

// The parts of a message come in their order and decoded, whatever is broken
// about them; what is broken is told.
func TestWalk(t *testing.T) {
	for _, c := range []struct {
		what, message string
		want          []string
		problems      int
	}{
		{"a whole message", mixed, []string{`1.1 text/plain  "plain\r\n"`, `1.2 text/html  "<b>a=b</b>é"`, `2 image/png a.png "\x89PNG\r\n\x1a\n"`}, 0},
		{"no parts", "Subject: x\n\nbody\n", []string{`text/plain  "body\n"`}, 0},
		{"only a header", "Subject: x", []string{`text/plain  ""`}, 0},
		{"From line", "From a@example.org Mon Jan\nSubject: x\n\nbody", []string{`text/plain  "body"`}, 0},
		{"no blank line", "Subject: x\nbody without end\nmore", []string{`text/plain  "body without end\nmore"`}, 0},
		{"cut off", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhalf a", []string{`1 text/plain  "half a"`}, 1},
		{"closing missing inside", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--b\n\ny\n--b--",
			[]string{`1.1 text/plain  "x"`, `2 text/plain  "y"`}, 1},
		{"boundary not named", "Content-Type: multipart/mixed\n\n--guessed\n\nx\n--guessed--\n", []string{`1 text/plain  "x"`}, 0},
		{"boundary nowhere", "Content-Type: multipart/mixed; boundary=b\n\nall\nthere is\n", []string{`text/plain  "all\nthere is\n"`}, 2},
		{"text behind the end", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\nfooter\n", []string{`1 text/plain  "x"`, `text/plain  "footer\n"`}, 0},
		{"lying base 64", "Content-Transfer-Encoding: base64\n\nThis is no base 64, but words; and so on.\n", []string{`text/plain  "This is no base 64, but words; and so on.\n"`}, 1},
		{"padding inside", "Content-Transfer-Encoding: base64\n\nYQ==\nYg==\nY", []string{`text/plain  "ab"`}, 0},
		{"unknown encoding", "Content-Transfer-Encoding: x-odd\n\nx", []string{`text/plain  "x"`}, 1},
		{"broken escapes", "Content-Transfer-Encoding: quoted-printable\n\na=ZZ=4", []string{`text/plain  "a=ZZ=4"`}, 0},
		{"digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: y\n\nz\n--b--\n", []string{`1 message/rfc822  "Subject: y\n\nz"`}, 0},
	} {
		parts, problems, err := walked(t, c.message)
		if err != nil || strings.Join(parts, "\n") != strings.Join(c.want, "\n") || len(problems) != c.problems {
			t.Errorf("%s: %v, %q\n got %s\nwant %s", c.what, err, problems, strings.Join(parts, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
	if _, _, err := walked(t, "no header at all"); err == nil {
		t.Error("a file without any header was taken for a message")
	}
}

// Header lines say what was meant, whichever way their letters were wrapped.
func TestText(t *testing.T) {
	for _, c := range []struct{ raw, hint, want string }{
		{"plain", "", "plain"},
		{"=?utf-8?B?2LPZhNin2YU=?= (=?UTF-8?Q?=C3=A9t=C3=A9_x?=)", "", "سلام (été x)"},
		{"=?utf-8?B?2LPZ?= =?utf-8?B?hNin2YU=?=", "", "سلام"}, // a letter parted between two words
		{"=?windows-1256?Q?=D3=E1=C7=E3?=", "", "سلام"},
		{"=?utf-8*fa?q?x?=", "", "x"},
		{"=?none-such?q?x?= y", "", "x y"},
		{"=?utf-8?b?***?=", "", "***"},
		{"\xd3\xe1\xc7\xe3", "windows-1256", "سلام"},
		{"سلام", "windows-1256", "سلام"},
		{"a\x00b", "", "ab"},
	} {
		if got := mimepart.Text(c.raw, c.hint); got != c.want {
			t.Errorf("%q: %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ raw, name, want string }{
		{`attachment; filename="a \"b\".txt"`, "filename", `a "b".txt`},
		{`attachment; filename=گزارش.pdf; x=y`, "filename", "گزارش.pdf"},
		{`attachment; filename*=utf-8'fa'%DA%AF.pdf`, "filename", "گ.pdf"},
		{`attachment; filename*=windows-1256''%D3%E1.pdf`, "filename", "سل.pdf"},
		{`attachment; filename*1*=%84.pdf; filename*0*=utf-8''%D8%B3%D9`, "filename", "سل.pdf"[:4] + ".pdf"},
		{`attachment; filename*0="long "; filename*1=name.txt`, "filename", "long name.txt"},
		{`attachment; filename="=?utf-8?B?2LPZhNin2YU=?="`, "filename", "سلام"},
		{`a; b; ;; c=d`, "c", "d"},
		{`a; c="unclosed`, "c", "unclosed"},
	} {
		if got := mimepart.Parse(c.raw, "").Params[c.name]; got != c.want {
			t.Errorf("%s: %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"Fri, 12 Mar 2021 14:05:01 +0330", "2021-03-12T14:05:01+03:30"},
		{"12 Mar 2021 14:05 GMT (whatever (it) is)", "2021-03-12T14:05:00Z"},
		{"Fri, 12 Mar 21 14:05:01 EST", "2021-03-12T14:05:01-05:00"},
		{"Fri, 12 Mar 2021 14:05:01 IRST", "2021-03-12T14:05:01"},
		{"Fri, 12 Mar 2021 14:05:01 -0000", "2021-03-12T14:05:01"},
		{"Fri, 12 Mar 2021 14:05:01", "2021-03-12T14:05:01"},
		{"Fri 12 Mar 2021 14:05:01 +0000", "2021-03-12T14:05:01Z"},
		{"Fri Mar 12 14:05:01 2021", "2021-03-12T14:05:01"},
		{"yesterday", ""}, {"", ""}, {"31 Feb 2021 10:00:00", ""},
	} {
		if got := mimepart.Date(c.raw); got != c.want {
			t.Errorf("%q: %q, want %q", c.raw, got, c.want)
		}
	}
}

// What is built to cost much is cut off by a limit with a name.
func TestHostile(t *testing.T) {
	var deep strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	parts, problems, err := walked(t, deep.String()+"\ninnermost")
	if err != nil || len(parts) != 0 || problems[0].Limit != "depth" {
		t.Errorf("3,000 parts in each other: %q, %v, %v", parts, problems, err)
	}
	_, problems, err = walked(t, "A: b\n"+strings.Repeat("X: y\n", 100_000)+"\nbody")
	if err != nil || len(problems) != 1 || problems[0].Limit != "fields" {
		t.Errorf("100,000 header lines: %v, %v", problems, err)
	}
	parts, problems, err = walked(t, "A: "+strings.Repeat("x", 1<<20)+"\nB: c\n\nbody")
	if err != nil || len(problems) != 1 || len(parts) != 1 || parts[0] != `text/plain  "body"` {
		t.Errorf("a header line of a mebibyte: %v %v %v", parts, problems, err)
	}
	many := "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Transfer-Encoding: odd\n\n", 100_000)
	parts, problems, err = walked(t, many)
	if err != nil || len(parts) != 100_000 || len(problems) > 201 {
		t.Errorf("100,000 empty parts: %d parts, %d problems, %v", len(parts), len(problems), err)
	}
	long := "Content-Type: multipart/mixed; boundary=" + strings.Repeat("b", 70_000) + "\n\n--" + strings.Repeat("b", 70_000) + "\n\nx"
	if _, _, err = walked(t, long); err != nil {
		t.Errorf("a boundary longer than a buffer: %v", err)
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(mixed)
	f.Add("A: b\n c\n\tContent-Type: multipart/x\n\n--a")
	f.Add("Content-Disposition: x; a*0*=utf-8''%;a*1=\"\\\nSubject: =?utf-8?b?=?=\nDate: 1 Jan 21 1:1 (\n\n")
	f.Fuzz(func(t *testing.T, message string) {
		parts, _, _ := walked(t, message)
		total := 0
		for _, p := range parts {
			total += len(p)
		}
		if total > 40*len(message)+1000 {
			t.Errorf("%d bytes gave %d", len(message), total)
		}
		for _, s := range []string{mimepart.Text(message, ""), mimepart.Date(message), mimepart.Parse(message, "x").Params["a"]} {
			if !utf8.ValidString(s) {
				t.Errorf("not UTF-8: %q", s)
			}
		}
	})
}

func BenchmarkWalk(b *testing.B) {
	message := mixed[:len(mixed)-len("--out er--\r\n")] + "--out er\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("iVBORw0KGgoAAAANSUhEUgAAiVBORw0KGgoAAAANSUhEUgAAiVBORw0KGgoA\r\n", 50_000)
	b.SetBytes(int64(len(message)))
	for b.Loop() {
		walked(b, message)
	}
}

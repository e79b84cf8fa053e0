package html_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"sanad/internal/format/html"
	"sanad/internal/format/readtest"
)

const letter = `<!DOCTYPE html>
<!-- saved from url=(0031)https://news.example.org/fa/1402 -->
<html lang="fa" dir="rtl"><head><meta charset="utf-8"><title> خبر
 روز </title>
<link rel="canonical" href="https://news.example.org/fa/1402">
<meta property="og:title" content="News of the day"><meta name="author" content="Sara Example">
<meta property="article:published_time" content="2021-03-12T14:05:00+03:30">
<script>alert("never")</script><style>p{color:red}</style></head>
<body><h1>می‌روند &amp; می‌آیند</h1><p>First   line<br>second&nbsp;line</p>
<ul><li>یک</li><li>دو</li></ul>
<table><tr><th>Name</th><th>سن</th></tr><tr><td><p>Omar</p></td><td></td><td>41</td></tr></table>
<pre>  kept
    as it is</pre>
<img alt="a map" src="data:image/png;base64,iVBORw0K
Ggo=">
<p style="display: none">unseen</p><p>end</p></body></html>`

// A page is read in the order it is written: letters untouched, lines and cells
// parted, nothing of its scripts.
func TestRead(t *testing.T) {
	g := readtest.Of(html.Read, letter)
	g.Check(t, letter)
	want := "می‌روند & می‌آیند\n\nFirst line\nsecond\u00a0line\n\nیک\nدو\n\nName\tسن\nOmar\t\t41\n\n  kept\n    as it is\n\n[a map]\n\nunseen\n\nend"
	if g.Err != nil || g.Text() != want {
		t.Errorf("%v\n got %q\nwant %q", g.Err, g.Text(), want)
	}
	for name, value := range map[string]string{
		"title": "خبر روز", "url": "https://news.example.org/fa/1402", "saved_from": "https://news.example.org/fa/1402",
		"author": "Sara Example", "created": "2021-03-12T14:05:00+03:30", "language": "fa", "og_title": "News of the day",
		"encoding": "utf-8", "encoding_guess": "", "hidden_text": "kept: 1 places are not shown to a reader of the page",
	} {
		if g.Value(name) != value {
			t.Errorf("%s: %q, want %q", name, g.Value(name), value)
		}
	}
	if len(g.Members) != 1 || g.Members[0].Data != "\x89PNG\r\n\x1a\n" || g.Members[0].MediaType != "image/png" {
		t.Errorf("members %+v", g.Members)
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ what, page, want string }{
		{"no tags", "only words", "only words"},
		{"nothing", "", ""},
		{"unclosed", "<p>one<p>two<div>three", "one\n\ntwo\nthree"},
		{"entities", "&lt;b&gt; &#1587;&#x645; &bogus; &#0;", "<b> سم &bogus; \uFFFD"},
		{"bidi marks stay", "<p>\u200fسلام\u200e (1)</p>", "\u200fسلام\u200e (1)"},
		{"script that never ends", "<p>a</p><script>var x = '<p>b</p>'", "a"},
		{"iframe", "a<iframe>b</iframe>c", "a\nc"},
		{"nested tables", "<table><tr><td><table><tr><td>a<td>b</table></td><td>c</td></tr></table>d", "a\tb\tc\n\nd"},
		{"cell without table", "<td>a</td><td>b</td>", "a\nb"},
		{"form", `<input type=text value="Ali"><input type=hidden value=token><textarea> x
y</textarea>`, "[Ali]\n x\ny"},
		{"title attribute", `<abbr title="World Health Organization">WHO</abbr>`, "[World Health Organization] WHO"},
		{"svg", `<svg><title>Map</title><text>Town</text></svg>`, "Town"},
		{"xhtml", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title><script src="a.js"/></head><body>read<![CDATA[ <me> ]]></body></html>`, "read <me>"},
		{"zero bytes", "a\x00b", "ab"},
		{"comment", "a<!-- b -->c<!-- d", "ac"},
	} {
		g := readtest.Of(html.Read, c.page)
		g.Check(t, c.page)
		if g.Err != nil || g.Text() != c.want {
			t.Errorf("%s: %v\n got %q\nwant %q", c.what, g.Err, g.Text(), c.want)
		}
	}
}

// The page's own statement of its encoding is followed unless its bytes deny it.
func TestEncoding(t *testing.T) {
	const said = "<p>قال الشاهد إنه رأى شخصين فقط في ذلك اليوم</p>"
	raw, err := charmap.Windows1256.NewEncoder().String(said)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, page, encoding, guess string }{
		{"meta", `<meta charset="windows-1256">` + raw, "windows-1256", ""},
		{"old meta", `<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">` + raw, "windows-1256", ""},
		{"none", raw, "windows-1256", "likely"},
		{"wrong", `<meta charset="utf-8">` + raw, "windows-1256", "likely"},
		{"wrong the other way", `<meta charset="windows-1256">` + said, "utf-8", ""},
	} {
		g := readtest.Of(html.Read, c.page)
		if !strings.Contains(g.Text(), "رأى شخصين فقط") || g.Value("encoding") != c.encoding || g.Value("encoding_guess") != c.guess {
			t.Errorf("%s: %q, %s %s", c.what, g.Text(), g.Value("encoding"), g.Value("encoding_guess"))
		}
	}
}

// Files written into the page come out, however they are spelt.
func TestEmbedded(t *testing.T) {
	for _, c := range []struct{ src, media, data string }{
		{"data:text/plain,a%20b%2", "text/plain", "a b%2"},
		{"DATA:image/gif;base64,R0lGODlh", "image/gif", "GIF89a"},
		{"data:;base64,__-_", "", "\xff\xff\xbf"},
		{"data:image/gif;base64,R0lGOD%6Ch", "image/gif", "GIF89a"},
	} {
		g := readtest.Of(html.Read, `<img src="`+c.src+`">`)
		if len(g.Members) != 1 || g.Members[0].Data != c.data || g.Members[0].MediaType != c.media {
			t.Errorf("%s: %+v", c.src, g.Members)
		}
	}
	g := readtest.Of(html.Read, `<img src="data:nothing">`)
	if len(g.Problems) != 1 {
		t.Errorf("a data address without content: %+v", g.Problems)
	}
}

// What is built to cost much costs little, and limits are told by their names.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("<div><table><tr><td><svg><b>", 200_000) + "middle" + strings.Repeat("</b></svg></td></tr></table></div>", 200_000)
	if g := readtest.Of(html.Read, deep); g.Text() != "middle" || g.Err != nil {
		t.Errorf("a million open tags: %.100q, %v", g.Text(), g.Err)
	}
	attrs := "<p " + strings.Repeat("a=b c", 300_000) + ">text"
	if g := readtest.Of(html.Read, attrs); g.Text() != "text" {
		t.Errorf("many attributes: %.100q", g.Text())
	}
	opt := readtest.Options()
	opt.Limits.WholeBytes = 1000
	g := readtest.With(html.Read, "<p>before</p><script>"+strings.Repeat("x", 10_000)+"</script><p>after</p>", opt)
	if g.Text() != "before" || g.Limit() != "whole_bytes" {
		t.Errorf("a long script: %q, limit %q", g.Text(), g.Limit())
	}
	opt.Limits.TextBytes = 100
	if g := readtest.With(html.Read, strings.Repeat("<p>many words</p>", 100), opt); g.Limit() != "text_bytes" {
		t.Errorf("a long text: limit %q", g.Limit())
	}
}

// A long text comes as several pages, and no word of it is lost.
func TestLong(t *testing.T) {
	const times = 30_000
	long := strings.Repeat("<p>کلمه one\ttwo</p>", times) + strings.Repeat("x", 3<<20)
	g := readtest.Of(html.Read, long)
	g.Check(t, long)
	if len(g.Pages) < 3 || strings.Count(g.Text(), "کلمه one two") != times || strings.Count(g.Text(), "x") != 3<<20 {
		t.Errorf("%d pages, %d words", len(g.Pages), strings.Count(g.Text(), "کلمه"))
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, html.Read, letter) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, html.Read, letter, "<table><td><td>", `<img src="data:a;base64,====">`, "<pre>\r\n\r", "\xff\xfe<\x00p\x00>\x00")
}

func BenchmarkRead(b *testing.B) {
	page := strings.Repeat(letter, 200)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if g := readtest.Of(html.Read, page); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}

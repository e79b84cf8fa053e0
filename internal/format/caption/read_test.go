package caption_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/internal/format/caption"
	"sanad/internal/format/readtest"
)

const vtt = "WEBVTT - title\nX: y\n\nSTYLE\n::cue { color: red }\n\nNOTE a note\nof two lines\n\nintro\n00:01.000 --> 00:02.500 align:start\n<v Sara>سلام &amp; <b>hello</b></v>\n<00:01.500><c.loud>there</c>\n\n01:00:00.000 --> 01:00:01.000\n1 < 2 and 3 > 2\n"
const srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}First <i>line</i>\r\nsecond line\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n1402\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\nلا\r\n"

// said tells the cues: time and words.
func said(g *readtest.Got) string {
	var all []string
	for _, p := range g.Pages {
		for _, s := range p.Spans {
			all = append(all, fmt.Sprintf("%d-%d %s", s.Time.From, s.Time.To, strings.ReplaceAll(p.Text[s.From:s.To], "\n", "/")))
		}
	}
	return strings.Join(all, "\n")
}

// Every word is tied to the time at which the file says it is spoken.
func TestRead(t *testing.T) {
	for _, c := range []struct{ what, file, want string }{
		{"WebVTT", vtt, "1000-2500 Sara: سلام & hello/there\n3600000-3601000 1 < 2 and 3 > 2"},
		{"SubRip", srt, "1000-2000 First line/second line\n3000-4000 1402\n5000-6000 لا"},
		{"SubRip without blank lines", "1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb", "1000-2000 a\n3000-4000 b"},
		{"SBV", "0:00:01.000,0:00:02.000\na\nb\n\n0:00:03.000,0:00:04.000\nc\n", "1000-2000 a/b\n3000-4000 c"},
		{"transcript", "Interview\n[00:00:05] Sara: yes\nand no\n\n[00:01:00] Omar: 1402\n7\n", "5000-60000 Sara: yes/and no\n60000-60000 Omar: 1402/7"},
		{"no words", "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nx\n", "1000-2000 \n3000-4000 x"},
		{"only dots for hours", "\ufeffWEBVTT\n\n00:01.5 --> 00:02.25\nx", "1500-2250 x"},
	} {
		g := readtest.Of(caption.Read, c.file)
		g.Check(t, c.file)
		if g.Err != nil || said(g) != c.want || len(g.Problems) != 0 || !caption.Looks([]byte(c.file)) {
			t.Errorf("%s: %v, %v\n got %s\nwant %s", c.what, g.Err, g.Problems, said(g), c.want)
		}
	}
}

// Times that can't be are told, and what is said at them is read all the same.
func TestOddTimes(t *testing.T) {
	g := readtest.Of(caption.Read, "1\n00:00:05,000 --> 00:00:02,000\na\n\n2\n00:00:01,000 --> 00:00:04,000\nb\n")
	if said(g) != "5000-5000 a\n1000-4000 b" || len(g.Problems) != 1 || !strings.HasPrefix(g.Problems[0].Reason, "2 cues") {
		t.Errorf("%s, %v", said(g), g.Problems)
	}
	for _, other := range []string{"", "words\nand words\n", "see [1] and (2)\n", "at 10:00 we met\nat 11:00 we left\n", "99:99:99,000 --> 99:99:99,999\n", "WEBVTTX\n"} {
		if g := readtest.Of(caption.Read, other); g.Err == nil || caption.Looks([]byte(other)) {
			t.Errorf("%q was taken for captions", other)
		}
	}
}

// A long track comes in pages; a line without end costs no more than itself.
func TestLong(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "%d\n00:00:%02d,000 --> 00:00:%02d,500\nword %d\n\n", i+1, i%60, i%60, i)
	}
	g := readtest.Of(caption.Read, b.String())
	g.Check(t, b.String())
	if len(g.Pages) != 5 || g.Value("cue_count") != "1000" || len(g.Pages[4].Spans) != 200 {
		t.Errorf("%d pages, %s cues", len(g.Pages), g.Value("cue_count"))
	}
	long := "WEBVTT\n\n00:01.000 --> 00:02.000\n" + strings.Repeat("<", 1<<20) + strings.Repeat("ی", 1<<19)
	g = readtest.Of(caption.Read, long)
	g.Check(t, long)
	if g.Err != nil || strings.Contains(g.Text(), "\uFFFD") {
		t.Errorf("a long line: %v", g.Err)
	}
}

func TestDamage(t *testing.T) {
	readtest.Damage(t, caption.Read, vtt)
	readtest.Damage(t, caption.Read, srt)
}

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, caption.Read, vtt, srt, "0:0:1,0:0:2\na", "[0:1]\n(0:2)x\n{\\a}<v >", "1\n1:1-->0:1\n<b")
}

func BenchmarkRead(b *testing.B) {
	file := strings.Repeat(srt, 1000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if g := readtest.Of(caption.Read, file); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}

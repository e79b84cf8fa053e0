package xmltext_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"sanad/internal/format/readtest"
	"sanad/internal/format/xmltext"
)

const file = `<?xml version="1.0" encoding="UTF-8"?>
<smses xmlns="urn:x" count="2"><sms address="+98 000" body="سلام &amp; درود"/>
<note>First <b>bold</b> last<![CDATA[ <raw> ]]></note><empty> </empty></smses>`

// Every word of a file stands on a line behind the name of its place.
func TestRead(t *testing.T) {
	g := readtest.Of(xmltext.Read, file)
	g.Check(t, file)
	want := "smses@count: 2\nsms@address: +98 000\nsms@body: سلام & درود\nnote: First\nb: bold\nnote: last <raw>"
	if g.Err != nil || len(g.Problems) != 0 || g.Text() != want {
		t.Errorf("%v %v\n got %q\nwant %q", g.Err, g.Problems, g.Text(), want)
	}
	raw, err := charmap.Windows1256.NewEncoder().String(`<?xml version="1.0" encoding="windows-1256"?><a>سلام</a>`)
	if err != nil {
		t.Fatal(err)
	}
	if g := readtest.Of(xmltext.Read, raw); g.Text() != "a: سلام" || g.Value("encoding") != "windows-1256" {
		t.Errorf("%q %v", g.Text(), g.Fields)
	}
}

// Nothing in a file makes it grow, and what stands before the damage is read.
func TestHostile(t *testing.T) {
	bomb := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><x>&b;&c;</x>`
	g := readtest.Of(xmltext.Read, bomb)
	if g.Text() != "x: &b;&c;" || len(g.Problems) != 1 {
		t.Errorf("entities: %q %v", g.Text(), g.Problems)
	}
	opt := readtest.Options()
	opt.Limits.WholeBytes = 100_000
	for _, c := range []struct{ what, file, text, limit string }{
		{"deep", "<a>x" + strings.Repeat("<b>", 3000), "a: x", "depth"},
		{"long", "<a>x<b>" + strings.Repeat("y", 200_000), "a: x", "whole_bytes"},
		{"long attribute", "<a>x<b c='" + strings.Repeat("y", 200_000), "a: x", "whole_bytes"},
		{"cut off", "<a>x<b>y</b", "a: x\nb: y", ""},
		{"never closed", "<a>x", "a: x", ""},
		{"broken", "<a>x<<", "a: x", ""},
	} {
		g := readtest.With(xmltext.Read, c.file, opt)
		if g.Err != nil || !strings.HasPrefix(g.Text(), c.text) || g.Limit() != c.limit || len(g.Problems) != 1 {
			t.Errorf("%s: %v %.100q %v", c.what, g.Err, g.Text(), g.Problems)
		}
	}
	for _, none := range []string{"<", "<!", "<?"} {
		if g := readtest.Of(xmltext.Read, none); g.Err == nil {
			t.Errorf("%q was read", none)
		}
	}
	if g := readtest.Of(xmltext.Read, "</a></a><b>x</b></c>"); g.Text() != "b: x" {
		t.Errorf("ends without beginnings: %q", g.Text())
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, xmltext.Read, file) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, xmltext.Read, file, "<a b=c d>&x;", "\xff\xfe<\x00a\x00>\x00")
}

func BenchmarkRead(b *testing.B) {
	data := "<all>" + strings.Repeat(strings.TrimPrefix(file, `<?xml version="1.0" encoding="UTF-8"?>`), 1000) + "</all>"
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if g := readtest.Of(xmltext.Read, data); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}

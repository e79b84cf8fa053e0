package svg_test

import (
	"strings"
	"testing"

	"sanad/internal/format/readtest"
	"sanad/internal/format/svg"
)

const file = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10mm" height="20">
<title>نقشه</title><desc>A map
of it</desc><script>alert(1)</script><style>text{fill:red}</style>
<text x="1">سلام <tspan>one</tspan><tspan> two </tspan></text><g><text>three &amp; four</text></g>
<image xlink:href="data:image/png;base64,iVBORw0KGgo="/></svg>`

// A drawing's words are read line by line, nothing of its scripts.
func TestRead(t *testing.T) {
	g := readtest.Of(svg.Read, file)
	g.Check(t, file)
	if g.Err != nil || len(g.Problems) != 0 || g.Text() != "سلام one\ntwo\nthree & four" {
		t.Errorf("%v %v %q", g.Err, g.Problems, g.Text())
	}
	if g.Value("title") != "نقشه" || g.Value("description") != "A map of it" || g.Value("width") != "10mm" || g.Value("height") != "20" {
		t.Errorf("%v", g.Fields)
	}
	if len(g.Members) != 1 || g.Members[0].Data != "\x89PNG\r\n\x1a\n" {
		t.Errorf("%v", g.Members)
	}
	if !svg.Looks([]byte(file)) || svg.Looks([]byte("<html><svg>")) || svg.Looks([]byte("see <svg>")) {
		t.Error("a drawing is not told by its head")
	}
}

// Nothing in a drawing makes it grow.
func TestHostile(t *testing.T) {
	g := readtest.Of(svg.Read, `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg><text>&b;</text></svg>`)
	if g.Text() != "&b;" || len(g.Problems) != 1 {
		t.Errorf("%q %v", g.Text(), g.Problems)
	}
	if g := readtest.Of(svg.Read, "<svg><text>x</text>"+strings.Repeat("<g>", 3000)); g.Text() != "x" || g.Limit() != "depth" {
		t.Errorf("%q %q", g.Text(), g.Limit())
	}
	if g := readtest.Of(svg.Read, "<svg><text>"+strings.Repeat("many words", 1<<19)); g.Limit() != "text_bytes" {
		t.Errorf("a long text: %q", g.Limit())
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, svg.Read, file) }

func FuzzRead(f *testing.F) { readtest.Fuzz(f, svg.Read, file, "<svg><text>&b;<tspan>") }

func BenchmarkRead(b *testing.B) {
	data := "<svg>" + strings.Repeat("<text>some words</text>", 10_000) + "</svg>"
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if g := readtest.Of(svg.Read, data); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}

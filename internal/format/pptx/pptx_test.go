package pptx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/pptx"
	"sanad/internal/format/readtest"
)

const (
	names = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

func packed(t testing.TB, parts ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(part, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// rels makes relations from id, kind and target in turn.
func rels(of ...string) string {
	out := "<Relationships>"
	for i := 0; i < len(of); i += 3 {
		mode := ""
		if strings.Contains(of[i+2], "://") {
			mode = ` TargetMode="External"`
		}
		out += `<Relationship Id="` + of[i] + `" Type="` + relType + of[i+1] + `" Target="` + of[i+2] + `"` + mode + `/>`
	}
	return out + "</Relationships>"
}

func shape(kind string, lines ...string) string {
	out := `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr><p:ph type="` + kind + `"/></p:nvPr></p:nvSpPr><p:txBody>`
	for _, line := range lines {
		out += "<a:p><a:r><a:t>" + line + "</a:t></a:r></a:p>"
	}
	return out + "</p:txBody></p:sp>"
}

func slide(attrs, shapes string) string {
	return "<p:sld " + names + attrs + "><p:cSld><p:spTree>" + shapes + "</p:spTree></p:cSld></p:sld>"
}

// full is a presentation of three slides, listed as second, first, hidden, and
// one that is not listed.
func full(t testing.TB) string {
	table := `<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>نام</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>شهر</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>`
	return packed(t,
		"_rels/.rels", rels("rId1", "officeDocument", "ppt/presentation.xml"),
		"ppt/presentation.xml", `<p:presentation `+names+`><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/><p:sldId id="258" r:id="rId3"/></p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", rels("rId1", "slide", "slides/slide1.xml", "rId2", "slide", "slides/slide2.xml", "rId3", "slide", "slides/slide3.xml", "rId4", "commentAuthors", "commentAuthors.xml"),
		"ppt/commentAuthors.xml", `<p:cmAuthorLst `+names+`><p:cmAuthor id="0" name="Dara Kuhi"/></p:cmAuthorLst>`,
		"ppt/slides/slide1.xml", slide("", shape("title", "عنوان می‌شود")+shape("body", "First", "كتاب")+shape("sldNum", "7")+table),
		"ppt/slides/_rels/slide1.xml.rels", rels("rId1", "notesSlide", "../notesSlides/notesSlide1.xml", "rId2", "comments", "../comments/comment1.xml", "rId3", "image", "../media/image1.png", "rId4", "hyperlink", "https://example.org/y"),
		"ppt/notesSlides/notesSlide1.xml", `<p:notes `+names+`>`+shape("body", "say this")+shape("sldNum", "1")+`</p:notes>`,
		"ppt/comments/comment1.xml", `<p:cmLst `+names+`><p:cm authorId="0" dt="2024-01-01T00:00:00"><p:text>why?</p:text></p:cm></p:cmLst>`,
		"ppt/slides/slide2.xml", slide("", shape("ctrTitle", "Opening")+`<p:sp><p:nvSpPr><p:cNvPr id="3" name="x" descr="a burnt house"/></p:nvSpPr></p:sp>`),
		"ppt/slides/slide3.xml", slide(` show="0"`, shape("body", "not for all")),
		"ppt/slides/slide10.xml", slide("", shape("body", "left over")),
		"ppt/media/image1.png", "PNG", "ppt/vbaProject.bin", "macros")
}

func TestSlidesComeInTheOrderOfShowingWithAllThatBelongsToThem(t *testing.T) {
	data := full(t)
	got := readtest.Of(pptx.Read, data)
	got.Check(t, data)
	want := "Opening\n[picture described as] a burnt house\f" +
		"عنوان می\u200cشود\nFirst\nكتاب\nنام\tشهر\n[notes] say this\n[comment by Dara Kuhi, 2024-01-01T00:00:00] why?\f" +
		"not for all\n[slide] hidden\f" +
		"left over\n[slide] not listed in the presentation"
	if got.Err != nil || got.Text() != want || len(got.Problems) != 1 {
		t.Errorf("%q, want\n%q; %v %v", got.Text(), want, got.Problems, got.Err)
	}
	if got.Pages[0].Name != "Opening" || got.Pages[1].Name != "عنوان می\u200cشود" || got.Pages[0].Width != 960 || got.Pages[0].Height != 540 {
		t.Errorf("%+v", got.Pages[0])
	}
	if got.Value("hidden_slides") != "3" || got.Value("macros") != "present" || len(got.Members) != 2 {
		t.Errorf("%v, %d members", got.Fields, len(got.Members))
	}
}

func TestASlideThatIsMissingOrBrokenDoesNotLoseTheOthers(t *testing.T) {
	for _, part := range []string{"slides/slide1.xml", "slides/slide2.xml", "notesSlides/notesSlide1.xml", "comments/comment1.xml"} {
		data := strings.ReplaceAll(full(t), "ppt/"+part, "ppt/"+strings.Repeat("x", len(part)))
		got := readtest.Of(pptx.Read, data)
		if got.Err != nil || !strings.Contains(got.Text(), "not for all") || !strings.Contains(fmt.Sprint(got.Problems), "missing") {
			t.Errorf("without %s: %q, %v %v", part, got.Text(), got.Problems, got.Err)
		}
	}
	data := strings.ReplaceAll(full(t), "ppt/presentation.xml", "ppt/presentation.XXX")
	if got := readtest.Of(pptx.Read, data); got.Err != nil || len(got.Pages) != 4 || len(got.Problems) == 0 {
		t.Errorf("without its main part: %d pages, %v %v", len(got.Pages), got.Problems, got.Err)
	}
	if got := readtest.Of(pptx.Read, packed(t, "ppt/other.xml", "<a/>")); got.Err == nil || !strings.Contains(got.Err.Error(), "is missing") {
		t.Errorf("with nothing: %v", got.Err)
	}
}

func TestASlideListedAThousandTimesIsReadOnce(t *testing.T) {
	data := packed(t, "ppt/presentation.xml", `<p:presentation `+names+`>`+strings.Repeat(`<p:sldId id="256" r:id="rId1"/>`, 100_000)+`</p:presentation>`,
		"ppt/_rels/presentation.xml.rels", rels("rId1", "slide", "slides/slide1.xml"), "ppt/slides/slide1.xml", slide("", shape("body", "once")))
	got := readtest.Of(pptx.Read, data)
	if got.Text() != "once" || len(got.Problems) != 1000 || got.Err != nil {
		t.Errorf("%q, %d problems, %v", got.Text(), len(got.Problems), got.Err)
	}
}

func TestHostileSlidesAreRefusedByName(t *testing.T) {
	for name, c := range map[string]struct{ slide, want string }{
		"deep":     {"<p:sld>" + strings.Repeat("<a:tbl>", 1_000_000), "nests too deep"},
		"entities": {`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, "declarations of its own"},
	} {
		data := packed(t, "ppt/presentation.xml", "<p:presentation/>", "ppt/slides/slide1.xml", c.slide, "ppt/slides/slide2.xml", slide("", shape("body", "whole")))
		got := readtest.Of(pptx.Read, data)
		if !strings.Contains(fmt.Sprint(got.Problems), c.want) || !strings.HasSuffix(got.Text(), "whole\n[slide] not listed in the presentation") {
			t.Errorf("%s: %q, %v", name, got.Text(), got.Problems)
		}
	}
}

func TestDamageNeverPanics(t *testing.T) { readtest.Damage(t, pptx.Read, full(t)) }

func FuzzRead(f *testing.F) { readtest.Fuzz(f, pptx.Read, full(f)) }

func BenchmarkRead(b *testing.B) {
	one := slide("", shape("title", "عنوان")+strings.Repeat(shape("body", "می‌خواهم شهادت بدهم"), 200))
	parts := []string{"ppt/presentation.xml", "<p:presentation/>"}
	for i := range 100 {
		parts = append(parts, fmt.Sprintf("ppt/slides/slide%d.xml", i), one)
	}
	data := packed(b, parts...)
	b.SetBytes(int64(100 * len(one)))
	for b.Loop() {
		if got := readtest.Of(pptx.Read, data); got.Err != nil || len(got.Pages) != 100 {
			b.Fatal(got.Err, len(got.Pages))
		}
	}
}

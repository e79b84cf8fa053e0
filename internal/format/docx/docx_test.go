package docx_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/docx"
	"sanad/internal/format/readtest"
)

func TestTheTextIsReadAsItStands(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"Persian with ZWNJ, Arabic, English": {
			p(`<w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>می‌خواهم</w:t></w:r>`+r(" شهادت")) + p(r("كتاب")) + p(r("Plain text")),
			"می\u200cخواهم شهادت\nكتاب\nPlain text"},
		"marks of direction stay": {p(r("\u200fالف\u200e")), "\u200fالف\u200e"},
		"table": {
			"<w:tbl><w:tr><w:tc>" + p(r("نام")) + "</w:tc><w:tc>" + p(r("two")) + p(r("lines")) + "</w:tc></w:tr><w:tr><w:tc>" + p("") + "</w:tc><w:tc>" + p(r("x")) + "</w:tc></w:tr></w:tbl>" + p(r("after")),
			"نام\ttwo lines\n\tx\nafter"},
		"table in a table": {
			"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr></w:tbl>" + p(r("c")) + "</w:tc><w:tc>" + p(r("d")) + "</w:tc></w:tr></w:tbl>",
			"a b c\td"},
		"tabs, breaks, hyphens": {p(`<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:char="F0FC"/></w:r>`), "a\tb\nc\u2011\u00ad\uf0fc"},
		"tab stops are no tabs": {p(`<w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>` + r("x")), "x"},
		"inserted":              {p(r("one ") + `<w:ins w:author="Sara Nik">` + r("two") + "</w:ins>"), "one two"},
		"deleted": {
			p(r("one ") + `<w:del w:author="Sara Nik" w:date="2024-05-01T10:00:00Z"><w:r><w:delText>دو</w:delText></w:r><w:r><w:delText> three</w:delText></w:r></w:del>` + r("four")),
			"one four\n[deleted by Sara Nik, 2024-05-01T10:00:00Z] دو three"},
		"moved": {p(`<w:moveFrom w:author="A">` + r("x") + `</w:moveFrom><w:moveTo w:author="A">` + r("x") + "</w:moveTo>"), "x\n[moved from here by A] x"},
		"hidden": {
			p(r("seen") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>پن</w:t></w:r><w:r><w:rPr><w:vanish w:val="1"/></w:rPr><w:t>هان</w:t></w:r>` + `<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> too</w:t></w:r>`),
			"seen too\n[hidden text] پنهان"},
		"text box once": {
			p(r("around ") + "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + p(r("in the box")) + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + p(r("in the box")) + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>" + r("it")),
			"around it\nin the box"},
		"hidden run around a box": {
			p(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>h</w:t><w:txbxContent>`+p(r("box"))+`</w:txbxContent></w:r>`) + p(r("after")),
			"\nafter\n[hidden text] h\nbox"},
		"field": {
			p(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/a" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + r("shown") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`),
			"shown\n[link] https://example.org/a"},
		"deleted instruction": {p(`<w:del><w:r><w:delInstrText>PAGE</w:delInstrText></w:r></w:del>` + r("x")), "x"},
	} {
		data := document(t, c.body)
		got := readtest.Of(docx.Read, data)
		got.Check(t, data)
		if got.Err != nil || got.Text() != c.want || len(got.Problems) != 0 {
			t.Errorf("%s:\n%q, want\n%q; %v %v", name, got.Text(), c.want, got.Problems, got.Err)
		}
	}
}

func TestPagesPartWhereTheDocumentSays(t *testing.T) {
	br, last := `<w:r><w:br w:type="page"/></w:r>`, `<w:r><w:lastRenderedPageBreak/></w:r>`
	for name, c := range map[string]struct{ body, want string }{
		"break":                   {p(r("one")) + p(br+r("two")), "one\ftwo"},
		"break that was seen":     {p(r("one")+br) + p(last+r("two")), "one\ftwo"},
		"end of a page":           {p(last+r("one")) + p(r("still")+last+r(" two")), "one\nstill\f two"},
		"blank page":              {p(r("one")+br) + p(br) + p(r("three")), "one\f\fthree"},
		"page break before":       {p(r("one")) + p(`<w:pPr><w:pageBreakBefore/></w:pPr>`+last+r("two")), "one\ftwo"},
		"deletion with its page":  {p(r("one")+`<w:del><w:r><w:delText>x</w:delText></w:r></w:del>`+br) + p(r("two")), "one\n[deleted] x\ftwo"},
		"nothing at all is there": {"", ""},
	} {
		if got := readtest.Of(docx.Read, document(t, c.body)); got.Err != nil || got.Text() != c.want {
			t.Errorf("%s: %q, want %q; %v", name, got.Text(), c.want, got.Err)
		}
	}
}

// full is a document with every part that is read.
func full(t testing.TB) string {
	return document(t,
		p(r("Text")+`<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:endnoteReference w:id="5"/></w:r>`+
			`<w:hyperlink r:id="rId9">`+r(" link")+`</w:hyperlink>`),
		"word/_rels/document.xml.rels", rels("rId2", "footnotes", "footnotes.xml", "rId3", "comments", "comments.xml", "rId4", "endnotes", "/word/endnotes.xml",
			"rId5", "header", "header1.xml", "rId6", "footer", "footer1.xml", "rId7", "image", "media/image1.png", "rId8", "settings", "settings.xml",
			"rId9", "hyperlink", "https://example.org/x"),
		"word/footnotes.xml", `<w:footnotes `+names+`><w:footnote w:type="separator" w:id="0">`+p(r("---"))+`</w:footnote><w:footnote w:id="2">`+p(r("پانویس"))+`</w:footnote><w:footnote w:id="3">`+p(r("lost note"))+`</w:footnote></w:footnotes>`,
		"word/endnotes.xml", `<w:endnotes `+names+`><w:endnote w:id="5">`+p(r("at the end"))+`</w:endnote></w:endnotes>`,
		"word/comments.xml", `<w:comments `+names+`><w:comment w:id="0" w:author="Dara Kuhi" w:date="2023-02-01T00:00:00Z">`+p(r("is it so?"))+`</w:comment></w:comments>`,
		"word/header1.xml", `<w:hdr `+names+`>`+p(r("Secret"))+`</w:hdr>`,
		"word/footer1.xml", `<w:ftr `+names+`>`+p(r("Page 1"))+`</w:ftr>`,
		"word/settings.xml", `<w:settings `+names+`/>`,
		"word/_rels/settings.xml.rels", rels("rId1", "attachedTemplate", "https://example.org/t.dotm"),
		"word/media/image1.png", "\x89PNG picture", "word/embeddings/oleObject1.bin", "object", "word/vbaProject.bin", "macros",
		"docProps/core.xml", `<c:coreProperties xmlns:c="c" xmlns:dc="d" xmlns:t="t"><dc:title>گزارش</dc:title><dc:creator>Sara Nik</dc:creator><c:lastModifiedBy>Dara Kuhi</c:lastModifiedBy><c:revision>7</c:revision><t:created>2020-01-02T03:04:05Z</t:created><t:modified>2021-01-02T03:04:05Z</t:modified></c:coreProperties>`,
		"docProps/app.xml", `<Properties><Application>Microsoft Office Word</Application><Pages>3</Pages></Properties>`,
		"docProps/custom.xml", `<Properties><property name="Case No"><v>17</v></property></Properties>`)
}

func TestWhatStandsBesideTheTextIsReadAndToldApart(t *testing.T) {
	got := readtest.Of(docx.Read, full(t))
	want := "Text[footnote 1][endnote 1] link\n[header] Secret\n[footer] Page 1\n[footnote 1] پانویس\n" +
		"[comment by Dara Kuhi, 2023-02-01T00:00:00Z] is it so?\n[endnote 1] at the end\n[link] https://example.org/x\n" +
		"[footnote, referred to nowhere] lost note"
	if got.Err != nil || got.Text() != want || len(got.Problems) != 0 {
		t.Errorf("%q, want\n%q; %v %v", got.Text(), want, got.Problems, got.Err)
	}
	for field, want := range map[string]string{
		"title": "گزارش", "author": "Sara Nik", "last_modified_by": "Dara Kuhi", "revision": "7", "created": "2020-01-02T03:04:05Z",
		"modified": "2021-01-02T03:04:05Z", "creator": "Microsoft Office Word", "page_count": "3", "custom_case_no": "17",
		"macros": "present", "external_attachedtemplate": "https://example.org/t.dotm",
	} {
		if got.Value(field) != want {
			t.Errorf("%s is %q, want %q", field, got.Value(field), want)
		}
	}
	if len(got.Members) != 3 || got.Members[0].Data != "\x89PNG picture" || got.Members[0].MediaType != "image/png" || got.Members[0].Role != "embedded" {
		t.Errorf("members %q", got.Members)
	}
}

func TestOneMissingOrBrokenPartDoesNotLoseTheRest(t *testing.T) {
	parts := []string{"footnotes.xml", "comments.xml", "header1.xml"}
	for _, broken := range parts {
		data := strings.ReplaceAll(full(t), "word/"+broken, "word/"+strings.Repeat("x", len(broken)))
		got := readtest.Of(docx.Read, data)
		if got.Err != nil || !strings.HasPrefix(got.Text(), "Text") || len(got.Problems) == 0 {
			t.Errorf("without %s: %q, %v %v", broken, got.Text(), got.Problems, got.Err)
		}
	}
	data := strings.ReplaceAll(full(t), "word/document.xml", "word/document.XXX")
	got := readtest.Of(docx.Read, data)
	if got.Err == nil || !strings.Contains(got.Err.Error(), "main part") || len(got.Members) == 0 || got.Value("author") == "" {
		t.Errorf("without its main part: %v, %d members", got.Err, len(got.Members))
	}
	cut := packed(t, "word/document.xml", "<w:document "+names+"><w:body>"+p(r("before the cut"))+"<w:p><w:r><w:t>half")
	if got := readtest.Of(docx.Read, cut); got.Err != nil || got.Text() != "before the cut\nhalf" || !strings.Contains(got.Problems[len(got.Problems)-1].Reason, "cut off") {
		t.Errorf("cut off: %q, %v %v", got.Text(), got.Problems, got.Err)
	}
}

func TestAPackageCutOffIsReadAsFarAsItGoes(t *testing.T) {
	whole := full(t)
	got := readtest.Of(docx.Read, whole[:strings.LastIndex(whole, "PK\x03\x04")])
	if got.Err != nil || !strings.HasPrefix(got.Text(), "Text[footnote 1]") || len(got.Problems) == 0 {
		t.Errorf("%q, %v, %v", got.Text(), got.Problems, got.Err)
	}
}

func TestHostileDocumentsAreRefusedByName(t *testing.T) {
	deep := strings.Repeat("<w:tbl><w:tr><w:tc>", 300_000)
	for name, c := range map[string]struct{ body, limit, reason string }{
		"a million elements deep": {p(r("first")) + deep, "depth", "nests too deep"},
		"entities":                {"", "", "declarations of its own"},
		"a bomb":                  {p(r("first")) + "<w:p><w:r><w:t>" + strings.Repeat("0", 40<<20), "text_bytes", "too long"},
	} {
		data := document(t, c.body)
		if name == "entities" {
			data = packed(t, "_rels/.rels", rootRels, "word/document.xml", `<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>`)
		}
		got := readtest.Of(docx.Read, data)
		reasons := ""
		for _, p := range got.Problems {
			reasons += p.Reason
		}
		if got.Err != nil {
			reasons += got.Err.Error()
		}
		if got.Limit() != c.limit || !strings.Contains(reasons, c.reason) || strings.Contains(got.Text(), "root:") {
			t.Errorf("%s: %q, %q", name, got.Limit(), reasons)
		}
		if c.limit != "" && !strings.HasPrefix(got.Text(), "first") {
			t.Errorf("%s: what came before is lost", name)
		}
	}
}

// enough is a sink that has had enough.
type enough struct{ *readtest.Got }

var errEnough = errors.New("enough")

func (enough) Page(content.Page) error                { return errEnough }
func (enough) Member(content.Member, io.Reader) error { return errEnough }

func TestARefusalOfTheReceiverComesBackUnchanged(t *testing.T) {
	data := full(t)
	src := content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}
	if err := docx.Read(src, readtest.Options(), enough{&readtest.Got{}}); err != errEnough {
		t.Error(err)
	}
}

func TestDamageNeverPanics(t *testing.T) { readtest.Damage(t, docx.Read, full(t)) }

func FuzzRead(f *testing.F) { readtest.Fuzz(f, docx.Read, full(f), document(f, p(r("x")))) }

// FuzzBody lets the fuzzer write the text itself, which it can't inside a
// packed part.
func FuzzBody(f *testing.F) {
	f.Add(p(r("x")) + `<w:tbl><w:tr><w:tc><w:del w:author="A"><w:r><w:rPr><w:vanish/></w:rPr><w:delText>y</w:delText><w:txbxContent/></w:r></w:del></w:tc></w:tr></w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		data := packed(t, "word/document.xml", "<w:document "+names+"><w:body>"+body)
		readtest.Of(docx.Read, data).Check(t, data)
	})
}

func BenchmarkRead(b *testing.B) {
	data := document(b, strings.Repeat(p(r("می‌خواهم شهادت بدهم ")+r("and then some more text")), 20_000))
	b.SetBytes(int64(20_000 * len(p(r("می‌خواهم شهادت بدهم ")+r("and then some more text")))))
	for b.Loop() {
		if got := readtest.Of(docx.Read, data); got.Err != nil {
			b.Fatal(got.Err)
		}
	}
}

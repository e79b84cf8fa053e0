package odf_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/odf"
	"sanad/internal/format/readtest"
)

const names = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ` +
	`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" ` +
	`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"`

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

// body makes content.xml around a body of a kind: text, spreadsheet,
// presentation.
func body(kind, inner string) string {
	return `<office:document-content ` + names + `><office:automatic-styles>` +
		`<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>` +
		`<style:style style:name="hid"><style:text-properties text:display="none"/></style:style>` +
		`</office:automatic-styles><office:body><office:` + kind + `>` + inner + `</office:` + kind + `></office:body></office:document-content>`
}

func file(t testing.TB, kind, inner string, more ...string) string {
	return packed(t, append([]string{"mimetype", "application/vnd.oasis.opendocument." + kind, "content.xml", body(kind, inner)}, more...)...)
}

func TestATextIsReadAsItStands(t *testing.T) {
	for name, c := range map[string]struct{ inner, want string }{
		"Persian, Arabic, English": {"<text:h>می\u200cخواهم</text:h><text:p>كتاب</text:p><text:p>Plain <text:span>text</text:span></text:p>", "می\u200cخواهم\nكتاب\nPlain text"},
		"spaces that count":        {"<text:p>a\n   b<text:s text:c=\"3\"/>c<text:tab/>d<text:line-break/>e</text:p>", "a b   c\td\ne"},
		"pages":                    {"<text:p>one</text:p><text:soft-page-break/><text:p>two<text:soft-page-break/>three</text:p>", "one\ftwo\fthree"},
		"table": {
			"<table:table><table:table-row><table:table-cell><text:p>نام</text:p></table:table-cell><table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell></table:table-row></table:table><text:p>after</text:p>",
			"نام\ta b\nafter"},
		"note":    {`<text:p>x<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>پانویس</text:p></text:note-body></text:note> y</text:p>`, "x[note 1] y\n[note 1] پانویس"},
		"comment": {"<text:p>x<office:annotation>\n <dc:creator>Sara</dc:creator><dc:date>2024-01-01</dc:date><text:p>why</text:p></office:annotation>y</text:p>", "xy\n[comment by Sara, 2024-01-01] why"},
		"deleted": {
			`<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Dara</dc:creator><dc:date>2023</dc:date></office:change-info><text:p>رفته</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>one</text:p><text:soft-page-break/><text:p>two<text:change text:change-id="c1"/></text:p>`,
			"one\ftwo\n[deleted by Dara, 2023] رفته"},
		"deleted without a place": {
			`<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>one</text:p>`, "one\n[deleted] gone"},
		"hidden":             {`<text:p>a<text:span text:style-name="hid">b</text:span>c</text:p><text:section text:display="none"><text:p>d</text:p></text:section>`, "ac\n[hidden text] b\n[hidden text] d"},
		"link":               {`<text:p><text:a xlink:href="https://example.org">x</text:a></text:p>`, "x\n[link] https://example.org"},
		"text box and shape": {`<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:title>photo</svg:title></draw:frame><draw:rect><text:p>shape</text:p></draw:rect> b</text:p>`, "a b\nbox\nshape\n[picture described as] photo"},
	} {
		data := file(t, "text", c.inner)
		got := readtest.Of(odf.Read, data)
		got.Check(t, data)
		if got.Err != nil || got.Text() != c.want || len(got.Problems) != 0 {
			t.Errorf("%s:\n%q, want\n%q; %v %v", name, got.Text(), c.want, got.Problems, got.Err)
		}
		flat := strings.ReplaceAll(body("text", c.inner), "document-content", "document")
		if got := readtest.Of(odf.Read, flat); got.Err != nil || got.Text() != c.want {
			t.Errorf("flat, %s: %q, %v", name, got.Text(), got.Err)
		}
	}
}

func rows(g *readtest.Got) string {
	var out strings.Builder
	for _, r := range g.Rows {
		fmt.Fprintf(&out, "%s%d", r.Sheet, r.Number)
		for _, c := range r.Cells {
			out.WriteString("|" + c.Text)
		}
		out.WriteString("\n")
	}
	return out.String()
}

func cell(text string) string {
	return "<table:table-cell><text:p>" + text + "</text:p></table:table-cell>"
}

func TestASpreadsheetGivesRowsAsTheyAreShown(t *testing.T) {
	data := file(t, "spreadsheet",
		`<table:table table:name="برگه"><table:table-row>`+cell("نام")+`<table:table-cell table:number-columns-repeated="2"/>`+cell("می‌شود")+`<table:table-cell table:number-columns-repeated="16380"/></table:table-row>`+
			`<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>`+
			`<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p><text:p>y</text:p></table:table-cell></table:table-row>`+
			`<table:table-row><table:table-cell/><table:table-cell><office:annotation><dc:creator>Sara</dc:creator><text:p>check</text:p></office:annotation><text:p>z</text:p></table:table-cell></table:table-row>`+
			`<table:table-row table:number-rows-repeated="1048568"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`+
			`<table:table table:name="B" table:style-name="ta2"><table:table-row>`+cell("secret")+`</table:table-row></table:table>`)
	got := readtest.Of(odf.Read, data)
	got.Check(t, data)
	want := "برگه1|نام|||می\u200cشود\nبرگه5|x\ny|x\ny\nبرگه6|x\ny|x\ny\nبرگه7||z\nB1|secret\n"
	if got.Err != nil || rows(got) != want || len(got.Problems) != 0 {
		t.Errorf("%q, want\n%q; %v %v", rows(got), want, got.Problems, got.Err)
	}
	if got.Text() != "B7 [comment by Sara] check" || got.Value("hidden_sheet") != "B" {
		t.Errorf("%q, %v", got.Text(), got.Fields)
	}
}

func TestRepetitionsBeyondAnySpreadsheetAreReadOnceAndTold(t *testing.T) {
	for name, c := range map[string]struct {
		row   string
		rows  int
		limit string
	}{
		"rows":         {`<table:table-row table:number-rows-repeated="1000000000">` + cell("x") + `</table:table-row>`, 1, "rows"},
		"columns":      {`<table:table-row><table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row>`, 1, "rows"},
		"long columns": {`<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>` + strings.Repeat("x", 1000) + `</text:p></table:table-cell></table:table-row>`, 0, "text_bytes"},
	} {
		got := readtest.Of(odf.Read, file(t, "spreadsheet", `<table:table table:name="A">`+c.row+`</table:table>`))
		if len(got.Rows) != c.rows || got.Limit() != c.limit {
			t.Errorf("%s: %d rows, %v, %v", name, len(got.Rows), got.Problems, got.Err)
		}
	}
	opt := readtest.Options()
	opt.Limits.Rows = 10
	got := readtest.With(odf.Read, file(t, "spreadsheet", `<table:table table:name="A"><table:table-row table:number-rows-repeated="1000">`+cell("x")+`</table:table-row></table:table>`), opt)
	if len(got.Rows) != 10 || got.Limit() != "rows" || got.Err != nil {
		t.Errorf("%d rows, %v, %v", len(got.Rows), got.Problems, got.Err)
	}
}

func TestAPresentationGivesAPageASlide(t *testing.T) {
	data := file(t, "presentation",
		`<draw:page draw:name="اول"><draw:frame><draw:text-box><text:p>one</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>say</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>`+
			`<draw:page draw:name="two"><draw:custom-shape><text:p>shape</text:p></draw:custom-shape></draw:page>`)
	got := readtest.Of(odf.Read, data)
	if got.Err != nil || got.Text() != "one\n[notes] say\fshape" || got.Pages[0].Name != "اول" || got.Pages[1].Name != "two" {
		t.Errorf("%q, %v", got.Text(), got.Err)
	}
}

// full is a text with every part that is read.
func full(t testing.TB) string {
	return file(t, "text", "<text:p>body می‌خواهم</text:p>",
		"META-INF/manifest.xml", `<m:manifest xmlns:m="m"><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="Pictures/a.png" m:media-type="image/png"/></m:manifest>`,
		"meta.xml", `<office:document-meta `+names+`><office:meta><dc:title>گزارش</dc:title><meta:initial-creator>Sara</meta:initial-creator><dc:creator>Dara</dc:creator><meta:creation-date>2020-01-01T00:00:00</meta:creation-date><dc:date>2021-01-01</dc:date><meta:generator>LibreOffice</meta:generator><meta:user-defined meta:name="Case No">17</meta:user-defined></office:meta></office:document-meta>`,
		"styles.xml", `<office:document-styles `+names+`><office:master-styles><style:master-page><style:header><text:p>Secret</text:p></style:header><draw:frame><draw:text-box><text:p>no text</text:p></draw:text-box></draw:frame></style:master-page></office:master-styles></office:document-styles>`,
		"Pictures/a.png", "PNG", "Basic/Standard/Module1.xml", "macro", "Object 1/content.xml", body("text", "<text:p>inside</text:p>"))
}

func TestWhatStandsBesideTheTextIsReadAndToldApart(t *testing.T) {
	got := readtest.Of(odf.Read, full(t))
	if want := "body می\u200cخواهم\n[header] Secret\n[embedded object Object 1] inside"; got.Err != nil || got.Text() != want || len(got.Problems) != 0 {
		t.Errorf("%q, want %q; %v %v", got.Text(), want, got.Problems, got.Err)
	}
	for field, want := range map[string]string{
		"title": "گزارش", "author": "Sara", "last_modified_by": "Dara", "created": "2020-01-01T00:00:00", "modified": "2021-01-01",
		"creator": "LibreOffice", "custom_case_no": "17", "macros": "present",
	} {
		if got.Value(field) != want {
			t.Errorf("%s is %q, want %q", field, got.Value(field), want)
		}
	}
	if len(got.Members) != 2 || got.Members[0].MediaType != "image/png" || got.Members[0].Data != "PNG" {
		t.Errorf("%q", got.Members)
	}
}

func TestAnEncryptedFileWantsAPassword(t *testing.T) {
	manifest := `<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>`
	for _, parts := range [][]string{{"META-INF/manifest.xml", manifest, "content.xml", "\x01\x02"}, {"encrypted-package", "\x01"}} {
		if got := readtest.Of(odf.Read, packed(t, parts...)); !errors.Is(got.Err, content.ErrPassword) {
			t.Error(got.Err)
		}
	}
}

func TestDamagedAndHostileFilesAreToldInPlainWords(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"no content": {packed(t, "meta.xml", "<a/>"), "part content.xml: the part is missing"},
		"no package": {"PK", "no ZIP package"},
		"entities":   {packed(t, "content.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "declarations of its own"},
		"deep":       {file(t, "text", "<text:p>first</text:p>"+strings.Repeat("<text:list>", 1_000_000)), "nests too deep"},
		"cut off":    {packed(t, "content.xml", strings.SplitAfter(body("text", "<text:p>first</text:p>"), "</text:p>")[0]), "cut off"},
	} {
		got := readtest.Of(odf.Read, c.data)
		if told := fmt.Sprint(got.Problems, got.Err); !strings.Contains(told, c.want) {
			t.Errorf("%s: %s", name, told)
		}
		if (name == "deep" || name == "cut off") && (got.Text() != "first" || got.Err != nil) {
			t.Errorf("%s: what came before is lost: %q, %v", name, got.Text(), got.Err)
		}
	}
}

func TestDamageNeverPanics(t *testing.T) { readtest.Damage(t, odf.Read, full(t)) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, odf.Read, full(f), body("text", "<text:p>x</text:p>"), body("spreadsheet", "<table:table><table:table-row>"+cell("x")+"</table:table-row></table:table>"))
}

func BenchmarkRead(b *testing.B) {
	inner := strings.Repeat("<text:p>می‌خواهم شهادت بدهم</text:p>", 20_000)
	data := file(b, "text", inner)
	b.SetBytes(int64(len(inner)))
	for b.Loop() {
		if got := readtest.Of(odf.Read, data); got.Err != nil {
			b.Fatal(got.Err)
		}
	}
}

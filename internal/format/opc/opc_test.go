package opc_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/opc"
	"sanad/internal/format/readtest"
	"sanad/internal/format/sticky"
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

func open(data string) (*opc.Package, *readtest.Got, *sticky.Sink, error) {
	got := &readtest.Got{}
	out := sticky.New(got)
	p, err := opc.Open(content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}, content.DefaultLimits(), out)
	return p, got, out, err
}

const strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/"

func TestRelationsLeadToPartsAndNeverOutOfThePackage(t *testing.T) {
	p, _, _, err := open(packed(t,
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="`+strict+`officeDocument" Target="/Word/Document.xml"/></Relationships>`,
		"word/document.xml", "<a/>",
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="1" Type="x/image" Target="media/a.png#x"/><Relationship Id="2" Type="x/image" Target="../../../../etc/passwd"/>`+
			`<Relationship Id="3" Type="x/image" Target="\media\b.png"/><Relationship Id="4" Type="x/hyperlink" TargetMode="External" Target="https://example.org/?a=b#c"/></Relationships>`))
	if err != nil {
		t.Fatal(err)
	}
	if main, err := p.Main("none"); err != nil || main != "Word/Document.xml" || !p.Has(main) {
		t.Error(main, err)
	}
	rels, err := p.Rels("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"1": "word/media/a.png", "2": "etc/passwd", "3": "media/b.png", "4": "https://example.org/?a=b#c", "": "", "9": ""} {
		if got := rels.ByID(id); got.Target != want || got.Outside != (id == "4") {
			t.Errorf("%s: %+v", id, got)
		}
	}
	if images := rels.Of("image"); len(images) != 3 {
		t.Error(images)
	}
}

func TestWithoutRelationsTheUsualPartIsTaken(t *testing.T) {
	p, got, _, err := open(packed(t, "word/document.xml", "<a/>"))
	if err != nil {
		t.Fatal(err)
	}
	if main, err := p.Main("other", "word/document.xml"); main != "word/document.xml" || err != nil {
		t.Error(main, err)
	}
	if _, err := p.Main("other"); err == nil || !strings.Contains(err.Error(), "main part (other) is missing") {
		t.Error(err)
	}
	if len(got.Problems) != 2 {
		t.Errorf("%v", got.Problems)
	}
}

func TestPropertiesBecomeFields(t *testing.T) {
	p, got, out, err := open(packed(t,
		"[Content_Types].xml", `<Types><Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="PNG" ContentType="image/png"/></Types>`,
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="x/metadata/core-properties" Target="props/core.xml"/></Relationships>`,
		"props/core.xml", `<c><title> عنوان </title><creator>Sara</creator><lastPrinted>2020-01-01T00:00:00Z</lastPrinted><contentStatus>Draft</contentStatus><unknown>x</unknown></c>`,
		"docProps/app.xml", `<P><Application>Word</Application><AppVersion>16.0</AppVersion><Company>Office</Company><TotalTime>5</TotalTime></P>`,
		"docProps/custom.xml", `<P><property name="Case  Number"><v>17</v></property></P>`,
		"word/x.bin", "macros", "a.png", "PNG", "fonts/a.odttf", "no", "xl/printerSettings/p.bin", "no"))
	if err != nil {
		t.Fatal(err)
	}
	p.Properties(out)
	p.Members(out)
	for field, want := range map[string]string{
		"title": "عنوان", "author": "Sara", "last_printed": "2020-01-01T00:00:00Z", "status": "Draft", "creator": "Word",
		"creator_version": "16.0", "company": "Office", "editing_minutes": "5", "custom_case_number": "17", "macros": "present",
	} {
		if got.Value(field) != want {
			t.Errorf("%s is %q, want %q", field, got.Value(field), want)
		}
	}
	if len(got.Fields) != 10 || len(got.Problems) != 0 {
		t.Errorf("%v, %v", got.Fields, got.Problems)
	}
	if len(got.Members) != 2 || got.Members[1].MediaType != "image/png" || got.Members[0].Data != "macros" {
		t.Errorf("%q", got.Members)
	}
}

func TestWhatLiesOutsideIsToldButLinksAreNot(t *testing.T) {
	p, got, out, err := open(packed(t, "_rels/.rels", "<a/>", "[Content_Types].xml", "<a/>", "word/_rels/a.xml.rels", `<R><Relationship Id="1" Type="x/hyperlink" TargetMode="External" Target="https://example.org"/>`+
		`<Relationship Id="2" Type="x/image" Target="a.png"/><Relationship Id="3" Type="x/attachedTemplate" TargetMode="External" Target="https://example.org/t"/></R>`))
	if err != nil {
		t.Fatal(err)
	}
	rels, err := p.Rels("word/a.xml")
	if opc.External(out, rels); len(got.Fields) != 1 || got.Value("external_attachedtemplate") != "https://example.org/t" || err != nil {
		t.Errorf("%v, %v", got.Fields, err)
	}
}

func TestAPartIsFirstButOnce(t *testing.T) {
	p, _, _, err := open(packed(t, "a", "x"))
	if err != nil || !p.First("Chart.xml") || p.First("chart.xml") || !p.First("other.xml") {
		t.Error(err)
	}
}

func TestAnOLE2FileIsToldFromAPackage(t *testing.T) {
	if _, _, _, err := open("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"); err == nil || !strings.Contains(err.Error(), "OLE2") {
		t.Error(err)
	}
}

package docx_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

const (
	names = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	types   = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/></Types>`
	rootRels = `<Relationships><Relationship Id="rId1" Type="` + relType + `officeDocument" Target="word/document.xml"/></Relationships>`
)

// packed makes a package of names and texts in turn.
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

// document makes a Word document around a body, with more parts and relations.
func document(t testing.TB, body string, more ...string) string {
	return packed(t, append([]string{
		"[Content_Types].xml", types, "_rels/.rels", rootRels,
		"word/document.xml", "<w:document " + names + "><w:body>" + body + "</w:body></w:document>",
	}, more...)...)
}

// rels makes the relations of the main part from id, kind and target in turn;
// a target with :// is outside.
func rels(of ...string) string {
	out := "<Relationships>"
	for i := 0; i < len(of); i += 3 {
		mode := ""
		if bytes.Contains([]byte(of[i+2]), []byte("://")) {
			mode = ` TargetMode="External"`
		}
		out += `<Relationship Id="` + of[i] + `" Type="` + relType + of[i+1] + `" Target="` + of[i+2] + `"` + mode + `/>`
	}
	return out + "</Relationships>"
}

func p(runs string) string { return "<w:p>" + runs + "</w:p>" }
func r(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

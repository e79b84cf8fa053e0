package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/readtest"
)

const (
	names = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
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

// styled makes a part of styles with a cell style for each format code; a code
// of digits alone is the number of one that is built in.
func styled(codes ...string) string {
	formats, cells := "", ""
	for i, code := range codes {
		id := code
		if strings.Trim(code, "0123456789") != "" {
			id = fmt.Sprint(200 + i)
			formats += `<numFmt numFmtId="` + id + `" formatCode="` + strings.ReplaceAll(code, `"`, "&quot;") + `"/>`
		}
		cells += `<xf numFmtId="` + id + `"/>`
	}
	return "<styleSheet " + names + "><numFmts>" + formats + "</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs>" + cells + "</cellXfs></styleSheet>"
}

// book makes a workbook of one sheet, named برگه, around its rows.
func book(t testing.TB, styles, sheetData string, more ...string) string {
	return packed(t, append([]string{
		"[Content_Types].xml", "<Types/>", "_rels/.rels", rels("rId1", "officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml", `<workbook ` + names + `><sheets><sheet name="برگه" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "styles", "styles.xml", "rId3", "sharedStrings", "sharedStrings.xml"),
		"xl/styles.xml", styles,
		"xl/sharedStrings.xml", `<sst ` + names + `><si><t>می‌شود</t></si><si><r><rPr/><t>rich </t></r><r><t>كتاب</t></r><rPh><t>no</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml", `<worksheet ` + names + `><sheetData>` + sheetData + `</sheetData></worksheet>`,
	}, more...)...)
}

func row(n int, cells string) string { return fmt.Sprintf(`<row r="%d">%s</row>`, n, cells) }

// rows writes rows down, a line each.
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

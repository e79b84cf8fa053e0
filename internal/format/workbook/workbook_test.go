package workbook_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/readtest"
	"sanad/internal/format/workbook"
)

func TestCellsAreReadWhereTheyStand(t *testing.T) {
	data := book(t, styled("0"),
		row(1, `<c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>`)+
			row(3, `<c r="B3" t="inlineStr"><is><r><t>in</t></r><r><t> line</t></r></is></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>cached</v></c>`)+
			`<row><c><v>1.5</v></c><c/><c t="d"><v>2020-01-02</v></c></row>`+row(9, `<c r="A9" s="0"/>`))
	got := readtest.Of(workbook.Read, data)
	got.Check(t, data)
	want := "برگه1|می\u200cشود||rich كتاب\nبرگه3||in line|TRUE|#N/A|cached\nبرگه4|1.5||2020-01-02\n"
	if got.Err != nil || rows(got) != want || len(got.Problems) != 0 {
		t.Errorf("%q, want\n%q; %v %v", rows(got), want, got.Problems, got.Err)
	}
	if got.Text() != "[formula] E3 =A1" {
		t.Errorf("%q", got.Text())
	}
}

func TestNumbersAreShownInTheirFormat(t *testing.T) {
	for code, c := range map[string][2]string{
		"0":                         {"0.30000000000000004", "0.3"},
		"49":                        {"989121234567", "989121234567"},
		"2":                         {"3.14159", "3.14"},
		"4":                         {"1234567.891", "1,234,567.89"},
		"10":                        {"0.256", "25.60%"},
		"14":                        {"44197", "2021-01-01"},
		"22":                        {"44197.5", "2021-01-01 12:00"},
		"yyyy\\-mm\\-dd":            {"44197", "2021-01-01"},
		"d mmmm yyyy":               {"44197", "1 January 2021"},
		"[h]:mm":                    {"1.5", "36:00"},
		`#,##0" ریال"`:              {"1500000", "1,500,000 ریال"},
		"[$-3060429]d/mm/yyyy":      {"44197", "2021-01-01"},
		"[$-fa-IR,96]yyyy/m/d h:mm": {"44197.25", "2021-01-01 06:00"},
		"[$-409]mmm d, yyyy":        {"44197", "Jan 1, 2021"},
		"0.00E+00":                  {"12345", "1.23E+04"},
	} {
		got := readtest.Of(workbook.Read, book(t, styled(code), row(1, `<c r="A1" s="0"><v>`+c[0]+`</v></c>`)))
		if want := "برگه1|" + c[1] + "\n"; rows(got) != want {
			t.Errorf("%s in %q is %q, want %q", c[0], code, rows(got), want)
		}
	}
	general := row(1, `<c><v>989121234567</v></c><c><v>1E+20</v></c><c><v>-0.5</v></c><c><v>not a number</v></c><c><v>1e999</v></c><c s="77"><v>2</v></c>`)
	if got := readtest.Of(workbook.Read, book(t, styled(), general)); rows(got) != "برگه1|989121234567|1E+20|-0.5|not a number|1e999|2\n" {
		t.Errorf("%q", rows(got))
	}
	for _, hostile := range []string{strings.Repeat("[", 900), "[$-", "[$-,]", strings.Repeat("0", 999), "\\", "General;General;;;;;@", "[>=1e999]0", "?/?????????"} {
		got := readtest.Of(workbook.Read, book(t, styled(hostile), row(1, `<c s="0"><v>-44197.123</v></c>`)))
		if got.Err != nil || len(got.Rows) > 1 {
			t.Errorf("%.20s: %q, %v", hostile, rows(got), got.Err)
		}
	}
}

func TestDatesCountFrom1904WhereTheWorkbookSaysSo(t *testing.T) {
	since04 := packed(t, "xl/workbook.xml", `<workbook `+names+`><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "styles", "styles.xml"),
		"xl/styles.xml", styled("14"), "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+row(1, `<c s="0"><v>1</v></c>`)+`</sheetData></worksheet>`)
	if got := readtest.Of(workbook.Read, since04); rows(got) != "A1|1904-01-02\n" {
		t.Errorf("%q", rows(got))
	}
}

// full is a workbook with every part that is read.
func full(t testing.TB) string {
	return packed(t,
		"[Content_Types].xml", `<Types><Default Extension="png" ContentType="image/png"/></Types>`,
		"_rels/.rels", rels("rId1", "officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml", `<workbook `+names+`><sheets><sheet name="A" r:id="rId1"/><sheet name="B" state="veryHidden" r:id="rId2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "worksheet", "worksheets/sheet2.xml", "rId3", "sharedStrings", "sharedStrings.xml", "rId4", "person", "persons/person.xml"),
		"xl/sharedStrings.xml", `<sst `+names+`><si><t>نام</t></si></sst>`,
		"xl/worksheets/sheet1.xml", `<worksheet `+names+`><sheetData>`+row(1, `<c r="A1" t="s"><v>0</v></c><c r="B1"><f>SUM(A1:A9)</f><v>7</v></c>`)+`</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells><hyperlinks><hyperlink ref="A1" r:id="rId4"/></hyperlinks><headerFooter><oddHeader>Secret</oddHeader></headerFooter></worksheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels", rels("rId1", "comments", "../comments1.xml", "rId2", "threadedComment", "../threadedComments/threadedComment1.xml", "rId3", "drawing", "../drawings/drawing1.xml", "rId4", "hyperlink", "https://example.org/z"),
		"xl/worksheets/sheet2.xml", `<worksheet `+names+`><sheetData>`+row(2, `<c r="A2" t="inlineStr"><is><t>secret</t></is></c>`)+`</sheetData></worksheet>`,
		"xl/worksheets/sheet3.xml", `<worksheet `+names+`><sheetData>`+row(1, `<c t="inlineStr"><is><t>stray</t></is></c>`)+`</sheetData></worksheet>`,
		"xl/comments1.xml", `<comments `+names+`><authors><author>Sara Nik</author></authors><commentList><comment ref="B1" authorId="0"><text><r><t>چرا</t></r><r><t>?</t></r></text></comment></commentList></comments>`,
		"xl/threadedComments/threadedComment1.xml", `<ThreadedComments><threadedComment ref="A1" dT="2024-01-01T00:00:00" personId="{1}"><text>yes</text></threadedComment></ThreadedComments>`,
		"xl/persons/person.xml", `<personList><person displayName="Dara Kuhi" id="{1}"/></personList>`,
		"xl/drawings/drawing1.xml", `<d:wsDr xmlns:d="d" xmlns:a="a"><a:p><a:r><a:t>a box</a:t></a:r></a:p></d:wsDr>`,
		"xl/media/image1.png", "PNG", "xl/vbaProject.bin", "macros", "xl/printerSettings/printerSettings1.bin", "no")
}

func TestWhatStandsBesideTheCellsIsReadAndToldApart(t *testing.T) {
	data := full(t)
	got := readtest.Of(workbook.Read, data)
	got.Check(t, data)
	if want := "A1|نام|7\nB2|secret\nsheet3.xml1|stray\n"; strings.ReplaceAll(rows(got), "sheet31", "sheet3.xml1") != want || len(got.Problems) != 0 {
		t.Errorf("%q, %v", rows(got), got.Problems)
	}
	want := "[formula] B1 =SUM(A1:A9)\n[merged cells] A1:A2\n[link] A1 https://example.org/z\n[header or footer] Secret\n" +
		"[comment by Sara Nik] B1 چرا?\n[comment by Dara Kuhi, 2024-01-01T00:00:00] A1 yes\n[drawing] a box"
	if got.Text() != want || got.Pages[0].Name != "A: beside the cells" {
		t.Errorf("%q, want\n%q", got.Text(), want)
	}
	if got.Value("hidden_sheet") != "B (veryHidden) | sheet3 (not listed in the workbook)" || got.Value("macros") != "present" || len(got.Members) != 2 {
		t.Errorf("%v, %d members", got.Fields, len(got.Members))
	}
}

func TestOneMissingPartDoesNotLoseTheRest(t *testing.T) {
	for part, want := range map[string]string{
		"xl/sharedStrings.xml":     "A1||7\n",
		"xl/workbook.xml":          "sheet11|نام|7\nsheet22|secret\nsheet31|stray\n",
		"xl/comments1.xml":         "A1|نام|7\n",
		"xl/worksheets/sheet1.xml": "B2|secret\n",
	} {
		got := readtest.Of(workbook.Read, strings.ReplaceAll(full(t), part, strings.Repeat("x", len(part))))
		if got.Err != nil || !strings.HasPrefix(rows(got), want) || len(got.Problems) == 0 {
			t.Errorf("without %s: %q, %v %v", part, rows(got), got.Problems, got.Err)
		}
	}
	cut := packed(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+row(1, `<c><v>1</v></c>`)+`<row r="2"><c><v>2</v></c><c><v>3`)
	if got := readtest.Of(workbook.Read, cut); rows(got) != "sheet11|1\nsheet12|2\n" || !strings.Contains(fmt.Sprint(got.Problems), "cut off") {
		t.Errorf("%q, %v", rows(got), got.Problems)
	}
	if got := readtest.Of(workbook.Read, packed(t, "xl/workbook.bin", "x")); got.Err == nil || !strings.Contains(got.Err.Error(), ".xlsb") {
		t.Error(got.Err)
	}
	if got := readtest.Of(workbook.Read, packed(t, "a", "x")); got.Err == nil || !strings.Contains(got.Err.Error(), "is missing") {
		t.Error(got.Err)
	}
}

func TestHostileSheetsAreToldByALimitOrInPlainWords(t *testing.T) {
	for name, c := range map[string]struct{ rows, limit, reason string }{
		"beyond columns":     {row(1, `<c r="ZZZ1"><v>1</v></c><c r="A1"><v>2</v></c>`), "", "beyond column XFD"},
		"no place":           {row(1, `<c r="111"><v>1</v></c>`), "", "a place that no sheet has"},
		"one place twice":    {row(1, `<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>`), "", "two values stand in one cell"},
		"no such text":       {row(1, `<c t="s"><v>99999999999999999999</v></c>`), "", "not there"},
		"deep":               {strings.Repeat("<row>", 1_000_000), "depth", "nests too deep"},
		"rows in disorder":   {row(9, `<c><v>1</v></c>`) + row(2, `<c><v>2</v></c>`), "", "in disorder"},
		"row without an end": {row(1, strings.Repeat(`<c t="inlineStr"><is><t>`+strings.Repeat("x", 1<<16)+`</t></is></c>`, 300)), "text_bytes", "too long"},
	} {
		got := readtest.Of(workbook.Read, book(t, styled(), c.rows))
		if told := fmt.Sprint(got.Problems); got.Err != nil || got.Limit() != c.limit || !strings.Contains(told, c.reason) {
			t.Errorf("%s: %q, %s, %v", name, got.Limit(), told, got.Err)
		}
	}
	entities := packed(t, "xl/workbook.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a/>`)
	if got := readtest.Of(workbook.Read, entities); got.Err == nil || !strings.Contains(got.Err.Error(), "declarations of its own") {
		t.Error(got.Err)
	}
}

// TestNothingTouchesTheDisk holds the module that shows numbers to memory.
func TestNothingTouchesTheDisk(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	many := strings.Repeat(row(1, `<c t="inlineStr"><is><t>`+strings.Repeat("x", 1000)+`</t></is></c><c s="0"><v>3.14159</v></c>`), 20_000)
	if got := readtest.Of(workbook.Read, book(t, styled("2"), strings.ReplaceAll(many, ` r="1"`, ""))); len(got.Rows) != 20_000 {
		t.Fatal(len(got.Rows), got.Problems)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// counter counts rows and looks at the memory now and then.
type counter struct {
	*readtest.Got
	rows int
	most uint64
}

func (c *counter) Row(content.Row) error {
	if c.rows++; c.rows%50_000 == 0 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		c.most = max(c.most, now.HeapAlloc)
	}
	return nil
}

func TestMemoryDoesNotGrowWithTheSheet(t *testing.T) {
	data := book(t, styled("14"), strings.Repeat(`<row><c t="s"><v>1</v></c><c s="0"><v>44197</v></c><c><v>1</v></c></row>`, 150_000))
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c := &counter{Got: &readtest.Got{}}
	src := content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}
	if err := workbook.Read(src, readtest.Options(), c); err != nil || c.rows != 150_000 {
		t.Fatal(err, c.rows)
	}
	if c.most > before.HeapAlloc+16<<20 {
		t.Errorf("%d bytes more were held", c.most-before.HeapAlloc)
	}
}

func TestEmptyCellsBeforeOthersHaveALimit(t *testing.T) {
	data := book(t, styled(), strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 4000))
	c := &counter{Got: &readtest.Got{}}
	src := content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}
	if err := workbook.Read(src, readtest.Options(), c); err != nil || c.rows < 1000 || c.rows > 2000 || c.Limit() != "text_bytes" {
		t.Errorf("%d rows, %v, %v", c.rows, c.Problems, err)
	}
}

func TestDamageNeverPanics(t *testing.T) { readtest.Damage(t, workbook.Read, full(t)) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, workbook.Read, full(f), book(f, styled("14", "0.00"), row(1, `<c s="1"><v>2</v></c>`)))
}

// FuzzSheet lets the fuzzer write rows and a format itself, which it can't
// inside a packed part.
func FuzzSheet(f *testing.F) {
	f.Add(row(1, `<c r="B1" s="0"><f>A1</f><v>44197.5</v></c><c t="s"><v>1</v></c>`), "[$-409]d mmm yyyy;@")
	f.Fuzz(func(t *testing.T, rows, format string) {
		if strings.ContainsAny(format, "<&\"") {
			return
		}
		data := book(t, styled(format+" "), rows)
		readtest.Of(workbook.Read, data).Check(t, data)
	})
}

func BenchmarkRead(b *testing.B) {
	inner := strings.Repeat(`<row><c t="s"><v>1</v></c><c s="0"><v>44197</v></c><c><v>1.25</v></c></row>`, 50_000)
	data := book(b, styled("14"), inner)
	b.SetBytes(int64(len(inner)))
	for b.Loop() {
		c := &counter{Got: &readtest.Got{}}
		src := content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}
		if err := workbook.Read(src, readtest.Options(), c); err != nil || c.rows != 50_000 {
			b.Fatal(err, c.rows)
		}
	}
}

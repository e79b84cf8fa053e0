// Package workbook knows the sheets of SpreadsheetML workbooks (.xlsx, .xlsm,
// .xltx, .xltm; ISO/IEC 29500-1 section 18) as a person sees them: rows with
// values in their format, and beside them comments, formulas, merged cells and
// links. It must never work out a formula, and never leave out a sheet because
// it is hidden.
//
// The XML is read here, row by row, and not by the module excelize: that holds
// all unpacked parts of a workbook in memory, pictures too, and parses all
// shared strings into trees (a workbook of a million rows takes 140 MB here);
// and it decides by the sizes that the ZIP directory claims what to write to
// the disk. It is used for what it is
// best at, showing a number in its format, on a workbook in memory that holds
// nothing of the file but that number and that format.
package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/opc"
	"sanad/internal/format/sticky"
	"sanad/internal/format/xmlread"
)

const sheetsMost = 10_000

// book is a workbook being read.
type book struct {
	pkg     *opc.Package
	out     *sticky.Sink
	sheets  []sheetRef
	strings *texts
	formats []string // of cell styles by number
	since04 bool     // dates count from 1904
	show    *shower
	blanks  int // empty cells put before others so far
	pages   int
	people  map[string]string // authors of threaded comments by id
}

// sheetRef is a sheet as the workbook lists it.
type sheetRef struct{ name, part, state string }

// Read implements the contract of package content.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	b := &book{out: sticky.New(out), strings: &texts{}, people: map[string]string{}}
	pkg, err := opc.Open(src, opt.Limits, b.out)
	if err != nil {
		return fmt.Errorf("reading the workbook: %w", err)
	}
	b.pkg = pkg
	pkg.Properties(b.out)
	err = b.read()
	pkg.Members(b.out)
	if b.out.Err != nil {
		return b.out.Err
	}
	if err != nil {
		return fmt.Errorf("reading the workbook: %w", err)
	}
	return nil
}

func (b *book) read() error {
	main, err := b.pkg.Main("xl/workbook.xml", "xl/workbook.bin")
	if err == nil && strings.HasSuffix(main, ".bin") {
		return errors.New("it is a binary workbook (.xlsb), which is not read; save it as .xlsx")
	}
	if err == nil {
		err = b.list(main)
	}
	b.addStrays()
	if len(b.sheets) == 0 {
		if err == nil {
			err = errors.New("it lists no sheet")
		}
		return err
	}
	b.out.Tell("xl/workbook.xml", err)
	b.show = newShower(b.since04)
	for _, s := range b.sheets {
		if b.out.Err != nil {
			return nil
		}
		b.readSheet(s)
	}
	return nil
}

// list reads the sheets, and the parts that they share.
func (b *book) list(main string) error {
	rels, err := b.pkg.Rels(main)
	b.out.Tell("part "+main+", its relations", err)
	opc.External(b.out, rels)
	err = b.pkg.Each(main, func(_ *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.since04 = truth(xmlread.Attr(e, "date1904"))
		case "sheet":
			if rel := rels.ByID(opc.Ref(e, "id")); rel.Target != "" && len(b.sheets) < sheetsMost {
				b.sheets = append(b.sheets, sheetRef{xmlread.Attr(e, "name"), rel.Target, xmlread.Attr(e, "state")})
			}
		}
		return nil
	})
	for _, part := range rels.Of("sharedstrings") {
		b.out.Tell("part "+part+" (shared texts)", b.readStrings(part))
	}
	for _, part := range rels.Of("styles") {
		b.out.Tell("part "+part+" (formats)", b.readStyles(part))
	}
	for _, part := range rels.Of("externallink") {
		more, err := b.pkg.Rels(part)
		b.out.Tell("part "+part+", its relations", err)
		opc.External(b.out, more)
	}
	for _, part := range rels.Of("person") {
		b.out.Tell("part "+part, b.pkg.Each(part, func(_ *xmlread.Reader, e xml.StartElement) error {
			if len(b.people) < sheetsMost {
				b.people[xmlread.Attr(e, "id")] = xmlread.Attr(e, "displayName")
			}
			return nil
		}))
	}
	return err
}

// addStrays adds sheets that the package holds and no list names, and the
// shared parts where the workbook itself is lost.
func (b *book) addStrays() {
	known := map[string]bool{}
	for _, s := range b.sheets {
		known[strings.ToLower(s.part)] = true
	}
	lost := len(b.sheets) == 0
	for _, part := range b.pkg.Names() {
		name := strings.ToLower(part)
		rest, ok := strings.CutPrefix(name, "xl/worksheets/")
		if !ok || !strings.HasSuffix(rest, ".xml") || strings.Contains(rest, "/") || known[name] || len(b.sheets) >= sheetsMost {
			continue
		}
		b.sheets = append(b.sheets, sheetRef{strings.TrimSuffix(rest, ".xml"), part, "not listed in the workbook"})
	}
	if lost && b.strings.count() == 0 && b.pkg.Has("xl/sharedStrings.xml") {
		b.out.Tell("part xl/sharedStrings.xml (shared texts)", b.readStrings("xl/sharedStrings.xml"))
	}
	if lost && b.formats == nil && b.pkg.Has("xl/styles.xml") {
		b.out.Tell("part xl/styles.xml (formats)", b.readStyles("xl/styles.xml"))
	}
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

// readStyles reads the number format of each cell style (section 18.8).
func (b *book) readStyles(part string) error {
	codes := map[string]string{}
	inside := false
	return b.pkg.Each(part, func(_ *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			if code := xmlread.Attr(e, "formatCode"); len(codes) < 10_000 && len(code) < 1000 {
				codes[xmlread.Attr(e, "numFmtId")] = code
			}
		case "cellXfs":
			inside = true
		case "cellStyles", "dxfs", "cellStyleXfs":
			inside = false
		case "xf":
			if inside && len(b.formats) < 1<<16 {
				id := xmlread.Attr(e, "numFmtId")
				code, own := codes[id]
				if n, err := strconv.Atoi(id); !own && err == nil {
					code = builtIn(n)
				}
				b.formats = append(b.formats, code)
			}
		}
		return nil
	})
}

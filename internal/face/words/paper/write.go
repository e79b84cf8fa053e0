package paper

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"time"
	"unicode/utf16"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

func utf16Hex(s string) string {
	var out bytes.Buffer
	out.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&out, "%04X", u)
	}
	out.WriteString(">")
	return out.String()
}

// file is a PDF as it is written.
type file struct {
	bytes.Buffer
	at []int // where each object begins
}

func (f *file) reserve() int { f.at = append(f.at, 0); return len(f.at) }

func (f *file) put(id int, body string) {
	f.at[id-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n%s\nendobj\n", id, body)
}

func (f *file) stream(id int, dict string, data []byte) error {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	f.at[id-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n<<%s /Filter /FlateDecode /Length %d>>\nstream\n", id, dict, packed.Len())
	f.Write(packed.Bytes())
	f.WriteString("\nendstream\nendobj\n")
	return nil
}

// Bytes writes the document. number gives what stands at the foot of a page.
func (d *Document) Bytes(created time.Time, number func(page, of int) string) ([]byte, error) {
	for i, p := range d.pages {
		d.artifact(p, p.running, headAt)
		d.artifact(p, number(i+1, len(d.pages)), footAt)
	}
	f := &file{}
	f.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalog, tree, structure, parents, info := f.reserve(), f.reserve(), f.reserve(), f.reserve(), f.reserve()
	fonts := ""
	for _, face := range d.faces {
		id, err := f.font(face)
		if err != nil {
			return nil, err
		}
		fonts += fmt.Sprintf("/%s %d 0 R ", face.name, id)
	}
	pages := make([]int, len(d.pages))
	kids := ""
	for i, p := range d.pages {
		content := f.reserve()
		if err := f.stream(content, "", p.content.Bytes()); err != nil {
			return nil, err
		}
		pages[i] = f.reserve()
		f.put(pages[i], fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources <</Font <<%s>>>> /Contents %d 0 R /StructParents %d /Tabs /S>>", tree, pageW, pageH, fonts, content, i))
		kids += fmt.Sprintf("%d 0 R ", pages[i])
	}
	f.put(tree, fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", kids, len(pages)))
	d.structure(f, structure, parents, pages)
	outline := d.outline(f, pages)
	direction := "L2R"
	if d.rtl {
		direction = "R2L"
	}
	f.put(info, fmt.Sprintf("<</Title %s /CreationDate (D:%sZ)>>", utf16Hex(d.title), created.UTC().Format("20060102150405")))
	f.put(catalog, fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Lang (%s) /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /Outlines %d 0 R /ViewerPreferences <</DisplayDocTitle true /Direction /%s>>>>", tree, d.lang, structure, outline, direction))
	sum := sha256.Sum256(f.Bytes())
	xref := f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.at)+1)
	for _, at := range f.at {
		fmt.Fprintf(f, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(f, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.at)+1, catalog, info, sum[:16], sum[:16], xref)
	return f.Bytes(), nil
}

// font embeds a font whole (ISO 32000-1, 9.7.4).
func (f *file) font(face *face) (int, error) {
	whole, descriptor, cid, unicode, id := f.reserve(), f.reserve(), f.reserve(), f.reserve(), f.reserve()
	if err := f.stream(whole, fmt.Sprintf("/Length1 %d", len(face.data)), face.data); err != nil {
		return 0, err
	}
	if err := f.stream(unicode, "", face.toUnicode()); err != nil {
		return 0, err
	}
	name := "Vazirmatn-" + face.name
	f.put(descriptor, fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-1000 -600 2000 1200] /ItalicAngle 0 /Ascent 1000 /Descent -500 /CapHeight 700 /StemV 80 /FontFile2 %d 0 R>>", name, whole))
	f.put(cid, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 500 /W [%s]>>", name, descriptor, face.widths()))
	f.put(id, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", name, cid, unicode))
	return id, nil
}

// structure writes what each piece of a page is: a heading or a paragraph.
func (d *Document) structure(f *file, root, parents int, pages []int) {
	document := f.reserve()
	kids := bytes.Buffer{}
	of := make([]int, len(d.blocks))
	for i, b := range d.blocks {
		if len(b.at) == 0 {
			continue
		}
		of[i] = f.reserve()
		marks := bytes.Buffer{}
		for _, at := range b.at {
			fmt.Fprintf(&marks, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pages[at.page], at.id)
		}
		f.put(of[i], fmt.Sprintf("<</Type /StructElem /S /%s /P %d 0 R /K [%s]>>", b.tag, document, marks.String()))
		fmt.Fprintf(&kids, "%d 0 R ", of[i])
	}
	f.put(document, fmt.Sprintf("<</Type /StructElem /S /Document /P %d 0 R /K [%s]>>", root, kids.String()))
	nums := bytes.Buffer{}
	for i, p := range d.pages {
		fmt.Fprintf(&nums, "%d [", i)
		for _, number := range p.pieces {
			fmt.Fprintf(&nums, "%d 0 R ", of[number])
		}
		nums.WriteString("] ")
	}
	f.put(parents, fmt.Sprintf("<</Nums [%s]>>", nums.String()))
	f.put(root, fmt.Sprintf("<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>", document, parents, len(d.pages)))
}

// outline writes the list of chapters that readers show beside the pages.
func (d *Document) outline(f *file, pages []int) int {
	root := f.reserve()
	var ids []int
	var heads []block
	for _, b := range d.blocks {
		if b.tag == "H2" && len(b.at) > 0 {
			ids, heads = append(ids, f.reserve()), append(heads, b)
		}
	}
	for i, b := range heads {
		links := ""
		if i > 0 {
			links += fmt.Sprintf(" /Prev %d 0 R", ids[i-1])
		}
		if i+1 < len(ids) {
			links += fmt.Sprintf(" /Next %d 0 R", ids[i+1])
		}
		f.put(ids[i], fmt.Sprintf("<</Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]%s>>", utf16Hex(b.text), root, pages[b.at[0].page], links))
	}
	if len(ids) == 0 {
		f.put(root, "<</Type /Outlines /Count 0>>")
		return root
	}
	f.put(root, fmt.Sprintf("<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", ids[0], ids[len(ids)-1], len(ids)))
	return root
}

// artifact writes what stands on a page and is no part of the text: its running
// head and its number.
func (d *Document) artifact(p *page, text string, y float64) {
	runes := []rune(text)
	if len(runes) == 0 {
		return
	}
	direction := di.DirectionLTR
	if d.rtl {
		direction = di.DirectionRTL
	}
	f := d.faces[0]
	var shaped []shaping.Output
	for _, run := range d.segmenter.Split(shaping.Input{Text: runes, RunEnd: len(runes), Direction: direction, Face: f.Face, Size: fixed.I(8)}, oneFace{f.Face}) {
		shaped = append(shaped, d.shaper.Shape(run))
	}
	lines, _ := d.wrapper.WrapParagraph(shaping.WrapConfig{Direction: direction, TruncateAfterLines: 1}, textWidth, runes, shaping.NewSliceIterator(shaped))
	if len(lines) == 0 {
		return
	}
	ordered := make([]*shaping.Output, len(lines[0]))
	width := fixed.Int26_6(0)
	for i := range lines[0] {
		width += lines[0][i].Advance
		if at := int(lines[0][i].VisualIndex); at >= 0 && at < len(ordered) {
			ordered[at] = &lines[0][i]
		}
	}
	x := margin
	if d.rtl {
		x = pageW - margin - float64(width)/64
	}
	fmt.Fprintf(&p.content, "/Artifact BMC BT 0.35 g /%s 8 Tf\n", f.name)
	for _, run := range ordered {
		if run != nil {
			x = f.draw(&p.content, run, placed{runes, 0}, x, y)
		}
	}
	p.content.WriteString("ET EMC\n")
}

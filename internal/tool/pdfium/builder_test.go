package pdfium

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
)

// builder makes a PDF: objects by number, 1 is the catalogue and 2 the list of
// pages.
type builder struct{ objects []string }

// add gives the number of a new object.
func (b *builder) add(object string) int {
	if b.objects == nil {
		b.objects = make([]string, 2)
	}
	b.objects = append(b.objects, object)
	return len(b.objects)
}

// stream adds a stream with more entries for its dictionary.
func (b *builder) stream(data, entries string) int {
	return b.add(fmt.Sprintf("<</Length %d %s>>\nstream\n%s\nendstream", len(data), entries, data))
}

// zeros adds a stream that unpacks to so many zeros.
func (b *builder) zeros(size int64, entries string) int {
	var z bytes.Buffer
	w, err := zlib.NewWriterLevel(&z, zlib.BestSpeed)
	if err != nil {
		panic(err)
	}
	if _, err := io.CopyN(w, zeros{}, size); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.stream(z.String(), "/Filter/FlateDecode "+entries)
}

// page adds a page with Helvetica as /F, and gives its number.
func (b *builder) page(contents, entries string) int {
	if !strings.Contains(entries, "/MediaBox") {
		entries += "/MediaBox[0 0 600 800]"
	}
	font := b.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	body := b.stream(contents, "")
	return b.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/Resources<</Font<</F %d 0 R>>>>/Contents %d 0 R %s>>", font, body, entries))
}

// textLine is the content of a page: one line of text with its pen at x, y.
func textLine(x, y int, s string) string {
	return fmt.Sprintf("BT /F 12 Tf %d %d Td (%s) Tj ET\n", x, y, s)
}

// bytes writes the file: pages in order, entries for the catalogue and for the
// trailer.
func (b *builder) bytes(pages []int, catalogue, trailer string) []byte {
	if b.objects == nil {
		b.objects = make([]string, 2)
	}
	var kids strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", p)
	}
	b.objects[0] = "<</Type/Catalog/Pages 2 0 R " + catalogue + ">>"
	b.objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids.String())
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range b.objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return out.Bytes()
}

// onePage is a file of one page.
func onePage(contents, entries string) []byte {
	var b builder
	return b.bytes([]int{b.page(contents, entries)}, "", "")
}

// rich is a file with everything that is read.
func rich() []byte {
	var b builder
	info := b.add("<</Title(Minutes)/Author<FEFF0646062706320646064A0646>/CreationDate(D:20240229143005+03'30')/Producer(a test)/Keywords()>>")
	note := b.add("<</Type/Annot/Subtype/Text/Rect[100 700 120 720]/Contents(Ask her again)/T(Clerk)>>")
	link := b.add("<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(a link)>>")
	field := b.add("<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/TU(Full name)/V(Mina Lor)/Rect[50 600 250 620]/F 4>>")
	secret := b.add("<</Type/Annot/Subtype/Widget/FT/Tx/Ff 8192/T(pin)/V(1234)/Rect[50 560 250 580]/F 4>>")
	look := b.stream("0 0 10 10 re f", "/Type/XObject/Subtype/Form/BBox[0 0 10 10]")
	box := b.add(fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Btn/T(sworn)/V/Yes/AS/Yes/Rect[50 500 60 510]/AP<</N<</Yes %d 0 R/Off %d 0 R>>>>/F 4>>", look, look))
	file := b.stream("name,place\n", "/Type/EmbeddedFile/Subtype/text#2Fcsv/Params<</ModDate(D:20240301000000Z)/Size 11>>")
	spec := b.add(fmt.Sprintf("<</Type/Filespec/F(list.csv)/UF(list.csv)/EF<</F %d 0 R/UF %d 0 R>>>>", file, file))
	first := b.page(textLine(50, 750, "Page one of the minutes"), fmt.Sprintf("/Annots[%d 0 R %d 0 R %d 0 R %d 0 R %d 0 R]", note, link, field, secret, box))
	second := b.page(textLine(50, 750, "Page two"), "")
	inner := b.add("<</Title(Inner)/Parent 0 0 R>>")
	outer := b.add(fmt.Sprintf("<</Title(Outer)/First %d 0 R/Last %d 0 R/Count 1>>", inner, inner))
	outlines := b.add(fmt.Sprintf("<</Type/Outlines/First %d 0 R/Last %d 0 R>>", outer, outer))
	catalogue := fmt.Sprintf("/PageLabels<</Nums[0<</S/r>>1<</S/D/St 7>>]>>/Names<</EmbeddedFiles<</Names[(list.csv)%d 0 R]>>>>"+
		"/AcroForm<</Fields[%d 0 R %d 0 R %d 0 R]>>/Outlines %d 0 R/Lang(fa)", spec, field, secret, box, outlines)
	return b.bytes([]int{first, second}, catalogue, fmt.Sprintf("/Info %d 0 R", info))
}

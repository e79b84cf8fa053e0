// Package pixelpdf knows how a PDF of pictures and nothing else is written: one
// picture a page (ISO 32000-1, 7.5 and 8.9.5). It must never write a letter, a
// word of description, a date, a name, an attachment or an earlier state of the
// file, and writes the same bytes for the same pictures.
//
// The file has a header, the objects of each page, the list of pages, the
// catalog, one cross-reference table and one trailer, which names the catalog
// alone: no Info, no Metadata, no ID.
package pixelpdf

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"strings"
)

// Writer writes pages one by one, and holds one at a time.
type Writer struct {
	out   *bufio.Writer
	at    int64   // bytes written
	begin []int64 // where object i+1 begins; 0: not written yet
	pages []int   // numbers of the page objects
	data  bytes.Buffer
	row   []byte
	err   error
}

// The first two objects are named before they can be written.
const (
	objCatalog = 1
	objPages   = 2
)

// New begins a file.
func New(w io.Writer) *Writer {
	p := &Writer{out: bufio.NewWriter(w), begin: make([]int64, 2)}
	// The second line marks the file as one of bytes (7.5.2).
	p.write("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	return p
}

func (p *Writer) write(s string) {
	if p.err == nil {
		_, p.err = p.out.WriteString(s)
		p.at += int64(len(s))
	}
}

func (p *Writer) object(number int, body string) {
	p.begin[number-1] = p.at
	p.write(fmt.Sprintf("%d 0 obj\n%s\nendobj\n", number, body))
}

// next gives the number of a new object.
func (p *Writer) next() int {
	p.begin = append(p.begin, 0)
	return len(p.begin)
}

// maxSide is how long a side of a page can be, in points (Annex C.2).
const maxSide = 14400

// Page writes a page of width and height points that the picture fills: grey
// (*image.Gray) or in colours (*image.RGBA, of which every pixel is taken for
// opaque). A page longer than a PDF can have is written smaller.
func (p *Writer) Page(img image.Image, width, height float64) error {
	if !(width > 0 && height > 0) || math.IsInf(width*height, 0) {
		return errors.New("a page without size can't be written")
	}
	if most := max(width, height); most > maxSide {
		width, height = width*maxSide/most, height*maxSide/most
	}
	colours, space, err := p.compress(img)
	if err != nil {
		return err
	}
	b := img.Bounds()
	picture, drawing, page := p.next(), p.next(), p.next()
	p.object(picture, fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8"+
		" /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d >> /Length %d >>\nstream\n%s\nendstream",
		b.Dx(), b.Dy(), space, colours, b.Dx(), p.data.Len(), p.data.String()))
	draw := fmt.Sprintf("%.2f 0 0 %.2f 0 0 cm /P Do", width, height)
	p.object(drawing, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw))
	p.object(page, fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /P %d 0 R >> >> >>",
		objPages, width, height, drawing, picture))
	p.pages = append(p.pages, page)
	return p.err
}

// filterUp is PNG's filter of a row by the one above it: white stays nothing.
const filterUp = 2

// compress puts the picture's rows into data, as PNG's filters have them
// (7.4.4.4), and tells how many colours a pixel has.
func (p *Writer) compress(img image.Image) (colours int, space string, err error) {
	b := img.Bounds()
	if b.Empty() {
		return 0, "", errors.New("a picture without pixels can't be written")
	}
	var line func(y int, to []byte)
	switch img := img.(type) {
	case *image.Gray:
		colours, space = 1, "DeviceGray"
		line = func(y int, to []byte) { copy(to, img.Pix[img.PixOffset(b.Min.X, y):][:b.Dx()]) }
	case *image.RGBA:
		colours, space = 3, "DeviceRGB"
		line = func(y int, to []byte) {
			from := img.Pix[img.PixOffset(b.Min.X, y):][:4*b.Dx()]
			for i, j := 0, 0; i < len(from); i, j = i+4, j+3 {
				to[j], to[j+1], to[j+2] = from[i], from[i+1], from[i+2]
			}
		}
	default:
		return 0, "", fmt.Errorf("a picture of the kind %T can't be written", img)
	}
	p.data.Reset()
	z := zlib.NewWriter(&p.data)
	size := colours * b.Dx()
	if cap(p.row) < 3*size+1 {
		p.row = make([]byte, 3*size+1)
	}
	last, now, out := p.row[:size], p.row[size:2*size], p.row[2*size:3*size+1]
	clear(last)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		line(y, now)
		out[0] = filterUp
		for i, v := range now {
			out[i+1] = v - last[i]
		}
		if _, err := z.Write(out); err != nil {
			return 0, "", err
		}
		last, now = now, last
	}
	return colours, space, z.Close()
}

// Close ends the file. One without pages is none.
func (p *Writer) Close() error {
	if len(p.pages) == 0 {
		return errors.Join(p.err, errors.New("a PDF needs a page"))
	}
	var kids strings.Builder
	for _, n := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R\n", n)
	}
	p.object(objPages, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [\n%s] >>", len(p.pages), kids.String()))
	p.object(objCatalog, fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", objPages))
	table := p.at
	p.write(fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(p.begin)+1))
	for _, at := range p.begin {
		p.write(fmt.Sprintf("%010d 00000 n \n", at))
	}
	p.write(fmt.Sprintf("trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(p.begin)+1, objCatalog, table))
	if p.at > maxOffset && p.err == nil {
		p.err = errors.New("the PDF is longer than its table of objects can say")
	}
	if p.err != nil {
		return p.err
	}
	return p.out.Flush()
}

// maxOffset: offsets have ten digits (7.5.4).
const maxOffset = 9_999_999_999

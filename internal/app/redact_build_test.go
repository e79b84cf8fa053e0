package app

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/tiff"
)

// hiddenNames are names that must stand in no copy: on pages, and where a PDF can
// hold words besides them. All are invented.
var hiddenNames = []string{"Irina Rostami", "Rostami", "Irina", "Clerk Vahdat", "Oldname Sepahi", "witness-list.csv", "Farhad Attached"}

// testimony is a PDF of three pages that tells of Irina Rostami on each, in its
// description, in its XMP, in a note, in an attachment, and in what it was before
// it was saved again.
func testimony() string {
	var out bytes.Buffer
	var at []int
	object := func(body string) int {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), body)
		return len(at)
	}
	stream := func(entries, data string) string {
		return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
	}
	line := func(y int, s string) string { return fmt.Sprintf("BT /F 12 Tf 72 %d Td (%s) Tj ET\n", y, s) }
	body := func(n int) string {
		return line(740, fmt.Sprintf("Page %d. We saw Irina Rostami at the old mill before noon.", n)) + line(700, "Nobody else was there that day, and the road was open.") +
			line(660, "Then Rostami walked to the river.")
	}
	out.WriteString("%PDF-1.7\n")
	object("<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R/Names<</EmbeddedFiles<</Names[(witness-list.csv)10 0 R]>>>>>>")
	object("<</Type/Pages/Count 3/Kids[4 0 R 5 0 R 6 0 R]>>")
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	for n := range 3 {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R/Annots[7 0 R]>>", 11+n))
	}
	object("<</Type/Annot/Subtype/Text/Rect[500 800 520 820]/Contents(Irina Rostami must not be named)/T(Clerk Vahdat)>>")
	object(stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>Irina Rostami</x:xmpmeta>"))
	object(stream("/Type/EmbeddedFile", "Farhad Attached,Irina Rostami\n"))
	object("<</Type/Filespec/F(witness-list.csv)/EF<</F 9 0 R>>>>")
	object(stream("", strings.ReplaceAll(body(1), "Irina Rostami", "Oldname Sepahi")))
	object(stream("", body(2)))
	object(stream("", body(3)))
	object("<</Title(Statement of Irina Rostami)/Author(Clerk Vahdat)>>")
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R/Info 14 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	// It was saved again with another first page, and the old one stays in the file.
	again := out.Len()
	fmt.Fprintf(&out, "11 0 obj\n%s\nendobj\n", stream("", body(1)))
	table := out.Len()
	fmt.Fprintf(&out, "xref\n11 1\n%010d 00000 n \ntrailer\n<</Size %d/Root 1 0 R/Info 14 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", again, len(at)+1, start, table)
	return out.String()
}

// scanned is a picture of lines of large letters, as a phone takes it of paper.
func scanned(lines ...string) *image.RGBA {
	const scale = 4
	img := image.NewRGBA(image.Rect(0, 0, 1600, 200+len(lines)*120))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	face := basicfont.Face7x13
	for n, l := range lines {
		for i, r := range l {
			top := (int(r-face.Ranges[0].Low) + face.Ranges[0].Offset) * 13
			for y := range 13 {
				for x := range 6 {
					if _, _, _, a := face.Mask.At(x, top+y).RGBA(); a > 0x8000 {
						at := image.Pt(80+(i*7+x)*scale, 100+n*120+y*scale)
						draw.Draw(img, image.Rectangle{at, at.Add(image.Pt(scale, scale))}, image.NewUniform(color.RGBA{20, 20, 90, 255}), image.Point{}, draw.Src)
					}
				}
			}
		}
	}
	return img
}

// photo is a PNG of such a picture that says who is on it where nobody looks.
func photo(t testing.TB, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, scanned(lines...)); err != nil {
		t.Fatal(err)
	}
	raw := out.Bytes()
	said := []byte("tEXtComment\x00Irina Rostami")
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(said)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, said...), crc32.ChecksumIEEE(said))
	head := len(raw) - 12 // before IEND
	return string(raw[:head]) + string(chunk) + string(raw[head:])
}

func scan(t testing.TB, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := tiff.Encode(&out, scanned(lines...), nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

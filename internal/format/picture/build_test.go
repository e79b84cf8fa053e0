package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// scene draws an invented picture: soft hills and a few bright things, other
// ones for each seed.
func scene(w, h int, seed float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			a := math.Sin(seed+7*u+3*v) + math.Cos(2*seed+5*v*u*3) + math.Sin(11*(u-v)*math.Sin(seed))
			b := math.Exp(-40 * (math.Pow(u-0.5-0.4*math.Sin(3*seed), 2) + math.Pow(v-0.5-0.4*math.Cos(5*seed), 2)))
			c := uint8(math.Min(255, 90+25*a+120*b))
			img.Set(x, y, color.RGBA{c, uint8(float64(c) * 0.9), uint8(255 - float64(c)), 255})
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// asAll gives img in every format that can be written here.
func asAll(t testing.TB, img image.Image) map[string][]byte {
	t.Helper()
	var p, g, f, b bytes.Buffer
	for _, err := range []error{png.Encode(&p, img), gif.Encode(&g, img, nil), tiff.Encode(&f, img, nil), bmp.Encode(&b, img)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return map[string][]byte{formatJPEG: asJPEG(t, img, 90), formatPNG: p.Bytes(), formatGIF: g.Bytes(), formatTIFF: f.Bytes(), formatBMP: b.Bytes()}
}

// described is EXIF data that tells an orientation, a camera and a small
// picture.
func described(orientation uint16, thumb []byte) []byte {
	le := binary.LittleEndian
	entry := func(tag, kind uint16, n, v uint32) []byte {
		return le.AppendUint32(le.AppendUint32(le.AppendUint16(le.AppendUint16(nil, tag), kind), n), v)
	}
	const first, second = 8, 8 + 2 + 2*12 + 4
	b := le.AppendUint32([]byte("II*\x00"), first)
	b = le.AppendUint16(b, 2)
	b = slices.Concat(b, entry(0x0110, 2, 4, le.Uint32([]byte("Cam\x00"))), entry(0x0112, 3, 1, uint32(orientation)))
	b = le.AppendUint32(b, second)
	b = le.AppendUint16(b, 2)
	at := second + 2 + 2*12 + 4
	b = slices.Concat(b, entry(0x0201, 4, 1, uint32(at)), entry(0x0202, 4, 1, uint32(len(thumb))), []byte{0, 0, 0, 0})
	return append(b, thumb...)
}

const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>نگار نمونه</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`

// withEXIF puts EXIF data and XMP behind the start of a JPEG or PNG file.
func withEXIF(picture, data []byte) []byte {
	if picture[0] == 0x89 {
		chunk := append([]byte("eXIf"), data...)
		chunk = slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(data))), chunk, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk)))
		return slices.Concat(picture[:33], chunk, picture[33:])
	}
	segment := func(b []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(b)+2)), b...)
	}
	return slices.Concat(picture[:2], segment(append([]byte("Exif\x00\x00"), data...)), segment([]byte(xmpMark+packet)), picture[2:])
}

// box writes a box of ISO/IEC 14496-12.
func box(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

func be(n int, v uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, v)
	return b[4-n:]
}

// heic makes a HEIC file without pixels: 640 × 480, turned by a quarter, with
// EXIF data.
func heic() []byte {
	data := append(make([]byte, 4), described(6, []byte("\xff\xd8\xff\xd9"))...)
	ftyp := box("ftyp", []byte("heic\x00\x00\x00\x00mif1heic"))
	meta := func(at uint32) []byte {
		infe := func(id uint32, kind string) []byte {
			return box("infe", be(4, 2<<24), be(2, id), be(2, 0), []byte(kind+"\x00"))
		}
		return box("meta", be(4, 0), box("pitm", be(4, 0), be(2, 1)),
			box("iinf", be(4, 0), be(2, 2), infe(1, "hvc1"), infe(2, "Exif")),
			box("iloc", be(4, 0), be(2, 0x4400), be(2, 1), be(2, 2), be(2, 0), be(2, 1), be(4, at), be(4, uint32(len(data)))),
			box("iprp", box("ipco", box("ispe", be(4, 0), be(4, 640), be(4, 480)), box("irot", []byte{1})),
				box("ipma", be(4, 0), be(4, 1), be(2, 1), []byte{2, 1, 2})))
	}
	at := len(ftyp) + len(meta(0)) + 8
	return slices.Concat(ftyp, meta(uint32(at)), box("mdat", data))
}

// pages makes a TIFF file of two pages out of two of one.
func pages(t testing.TB, a, b image.Image) []byte {
	t.Helper()
	var one, two bytes.Buffer
	if tiff.Encode(&one, a, nil) != nil || tiff.Encode(&two, b, nil) != nil {
		t.Fatal("encoding TIFF")
	}
	le := binary.LittleEndian
	first, second := one.Bytes(), two.Bytes()
	for len(first)%2 > 0 {
		first = append(first, 0)
	}
	shift := uint32(len(first))
	at := le.Uint32(second[4:])
	for i := range int(le.Uint16(second[at:])) {
		e := second[at+2+12*uint32(i):]
		size := le.Uint32(e[4:]) * map[uint16]uint32{2: 1, 3: 2, 4: 4, 5: 8}[le.Uint16(e[2:])]
		if size > 4 || le.Uint16(e) == 0x0111 {
			le.PutUint32(e[8:], le.Uint32(e[8:])+shift)
		}
	}
	last := le.Uint32(first[4:])
	le.PutUint32(first[last+2+12*uint32(le.Uint16(first[last:])):], at+shift)
	return append(first, second...)
}

package squares

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"sanad/internal/ground/fail"
)

// seen reads a picture as a camera does: the path is painted, squares of three
// dots, and a decoder that shares nothing with the encoder finds the code.
func seen(t *testing.T, p Picture) (string, error) {
	t.Helper()
	const scale = 3
	canvas := image.NewGray(image.Rect(0, 0, p.Side*scale, p.Side*scale))
	draw.Draw(canvas, canvas.Rect, image.White, image.Point{}, draw.Src)
	x, y := 0, 0
	for _, run := range strings.FieldsFunc(strings.NewReplacer("M", "|M", "m", "|m").Replace(p.Lines), func(r rune) bool { return r == '|' }) {
		var right, down, long int
		if n, err := fmt.Sscanf(run, "M%d %d.5h%d", &right, &down, &long); n == 3 && err == nil {
			x, y = right, down
		} else if n, err := fmt.Sscanf(run, "m%d 0h%d", &right, &long); n == 2 && err == nil {
			x += right
		} else {
			t.Fatalf("the path has a step %q", run)
		}
		if x < Quiet || y < Quiet || x+long > p.Side-Quiet || y >= p.Side-Quiet || long < 1 {
			t.Fatalf("the step %q leaves the margin of a picture of %d squares", run, p.Side)
		}
		draw.Draw(canvas, image.Rect(x*scale, y*scale, (x+long)*scale, (y+1)*scale), image.NewUniform(color.Black), image.Point{}, draw.Src)
		x += long
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(canvas)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_PURE_BARCODE: true, gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"})
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

// like is a text of that many bytes that looks as a receipt does.
func like(size int) string {
	noise := make([]byte, size)
	for i := range noise {
		noise[i] = byte(i*i*31 + i>>3)
	}
	return ("Sanad receipt v1\nگواهی دریافت یک گزارش در بایگانی.\nإثبات أنّ الأرشيف تسلّم بلاغًا.\n" + base64.StdEncoding.EncodeToString(noise))[:size]
}

func TestACameraReadsTheVeryText(t *testing.T) {
	for name, text := range map[string]string{
		"a link":                     "otpauth://totp/Archive:rana?secret=GEZDGNBVGY3TQOJQ&issuer=Archive",
		"words":                      "acorn گلابی تفاح",
		"the longest with more":      like(short),
		"a bit longer":               like(short + 1),
		"a receipt":                  like(2052),
		"one of a large archive":     like(2479),
		"as much as a code can hold": like(2953),
	} {
		p, err := Draw(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, err := seen(t, p); err != nil || got != text {
			t.Errorf("%s (%d bytes): read as %q, %v", name, len(text), got, err)
		}
		t.Logf("%s: %d bytes, %d squares a side, %d bytes of picture", name, len(text), p.Side, len(p.SVG("")))
	}
}

func TestWhatNoCodeCanHoldIsNotCutShort(t *testing.T) {
	if p, err := Draw(like(2954)); fail.Of(err) != fail.Usage {
		t.Errorf("drawn with %d squares a side: %v", p.Side, err)
	}
}

// The picture stands in pages under a policy that allows nothing: it must be
// whole, harmless, and say what it is to whoever can't see it.
func TestThePictureIsAnElementThatLoadsNothing(t *testing.T) {
	p, err := Draw("acorn")
	if err != nil {
		t.Fatal(err)
	}
	const title = `رسید <script> & "x"`
	svg := string(p.SVG(title))
	for _, no := range []string{"<script", "style=", "href", "url(", "on"} {
		if strings.Contains(svg, " "+no) || strings.Contains(svg, "<script") {
			t.Errorf("the picture has %s: %s", no, svg)
		}
	}
	var text strings.Builder
	label := ""
	for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v: %s", err, svg)
		}
		switch part := token.(type) {
		case xml.CharData:
			text.Write(part)
		case xml.StartElement:
			for _, a := range part.Attr {
				if a.Name.Local == "aria-label" {
					label = a.Value
				}
			}
		}
	}
	if text.String() != title || label != title {
		t.Errorf("what is read out is %q and %q", text.String(), label)
	}
}

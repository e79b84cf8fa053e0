package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"testing"

	"sanad/internal/format/content"
)

func source(data []byte) content.Source {
	return content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
}

func TestEveryFormatIsDescribed(t *testing.T) {
	for format, data := range asAll(t, scene(60, 40, 1)) {
		got, err := read(t, "", data, small())
		if err != nil || got.fields["format"] != format || got.fields["width"] != "60" || got.fields["height"] != "40" || len(got.fields["hash_image"]) != 16 || got.fields["color"] == "" {
			t.Errorf("%s: %v %v %q", format, err, got.fields, got.problems)
		}
	}
}

func TestDescriptionsAndTheSmallPictureAreHandedOver(t *testing.T) {
	thumb := asJPEG(t, scene(16, 12, 2), 50)
	all := asAll(t, scene(60, 40, 1))
	for _, format := range []string{formatJPEG, formatPNG} {
		got, err := read(t, "", withEXIF(all[format], described(6, thumb)), small())
		if err != nil || got.fields["camera"] != "Cam" || got.fields["orientation"] != "6" || got.fields["width"] != "40" || got.fields["height"] != "60" {
			t.Errorf("%s: %v %v", format, err, got.fields)
		}
		if len(got.metas) != 1 || got.metas[0].Role != "embedded" || got.metas[0].MediaType != "image/jpeg" || got.members[0] != "thumbnail.jpg="+string(thumb) {
			t.Errorf("%s: %+v", format, got.metas)
		}
		if format == formatJPEG && got.fields["author"] != "نگار نمونه" {
			t.Errorf("XMP: %v", got.fields)
		}
	}
}

func TestTextsInPNGAndGIF(t *testing.T) {
	all := asAll(t, scene(20, 20, 1))
	chunk := append([]byte("tEXt"), "Author\x00Negar N."...)
	data := bytes.Join([][]byte{all[formatPNG][:33], binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4)), chunk, {0, 0, 0, 0}, all[formatPNG][33:]}, nil)
	s := describe(formatPNG, source(data), nil)
	if len(s.others) != 1 || s.others[0] != (content.Field{Name: "author", Value: "Negar N."}) {
		t.Error(s.others)
	}
	gifData := all[formatGIF]
	at := 13 + 3<<(gifData[10]&7+1)
	data = bytes.Join([][]byte{gifData[:at], []byte("\x21\xfe\x05words\x00"), gifData[at:]}, nil)
	if got, err := read(t, "", data, small()); err != nil || got.fields["comment"] != "words" {
		t.Error(err, got.fields)
	}
}

func TestAPictureIsTurnedAsItSays(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 32, 16)) // left half black, right half white
	for y := range 16 {
		for x := range 32 {
			img.Set(x, y, color.Gray{uint8(x / 16 * 255)})
		}
	}
	plain := asAll(t, img)[formatPNG]
	for o, where := range map[uint16]string{1: "right", 2: "left", 3: "left", 4: "right", 5: "bottom", 6: "bottom", 7: "top", 8: "top"} {
		got, err := Decode(source(withEXIF(plain, described(o, nil))), small())
		if err != nil {
			t.Fatal(err)
		}
		g := Grey(got)
		b := g.Bounds()
		if (o >= 5) != (b.Dx() == 16) {
			t.Errorf("%d: %v", o, b)
		}
		bright := map[string]image.Point{"left": {1, b.Dy() / 2}, "right": {b.Dx() - 2, b.Dy() / 2}, "top": {b.Dx() / 2, 1}, "bottom": {b.Dx() / 2, b.Dy() - 2}}
		for side, p := range bright {
			opposite := map[string]string{"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[where]
			if v := g.GrayAt(p.X, p.Y).Y; side == where && v < 200 || side == opposite && v > 50 {
				t.Errorf("%d: the %s is %d", o, side, v)
			}
		}
	}
}

func TestAHeaderOfFourGigapixelsIsALimit(t *testing.T) {
	for format, data := range asAll(t, scene(60, 40, 1)) {
		switch format {
		case formatPNG:
			copy(data[16:], "\x00\x01\x00\x00\x00\x01\x00\x00")
			copy(data[29:], crc(data[12:29]))
		case formatJPEG:
			at := bytes.Index(data, []byte("\xff\xc0"))
			copy(data[at+5:], "\xff\xff\xff\xff")
		case formatGIF:
			copy(data[6:], "\xff\xff\xff\xff")
		case formatBMP:
			copy(data[18:], "\x00\x00\x01\x00\x00\x00\x01\x00")
		default:
			continue
		}
		_, err := Decode(source(data), small())
		if over := (*content.Limited)(nil); !errors.As(err, &over) || over.Limit != "pixels" {
			t.Errorf("%s: %v", format, err)
		}
		got, err := read(t, "", data, small())
		if err != nil || !got.told("picture", "pixels") || got.fields["width"] == "" {
			t.Errorf("%s: %v %q", format, err, got.problems)
		}
	}
}

func crc(b []byte) []byte { return binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)) }

func TestWhatAPixelOfAJPEGCosts(t *testing.T) {
	data := asJPEG(t, scene(60, 40, 1), 90) // colours have a quarter of the samples
	at := bytes.Index(data, []byte("\xff\xc0"))
	if n := jpegCost(bytes.NewReader(data)); n != 2 {
		t.Errorf("in one pass: %d bytes", n)
	}
	data[at+1] = 0xc2
	if n := jpegCost(bytes.NewReader(data)); n != 8 {
		t.Errorf("in several: %d bytes", n)
	}
	copy(data[at+5:], "\x08\x00\x08\x00")
	opt := small()
	opt.Limits.Pixels = 2048 * 2048
	_, err := Decode(source(data), opt)
	if over := (*content.Limited)(nil); !errors.As(err, &over) || over.Max != opt.Limits.Pixels/2 {
		t.Error(err)
	}
}

func TestAPictureCutOffIsShownAsFarAsItGoes(t *testing.T) {
	data := asJPEG(t, scene(200, 200, 1), 90)
	cut := data[:len(data)*2/3]
	got, err := read(t, "", cut, small())
	if err != nil || got.fields["width"] != "200" || got.fields["hash_image"] == "" || !got.told("picture", "cut off") {
		t.Fatal(err, got.fields, got.problems)
	}
	whole, _ := Decode(source(data), small())
	part, err := Decode(source(cut), small())
	if err != nil || Grey(part).GrayAt(20, 20) != Grey(whole).GrayAt(20, 20) {
		t.Error(err)
	}
	if _, err := read(t, "", data[:100], small()); err == nil {
		t.Error("a hundred bytes were read as a picture")
	}
}

func TestEveryPageOfATIFFIsAFrame(t *testing.T) {
	data := pages(t, scene(40, 30, 1), scene(20, 10, 2))
	var sizes []image.Point
	err := Frames(source(data), small(), func(n int, img image.Image) error {
		sizes = append(sizes, img.Bounds().Size())
		return nil
	})
	if err != nil || len(sizes) != 2 || sizes[0] != image.Pt(40, 30) || sizes[1] != image.Pt(20, 10) {
		t.Fatal(err, sizes)
	}
	if got, err := read(t, "", data, small()); err != nil || got.fields["page_count"] != "2" {
		t.Error(err, got.fields)
	}
	stop := errors.New("stop")
	if err := Frames(source(asJPEG(t, scene(8, 8, 1), 90)), small(), func(int, image.Image) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

func TestHEICTellsAllButItsPixels(t *testing.T) {
	got, err := read(t, "", heic(), small())
	if err != nil || got.fields["width"] != "480" || got.fields["height"] != "640" || got.fields["camera"] != "Cam" || got.fields["codec"] != "HEVC" {
		t.Error(err, got.fields)
	}
	if !got.told("picture", "HEVC", "not decoded") || len(got.members) != 1 {
		t.Error(got.problems, got.members)
	}
	if _, err := Decode(source(heic()), small()); !errors.Is(err, errHEIF) {
		t.Error(err)
	}
}

func TestWhatIsNoPictureIsAnError(t *testing.T) {
	for _, data := range []string{"", "words", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "BM", "\x00\x00\x00\x18ftypmp42"} {
		if got, err := read(t, "", []byte(data), small()); err == nil {
			t.Errorf("%q: %v", data, got.fields)
		}
	}
}

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	opt := small()
	opt.Limits.Pixels = 1 << 12
	for _, data := range asAll(t, scene(24, 16, 1)) {
		hurt(t, "", data, opt)
	}
	hurt(t, "", withEXIF(asJPEG(t, scene(8, 8, 1), 50), described(6, []byte("\xff\xd8\xff\xd9"))), opt)
	hurt(t, "", heic(), opt)
	hurt(t, "", pages(t, scene(8, 8, 1), scene(4, 4, 2)), opt)
}

func FuzzRead(f *testing.F) {
	for _, data := range asAll(f, scene(8, 8, 1)) {
		f.Add(data)
	}
	f.Add(withEXIF(asJPEG(f, scene(8, 8, 1), 50), described(6, []byte("\xff\xd8\xff\xd9"))))
	f.Add(heic())
	f.Fuzz(func(t *testing.T, data []byte) {
		opt := small()
		opt.Limits.Pixels = 1 << 16
		_, _ = read(t, "", data, opt)
		_ = Frames(source(data), opt, func(_ int, img image.Image) error { Grey(img); return nil })
	})
}

func BenchmarkHash(b *testing.B) {
	img, err := Decode(source(asJPEG(b, scene(2000, 1500, 1), 90)), content.Options{Limits: content.DefaultLimits()})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Hash(img)
	}
}

func BenchmarkRead(b *testing.B) {
	data := asJPEG(b, scene(2000, 1500, 1), 90)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := read(b, "", data, content.Options{Limits: content.DefaultLimits()}); err != nil {
			b.Fatal(err)
		}
	}
}

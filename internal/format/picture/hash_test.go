package picture

import (
	"image"
	"math/bits"
	"testing"

	"golang.org/x/image/draw"
)

// scaled gives img in another size.
func scaled(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

// apart says in how many bits two pictures' hashes differ.
func apart(a, b image.Image) int { return bits.OnesCount64(Hash(a) ^ Hash(b)) }

// repacked gives img as JPEG of a quality shows it.
func repacked(t *testing.T, img image.Image, quality int) image.Image {
	out, err := Decode(source(asJPEG(t, img, quality)), small())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func cropped(img *image.RGBA, percent int) image.Image {
	b := img.Bounds()
	dx, dy := b.Dx()*percent/200, b.Dy()*percent/200
	return img.SubImage(image.Rect(dx, dy, b.Dx()-dx, b.Dy()-dy))
}

const scenes = 12

func TestPicturesMadeSmallerOrPackedAnewKeepTheirHash(t *testing.T) {
	worst := make(map[string]int)
	for seed := range scenes {
		img := scene(320, 240, float64(seed))
		for name, other := range map[string]image.Image{
			"half the size": scaled(img, 160, 120), "a quarter": scaled(img, 80, 60), "twice": scaled(img, 640, 480),
			"quality 50": repacked(t, img, 50), "quality 10": repacked(t, img, 10), "another shape": scaled(img, 200, 200),
		} {
			worst[name] = max(worst[name], apart(img, other))
		}
	}
	for name, n := range worst {
		t.Logf("%s: at most %d bits", name, n)
		if n > 10 {
			t.Errorf("%s: %d bits differ", name, n)
		}
	}
}

func TestOtherPicturesHaveOtherHashes(t *testing.T) {
	var least, sum, pairs = 64, 0, 0
	var all []image.Image
	for seed := range scenes {
		all = append(all, scene(160, 120, float64(seed)))
	}
	for i := range all {
		for j := range i {
			n := apart(all[i], all[j])
			least, sum, pairs = min(least, n), sum+n, pairs+1
		}
	}
	t.Logf("%d pairs: at least %d bits, on average %d", pairs, least, sum/pairs)
	if least <= 8 || sum/pairs < 24 {
		t.Errorf("at least %d bits, on average %d", least, sum/pairs)
	}
}

func TestCroppingAndTurningChangeTheHash(t *testing.T) {
	worst, sum, turnedLeast := 0, 0, 64
	for seed := range scenes {
		img := scene(320, 240, float64(seed))
		n := apart(img, cropped(img, 5))
		worst, sum = max(worst, n), sum+n
		turnedLeast = min(turnedLeast, apart(img, oriented(img, 6)))
	}
	t.Logf("cropped by 5%%: at most %d, on average %d; turned by a quarter: at least %d", worst, sum/scenes, turnedLeast)
	if turnedLeast <= 10 {
		t.Errorf("a quarter turn changes only %d bits", turnedLeast)
	}
}

func TestTheHashStaysWhatItIs(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		x, y := i%64, i/64
		img.Pix[i] = uint8(x*7 + y*13 + x*y/5)
	}
	if got := hashText(Hash(img)); got != "cf48cf000fde59d2" {
		t.Errorf("the hash of the same picture is now %s: hashes in archives would not be found again", got)
	}
}

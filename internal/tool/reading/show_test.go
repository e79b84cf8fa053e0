package reading

import (
	"image/color"
	"strings"
	"testing"
)

func TestOnlyPicturesAreTakenForPictures(t *testing.T) {
	grey, err := portable([]byte("P5\n2 1\n255\n\x00\xff"))
	if err != nil || grey.At(1, 0) != (color.Gray{Y: 255}) {
		t.Errorf("a greymap gave %v, %v", grey, err)
	}
	colours, err := portable([]byte("P6\n1 2\n255\n\x01\x02\x03\x04\x05\x06"))
	if err != nil || colours.At(0, 1) != (color.RGBA{4, 5, 6, 255}) {
		t.Errorf("a pixmap gave %v, %v", colours, err)
	}
	for _, raw := range []string{
		"", "P5", "P5\n2 1\n255\n\x00", "P5\n2 1\n255\n\x00\x00\x00", "P5\n-2 -1\n255\n\x00\x00", "P5\n2 1\n256\n\x00\x00",
		"P5\n999999999 999999999\n255\n", "P7\n1 1\n255\n\x00", "P6\n1 1\n255\n\x00", "<svg>", "P5\n" + strings.Repeat("1", 99) + " 1\n255\n",
	} {
		if img, err := portable([]byte(raw)); err == nil {
			t.Errorf("%.20q was taken for a picture of %v", raw, img.Bounds())
		}
	}
}

package pdfium

import (
	"errors"
	"image"
	"testing"

	"sanad/internal/format/content"
)

// dark counts pixels that are painted within a part of an image.
func dark(img *image.Gray, part image.Rectangle) int {
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if img.GrayAt(x, y).Y < 128 {
				n++
			}
		}
	}
	return n
}

func TestAPageIsDrawnAsItIsShown(t *testing.T) {
	e := warm(t)
	for _, c := range []struct {
		entries       string
		width, height int
		word          image.Rectangle
	}{
		{"", 1250, 1666, image.Rect(200, 180, 300, 220)},
		{"/Rotate 90", 1666, 1250, image.Rect(1440, 200, 1480, 300)},
	} {
		img, dpi, err := e.Render(source(onePage(textLine(100, 700, "Here"), c.entries)), options(""), 1, 150)
		if err != nil {
			t.Fatal(err)
		}
		if img.Rect.Dx() != c.width || img.Rect.Dy() != c.height || dpi < 149.9 || dpi > 150.1 {
			t.Errorf("%q: %v at %v", c.entries, img.Rect, dpi)
		}
		all := dark(img, img.Rect)
		if in := dark(img, c.word); all == 0 || in != all {
			t.Errorf("%q: %d of %d dark pixels are where the word is", c.entries, in, all)
		}
	}
}

func TestFilledInFieldsAreDrawn(t *testing.T) {
	img, _, err := warm(t).Render(source(rich()), options(""), 1, 72)
	if err != nil {
		t.Fatal(err)
	}
	if dark(img, image.Rect(50, 180, 250, 200)) == 0 {
		t.Error("the field is blank")
	}
}

func TestAHugePageIsDrawnSmaller(t *testing.T) {
	e, opt := warm(t), options("")
	opt.Limits.Pixels = 1_000_000
	img, dpi, err := e.Render(source(onePage("", "/MediaBox[0 0 14400 14400]")), opt, 1, 300)
	if err != nil {
		t.Fatal(err)
	}
	if n := img.Rect.Dx() * img.Rect.Dy(); n > 1_000_000 || n < 990_000 || dpi < 4.9 || dpi > 5 {
		t.Errorf("%v at %v dots an inch", img.Rect, dpi)
	}
	var limited *content.Limited
	if _, _, err := e.Render(source(onePage("", "/MediaBox[0 0 14400 1]")), content.Options{}, 1, 300); !errors.As(err, &limited) {
		t.Errorf("no pixels at all: %v", err)
	}
}

func TestPagesThatAreNotThereAreNotDrawn(t *testing.T) {
	e := warm(t)
	for _, number := range []int{0, -1, 3, 1 << 40} {
		if _, _, err := e.Render(source(rich()), options(""), number, 72); err == nil {
			t.Errorf("page %d was drawn", number)
		}
	}
	if n, err := e.Pages(source(rich()), options("")); n != 2 || err != nil {
		t.Errorf("%d pages, %v", n, err)
	}
}

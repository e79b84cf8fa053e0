package reading

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/content"
)

func noisy(seed uint64, w, h int) *image.Gray {
	chance := rand.New(rand.NewPCG(seed, seed))
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(chance.Uint32())
	}
	return img
}

// What was under boxes decides on no pixel, and every pixel of a box is black or
// of the label; what lies farther off than a dot stays as it was.
func TestNoPixelUnderABoxTellsWhatWasThere(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	const w, h, dpi = 300, 200, 100.0
	for n := range 300 {
		first, second := noisy(1, w, h), noisy(2, w, h)
		var boxes []blackened
		for range 1 + chance.IntN(5) {
			x, y := chance.Float64()*240-20, chance.Float64()*160-20
			boxes = append(boxes, blackened{text.Box{X0: x, Y0: y, X1: x + 0.1 + chance.Float64()*120, Y1: y + 0.1 + chance.Float64()*60}, "P-017"})
		}
		was := noisy(1, w, h)
		paint(first, dpi, boxes)
		paint(second, dpi, boxes)
		for y := range h {
			for x := range w {
				in, off := false, true
				px, py := (float64(x)+0.5)*72/dpi, (float64(y)+0.5)*72/dpi
				for _, b := range boxes {
					in = in || b.X0 <= px && px <= b.X1 && b.Y0 <= py && py <= b.Y1
					off = off && (px < b.X0-2 || px > b.X1+2 || py < b.Y0-2 || py > b.Y1+2)
				}
				a, b := first.GrayAt(x, y), second.GrayAt(x, y)
				if in && (a != b || a.Y != 0 && a.Y != 255) {
					t.Fatalf("round %d: the pixel %d,%d is %v in one and %v in the other", n, x, y, a, b)
				}
				if off && a != was.GrayAt(x, y) {
					t.Fatalf("round %d: the pixel %d,%d off all boxes changed", n, x, y)
				}
			}
		}
	}
}

func TestALabelIsWrittenWhereItHasRoom(t *testing.T) {
	white := func(label string, width float64) (n int) {
		img := image.NewGray(image.Rect(0, 0, 400, 100))
		paint(img, 72, []blackened{{text.Box{X0: 10, Y0: 10, X1: 10 + width, Y1: 60}, label}})
		for _, p := range img.Pix {
			if p == 255 {
				n++
			}
		}
		return n
	}
	if white("P-017", 200) == 0 || white("P-017", 200) == white("P-018", 200) {
		t.Error("labels are not written, or all alike")
	}
	if white("P-017", 20) != 0 {
		t.Error("a label hangs out of its box")
	}
	for _, label := range []string{"", "ایرینا", strings.Repeat("x", 41), "a\nb"} {
		if got := plainLabel(label, "B.2"); got != "B.2" {
			t.Errorf("%q is written as %q", label, got)
		}
	}
}

// drawnBy feeds a copyist as a child would.
func drawnBy(c *copyist, pages ...string) error {
	p := &easel{each: c.page, expect: 1, last: 10}
	for i, raw := range pages {
		if err := p.Member(context.Background(), flow.Member{Name: fmt.Sprint(i + 1), Acquired: custody.Acquired{Part: "72.0000"}}, strings.NewReader(raw)); err != nil {
			return err
		}
	}
	return nil
}

func greymap(w, h int) string {
	return fmt.Sprintf("P5\n%d %d\n255\n", w, h) + strings.Repeat("\xcc", w*h)
}

func TestTenThousandBoxesOnAPageAreAllPainted(t *testing.T) {
	var out bytes.Buffer
	c := &copyist{out: &out, boxes: map[int][]blackened{}}
	for i := range redaction.MaxMarks {
		x, y := float64(i%100)*6, float64(i/100)*8
		c.add(redaction.Mark{Page: 1, Boxes: []text.Box{{X0: x, Y0: y, X1: x + 6, Y1: y + 8}}, Code: redaction.Family}, "B.2")
	}
	var seen *image.Gray
	each := c.page
	p := &easel{expect: 1, last: 1, each: func(n int, dpi float64, img draw.Image) error {
		err := each(n, dpi, img)
		seen = img.(*image.Gray)
		return err
	}}
	if err := p.Member(t.Context(), flow.Member{Name: "1", Acquired: custody.Acquired{Part: "72.0000"}}, strings.NewReader(greymap(595, 780))); err != nil {
		t.Fatal(err)
	}
	told, err := c.finish()
	if err != nil || told.Hidden != redaction.MaxMarks || told.Pages != 1 {
		t.Fatalf("%+v, %v", told, err)
	}
	for i, v := range seen.Pix {
		if v == 0xcc {
			t.Fatalf("pixel %d is not painted", i)
		}
	}
}

// A child in hostile hands gives pages out of order, twice, or of no size.
func TestPagesOutOfOrderAreNoCopy(t *testing.T) {
	for what, m := range map[string][2]string{
		"the second first": {"2", "72"}, "no number": {"x", "72"}, "beyond what was asked for": {"11", "72"},
		"no dots": {"1", "0"}, "turned round": {"1", "-72"}, "not a number": {"1", "NaN"}, "nothing": {"1", ""}, "the size of the moon": {"1", "1e9"},
	} {
		c := &copyist{out: io.Discard, boxes: map[int][]blackened{}}
		p := &easel{each: c.page, expect: 1, last: 10}
		if m[0] == "11" {
			p.expect = 11
		}
		err := p.Member(t.Context(), flow.Member{Name: m[0], Acquired: custody.Acquired{Part: m[1]}}, strings.NewReader(greymap(10, 10)))
		if _, own := ownFault(err); !own {
			t.Errorf("%s: %v", what, err)
		}
	}
	c := &copyist{out: io.Discard, boxes: map[int][]blackened{}}
	if err := drawnBy(c, greymap(10, 10), "P5\n10 10\n255\nshort"); err == nil {
		t.Error("half a picture was taken for a page")
	}
	if _, err := (&copyist{out: io.Discard}).finish(); err == nil {
		t.Error("a copy without pages was made")
	}
}

func TestPicturesTellAtHowManyDotsTheyAreDrawn(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 4000, 100))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	small := narrowed(img, copyWidth)
	var got content.Member
	if err := handColours(tellsMember{&got}, 1, pageDPI*float64(small.Rect.Dx())/4000, small); err != nil || got.Part != "124.0000" {
		t.Errorf("a picture of 4000 dots made narrower is at %q, %v", got.Part, err)
	}
}

// tellsMember is a sink that remembers the member.
type tellsMember struct{ m *content.Member }

func (tellsMember) Page(content.Page) error       { return nil }
func (tellsMember) Row(content.Row) error         { return nil }
func (tellsMember) Field(content.Field) error     { return nil }
func (tellsMember) Problem(content.Problem) error { return nil }
func (s tellsMember) Member(m content.Member, r io.Reader) error {
	*s.m = m
	_, err := io.Copy(io.Discard, r)
	return err
}

// BenchmarkPages paints and writes pages of 150 dots an inch, without drawing them.
func BenchmarkPages(b *testing.B) {
	page := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	glyphs := noisy(5, 1000, 1)
	for line := range 50 {
		for y := range 16 {
			copy(page.Pix[(100+line*30+y)*1240+100:], glyphs.Pix[y*50:])
		}
	}
	c := &copyist{out: io.Discard, boxes: map[int][]blackened{}}
	for b.Loop() {
		c.boxes[c.pages+1] = []blackened{{text.Box{X0: 72, Y0: 100, X1: 180, Y1: 114}, "P-017"}}
		if err := c.page(c.pages+1, 150, page); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

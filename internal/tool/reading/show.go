package reading

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// How pictures of pages are shown to people: as fine as a screen shows, and no
// wider than one.
const (
	shownDPI   = 110
	shownWidth = 1400 // pixels
)

// Picture draws page number of an item, whose bytes data gives, for a person
// to look at, as PNG. The pixels come from behind the walls; that they are a
// picture and no more is made sure of here, by writing them anew.
func (s *Sandboxed) Picture(ctx context.Context, item custody.Item, data io.Reader, number int) (picture []byte, err error) {
	engine := map[string]string{enginePDF: enginePDFPages, enginePicture: enginePicturePages}[engineFor(item.MediaType)]
	if engine == "" || number < 1 {
		return nil, fail.New(fail.NotFound, "there is no picture of page %d of item %s", number, item.Sum)
	}
	held, err := newSpool(data, s.Spool)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	gallery := &gallery{}
	t := newTaker(gallery, engine)
	w := &work{s: s, ask: flow.Ask{Item: item}, held: held, shelf: gallery, limits: s.Limits}
	err = w.run(ctx, t, engine, options{Page: number, DPI: shownDPI, Width: shownWidth})
	if reason, own := ownFault(err); own {
		return nil, fail.New(fail.NotFound, "page %d of item %s can't be drawn: %s", number, item.Sum, reason)
	}
	if err != nil {
		return nil, err
	}
	if t.failed != nil || gallery.img == nil {
		return nil, fail.New(fail.NotFound, "page %d of item %s can't be drawn", number, item.Sum)
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, gallery.img)
	return out.Bytes(), err
}

// gallery is the shelf for one picture.
type gallery struct{ img image.Image }

// Put keeps nothing.
func (*gallery) Put(_ context.Context, r io.Reader) (custody.Sum, error) {
	_, err := io.Copy(io.Discard, r)
	return custody.Sum{}, err
}

// Member implements flow.Shelf: it takes the first picture.
func (g *gallery) Member(_ context.Context, _ flow.Member, r io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(r, maxPicture+1))
	if err != nil || g.img != nil {
		return err
	}
	g.img, err = portable(raw)
	return err
}

// portable reads a portable grey- or pixmap (Netpbm's P5 and P6 with 255 steps)
// as this package writes it, and nothing else.
func portable(raw []byte) (image.Image, error) {
	bad := fmt.Errorf("%w: no picture", errWord)
	var fields [4]string // P5 or P6, width, height, 255
	rest := raw
	for i := range fields {
		end := bytes.IndexAny(rest[:min(len(rest), 16)], " \n")
		if end < 0 {
			return nil, bad
		}
		fields[i], rest = string(rest[:end]), rest[end+1:]
	}
	width, err1 := strconv.Atoi(fields[1])
	height, err2 := strconv.Atoi(fields[2])
	if err1 != nil || err2 != nil || fields[3] != "255" || width < 1 || height < 1 || width > maxPicture/height {
		return nil, bad
	}
	switch {
	case fields[0] == "P5" && len(rest) == width*height:
		return &image.Gray{Pix: rest, Stride: width, Rect: image.Rect(0, 0, width, height)}, nil
	case fields[0] == "P6" && len(rest)%3 == 0 && len(rest)/3 == width*height:
		img := image.NewRGBA(image.Rect(0, 0, width, height))
		for i, j := 0, 0; i < len(rest); i, j = i+3, j+4 {
			img.Pix[j], img.Pix[j+1], img.Pix[j+2], img.Pix[j+3] = rest[i], rest[i+1], rest[i+2], 255
		}
		return img, nil
	}
	return nil, bad
}

package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"

	"sanad/internal/format/content"
	"sanad/internal/format/exif"
)

// errCut: pixels are missing at the end; what there is was decoded.
var errCut = errors.New("the picture is cut off: what is missing shows as one colour")

// Decode gives the first picture of the file as it is to be seen: turned as its
// EXIF orientation says. A JPEG file that is cut off is decoded as far as it
// goes. Its errors are those of Read.
func Decode(src content.Source, opt content.Options) (image.Image, error) {
	img, _, err := decode(src, opt)
	if errors.Is(err, errCut) {
		err = nil
	}
	return img, err
}

// Frames calls yield with every page of a TIFF file, numbered from 1, and with
// the one picture of others. It ends with the first error, of yield or of a
// page; a page that is broken does not keep yield from being given the others
// before.
func Frames(src content.Source, opt content.Options, yield func(n int, img image.Image) error) error {
	if formatOf(head(src)) != formatTIFF {
		img, err := Decode(src, opt)
		if err != nil {
			return err
		}
		return yield(1, img)
	}
	pages, err := exif.Pages(src, opt.Limits.Pages)
	if err != nil {
		return err
	}
	for n, at := range pages {
		img, err := Decode(page(src, at), opt)
		if err != nil {
			return fmt.Errorf("page %d: %w", n+1, err)
		}
		if err := yield(n+1, img); err != nil {
			return err
		}
	}
	return nil
}

func head(src content.Source) []byte {
	b := make([]byte, 16)
	n, _ := src.ReadAt(b, 0)
	return b[:n]
}

// page gives a TIFF file whose first page is that at at.
func page(src content.Source, at uint32) content.Source {
	h := head(src)
	if len(h) < 8 {
		return src
	}
	order := exif.Order(h)
	order.PutUint32(h[4:], at)
	return content.Source{ReaderAt: &patched{src, h[:8]}, Size: src.Size, Name: src.Name}
}

// patched is a file that begins otherwise.
type patched struct {
	io.ReaderAt
	head []byte
}

func (p *patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.ReaderAt.ReadAt(b, off)
	if off < int64(len(p.head)) && off >= 0 {
		copy(b[:n], p.head[off:])
	}
	return n, err
}

// decode gives the picture and its header; with errCut both are there.
func decode(src content.Source, opt content.Options) (image.Image, image.Config, error) {
	format := formatOf(head(src))
	c, err := codecOf(format)
	if format == formatHEIF {
		err = errHEIF
	}
	if err != nil {
		return nil, image.Config{}, err
	}
	cfg, err := c.header(format, src, opt.Limits)
	if err != nil {
		return nil, cfg, err
	}
	img, err := c.pixels(src)
	if err != nil && format == formatJPEG && short(err) && worthFilling(cfg, src.Size) {
		if part, cut := c.pixelsCut(src, cfg); errors.Is(cut, errCut) {
			img, err = part, cut
		}
	}
	if err != nil && !errors.Is(err, errCut) {
		return nil, cfg, plainly(format, err)
	}
	return oriented(img, orientation(format, src)), cfg, err
}

// header reads width, height and colours and checks them.
func (c codec) header(format string, src content.Source, limits content.Limits) (cfg image.Config, err error) {
	defer caught(&err)
	if cfg, err = c.config(open(src)); err != nil {
		return cfg, plainly(format, err)
	}
	return cfg, fits(cfg, cost(format, cfg, src), limits)
}

func (c codec) pixels(src content.Source) (img image.Image, err error) {
	defer caught(&err)
	return c.decode(open(src))
}

// pixelsCut decodes a JPEG file that ends too soon as if zeros followed, as
// many as its pixels can need, then the mark that ends a picture.
func (c codec) pixelsCut(src content.Source, cfg image.Config) (img image.Image, err error) {
	defer caught(&err)
	zeros := io.LimitReader(zero{}, 4096+3*int64(cfg.Width)*int64(cfg.Height))
	img, err = c.decode(io.MultiReader(src.Stream(), zeros, bytes.NewReader([]byte("\xff\xd9"))))
	if err == nil {
		err = errCut
	}
	return img, err
}

// worthFilling tells a file that lacks its end from a header with hardly any
// pixels behind it: even one colour takes JPEG a byte for some hundred pixels.
func worthFilling(cfg image.Config, size int64) bool {
	return int64(cfg.Width)*int64(cfg.Height) <= 1<<16+256*size
}

// short tells the errors of a JPEG file that ends too soon.
func short(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, jpeg.FormatError("short Huffman data"))
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// open gives the file to a library, which finds ReadAt on it if it looks.
func open(src content.Source) io.Reader { return src.Stream() }

// caught turns a library's panic into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the pixels are damaged (%v)", p)
	}
}

// plainly says in words what a library's error means.
func plainly(format string, err error) error {
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the %s picture is cut off", format)
	}
	return fmt.Errorf("the %s picture can't be decoded: %w", format, err)
}

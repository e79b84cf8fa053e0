package picture

import (
	"bytes"
	"errors"
	"image"
	"strconv"

	"sanad/internal/format/content"
	"sanad/internal/format/exif"
)

// Read tells what a picture is, what it says of itself and how it looks: fields
// for width, height, format, color, hash_image and the descriptions, and the
// small picture hidden in its EXIF data as an "embedded" Member. Pixels that
// can't be decoded are a Problem while anything else could be told.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	format := formatOf(head(src))
	if format == "" {
		return errors.New("this is no picture of a format that is known")
	}
	t := &teller{out: out, seen: make(map[string]bool)}
	t.field("format", format)
	said := describe(format, src, t)
	if format == formatHEIF {
		return finishHEIF(t, said)
	}
	img, cfg, err := decode(src, opt)
	if cfg.Width > 0 && cfg.Height > 0 {
		t.size(cfg, said.exif.Orientation)
	}
	if img != nil {
		t.field("hash_image", hashText(Hash(img)))
	}
	if err != nil && img == nil && !t.told(said) {
		return err
	}
	t.said(said)
	if format == formatTIFF {
		t.pages(src, opt)
	}
	if err != nil {
		t.unreadable(err)
	}
	return t.err
}

// teller hands things over and keeps the first error.
type teller struct {
	out  content.Sink
	err  error
	seen map[string]bool
}

func (t *teller) field(name, value string) {
	if t.err == nil && value != "" && !t.seen[name+"\x00"+value] {
		t.seen[name], t.seen[name+"\x00"+value] = true, true
		t.err = t.out.Field(content.Field{Name: name, Value: value})
	}
}

// size tells width and height as the picture is shown.
func (t *teller) size(cfg image.Config, orientation int) {
	w, h := cfg.Width, cfg.Height
	if orientation >= 5 {
		w, h = h, w
	}
	t.field("width", strconv.Itoa(w))
	t.field("height", strconv.Itoa(h))
	t.field("color", colours(cfg.ColorModel))
}

// unreadable tells that the pixels, or the last of them, could not be read.
func (t *teller) unreadable(err error) {
	p := content.Problem{Part: "picture", Reason: err.Error()}
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		p.Limit = over.Limit
	}
	if t.err == nil {
		t.err = t.out.Problem(p)
	}
}

// pages tells how many pages a TIFF file has.
func (t *teller) pages(src content.Source, opt content.Options) {
	if pages, err := exif.Pages(src, opt.Limits.Pages); err == nil && len(pages) > 0 {
		t.field("page_count", strconv.Itoa(len(pages)))
	}
}

// sayings are what a picture says of itself.
type sayings struct {
	exif   exif.Data
	xmp    []content.Field
	others []content.Field
	broken []content.Problem
	turned int // quarter turns to the left that a HEIF file tells
	width  int // that a HEIF file tells
	height int
}

// told reports whether there is anything to say but for the pixels.
func (t *teller) told(s sayings) bool {
	return len(s.exif.Fields)+len(s.xmp)+len(s.others) > 0 || t.seen["width"]
}

// said hands over descriptions. Where XMP says otherwise than EXIF, both are
// told, XMP's under a name that begins with xmp_.
func (t *teller) said(s sayings) {
	for _, f := range s.exif.Fields {
		t.field(f.Name, f.Value)
	}
	for _, f := range s.others {
		t.field(f.Name, f.Value)
	}
	for _, f := range s.xmp {
		switch {
		case t.seen[f.Name+"\x00"+f.Value]:
		case t.seen[f.Name]:
			t.field("xmp_"+f.Name, f.Value)
		default:
			t.field(f.Name, f.Value)
		}
	}
	for _, p := range s.broken {
		if t.err == nil {
			t.err = t.out.Problem(p)
		}
	}
	if len(s.exif.Thumbnail) > 0 && t.err == nil {
		t.err = t.out.Member(content.Member{Name: "thumbnail.jpg", Role: "embedded", Part: "small picture in the EXIF data", MediaType: "image/jpeg"},
			bytes.NewReader(s.exif.Thumbnail))
	}
}

// orientation gives the EXIF orientation of a picture, 0 if there is none.
func orientation(format string, src content.Source) int {
	return describe(format, src, nil).exif.Orientation
}

// describe collects what the picture says of itself.
func describe(format string, src content.Source, t *teller) sayings {
	s := &sayings{}
	switch format {
	case formatJPEG:
		s.jpeg(src)
	case formatPNG:
		s.png(src)
	case formatGIF:
		s.gif(src)
	case formatWebP:
		s.webp(src)
	case formatTIFF:
		s.tiff(src)
	case formatHEIF:
		s.heif(src)
	}
	return *s
}

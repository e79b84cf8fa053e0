package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"sanad/internal/format/content"
)

// The formats, as the field format names them.
const (
	formatJPEG = "JPEG"
	formatPNG  = "PNG"
	formatGIF  = "GIF"
	formatTIFF = "TIFF"
	formatWebP = "WebP"
	formatBMP  = "BMP"
	formatHEIF = "HEIF"
)

// formatOf tells the format from the first bytes, "" for none.
func formatOf(head []byte) string {
	begins := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case begins("\xff\xd8\xff"):
		return formatJPEG
	case begins("\x89PNG\r\n\x1a\n"):
		return formatPNG
	case begins("GIF87a"), begins("GIF89a"):
		return formatGIF
	case begins("II*\x00"), begins("MM\x00*"):
		return formatTIFF
	case begins("RIFF") && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return formatWebP
	case begins("BM"):
		return formatBMP
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return formatHEIF
	}
	return ""
}

// codec decodes one format.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func codecOf(format string) (codec, error) {
	switch format {
	case formatJPEG:
		return codec{jpeg.DecodeConfig, jpeg.Decode}, nil
	case formatPNG:
		return codec{png.DecodeConfig, png.Decode}, nil
	case formatGIF:
		return codec{gif.DecodeConfig, gif.Decode}, nil
	case formatTIFF:
		return codec{tiff.DecodeConfig, tiff.Decode}, nil
	case formatWebP:
		return codec{webp.DecodeConfig, webp.Decode}, nil
	case formatBMP:
		return codec{bmp.DecodeConfig, bmp.Decode}, nil
	}
	return codec{}, errors.New("this is no picture of a format that is known")
}

// memory of a pixel that is allowed on average: what limits.Pixels stands for.
const bytesPerPixel = 4

// fits refuses a picture that takes too much memory: more pixels than the
// limit, or as many of a kind that takes more than bytesPerPixel for each.
func fits(cfg image.Config, perPixel int64, limits content.Limits) error {
	if cfg.Width <= 0 || cfg.Height <= 0 {
		return errors.New("the picture has no width or no height")
	}
	if int64(cfg.Width) > limits.Pixels/int64(cfg.Height) {
		return fmt.Errorf("the picture has %d × %d pixels: %w", cfg.Width, cfg.Height, &content.Limited{Limit: "pixels", Max: limits.Pixels})
	}
	most := limits.Pixels * bytesPerPixel / perPixel
	if int64(cfg.Width)*int64(cfg.Height) > most {
		return fmt.Errorf("the picture has %d × %d pixels of %d bytes while it is decoded: %w", cfg.Width, cfg.Height, perPixel, &content.Limited{Limit: "pixels", Max: most})
	}
	return nil
}

// cost is how many bytes a pixel takes while it is decoded.
func cost(format string, cfg image.Config, src io.ReaderAt) int64 {
	each := int64(bytesPerPixel)
	switch cfg.ColorModel {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	case color.YCbCrModel:
		each = 3
	default:
		if _, ok := cfg.ColorModel.(color.Palette); ok {
			each = 1
		}
	}
	if format == formatJPEG {
		if n := jpegCost(src); n > 0 {
			each = n
		}
	}
	return each
}

// jpegCost reads the frame header of a JPEG file (ITU-T T.81, B.2.2): a byte
// for each sample, of which colours may have fewer than pixels; and, where the
// picture comes in several passes, a 32-bit coefficient beside each until the
// end. It is 0 where there is no such header.
func jpegCost(src io.ReaderAt) (bytes int64) {
	_ = segments(src, func(marker byte, at, n int64) bool {
		if marker < 0xc0 || marker > 0xcf || marker == 0xc4 || marker == 0xc8 || marker == 0xcc {
			return true
		}
		frame := make([]byte, min(n, 18))
		k, _ := src.ReadAt(frame, at)
		var samples, wide, high int64
		for i := 6; i+3 <= k; i += 3 {
			h, v := int64(frame[i+1]>>4), int64(frame[i+1]&15)
			samples, wide, high = samples+h*v, max(wide, h), max(high, v)
		}
		if marker == 0xc2 {
			samples *= 5
		}
		if area := wide * high; area > 0 {
			bytes = (samples + area - 1) / area
		}
		return false
	})
	return bytes
}

// segments calls yield with the markers of a JPEG file up to the pixels, and
// where what they hold stands. It ends when yield says so.
func segments(src io.ReaderAt, yield func(marker byte, at, n int64) bool) error {
	r := bufio.NewReader(io.NewSectionReader(src, 2, 1<<40))
	for at := int64(2); ; {
		b, err := r.ReadByte()
		if err != nil {
			return err
		}
		if at++; b != 0xff {
			continue
		}
		marker := b
		for marker == 0xff {
			if marker, err = r.ReadByte(); err != nil {
				return err
			}
			at++
		}
		if marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd8 {
			continue
		}
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil || marker == 0xd9 {
			return err
		}
		n := int64(binary.BigEndian.Uint16(length[:])) - 2
		if n < 0 || marker == 0xda || !yield(marker, at+2, n) {
			return nil
		}
		if _, err := io.CopyN(io.Discard, r, n); err != nil {
			return err
		}
		at += 2 + n
	}
}

// colours names what the pixels are made of.
func colours(m color.Model) string {
	switch m {
	case color.GrayModel, color.Gray16Model:
		return "grey"
	case color.CMYKModel:
		return "CMYK"
	case color.YCbCrModel, color.RGBAModel, color.RGBA64Model:
		return "colour"
	case color.NRGBAModel, color.NRGBA64Model, color.NYCbCrAModel, color.AlphaModel:
		return "colour with transparency"
	}
	if p, ok := m.(color.Palette); ok {
		return fmt.Sprintf("palette of %d", len(p))
	}
	return ""
}

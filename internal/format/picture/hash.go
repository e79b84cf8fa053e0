package picture

import (
	"fmt"
	"image"
	"math"
	"slices"
)

const (
	side   = 32 // the picture's sides before the transform
	corner = 8  // of the frequencies that are kept
	across = 64 // samples across one cell of the small picture
)

// Hash is a 64-bit fingerprint of how a picture looks (C. Zauner 2010, 3.2.1):
// the brightness, made 32 × 32 by averaging, is transformed (DCT II); of the
// coefficients 1 to 8 of both directions, so without those that are constant
// across or down, each gives a bit, whether it is over their median.
//
// It hardly changes when a picture is scaled, packed anew or made a little
// brighter. It does change when it is turned, mirrored or cropped, and pictures
// with much empty ground (pages of text, maps) may look alike to it: an equal
// hash is a hint for a person to look, and nothing more.
func Hash(img image.Image) uint64 {
	var freq []float64
	cells := shrink(img)
	for v := 1; v <= corner; v++ {
		for u := 1; u <= corner; u++ {
			freq = append(freq, coefficient(&cells, u, v))
		}
	}
	sorted := slices.Sorted(slices.Values(freq))
	median := (sorted[31] + sorted[32]) / 2
	var hash uint64
	for _, f := range freq {
		hash <<= 1
		if f > median {
			hash |= 1
		}
	}
	return hash
}

// hashText writes a hash as the field hash_image has it.
func hashText(h uint64) string { return fmt.Sprintf("%016x", h) }

type cells [side][side]float64

// shrink averages the brightness over 32 × 32 cells, of each at most 64 × 64
// evenly spread pixels.
func shrink(img image.Image) (out cells) {
	b, at := img.Bounds(), brightness(img)
	for cy := range side {
		for cx := range side {
			x0, x1 := b.Dx()*cx/side, max(b.Dx()*cx/side+1, b.Dx()*(cx+1)/side)
			y0, y1 := b.Dy()*cy/side, max(b.Dy()*cy/side+1, b.Dy()*(cy+1)/side)
			nx, ny := min(x1-x0, across), min(y1-y0, across)
			sum := 0
			for j := range ny {
				for i := range nx {
					sum += int(at(b.Min.X+x0+(x1-x0)*i/nx, b.Min.Y+y0+(y1-y0)*j/ny))
				}
			}
			out[cy][cx] = float64(sum) / float64(nx*ny)
		}
	}
	return out
}

// coefficient gives one of the transform, but for a factor all have alike.
func coefficient(c *cells, u, v int) float64 {
	var sum float64
	for y := range side {
		var row float64
		for x := range side {
			row += c[y][x] * wave(x, u)
		}
		sum += row * wave(y, v)
	}
	// Rounded, so that no machine's way to add makes another hash.
	return math.Round(sum*1024) / 1024
}

func wave(x, u int) float64 { return math.Cos(float64(2*x+1) * float64(u) * math.Pi / (2 * side)) }

package door

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is the margin of a QR code in squares (ISO/IEC 18004, 9.1): without it
// cameras do not find the code.
const quiet = 4

// square is a QR code as a picture: the path of its dark squares, and how wide it
// is with its margin. None is drawn of a text that is too long for one.
type square struct {
	Path string
	Size int
}

func draw(text string) (square, error) {
	if text == "" || len(text) > 2_900 {
		return square{}, nil
	}
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return square{}, fmt.Errorf("drawing a receipt: %w", err)
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return square{b.String(), code.Size + 2*quiet}, nil
}

package memorial

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

func TestDump(t *testing.T) {
	dir := os.Getenv("DUMP")
	if dir == "" {
		return
	}
	files := draw(t, site(""), newPress())
	img := image.NewGray(image.Rect(0, 0, 300, 380))
	for y := range 380 {
		for x := range 300 {
			g := 200 - (y*60)/380
			dx, dy := x-150, y-150
			if dx*dx*10/7+dy*dy < 6400 {
				g = 120
			}
			if y > 250 && (dx*dx)/2 < (y-230)*90 {
				g = 70
			}
			img.SetGray(x, y, color.Gray{uint8(g)})
		}
	}
	var out bytes.Buffer
	png.Encode(&out, img)
	files["originals/"+item("portrait", "").Item.String()] = out.String()
	for p, d := range files {
		f := filepath.Join(dir, p)
		os.MkdirAll(filepath.Dir(f), 0o755)
		os.WriteFile(f, []byte(d), 0o644)
	}
}

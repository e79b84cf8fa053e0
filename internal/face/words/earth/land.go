// Package earth knows where there is land, and how a part of the earth is drawn as a
// picture: coasts, a grid of degrees, shapes and how exact they are. It must never
// hold a border or a name, nor ask anybody for a map.
package earth

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

// landText is where there is land, and nothing of who rules it: one ring a
// line, each place as hundredths of a degree from the one before, longitude
// first. From Natural Earth 4.1, 1:110m, which is in the public domain.
//
//go:embed land.txt
var landText string

// Degrees is a place: longitude and latitude.
type Degrees struct{ Lon, Lat float64 }

// Land gives the outline, which is read once.
var Land = sync.OnceValue(func() (rings [][]Degrees) {
	for line := range strings.Lines(landText) {
		var ring []Degrees
		x, y := 0, 0
		for pair := range strings.FieldsSeq(line) {
			dx, dy, _ := strings.Cut(pair, ",")
			x, y = x+whole(dx), y+whole(dy)
			ring = append(ring, Degrees{float64(x) / 100, float64(y) / 100})
		}
		rings = append(rings, unwound(ring))
	}
	return rings
})

// unwound makes a ring that goes over the line of dates one that goes on past
// 180 degrees. One that goes around the whole earth is closed over the pole.
func unwound(ring []Degrees) []Degrees {
	for i := range ring[1:] {
		for ring[i+1].Lon-ring[i].Lon > 180 {
			ring[i+1].Lon -= 360
		}
		for ring[i+1].Lon-ring[i].Lon < -180 {
			ring[i+1].Lon += 360
		}
	}
	first, last := ring[0], ring[len(ring)-1]
	if math.Abs(last.Lon-first.Lon) > 180 {
		ring = append(ring, Degrees{last.Lon, -90}, Degrees{first.Lon, -90})
	}
	return ring
}

// whole reads a number of the outline, which its own test reads whole.
func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// Spot is a place of the picture.
type Spot struct{ X, Y float64 }

// Drawn writes rings as the path of an SVG, cut off at the edges of the
// picture; points that fall on one dot are one.
func (m *View) Drawn(rings [][]Degrees) string {
	var b strings.Builder
	for _, ring := range rings {
		for _, turn := range []float64{-360, 0, 360} {
			spots := make([]Spot, len(ring))
			for i, d := range ring {
				spots[i] = m.Spot(Degrees{d.Lon + turn, d.Lat})
			}
			writeRing(&b, cut(spots, Width, Height))
		}
	}
	return b.String()
}

func writeRing(b *strings.Builder, spots []Spot) {
	if len(spots) < 3 {
		return
	}
	px, py := 0, 0
	written := 0
	for i, s := range spots {
		x, y := int(math.Round(s.X)), int(math.Round(s.Y))
		switch {
		case i == 0:
			b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "l")
		case x == px && y == py:
			continue
		default:
			if written > 0 && x-px >= 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(x - px))
			if y-py >= 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(y - py))
			written++
		}
		px, py = x, y
	}
	if written == 0 {
		b.WriteString("0 0")
	}
	b.WriteByte('z')
}

// cut gives the part of a ring that lies in the picture, a little beyond its
// edges (Sutherland and Hodgman, 1974).
func cut(ring []Spot, width, height float64) []Spot {
	const beyond = 4
	for _, edge := range []struct {
		in    func(Spot) bool
		meets func(a, b Spot) Spot
	}{
		{func(s Spot) bool { return s.X >= -beyond }, func(a, b Spot) Spot { return onX(a, b, -beyond) }},
		{func(s Spot) bool { return s.X <= width+beyond }, func(a, b Spot) Spot { return onX(a, b, width+beyond) }},
		{func(s Spot) bool { return s.Y >= -beyond }, func(a, b Spot) Spot { return onY(a, b, -beyond) }},
		{func(s Spot) bool { return s.Y <= height+beyond }, func(a, b Spot) Spot { return onY(a, b, height+beyond) }},
	} {
		var kept []Spot
		for i, s := range ring {
			before := ring[(i+len(ring)-1)%len(ring)]
			if edge.in(s) != edge.in(before) {
				kept = append(kept, edge.meets(before, s))
			}
			if edge.in(s) {
				kept = append(kept, s)
			}
		}
		ring = kept
	}
	return ring
}

func onX(a, b Spot, x float64) Spot { return Spot{x, a.Y + (b.Y-a.Y)*(x-a.X)/(b.X-a.X)} }

func onY(a, b Spot, y float64) Spot { return Spot{a.X + (b.X-a.X)*(y-a.Y)/(b.Y-a.Y), y} }

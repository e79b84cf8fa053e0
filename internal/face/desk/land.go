package desk

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

// degrees is a place: longitude and latitude.
type degrees struct{ lon, lat float64 }

// readLand reads the outline once.
var readLand = sync.OnceValue(func() (rings [][]degrees) {
	for line := range strings.Lines(landText) {
		var ring []degrees
		x, y := 0, 0
		for pair := range strings.FieldsSeq(line) {
			dx, dy, _ := strings.Cut(pair, ",")
			x, y = x+whole(dx), y+whole(dy)
			ring = append(ring, degrees{float64(x) / 100, float64(y) / 100})
		}
		rings = append(rings, unwound(ring))
	}
	return rings
})

// unwound makes a ring that goes over the line of dates one that goes on past
// 180 degrees. One that goes around the whole earth is closed over the pole.
func unwound(ring []degrees) []degrees {
	for i := range ring[1:] {
		for ring[i+1].lon-ring[i].lon > 180 {
			ring[i+1].lon -= 360
		}
		for ring[i+1].lon-ring[i].lon < -180 {
			ring[i+1].lon += 360
		}
	}
	first, last := ring[0], ring[len(ring)-1]
	if math.Abs(last.lon-first.lon) > 180 {
		ring = append(ring, degrees{last.lon, -90}, degrees{first.lon, -90})
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

// spot is a place of the picture.
type spot struct{ x, y float64 }

// drawn writes rings as the path of an SVG, cut off at the edges of the
// picture; points that fall on one dot are one.
func (m *mapView) drawn(rings [][]degrees) string {
	var b strings.Builder
	for _, ring := range rings {
		for _, turn := range []float64{-360, 0, 360} {
			spots := make([]spot, len(ring))
			for i, d := range ring {
				spots[i] = m.spot(degrees{d.lon + turn, d.lat})
			}
			writeRing(&b, cut(spots, mapWidth, mapHeight))
		}
	}
	return b.String()
}

func writeRing(b *strings.Builder, spots []spot) {
	if len(spots) < 3 {
		return
	}
	px, py := 0, 0
	written := 0
	for i, s := range spots {
		x, y := int(math.Round(s.x)), int(math.Round(s.y))
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
func cut(ring []spot, width, height float64) []spot {
	const beyond = 4
	for _, edge := range []struct {
		in    func(spot) bool
		meets func(a, b spot) spot
	}{
		{func(s spot) bool { return s.x >= -beyond }, func(a, b spot) spot { return onX(a, b, -beyond) }},
		{func(s spot) bool { return s.x <= width+beyond }, func(a, b spot) spot { return onX(a, b, width+beyond) }},
		{func(s spot) bool { return s.y >= -beyond }, func(a, b spot) spot { return onY(a, b, -beyond) }},
		{func(s spot) bool { return s.y <= height+beyond }, func(a, b spot) spot { return onY(a, b, height+beyond) }},
	} {
		var kept []spot
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

func onX(a, b spot, x float64) spot { return spot{x, a.y + (b.y-a.y)*(x-a.x)/(b.x-a.x)} }

func onY(a, b spot, y float64) spot { return spot{a.x + (b.x-a.x)*(y-a.y)/(b.y-a.y), y} }

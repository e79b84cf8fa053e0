package earth

import (
	"math"
	"strconv"

	"sanad/internal/core/claim"
)

// View is the part of the earth that a map shows: degrees of latitude are
// all as long, those of longitude as they are in its middle.
type View struct {
	Zoom     int
	Mid      Degrees
	PerDot   float64 // degrees of latitude
	Shrunken float64 // how long a degree of longitude is beside one of latitude
}

// The measures of a picture, in dots, and how near it can be looked at: at
// the last step a dot is some three metres.
const (
	Width      = 720
	Height     = 400
	ZoomMost   = 14
	ZoomFirst  = 6 // as near as a map is shown unasked
	MetresPer  = 111_195.0
	latestSeen = 85 // beyond it a degree of longitude is nothing
)

// At gives the view around a place; a zoom that there is not is the nearest there is.
func At(mid Degrees, zoom int) *View {
	zoom = max(0, min(ZoomMost, zoom))
	mid.Lat = max(-latestSeen, min(latestSeen, mid.Lat))
	mid.Lon = math.Mod(mid.Lon+540, 360) - 180
	return &View{zoom, mid, 0.5 / float64(int(1)<<zoom), math.Cos(mid.Lat * math.Pi / 180)}
}

// Fitting gives the nearest view that shows all shapes, but none nearer than
// ZoomFirst.
func Fitting(shapes []*claim.Shape) *View {
	if len(shapes) == 0 {
		return At(Degrees{}, 0)
	}
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, t := range shapes {
		for _, p := range t.Points {
			west, east, south, north = min(west, p[0]), max(east, p[0]), min(south, p[1]), max(north, p[1])
		}
	}
	v := At(Degrees{(west + east) / 2, (south + north) / 2}, ZoomFirst)
	for v.Zoom > 0 && ((north-south)/v.PerDot > Height*0.8 || (east-west)*v.Shrunken/v.PerDot > Width*0.8) {
		v = At(v.Mid, v.Zoom-1)
	}
	return v
}

// Spot gives the place in the picture.
func (m *View) Spot(d Degrees) Spot {
	lon := d.Lon - m.Mid.Lon
	return Spot{Width/2 + lon*m.Shrunken/m.PerDot, Height/2 + (m.Mid.Lat-d.Lat)/m.PerDot}
}

// Dots gives how many dots some metres are.
func (m *View) Dots(metres float64) float64 { return metres / MetresPer / m.PerDot }

// Moved gives the view so many dots to the right and down, and so many steps nearer.
func (m *View) Moved(right, down float64, nearer int) *View {
	return At(Degrees{m.Mid.Lon + right*m.PerDot/m.Shrunken, m.Mid.Lat - down*m.PerDot}, m.Zoom+nearer)
}

// Outline writes a line, or the ring of an area, as the path of an SVG.
func (m *View) Outline(at []Degrees, ring bool) string {
	out := ""
	for i, d := range at {
		s := m.Spot(d)
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		out += letter + strconv.Itoa(clamped(s.X)) + " " + strconv.Itoa(clamped(s.Y))
	}
	if ring {
		out += "z"
	}
	return out
}

// clamped keeps a place that lies far outside from making a number of many digits.
func clamped(f float64) int { return int(math.Round(max(-20_000, min(20_000, f)))) }

// Path writes a shape of a claim as the path of an SVG; "" for a point.
func (m *View) Path(s claim.Shape) string {
	if s.Form == claim.Point {
		return ""
	}
	ring := make([]Degrees, len(s.Points))
	for i, d := range s.Points {
		ring[i] = Degrees{d[0], d[1]}
	}
	return m.Outline(ring, s.Form == claim.Area)
}

// GridLine is a line of longitude or latitude.
type GridLine struct {
	X1, Y1, X2, Y2 int
	TextX, TextY   int
	Text           string
}

// Grid gives the lines of whole degrees, or parts of them, that lie in view.
func (m *View) Grid() (lines []GridLine) {
	step := 30.0
	for _, s := range []float64{10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005} {
		if s/m.PerDot*m.Shrunken < 70 {
			break
		}
		step = s
	}
	write := func(v float64) string {
		return strconv.FormatFloat(math.Round(v/step)*step, 'f', max(0, int(math.Ceil(-math.Log10(step)))), 64) + "°"
	}
	half := Width / 2 * m.PerDot / m.Shrunken
	for lon := math.Ceil((m.Mid.Lon-half)/step) * step; lon <= m.Mid.Lon+half; lon += step {
		x := int(m.Spot(Degrees{lon, 0}).X)
		lines = append(lines, GridLine{x, 0, x, Height, x + 3, Height - 4, write(math.Mod(lon+540, 360) - 180)})
	}
	half = Height / 2 * m.PerDot
	for lat := math.Ceil(max(-90, m.Mid.Lat-half)/step) * step; lat <= min(90, m.Mid.Lat+half); lat += step {
		y := int(m.Spot(Degrees{0, lat}).Y)
		lines = append(lines, GridLine{0, y, Width, y, 3, y - 3, write(lat)})
	}
	return lines
}

// ScaleBar is how long some metres are in the picture.
type ScaleBar struct {
	Dots   int
	Metres int64
}

// Start is where the bar begins.
func (s ScaleBar) Start() int { return Width - 10 - s.Dots }

// Scale gives a length that is easily read.
func (m *View) Scale() ScaleBar {
	metres := int64(1)
	for _, n := range []int64{2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000} {
		if m.Dots(float64(n)) > 140 {
			break
		}
		metres = n
	}
	return ScaleBar{int(m.Dots(float64(metres))), metres}
}

// Middle gives the middle of a shape, and how far it reaches from there, in
// metres, with how exact the source is.
func Middle(s *claim.Shape) (mid Degrees, reach float64) {
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, p := range s.Points {
		west, east, south, north = min(west, p[0]), max(east, p[0]), min(south, p[1]), max(north, p[1])
	}
	mid = Degrees{(west + east) / 2, (south + north) / 2}
	wide := (east - west) * math.Cos(mid.Lat*math.Pi/180)
	return mid, math.Hypot(wide, north-south)/2*MetresPer + s.Precision
}

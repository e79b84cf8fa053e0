package desk

import (
	"math"
	"net/url"
	"strconv"

	"sanad/internal/core/claim"
)

// mapView is the part of the earth that a map shows: degrees of latitude are
// all as long, those of longitude as they are in its middle.
type mapView struct {
	Zoom     int
	mid      degrees
	perDot   float64 // degrees of latitude
	shrunken float64 // how long a degree of longitude is beside one of latitude
}

// The measures of the picture, in dots, and how near it can be looked at: at
// the last step a dot is some three metres.
const (
	mapWidth   = 720
	mapHeight  = 400
	zoomMost   = 14
	zoomFirst  = 6 // as near as a map is shown unasked
	metresPer  = 111_195.0
	mapCrowd   = 40 // dots within which places are put together
	mapLeast   = 5  // the radius of a place that is known to the dot
	latestSeen = 85 // beyond it a degree of longitude is nothing
)

func viewOf(mid degrees, zoom int) *mapView {
	zoom = max(0, min(zoomMost, zoom))
	mid.lat = max(-latestSeen, min(latestSeen, mid.lat))
	mid.lon = math.Mod(mid.lon+540, 360) - 180
	return &mapView{zoom, mid, 0.5 / float64(int(1)<<zoom), math.Cos(mid.lat * math.Pi / 180)}
}

// fitting gives the nearest view that shows all places.
func fitting(things []*mapThing) *mapView {
	if len(things) == 0 {
		return viewOf(degrees{}, 0)
	}
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, t := range things {
		for _, p := range t.Shape.Points {
			west, east, south, north = min(west, p[0]), max(east, p[0]), min(south, p[1]), max(north, p[1])
		}
	}
	v := viewOf(degrees{(west + east) / 2, (south + north) / 2}, zoomFirst)
	for v.Zoom > 0 && ((north-south)/v.perDot > mapHeight*0.8 || (east-west)*v.shrunken/v.perDot > mapWidth*0.8) {
		v = viewOf(v.mid, v.Zoom-1)
	}
	return v
}

func (m *mapView) spot(d degrees) spot {
	lon := d.lon - m.mid.lon
	return spot{mapWidth/2 + lon*m.shrunken/m.perDot, mapHeight/2 + (m.mid.lat-d.lat)/m.perDot}
}

// dots gives how many dots some metres are.
func (m *mapView) dots(metres float64) float64 { return metres / metresPer / m.perDot }

// query gives the place and nearness for an address, moved by so many dots.
func (m *mapView) query(kept url.Values, right, down float64, nearer int) string {
	q := url.Values{}
	for name := range kept {
		q[name] = kept[name]
	}
	place := viewOf(degrees{m.mid.lon + right*m.perDot/m.shrunken, m.mid.lat - down*m.perDot}, m.Zoom+nearer)
	q.Set("z", strconv.Itoa(place.Zoom))
	q.Set("lat", strconv.FormatFloat(place.mid.lat, 'f', 5, 64))
	q.Set("lon", strconv.FormatFloat(place.mid.lon, 'f', 5, 64))
	return "/map?" + q.Encode() + "#map"
}

// gridLine is a line of longitude or latitude.
type gridLine struct {
	X1, Y1, X2, Y2 int
	TextX, TextY   int
	Text           string
}

// grid gives the lines of whole degrees, or parts of them, that lie in view.
func (m *mapView) grid() (lines []gridLine) {
	step := 30.0
	for _, s := range []float64{10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005} {
		if s/m.perDot*m.shrunken < 70 {
			break
		}
		step = s
	}
	write := func(v float64) string {
		return strconv.FormatFloat(math.Round(v/step)*step, 'f', max(0, int(math.Ceil(-math.Log10(step)))), 64) + "°"
	}
	half := mapWidth / 2 * m.perDot / m.shrunken
	for lon := math.Ceil((m.mid.lon-half)/step) * step; lon <= m.mid.lon+half; lon += step {
		x := int(m.spot(degrees{lon, 0}).x)
		lines = append(lines, gridLine{x, 0, x, mapHeight, x + 3, mapHeight - 4, write(math.Mod(lon+540, 360) - 180)})
	}
	half = mapHeight / 2 * m.perDot
	for lat := math.Ceil(max(-90, m.mid.lat-half)/step) * step; lat <= min(90, m.mid.lat+half); lat += step {
		y := int(m.spot(degrees{0, lat}).y)
		lines = append(lines, gridLine{0, y, mapWidth, y, 3, y - 3, write(lat)})
	}
	return lines
}

// scaleBar is how long some metres are in the picture.
type scaleBar struct {
	Dots   int
	Metres int64
}

// Start is where the bar begins.
func (s scaleBar) Start() int { return mapWidth - 10 - s.Dots }

func (m *mapView) scale() scaleBar {
	metres := int64(1)
	for _, n := range []int64{2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000} {
		if m.dots(float64(n)) > 140 {
			break
		}
		metres = n
	}
	return scaleBar{int(m.dots(float64(metres))), metres}
}

// middle gives the middle of a shape, and how far it reaches from there, in
// metres, with how exact the source is.
func middle(s *claim.Shape) (mid degrees, reach float64) {
	west, east, south, north := 180.0, -180.0, 90.0, -90.0
	for _, p := range s.Points {
		west, east, south, north = min(west, p[0]), max(east, p[0]), min(south, p[1]), max(north, p[1])
	}
	mid = degrees{(west + east) / 2, (south + north) / 2}
	wide := (east - west) * math.Cos(mid.lat*math.Pi/180)
	return mid, math.Hypot(wide, north-south)/2*metresPer + s.Precision
}

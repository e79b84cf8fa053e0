// Package position knows how people write places on the map: degrees with or
// without minutes and seconds, in the digits and words of English, Persian and
// Arabic, well-known text (OGC 06-103r4) and geo URIs (RFC 5870). It must never
// move a place: what can be read in two ways, lies outside the globe or says
// more than it can keep (heights, holes, other systems than WGS 84) is refused.
package position

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// The forms of a position.
const (
	Point = "point"
	Line  = "line"
	Area  = "area"
)

// MaxText is the longest text that is read, in bytes.
const MaxText = 4 << 10

// Position is where something is. Points are longitude and latitude in degrees
// of WGS 84, in the order of GeoJSON (RFC 7946); an area is one ring, of which
// the first point is not repeated at the end.
type Position struct {
	Form      string // point, line or area
	Points    [][2]float64
	Precision float64 // metres around each point; 0: not said
}

// Read reads one position. Bare numbers are latitude and then longitude, as
// people write them; well-known text has them the other way round, as its
// standard says. Points are parted by ";" or lines of their own: two make a
// line, three or more an area unless the text begins with "line". A precision
// stands at the end: "±500 m", "to 1 km", با دقت ۵۰۰ متر. Degrees that are
// written as decimals are kept as they are; those with minutes or seconds are
// rounded to 10^-7 degrees, about a centimetre.
func Read(text string) (Position, error) {
	if len(text) > MaxText {
		return Position{}, fmt.Errorf("a position is read from at most %d bytes, these are %d: give fewer points", MaxText, len(text))
	}
	if !utf8.ValidString(text) {
		return Position{}, errors.New("the text of a position is not UTF-8")
	}
	text = strings.TrimSpace(plainSigns(text))
	if text == "" {
		return Position{}, errors.New("no position is given: write latitude and longitude, as in \"35.5, 51.25\"")
	}
	if len(text) > 4 && strings.EqualFold(text[:4], "geo:") {
		return readURI(text[4:])
	}
	text, precision, err := cutPrecision(text)
	if err != nil {
		return Position{}, err
	}
	read := readPeople
	if isWKT(text) {
		read = readWKT
	}
	p, err := read(text)
	if err != nil {
		return Position{}, err
	}
	p.Precision = precision
	return p, nil
}

// plainSigns gives the text with ASCII digits and one sign for each meaning,
// without marks of direction.
func plainSigns(text string) string {
	text = strings.ReplaceAll(script.Digits(text), "''", "″")
	return strings.Map(func(r rune) rune {
		switch r {
		case '٫':
			return '.'
		case '،':
			return ','
		case '؛', '\n':
			return ';'
		case '−', '‐', '‑', '‒', '–':
			return '-'
		case 'º', '˚':
			return '°'
		case '\'', '’', '‘', 'ʹ', '´', '`':
			return '′'
		case '"', '”', '“', 'ʺ':
			return '″'
		case '\u200c':
			return ' '
		}
		switch {
		case unicode.Is(unicode.Bidi_Control, r), r == '\ufeff', r == 'ـ':
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
}

// place checks a latitude and a longitude and puts them in the order of GeoJSON.
func place(lat, lon float64) ([2]float64, error) {
	switch {
	case math.Abs(lat) > 90 && math.Abs(lon) <= 90 && math.Abs(lat) <= 180:
		return [2]float64{}, fmt.Errorf("the latitude %v is out of range (-90 to 90), and the longitude %v would be one: the two look swapped", lat, lon)
	case !(math.Abs(lat) <= 90):
		return [2]float64{}, fmt.Errorf("the latitude %v is out of range (-90 to 90): check its digits", lat)
	case !(math.Abs(lon) <= 180):
		return [2]float64{}, fmt.Errorf("the longitude %v is out of range (-180 to 180): check its digits", lon)
	}
	return [2]float64{lon + 0, lat + 0}, nil // no negative zero
}

// shaped makes a position of points in the form that was said, or if none was
// in the one that goes with their number.
func shaped(form string, points [][2]float64) (Position, error) {
	n := len(points)
	if n > 3 && form != Line && points[0] == points[n-1] {
		n-- // a closed ring
	}
	if form == "" {
		form = [...]string{Point, Line, Area}[min(n, 3)-1]
	}
	switch {
	case form == Point && n != 1:
		return Position{}, fmt.Errorf("a point is one pair of latitude and longitude, these are %d", n)
	case form == Line && n < 2:
		return Position{}, errors.New("a line has at least two points: part them with \";\"")
	case form == Area && n < 3:
		return Position{}, fmt.Errorf("an area has at least three points, these are %d: part them with \";\"", n)
	}
	return Position{Form: form, Points: points[:n]}, nil
}

package position

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// wktBegin is how well-known text begins; without the bracket it is a form said
// by a person.
var wktBegin = regexp.MustCompile(`(?i)^(?:SRID *= *([0-9]+) *; *)?([a-z]+) *(ZM|Z|M)? *(\(|EMPTY)`)

func isWKT(text string) bool {
	found := wktBegin.FindStringSubmatch(text)
	return found != nil && wktForm(found[2]) != ""
}

// wktForm gives the form of a geometry, "?" for those that are not kept.
func wktForm(name string) string {
	switch strings.ToUpper(name) {
	case "POINT":
		return Point
	case "LINESTRING":
		return Line
	case "POLYGON":
		return Area
	case "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE",
		"CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "TRIANGLE", "TIN", "POLYHEDRALSURFACE":
		return "?"
	}
	return ""
}

// readWKT reads POINT, LINESTRING and POLYGON, longitude first. A number before
// it (EWKT) must be that of WGS 84.
func readWKT(text string) (Position, error) {
	found := wktBegin.FindStringSubmatch(text)
	name, form := strings.ToUpper(found[2]), wktForm(found[2])
	switch {
	case found[1] != "" && found[1] != "4326":
		return Position{}, fmt.Errorf("the coordinates are of system %s: only WGS 84 (4326) is read", found[1])
	case form == "?":
		return Position{}, fmt.Errorf("%s is not read: give one POINT, LINESTRING or POLYGON at a time", name)
	case found[3] != "":
		return Position{}, fmt.Errorf("%s %s has heights or measures, which are not kept: leave them out", name, found[3])
	case found[4] != "(":
		return Position{}, fmt.Errorf("%s EMPTY is nowhere: leave the position out", name)
	}
	open, shut := "(", ")"
	if form == Area {
		open, shut = "((", "))"
	}
	body := text[len(found[0])-1:]
	body = strings.NewReplacer("( (", "((", ") )", "))").Replace(body)
	inside, ok := strings.CutPrefix(body, open)
	if inside, ok = cutSuffix(inside, shut, ok); !ok {
		return Position{}, fmt.Errorf("the brackets of the %s are not as in %s%s51.25 35.5 ...%s", name, name, open, shut)
	}
	if strings.ContainsAny(inside, "()") {
		return Position{}, fmt.Errorf("the %s has several parts or holes, which are not kept: give one ring", name)
	}
	points, err := wktPoints(inside)
	if err != nil {
		return Position{}, fmt.Errorf("%s: %w", name, err)
	}
	return shaped(form, points)
}

func cutSuffix(text, suffix string, ok bool) (string, bool) {
	rest, cut := strings.CutSuffix(text, suffix)
	return rest, ok && cut
}

func wktPoints(text string) ([][2]float64, error) {
	var points [][2]float64
	for pair := range strings.SplitSeq(text, ",") {
		numbers := strings.Fields(pair)
		if len(numbers) != 2 {
			return nil, fmt.Errorf("%q is not a longitude, a space and a latitude; heights are not kept", strings.TrimSpace(pair))
		}
		lon, err := number(numbers[0])
		if err != nil {
			return nil, err
		}
		lat, err := number(numbers[1])
		if err != nil {
			return nil, err
		}
		point, err := place(lat, lon)
		if err != nil {
			return nil, fmt.Errorf("%w (well-known text has the longitude first)", err)
		}
		points = append(points, point)
	}
	return points, nil
}

// plain is a number of WKT; geo URIs have no exponent and no plus.
var plain = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?$`)

func number(text string) (float64, error) {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !plain.MatchString(text) {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return value, nil
}

// readURI reads what follows "geo:" (RFC 5870, 3.3). Parameters it does not know
// are passed over, as section 3.4.1 wants; another system than WGS 84 is refused.
func readURI(text string) (Position, error) {
	place3, parameters, _ := strings.Cut(text, ";")
	numbers := strings.Split(place3, ",")
	if len(numbers) == 3 {
		return Position{}, errors.New("the geo URI has a height, which is not kept: leave it out")
	}
	if len(numbers) != 2 || strings.ContainsAny(place3, "eE+ ") {
		return Position{}, fmt.Errorf("\"geo:%s\" is not as in geo:35.5,51.25 (RFC 5870)", text)
	}
	lat, err := number(numbers[0])
	if err != nil {
		return Position{}, err
	}
	lon, err := number(numbers[1])
	if err != nil {
		return Position{}, err
	}
	point, err := place(lat, lon)
	if err != nil {
		return Position{}, err
	}
	precision, err := uriPrecision(parameters)
	return Position{Form: Point, Points: [][2]float64{point}, Precision: precision}, err
}

// uriPrecision reads the parameters crs and u, the uncertainty in metres.
func uriPrecision(parameters string) (float64, error) {
	precision, seen := 0.0, false
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		switch strings.ToLower(name) {
		case "crs":
			if !strings.EqualFold(value, "wgs84") {
				return 0, fmt.Errorf("the geo URI is of the system %q: only wgs84 is read", value)
			}
		case "u":
			metres, err := number(value)
			if err != nil || seen || strings.ContainsAny(value, "eE+-") || metres > maxPrecision {
				return 0, fmt.Errorf("the uncertainty \"%s\" of the geo URI is not one number of metres", parameter)
			}
			precision, seen = metres, true
		}
	}
	return precision, nil
}

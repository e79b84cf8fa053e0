package claim

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Date is the date a source gives, read: the text itself is the claim's
// original. What days it spans follows from EDTF and is not recorded.
type Date struct {
	EDTF     string `json:"edtf"`               // ISO 8601-2, in the Gregorian calendar
	Calendar string `json:"calendar"`           // that it is written in: gregorian, solar, hijri-civil, hijri-umalqura
	Native   string `json:"native,omitempty"`   // in that calendar, as 1367-05
	Relative string `json:"relative,omitempty"` // EDTF of the date it is counted from ("last Friday"): the document's
	// Flags tell what is loose about the reading, as package calendar names
	// it: approximate, two-digit-year, variant (a Hijri day by rule, which may
	// be a day off) ...
	Flags []string `json:"flags,omitempty"`
}

// DateVariant is the flag of a day that may be a day earlier or later.
const DateVariant = "variant"

// maxDateFlags bounds the flags of a date.
const maxDateFlags = 20

func (d *Date) check() error {
	if d != nil && (d.EDTF == "" || d.Calendar == "" || len(d.EDTF)+len(d.Native)+len(d.Relative)+len(d.Calendar) > maxWord || len(d.Flags) > maxDateFlags) {
		return errors.New("a date needs its EDTF and the calendar it is written in")
	}
	return nil
}

// Comparator says how a number bounds the quantity that is meant.
type Comparator string

// The comparators. Scale is for "thousands": only an order of magnitude is
// said, and the bounds are the conventional ones of the word.
const (
	Exactly  Comparator = "exactly"
	About    Comparator = "about"
	AtLeast  Comparator = "at least"
	MoreThan Comparator = "more than"
	AtMost   Comparator = "at most"
	LessThan Comparator = "less than"
	Between  Comparator = "between"
	Scale    Comparator = "scale"
)

// Comparators lists them.
func Comparators() []Comparator {
	return []Comparator{Exactly, About, AtLeast, MoreThan, AtMost, LessThan, Between, Scale}
}

// Quantity is a number that somebody states, never bare: the same number of
// other things, in another scope, is another figure and no rival.
type Quantity struct {
	Kind       string     `json:"kind"` // what is counted: killed, signatures, members, years ...
	Comparator Comparator `json:"comparator"`
	Low        *int64     `json:"low,omitempty"`
	High       *int64     `json:"high,omitempty"`
	Unit       string     `json:"unit,omitempty"`  // persons if empty; families, villages, years ...
	Scope      string     `json:"scope,omitempty"` // of whom, where, when: as the source bounds it
}

// check refuses numbers that contradict their comparator. Bounds that are
// turned round are refused: they are a slip of the recorder, whatever the
// source says can be written as two claims.
func (q *Quantity) check() error {
	if q == nil {
		return nil
	}
	low, high := q.Low != nil, q.High != nil
	bad := false
	switch q.Comparator {
	case Exactly, About:
		bad = !low || !high || *q.Low != *q.High
	case AtLeast, MoreThan:
		bad = !low || high
	case AtMost, LessThan:
		bad = low || !high
	case Between, Scale:
		bad = !low || !high
	default:
		return fmt.Errorf("there is no comparator %q: use one of %v", q.Comparator, Comparators())
	}
	switch {
	case bad:
		return fmt.Errorf("the numbers of a quantity do not go with %q", q.Comparator)
	case low && *q.Low < 0 || high && *q.High < 0:
		return errors.New("a quantity can't be below zero")
	case low && high && *q.Low > *q.High:
		return fmt.Errorf("the quantity is between %d and %d, which is the wrong way round", *q.Low, *q.High)
	case strings.TrimSpace(q.Kind) == "":
		return errors.New("a quantity needs to say what it counts: the same number of other things is another figure")
	case len(q.Kind)+len(q.Unit)+len(q.Scope) > maxWord:
		return errors.New("what a quantity counts is told at too great length")
	}
	return nil
}

// String writes the quantity in plain ASCII for a claim's value.
func (q Quantity) String() string {
	var b strings.Builder
	number := func(n *int64) string { return strconv.FormatInt(*n, 10) }
	switch q.Comparator {
	case Exactly:
		b.WriteString(number(q.Low))
	case Between, Scale:
		b.WriteString(string(q.Comparator) + " " + number(q.Low) + " and " + number(q.High))
	case AtMost, LessThan:
		b.WriteString(string(q.Comparator) + " " + number(q.High))
	default:
		b.WriteString(string(q.Comparator) + " " + number(q.Low))
	}
	if q.Unit != "" {
		b.WriteString(" " + q.Unit)
	}
	b.WriteString(" " + q.Kind)
	if q.Scope != "" {
		b.WriteString(" (" + q.Scope + ")")
	}
	return b.String()
}

// The forms of a shape.
const (
	Point = "point"
	Line  = "line"
	Area  = "area"
)

// Shape is where something is: never a bare point, always with how exact the
// source is. Coordinates are WGS 84 in decimal degrees, longitude first, as
// GeoJSON (RFC 7946) writes them; an area is one ring that need not be closed.
type Shape struct {
	Form      string       `json:"form"`
	Points    [][2]float64 `json:"points"`
	Precision float64      `json:"precision"`       // metres around each point
	Basis     string       `json:"basis,omitempty"` // survey, satellite image, from the description ...
}

// maxPoints bounds a shape.
const maxPoints = 5000

func (s *Shape) check() error {
	if s == nil {
		return nil
	}
	least := map[string]int{Point: 1, Line: 2, Area: 3}[s.Form]
	switch {
	case least == 0:
		return fmt.Errorf("a shape is a point, a line or an area, not %q", s.Form)
	case len(s.Points) < least || s.Form == Point && len(s.Points) > 1 || len(s.Points) > maxPoints:
		return fmt.Errorf("a %s can't have %d points", s.Form, len(s.Points))
	case !(s.Precision > 0) || s.Precision > 3_000_000:
		return errors.New("a shape needs its precision in metres: how far off the source may be")
	case len(s.Basis) > maxWord:
		return errors.New("the basis of a shape is told at too great length")
	}
	for _, p := range s.Points {
		if math.IsNaN(p[0]) || math.Abs(p[0]) > 180 || math.IsNaN(p[1]) || math.Abs(p[1]) > 90 {
			return fmt.Errorf("%v, %v is nowhere on earth: longitude first, then latitude, in decimal degrees", p[0], p[1])
		}
	}
	return nil
}

// String writes the shape in plain ASCII for a claim's value.
func (s Shape) String() string {
	points := make([]string, min(len(s.Points), 50))
	for i := range points {
		points[i] = strconv.FormatFloat(s.Points[i][1], 'f', -1, 64) + "," + strconv.FormatFloat(s.Points[i][0], 'f', -1, 64)
	}
	more := ""
	if len(s.Points) > len(points) {
		more = fmt.Sprintf(" and %d more", len(s.Points)-len(points))
	}
	return fmt.Sprintf("%s %s%s, to %s m", s.Form, strings.Join(points, " "), more, strconv.FormatFloat(s.Precision, 'f', -1, 64))
}

// Valid is when what is claimed held, as far as the source bounds it. It is
// not when it was said (that is the teller's) nor when it was recorded (that
// is the ledger's). All three are EDTF.
type Valid struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	AsOf string `json:"as_of,omitempty"` // it held then; before and after is not said
}

func (v *Valid) check() error {
	if v == nil {
		return nil
	}
	if (*v == Valid{}) || slices.ContainsFunc([]string{v.From, v.To, v.AsOf}, func(s string) bool { return len(s) > maxWord }) {
		return errors.New("a valid time needs a beginning, an end or a day, in EDTF")
	}
	return nil
}

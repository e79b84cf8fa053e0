package position

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"sanad/internal/ground/script"
)

// decimalComma is a pair that may as well be one number with a decimal comma.
var decimalComma = regexp.MustCompile(`^[+-]?[0-9]+,[0-9]+$`)

// readPeople reads points as people write them, parted by ";".
func readPeople(text string) (Position, error) {
	form, text := cutForm(text)
	var points [][2]float64
	for part := range strings.SplitSeq(text, ";") {
		part = strings.Trim(part, " .")
		if part == "" {
			continue
		}
		if decimalComma.MatchString(part) {
			return Position{}, fmt.Errorf("%q may be two whole numbers or one with a decimal comma: write decimals with a point, and a space after the comma", part)
		}
		point, err := readPair(part)
		if err != nil {
			return Position{}, fmt.Errorf("%q is no place: %w", part, err)
		}
		points = append(points, point)
	}
	if len(points) == 0 {
		return Position{}, errors.New("no position is given: write latitude and longitude, as in \"35.5, 51.25\"")
	}
	return shaped(form, points)
}

// cutForm takes the word for the form off the beginning.
func cutForm(text string) (form, rest string) {
	n := strings.IndexAny(text, " :")
	if n < 0 {
		return "", text
	}
	rest = strings.TrimLeft(text[n:], " :")
	switch script.Fold(text[:n]) {
	case "point", "نقطه":
		return Point, rest
	case "line", "path", "route", "خط", "مسیر":
		return Line, rest
	case "area", "polygon", "محدوده", "منطقه", "مساحه":
		return Area, rest
	}
	return "", text
}

// axis is the direction in which an angle is measured.
type axis int

const (
	unsaid axis = iota
	latitude
	longitude
)

// unmarked is the rank of a number without a sign of degrees (0), minutes (1)
// or seconds (2).
const unmarked = -1

// part is one number of an angle.
type part struct {
	text string
	rank int
}

// angle is one of the two numbers of a place.
type angle struct {
	parts []part
	axis  axis
	side  float64 // 1 north or east, -1 south or west, 0 not said
}

func readPair(text string) ([2]float64, error) {
	r := pairReader{}
	if err := r.read(text); err != nil {
		return [2]float64{}, err
	}
	angles, err := r.two()
	if err != nil {
		return [2]float64{}, err
	}
	first, err := angles[0].degrees()
	if err != nil {
		return [2]float64{}, err
	}
	second, err := angles[1].degrees()
	if err != nil {
		return [2]float64{}, err
	}
	a, b := angles[0].axis, angles[1].axis
	switch {
	case a != unsaid && a == b:
		return [2]float64{}, errors.New("both numbers are on the same axis: a place needs a latitude (N, S) and a longitude (E, W)")
	case a == longitude || b == latitude:
		first, second = second, first
	}
	return place(first, second)
}

// pairReader gathers angles.
type pairReader struct {
	done []angle
	now  angle
}

func (r *pairReader) read(text string) error {
	for i := 0; i < len(text); {
		n, err := r.next(text[i:])
		if err != nil {
			return err
		}
		i += n
	}
	return r.close()
}

// next reads the first thing of a text that is not empty and gives its length.
func (r *pairReader) next(text string) (int, error) {
	switch c := text[0]; {
	case c == ' ', c == '(', c == ')':
		return 1, nil
	case c == ',':
		if len(r.now.parts) == 0 && len(r.done) == 0 {
			return 0, errors.New("a number is missing before the comma")
		}
		return 1, r.close()
	case c >= '0' && c <= '9', c == '-', c == '+':
		n := 1
		for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] == '.') {
			n++
		}
		r.now.parts = append(r.now.parts, part{text[:n], unmarked})
		return n, nil
	}
	for rank, sign := range []string{"°", "′", "″"} {
		if strings.HasPrefix(text, sign) {
			return len(sign), r.mark(rank)
		}
	}
	n := strings.IndexAny(text, " ,()0123456789-+°′″:=")
	if n < 0 {
		n = len(text)
	}
	if n == 0 {
		return 0, fmt.Errorf("the sign %q is not read here", text[:1])
	}
	word := text[:n]
	if n < len(text) && (text[n] == ':' || text[n] == '=') {
		n++
	}
	return n, r.word(word)
}

// mark puts a rank on the last number. A rank that the angle has already begins
// the next angle: 35° 51°.
func (r *pairReader) mark(rank int) error {
	last := len(r.now.parts) - 1
	if last < 0 || r.now.parts[last].rank != unmarked {
		return errors.New("a sign of degrees, minutes or seconds stands without a number before it")
	}
	if last > 0 && r.now.parts[last-1].rank >= rank {
		number := r.now.parts[last]
		r.now.parts = r.now.parts[:last]
		if err := r.close(); err != nil {
			return err
		}
		r.now.parts = append(r.now.parts, number)
	}
	r.now.parts[len(r.now.parts)-1].rank = rank
	return nil
}

// word reads a side of the world, the name of an axis or of a rank.
func (r *pairReader) word(word string) error {
	switch script.Fold(word) {
	case "n", "north", "شمال", "شمالی", "شمالا":
		return r.toward(latitude, 1)
	case "s", "south", "جنوب", "جنوبی", "جنوبا":
		return r.toward(latitude, -1)
	case "e", "east", "شرق", "شرقی", "شرقا":
		return r.toward(longitude, 1)
	case "w", "west", "غرب", "غربی", "غربا":
		return r.toward(longitude, -1)
	case "lat", "latitude", "عرض", "العرض":
		return r.named(latitude)
	case "lon", "long", "lng", "longitude", "طول", "الطول":
		return r.named(longitude)
	case "deg", "degree", "degrees", "درجه":
		return r.mark(0)
	case "min", "minute", "minutes", "دقیقه":
		return r.mark(1)
	case "sec", "second", "seconds", "ثانیه":
		return r.mark(2)
	case "and", "و", "جغرافیایی", "خط", "":
		return nil
	}
	return fmt.Errorf("%q is not read here", word)
}

// toward puts a side on the angle it stands at: the one before it, or the one
// after if that one begins with it.
func (r *pairReader) toward(a axis, side float64) error {
	if len(r.now.parts) > 0 && r.now.side != 0 {
		if err := r.close(); err != nil {
			return err
		}
	}
	if r.now.side != 0 || r.now.axis != unsaid && r.now.axis != a {
		return errors.New("two sides of the world are said of one number")
	}
	before := len(r.now.parts) > 0
	r.now.axis, r.now.side = a, side
	if before {
		return r.close()
	}
	return nil
}

func (r *pairReader) named(a axis) error {
	if len(r.now.parts) > 0 {
		if err := r.close(); err != nil {
			return err
		}
	}
	if r.now.axis != unsaid {
		return errors.New("an axis is named without a number after it")
	}
	r.now.axis = a
	return nil
}

// close ends the angle that is being read, if there is one.
func (r *pairReader) close() error {
	if len(r.now.parts) == 0 {
		if r.now.axis != unsaid {
			return errors.New("a number is missing beside the side of the world or the name of the axis")
		}
		return nil
	}
	r.done = append(r.done, r.now)
	r.now = angle{}
	if len(r.done) > 2 {
		return errors.New("there are more than two numbers: part points with \";\", and leave heights out")
	}
	return nil
}

// two gives the two angles; numbers with nothing between them are halved:
// 35 41 51 23 are two with minutes.
func (r *pairReader) two() ([]angle, error) {
	if len(r.done) == 2 {
		return r.done, nil
	}
	only := r.done[0:]
	if len(only) == 1 && only[0].axis == unsaid {
		parts := only[0].parts
		n := len(parts)
		if n == 2 || n == 4 || n == 6 {
			halves := []angle{{parts: parts[:n/2]}, {parts: parts[n/2:]}}
			if parts[0].rank == parts[n/2].rank {
				return halves, nil
			}
		}
	}
	return nil, errors.New("a latitude and a longitude are wanted, as in \"35.5, 51.25\" or \"35°30′N 51°15′E\"")
}

// degrees adds up degrees, minutes and seconds.
func (a angle) degrees() (float64, error) {
	if len(a.parts) > 3 {
		return 0, errors.New("one number has more than degrees, minutes and seconds")
	}
	sum, sign := 0.0, 1.0
	for i, p := range a.parts {
		text := p.text
		if i == 0 && (text[0] == '-' || text[0] == '+') {
			if text[0] == '-' {
				sign = -1
			}
			if text = text[1:]; a.side != 0 {
				return 0, fmt.Errorf("%s has a sign and a side of the world: give one of them", p.text)
			}
		}
		value, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil || text[0] < '0' || text[0] > '9' || text[len(text)-1] == '.':
			return 0, fmt.Errorf("%q is no number", p.text)
		case p.rank != unmarked && p.rank != i:
			return 0, errors.New("degrees, minutes and seconds are wanted in this order")
		case i < len(a.parts)-1 && value != math.Trunc(value):
			return 0, fmt.Errorf("%s has decimals, and a smaller part stands after it", p.text)
		case i > 0 && value >= 60:
			return 0, fmt.Errorf("minutes and seconds are under 60, not %s", text)
		}
		sum += value / math.Pow(60, float64(i))
	}
	if len(a.parts) > 1 {
		sum = math.Round(sum*1e7) / 1e7
	}
	if a.side != 0 {
		sign = a.side
	}
	return sign * sum, nil
}

package amount

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// decimal is n / 10^places, without zeros at its end.
type decimal struct {
	n      int64
	places int
}

var (
	errLarge = errors.New("the number is larger than can be kept (2^63-1): check its digits")
	errParts = errors.New("these are several numbers")
)

func parseDecimal(whole, fraction string) (decimal, error) {
	fraction = strings.TrimRight(fraction, "0")
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return decimal{}, errLarge
	}
	return decimal{n, len(fraction)}, nil
}

// times multiplies by a scale.
func (d decimal) times(scale int64) (decimal, error) {
	for d.places > 0 && scale%10 == 0 {
		d.places--
		scale /= 10
	}
	if scale != 0 && d.n > math.MaxInt64/scale {
		return d, errLarge
	}
	d.n *= scale
	for d.places > 0 && d.n%10 == 0 {
		d.n, d.places = d.n/10, d.places-1
	}
	return d, nil
}

// plus adds whole numbers.
func (d decimal) plus(n int64) (decimal, error) {
	if d.places > 0 {
		return d, errParts
	}
	if d.n > math.MaxInt64-n {
		return d, errLarge
	}
	return decimal{n: d.n + n}, nil
}

// less compares; numbers with very many decimals do so by their floating
// values, which is enough to tell which scale is meant.
func (d decimal) less(e decimal) bool { return d.float() < e.float() }

func (d decimal) float() float64 { return float64(d.n) / math.Pow10(d.places) }

func (d decimal) whole() (int64, error) {
	if d.places > 0 {
		return 0, fmt.Errorf("%s is not a whole number: an amount counts whole things", d)
	}
	return d.n, nil
}

func (d decimal) String() string {
	s := strconv.FormatInt(d.n, 10)
	if d.places == 0 {
		return s
	}
	if len(s) <= d.places {
		s = strings.Repeat("0", d.places-len(s)+1) + s
	}
	return s[:len(s)-d.places] + "." + s[len(s)-d.places:]
}

package amount

import (
	"errors"
	"fmt"
	"math"
)

// number is one number on the way: whole segments that are done ("two
// thousand"), and the one that is being read.
type number struct {
	sum    int64 // of the segments that are done
	last   int64 // the scale of the last of them, under which the next must stay
	now    decimal
	has    bool  // now says something
	typed  bool  // now is in digits
	scale  int64 // what now is multiplied with, 1 at first
	step   int64 // the last scale word of it
	lang   language
	joined bool // the word before was "and"
	bare   bool // the word before was "a"
}

// parse reads tokens as one number. It gives errParts if they are not one.
func parse(tokens []token) (decimal, error) {
	n := number{last: math.MaxInt64, scale: 1}
	for i, t := range tokens {
		if err := n.add(t, tokens[i+1:]); err != nil {
			return decimal{}, err
		}
		n.joined = t.class == and || n.joined && t.class == article
		n.bare = t.class == article
		if t.lang != 0 && t.class != and {
			n.lang = t.lang
		}
	}
	if n.joined || n.bare || !n.has && n.last == math.MaxInt64 {
		return decimal{}, errParts
	}
	return n.value()
}

// value gives the number as far as it was read.
func (n *number) value() (decimal, error) {
	if !n.has {
		return decimal{n: n.sum}, nil
	}
	now, err := n.now.times(n.scale)
	if err != nil || n.last == math.MaxInt64 {
		return now, err
	}
	if now.float() >= float64(n.last) {
		return now, errParts
	}
	return now.plus(n.sum)
}

func (n *number) add(t token, after []token) error {
	switch t.class {
	case and:
		if !n.has {
			return errParts
		}
		return nil
	case article:
		if n.open() && n.now.places == 0 && !n.joined {
			return errParts
		}
		return nil
	case digits:
		return n.addDigits(t, after)
	case atom:
		return n.addAtom(t)
	case teen:
		if n.open() && !n.joined && !n.typed && n.now.n >= 1 && n.now.n <= 9 {
			n.now.n += 10
			return nil
		}
		return n.addAtom(t)
	case hundred:
		return n.addHundred(t)
	case scale, dual:
		return n.addScale(t)
	case plural:
		switch {
		case !n.open() || n.joined || t.value == 10:
			return errParts
		case t.value == 100:
			return n.addHundred(t)
		}
		return n.addScale(t)
	case half:
		return n.addHalf()
	}
	return errParts
}

// open tells that the segment has something and no scale yet.
func (n *number) open() bool { return n.has && n.scale == 1 }

// next closes a segment that has its scale, so that another can begin. Persian
// and Arabic put "and" between the two, always.
func (n *number) next(lang language) error {
	if !n.has {
		return nil
	}
	if n.scale == 1 || lang != english && !n.joined {
		return errParts
	}
	sum, err := n.value()
	if err != nil {
		return err
	}
	if n.sum, err = sum.whole(); err != nil {
		return errParts
	}
	n.last, n.scale, n.has, n.typed, n.now = n.step, 1, false, false, decimal{}
	return nil
}

func (n *number) addDigits(t token, after []token) error {
	if n.open() {
		return errParts
	}
	if t.doubt && len(after) > 0 && (after[0].class == scale || after[0].class == plural) {
		return fmt.Errorf("%s before a scale can be read with thousands or with decimals: write the number out", t.digits)
	}
	if err := n.next(n.lang); err != nil {
		return err
	}
	n.now, n.has, n.typed = t.digits, true, true
	return nil
}

// addAtom adds a number word to the hundreds, tens and units of the segment.
func (n *number) addAtom(t token) error {
	if !n.open() {
		if err := n.next(t.lang); err != nil {
			return err
		}
		n.now, n.has = decimal{n: t.value}, true
		return nil
	}
	now := n.now.n
	turned := t.lang == arabic && t.value >= 20 && t.value <= 90 && now%100 >= 1 && now%100 <= 9
	fits := t.value < 10 && t.value > 0 && now%10 == 0 && now%100 != 10 || t.value >= 10 && t.value < 100 && now%100 == 0
	switch {
	case n.typed || now == 0 || n.now.places > 0 || !turned && !fits:
		return errParts
	case t.lang != english && !n.joined:
		return errParts
	case t.lang == english && n.joined && now < 100:
		return errParts
	}
	n.now.n += t.value
	return nil
}

func (n *number) addHundred(t token) error {
	if !n.open() {
		if n.has && t.lang == english && !n.bare {
			return errParts // "thousand hundred"
		}
		if err := n.next(t.lang); err != nil {
			return err
		}
		n.now, n.has = decimal{n: 100}, true
		return nil
	}
	most := int64(9)
	if t.lang == english {
		most = 99
	}
	if n.joined || !n.typed && n.now.places == 0 && (n.now.n < 1 || n.now.n > most) {
		return errParts
	}
	var err error
	n.now, err = n.now.times(100)
	n.typed = false
	return err
}

// addScale multiplies the segment. A scale may stand on a smaller one: thousand
// million, hundred thousand.
func (n *number) addScale(t token) error {
	count := int64(1)
	if t.class == dual {
		count = 2
	}
	if n.has && (n.joined || t.class == dual) {
		if err := n.next(t.lang); err != nil {
			return err
		}
	}
	switch {
	case !n.has && (t.word == "الفا" || t.word == "ملیونا" || t.word == "ملیارا") && !t.tanwin:
		return errors.New("ألفا, مليونا and مليارا alone are one or two of it: write the number in digits")
	case !n.has && t.word == "الف" && !t.hamza:
		return errors.New("الف alone may be the letter: write ألف, or the number in digits")
	case !n.has:
		n.now, n.has = decimal{n: count}, true
	case n.scale > 1 && t.value <= n.step, n.scale > math.MaxInt64/t.value:
		return errParts
	}
	n.scale, n.step = n.scale*t.value, t.value
	return nil
}

// addHalf reads half a million, two and a half million, a million and a half.
func (n *number) addHalf() error {
	switch {
	case !n.has && n.last == math.MaxInt64:
		n.now, n.has = decimal{5, 1}, true
	case n.joined && n.open() && n.now.places == 0 && n.now.n < math.MaxInt64/10-1:
		n.now = decimal{n.now.n*10 + 5, 1}
	case n.joined && n.has && n.scale > 1:
		step := n.step
		if err := n.next(english); err != nil {
			return err
		}
		n.now, n.has, n.scale, n.step = decimal{5, 1}, true, step, 1
	default:
		return errParts
	}
	return nil
}

// parseScale reads tokens that tell an order of magnitude alone: thousands,
// tens of thousands, several hundred.
func parseScale(tokens []token) (low, high int64, err error) {
	least, most, unit, vague := int64(0), int64(0), int64(1), false
	for _, t := range tokens {
		switch {
		case t.class == several && least == 0:
			vague = true
		case t.class == article && least == 0, t.class == of:
		case least == 0 && (t.class == plural || vague && t.counts() && t.value > 0):
			least, most = orderOf(t.value)
			unit = t.value
		case least > 0 && (t.class == plural || t.class == hundred || t.class == scale) && t.value > unit:
			if most > math.MaxInt64/t.value {
				return 0, 0, errLarge
			}
			least, most, unit = least*t.value, most*t.value, t.value
		default:
			return 0, 0, errParts
		}
	}
	if least == 0 {
		return 0, 0, errParts
	}
	return least, most - 1, nil
}

// orderOf gives the bounds of the package comment, the upper one not included.
func orderOf(unit int64) (least, below int64) {
	switch unit {
	case 12:
		return 24, 100
	case 20:
		return 40, 100
	}
	return 2 * unit, 10 * unit
}

package naming

import (
	"strings"

	"sanad/internal/ground/script"
)

// units gives, of each run of pieces that half-spaces (zero width non-joiners)
// hold together, where it begins: to who writes لاله‌کوه so it is one word, and
// no role ends within it.
func (o *order) units() (begins []int) {
	for i, p := range o.pieces {
		if i > 0 && o.pieces[i-1].To < p.From && halfSpace(o.text[o.pieces[i-1].To:p.From]) {
			continue
		}
		begins = append(begins, i)
	}
	return begins
}

// halfSpace tells what holds two pieces together.
func halfSpace(between string) bool {
	return between != "" && strings.Trim(between, "\u200c") == ""
}

// byUnits gives roles to units as if each were one word.
func (o *order) byUnits(begins []int) []assignment {
	other := *o
	other.pieces, other.tokens = nil, nil
	of := make([]int, len(o.pieces)) // the unit of each piece
	for n, from := range begins {
		to := len(o.pieces)
		if n+1 < len(begins) {
			to = begins[n+1]
		}
		unit := o.pieces[from]
		unit.Words = nil
		for i := from; i < to; i++ {
			of[i] = n
			unit.Words = append(unit.Words, o.pieces[i].Words...)
			if i > from {
				unit.Token += o.pieces[i].Token
				unit.To = o.pieces[i].To
			}
		}
		other.pieces = append(other.pieces, unit)
		other.tokens = append(other.tokens, o.unitToken(unit, o.tokens[from], to-from))
	}
	found := other.assignments()
	out := make([]assignment, 0, len(found))
	for _, f := range found {
		a := o.blank(f.why)
		for i, unit := range of {
			a.roles[i], a.sure[i] = f.roles[unit], f.sure[unit]
		}
		out = append(out, a)
	}
	return out
}

// unitToken dresses a unit; one of a single piece is dressed already.
func (o *order) unitToken(unit script.Piece, first Token, pieces int) Token {
	if pieces == 1 {
		return first
	}
	return o.g.token(o.text[unit.From:unit.To], unit.Token)
}

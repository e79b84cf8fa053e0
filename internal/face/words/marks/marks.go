// Package marks knows where cited passages stand in a text as it was read. It
// must never change the text, and never guess a place: a passage it can't find
// is left without a mark.
package marks

import "slices"

// Span is a marked part of a text, in bytes, and what marks it.
type Span struct {
	From, To int
	ID       string
}

// Piece is a part of a text with the same marks over all of it.
type Piece struct {
	Text  string
	IDs   []string // the spans it lies in
	First []string // those of them that begin with this piece
}

// Pieces cuts a text at the ends of its spans, which may overlap. Together
// the pieces are the text. A span that is empty or not in the text is left out.
func Pieces(text string, spans []Span) []Piece {
	spans = slices.DeleteFunc(slices.Clone(spans), func(s Span) bool {
		return s.From < 0 || s.To > len(text) || s.From >= s.To
	})
	cuts := []int{0, len(text)}
	for _, s := range spans {
		cuts = append(cuts, s.From, s.To)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	pieces := make([]Piece, 0, len(cuts))
	for i := 0; i+1 < len(cuts); i++ {
		p := Piece{Text: text[cuts[i]:cuts[i+1]]}
		for _, s := range spans {
			if s.From <= cuts[i] && cuts[i+1] <= s.To {
				p.IDs = append(p.IDs, s.ID)
				if s.From == cuts[i] {
					p.First = append(p.First, s.ID)
				}
			}
		}
		pieces = append(pieces, p)
	}
	return pieces
}

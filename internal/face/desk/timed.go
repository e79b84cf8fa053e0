package desk

import (
	"slices"

	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
)

// timedLine is a part of a page's text; of a recording's text, what is said
// from one moment on.
type timedLine struct {
	Timed  bool
	Start  int64 // milliseconds
	Pieces []marks.Piece
}

// timed parts the pieces of a page at its cues. Together the lines are the
// page's text, what stands between cues too.
func timed(p text.Page, pieces []marks.Piece) []timedLine {
	lines := []timedLine{{}}
	cues := p.Cues
	at := 0
	for _, piece := range pieces {
		for piece.Text != "" {
			for len(cues) > 0 && cues[0].From <= at {
				lines = append(lines, timedLine{Timed: true, Start: cues[0].Start})
				cues = cues[1:]
			}
			head := piece
			if len(cues) > 0 && cues[0].From < at+len(piece.Text) {
				head.Text = piece.Text[:cues[0].From-at]
			}
			last := &lines[len(lines)-1]
			last.Pieces = append(last.Pieces, head)
			at += len(head.Text)
			piece.Text, piece.First = piece.Text[len(head.Text):], nil
		}
	}
	return slices.DeleteFunc(lines, func(l timedLine) bool { return len(l.Pieces) == 0 })
}

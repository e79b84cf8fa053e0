package text

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Box is a rectangle on a page in points (1/72 inch) from the top left corner
// of the page as it is shown.
type Box struct {
	X0 float64 `json:"x0"`
	Y0 float64 `json:"y0"`
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
}

// with gives the smallest box around two.
func (b Box) with(c Box) Box {
	return Box{min(b.X0, c.X0), min(b.Y0, c.Y0), max(b.X1, c.X1), max(b.Y1, c.Y1)}
}

// Within reports whether no side of the box is farther than most points from
// the corner of the page.
func (b Box) Within(most float64) bool {
	for _, v := range [...]float64{b.X0, b.Y0, b.X1, b.Y1} {
		if !(math.Abs(v) <= most) {
			return false
		}
	}
	return true
}

// Word ties the bytes From to To of a page's text to where they were seen.
type Word struct {
	From, To   int
	Box        Box
	Confidence int // of a machine's reading, 1 to 100; 0: not told
}

// Cue ties the bytes From to To of a page's text to when they were said, in
// milliseconds from the beginning of the recording.
type Cue struct {
	From, To   int
	Start, End int64
}

// MarshalJSON writes [from,to,x0,y0,x1,y1] or, with a confidence, a seventh
// number: there are many words. Places are rounded to a tenth of a point.
func (w Word) MarshalJSON() ([]byte, error) {
	b := fmt.Appendf(nil, "[%d,%d", w.From, w.To)
	for _, v := range [...]float64{w.Box.X0, w.Box.Y0, w.Box.X1, w.Box.Y1} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("a word stands at %v", v)
		}
		b = strconv.AppendFloat(append(b, ','), math.Round(v*10)/10, 'f', -1, 64)
	}
	if w.Confidence > 0 {
		b = strconv.AppendInt(append(b, ','), int64(w.Confidence), 10)
	}
	return append(b, ']'), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Word) UnmarshalJSON(raw []byte) error {
	var n []float64
	if err := json.Unmarshal(raw, &n); err != nil {
		return err
	}
	if len(n) < 6 || len(n) > 7 {
		return fmt.Errorf("a word of %d numbers, want 6 or 7", len(n))
	}
	*w = Word{From: int(n[0]), To: int(n[1]), Box: Box{n[2], n[3], n[4], n[5]}}
	if len(n) == 7 {
		w.Confidence = int(n[6])
	}
	return nil
}

// MarshalJSON writes [from,to,start,end].
func (c Cue) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d,%d,%d]", c.From, c.To, c.Start, c.End), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Cue) UnmarshalJSON(raw []byte) error {
	var n []int64
	if err := json.Unmarshal(raw, &n); err != nil {
		return err
	}
	if len(n) != 4 {
		return fmt.Errorf("a cue of %d numbers, want 4", len(n))
	}
	*c = Cue{From: int(n[0]), To: int(n[1]), Start: n[2], End: n[3]}
	return nil
}

// StandsAt reports whether the bytes from up to to of a page's text are at the
// selector's region and time, as far as it names them.
func (s Selector) StandsAt(p Page, from, to int) bool {
	region, time := p.Place(from, to)
	return (s.Region == nil || region != nil && *region == *s.Region) && (s.Time == nil || time != nil && *time == *s.Time)
}

// Place gives where and when the bytes from up to to of the page's text stand:
// the box around the words and the stretch of the cues they touch, nil where
// the reading does not know.
func (p Page) Place(from, to int) (region *Box, time *Stretch) {
	for _, w := range p.Words {
		if w.From >= to || w.To <= from {
			continue
		}
		if box := w.Box; region == nil {
			region = &box
		} else {
			*region = region.with(box)
		}
	}
	for _, c := range p.Cues {
		if c.From >= to || c.To <= from {
			continue
		}
		if time == nil {
			time = &Stretch{c.Start, c.End}
		} else {
			time.Start, time.End = min(time.Start, c.Start), max(time.End, c.End)
		}
	}
	return region, time
}

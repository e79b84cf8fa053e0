package text

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanad/internal/core/custody"
	"sanad/internal/ground/canon"
)

// Range is a range of bytes of the original, from Start up to but not
// including End.
type Range struct {
	Start int64 `json:"start"`
	End   int64 `json:"end"`
}

// Stretch is a part of a recording in milliseconds from its beginning.
type Stretch struct {
	Start int64 `json:"start"`
	End   int64 `json:"end"`
}

// String writes it as a player shows it: 0:01:02.500-0:01:04.000.
func (s Stretch) String() string { return clock(s.Start) + "-" + clock(s.End) }

// Selector says where in an item a passage is. Either a page or a cell is
// given; Bytes is given when the reading keeps exact places, so that anyone
// can cut the passage out of the original with a hex editor.
type Selector struct {
	Page   int      `json:"page,omitempty"`   // from 1
	Cell   string   `json:"cell,omitempty"`   // as a spreadsheet names it: "C12", or "Sheet!C12"
	Bytes  *Range   `json:"bytes,omitempty"`  // in the original
	Region *Box     `json:"region,omitempty"` // on the page as it is shown
	Time   *Stretch `json:"time,omitempty"`   // of the recording
}

func (s Selector) String() string {
	switch {
	case s.Cell != "":
		return "cell " + s.Cell
	case s.Time != nil:
		return "time " + s.Time.String()
	case s.Page != 0:
		return "page " + strconv.Itoa(s.Page)
	}
	return "whole"
}

// inTwoPlaces reports whether the selector names a cell and what only a page
// has: no rendition has both, so that one of them could be checked by nobody.
func (s Selector) inTwoPlaces() bool {
	return s.Cell != "" && (s.Page != 0 || s.Region != nil || s.Time != nil)
}

// clock writes milliseconds as a player shows them.
func clock(ms int64) string {
	return fmt.Sprintf("%d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// Passage is an exact place in an item: which bytes, read by which rendition,
// where, and what stands there. (W3C Web Annotation: a specific resource with
// a text quote selector, refined by a fragment of the page, region or time.)
type Passage struct {
	Item      custody.Sum `json:"item"`
	Rendition custody.Sum `json:"rendition"`
	Selector  Selector    `json:"selector"`
	Quote     string      `json:"quote"` // exactly as the rendition has it
}

// ID names the passage by what it is: citing the same place twice gives the
// same passage.
func (p Passage) ID() string {
	var at []byte
	if r := p.Selector.Bytes; r != nil {
		at = fmt.Appendf(nil, "%d-%d", r.Start, r.End)
	}
	parts := [][]byte{p.Item[:], p.Rendition[:], []byte(strconv.Itoa(p.Selector.Page)), []byte(p.Selector.Cell), at, []byte(p.Quote)}
	if p.Selector.Region == nil && p.Selector.Time == nil {
		return canon.ID("p", "sanad/passage/v1", parts...)
	}
	// The same words twice on a page are two passages.
	var region, time []byte
	if r := p.Selector.Region; r != nil {
		region = fmt.Appendf(nil, "%.1f,%.1f,%.1f,%.1f", r.X0, r.Y0, r.X1, r.Y1)
	}
	if t := p.Selector.Time; t != nil {
		time = fmt.Appendf(nil, "%d-%d", t.Start, t.End)
	}
	return canon.ID("p", "sanad/passage/v2", append(parts, region, time)...)
}

// Check refuses a passage that does not say exactly where it is.
func (p Passage) Check() error {
	switch {
	case p.Item.IsZero() || p.Rendition.IsZero():
		return errors.New("a passage needs the item and the rendition it was read in")
	case p.Quote == "" || !utf8.ValidString(p.Quote) || strings.IndexByte(p.Quote, 0) >= 0:
		return errors.New("a passage needs the quoted text")
	case p.Selector.Page == 0 && p.Selector.Cell == "":
		return errors.New("a passage needs a page or a cell")
	case p.Selector.inTwoPlaces():
		return errors.New("a passage of a cell has no page, region or time")
	}
	if r := p.Selector.Bytes; r != nil && (r.Start < 0 || r.End <= r.Start) {
		return fmt.Errorf("a passage of the bytes %d to %d is nowhere", r.Start, r.End)
	}
	if r := p.Selector.Region; r != nil && !(r.X1 >= r.X0 && r.Y1 >= r.Y0) {
		return errors.New("a passage of a region turned inside out is nowhere")
	}
	if t := p.Selector.Time; t != nil && (t.Start < 0 || t.End < t.Start) {
		return fmt.Errorf("a passage from %d to %d milliseconds is nowhere", t.Start, t.End)
	}
	return nil
}

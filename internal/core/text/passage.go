package text

import (
	"errors"
	"fmt"
	"strconv"
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

// Selector says where in an item a passage is. At least a page or a cell is
// given; Bytes is given when the reading keeps exact places, so that anyone
// can cut the passage out of the original with a hex editor.
type Selector struct {
	Page  int    `json:"page,omitempty"`  // from 1
	Cell  string `json:"cell,omitempty"`  // as a spreadsheet names it: "C12"
	Bytes *Range `json:"bytes,omitempty"` // in the original
}

func (s Selector) String() string {
	switch {
	case s.Cell != "":
		return "cell " + s.Cell
	case s.Page != 0:
		return "page " + strconv.Itoa(s.Page)
	}
	return "whole"
}

// Passage is an exact place in an item: which bytes, read by which rendition,
// where, and what stands there. (W3C Web Annotation: a specific resource with
// a text quote selector.)
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
	return canon.ID("p", "sanad/passage/v1", p.Item[:], p.Rendition[:],
		[]byte(strconv.Itoa(p.Selector.Page)), []byte(p.Selector.Cell), at, []byte(p.Quote))
}

// Check refuses a passage that does not say exactly where it is.
func (p Passage) Check() error {
	switch {
	case p.Item.IsZero() || p.Rendition.IsZero():
		return errors.New("a passage needs the item and the rendition it was read in")
	case p.Quote == "" || !utf8.ValidString(p.Quote):
		return errors.New("a passage needs the quoted text")
	case p.Selector.Page == 0 && p.Selector.Cell == "":
		return errors.New("a passage needs a page or a cell")
	}
	if r := p.Selector.Bytes; r != nil && (r.Start < 0 || r.End <= r.Start) {
		return fmt.Errorf("a passage of the bytes %d to %d is nowhere", r.Start, r.End)
	}
	return nil
}

package redaction

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// The most that one item can be marked with.
const (
	MaxMarks = 10_000
	MaxBoxes = 30_000 // of all marks
	maxText  = 4 << 10
)

// Farthest is how far from the corner of its page a box can stand, in points.
const Farthest = 1e6

// Mark hides one thing. It has one of four forms, by what the item is:
//
//   - Page and Boxes: on a page that is drawn, the boxes that are painted, in
//     points from the top left corner as text.Box has them. Quote and Region then
//     say which words of the reading they were made for, if they were.
//   - Cell: of a table, as text.Selector names it.
//   - Quote alone: of a text that has no pages to draw, these words wherever they
//     stand on the page, or in all of it where Page is 0.
//   - Page, Quote and Unseen: of a page that is drawn, words that its reading has and
//     the page as it is drawn does not show, such as a note behind a sign: nothing
//     is painted, and somebody looked.
type Mark struct {
	Page   int        `json:"page,omitempty"`
	Boxes  []text.Box `json:"boxes,omitempty"`
	Cell   string     `json:"cell,omitempty"`
	Quote  string     `json:"quote,omitempty"`
	Region *text.Box  `json:"region,omitempty"` // around the quote as the reading places it, before the boxes were widened
	Unseen bool       `json:"unseen,omitempty"`
	Code   Code       `json:"code"`
	Reason string     `json:"reason"`
	Entity string     `json:"entity,omitempty"` // whom it hides
	Lift   string     `json:"lift,omitempty"`   // when it may be lifted
}

// Drawn reports whether the mark is painted on the picture of a page.
func (m Mark) Drawn() bool { return len(m.Boxes) > 0 }

// Label gives what is written in the box: the pseudonym of whom it hides, where
// one was drawn for them, or else the code.
func (m Mark) Label(pseudonyms map[string]string) string {
	if p := pseudonyms[m.Entity]; p != "" && m.Entity != "" {
		return p
	}
	return string(m.Code)
}

// Marked says all that is hidden of an item in what leaves a case: what a later one
// says takes the place of it as a whole, and one without marks takes all of them
// away.
type Marked struct {
	Redaction string      `json:"redaction"`
	Replaces  string      `json:"replaces,omitempty"` // the one that held before, so that nobody overwrites what they did not see
	Case      string      `json:"case"`
	Item      custody.Sum `json:"item"`
	Rendition custody.Sum `json:"rendition"` // the reading that places and quotes are of; zero where no reading was used
	Marks     []Mark      `json:"marks"`
}

// Kind is redaction.marked/1.
func (Marked) Kind() ledger.Kind { return ledger.Kind{Name: "redaction.marked", Version: 1} }

// Check refuses marks that hide nothing, or of which nobody could say what they
// hide and why.
func (f Marked) Check() error {
	if f.Redaction == "" || f.Redaction == f.Replaces || f.Case == "" || f.Item.IsZero() {
		return errors.New("a redaction needs an id, a case and an item")
	}
	if len(f.Marks) > MaxMarks {
		return fail.New(fail.Usage, "%d marks on one item, at most %d can be", len(f.Marks), MaxMarks).Do("hide whole pages with one box each")
	}
	boxes := 0
	for i, m := range f.Marks {
		if boxes += len(m.Boxes); boxes > MaxBoxes {
			return fail.New(fail.Usage, "more than %d boxes on one item", MaxBoxes).Do("hide whole pages with one box each")
		}
		if err := m.check(); err != nil {
			return fmt.Errorf("mark %d: %w", i+1, err)
		}
	}
	return nil
}

func (m Mark) check() error {
	switch {
	case !m.Code.Known():
		return fail.New(fail.Usage, "there is no code %q", m.Code).Do("use one of %v", Codes())
	case strings.TrimSpace(m.Reason) == "":
		return fail.New(fail.Usage, "why it is hidden is not told").Do("give --reason TEXT")
	}
	for _, s := range []string{m.Reason, m.Quote, m.Lift, m.Entity, m.Cell} {
		if len(s) > maxText || !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return fail.New(fail.Usage, "a text is no text, or longer than %d bytes", maxText)
		}
	}
	switch {
	case m.Unseen:
		if m.Page < 1 || m.Drawn() || m.Cell != "" || strings.TrimSpace(m.Quote) == "" {
			return fail.New(fail.Usage, "what a page does not show is named by the page and the words").Do("give --page N and --quote TEXT")
		}
	case m.Drawn():
		if m.Page < 1 || m.Cell != "" {
			return fail.New(fail.Usage, "a box stands on a page").Do("give --page N")
		}
	case m.Cell != "":
		if m.Page != 0 || m.Quote != "" {
			return fail.New(fail.Usage, "a cell is hidden as a whole")
		}
	case strings.TrimSpace(m.Quote) == "" || m.Page < 0:
		return fail.New(fail.Usage, "nothing is hidden").Do("give a box, a quote or a cell")
	}
	for _, b := range m.Boxes {
		if err := Proper(b); err != nil {
			return err
		}
	}
	if r := m.Region; r != nil && (!m.Drawn() || m.Quote == "" || !r.Within(Farthest)) {
		return errors.New("a region is that of a quote on a page that is drawn")
	}
	return nil
}

// Proper refuses a box that is nowhere, without size, or turned inside out.
func Proper(b text.Box) error {
	if !b.Within(Farthest) || !(b.X1 > b.X0) || !(b.Y1 > b.Y0) {
		return fail.New(fail.Usage, "the box %g,%g,%g,%g has no size, or its corners are the wrong way round", b.X0, b.Y0, b.X1, b.Y1).
			Do("give left, top, right and bottom in points from the top left corner of the page")
	}
	return nil
}

// Redaction is what is hidden of an item as it stands now.
type Redaction struct {
	Marked
	Index int64
	Actor string
	Time  time.Time
}

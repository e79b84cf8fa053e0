package text

import (
	"errors"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// The forms a rendition can have.
const (
	Pages  = "pages"  // JSON lines of Page
	Rows   = "rows"   // JSON lines of Row
	Fields = "fields" // JSON lines of Field
)

func isForm(form string) bool { return form == Pages || form == Rows || form == Fields }

// The steps in which an item is read. Each can fail and be tried again by
// itself.
const (
	StepRead    = "read"    // by the reader of its format
	StepOCR     = "ocr"     // its pictures by optical character recognition
	StepConvert = "convert" // into a format that can be read, by another program
	StepProbe   = "probe"   // its description, by another program
)

// Steps lists them.
func Steps() []string { return []string{StepRead, StepOCR, StepConvert, StepProbe} }

// StepOf gives the step that a recorded name belongs to: a file that could not
// be opened, or for which there is no reader, was not read.
func StepOf(name string) string {
	switch name {
	case "", "open", "identify":
		return StepRead
	}
	return name
}

// Gap is a part of an item that a reading could not read.
type Gap struct {
	Part   string `json:"part,omitempty"`
	Reason string `json:"reason"`
	Limit  string `json:"limit,omitempty"` // the limit that cut it off, by its name
}

// MaxGaps is how many gaps a reading names; the others are counted.
const MaxGaps = 50

// Read says that an engine read an item into a rendition, whose bytes were
// durable before this was written.
type Read struct {
	Item      custody.Sum `json:"item"`
	Engine    string      `json:"engine"`
	Version   string      `json:"version"`
	Rendition custody.Sum `json:"rendition"`
	Form      string      `json:"form"`
	Parts     int64       `json:"parts"` // pages, rows or fields
	Encoding  string      `json:"encoding,omitempty"`
	Step      string      `json:"step,omitempty"`   // one of the steps; empty: StepRead
	Health    int         `json:"health,omitempty"` // of a text layer, 1 to 100; 0: not told
	Gaps      []Gap       `json:"gaps,omitempty"`
	MoreGaps  int64       `json:"more_gaps,omitempty"` // gaps beyond MaxGaps
}

// Kind is text.read/1.
func (Read) Kind() ledger.Kind { return ledger.Kind{Name: "text.read", Version: 1} }

// Check refuses a reading that does not say what was read by what.
func (f Read) Check() error {
	if f.Item.IsZero() || f.Rendition.IsZero() || f.Engine == "" || f.Version == "" || !isForm(f.Form) {
		return errors.New("a reading needs item, engine, version, rendition and form")
	}
	if len(f.Gaps) > MaxGaps {
		return fmt.Errorf("a reading names up to %d gaps, not %d", MaxGaps, len(f.Gaps))
	}
	return nil
}

// Unread says that a step could not read an item, and why. A later reading
// or failure of the same item and step takes its place in the view.
type Unread struct {
	Item  custody.Sum `json:"item"`
	Step  string      `json:"step"`
	Error string      `json:"error"`
	Limit string      `json:"limit,omitempty"` // the limit it is over, by its name
}

// Kind is text.unread/1.
func (Unread) Kind() ledger.Kind { return ledger.Kind{Name: "text.unread", Version: 1} }

// Check refuses a failure without item or reason.
func (f Unread) Check() error {
	if f.Item.IsZero() || f.Step == "" || f.Error == "" {
		return errors.New("a failed reading needs item, step and error")
	}
	return nil
}

// Cited says that someone marked a passage as worth pointing at.
type Cited struct {
	Passage  Passage          `json:"passage"`
	Note     string           `json:"note,omitempty"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is text.cited/1.
func (Cited) Kind() ledger.Kind { return ledger.Kind{Name: "text.cited", Version: 1} }

// Check refuses an inexact passage.
func (f Cited) Check() error { return f.Passage.Check() }

// Rendition is one reading of an item as it stands now.
type Rendition struct {
	Item            custody.Sum
	Engine, Version string
	Sum             custody.Sum
	Form            string
	Parts           int64
	Encoding        string
	Step            string // never empty
	Health          int
	Gaps            []Gap
	MoreGaps        int64
	Index           int64
}

// Trouble is an item's newest failure at one step.
type Trouble struct {
	Item               custody.Sum
	Step, Error, Limit string
	Index              int64
}

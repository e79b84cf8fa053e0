package text

import (
	"errors"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// The forms a rendition can have.
const (
	Pages = "pages" // JSON lines of Page
	Rows  = "rows"  // JSON lines of Row
)

// Read says that an engine read an item into a rendition, whose bytes were
// durable before this was written.
type Read struct {
	Item      custody.Sum `json:"item"`
	Engine    string      `json:"engine"`
	Version   string      `json:"version"`
	Rendition custody.Sum `json:"rendition"`
	Form      string      `json:"form"`
	Parts     int64       `json:"parts"` // pages or rows
	Encoding  string      `json:"encoding,omitempty"`
}

// Kind is text.read/1.
func (Read) Kind() ledger.Kind { return ledger.Kind{Name: "text.read", Version: 1} }

// Check refuses a reading that does not say what was read by what.
func (f Read) Check() error {
	if f.Item.IsZero() || f.Rendition.IsZero() || f.Engine == "" || f.Version == "" || f.Form != Pages && f.Form != Rows {
		return errors.New("a reading needs item, engine, version, rendition and form")
	}
	return nil
}

// Unread says that a step could not read an item, and why. A later reading
// or failure of the same item takes its place in the view.
type Unread struct {
	Item  custody.Sum `json:"item"`
	Step  string      `json:"step"`
	Error string      `json:"error"`
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
	Passage Passage `json:"passage"`
	Note    string  `json:"note,omitempty"`
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
	Index           int64
}

// Trouble is an item's newest failed reading.
type Trouble struct {
	Item        custody.Sum
	Step, Error string
	Index       int64
}

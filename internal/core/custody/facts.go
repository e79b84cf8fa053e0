package custody

import (
	"errors"
	"fmt"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
)

// Source is the person or body that gave material. Either Name is set, in
// clear, or the name is sealed; the clear name of a sealed source is never
// written anywhere.
type Source struct {
	Name string `json:"name,omitempty"`
	// Sealed is an age file that each key holder of that time opens alone: what
	// was written before keys were split.
	Sealed []byte `json:"sealed,omitempty"`
	// Together is the name so sealed that several key holders open it together.
	Together *seal.Envelope `json:"together,omitempty"`
}

// IsSealed reports whether only key holders can learn who the source is.
func (s Source) IsSealed() bool { return s.Together != nil || len(s.Sealed) > 0 }

// Check refuses a source that is neither named nor sealed, and one that is both.
func (s Source) Check() error {
	forms := 0
	for _, has := range []bool{s.Name != "", s.Together != nil, len(s.Sealed) > 0} {
		if has {
			forms++
		}
	}
	if forms != 1 {
		return errors.New("an accession needs a source, named or sealed, not both: give --source NAME")
	}
	if s.Together != nil {
		return s.Together.Check()
	}
	return nil
}

// Opened says that an accession was begun: an act of taking a batch of
// material into custody.
type Opened struct {
	Accession string      `json:"accession"`
	Case      string      `json:"case"`
	Source    Source      `json:"source"`
	Note      string      `json:"note,omitempty"`
	Label     guard.Label `json:"label"`
}

// Kind is custody.opened/1.
func (Opened) Kind() ledger.Kind { return ledger.Kind{Name: "custody.opened", Version: 1} }

// Check refuses an accession without a case or with both forms of a source.
func (f Opened) Check() error {
	if f.Accession == "" || f.Case == "" {
		return errors.New("an accession needs an id and a case")
	}
	if err := f.Source.Check(); err != nil {
		return err
	}
	return f.Label.Check()
}

// Acquired says that an original was taken into custody. The bytes were
// durable before this was written. The same bytes acquired again make another
// such fact; they are stored once.
type Acquired struct {
	Accession string    `json:"accession"`
	Item      Sum       `json:"item"`
	Bytes     int64     `json:"bytes"`
	MediaType string    `json:"media_type"`
	Name      Name      `json:"name"`
	Modified  time.Time `json:"modified,omitzero"` // as the file system told, not verified
	Parent    *Sum      `json:"parent,omitempty"`  // the item this one was contained in
	Role      string    `json:"role,omitempty"`    // what it is to its parent: "member", "attachment", "message", "record", "embedded"
	Part      string    `json:"part,omitempty"`    // where in its parent it was
	By        string    `json:"by,omitempty"`      // the reader, with its version, that took it out of its parent
}

// Kind is custody.acquired/1.
func (Acquired) Kind() ledger.Kind { return ledger.Kind{Name: "custody.acquired", Version: 1} }

// Check refuses an original without accession, sum or name.
func (f Acquired) Check() error {
	if f.Accession == "" || f.Item.IsZero() || f.Bytes < 0 || f.MediaType == "" {
		return fmt.Errorf("taking %q into custody: accession, SHA-256, size or media type is missing", f.Name.Text)
	}
	return f.Name.check()
}

// PassedOver says that something lay in the folder that has no bytes to keep:
// a symbolic link (recorded, not followed), a device, a socket, a pipe.
type PassedOver struct {
	Accession string `json:"accession"`
	Name      Name   `json:"name"`
	What      string `json:"what"` // "symlink", "device", "pipe", "socket", "other"
	Target    *Name  `json:"target,omitempty"`
}

// Kind is custody.passed_over/1.
func (PassedOver) Kind() ledger.Kind { return ledger.Kind{Name: "custody.passed_over", Version: 1} }

// Check refuses a record that does not say what was passed over.
func (f PassedOver) Check() error {
	if f.Accession == "" || f.What == "" {
		return fmt.Errorf("passing over %q: accession or reason is missing", f.Name.Text)
	}
	return f.Name.check()
}

// Failed says that a file was named but could not be taken, and why.
type Failed struct {
	Accession string `json:"accession"`
	Name      Name   `json:"name"`
	Error     string `json:"error"`
}

// Kind is custody.failed/1.
func (Failed) Kind() ledger.Kind { return ledger.Kind{Name: "custody.failed", Version: 1} }

// Check refuses a failure without its reason.
func (f Failed) Check() error {
	if f.Accession == "" || f.Error == "" {
		return fmt.Errorf("recording that %q failed: accession or error is missing", f.Name.Text)
	}
	return f.Name.check()
}

// Closed says that the accession is complete: everything named was taken,
// passed over or recorded as failed. An accession without it was interrupted.
type Closed struct {
	Accession string `json:"accession"`
	Items     int64  `json:"items"`
	Bytes     int64  `json:"bytes"`
	Failed    int64  `json:"failed"`
}

// Kind is custody.closed/1.
func (Closed) Kind() ledger.Kind { return ledger.Kind{Name: "custody.closed", Version: 1} }

// Check refuses to close nothing.
func (f Closed) Check() error {
	if f.Accession == "" {
		return errors.New("closing an accession without its id")
	}
	return nil
}

// Exported says that a copy of an accession left the archive in a standard
// form. It is written before the copy is made.
type Exported struct {
	Accession string `json:"accession"`
	Form      string `json:"form"` // "bagit", "ocfl"
	Items     int64  `json:"items"`
}

// Kind is custody.exported/1.
func (Exported) Kind() ledger.Kind { return ledger.Kind{Name: "custody.exported", Version: 1} }

// Check refuses an export that does not say what and how.
func (f Exported) Check() error {
	if f.Accession == "" || f.Form == "" {
		return errors.New("exporting: accession or form is missing")
	}
	return nil
}

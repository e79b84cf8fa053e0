package person

import (
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/canon"
)

// ListRevised says that a newer version of a list came, or the same file was
// read by another mapping. Its rows keep their mentions: those that did not
// change are not spoken of, others are revised, retired or new.
type ListRevised struct {
	List        string           `json:"list"`
	Version     int              `json:"version"` // from 2
	Item        custody.Sum      `json:"item"`
	Mapping     string           `json:"mapping"`
	Fingerprint string           `json:"fingerprint"`
	Rows        int64            `json:"rows"`
	Recorded    *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.list_revised/1.
func (ListRevised) Kind() ledger.Kind { return ledger.Kind{Name: "person.list_revised", Version: 1} }

// Check refuses a version of nothing.
func (f ListRevised) Check() error {
	if f.List == "" || f.Version < 2 || f.Item.IsZero() || f.Fingerprint == "" {
		return errors.New("a newer version of a list needs the list, a number above 1, its original and a fingerprint")
	}
	return nil
}

// ListDescribed says what is known of a list as a source: who made it, of
// whom, which lists it copies. The newest description counts.
type ListDescribed struct {
	List     string           `json:"list"`
	About    mapping.About    `json:"about"`
	Reason   string           `json:"reason,omitempty"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.list_described/1.
func (ListDescribed) Kind() ledger.Kind {
	return ledger.Kind{Name: "person.list_described", Version: 1}
}

// maxAbout bounds a description.
const maxAbout = 64 << 10

// Check refuses a description of no list, and one that is a book.
func (f ListDescribed) Check() error {
	a := f.About
	size := len(strings.Join(a.Copies, "")) + len(f.Reason)
	for _, s := range []string{a.MadeBy, a.Author, a.Made, a.Period, a.Area, a.Definition, a.Excludes, a.Obtained, a.Note} {
		size += len(s)
	}
	if f.List == "" || size > maxAbout {
		return fmt.Errorf("a description of a list needs the list, and at most %d bytes", maxAbout)
	}
	return nil
}

// Revised says that a newer version of the list gives a row otherwise, or gives
// a row again that was retired. Which claims it no longer makes, and which it
// makes instead, is told by events of their own.
type Revised struct {
	Mention  string           `json:"mention"`
	List     string           `json:"list"`
	Version  int              `json:"version"`
	Row      int              `json:"row"`
	RowID    string           `json:"row_id,omitempty"`
	Name     string           `json:"name"`
	Key      string           `json:"key"`
	Digest   string           `json:"digest"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.revised/1.
func (Revised) Kind() ledger.Kind { return ledger.Kind{Name: "person.revised", Version: 1} }

// Check refuses a row that is nowhere.
func (f Revised) Check() error {
	if f.Mention == "" || f.List == "" || f.Version < 2 || f.Row < 1 || f.Key == "" || f.Digest == "" {
		return errors.New("a revised row needs its mention, list, version, row, key and digest")
	}
	return nil
}

// Retired says that the newest version of a list has a row no more. Its
// mention, its claims and the judgements on it stay readable; it is no longer
// linked or counted.
type Retired struct {
	Mention  string           `json:"mention"`
	List     string           `json:"list"`
	Version  int              `json:"version"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.retired/1.
func (Retired) Kind() ledger.Kind { return ledger.Kind{Name: "person.retired", Version: 1} }

// Check refuses to retire nothing.
func (f Retired) Check() error {
	if f.Mention == "" || f.List == "" || f.Version < 2 {
		return errors.New("a retired row needs its mention, list and version")
	}
	return nil
}

// LaterID names the mention of a row that came with a later version of a list:
// by its key, for row numbers begin anew with every version.
func LaterID(list, key string) string {
	return canon.ID("m", "sanad/mention/v2", []byte(list), []byte(key))
}

// ThingID names something else that rows of a list speak of, by the list's own
// words for it.
func ThingID(list, thing string, key ...string) string {
	return canon.ID("e", "sanad/thing/v1", canon.Strings(append([]string{list, thing}, key...)...)...)
}

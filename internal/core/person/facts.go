package person

import (
	"errors"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/canon"
)

// ListImported says that a table of names was read by a mapping.
type ListImported struct {
	List        string           `json:"list"`
	Name        string           `json:"name"`
	Case        string           `json:"case"`
	Item        custody.Sum      `json:"item"`
	Mapping     string           `json:"mapping"` // the mapping file's text
	Fingerprint string           `json:"fingerprint"`
	Rows        int64            `json:"rows"`
	Recorded    *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.list_imported/1.
func (ListImported) Kind() ledger.Kind {
	return ledger.Kind{Name: "person.list_imported", Version: 1}
}

// Check refuses a list without a name or an original.
func (f ListImported) Check() error {
	if f.List == "" || f.Name == "" || f.Case == "" || f.Item.IsZero() || f.Fingerprint == "" {
		return errors.New("a list needs id, name, case, the original it was read from, and a fingerprint")
	}
	return nil
}

// ListCompleted says that every row of a list was read: each became a mention
// or could not be used. A list without it was interrupted.
type ListCompleted struct {
	List     string           `json:"list"`
	Records  int64            `json:"records"`
	Failed   int64            `json:"failed"`
	Version  int              `json:"version,omitempty"` // 0: the first
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.list_completed/1.
func (ListCompleted) Kind() ledger.Kind {
	return ledger.Kind{Name: "person.list_completed", Version: 1}
}

// Check refuses to complete no list.
func (f ListCompleted) Check() error {
	if f.List == "" {
		return errors.New("completing a list without its id")
	}
	return nil
}

// Fingerprint tells whether a table was imported before by the same mapping.
func Fingerprint(item custody.Sum, mapping string) string {
	return canon.ID("f", "sanad/list/v1", item[:], []byte(mapping))
}

// ListID names the list read from item by mapping.
func ListID(item custody.Sum, mapping string) string {
	return canon.ID("l", "sanad/list/v1", item[:], []byte(mapping))
}

// Mentioned says that a row of a list speaks of somebody. The mention is an
// entity of its own, never changed and never merged: only judged.
type Mentioned struct {
	Mention  string           `json:"mention"`
	List     string           `json:"list"`
	Row      int              `json:"row"`
	RowID    string           `json:"row_id,omitempty"`  // the list's own number
	Name     string           `json:"name"`              // as the mapping puts it together
	Version  int              `json:"version,omitempty"` // of the list, in which the row came; 0: the first
	Key      string           `json:"key,omitempty"`     // by which the row is found again in a newer version
	Digest   string           `json:"digest,omitempty"`  // of what is mapped: a row with the same one is unchanged
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.mentioned/1.
func (Mentioned) Kind() ledger.Kind { return ledger.Kind{Name: "person.mentioned", Version: 1} }

// Check refuses a mention that is nowhere.
func (f Mentioned) Check() error {
	if f.Mention == "" || f.List == "" || f.Row < 1 {
		return errors.New("a mention needs an id, a list and a row")
	}
	return nil
}

// MentionID names the mention of a row of a list's first version.
func MentionID(list string, row int) string {
	return canon.ID("m", "sanad/mention/v1", []byte(list), fmt.Append(nil, row))
}

// List is a list of names as it stands now: item, mapping, fingerprint and rows
// are those of its newest version.
type List struct {
	ListImported
	Index    int64
	Version  int  // from 1
	Complete bool // every row of the newest version was read
	About    mapping.About
}

// Mention is a row of a list that speaks of somebody, as it stands now.
type Mention struct {
	Mentioned
	ListName string
	Case     string
	Index    int64       // of the entry that it came with
	Item     custody.Sum // the version of the list it stood in last
	Retired  bool        // the newest version of the list has it no more
}

package claim

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/canon"
)

// Made says that a claim was recorded: somebody states a value of a property
// of an entity, in these words, in these places.
type Made struct {
	Claim       string         `json:"claim"`
	Case        string         `json:"case"`
	Entity      string         `json:"entity"`
	Schema      string         `json:"schema"`
	Property    string         `json:"property"`
	Value       string         `json:"value"`                  // normalised: EDTF of a date, a code of a vocabulary, else as written
	ValueEntity string         `json:"value_entity,omitempty"` // when the value is an entity
	Original    string         `json:"original"`               // as written
	Lang        string         `json:"lang,omitempty"`         // BCP 47
	Script      string         `json:"script,omitempty"`       // ISO 15924, where the language does not tell
	Passages    []text.Passage `json:"passages"`
	Says        []Teller       `json:"says,omitempty"`
	SourceGrade string         `json:"source_grade,omitempty"` // Admiralty A to F
	InfoGrade   string         `json:"info_grade,omitempty"`   // Admiralty 1 to 6, judged apart
	Flags       []string       `json:"flags,omitempty"`
	Grounds     []Ground       `json:"grounds,omitempty"` // why flags were set
	Date        *Date          `json:"date,omitempty"`
	Quantity    *Quantity      `json:"quantity,omitempty"`
	Shape       *Shape         `json:"shape,omitempty"`
	Valid       *Valid         `json:"valid,omitempty"`    // when what is claimed held
	Note        string         `json:"note,omitempty"`     // the recorder's own words, not the source's
	Replaces    string         `json:"replaces,omitempty"` // the claim it corrects, which was withdrawn with it
	Recorded    *Recorded      `json:"recorded,omitempty"` // where it was recorded first, if in another archive
}

// Recorded says where, when and by whom a claim or turn was first recorded,
// when it came from another archive.
type Recorded = ledger.Recorded

// Kind is claim.made/1.
func (Made) Kind() ledger.Kind { return ledger.Kind{Name: "claim.made", Version: 1} }

// MaxText bounds a value, what was written and a note, each, in bytes: a
// chapter can be quoted, a book is an item of its own.
const MaxText = 256 << 10

// MaxPassages bounds what one claim rests on.
const MaxPassages = 200

// Check refuses a claim without an exact place, and grades that do not exist.
func (f Made) Check() error {
	switch {
	case f.Claim == "" || f.Case == "" || f.Entity == "" || f.Schema == "" || f.Property == "":
		return errors.New("a claim needs an id, a case, an entity, its kind and a property")
	case f.Value == "" && f.ValueEntity == "":
		return fmt.Errorf("the claim on %s has no value", f.Property)
	case len(f.Passages) == 0:
		return fmt.Errorf("the claim on %s rests on no passage", f.Property)
	case len(f.Passages) > MaxPassages:
		return fmt.Errorf("the claim on %s rests on %d passages, more than %d: make several claims", f.Property, len(f.Passages), MaxPassages)
	case f.Replaces == f.Claim:
		return fmt.Errorf("the claim %s can't replace itself", f.Claim)
	case f.ValueEntity == f.Entity:
		return fmt.Errorf("the claim on %s says that %s is its own %s", f.Property, f.Entity, f.Property)
	}
	for what, s := range map[string]string{"value": f.Value, "original": f.Original, "note": f.Note, "language": f.Lang + f.Script} {
		if hasZero(s) {
			return fmt.Errorf("the %s of the claim on %s has a zero byte, which is no text", what, f.Property)
		}
		if len(s) > MaxText || !utf8.ValidString(s) {
			return fmt.Errorf("the %s of the claim on %s has %d bytes: at most %d of UTF-8 can be kept; take the text into custody and cite it", what, f.Property, len(s), MaxText)
		}
	}
	for _, check := range []func() error{f.checkGrades, f.checkFlags, f.checkTyped, f.checkChain} {
		if err := check(); err != nil {
			return fmt.Errorf("the claim on %s: %w", f.Property, err)
		}
	}
	for _, p := range f.Passages {
		if err := p.Check(); err != nil {
			return fmt.Errorf("the claim on %s: %w", f.Property, err)
		}
	}
	return nil
}

// hasZero finds what not every database can keep in a text: an archive must be
// one that can be restored into each.
func hasZero(s string) bool { return strings.IndexByte(s, 0) >= 0 }

func (f Made) checkGrades() error { return CheckGrades(f.SourceGrade, f.InfoGrade) }

func (f Made) checkFlags() error {
	for _, flag := range f.Flags {
		if !slices.Contains(Flags(), flag) {
			return noFlag(flag)
		}
	}
	for _, g := range f.Grounds {
		if !slices.Contains(f.Flags, g.Flag) {
			return fmt.Errorf("grounds are given for the flag %q, which is not set", g.Flag)
		}
		if strings.TrimSpace(g.Text) == "" || len(g.Text) > MaxText || hasZero(g.Text) {
			return fmt.Errorf("the grounds for the flag %q are empty, too long or no text", g.Flag)
		}
	}
	return nil
}

func (f Made) checkTyped() error {
	typed := 0
	for _, v := range []interface{ check() error }{f.Date, f.Quantity, f.Shape, f.Valid} {
		if err := v.check(); err != nil {
			return err
		}
	}
	for _, there := range []bool{f.Date != nil, f.Quantity != nil, f.Shape != nil} {
		if there {
			typed++
		}
	}
	if typed > 1 {
		return errors.New("a value is a date, a quantity or a shape, not several of them")
	}
	return nil
}

func (f Made) checkChain() error {
	if len(f.Says) > MaxDepth {
		return fmt.Errorf("%d people say that others said: at most %d can be kept", len(f.Says), MaxDepth)
	}
	for _, t := range f.Says {
		if err := t.check(); err != nil {
			return err
		}
	}
	return nil
}

// GroundOf gives why a flag was set, or nothing.
func (f Made) GroundOf(flag string) string {
	for _, g := range f.Grounds {
		if g.Flag == flag {
			return g.Text
		}
	}
	return ""
}

// Depth tells how many told it on: 1 is the document's own author, 3 is
// hearsay of hearsay. A claim whose chain is not recorded has depth 0.
func (f Made) Depth() int { return len(f.Says) }

// ID names a claim by what it says where: recording the same statement of the
// same place about the same entity twice makes one claim.
func ID(entity, property, value string, passages []text.Passage) string {
	return canon.ID("c", "sanad/claim/v1", withPassages(canon.Strings(entity, property, value), passages)...)
}

// Named names the claim by what it says where. A plain one has the name that
// ID gives for its value, a zero byte and its entity; with a typed value, a
// valid time, or more of a teller than name and verb, these are part of it.
func (f Made) Named() string {
	plain := f.Date == nil && f.Quantity == nil && f.Shape == nil && f.Valid == nil
	for _, t := range f.Says {
		plain = plain && t == Teller{Who: t.Who, Verb: t.Verb}
	}
	if plain {
		return ID(f.Entity, f.Property, f.Value+"\x00"+f.ValueEntity, f.Passages)
	}
	parts := canon.Strings(f.Entity, f.Property, f.Value, f.ValueEntity)
	for _, v := range []any{f.Date, f.Quantity, f.Shape, f.Valid, f.Says} {
		b, err := json.Marshal(v) // plain structs always encode
		if err != nil {
			panic(err)
		}
		parts = append(parts, b)
	}
	return canon.ID("c", "sanad/claim/v2", withPassages(parts, f.Passages)...)
}

func withPassages(parts [][]byte, passages []text.Passage) [][]byte {
	for _, p := range passages {
		parts = append(parts, []byte(p.ID()))
	}
	return parts
}

// Entity is what claims are about, as far as they tell.
type Entity struct {
	ID     string
	Schema string
	Case   string
	Name   string // the value of its first claim on name
	Claims int64
}

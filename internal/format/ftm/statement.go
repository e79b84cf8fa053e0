package ftm

import (
	"crypto/sha1" // the ids of FollowTheMoney are SHA-1; nothing here rests on them
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// BaseID is the property of the statement that an entity is there.
const BaseID = "id"

// Statement is one value of one property of one entity in one dataset. Empty
// members are not there.
type Statement struct {
	CanonicalID   string `json:"canonical_id"`
	EntityID      string `json:"entity_id"`
	Prop          string `json:"prop"`
	PropType      string `json:"prop_type,omitempty"`
	Schema        string `json:"schema"`
	Value         string `json:"value"`
	Dataset       string `json:"dataset"`
	Origin        string `json:"origin,omitempty"` // the claim it was made of
	Lang          string `json:"lang,omitempty"`   // ISO 639-3
	OriginalValue string `json:"original_value,omitempty"`
	External      bool   `json:"external"`
	FirstSeen     string `json:"first_seen,omitempty"` // 2006-01-02T15:04:05
	LastSeen      string `json:"last_seen,omitempty"`
	ID            string `json:"id"`
}

// Named gives the statement with its id, without a language where its type can
// have none, and without an original that says no more than the value.
func (s Statement) Named() Statement {
	switch s.PropType {
	case TypeEntity, TypeDate, "checksum", "email", "phone", TypeGender, "mimetype", "topic", TypeURL, TypeCountry, TypeLang, "ip", TypeID:
		s.Lang = ""
	}
	if s.OriginalValue == s.Value {
		s.OriginalValue = ""
	}
	if s.CanonicalID == "" {
		s.CanonicalID = s.EntityID
	}
	if s.LastSeen == "" {
		s.LastSeen = s.FirstSeen
	}
	s.ID = Key(s.Dataset, s.EntityID, s.Prop, s.Value, s.Lang, s.External)
	return s
}

// Key is the id of a statement, as Statement.make_key of followthemoney has it.
func Key(dataset, entity, prop, value, lang string, external bool) string {
	key := dataset + "." + entity + "." + prop + "." + value
	if lang != "" {
		key += "@" + lang
	}
	if external {
		key += ".ext"
	}
	sum := sha1.Sum([]byte(key))
	return hex.EncodeToString(sum[:])
}

// Columns is the header of statements as CSV.
func Columns() []string {
	return []string{"canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value", "external", "first_seen", "last_seen", "id"}
}

func (s Statement) row() []string {
	external := "f"
	if s.External {
		external = "t"
	}
	return []string{s.CanonicalID, s.EntityID, s.Prop, s.PropType, s.Schema, s.Value, s.Dataset, s.Origin, s.Lang, s.OriginalValue, external, s.FirstSeen, s.LastSeen, s.ID}
}

// Entity is an entity with the values of its properties.
type Entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Datasets   []string            `json:"datasets,omitempty"`
	Properties map[string][]string `json:"properties"`
}

// Add adds a value, each once.
func (e *Entity) Add(prop, value string) {
	if e.Properties == nil {
		e.Properties = map[string][]string{}
	}
	for _, v := range e.Properties[prop] {
		if v == value {
			return
		}
	}
	e.Properties[prop] = append(e.Properties[prop], value)
}

// Writer writes entities and their statements in the three forms at once.
type Writer struct {
	csv             *csv.Writer
	lines, entities *json.Encoder
	header          bool
}

// NewWriter writes to three files.
func NewWriter(table, lines, entities io.Writer) *Writer {
	w := &Writer{csv: csv.NewWriter(table), lines: json.NewEncoder(lines), entities: json.NewEncoder(entities)}
	w.lines.SetEscapeHTML(false)
	w.entities.SetEscapeHTML(false)
	return w
}

// Write writes an entity. Its statements must all be of it.
func (w *Writer) Write(e Entity, statements []Statement) error {
	if !w.header {
		w.header = true
		if err := w.csv.Write(Columns()); err != nil {
			return err
		}
	}
	for _, s := range statements {
		if s.EntityID != e.ID || strings.ContainsRune(s.Value, 0) {
			return fmt.Errorf("the statement %s is not one of the entity %s, or not text", s.ID, e.ID)
		}
		if err := w.csv.Write(s.row()); err != nil {
			return err
		}
		if err := w.lines.Encode(s); err != nil {
			return err
		}
	}
	return w.entities.Encode(e)
}

// Close writes what is left.
func (w *Writer) Close() error {
	if !w.header {
		w.header = true
		if err := w.csv.Write(Columns()); err != nil {
			return err
		}
	}
	w.csv.Flush()
	return w.csv.Error()
}

package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Format is the name of the format, in the header.
const Format = "sanad-graph/1"

// Header is the first line.
type Header struct {
	Format string `json:"format"`
	Case   string `json:"case,omitempty"` // of this case alone
}

// Recorded says where, when and by whom something was recorded first.
type Recorded struct {
	Log   string    `json:"log"`
	Index int64     `json:"index"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// Line is a line after the header.
type Line struct {
	Number   int64 // in the file, from 1
	Kind     string
	Recorded *Recorded // nil of an entity: it is what its claims make it
	Body     []byte    // a JSON object, compact
}

// Entity is the kind of the lines that name what claims are about. They are
// recorded nowhere, for a thing is there as soon as something is claimed of it.
const Entity = "entity/1"

// End is the kind of the last line, which counts the others: a file without it
// was cut off.
const End = "end/1"

// order is the kinds in the order they stand in a file.
func order() [][]string {
	return [][]string{
		{"claim.vocabulary_imported/1"},
		{"text.cited/1"},
		{Entity},
		{"claim.made/1"},
		{"person.list_imported/1", "person.list_revised/1", "person.list_described/1"},
		{"person.mentioned/1", "person.revised/1", "person.retired/1"},
		{"judgement.made/1"},
		{"person.names_grouped/1"},
		{"claim.withdrawn/1", "claim.preferred/1", "claim.accepted/1", "claim.disputed/1", "claim.graded/1", "claim.flagged/1"},
		{"finding.made/1"},
		{"finding.confirmed/1", "finding.withdrawn/1"},
		{"text.mentioned/1"},
		{"person.list_completed/1"},
		{End},
	}
}

// Kinds lists the kinds of lines, in their order.
func Kinds() []string { return slices.Concat(order()...) }

// Ranks gives each kind its place: lines of a lower one stand before those of
// a higher one, those of the same in the order of what they speak of.
func Ranks() map[string]int {
	ranks := map[string]int{}
	for i, kinds := range order() {
		for _, kind := range kinds {
			ranks[kind] = i
		}
	}
	return ranks
}

// wire is a line as it is written.
type wire struct {
	Kind     string          `json:"kind"`
	Recorded *Recorded       `json:"recorded,omitempty"`
	Body     json.RawMessage `json:"body"`
}

// encode writes a value as one line, without escaping for HTML.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return buf.Bytes(), err
}

// parse reads a line. A member it does not know, or one that is missing, is an
// error: it would be lost in silence.
func parse(text []byte) (Line, error) {
	if !utf8.Valid(text) {
		return Line{}, errors.New("the line is not UTF-8")
	}
	var w wire
	if err := Strict(text, &w); err != nil {
		return Line{}, fmt.Errorf("the line is not one of %s: %w", Format, err)
	}
	if w.Kind == "" || len(w.Body) == 0 || w.Body[0] != '{' {
		return Line{}, errors.New("a line needs its kind and a body that is an object")
	}
	var body bytes.Buffer
	if err := json.Compact(&body, w.Body); err != nil {
		return Line{}, fmt.Errorf("the body is no JSON: %w", err)
	}
	return Line{Kind: w.Kind, Recorded: w.Recorded, Body: body.Bytes()}, nil
}

// Strict decodes one JSON value and refuses members that are not known, and
// anything behind it.
func Strict(text []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err == nil {
		return errors.New("something stands behind the object")
	}
	return nil
}

package dossier

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// Format names the layout and the rules of this package and of its checker.
const Format = "sanad-dossier/1"

// About says what the dossier is: dossier.json.
type About struct {
	Format   string    `json:"format"`
	Release  string    `json:"release"`  // the release it is the bundle of
	Title    string    `json:"title"`    // as in the request
	Audience string    `json:"audience"` // as in the request
	Origin   string    `json:"origin"`   // the name of the log
	Created  time.Time `json:"created"`  // UTC, whole seconds
}

// Marshal writes the one form of dossier.json. An empty Format is filled in;
// the time is cut to seconds of UTC.
func (a About) Marshal() ([]byte, error) {
	if a.Format == "" {
		a.Format = Format
	}
	if a.Release == "" || a.Origin == "" {
		return nil, fmt.Errorf("%s needs a release and an origin", AboutFile)
	}
	a.Created = a.Created.UTC().Truncate(time.Second)
	return encode(AboutFile, a, a.Format, a.Release, a.Title, a.Audience, a.Origin)
}

// ParseAbout reads what About.Marshal wrote and nothing else. A format that
// is not Format is an error: its rules are not known here.
func ParseAbout(data []byte) (About, error) {
	var a About
	if err := decode(AboutFile, data, &a); err != nil {
		return a, err
	}
	if a.Format != Format {
		return a, fmt.Errorf("%s is of the format %.40q, this program knows %s: a newer one may know it", AboutFile, a.Format, Format)
	}
	return a, sameForm(AboutFile, data, a.Marshal)
}

// Withheld is one event that was left out of the dossier.
type Withheld struct {
	Index  int64  `json:"index"`
	Kind   string `json:"kind"`   // as "claim.made/1"; told, not proved
	Reason string `json:"reason"` // the rule it was left out under
}

// withheldList is the shape of withheld.json.
type withheldList struct {
	Withheld []Withheld `json:"withheld"`
}

// MarshalWithheld writes the one form of withheld.json, sorted by index. An
// event named twice is refused.
func MarshalWithheld(list []Withheld) ([]byte, error) {
	sorted := append([]Withheld{}, list...)
	slices.SortFunc(sorted, func(a, b Withheld) int { return cmp.Compare(a.Index, b.Index) })
	texts := make([]string, 0, 2*len(sorted))
	for i, w := range sorted {
		if i > 0 && w.Index == sorted[i-1].Index {
			return nil, fmt.Errorf("%s names event %d twice", WithheldFile, w.Index)
		}
		if w.Index < 0 || w.Kind == "" || w.Reason == "" {
			return nil, fmt.Errorf("%s: event %d needs a kind and a reason", WithheldFile, w.Index)
		}
		texts = append(texts, w.Kind, w.Reason)
	}
	return encode(WithheldFile, withheldList{sorted}, texts...)
}

// ParseWithheld reads what MarshalWithheld wrote and nothing else.
func ParseWithheld(data []byte) ([]Withheld, error) {
	var list withheldList
	if err := decode(WithheldFile, data, &list); err != nil {
		return nil, err
	}
	err := sameForm(WithheldFile, data, func() ([]byte, error) { return MarshalWithheld(list.Withheld) })
	return list.Withheld, err
}

// encode writes a line of JSON. Texts that are not UTF-8 are refused, for
// JSON would alter them in silence.
func encode(file string, v any, texts ...string) ([]byte, error) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return nil, fmt.Errorf("writing %s: %.60q is not UTF-8", file, text)
		}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("writing %s: %w", file, err)
	}
	return buf.Bytes(), nil
}

func decode(file string, data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("reading %s: %w: %w", file, ErrForm, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("reading %s: more follows its end: %w", file, ErrForm)
	}
	return nil
}

// sameForm refuses data that is not what writing its content again gives.
func sameForm(file string, data []byte, write func() ([]byte, error)) error {
	again, err := write()
	if err != nil {
		return fmt.Errorf("reading %s: %w: %w", file, ErrForm, err)
	}
	if !bytes.Equal(again, data) {
		return fmt.Errorf("reading %s: %w", file, ErrForm)
	}
	return nil
}

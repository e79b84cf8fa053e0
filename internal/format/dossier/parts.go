package dossier

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Format names the layout and the rules of this package and of its checker.
// FormatBefore is what was written until originals could leave as copies; it is
// still read.
const (
	Format       = "sanad-dossier/2"
	FormatBefore = "sanad-dossier/1"
)

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
	if a.Format != Format && a.Format != FormatBefore {
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

// InPart is an event of which fields stay closed that may be shown of others.
type InPart struct {
	Index  int64    `json:"index"`
	Fields []string `json:"fields"` // ascending
	Reason string   `json:"reason"`
}

// Copy is an original that is cited and does not lie in the dossier as it is.
type Copy struct {
	Name   string `json:"name"`            // its SHA-256, or a word that stands for it here
	How    string `json:"how"`             // marks, cells, or name: nothing of it is here
	Marks  int64  `json:"marks"`           // entry that says what is hidden, or -1
	File   string `json:"file,omitempty"`  // the copy, below the dossier
	Media  string `json:"media,omitempty"` // its media type
	Reason string `json:"reason"`
}

// LeftOut is withheld.json: what a dossier does not hold, or not whole. All but the
// first came with format 2 and are not written where they are empty.
type LeftOut struct {
	Withheld []Withheld `json:"withheld"`
	InPart   []InPart   `json:"in_part,omitempty"`
	Copies   []Copy     `json:"copies,omitempty"`
	Told     string     `json:"told,omitempty"` // stands for replies in what was decided, which the pages tell
}

// Marshal writes the one form of withheld.json, sorted. An event or a copy named
// twice is refused.
func (l LeftOut) Marshal() ([]byte, error) {
	out := LeftOut{append([]Withheld{}, l.Withheld...), slices.Clone(l.InPart), slices.Clone(l.Copies), l.Told}
	slices.SortFunc(out.Withheld, func(a, b Withheld) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortFunc(out.InPart, func(a, b InPart) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortFunc(out.Copies, func(a, b Copy) int { return cmp.Compare(a.Name, b.Name) })
	var texts []string
	for i, w := range out.Withheld {
		if i > 0 && w.Index == out.Withheld[i-1].Index {
			return nil, fmt.Errorf("%s names event %d twice", WithheldFile, w.Index)
		}
		if w.Index < 0 || w.Kind == "" || w.Reason == "" {
			return nil, fmt.Errorf("%s: event %d needs a kind and a reason", WithheldFile, w.Index)
		}
		texts = append(texts, w.Kind, w.Reason)
	}
	for i, p := range out.InPart {
		if i > 0 && p.Index == out.InPart[i-1].Index {
			return nil, fmt.Errorf("%s names event %d twice", WithheldFile, p.Index)
		}
		if p.Index < 0 || len(p.Fields) == 0 || p.Reason == "" || !slices.IsSorted(p.Fields) {
			return nil, fmt.Errorf("%s: event %d needs the fields that are closed, in order, and a reason", WithheldFile, p.Index)
		}
		texts = append(append(texts, p.Reason), p.Fields...)
	}
	for i, c := range out.Copies {
		if i > 0 && c.Name == out.Copies[i-1].Name {
			return nil, fmt.Errorf("%s names the copy %s twice", WithheldFile, c.Name)
		}
		if c.Name == "" || c.How == "" || c.Reason == "" || c.Marks < -1 || c.File != "" && !strings.HasPrefix(c.File, CopiesDir+"/") {
			return nil, fmt.Errorf("%s: the copy %q needs a name, how it was made and a reason", WithheldFile, c.Name)
		}
		texts = append(texts, c.Name, c.How, c.File, c.Media, c.Reason)
	}
	return encode(WithheldFile, out, append(texts, out.Told)...)
}

// ParseLeftOut reads what LeftOut.Marshal wrote and nothing else.
func ParseLeftOut(data []byte) (LeftOut, error) {
	var l LeftOut
	if err := decode(WithheldFile, data, &l); err != nil {
		return l, err
	}
	return l, sameForm(WithheldFile, data, l.Marshal)
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

package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Opened is one field shown to an outsider, with what it takes to check it.
type Opened struct {
	Name  string `json:"name"`
	Salt  []byte `json:"salt"`
	Value string `json:"value"` // the exact JSON text the commitment is made of
}

// Disclosure is an event as an outsider gets it: some fields opened, the
// others only as commitments, and where in the log it stands. It proves
// itself against a signed checkpoint, whoever hands it over.
type Disclosure struct {
	Index  int64        `json:"index"`
	Opened []Opened     `json:"opened"` // sorted by name
	Closed []Commitment `json:"closed"` // withheld fields and fillers, sorted
	Path   []PathHash   `json:"path,omitempty"`
}

// Disclose opens those fields of the event that show agrees to; show is asked
// once a field. The kind of an event is always opened: a proof that does not
// say what it proves is of no use.
func Disclose(e Event, secret Secret, show func(field string) bool) (Disclosure, error) {
	fields, err := e.Fields()
	if err != nil {
		return Disclosure{}, fmt.Errorf("disclosing event %d: %w", e.Index, err)
	}
	s := newSalter(secret)
	d := Disclosure{Index: e.Index, Opened: []Opened{}, Closed: []Commitment{}}
	open := map[Commitment]bool{}
	for _, f := range fields {
		if f.Name == fieldKind || show(f.Name) {
			salt := s.derive(labelSalt, f.Name)
			d.Opened = append(d.Opened, Opened{f.Name, salt, string(f.Value)})
			open[commit(f, salt)] = true
		}
	}
	slices.SortFunc(d.Opened, func(a, b Opened) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range commitments(fields, secret) {
		if !open[c] {
			d.Closed = append(d.Closed, c)
		}
	}
	return d, nil
}

// ErrForm says that a proof is not written the one way it may be written.
// There is exactly one form so that no byte can be changed unseen.
var ErrForm = errors.New("not in the one form a proof may have")

// Entry computes the entry that the disclosed fields commit to. A value that
// is not JSON is refused even if the log committed to it: in Body it could
// pass as further fields.
func (d Disclosure) Entry() ([]byte, error) {
	all := slices.Grow(slices.Clone(d.Closed), len(d.Opened))
	for i, o := range d.Opened {
		if i > 0 && o.Name <= d.Opened[i-1].Name {
			return nil, fmt.Errorf("entry %d: field %.40q is opened twice or out of order: %w", d.Index, o.Name, ErrForm)
		}
		if len(o.Salt) != len(Commitment{}) || !json.Valid([]byte(o.Value)) {
			return nil, fmt.Errorf("entry %d: field %.40q has no proper salt or value: %w", d.Index, o.Name, ErrForm)
		}
		all = append(all, commit(Field{o.Name, []byte(o.Value)}, o.Salt))
	}
	if len(all) == 0 || len(all)%fillTo != 0 {
		return nil, fmt.Errorf("entry %d: %d commitments, want a multiple of %d: %w", d.Index, len(all), fillTo, ErrForm)
	}
	if !slices.IsSortedFunc(d.Closed, compareCommitments) {
		return nil, fmt.Errorf("entry %d: commitments out of order: %w", d.Index, ErrForm)
	}
	slices.SortFunc(all, compareCommitments)
	return entryOf(all), nil
}

func compareCommitments(a, b Commitment) int { return bytes.Compare(a[:], b[:]) }

// Value gives the JSON text of an opened field.
func (d Disclosure) Value(name string) (string, bool) {
	for _, o := range d.Opened {
		if o.Name == name {
			return o.Value, true
		}
	}
	return "", false
}

// KindName gives the kind the event is proved to have, as "claim.made/1".
func (d Disclosure) KindName() string { return d.text(fieldKind) }

// Actor gives the handle of who did it, empty when withheld.
func (d Disclosure) Actor() string { return d.text(fieldActor) }

// Time gives when the clock says it was done, zero when withheld.
func (d Disclosure) Time() time.Time {
	t, err := time.Parse(TimeFormat, d.text(fieldTime))
	if err != nil {
		return time.Time{}
	}
	return t
}

func (d Disclosure) text(name string) string {
	value, ok := d.Value(name)
	var s string
	if !ok || json.Unmarshal([]byte(value), &s) != nil {
		return ""
	}
	return s
}

// Body puts the opened fields of the event's body together again.
func (d Disclosure) Body() []byte {
	var buf bytes.Buffer
	buf.WriteByte('{')
	for _, o := range d.Opened {
		if o.Name != "" && o.Name[0] == '@' {
			continue
		}
		if buf.Len() > 1 {
			buf.WriteByte(',')
		}
		buf.Write(quoted(o.Name))
		buf.WriteByte(':')
		buf.WriteString(o.Value)
	}
	buf.WriteByte('}')
	return buf.Bytes()
}

// Marshal writes the disclosure in its one form: a line of JSON.
func (d Disclosure) Marshal() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d); err != nil {
		return nil, fmt.Errorf("writing the disclosure of entry %d: %w", d.Index, err)
	}
	return buf.Bytes(), nil
}

// ParseDisclosure reads what Marshal wrote and refuses every other spelling
// of the same values.
func ParseDisclosure(line []byte) (Disclosure, error) {
	var d Disclosure
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return d, fmt.Errorf("reading a disclosed event: %w: %w", ErrForm, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return d, fmt.Errorf("reading a disclosed event: more follows its end: %w", ErrForm)
	}
	if d.Opened == nil || d.Closed == nil { // null would be a second way to write an empty list
		return d, fmt.Errorf("reading the disclosed event %d: a list is missing: %w", d.Index, ErrForm)
	}
	again, err := d.Marshal()
	if err != nil {
		return d, err
	}
	if !bytes.Equal(again, line) {
		return d, fmt.Errorf("reading the disclosed event %d: %w", d.Index, ErrForm)
	}
	return d, nil
}

// MarshalText writes a commitment in base 64.
func (c Commitment) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, c[:]), nil
}

// UnmarshalText reads what MarshalText wrote.
func (c *Commitment) UnmarshalText(text []byte) error { return decode32(c[:], text) }

func decode32(into, text []byte) error {
	raw, err := base64.StdEncoding.Strict().DecodeString(string(text))
	if err != nil || len(raw) != len(into) {
		return fmt.Errorf("%.60q is not 32 bytes in base 64: %w", text, ErrForm)
	}
	copy(into, raw)
	return nil
}

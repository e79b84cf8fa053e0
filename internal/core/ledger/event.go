package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind names what sort of thing happened, in the past tense ("claim.made"),
// and the version of its body. Once events of a kind and version are written,
// fields may be added to it as optional; names and meanings never change. A
// change that old readers would misread is a new version.
type Kind struct {
	Name    string
	Version int
}

func (k Kind) String() string { return fmt.Sprintf("%s/%d", k.Name, k.Version) }

// Fact is what a noun says happened: the body of an event to be. It is
// written as a JSON object whose members are the event's fields.
type Fact interface {
	// Kind MUST be the same for every value of the type.
	Kind() Kind
	// Check refuses a body that breaks the noun's rules, as far as the body
	// alone can show it.
	Check() error
}

// Field is one named value of an event: the value is compact JSON.
type Field struct {
	Name  string
	Value []byte
}

// Event is one thing that happened, as the ledger keeps it.
type Event struct {
	Index int64
	Kind  Kind
	Actor string    // the user's handle, never a person's name
	Time  time.Time // what the clock said; order is told by Index, not by Time
	Body  []byte    // JSON object; empty once lawfully erased
}

// The three fields every event has besides those of its body. The sign keeps
// them apart from any member name.
const (
	fieldKind  = "@kind"
	fieldActor = "@actor"
	fieldTime  = "@time"
)

// TimeFormat is how an event's time is written: UTC, microseconds.
const TimeFormat = "2006-01-02T15:04:05.000000Z"

// Encode checks a fact and writes it as the body of an event.
func Encode(f Fact) ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("writing the body of %s: %w", f.Kind(), err)
	}
	body := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	if at := invalidText(body); at >= 0 {
		return nil, fmt.Errorf("writing the body of %s: text that is not UTF-8 near %q: say it as bytes", f.Kind(), tail(body[:at]))
	}
	if len(body) < 2 || body[0] != '{' {
		return nil, fmt.Errorf("the body of %s is not a JSON object", f.Kind())
	}
	return body, nil
}

// invalidText finds where encoding/json replaced bytes that are not UTF-8: it
// writes the escape \ufffd for them, but a U+FFFD that was given as itself.
// Without this a name would be altered in silence.
func invalidText(body []byte) int {
	for from := 0; ; {
		at := bytes.Index(body[from:], []byte(`\ufffd`))
		if at < 0 {
			return -1
		}
		at += from
		slashes := 0
		for i := at; i >= 0 && body[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 1 {
			return at
		}
		from = at + 1
	}
}

func tail(b []byte) []byte { return b[max(0, len(b)-24):] }

// Decode reads a body into the fact it was written from. A body that was
// erased is an error, never an empty fact.
func Decode(e Event, into Fact) error {
	if into.Kind() != e.Kind {
		return fmt.Errorf("event %d is a %s, not a %s", e.Index, e.Kind, into.Kind())
	}
	if len(e.Body) == 0 {
		return fmt.Errorf("the body of event %d was erased", e.Index)
	}
	if err := json.Unmarshal(e.Body, into); err != nil {
		return fmt.Errorf("reading the body of event %d (%s): %w", e.Index, e.Kind, err)
	}
	return nil
}

// Take decodes an event's body into the fact it was written from and hands it
// to use.
func Take[T any, P interface {
	*T
	Fact
}](e Event, use func(P) error) error {
	var f T
	if err := Decode(e, P(&f)); err != nil {
		return err
	}
	return use(&f)
}

// Fields gives all fields of the event, the common ones first, with the exact
// bytes their commitments are made of.
func (e Event) Fields() ([]Field, error) {
	fields := make([]Field, 0, 16)
	fields = append(fields,
		Field{fieldKind, quoted(e.Kind.String())},
		Field{fieldActor, quoted(e.Actor)},
		Field{fieldTime, quoted(e.Time.UTC().Format(TimeFormat))},
	)
	return splitObject(fields, e.Body)
}

// quoted writes s as a JSON string without escaping for HTML.
func quoted(s string) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil { // a string always encodes
		panic(err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// splitObject appends the members of a compact JSON object to fields, each
// value being the very bytes that stand in the object. Bodies are refused
// that a reader could take in two ways: spaces between the values, a name
// given twice, a name spelled otherwise than Encode spells it.
func splitObject(fields []Field, body []byte) ([]Field, error) {
	if !isCompactObject(body) {
		return nil, fmt.Errorf("the body %.40q is not a compact JSON object in UTF-8", body)
	}
	for rest := body[1 : len(body)-1]; len(rest) > 0; {
		end := valueEnd(rest)
		name, err := memberName(rest[:end], fields)
		if err != nil {
			return nil, err
		}
		rest = rest[end+1:]
		end = valueEnd(rest)
		fields = append(fields, Field{name, rest[:end]})
		rest = rest[min(end+1, len(rest)):]
	}
	return fields, nil
}

func isCompactObject(body []byte) bool {
	if len(body) < 2 || body[0] != '{' || !utf8.Valid(body) {
		return false
	}
	var compact bytes.Buffer
	compact.Grow(len(body))
	return json.Compact(&compact, body) == nil && bytes.Equal(compact.Bytes(), body)
}

// memberName reads a member's name and refuses one that is taken, one that
// could pass as a common field, and one in another spelling.
func memberName(spelled []byte, taken []Field) (string, error) {
	name, ok := plainName(spelled)
	if !ok {
		if err := json.Unmarshal(spelled, &name); err != nil || !bytes.Equal(quoted(name), spelled) {
			return "", fmt.Errorf("the body has no member name at %.40q", spelled)
		}
	}
	if strings.HasPrefix(name, "@") {
		return "", fmt.Errorf("the body's member %.40q takes a name that is not the body's", name)
	}
	if slices.ContainsFunc(taken, func(f Field) bool { return f.Name == name }) {
		return "", fmt.Errorf("the body has two members named %.40q", name)
	}
	return name, nil
}

// plainName reads a name of small letters and underscores, as every name that
// Sanad writes is: a fifth of the cost of an event went into reading it as JSON.
func plainName(spelled []byte) (string, bool) {
	if len(spelled) < 3 || spelled[0] != '"' || spelled[len(spelled)-1] != '"' {
		return "", false
	}
	inner := spelled[1 : len(spelled)-1]
	for _, c := range inner {
		if c != '_' && (c < 'a' || c > 'z') {
			return "", false
		}
	}
	return string(inner), true
}

// valueEnd gives the length of the JSON value at the start of b, which ends
// at a comma, colon or the end of b outside strings and brackets. It relies
// on b being a part of valid JSON.
func valueEnd(b []byte) int {
	depth, inString := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case depth == 0 && (c == ',' || c == ':'):
			return i
		}
	}
	return len(b)
}

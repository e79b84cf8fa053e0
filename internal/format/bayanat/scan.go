package bayanat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxBytes bounds an export, which is read as a whole.
const MaxBytes = 256 << 20

// maxDepth bounds how deep values may be nested; real ones are ten levels deep.
const maxDepth = 40

// Leaf is a text, number or truth value of the file, in the order of the file.
type Leaf struct {
	Path       string // of its record: "medias.0.etag"; of the file where it is in none
	Value      string
	Start, End int // its bytes: of a text those between the quotes
	Exact      bool
}

// record is an object of a list of actors, bulletins or incidents.
type record struct {
	class  string
	leaves []int // of scanned.leaves
}

// scanned is what a file holds.
type scanned struct {
	leaves  []Leaf
	records []record
	commas  int // that were missing
}

// errEnd: the file ends within a value.
var errEnd = errors.New("the file ends in the middle of a value")

// scan reads a file: one value or several, each an export, a list of records or a
// record.
func scan(data []byte) (scanned, error) {
	if len(data) > MaxBytes {
		return scanned{}, fmt.Errorf("the export has %d bytes, more than the %d that can be read at once: export fewer records at a time", len(data), MaxBytes)
	}
	if !utf8.Valid(data) {
		return scanned{}, errors.New("the export is not UTF-8")
	}
	s := &scanner{data: data, record: -1}
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		s.at = 3
	}
	for s.space(); s.at < len(s.data); s.space() {
		if err := s.value(nil, ""); err != nil {
			return s.out, fmt.Errorf("at byte %d: %w", s.at, err)
		}
	}
	return s.out, nil
}

type scanner struct {
	data   []byte
	at     int
	out    scanned
	record int // that is being read, or -1
	inner  int // how much of the path is outside of it
}

func (s *scanner) space() {
	for s.at < len(s.data) && strings.IndexByte(" \t\r\n", s.data[s.at]) >= 0 {
		s.at++
	}
}

// value reads the value that begins here. class is what records in it are.
func (s *scanner) value(path []string, class string) error {
	if len(path) > maxDepth {
		return fmt.Errorf("it is nested more than %d levels deep", maxDepth)
	}
	if s.at >= len(s.data) {
		return errEnd
	}
	switch s.data[s.at] {
	case '{':
		return s.object(path, class)
	case '[':
		return s.list(path, class)
	case '"':
		start := s.at + 1
		text, err := s.text()
		if err != nil {
			return err
		}
		end := s.at - 1
		s.leaf(path, text, start, end, string(s.data[start:end]) == text)
		return nil
	}
	return s.word(path)
}

// classOf gives what the records of a list are by its name or their member
// "class".
func classOf(name string) string {
	switch strings.ToLower(name) {
	case "actor", "actors":
		return Actors
	case "bulletin", "bulletins":
		return Bulletins
	case "incident", "incidents":
		return Incidents
	}
	return ""
}

func (s *scanner) object(path []string, class string) error {
	began := s.begin(path, class)
	s.at++
	for n := 0; ; n++ {
		s.space()
		if s.at < len(s.data) && s.data[s.at] == '}' {
			s.at++
			break
		}
		if err := s.between(n, false); err != nil {
			return err
		}
		if s.at >= len(s.data) || s.data[s.at] != '"' {
			return errors.New("a member has no name")
		}
		name, err := s.text()
		if err != nil {
			return err
		}
		s.space()
		if s.at >= len(s.data) || s.data[s.at] != ':' {
			return fmt.Errorf("the member %.40q has no value", name)
		}
		s.at++
		s.space()
		of := ""
		if len(path) == 0 && s.record < 0 {
			of = classOf(name)
		}
		if err := s.value(append(path, name), of); err != nil {
			return err
		}
	}
	if began {
		s.end()
	}
	return nil
}

// begin begins a record: an object in a list whose name tells its class, or one
// that stands alone and says so itself.
func (s *scanner) begin(path []string, class string) bool {
	if s.record >= 0 || class != "" && len(path) > 2 || class == "" && (len(path) > 1 || !s.saysClass()) {
		return false
	}
	s.out.records = append(s.out.records, record{class: class})
	s.record, s.inner = len(s.out.records)-1, len(path)
	return true
}

// saysClass looks whether the object that begins here is a record by itself.
func (s *scanner) saysClass() bool {
	head := strings.TrimLeft(string(s.data[s.at+1:min(s.at+200, len(s.data))]), " \t\r\n")
	return strings.HasPrefix(head, `"class"`)
}

// end ends a record whose class only it says itself.
func (s *scanner) end() {
	r := &s.out.records[s.record]
	for _, at := range r.leaves {
		if l := s.out.leaves[at]; l.Path == "class" && r.class == "" {
			r.class = classOf(l.Value)
		}
	}
	s.record = -1
}

func (s *scanner) list(path []string, class string) error {
	s.at++
	for n := 0; ; n++ {
		s.space()
		if s.at < len(s.data) && s.data[s.at] == ']' {
			s.at++
			return nil
		}
		if err := s.between(n, true); err != nil {
			return err
		}
		if err := s.value(append(path, strconv.Itoa(n)), class); err != nil {
			return err
		}
	}
}

// between reads the comma before all but the first value. In a list, one before
// an object may be missing.
func (s *scanner) between(n int, list bool) error {
	switch {
	case s.at >= len(s.data):
		return errEnd
	case n == 0:
		return nil
	case s.data[s.at] == ',':
		s.at++
		s.space()
		return nil
	case list && s.data[s.at] == '{':
		s.out.commas++
		return nil
	}
	return fmt.Errorf("%q stands where a comma or an end should", s.data[s.at])
}

// text reads a text and leaves the place behind its quotes.
func (s *scanner) text() (string, error) {
	start := s.at
	for s.at++; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; {
		case c == '\\':
			s.at++
		case c == '"':
			s.at++
			raw := s.data[start:s.at]
			var out string
			if err := json.Unmarshal(raw, &out); err != nil {
				return "", fmt.Errorf("a text can't be read: %w", err)
			}
			return out, nil
		}
	}
	return "", errEnd
}

// word reads a number, true, false or null.
func (s *scanner) word(path []string) error {
	start := s.at
	for s.at < len(s.data) && strings.IndexByte(",]} \t\r\n:", s.data[s.at]) < 0 {
		s.at++
	}
	raw := s.data[start:s.at]
	if !json.Valid(raw) {
		return fmt.Errorf("%.20q is no value", raw)
	}
	if string(raw) != "null" {
		s.leaf(path, string(raw), start, s.at, true)
	}
	return nil
}

func (s *scanner) leaf(path []string, value string, start, end int, exact bool) {
	if s.record >= 0 {
		path = path[s.inner:]
		r := &s.out.records[s.record]
		r.leaves = append(r.leaves, len(s.out.leaves))
	}
	s.out.leaves = append(s.out.leaves, Leaf{strings.Join(path, "."), value, start, end, exact})
}

package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sanad/internal/core/ledger"
)

// unambiguous refuses events that two readers could read in two ways: JSON
// lets an object name a member twice, and readers differ on which counts and
// on whether capitals matter. A log could commit to such a text and show one
// reading to the court and another to the press.
func unambiguous(event ledger.Disclosure) error {
	if err := oneReading(event.Body()); err != nil {
		return fmt.Errorf("entry %d: %w", event.Index, err)
	}
	return nil
}

func oneReading(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var open []map[string]bool // names of each open object; nil for a list
	name := false              // whether a name or the object's end comes next
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if word, ok := token.(string); ok && name {
			plain := strings.ToLower(strings.ToUpper(word))
			names := open[len(open)-1]
			if names[plain] {
				return fmt.Errorf("names %.40q twice in one object", word)
			}
			names[plain], name = true, false
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, map[string]bool{})
		case json.Delim('['):
			open = append(open, nil)
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
		name = len(open) > 0 && open[len(open)-1] != nil
	}
}

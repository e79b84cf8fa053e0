package ftm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Said is a value with where it stands in its line.
type Said struct {
	Prop, Value string
	Start, End  int  // its bytes between the quotes
	Exact       bool // these bytes are the value, without escapes
}

// Parsed is a line: an entity with all its values, or a statement with one.
type Parsed struct {
	ID       Said // of the entity
	Schema   string
	Datasets []string
	Lang     string // of a statement, ISO 639-3
	Said     []Said
	// Statement: the line is one value of the entity, not all of them.
	Statement bool
}

// MaxLine bounds a line, in bytes.
const MaxLine = 16 << 20

// maxDepth bounds how deep a line may be nested: an entity is three levels deep.
const maxDepth = 20

// Parse reads a line of entities or statements as JSON. Members it does not know
// say nothing about the thing and are passed over.
func Parse(line []byte) (Parsed, error) {
	if !utf8.Valid(line) {
		return Parsed{}, errors.New("the line is not UTF-8")
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(line)), line: line}
	p.dec.UseNumber()
	if err := p.top(); err != nil {
		return Parsed{}, err
	}
	if _, err := p.dec.Token(); !errors.Is(err, io.EOF) {
		return Parsed{}, errors.New("something stands behind the object")
	}
	return p.done()
}

type parser struct {
	dec  *json.Decoder
	line []byte
	out  Parsed
	one  Said // of a statement
	prop string
}

func (p *parser) top() error {
	if d, err := p.dec.Token(); err != nil || d != json.Delim('{') {
		return errors.New("the line is not a JSON object")
	}
	for p.dec.More() {
		key, err := p.key()
		if err != nil {
			return err
		}
		if key == "properties" {
			err = p.properties()
		} else {
			err = p.member(key)
		}
		if err != nil {
			return err
		}
	}
	_, err := p.dec.Token()
	return err
}

func (p *parser) key() (string, error) {
	t, err := p.dec.Token()
	key, ok := t.(string)
	if err == nil && !ok {
		err = errors.New("a member has no name")
	}
	return key, err
}

// member reads what stands beside the properties.
func (p *parser) member(key string) error {
	return p.values(key, 0, func(s Said) {
		switch key {
		case "id":
			if p.out.ID.Value == "" {
				p.out.ID = s
			}
		case "entity_id":
			p.out.ID = s
		case "schema":
			p.out.Schema = s.Value
		case "dataset", "datasets":
			p.out.Datasets = append(p.out.Datasets, s.Value)
		case "lang":
			p.out.Lang = s.Value
		case "prop":
			p.prop = s.Value
		case "value":
			p.one = s
		}
	})
}

func (p *parser) properties() error {
	if d, err := p.dec.Token(); err != nil || d != json.Delim('{') {
		return errors.New("the properties are not an object")
	}
	for p.dec.More() {
		key, err := p.key()
		if err != nil {
			return err
		}
		if err := p.values(key, 0, func(s Said) { p.out.Said = append(p.out.Said, s) }); err != nil {
			return err
		}
	}
	_, err := p.dec.Token()
	return err
}

// values hands over every text in the value that comes next.
func (p *parser) values(prop string, depth int, take func(Said)) error {
	if depth > maxDepth {
		return fmt.Errorf("the line is nested more than %d levels deep", maxDepth)
	}
	from := p.dec.InputOffset()
	t, err := p.dec.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case string:
		take(p.place(prop, t, from))
	case json.Number:
		take(Said{Prop: prop, Value: t.String(), Start: int(p.dec.InputOffset()) - len(t), End: int(p.dec.InputOffset()), Exact: true})
	case json.Delim:
		for p.dec.More() {
			if t == '{' {
				if _, err := p.key(); err != nil {
					return err
				}
			}
			if err := p.values(prop, depth+1, take); err != nil {
				return err
			}
		}
		_, err = p.dec.Token()
	}
	return err
}

// place finds the bytes of a text that was just read, between its quotes.
func (p *parser) place(prop, value string, from int64) Said {
	end := int(p.dec.InputOffset()) - 1
	start := int(from) + bytes.IndexByte(p.line[from:], '"') + 1
	return Said{Prop: prop, Value: value, Start: start, End: end, Exact: string(p.line[start:end]) == value}
}

func (p *parser) done() (Parsed, error) {
	if p.prop != "" {
		p.one.Prop, p.out.Statement = p.prop, true
		p.out.Said = append(p.out.Said, p.one)
	}
	if p.out.ID.Value == "" || p.out.Schema == "" {
		return Parsed{}, errors.New("the line has no id or no schema: it is neither an entity nor a statement")
	}
	return p.out, nil
}

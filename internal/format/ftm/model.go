package ftm

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed model.txt
var modelText string

// The types of values that need care.
const (
	TypeEntity  = "entity"
	TypeDate    = "date"
	TypeGender  = "gender"
	TypeCountry = "country"
	TypeNumber  = "number"
	TypeURL     = "url"
	TypeID      = "id" // of the statement that an entity is there
	TypeLang    = "language"
)

// Prop is a property of a schema.
type Prop struct {
	Name, Type, Range string
}

// Schema is a sort of entity there.
type Schema struct {
	Name    string
	Extends []string
	Props   map[string]Prop // its own
}

// Model is the schemata by name.
type Model map[string]Schema

// Schemata gives the part of the model that is known here.
var Schemata = sync.OnceValues(func() (Model, error) { return parseModel(modelText) })

func parseModel(data string) (Model, error) {
	m := Model{}
	at := ""
	for n, line := range strings.Split(data, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "schema" && len(words) >= 2:
			at = words[1]
			m[at] = Schema{Name: at, Extends: words[min(3, len(words)):], Props: map[string]Prop{}}
		case at == "" || len(words) < 2 || len(words) > 3:
			return nil, fmt.Errorf("the model, line %d: %q is no property", n+1, line)
		default:
			p := Prop{Name: words[0], Type: words[1]}
			if len(words) == 3 {
				p.Range = words[2]
			}
			m[at].Props[p.Name] = p
		}
	}
	return m, nil
}

// Prop finds a property of a schema, its own or one of what it extends.
func (m Model) Prop(schema, name string) (Prop, bool) {
	s, ok := m[schema]
	if !ok {
		return Prop{}, false
	}
	if p, ok := s.Props[name]; ok {
		return p, true
	}
	for _, above := range s.Extends {
		if p, ok := m.Prop(above, name); ok {
			return p, true
		}
	}
	return Prop{}, false
}

// Is reports whether a schema is another or extends it.
func (m Model) Is(schema, other string) bool {
	if schema == other {
		return true
	}
	for _, above := range m[schema].Extends {
		if m.Is(above, other) {
			return true
		}
	}
	return false
}

package api

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// types makes JSON schemas of Go types, as encoding/json writes them.
type types struct {
	named object
	by    map[string]string // which Go type has a name
	err   error
}

func (t *types) schema(v any) object { return t.of(reflect.TypeOf(v)) }

func (t *types) of(g reflect.Type) object {
	if known := marshalled(g); known != nil {
		return known
	}
	switch g.Kind() {
	case reflect.Pointer:
		return object{"anyOf": []any{t.of(g.Elem()), object{"type": "null"}}}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.Slice, reflect.Array:
		if g.Elem().Kind() == reflect.Uint8 && g.Kind() == reflect.Slice {
			return object{"type": []any{"string", "null"}, "contentEncoding": "base64"}
		}
		return object{"type": []any{"array", "null"}, "items": t.of(g.Elem())}
	case reflect.Map:
		return object{"type": []any{"object", "null"}, "additionalProperties": t.of(g.Elem())}
	case reflect.Struct:
		return t.reference(g)
	case reflect.Interface:
		return object{}
	}
	if g.Kind() >= reflect.Int && g.Kind() <= reflect.Uint64 {
		return object{"type": "integer"}
	}
	t.err = fmt.Errorf("the type %s has no schema", g)
	return object{}
}

// marshalled gives the schema of types that write themselves.
func marshalled(g reflect.Type) object {
	switch {
	case g == reflect.TypeFor[json.RawMessage]():
		return object{}
	case g == reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case g.Kind() == reflect.Pointer || g.Kind() == reflect.Interface:
		return nil
	case g.Implements(reflect.TypeFor[json.Marshaler]()):
		return object{}
	case g.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return object{"type": "string"}
	}
	return nil
}

// reference names a struct once, so that types may hold themselves.
func (t *types) reference(g reflect.Type) object {
	name := g.Name()
	if name == "" {
		return t.structure(g)
	}
	full := g.PkgPath() + "." + name
	if other, ok := t.by[name]; ok && other != full {
		t.err = fmt.Errorf("two types are named %s: %s and %s", name, other, full)
	}
	if _, ok := t.by[name]; !ok {
		t.by[name] = full
		t.named[name] = t.structure(g)
	}
	return object{"$ref": "#/components/schemas/" + name}
}

func (t *types) structure(g reflect.Type) object {
	properties, required := object{}, []any{}
	t.fields(g, properties, &required)
	return object{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func (t *types) fields(g reflect.Type, properties object, required *[]any) {
	for i := range g.NumField() {
		f := g.Field(i)
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == "-" {
			continue
		}
		if f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			t.fields(f.Type, properties, required)
			continue
		}
		if !f.IsExported() {
			continue
		}
		if tag == "" {
			tag = f.Name
		}
		properties[tag] = t.of(f.Type)
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, tag)
		}
	}
}

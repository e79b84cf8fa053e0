package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Schemas are those that a description names, to hold answers against.
type Schemas struct{ named map[string]any }

// SchemasOf reads the schemas of a description.
func SchemasOf(document []byte) (Schemas, error) {
	var d struct {
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	err := json.Unmarshal(document, &d)
	return Schemas{d.Components.Schemas}, err
}

// Wrong gives what is wrong with a value that was decoded with its numbers as
// json.Number, by the part of JSON Schema that Document writes.
func (s Schemas) Wrong(schema map[string]any, v any) error { return s.wrong("", schema, v) }

func (s Schemas) wrong(at string, schema map[string]any, v any) error {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		named, ok := s.named[name].(map[string]any)
		if !ok {
			return fmt.Errorf("%s: there is no schema %s", at, name)
		}
		return s.wrong(at, named, v)
	}
	if kinds, ok := schema["anyOf"].([]any); ok {
		var err error
		for _, one := range kinds {
			if err = s.wrong(at, one.(map[string]any), v); err == nil {
				return nil
			}
		}
		return err
	}
	if want := listOf(schema["type"]); len(want) > 0 && !slices.ContainsFunc(want, func(kind string) bool { return isKind(kind, v) }) {
		return fmt.Errorf("%s is no %s: %v", at, strings.Join(want, " or "), v)
	}
	switch v := v.(type) {
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, e := range v {
			if err := s.wrong(below(at, strconv.Itoa(i)), items, e); err != nil {
				return err
			}
		}
	case map[string]any:
		return s.wrongObject(at, schema, v)
	}
	return nil
}

func (s Schemas) wrongObject(at string, schema, v map[string]any) error {
	for _, name := range listOf(schema["required"]) {
		if _, ok := v[name]; !ok {
			return fmt.Errorf("%s is missing", below(at, name))
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, value := range v {
		of, ok := properties[name].(map[string]any)
		if !ok {
			if more, is := schema["additionalProperties"].(bool); is && !more {
				return fmt.Errorf("%s is not described", below(at, name))
			}
			of, _ = schema["additionalProperties"].(map[string]any)
		}
		if err := s.wrong(below(at, name), of, value); err != nil {
			return err
		}
	}
	return nil
}

func below(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func listOf(v any) (texts []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			if text, ok := e.(string); ok {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

func isKind(kind string, v any) bool {
	switch v := v.(type) {
	case nil:
		return kind == "null"
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case json.Number:
		_, err := v.Int64()
		if err != nil {
			_, err = strconv.ParseUint(v.String(), 10, 64)
		}
		return kind == "number" || kind == "integer" && err == nil
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}

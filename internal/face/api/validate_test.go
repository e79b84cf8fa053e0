package api

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestACheckOfSchemasFindsWhatIsWrong(t *testing.T) {
	document := []byte(`{"components":{"schemas":{"thing":{"type":"object","additionalProperties":false,"required":["id"],
		"properties":{"id":{"type":"string"},"n":{"type":["integer","null"]},"part":{"$ref":"#/components/schemas/thing"},"all":{"type":"array","items":{"type":"boolean"}}}}}}}`)
	schemas, err := SchemasOf(document)
	if err != nil {
		t.Fatal(err)
	}
	for text, wrong := range map[string]string{
		`{"id":"x","n":1,"part":{"id":"y"},"all":[true]}`: "",
		`{"id":"x","n":null}`:                             "",
		`{"n":1}`:                                         "id is missing",
		`{"id":1}`:                                        "id is no string",
		`{"id":"x","n":1.5}`:                              "n is no integer",
		`{"id":"x","other":1}`:                            "other is not described",
		`{"id":"x","part":{"n":1}}`:                       "part.id is missing",
		`{"id":"x","all":[true, 0]}`:                      "all.1 is no boolean",
	} {
		var v any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		got := schemas.Wrong(map[string]any{"$ref": "#/components/schemas/thing"}, v)
		if (got == nil) != (wrong == "") || got != nil && !strings.Contains(got.Error(), wrong) {
			t.Errorf("%s: %v, want %q", text, got, wrong)
		}
	}
}

package jsonld

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func written(t *testing.T, lines bool, nodes ...Node) string {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, lines)
	for _, n := range nodes {
		err = errors.Join(err, w.Write(n))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func nodes() []Node {
	return []Node{
		{"@id": "urn:a", "@type": "schema:Person", "schema:name": Text("fa", "نوید <کردان>")},
		{"@id": "urn:b", "prov:wasDerivedFrom": "urn:a"},
	}
}

// Both forms say the same, with all that their words mean in them.
func TestADocumentAndItsLinesSayTheSame(t *testing.T) {
	var doc struct {
		Context map[string]any   `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(written(t, false, nodes()...)), &doc); err != nil || len(doc.Graph) != 2 {
		t.Fatalf("%+v: %v", doc, err)
	}
	lines := strings.Split(strings.TrimSuffix(written(t, true, nodes()...), "\n"), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, line := range lines {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil || one["@context"] == nil || one["@id"] != doc.Graph[i]["@id"] {
			t.Errorf("%s: %v", line, err)
		}
	}
	if doc.Graph[0]["schema:name"].(map[string]any)["@value"] != "نوید <کردان>" {
		t.Errorf("the name is %v", doc.Graph[0])
	}
}

// No word needs the network, and none stands for nothing.
func TestEveryWordIsInTheContext(t *testing.T) {
	context := Context()
	for word, means := range context {
		if id, ok := means.(string); ok && strings.HasSuffix(id, ".jsonld") {
			t.Errorf("%s is fetched from %s", word, id)
		}
		if prefix, _, ok := strings.Cut(word, ":"); ok && context[prefix] == nil {
			t.Errorf("%s has a prefix that means nothing", word)
		}
	}
}

func TestAnEmptyGraphIsOneAndANodeNeedsAnID(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal([]byte(written(t, false)), &doc); err != nil {
		t.Error(err)
	}
	w, err := NewWriter(&bytes.Buffer{}, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(Node{"schema:name": "nobody"}); err == nil {
		t.Error("a node without an id was written")
	}
}

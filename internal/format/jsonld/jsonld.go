// Package jsonld knows JSON-LD 1.1 documents of things and where they come from,
// in the words of schema.org, RDF, PROV-O and Web Annotation. It must
// never need the network to be read: the context stands in the document.
//
// A document is {"@context": ..., "@graph": [...]}, written node by node; as lines,
// every line is a document of its own with the context in it.
package jsonld

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// Node is a thing with its properties by the words of the context.
type Node map[string]any

// Ref points at a thing by its id.
func Ref(id string) Node { return Node{"@id": id} }

// Typed is a literal of a type.
func Typed(kind, value string) Node { return Node{"@type": kind, "@value": value} }

// Text is a text in a language (BCP 47), or in none that is known.
func Text(lang, value string) any {
	if lang == "" {
		return value
	}
	return Node{"@language": lang, "@value": value}
}

// Own is the namespace of words that no vocabulary has.
const Own = "urn:sanad:term:"

// Context gives what the words mean. Keys of one kind are ids of things.
func Context() map[string]any {
	context := map[string]any{
		"@version": 1.1,
		"schema":   "https://schema.org/",
		"prov":     "http://www.w3.org/ns/prov#",
		"oa":       "http://www.w3.org/ns/oa#",
		"rdf":      "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		"xsd":      "http://www.w3.org/2001/XMLSchema#",
		"sanad":    Own,
	}
	for word, kind := range map[string]string{
		"prov:wasDerivedFrom": "@id", "prov:wasGeneratedBy": "@id", "prov:used": "@id", "prov:wasAttributedTo": "@id",
		"prov:hadPrimarySource": "@id", "prov:wasAssociatedWith": "@id", "prov:hadMember": "@id",
		"prov:endedAtTime": "xsd:dateTime", "prov:generatedAtTime": "xsd:dateTime", "oa:hasSource": "@id",
	} {
		context[word] = map[string]any{"@id": word, "@type": kind}
	}
	return context
}

// Writer writes a document, or lines.
type Writer struct {
	w     io.Writer
	lines bool
	any   bool
	buf   bytes.Buffer
	enc   *json.Encoder
}

// NewWriter begins a document, or with lines documents of one line each.
func NewWriter(w io.Writer, lines bool) (*Writer, error) {
	out := &Writer{w: w, lines: lines}
	out.enc = json.NewEncoder(&out.buf)
	out.enc.SetEscapeHTML(false)
	if lines {
		return out, nil
	}
	context, err := json.Marshal(Context())
	if err == nil {
		_, err = io.WriteString(w, `{"@context":`+string(context)+",\n"+`"@graph":[`)
	}
	return out, err
}

// Write writes one thing. A node that is none, for it has no id, is refused.
func (w *Writer) Write(n Node) error {
	if id, _ := n["@id"].(string); id == "" {
		return errors.New("a node of the graph has no id")
	}
	w.buf.Reset()
	if w.lines {
		whole := Node{"@context": Context()}
		for k, v := range n {
			whole[k] = v
		}
		n = whole
	} else if w.any {
		w.buf.WriteString(",\n")
	} else {
		w.buf.WriteByte('\n')
	}
	w.any = true
	if err := w.enc.Encode(n); err != nil {
		return err
	}
	data := w.buf.Bytes()
	if !w.lines {
		data = bytes.TrimSuffix(data, []byte("\n"))
	}
	_, err := w.w.Write(data)
	return err
}

// Close ends the document.
func (w *Writer) Close() error {
	if w.lines {
		return nil
	}
	_, err := io.WriteString(w.w, "\n]}\n")
	return err
}

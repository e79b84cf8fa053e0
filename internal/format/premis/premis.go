// Package premis knows PREMIS 3.0 as XML: files with their checksums, what was
// done to them, and who did it. It must never write a document that the schema
// would refuse: what it requires must be there, and in the order it requires.
//
// A document is written object by object, then event by event, then agent by
// agent, and holds one of them at a time.
package premis

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"time"
)

// The namespaces, and the vocabularies of the Library of Congress.
const (
	Namespace = "http://www.loc.gov/premis/v3"
	schemas   = "http://www.w3.org/2001/XMLSchema-instance"
	hashes    = "http://id.loc.gov/vocabulary/preservation/cryptographicHashFunctions"
	events    = "http://id.loc.gov/vocabulary/preservation/eventType"
	agents    = "http://id.loc.gov/vocabulary/preservation/agentType"
)

// Object is a file (PREMIS data dictionary 1, category file).
type Object struct {
	ID           string // a URI
	SHA256       string // hexadecimal digits
	Size         int64
	Format       string // media type
	OriginalName string // "" where it is not told
	Location     string // path in the package; "" for none
	// Parent is the object that this one was taken out of; "" for none.
	Parent string
}

// Event is something that was done (data dictionary 2).
type Event struct {
	ID      string // a URI
	Type    string // ingestion, fixity check, ...
	Time    time.Time
	Detail  string
	Outcome string
	Objects []string // ids
	Agents  []string // ids
}

// The types of agents.
const (
	Person   = "person"
	Software = "software"
	Body     = "organization"
)

// Agent is who or what did something (data dictionary 3).
type Agent struct {
	ID, Name, Type string
	Version        string // of software
}

// The order of the parts.
const (
	objects = iota
	deeds
	doers
)

// Writer writes a document.
type Writer struct {
	out *xml.Encoder
	at  int
	any bool
}

type start = xml.StartElement

func element(name string, attrs ...string) start {
	s := start{Name: xml.Name{Local: "premis:" + name}}
	for i := 0; i+1 < len(attrs); i += 2 {
		s.Attr = append(s.Attr, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
	}
	return s
}

// NewWriter begins a document.
func NewWriter(w io.Writer) (*Writer, error) {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return nil, err
	}
	out := &Writer{out: xml.NewEncoder(w)}
	out.out.Indent("", " ")
	return out, out.out.EncodeToken(element("premis", "xmlns:premis", Namespace, "xmlns:xsi", schemas, "version", "3.0"))
}

// node is an element with text or elements in it; one with neither is left out.
type node struct {
	name  string
	attrs []string
	text  string
	kids  []node
}

func leaf(name, text string, attrs ...string) node { return node{name: name, text: text, attrs: attrs} }
func tree(name string, kids ...node) node          { return node{name: name, kids: kids} }

func (n node) empty() bool {
	for _, k := range n.kids {
		if !k.empty() {
			return false
		}
	}
	return n.text == ""
}

func (w *Writer) put(n node) error {
	if n.empty() {
		return nil
	}
	s := element(n.name, n.attrs...)
	if err := w.out.EncodeToken(s); err != nil {
		return err
	}
	if n.text != "" {
		if err := w.out.EncodeToken(xml.CharData(n.text)); err != nil {
			return err
		}
	}
	for _, k := range n.kids {
		if err := w.put(k); err != nil {
			return err
		}
	}
	return w.out.EncodeToken(s.End())
}

func identifier(of, id string) node {
	return tree(of, leaf(of+"Type", "URI"), leaf(of+"Value", id))
}

// term is a word of a vocabulary of the Library of Congress.
func term(name, word, vocabulary string) node {
	return leaf(name, word, "authority", vocabulary[len("http://id.loc.gov/vocabulary/preservation/"):], "authorityURI", vocabulary)
}

func (w *Writer) enter(part int) error {
	if part < w.at {
		return errors.New("premis: objects come first, then events, then agents")
	}
	w.at = part
	return nil
}

// Object writes a file. One without an id, a format or a checksum is refused.
func (w *Writer) Object(o Object) error {
	if err := w.enter(objects); err != nil {
		return err
	}
	if o.ID == "" || o.Format == "" || o.SHA256 == "" || o.Size < 0 {
		return fmt.Errorf("premis: the object %q lacks an id, a format, a size or a checksum", o.ID)
	}
	w.any = true
	n := tree("object", identifier("objectIdentifier", o.ID),
		tree("objectCharacteristics",
			tree("fixity", term("messageDigestAlgorithm", "SHA-256", hashes), leaf("messageDigest", o.SHA256)),
			leaf("size", fmt.Sprint(o.Size)),
			tree("format", tree("formatDesignation", leaf("formatName", o.Format)))),
		leaf("originalName", o.OriginalName))
	n.attrs = []string{"xsi:type", "premis:file"}
	if o.Location != "" {
		n.kids = append(n.kids, tree("storage", tree("contentLocation", leaf("contentLocationType", "path in the package"), leaf("contentLocationValue", o.Location))))
	}
	if o.Parent != "" {
		n.kids = append(n.kids, tree("relationship", leaf("relationshipType", "structural"), leaf("relationshipSubType", "is part of"),
			tree("relatedObjectIdentifier", leaf("relatedObjectIdentifierType", "URI"), leaf("relatedObjectIdentifierValue", o.Parent))))
	}
	return w.put(n)
}

// Event writes something that was done. One without an id, a type or a time is
// refused.
func (w *Writer) Event(e Event) error {
	if err := w.enter(deeds); err != nil {
		return err
	}
	if e.ID == "" || e.Type == "" || e.Time.IsZero() {
		return fmt.Errorf("premis: the event %q lacks an id, a type or a time", e.ID)
	}
	n := tree("event", identifier("eventIdentifier", e.ID), term("eventType", e.Type, events),
		leaf("eventDateTime", e.Time.UTC().Format(time.RFC3339Nano)),
		tree("eventDetailInformation", leaf("eventDetail", e.Detail)),
		tree("eventOutcomeInformation", leaf("eventOutcome", e.Outcome)))
	for _, a := range e.Agents {
		n.kids = append(n.kids, identifier("linkingAgentIdentifier", a))
	}
	for _, o := range e.Objects {
		n.kids = append(n.kids, identifier("linkingObjectIdentifier", o))
	}
	return w.put(n)
}

// Agent writes who or what did something.
func (w *Writer) Agent(a Agent) error {
	if err := w.enter(doers); err != nil {
		return err
	}
	if a.ID == "" {
		return errors.New("premis: an agent lacks an id")
	}
	return w.put(tree("agent", identifier("agentIdentifier", a.ID), leaf("agentName", a.Name), term("agentType", a.Type, agents), leaf("agentVersion", a.Version)))
}

// Close ends the document. One without an object is refused.
func (w *Writer) Close() error {
	if !w.any {
		return errors.New("premis: a document needs an object")
	}
	if err := w.out.EncodeToken(element("premis").End()); err != nil {
		return err
	}
	return w.out.Close()
}

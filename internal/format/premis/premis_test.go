package premis

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func object(id string) Object {
	return Object{ID: id, SHA256: strings.Repeat("ab", 32), Size: 3, Format: "text/plain", OriginalName: "نامه <1>.txt", Location: "data/نامه <1>.txt"}
}

func written(t *testing.T, write ...func(*Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b)
	for _, f := range write {
		err = errors.Join(err, f(w))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestADocumentIsAsTheSchemaHasIt(t *testing.T) {
	child := object("urn:b")
	child.Parent = "urn:a"
	text := written(t,
		func(w *Writer) error { return w.Object(object("urn:a")) },
		func(w *Writer) error { return w.Object(child) },
		func(w *Writer) error {
			return w.Event(Event{ID: "urn:e", Type: "ingestion", Time: time.Unix(0, 0), Detail: "as it was handed over", Outcome: "success", Objects: []string{"urn:a"}, Agents: []string{"urn:s"}})
		},
		func(w *Writer) error { return w.Event(Event{ID: "urn:f", Type: "fixity check", Time: time.Unix(1, 0)}) },
		func(w *Writer) error { return w.Agent(Agent{ID: "urn:s", Type: Person}) })
	files, deeds, doers, err := Check(strings.NewReader(text))
	if err != nil || files != 2 || deeds != 2 || doers != 1 {
		t.Errorf("%d objects, %d events, %d agents: %v\n%s", files, deeds, doers, err, text)
	}
	for _, part := range []string{`xsi:type="premis:file"`, `version="3.0"`, "<premis:messageDigest>abab", "نامه &lt;1&gt;.txt", "1970-01-01T00:00:00Z"} {
		if !strings.Contains(text, part) {
			t.Errorf("it lacks %s:\n%s", part, text)
		}
	}
}

func TestWhatTheSchemaRefusesIsNotWritten(t *testing.T) {
	w, err := NewWriter(&bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"an object without checksum": w.Object(Object{ID: "urn:a", Format: "x"}),
		"an object without format":   w.Object(Object{ID: "urn:a", SHA256: "ab"}),
		"a document without objects": w.Close(),
		"an event without time":      w.Event(Event{ID: "urn:e", Type: "ingestion"}),
		"an object behind events":    w.Object(object("urn:a")),
		"an agent without id":        w.Agent(Agent{}),
		"an event behind agents":     w.Event(Event{ID: "urn:e", Type: "ingestion", Time: time.Unix(0, 0)}),
	} {
		if err == nil {
			t.Errorf("%s was written", what)
		}
	}
}

func TestADocumentThatIsOtherwiseIsRefused(t *testing.T) {
	good := written(t, func(w *Writer) error { return w.Object(object("urn:a")) })
	for what, change := range map[string][2]string{
		"no format":          {"premis:format>", "premis:note>"},
		"another order":      {"premis:originalName>", "premis:objectIdentifier>"},
		"another namespace":  {Namespace, "http://www.loc.gov/premis/v2"},
		"a link to nothing":  {"</premis:object>", "<premis:relationship><premis:relationshipType>a</premis:relationshipType><premis:relationshipSubType>b</premis:relationshipSubType><premis:relatedObjectIdentifier><premis:relatedObjectIdentifierType>URI</premis:relatedObjectIdentifierType><premis:relatedObjectIdentifierValue>urn:no</premis:relatedObjectIdentifierValue></premis:relatedObjectIdentifier></premis:relationship></premis:object>"},
		"no end":             {"</premis:premis>", ""},
		"an unknown element": {"<premis:size>3</premis:size>", "<premis:weight>3</premis:weight>"},
	} {
		text := strings.ReplaceAll(good, change[0], change[1])
		if text == good {
			t.Fatalf("%s: nothing was changed", what)
		}
		if _, _, _, err := Check(strings.NewReader(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

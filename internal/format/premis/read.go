package premis

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrForm is wrapped when a document is not as the schema has it.
var ErrForm = errors.New("not PREMIS 3")

// rule is what the schema says of an element, as far as this package writes any:
// its elements in their order, and which of them must be there.
type rule struct{ order, must []string }

// rules are those of premis-v3-0.xsd.
func rules() map[string]rule {
	id := func(of string) rule {
		return rule{[]string{of + "Type", of + "Value"}, []string{of + "Type", of + "Value"}}
	}
	return map[string]rule{
		"premis": {[]string{"object", "event", "agent", "rights"}, []string{"object"}},
		"object": {[]string{"objectIdentifier", "preservationLevel", "significantProperties", "objectCharacteristics", "originalName", "storage", "signatureInformation", "relationship", "linkingEventIdentifier"},
			[]string{"objectIdentifier", "objectCharacteristics"}},
		"objectCharacteristics": {[]string{"compositionLevel", "fixity", "size", "format", "creatingApplication"}, []string{"format"}},
		"fixity":                {[]string{"messageDigestAlgorithm", "messageDigest", "messageDigestOriginator"}, []string{"messageDigestAlgorithm", "messageDigest"}},
		"format":                {[]string{"formatDesignation", "formatRegistry", "formatNote"}, []string{"formatDesignation"}},
		"formatDesignation":     {[]string{"formatName", "formatVersion"}, []string{"formatName"}},
		"storage":               {[]string{"contentLocation", "storageMedium"}, nil},
		"contentLocation":       {[]string{"contentLocationType", "contentLocationValue"}, []string{"contentLocationType", "contentLocationValue"}},
		"relationship":          {[]string{"relationshipType", "relationshipSubType", "relatedObjectIdentifier", "relatedEventIdentifier"}, []string{"relationshipType", "relationshipSubType"}},
		"event": {[]string{"eventIdentifier", "eventType", "eventDateTime", "eventDetailInformation", "eventOutcomeInformation", "linkingAgentIdentifier", "linkingObjectIdentifier"},
			[]string{"eventIdentifier", "eventType", "eventDateTime"}},
		"eventDetailInformation":  {[]string{"eventDetail"}, nil},
		"eventOutcomeInformation": {[]string{"eventOutcome", "eventOutcomeDetail"}, nil},
		"agent":                   {[]string{"agentIdentifier", "agentName", "agentType", "agentVersion"}, []string{"agentIdentifier"}},
		"objectIdentifier":        id("objectIdentifier"),
		"eventIdentifier":         id("eventIdentifier"),
		"agentIdentifier":         id("agentIdentifier"),
		"relatedObjectIdentifier": id("relatedObjectIdentifier"),
		"linkingAgentIdentifier":  id("linkingAgentIdentifier"),
		"linkingObjectIdentifier": id("linkingObjectIdentifier"),
	}
}

// open is an element whose end has not come.
type open struct {
	name string
	seen []string
	text string
}

// Check reads a document and refuses one whose elements are not those of the
// schema, in its order, with all it requires, or that links to what is not in it.
// Elements this package never writes are refused as well.
func Check(r io.Reader) (files, deeds, doers int, err error) {
	d := xml.NewDecoder(r)
	known := rules()
	var stack []*open
	ids, links := map[string]bool{}, map[string]bool{}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return files, deeds, doers, fmt.Errorf("%w: %w", ErrForm, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Space != Namespace {
				return files, deeds, doers, fmt.Errorf("%w: an element %s of another namespace", ErrForm, t.Name.Local)
			}
			if err := under(stack, t.Name.Local, known); err != nil {
				return files, deeds, doers, err
			}
			stack = append(stack, &open{name: t.Name.Local})
			switch t.Name.Local {
			case "object":
				files++
			case "event":
				deeds++
			case "agent":
				doers++
			}
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text += string(t)
			}
		case xml.EndElement:
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, must := range known[last.name].must {
				if !slices.Contains(last.seen, must) {
					return files, deeds, doers, fmt.Errorf("%w: %s lacks %s", ErrForm, last.name, must)
				}
			}
			switch last.name {
			case "objectIdentifierValue", "agentIdentifierValue", "eventIdentifierValue":
				if ids[last.text] {
					return files, deeds, doers, fmt.Errorf("%w: %s stands twice", ErrForm, last.text)
				}
				ids[last.text] = true
			case "linkingObjectIdentifierValue", "linkingAgentIdentifierValue", "relatedObjectIdentifierValue":
				links[last.text] = true
			}
		}
	}
	for id := range links {
		if !ids[id] {
			return files, deeds, doers, fmt.Errorf("%w: it links to %s, which is not in it", ErrForm, id)
		}
	}
	return files, deeds, doers, nil
}

// under checks that an element may stand where it does.
func under(stack []*open, name string, known map[string]rule) error {
	if len(stack) == 0 {
		if name != "premis" {
			return fmt.Errorf("%w: it begins with %s", ErrForm, name)
		}
		return nil
	}
	above := stack[len(stack)-1]
	order := known[above.name].order
	at := slices.Index(order, name)
	if at < 0 {
		return fmt.Errorf("%w: %s stands in %s", ErrForm, name, above.name)
	}
	if n := len(above.seen); n > 0 && slices.Index(order, above.seen[n-1]) > at {
		return fmt.Errorf("%w: %s stands behind %s", ErrForm, name, above.seen[n-1])
	}
	above.seen = append(above.seen, name)
	return nil
}

package site

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// element is an element of a page as a reader of XML finds it: pages are
// written so that no tag can be left open.
type element struct {
	name  string
	attrs map[string]string
	text  string // of the element and all below it
}

// elements reads a page into its elements, in the order in which they end.
func elements(t *testing.T, path, page string) []element {
	t.Helper()
	var open, all []element
	for dec := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%s is not well formed: %v", path, err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			e := element{name: v.Name.Local, attrs: map[string]string{}}
			for _, a := range v.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			open = append(open, e)
		case xml.EndElement:
			last := open[len(open)-1]
			open = open[:len(open)-1]
			if len(open) > 0 {
				open[len(open)-1].text += last.text
			}
			all = append(all, last)
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(v)
			}
		}
	}
}

// with gives the elements of a name, or of any, that have a class.
func with(all []element, name, class string) []element {
	return slices.DeleteFunc(slices.Clone(all), func(e element) bool {
		return name != "" && e.name != name || class != "" && !slices.Contains(strings.Fields(e.attrs["class"]), class)
	})
}

// unsafe tells what no page may hold.
func unsafe(all []element) error {
	for _, e := range all {
		switch e.name {
		case "script", "style", "iframe", "object", "embed", "base", "img", "form", "input":
			return fmt.Errorf("it holds a <%s>", e.name)
		}
		for name, value := range e.attrs {
			if name == "style" || strings.HasPrefix(name, "on") || (name == "href" || name == "src") && (strings.Contains(value, ":") || strings.HasPrefix(value, "/")) {
				return fmt.Errorf("a <%s> has %s=%q", e.name, name, value)
			}
		}
	}
	return nil
}

package desk

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// node is an element of a page. Pages are written so that they are XML as
// well: a reader of HTML and one of XML see the same, and no tag can be left
// open.
type node struct {
	name     string
	attrs    map[string]string
	text     string // of the element and all below it
	parent   *node
	children []*node
}

// parse reads a page.
func parse(t *testing.T, page string) *node {
	t.Helper()
	root := &node{}
	at := root
	for dec := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v\n%s", err, page)
		}
		switch v := token.(type) {
		case xml.StartElement:
			n := &node{name: v.Name.Local, attrs: map[string]string{}, parent: at}
			for _, a := range v.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			at.children = append(at.children, n)
			at = n
		case xml.EndElement:
			at.parent.text += at.text
			at = at.parent
		case xml.CharData:
			at.text += string(v)
		}
	}
	return root
}

// find gives the elements a selector means: names, .class, #id and
// [attribute=value], joined for one element, a space for "below".
func (n *node) find(selector string) []*node {
	found := []*node{n}
	for part := range strings.FieldsSeq(selector) {
		var next []*node
		for _, f := range found {
			for _, d := range f.below() {
				if d.is(part) {
					next = append(next, d)
				}
			}
		}
		found = next
	}
	return found
}

func (n *node) below() []*node {
	var out []*node
	for _, c := range n.children {
		out = append(append(out, c), c.below()...)
	}
	return out
}

func (n *node) is(part string) bool {
	for part != "" {
		end := strings.IndexAny(part[1:], ".#[") + 1
		if part[0] == '[' {
			end = strings.IndexByte(part, ']') + 1
		}
		if end <= 0 || end > len(part) {
			end = len(part)
		}
		if !n.has(part[:end]) {
			return false
		}
		part = part[end:]
	}
	return true
}

func (n *node) has(simple string) bool {
	switch simple[0] {
	case '.':
		return strings.Contains(" "+n.attrs["class"]+" ", " "+simple[1:]+" ")
	case '#':
		return n.attrs["id"] == simple[1:]
	case '[':
		name, value, exact := strings.Cut(strings.Trim(simple, "[]"), "=")
		got, ok := n.attrs[name]
		return ok && (!exact || got == value)
	}
	return n.name == simple
}

// safe tells what a page must never hold: scripts, styles of its own, and
// anything fetched or sent elsewhere.
func (n *node) safe() error {
	for _, d := range n.below() {
		switch d.name {
		case "script":
			name := strings.TrimSuffix(strings.TrimPrefix(d.attrs["src"], "/"), ".js")
			if !slices.Contains(scripts(), name) || d.attrs["src"] != "/"+name+".js" || d.attrs["type"] != "module" || d.text != "" {
				return fmt.Errorf("the page holds the script %v %s", d.attrs, d.text)
			}
		case "style", "iframe", "object", "embed", "base", "font":
			return fmt.Errorf("the page holds a <%s>", d.name)
		}
		if d.name == "img" && (!strings.HasPrefix(d.attrs["src"], "/items/") || d.attrs["alt"] == "") {
			return fmt.Errorf("the page holds the picture %v", d.attrs)
		}
		for name, value := range d.attrs {
			if name == "style" || strings.HasPrefix(name, "on") {
				return fmt.Errorf("a <%s> has the attribute %s=%q", d.name, name, value)
			}
			if (name == "href" || name == "src" || name == "action" || name == "formaction") && strings.Contains(value, ":") && !strings.HasPrefix(value, "otpauth://totp/") {
				return fmt.Errorf("a <%s> leads away: %s=%q", d.name, name, value)
			}
		}
	}
	return nil
}

func TestSelectorsFindWhatTheyMean(t *testing.T) {
	page := parse(t, `<main><p class="a b">one <b id="x">two</b></p><p data-k="v">three</p></main>`)
	for selector, want := range map[string]string{"p.a": "one two", "p.b b": "two", "#x": "two", "p[data-k=v]": "three", "p[data-k=w]": "", "i": ""} {
		got := ""
		for _, n := range page.find(selector) {
			got += n.text
		}
		if got != want {
			t.Errorf("%s finds %q, want %q", selector, got, want)
		}
	}
}

// Package schema knows the kinds of things claims are about: one data file a
// kind, with the reasons for its shape in comments. It must never know a
// value, only which properties a kind of thing can have.
package schema

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS

// Property is something that can be claimed about a kind of thing.
type Property struct {
	Name string
	Type string // text, date, quantity, place, or the name of a kind
	Note string
}

// Kind is a kind of thing.
type Kind struct {
	Name       string
	Note       string // the file's first comment
	Properties []Property
}

// Property gives the property of that name.
func (k Kind) Property(name string) (Property, bool) {
	i := slices.IndexFunc(k.Properties, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return Property{}, false
	}
	return k.Properties[i], true
}

// All gives every kind, in the order of their names.
var All = sync.OnceValues(load)

// Check refuses a kind or a property that does not exist, naming those that do.
func Check(kind, property string) error {
	all, err := All()
	if err != nil {
		return err
	}
	names := make([]string, len(all))
	for i, k := range all {
		names[i] = k.Name
		if k.Name != kind {
			continue
		}
		if _, ok := k.Property(property); ok {
			return nil
		}
		return fmt.Errorf("a %s has no property %q: it has %s", kind, property, strings.Join(k.names(), ", "))
	}
	return fmt.Errorf("there is no kind of thing %q: there are %s", kind, strings.Join(names, ", "))
}

func (k Kind) names() []string {
	names := make([]string, len(k.Properties))
	for i, p := range k.Properties {
		names[i] = p.Name
	}
	return names
}

func load() ([]Kind, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, err
	}
	kinds := make([]Kind, 0, len(names))
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		k, err := Parse(string(data))
		if err != nil {
			return nil, fmt.Errorf("schema/%s: %w", name, err)
		}
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b Kind) int { return strings.Compare(a.Name, b.Name) })
	return kinds, nil
}

// Parse reads a data file: comment lines begin with "#"; then "kind NAME";
// then one line a property, "NAME TYPE", with "# NOTE" behind it if there is
// something to say.
func Parse(data string) (Kind, error) {
	var k Kind
	for n, line := range strings.Split(data, "\n") {
		text, note, _ := strings.Cut(line, "#")
		fields := strings.Fields(text)
		switch {
		case len(fields) == 0:
			if k.Name == "" {
				k.Note = strings.TrimSpace(k.Note + " " + strings.TrimSpace(note))
			}
		case len(fields) != 2:
			return k, fmt.Errorf("line %d: want two words, have %q", n+1, line)
		case fields[0] == "kind" && k.Name == "":
			k.Name = fields[1]
		case k.Name == "":
			return k, fmt.Errorf("line %d: a property before the kind's name", n+1)
		default:
			if _, ok := k.Property(fields[0]); ok {
				return k, fmt.Errorf("line %d: the property %s is there twice", n+1, fields[0])
			}
			k.Properties = append(k.Properties, Property{fields[0], fields[1], strings.TrimSpace(note)})
		}
	}
	if k.Name == "" {
		return k, fmt.Errorf("no line \"kind NAME\"")
	}
	return k, nil
}

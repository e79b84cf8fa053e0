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

// The types of values. Any other type is the name of a kind of thing, or the
// name of a vocabulary behind TermPrefix.
const (
	Text     = "text"
	Date     = "date"
	Quantity = "quantity"
	Place    = "place"    // a Place or Site, or the name of one
	Geometry = "geometry" // a point, line or area with a stated precision

	TermPrefix = "term/"
)

// Property is something that can be claimed about a kind of thing.
type Property struct {
	Name string
	Type string
	// Many: several values are no contradiction. Of a property without it, a
	// thing has one true value at most, and claims on it are rivals.
	Many bool
	// Protected: special categories of personal data and what would lead to a
	// protected person. It leaves only by a decision on just that.
	Protected bool
	// Identifying: it tells who somebody is. It leaves of nobody who is met under
	// a pseudonym.
	Identifying bool
	Note        string
}

// Vocabulary gives the name of the vocabulary that values are taken from.
func (p Property) Vocabulary() (string, bool) { return strings.CutPrefix(p.Type, TermPrefix) }

// Entity gives the kind of thing that values of the property are. What is not
// a record yet is claimed as text: the name by which a source calls it.
func (p Property) Entity() (string, bool) {
	switch p.Type {
	case Text, Date, Quantity, Geometry:
		return "", false
	}
	if _, term := p.Vocabulary(); term {
		return "", false
	}
	if p.Type == Place {
		return "Place", true
	}
	return p.Type, true
}

// Takes reports whether a thing of the kind can be the property's value.
func (p Property) Takes(kind string) bool {
	wanted, ok := p.Entity()
	return ok && (wanted == kind || p.Type == Place && kind == "Site")
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

// byKind is All by name.
var byKind = sync.OnceValues(func() (map[string]Kind, error) {
	all, err := All()
	out := make(map[string]Kind, len(all))
	for _, k := range all {
		out[k.Name] = k
	}
	return out, err
})

// Find gives a property of a kind; ok is false where there is none, as in
// archives of earlier versions.
func Find(kind, property string) (p Property, ok bool) {
	kinds, err := byKind()
	if err != nil {
		return p, false // the test of this package reads every file
	}
	return kinds[kind].Property(property)
}

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
		return fmt.Errorf("%s has no property %q: it has %s", WithArticle(kind), property, strings.Join(k.names(), ", "))
	}
	return fmt.Errorf("there is no kind of thing %q: there are %s", kind, strings.Join(names, ", "))
}

// WithArticle puts the English article before the name of a kind: an Event.
func WithArticle(kind string) string {
	if kind != "" && strings.ContainsRune("AEIOUaeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
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
// then one line a property, "NAME TYPE" and behind them "many", "protected" or
// "identifying" where it is so, with "# NOTE" if there is something to say.
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
		case len(fields) == 2 && fields[0] == "kind" && k.Name == "":
			k.Name = fields[1]
		case k.Name == "":
			return k, fmt.Errorf("line %d: a property before the kind's name", n+1)
		default:
			p, err := parseProperty(fields, strings.TrimSpace(note))
			if err != nil {
				return k, fmt.Errorf("line %d: %w", n+1, err)
			}
			if _, ok := k.Property(p.Name); ok {
				return k, fmt.Errorf("line %d: the property %s is there twice", n+1, p.Name)
			}
			k.Properties = append(k.Properties, p)
		}
	}
	if k.Name == "" {
		return k, fmt.Errorf("no line \"kind NAME\"")
	}
	return k, nil
}

func parseProperty(fields []string, note string) (Property, error) {
	if len(fields) < 2 {
		return Property{}, fmt.Errorf("want a name and a type, have %q", fields)
	}
	p := Property{Name: fields[0], Type: fields[1], Note: note}
	for _, word := range fields[2:] {
		switch word {
		case "many":
			p.Many = true
		case "protected":
			p.Protected = true
		case "identifying":
			p.Identifying = true
		default:
			return p, fmt.Errorf("%q says nothing about the property %s: use many, protected or identifying", word, p.Name)
		}
	}
	return p, nil
}

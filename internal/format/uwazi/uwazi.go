package uwazi

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"sanad/internal/format/mapping"
	"sanad/internal/ground/script"
	"sanad/schema"
)

//go:embed kinds.txt
var kindWords string

//go:embed columns.txt
var columnWords string

// Common headings, as Uwazi names them itself in English; others are translated
// by the instance.
const (
	titleColumn    = "title"
	templateColumn = "template"
)

// folded writes a heading or the name of a template as it is compared.
func folded(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(script.Fold(strings.Trim(s, "\ufeff")), "_", " ")), " ")
}

// words reads lines "KEY: word, word" into the key of each folded word.
func words(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		key, all, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.SplitSeq(all, ",") {
			if word = folded(word); !slices.Contains(out[word], key) { // two spellings of one word
				out[word] = append(out[word], key)
			}
		}
	}
	return out
}

var (
	byTemplate = sync.OnceValue(func() map[string][]string { return words(kindWords) })
	byColumn   = sync.OnceValue(func() map[string][]string { return words(columnWords) })
)

// Kind gives the kind of thing that entities of a template are; "" if its name
// does not tell.
func Kind(template string) string {
	if kinds := byTemplate()[folded(template)]; len(kinds) > 0 {
		return kinds[0]
	}
	return ""
}

// Template gives the column that names the template of a row, -1 if there is none,
// and Title the one with its title.
func Template(headings []string) int { return find(headings, templateColumn) }

// Title likewise.
func Title(headings []string) int { return find(headings, titleColumn) }

func find(headings []string, name string) int {
	return slices.IndexFunc(headings, func(h string) bool { return folded(h) == name })
}

// Guess gives the kind of the rows of a table without templates: Person if some
// heading besides the title is one that lists of people have.
func Guess(headings []string) string {
	for _, h := range headings {
		base, _ := Language(h)
		if folded(base) != titleColumn && mapping.Exact(base) != "" && mapping.Exact(base) != "name" && mapping.Exact(base) != "description" {
			return "Person"
		}
	}
	return ""
}

var translated = regexp.MustCompile(`^(.+)__([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$`)

// Language parts a heading from the language its cells are in, "" if it says none.
func Language(heading string) (base, language string) {
	if m := translated.FindStringSubmatch(strings.TrimSpace(heading)); m != nil {
		return m[1], m[2]
	}
	return heading, ""
}

// Property gives the property of a kind that a heading means; "" if it does not
// say for certain.
func Property(kind, heading string) string {
	base, _ := Language(heading)
	name := folded(base)
	if name == titleColumn {
		return "name"
	}
	for _, key := range byColumn()[name] {
		if property, ok := strings.CutPrefix(key, kind+" "); ok {
			return property
		}
	}
	property := ""
	if kind == "Person" {
		property = mapping.Exact(base)
	} else {
		property = strings.ReplaceAll(name, " ", "_")
	}
	if _, ok := schema.Find(kind, property); !ok {
		return ""
	}
	return property
}

// Request says which rows of a table are to be mapped, and as what.
type Request struct {
	List, Says string
	Kind       string
	Template   string // only rows of it; "" where the table has no templates
	Headings   []string
}

// Mapping writes the mapping of the rows of a template. A heading that stands
// twice can't be mapped and is left.
func Mapping(r Request) (string, error) {
	var b strings.Builder
	title := Title(r.Headings)
	if title < 0 {
		return "", fmt.Errorf("the table has no column Title; it has %s", strings.Join(r.Headings, ", "))
	}
	fmt.Fprintf(&b, "list: %s\nschema: %s\nheader: 1\nkey: [%s]\n", quoted(r.List), r.Kind, quoted(r.Headings[title]))
	if r.Says != "" {
		fmt.Fprintf(&b, "says: %s\n", quoted(r.Says))
	}
	b.WriteString("columns:\n")
	for i, heading := range r.Headings {
		property := Property(r.Kind, heading)
		if i == Template(r.Headings) && r.Kind == "Person" {
			property = "role" // of a victim, a prisoner: as the source says
		}
		if property == "" || twice(r.Headings, heading) {
			continue
		}
		fmt.Fprintf(&b, "  %s: {%s}\n", quoted(heading), column(r.Kind, property, heading))
	}
	if at := Template(r.Headings); at >= 0 && r.Template != "" {
		fmt.Fprintf(&b, "only: {%s: [%s]}\n", quoted(r.Headings[at]), quoted(r.Template))
	}
	return b.String(), nil
}

func twice(headings []string, heading string) bool {
	n := 0
	for _, h := range headings {
		if folded(h) == folded(heading) {
			n++
		}
	}
	return n > 1
}

// column says how the cells of a property are written.
func column(kind, property, heading string) string {
	p, _ := schema.Find(kind, property)
	parts := []string{"property: " + property}
	if _, language := Language(heading); language != "" {
		parts = append(parts, "language: "+quoted(language))
	}
	switch {
	case kind == "Document" && property == "item":
		parts = append(parts, "form: "+mapping.FormFile, `split: "|"`)
	case p.Type == schema.Date:
		parts = append(parts, "form: "+mapping.FormDates, `split: "|"`)
	case p.Type == schema.Geometry:
		parts = append(parts, "form: "+mapping.FormPoint)
	case p.Many && p.Type != schema.Quantity && !slices.Contains([]string{"name", "description", "content", "words", "website"}, property):
		parts = append(parts, `split: "|"`)
	}
	return strings.Join(parts, ", ")
}

// quoted writes a YAML string that can't be taken for anything else.
func quoted(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

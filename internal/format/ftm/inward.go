package ftm

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed import.txt
var inwardText string

// Inward says what an entity of a schema becomes here.
type Inward struct {
	Kind   string // of the thing, "" if it is none
	Reason string // why it is not taken
	// Of an entity that stands for a link: which property names the thing the
	// claim is on, what it claims, which names the value, and which words are
	// the note.
	Self, Property, Other, Note string
	Props                       map[string]InwardProp
}

// InwardProp says what a value becomes.
type InwardProp struct {
	Property string
	Skip     bool // it is no statement about the thing
	Named    bool // the note tells what it was
}

// InwardRules gives what becomes of entities by their schema.
var InwardRules = sync.OnceValues(func() (map[string]Inward, error) { return parseInward(inwardText) })

func parseInward(data string) (map[string]Inward, error) {
	all := map[string]Inward{}
	at := ""
	for n, line := range strings.Split(data, "\n") {
		text, reason, _ := strings.Cut(line, "#")
		words := strings.Fields(text)
		bad := func() (map[string]Inward, error) {
			return nil, fmt.Errorf("the map of what is taken in, line %d: %q is no rule", n+1, line)
		}
		switch {
		case len(words) == 0:
		case words[0] == "schema" && len(words) >= 3:
			at = words[1]
			in, ok := inwardSchema(all, words[2:], strings.TrimSpace(reason))
			if !ok {
				return bad()
			}
			all[at] = in
		case at == "" || all[at].Props == nil:
			return bad()
		case len(words) == 2 && words[1] == "-":
			all[at].Props[words[0]] = InwardProp{Skip: true}
		case len(words) == 3 && (words[1] == "=" || words[1] == "+"):
			all[at].Props[words[0]] = InwardProp{Property: words[2], Named: words[1] == "+"}
		default:
			return bad()
		}
	}
	return all, nil
}

func inwardSchema(all map[string]Inward, words []string, reason string) (Inward, bool) {
	switch {
	case words[0] == "=" && len(words) == 2:
		if same, ok := all[words[1]]; ok {
			return same, true
		}
		return Inward{Kind: words[1], Props: map[string]InwardProp{}}, true
	case words[0] == ">" && len(words) == 5:
		return Inward{Self: words[1], Property: words[2], Other: words[3], Note: words[4]}, true
	case words[0] == "-" && len(words) == 1 && reason != "":
		return Inward{Reason: reason}, true
	}
	return Inward{}, false
}

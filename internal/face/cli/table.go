package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// Command is a served command, for whoever serves it and says what it takes.
type Command struct {
	Name    string
	Help    string
	Params  []Param
	Streams bool   // its files are taken as they come
	Gives   string // the argument that is a place to write to, "" if none
	Single  bool   // what is written is one file
	Lines   bool
	Reads   bool
	Answers any // a value of the type that is printed; nil: any object
	needs   []guard.Act
	weighs  bool
}

// Param is a flag or an argument of a command.
type Param struct {
	Name     string
	Help     string
	Default  string
	Enum     []string
	Kind     string // string, boolean, integer or number
	Many     bool
	Required bool
	File     bool // it names a file that is sent with the request
	Place    bool // it names where the asker puts what is sent back
}

// May refuses an actor who may not ask for the command at all.
func (c Command) May(actor guard.Actor) error {
	for _, act := range c.needs {
		if err := actor.May(act); err != nil {
			return err
		}
	}
	if c.weighs && !actor.MaySee(guard.Sealed) {
		return fail.New(fail.Refused, "%s tells of everything that is kept, and %s may not see all of it", c.Name, actor.Handle).Do("ask for a job: sanad jobs ask %s", c.Name)
	}
	return nil
}

// Takes lists the names of arguments that are files.
func (c Command) Takes() (names []string) {
	for _, p := range c.Params {
		if p.File {
			names = append(names, p.Name)
		}
	}
	return names
}

// ServedCommands gives every served command with what it takes, made from the
// same model as --help, by its words.
func ServedCommands() (map[string]Command, error) {
	var r root
	parser, err := parserOf(&r, Streams{}, func(int) {})
	if err != nil {
		return nil, fmt.Errorf("reading the table of commands: %w", err)
	}
	all := map[string]Command{}
	for name, how := range servedCommands() {
		node := find(parser.Model.Node, strings.Fields(name))
		if strings.Join(pathOf(node), " ") != name {
			return nil, fmt.Errorf("the table serves %q, which is no command", name)
		}
		c := Command{Name: name, Help: node.Help, Streams: how.streams, Gives: how.gives, Single: how.single, Lines: how.lines, Reads: how.reads, Answers: how.answers, needs: how.needs, weighs: how.weighs}
		for _, p := range node.Positional {
			c.Params = append(c.Params, paramOf(p, how))
		}
		for _, f := range node.Flags {
			if !f.Hidden && !slices.Contains(how.never, f.Name) {
				c.Params = append(c.Params, paramOf(f.Value, how))
			}
		}
		all[name] = c
	}
	return all, nil
}

func pathOf(n *kong.Node) (words []string) {
	for ; n != nil && n.Type == kong.CommandNode; n = n.Parent {
		words = append(words, n.Name)
	}
	slices.Reverse(words)
	return words
}

func paramOf(v *kong.Value, how served) Param {
	p := Param{Name: v.Name, Help: v.Help, Default: v.Default, Kind: "string", Many: v.IsSlice(), Required: v.Required,
		File: slices.Contains(how.takes, v.Name), Place: how.gives != "" && (v.Name == how.gives || v.Name == "folder")}
	for e := range maps.Keys(v.EnumMap()) {
		p.Enum = append(p.Enum, e)
	}
	slices.Sort(p.Enum)
	kind := v.Target.Type()
	for kind.Kind().String() == "ptr" || kind.Kind().String() == "slice" {
		kind = kind.Elem()
	}
	switch kind.Kind().String() {
	case "bool":
		p.Kind = "boolean"
	case "int", "int64", "uint64", "int32", "uint32":
		p.Kind = "integer"
	case "float64":
		p.Kind = "number"
	}
	if p.File && how.streams || p.Place {
		p.Required = false // the server has its own
	}
	return p
}

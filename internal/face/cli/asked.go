package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"sanad/internal/ground/fail"
)

// Asked is a command as another machine asks for it.
type Asked struct {
	Command string         `json:"command"` // its words, with spaces between
	Args    map[string]any `json:"args"`    // flags and arguments by name
	Text    bool           `json:"text"`    // for people, instead of JSON
	Here    string         `json:"here"`    // the folder that the asker's paths begin at; nothing is read or written there
}

// RunAsked runs a served command for the actor that ports open the archive for,
// and tells whether an answer was begun. An error is not printed.
func RunAsked(ctx context.Context, asked Asked, streams Streams, ports Ports) (printed bool, err error) {
	var r root
	parser, err := parserOf(&r, streams, func(int) {})
	if err != nil {
		return false, err
	}
	args, err := askedArgs(parser.Model, asked)
	if err != nil {
		return false, err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return false, fail.New(fail.Usage, "%w", err).Do("the OpenAPI document names what %s takes", asked.Command)
	}
	s := &session{ctx: ctx, Globals: Globals{JSON: !asked.Text}, Streams: streams, Ports: ports, model: parser.Model}
	err = parsed.Run(s)
	return s.printed, err
}

// askedArgs writes what was asked as a command line. Only what the table serves
// gets into it, and a value can never be taken for a flag.
func askedArgs(model *kong.Application, asked Asked) ([]string, error) {
	how, ok := servedCommands()[asked.Command]
	if !ok {
		return nil, fail.New(fail.NotFound, "there is no command %q here", asked.Command)
	}
	words := strings.Fields(asked.Command)
	node := find(model.Node, words)
	args, left := words, maps.Clone(asked.Args)
	for _, f := range node.Flags {
		v, given := left[f.Name]
		if !given {
			continue
		}
		delete(left, f.Name)
		if slices.Contains(how.never, f.Name) {
			return nil, fail.New(fail.Usage, "%s is not served", f.Name).Do("give it on the archive's own machine")
		}
		more, err := flagArgs(f, v)
		if err != nil {
			return nil, err
		}
		args = append(args, more...)
	}
	more, err := positionalArgs(node.Positional, left)
	if err != nil {
		return nil, err
	}
	if len(left) > 0 {
		return nil, fail.New(fail.Usage, "%s does not take %s", asked.Command, strings.Join(slices.Sorted(maps.Keys(left)), ", ")).Do("the OpenAPI document names what it takes")
	}
	if len(more) > 0 {
		args = append(append(args, "--"), more...)
	}
	return args, nil
}

func flagArgs(f *kong.Flag, v any) ([]string, error) {
	texts, err := textsOf(f.Name, v)
	if err != nil {
		return nil, err
	}
	if !f.IsSlice() && len(texts) != 1 {
		return nil, fail.New(fail.Usage, "%s takes one value", f.Name)
	}
	var args []string
	for _, text := range texts {
		if f.IsBool() && text == "" {
			text = "true"
		}
		if sep := string(f.Tag.Sep); f.IsSlice() && f.Tag.Sep > 0 && strings.Contains(text, sep) {
			return nil, fail.New(fail.Usage, "%s takes no value with %q in it", f.Name, sep).Do("give a list of values")
		}
		args = append(args, "--"+f.Name+"="+text)
	}
	return args, nil
}

// positionalArgs takes the values out of left.
func positionalArgs(positional []*kong.Positional, left map[string]any) ([]string, error) {
	var args []string
	gap := ""
	for _, p := range positional {
		v, given := left[p.Name]
		if !given {
			gap = p.Name
			continue
		}
		delete(left, p.Name)
		if gap != "" {
			return nil, fail.New(fail.Usage, "%s is given, and %s before it is not", p.Name, gap)
		}
		texts, err := textsOf(p.Name, v)
		if err != nil {
			return nil, err
		}
		if !p.IsSlice() && len(texts) != 1 {
			return nil, fail.New(fail.Usage, "%s takes one value", p.Name)
		}
		args = append(args, texts...)
	}
	return args, nil
}

// textsOf writes a JSON value as a command line has it.
func textsOf(name string, v any) ([]string, error) {
	switch v := v.(type) {
	case string:
		return []string{v}, nil
	case bool:
		return []string{strconv.FormatBool(v)}, nil
	case json.Number:
		return []string{v.String()}, nil
	case []any:
		var all []string
		for _, e := range v {
			if _, nested := e.([]any); nested {
				return nil, fail.New(fail.Usage, "%s takes no list of lists", name)
			}
			one, err := textsOf(name, e)
			if err != nil {
				return nil, err
			}
			all = append(all, one...)
		}
		return all, nil
	}
	return nil, fail.New(fail.Usage, "%s takes text, a number, true or false, or a list of these", name)
}

// argsOf gives what a parsed command line says, as Asked has it.
func argsOf(node *kong.Node) (map[string]any, error) {
	args := map[string]any{}
	put := func(v *kong.Value) error {
		if !v.Set {
			return nil
		}
		data, err := json.Marshal(v.Target.Interface())
		if err != nil {
			return fmt.Errorf("writing down %s: %w", v.Name, err)
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		var plain any
		if err := d.Decode(&plain); err != nil {
			return fmt.Errorf("writing down %s: %w", v.Name, err)
		}
		args[v.Name] = plain
		return nil
	}
	for _, f := range node.Flags {
		if err := put(f.Value); err != nil {
			return nil, err
		}
	}
	for _, p := range node.Positional {
		if err := put(p); err != nil {
			return nil, err
		}
	}
	return args, nil
}

package cli

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// here lists commands that are never done for another machine: they make or
// change the machine itself, show its secrets, or wait for somebody at a
// keyboard.
func here() []string {
	return []string{"init", "serve", "work", "backup", "restore", "rebuild", "doctor", "demo", "door serve", "key new", "key draw", "key rotate", "key hand-over", "key paper", "key restore", "key resplit", "identity seal", "petition tally", "petition audit", "petition export", "unseal share", "unseal open", "review work", "import uwazi", "import bayanat", "import openevsys",
		"user password", "user sessions", "user revoke", "user factor reset", "user token new", "user token list", "user token revoke",
		"door answer", "door take", "door near", "door read"} // what is read there comes sealed, and is opened here
}

// Whoever adds a command decides whether another machine may ask for it.
func TestOfEveryCommandItIsDecidedWhereItIsDone(t *testing.T) {
	parser, err := parserOf(&root{}, Streams{Out: io.Discard, Err: io.Discard}, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	decided := slices.Concat(stays(), here())
	for words := range servedCommands() {
		decided = append(decided, words)
	}
	known := map[string]bool{}
	for _, path := range leaves(parser.Model.Node) {
		words := strings.Join(path, " ")
		known[words] = true
		if !slices.Contains(decided, words) {
			t.Errorf("%s: serve it, or say that it is done here", words)
		}
	}
	for _, words := range decided {
		if !known[words] && words != "sandboxed" { // which nobody is shown
			t.Errorf("there is no command %s", words)
		}
	}
}

func TestEveryServedCommandSaysWhatItsAnswerIs(t *testing.T) {
	for words, of := range servedCommands() {
		if of.answers == nil {
			t.Errorf("%s is served, and the description can't say what it answers", words)
		}
	}
}

// leaves gives the commands that have no command below them.
func leaves(n *kong.Node) (out [][]string) {
	all := commandPaths(n)
	for _, path := range all {
		below := func(other []string) bool { return len(other) > len(path) && slices.Equal(other[:len(path)], path) }
		if !slices.ContainsFunc(all, below) {
			out = append(out, path)
		}
	}
	return out
}

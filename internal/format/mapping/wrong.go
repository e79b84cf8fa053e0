package mapping

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	noKey     = regexp.MustCompile(`^(line \d+): field (.+) not found in type mapping\.(\w+)$`)
	wrongType = regexp.MustCompile("(?s)^(line \\d+): cannot unmarshal !!(\\w+)(?: `(.*)`)? into (.+)$")
)

// plainly says in the words of the mapping what the decoder says in those of
// the program: the names of its types mean nothing to who wrote the file.
func plainly(err error) error {
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		return err
	}
	said := make([]string, len(wrong.Errors))
	for i, text := range wrong.Errors {
		said[i] = text
		if m := noKey.FindStringSubmatch(text); m != nil {
			said[i] = m[1] + ": " + unknownKey(m[3], m[2])
		} else if m := wrongType.FindStringSubmatch(text); m != nil {
			said[i] = fmt.Sprintf("%s: here stands %s, and what belongs here is %s", m[1], given(m[2], m[3]), wanted(m[4]))
		}
	}
	return errors.New(strings.Join(said, "; "))
}

func unknownKey(part, key string) string {
	whose, keys := "the mapping", keysOf(reflect.TypeFor[Mapping]())
	switch part {
	case "Thing":
		whose, keys = "a thing", keysOf(reflect.TypeFor[Thing]())
	case "About":
		whose, keys = "\"about\"", keysOf(reflect.TypeFor[About]())
	case "plain":
		whose, keys = "a column", keysOf(reflect.TypeFor[Column]())
	}
	if meant := nearest(key, keys); meant != "" {
		return fmt.Sprintf("%s has no key %q: did you mean %s?", whose, key, meant)
	}
	return fmt.Sprintf("%s has no key %q: it has %s", whose, key, strings.Join(keys, ", "))
}

// keysOf gives the keys that a part of a mapping can have.
func keysOf(t reflect.Type) []string {
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i] = t.Field(i).Tag.Get("yaml")
	}
	return keys
}

func given(kind, value string) string {
	switch kind {
	case "seq":
		return "a list"
	case "map":
		return "keys with values"
	case "null":
		return "nothing"
	}
	return fmt.Sprintf("%q", value)
}

func wanted(goType string) string {
	switch {
	case goType == "string":
		return "one text"
	case goType == "int":
		return "a number"
	case goType == "bool":
		return "true or false"
	case strings.HasPrefix(goType, "[]"):
		return "a list, such as [A, B]"
	}
	return "keys with values"
}

// longestSlip bounds what is compared: no key or property is longer.
const longestSlip = 40

// nearest gives the word that a slip of the hand most likely meant: one that
// two letters, or two turned round, lead to; or none.
func nearest(slip string, words []string) (meant string) {
	if len(slip) < 3 || len(slip) > longestSlip {
		return ""
	}
	least := 3
	for _, word := range words {
		if d := slips(slip, word); d < least && d < len(word)-1 {
			least, meant = d, word
		}
	}
	return meant
}

// slips counts the bytes that are too many, missing, other or turned round
// with their neighbour (the optimal string alignment distance).
func slips(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			other := 1
			if a[i-1] == b[j-1] {
				other = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+other)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// inPlace gives the errors of a part that was decoded by itself the lines that
// they have in the whole file.
func inPlace(n *yaml.Node, err error) error {
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		return err
	}
	out := &yaml.TypeError{Errors: make([]string, len(wrong.Errors))}
	for i, text := range wrong.Errors {
		line := n.Line
		if m := noKey.FindStringSubmatch(text); m != nil {
			for at := 0; at < len(n.Content); at += 2 {
				if n.Content[at].Value == m[2] {
					line = n.Content[at].Line
				}
			}
		}
		if _, rest, ok := strings.Cut(text, ": "); ok {
			text = rest
		}
		out.Errors[i] = fmt.Sprintf("line %d: %s", line, text)
	}
	return out
}

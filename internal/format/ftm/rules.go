package ftm

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed map.txt
var mapText string

// Rule says what becomes of the claims on a property.
type Rule struct {
	Prop   string // the property there; "" if none
	Before string // a word that stands before the value
	Link   *Link  // an entity of its own between the two
	Point  bool   // latitude and longitude
	Reason string // why it is left out
}

// Link says which entity stands for a claim whose value is a thing.
type Link struct {
	Schema, Self, Other, Role, Text string
}

// FromNote is the text of a role that is the note of the claim.
const FromNote = "@note"

// KindRule says what becomes of the things of a kind.
type KindRule struct {
	Schema string // "" if they are left out
	Reason string
	Props  map[string]Rule
}

// Rules gives what becomes of each kind of thing.
var Rules = sync.OnceValues(func() (map[string]KindRule, error) { return parseRules(mapText) })

func parseRules(data string) (map[string]KindRule, error) {
	all := map[string]KindRule{}
	at := ""
	for n, line := range strings.Split(data, "\n") {
		text, reason, _ := strings.Cut(line, "#")
		words := strings.Fields(text)
		reason = strings.TrimSpace(reason)
		if len(words) == 0 {
			continue
		}
		if words[0] == "thing" && len(words) >= 3 {
			at = words[1]
			k := KindRule{Reason: reason, Props: map[string]Rule{}}
			if words[2] == "=" && len(words) == 4 {
				k.Schema = words[3]
			}
			all[at] = k
			continue
		}
		r, err := parseRule(words, reason)
		if _, twice := all[at].Props[words[0]]; err == nil && (at == "" || twice) {
			err = fmt.Errorf("%q is there twice, or stands before the first kind", words[0])
		}
		if err != nil {
			return nil, fmt.Errorf("the map, line %d: %w", n+1, err)
		}
		all[at].Props[words[0]] = r
	}
	return all, nil
}

func parseRule(words []string, reason string) (Rule, error) {
	switch {
	case len(words) == 2 && words[1] == "-" && reason != "":
		return Rule{Reason: reason}, nil
	case len(words) == 3 && words[1] == "=" && words[2] == "@point":
		return Rule{Point: true}, nil
	case len(words) == 3 && words[1] == "=":
		return Rule{Prop: words[2]}, nil
	case len(words) >= 4 && words[1] == "~":
		return Rule{Prop: words[2], Before: strings.Join(words[3:], " ")}, nil
	case len(words) >= 7 && words[1] == ">":
		return Rule{Link: &Link{words[2], words[3], words[4], words[5], strings.Join(words[6:], " ")}}, nil
	}
	return Rule{}, fmt.Errorf("%q is no rule", strings.Join(words, " "))
}

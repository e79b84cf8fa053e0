package mimepart

import (
	"slices"
	"strconv"
	"strings"
)

// Valued is a header's value with its parameters: "text/plain; charset=utf-8".
type Valued struct {
	Value  string            // in lower case
	Params map[string]string // names in lower case; values decoded (RFC 2231, RFC 2047)
}

// piece is a part of a parameter that goes over several (RFC 2231 3).
type piece struct {
	number  int
	text    string
	escaped bool
}

// Parse reads a value with parameters. It takes what programs write: missing
// quotes, quotes within quotes, bytes that are no ASCII (read by hint, see Text).
func Parse(raw, hint string) Valued {
	value, rest, _ := strings.Cut(raw, ";")
	v := Valued{Value: strings.ToLower(strings.TrimSpace(value)), Params: map[string]string{}}
	pieces := map[string][]piece{}
	for n := 0; rest != "" && n < 100; n++ {
		var name, text string
		name, text, rest = parameter(rest)
		if name == "" {
			continue
		}
		base, p := split(name, text)
		if p.number < 0 {
			if _, ok := v.Params[base]; !ok {
				v.Params[base] = Text(text, hint)
			}
			continue
		}
		pieces[base] = append(pieces[base], p)
	}
	for name, all := range pieces {
		v.Params[name] = join(all, hint)
	}
	return v
}

// parameter cuts off the first parameter of s.
func parameter(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;")
	switch {
	case end < 0:
		return "", "", ""
	case s[end] == ';':
		return "", "", s[end+1:]
	}
	name = strings.ToLower(strings.TrimSpace(s[:end]))
	s = strings.TrimLeft(s[end+1:], " \t")
	if strings.HasPrefix(s, `"`) {
		value, s = quoted(s[1:])
		_, rest, _ = strings.Cut(s, ";")
		return name, value, rest
	}
	value, rest, _ = strings.Cut(s, ";")
	return name, strings.TrimSpace(value), rest
}

// quoted reads a quoted string behind its first quote.
func quoted(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}

// split reads the name of a parameter: name*, name*1 or name*1*. The number is
// -1 for a plain one.
func split(name, text string) (base string, p piece) {
	base, number, ok := strings.Cut(name, "*")
	if !ok {
		return name, piece{number: -1}
	}
	p.text = text
	number, p.escaped = strings.CutSuffix(number, "*")
	if number == "" {
		p.escaped = true
		return base, p
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return name, piece{number: -1}
	}
	p.number = n
	return base, p
}

// join puts the pieces of a parameter together and decodes them.
func join(all []piece, hint string) string {
	slices.SortStableFunc(all, func(a, b piece) int { return a.number - b.number })
	charset := hint
	var data []byte
	for i, p := range all {
		if p.escaped && i == 0 {
			if stated, rest, ok := strings.Cut(p.text, "'"); ok {
				if _, text, ok := strings.Cut(rest, "'"); ok {
					charset, p.text = stated, text
				}
			}
		}
		if p.escaped {
			data = append(data, unescape(p.text, '%')...)
		} else {
			data = append(data, p.text...)
		}
	}
	return clean(decode(data, charset))
}

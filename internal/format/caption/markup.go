package caption

import (
	"html"
	"strings"
)

// strip takes the markup out of a cue's line: tags of style, positions as SSA
// has them, times inside the line. A speaker, <v Name>, becomes "Name: ".
func strip(line string) string {
	var b strings.Builder
	for line != "" {
		at := strings.IndexAny(line, "<{")
		if at < 0 {
			break
		}
		b.WriteString(line[:at])
		line = line[at:]
		word, rest, ok := tag(line)
		if !ok {
			b.WriteByte(line[0])
			line = line[1:]
			continue
		}
		b.WriteString(word)
		line = rest
	}
	b.WriteString(line)
	return strings.TrimRight(html.UnescapeString(b.String()), " \t\r")
}

// tag reads a tag at the beginning of line. What stands between such brackets
// and is no tag is text.
func tag(line string) (word, rest string, ok bool) {
	if line[0] == '{' {
		end := strings.IndexByte(line, '}')
		if end < 0 || !strings.HasPrefix(line, `{\`) {
			return "", "", false
		}
		return "", line[end+1:], true
	}
	end := strings.IndexByte(line[:min(len(line), 500)], '>')
	if end < 0 {
		return "", "", false
	}
	inside := line[1:end]
	if _, rest, isTime := clock(inside); isTime && rest == "" {
		return "", line[end+1:], true
	}
	name, after, _ := strings.Cut(inside, " ")
	bare, _, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(name, "/")), ".")
	switch bare {
	case "v":
		if after = strings.TrimSpace(after); after != "" {
			return after + ": ", line[end+1:], true
		}
		return "", line[end+1:], true
	case "b", "i", "u", "s", "c", "lang", "ruby", "rt", "font", "br", "span":
		return "", line[end+1:], true
	}
	return "", "", false
}

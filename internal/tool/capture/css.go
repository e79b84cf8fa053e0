package capture

import "strings"

// css takes what a style needs: url(...) and @import "...". It reads over
// comments and quoted strings, and knows no more of the grammar: an address
// too many is asked for in vain, one too few would be missing.
func (l *links) css(text string) {
	for i := 0; i < len(text); {
		rest := text[i:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return
			}
			i += end + 4
		case rest[0] == '"' || rest[0] == '\'':
			_, n := quoted(rest)
			i += n
		case hasPrefixFold(rest, "url("):
			address, n := inURL(rest[4:])
			l.add(address, styleKind(address))
			i += 4 + n
		case hasPrefixFold(rest, "@import"):
			i += len("@import")
			space := len(text[i:]) - len(strings.TrimLeft(text[i:], " \t\r\n\f"))
			if i += space; i < len(text) && (text[i] == '"' || text[i] == '\'') {
				address, n := quoted(text[i:])
				l.add(address, "style")
				i += n
			} else if hasPrefixFold(text[i:], "url(") {
				address, n := inURL(text[i+4:])
				l.add(address, "style")
				i += 4 + n
			}
		default:
			i++
		}
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// quoted reads a quoted string and gives the bytes it takes.
func quoted(s string) (value string, n int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return b.String(), i + 1
		case '\\':
			if i++; i < len(s) && s[i] != '\n' {
				b.WriteByte(s[i])
			}
		case '\n':
			return b.String(), i
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), len(s)
}

// inURL reads what stands in url( and gives the bytes it takes, the closing
// bracket left out.
func inURL(s string) (value string, n int) {
	trimmed := strings.TrimLeft(s, " \t\r\n\f")
	space := len(s) - len(trimmed)
	if trimmed != "" && (trimmed[0] == '"' || trimmed[0] == '\'') {
		value, n = quoted(trimmed)
		return value, space + n
	}
	end := strings.IndexAny(trimmed, ")\n")
	if end < 0 {
		end = len(trimmed)
	}
	return strings.TrimSpace(trimmed[:end]), space + end
}

// styleKind guesses what an address in a style is for.
func styleKind(address string) string {
	path, _, _ := strings.Cut(strings.ToLower(address), "?")
	for _, end := range []string{".woff2", ".woff", ".ttf", ".otf", ".eot"} {
		if strings.HasSuffix(path, end) {
			return "font"
		}
	}
	return "image"
}

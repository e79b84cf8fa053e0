package mimepart

import "strings"

// Line is a header line, unfolded, its value as the bytes stand in the message.
type Line struct{ Name, Value string }

// Header is the header of a message or part, in its order.
type Header []Line

// Get gives the raw value of the first line called name, "" if there is none.
func (h Header) Get(name string) string {
	for _, l := range h {
		if strings.EqualFold(l.Name, name) {
			return l.Value
		}
	}
	return ""
}

// All gives the raw values of all lines called name.
func (h Header) All(name string) []string {
	var all []string
	for _, l := range h {
		if strings.EqualFold(l.Name, name) {
			all = append(all, l.Value)
		}
	}
	return all
}

// How much of one header is kept; what is beyond is passed over and told.
const (
	headerLines = 2_000
	headerBytes = 1 << 20
)

// gathered collects the lines of a header.
type gathered struct {
	header Header
	bytes  int
	over   bool // something was left away
	value  strings.Builder
	name   string
}

// add takes one physical line, its end removed, and reports false where it is
// no header line: the body begins there (as missing blank lines are read by
// most programs).
func (g *gathered) add(line string) bool {
	if g.bytes += len(line); g.bytes > headerBytes || len(g.header) >= headerLines {
		g.over = true
		return true
	}
	if line[0] == ' ' || line[0] == '\t' {
		if g.name == "" {
			return false
		}
		g.value.WriteByte(' ')
		g.value.WriteString(strings.TrimLeft(line, " \t"))
		return true
	}
	name, value, ok := strings.Cut(line, ":")
	name = strings.TrimRight(name, " \t")
	if !ok || !isName(name) {
		return false
	}
	g.settle()
	g.name = name
	g.value.WriteString(strings.TrimSpace(value))
	return true
}

// settle ends the line that is being put together.
func (g *gathered) settle() {
	if g.name != "" {
		g.header = append(g.header, Line{g.name, strings.TrimSpace(g.value.String())})
	}
	g.name = ""
	g.value.Reset()
}

// isName tells the name of a header line (RFC 5322 2.2).
func isName(name string) bool {
	for i := range len(name) {
		if name[i] <= ' ' || name[i] >= 0x7f {
			return false
		}
	}
	return name != ""
}

package chat

import (
	"fmt"
	"regexp"
	"strings"

	"sanad/internal/format/content"
)

// most is how many names of people, and of files, are kept.
const most = 500

// people gathers who wrote, and which files went along.
type people struct {
	known          map[string]bool
	names, files   []string
	media, omitted int
}

func newPeople() *people { return &people{known: map[string]bool{}} }

// attached finds the name of a file that went along: between brackets as iOS
// has it, before a note in parentheses as Android has it in any language, or by
// the names that the program itself gives.
var attached = regexp.MustCompile(`<[^<>:]{1,30}: ([^<>:/\\]{1,200}\.\w{2,5})>|^\x{200e}?([^<>:/\\()]{1,200}\.\w{2,5}) \([^()]{3,40}\)$|\b((?:IMG|VID|AUD|PTT|DOC|STK)-\d{8}-WA\d{1,6}\.\w{2,5})\b`)

// left tells, in three languages, that a file was left out of the export.
var left = regexp.MustCompile(`^<[^<>]{3,40}>$|^(?:image|video|audio|sticker|GIF|document) omitted$`)

// see takes the next message.
func (p *people) see(h head) {
	if h.sender != "" && !p.known[h.sender] && len(p.names) < most {
		p.known[h.sender] = true
		p.names = append(p.names, strings.Clone(h.sender))
	}
	text := strings.TrimRight(h.text, " \r\n")
	if !strings.ContainsAny(text, "<)") && !strings.Contains(text, "-WA") && !strings.HasSuffix(text, "omitted") {
		return // most messages, and the patterns are slow
	}
	switch m := attached.FindStringSubmatch(text); {
	case m != nil:
		if p.media++; len(p.files) < most {
			p.files = append(p.files, strings.TrimLeft(m[1]+m[2]+m[3], "\u200e\u200f"))
		}
	case left.MatchString(text):
		p.omitted++
	}
}

// fields tells them, in the order of their first message.
func (p *people) fields() []content.Field {
	var fields []content.Field
	for _, name := range p.names {
		fields = append(fields, content.Field{Name: "participant", Value: name})
	}
	for _, name := range p.files {
		fields = append(fields, content.Field{Name: "media_file", Value: name})
	}
	if p.media+p.omitted > 0 {
		fields = append(fields, content.Field{Name: "media_count", Value: fmt.Sprintf("%d named, %d left out of the export", p.media, p.omitted)})
	}
	return fields
}

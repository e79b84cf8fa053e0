package html

import (
	"bytes"
	"strings"
	"time"

	"sanad/internal/format/content"
)

// meta gathers what a page says of itself. Each thing is told once: the first
// time it is said.
type meta struct {
	title  strings.Builder
	fields []content.Field
}

// most is how many descriptions are kept.
const most = 100

func (m *meta) addTitle(text string) {
	if m.title.Len() < longest {
		m.title.WriteString(text)
	}
}

func (m *meta) add(name, value string) {
	value = strings.Join(strings.FieldsFunc(value, isSpace), " ")
	if value == "" || name == "" || len(m.fields) >= most {
		return
	}
	for _, f := range m.fields {
		if f.Name == name {
			return
		}
	}
	m.fields = append(m.fields, content.Field{Name: name, Value: value})
}

// property reads <meta name=... content=...>, Open Graph's property= and
// schema.org's itemprop= included.
func (m *meta) property(attrs map[string]string) {
	key := attrs["name"]
	for _, other := range []string{"property", "itemprop"} {
		if key == "" {
			key = attrs[other]
		}
	}
	switch value := attrs["content"]; strings.ToLower(key) {
	case "og:title":
		m.add("og_title", value)
	case "og:url":
		m.add("url", value)
	case "og:site_name":
		m.add("site", value)
	case "author", "article:author", "dc.creator", "parsely-author":
		m.add("author", value)
	case "description", "og:description":
		m.add("description", value)
	case "keywords":
		m.add("keywords", value)
	case "generator":
		m.add("creator", value)
	case "article:published_time", "datepublished", "dc.date", "dc.date.issued", "pubdate":
		m.add("created", moment(value))
	case "article:modified_time", "datemodified", "og:updated_time", "last-modified":
		m.add("modified", moment(value))
	}
}

func (m *meta) link(attrs map[string]string) {
	if strings.EqualFold(attrs["rel"], "canonical") {
		m.add("url", attrs["href"])
	}
}

// comment reads where the page was saved from, as browsers ("saved from url=")
// and the SingleFile extension note it in a comment.
func (m *meta) comment(text []byte) {
	text = text[:min(len(text), 4096)]
	if _, after, ok := bytes.Cut(text, []byte("saved from url=(")); ok {
		if _, address, ok := bytes.Cut(after, []byte(")")); ok {
			m.add("saved_from", strings.ToValidUTF8(string(bytes.TrimSpace(address)), "\uFFFD"))
		}
	}
	if !bytes.Contains(text, []byte("SingleFile")) {
		return
	}
	for l := range strings.Lines(strings.ToValidUTF8(string(text), "\uFFFD")) {
		key, value, _ := strings.Cut(strings.TrimSpace(l), ": ")
		switch key {
		case "url":
			m.add("saved_from", value)
		case "saved date":
			m.add("saved_on", value)
		}
	}
}

// moment gives a time as RFC 3339 has it, as exact as it was written, and ""
// for what is no time.
func moment(value string) string {
	value = strings.TrimSpace(value)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, value); err == nil {
			return value
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05 -0700", time.RFC1123Z} {
		if t, err := time.Parse(layout, value); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	return ""
}

// tell hands over everything, the title first.
func (m *meta) tell(out content.Sink) error {
	title := strings.Join(strings.FieldsFunc(m.title.String(), isSpace), " ")
	if title != "" {
		if err := out.Field(content.Field{Name: "title", Value: title}); err != nil {
			return err
		}
	}
	for _, f := range m.fields {
		if err := out.Field(f); err != nil {
			return err
		}
	}
	return nil
}

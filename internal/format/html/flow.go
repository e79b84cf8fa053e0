package html

import (
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// The breaks between words, from weak to strong.
const (
	none = iota
	space
	cell
	line
	paragraph
)

// The sizes at which a long text is parted: at the end of a paragraph from
// soft on, anywhere from hard on.
const (
	soft = 128 << 10
	hard = 1 << 20
)

// flow puts words together as they would be read, and hands over pages.
type flow struct {
	out     content.Sink
	text    strings.Builder
	pending int  // the break before the next word
	cells   int  // how many cells were begun since the last word, where pending is cell
	fresh   bool // a cell is open that holds nothing yet: breaks inside it mean nothing
	pages   int
}

// part names the page that is being put together, for people.
func (f *flow) part() string { return "page " + itoa(f.pages+1) }

// want asks for a break before the next word; the stronger one stands.
func (f *flow) want(b int) {
	if !f.fresh {
		f.pending = max(f.pending, b)
	}
}

// cell begins a cell that is not the first of its row: what was before it in
// the row ends there, paragraphs included.
func (f *flow) cell() {
	if f.pending != cell {
		f.cells = 0
	}
	f.pending = cell
	f.cells++
}

// words adds text in which white space means no more than a space.
func (f *flow) words(text string) error {
	for text != "" {
		start := strings.IndexFunc(text, func(r rune) bool { return !isSpace(r) })
		if start != 0 {
			f.want(space)
		}
		if start < 0 {
			return nil
		}
		text = text[start:]
		end := strings.IndexFunc(text, isSpace)
		if end < 0 {
			end = len(text)
		}
		if err := f.word(text[:end]); err != nil {
			return err
		}
		text = text[end:]
	}
	return nil
}

// isSpace tells the white space of HTML, which a no-break space is not.
func isSpace(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f'
}

// word adds what must not be changed any more.
func (f *flow) word(s string) error {
	if err := f.settle(); err != nil {
		return err
	}
	for f.text.Len()+len(s) > hard {
		fits := cut(s, hard-f.text.Len())
		f.text.WriteString(s[:fits])
		s = s[fits:]
		if err := f.flush(); err != nil {
			return err
		}
	}
	f.text.WriteString(s)
	return nil
}

// cut gives the largest length up to most that does not part a character.
func cut(s string, most int) int {
	for most > 0 && most < len(s) && !utf8.RuneStart(s[most]) {
		most--
	}
	return most
}

// settle writes the break that was asked for.
func (f *flow) settle() error {
	pending, cells := f.pending, f.cells
	f.pending, f.cells, f.fresh = none, 0, false
	if f.text.Len() == 0 && pending != cell {
		return nil
	}
	if pending >= line && f.text.Len() >= soft {
		return f.flush()
	}
	switch pending {
	case space:
		f.text.WriteByte(' ')
	case cell:
		f.text.WriteString(strings.Repeat("\t", min(cells, 1000)))
	case line:
		f.text.WriteByte('\n')
	case paragraph:
		f.text.WriteString("\n\n")
	}
	return nil
}

// pre adds text in which spaces and lines are as they shall be.
func (f *flow) pre(text string) error {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			if err := f.newline(); err != nil {
				return err
			}
		}
		if l != "" {
			if err := f.word(l); err != nil {
				return err
			}
		}
	}
	return nil
}

// newline is a line's end inside preformatted text.
func (f *flow) newline() error {
	if f.text.Len() >= soft {
		f.want(line)
		return nil
	}
	if f.text.Len() > 0 {
		f.text.WriteByte('\n')
	}
	f.pending = none
	return nil
}

// flush hands over the page that is ready.
func (f *flow) flush() error {
	text := strings.TrimRight(f.text.String(), " \n")
	f.text.Reset()
	if text == "" {
		return nil
	}
	f.pages++
	return f.out.Page(content.Page{Number: f.pages, Text: text})
}

// finish hands over the last page. A document without any text has no page.
func (f *flow) finish() error { return f.flush() }

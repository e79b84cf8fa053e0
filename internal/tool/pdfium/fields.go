package pdfium

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"sanad/internal/format/content"
	"sanad/internal/format/pdf"
)

// fields tells what the file says of itself.
func (d *document) fields(out content.Sink) error {
	told := []content.Field{{Name: "page_count", Value: strconv.Itoa(d.pages())}}
	if d.integer("FPDF_GetFileVersion", d.handle, uint64(d.scratch)) != 0 {
		v := d.word(0)
		told = append(told, content.Field{Name: "pdf_version", Value: fmt.Sprintf("%d.%d", v/10, v%10)})
	}
	for _, tag := range []struct{ tag, name string }{
		{"Title", "title"}, {"Author", "author"}, {"Subject", "subject"}, {"Keywords", "keywords"},
		{"Creator", "creator"}, {"Producer", "producer"}, {"CreationDate", "created"}, {"ModDate", "modified"},
	} {
		key := d.put(tag.tag)
		value := clean(d.wide("FPDF_GetMetaText", d.handle, uint64(key)))
		d.free(key)
		if tag.name == "created" || tag.name == "modified" {
			value = pdf.Date(value)
		}
		told = append(told, content.Field{Name: tag.name, Value: value})
	}
	told = append(told, content.Field{Name: "language", Value: clean(d.wide("FPDFCatalog_GetLanguage", d.handle))})
	if revision := d.integer("FPDF_GetSecurityHandlerRevision", d.handle); revision > 0 {
		told = append(told, content.Field{Name: "encrypted", Value: fmt.Sprintf("security handler revision %d", revision)})
	}
	if d.err != nil {
		return d.err
	}
	return each(told, out)
}

func each(fields []content.Field, out content.Sink) error {
	for _, f := range fields {
		if f.Value == "" {
			continue
		}
		if err := out.Field(f); err != nil {
			return err
		}
	}
	return nil
}

// clean takes out what no text holds: zeros and control characters.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")))
}

// outline gives the titles of the table of contents, one field each, indented
// by two spaces a level. A broken one may go in circles.
func (d *document) outline(most int64, out content.Sink) error {
	type entry struct {
		handle uint64
		depth  int
	}
	seen := map[uint64]bool{}
	stack := []entry{{d.call("FPDFBookmark_GetFirstChild", d.handle, 0), 0}}
	for len(stack) > 0 && d.err == nil && int64(len(seen)) < most {
		e := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if e.handle == 0 || seen[e.handle] {
			continue
		}
		seen[e.handle] = true
		title := clean(d.wide("FPDFBookmark_GetTitle", e.handle))
		if err := each([]content.Field{{Name: "outline", Value: indented(title, e.depth)}}, out); err != nil {
			return err
		}
		stack = append(stack,
			entry{d.call("FPDFBookmark_GetNextSibling", d.handle, e.handle), e.depth},
			entry{d.call("FPDFBookmark_GetFirstChild", d.handle, e.handle), e.depth + 1})
	}
	return d.err
}

func indented(title string, depth int) string {
	if title == "" {
		return ""
	}
	return strings.Repeat("  ", min(depth, 20)) + title
}

package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/format/opc"
	"sanad/internal/format/xmlread"
)

const (
	notesMost    = 8 << 20   // bytes beside one sheet
	formulasMost = 256 << 10 // of these, formulas
	wordsMost    = 256 << 10 // of one drawing
)

// notes are what stands beside the cells of a sheet, a line each.
type notes struct {
	lines    strings.Builder
	formulas int
	said     bool // that more formulas were left out
}

func (n *notes) add(what, text string) {
	if text != "" && n.lines.Len()+len(text) < notesMost {
		fmt.Fprintf(&n.lines, "[%s] %s\n", what, text)
	}
}

// formula keeps a formula as it is written, until there are too many.
func (n *notes) formula(cell, text string) {
	if n.formulas += len(text); n.formulas < formulasMost {
		n.add("formula", cell+" ="+text)
	} else if !n.said {
		n.said = true
		n.add("formula", "and more")
	}
}

// String gives all lines.
func (n *notes) String() string {
	return strings.ToValidUTF8(strings.TrimSuffix(n.lines.String(), "\n"), "\uFFFD")
}

// ended makes the good end of a part no error.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// beside reads comments and drawings of a sheet.
func (s *sheet) beside() {
	opc.External(s.b.out, s.rels)
	for _, part := range s.firsts(s.rels, "comments") {
		s.b.out.Tell("part "+part, s.comments(part))
	}
	for _, part := range s.firsts(s.rels, "threadedcomment") {
		s.b.out.Tell("part "+part, s.threads(part))
	}
	for _, part := range s.firsts(s.rels, "drawing") {
		s.words("drawing", part)
		rels, err := s.b.pkg.Rels(part)
		s.b.out.Tell("part "+part+", its relations", err)
		opc.External(s.b.out, rels)
		for _, kind := range []string{"chart", "diagramdata"} {
			for _, inner := range s.firsts(rels, kind) {
				s.words(kind, inner)
			}
		}
	}
}

// firsts gives the parts of a kind that were not read yet.
func (s *sheet) firsts(rels opc.Rels, kind string) []string {
	return slices.DeleteFunc(rels.Of(kind), func(part string) bool { return !s.b.pkg.First(part) })
}

func (s *sheet) words(what, part string) {
	text, err := s.b.pkg.Words(part, wordsMost)
	s.notes.add(what, text)
	s.b.out.Tell("part "+part, err)
}

// comments reads notes on cells (section 18.7).
func (s *sheet) comments(part string) error {
	var authors []string
	what, cell := "comment", ""
	return s.b.pkg.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "author":
			name, err := r.Text(1000)
			if len(authors) < sheetsMost {
				authors = append(authors, name)
			}
			return err
		case "comment":
			what, cell = "comment", xmlread.Attr(e, "ref")
			var id int
			if _, err := fmt.Sscan(xmlread.Attr(e, "authorId"), &id); err == nil && id >= 0 && id < len(authors) && authors[id] != "" {
				what += " by " + authors[id]
			}
		case "text":
			text, err := richText(r)
			s.notes.add(what, cell+" "+text)
			return err
		}
		return nil
	})
}

// threads reads comments that answer one another (MS-XLSX section 2.6.203).
func (s *sheet) threads(part string) error {
	what, cell := "comment", ""
	return s.b.pkg.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "threadedComment":
			what, cell = "comment", xmlread.Attr(e, "ref")
			if name := s.b.people[xmlread.Attr(e, "personId")]; name != "" {
				what += " by " + name
			}
			if at := xmlread.Attr(e, "dT"); at != "" {
				what += ", " + at
			}
		case "text":
			text, err := r.Text(textMost)
			s.notes.add(what, cell+" "+text)
			return err
		}
		return nil
	})
}

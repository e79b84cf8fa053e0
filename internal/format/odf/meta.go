package odf

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"sanad/internal/format/xmlread"
)

// metaField gives the field that an element of the metadata becomes
// (OpenDocument 1.3 part 3 section 4.3), "" for none.
func metaField(local string) string {
	switch local {
	case "title", "subject", "description", "language":
		return local
	case "initial-creator":
		return "author"
	case "creator":
		return "last_modified_by"
	case "creation-date":
		return "created"
	case "date":
		return "modified"
	case "keyword":
		return "keywords"
	case "generator":
		return "creator"
	case "editing-cycles":
		return "revision"
	case "printed-by":
		return "printed_by"
	case "print-date":
		return "last_printed"
	}
	return ""
}

// meta reads the element office:meta, which r stands in.
func (f *file) meta(r *xmlread.Reader) error {
	for open := r.Depth(); r.Depth() >= open; {
		token, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := metaField(e.Name.Local)
		switch e.Name.Local {
		case "user-defined":
			name = "custom_" + strings.Join(strings.Fields(strings.ToLower(xmlread.Attr(e, "name"))), "_")
		case "document-statistic":
			f.out.Say("page_count", xmlread.Attr(e, "page-count"))
		case "template":
			f.out.Say("template", xmlread.Attr(e, "href"))
		}
		if name == "" {
			continue
		}
		value, err := r.Text(32 << 10)
		f.out.Say(name, strings.TrimSpace(value))
		if err != nil {
			return err
		}
	}
	return nil
}

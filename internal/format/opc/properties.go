package opc

import (
	"encoding/xml"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/sticky"
	"sanad/internal/format/xmlread"
)

// valueMost is the length of one property's value in bytes.
const valueMost = 32 << 10

// coreName gives the field that a core property becomes (ISO/IEC 29500-2
// section 8.3), "" for none.
func coreName(local string) string {
	switch local {
	case "title", "subject", "keywords", "description", "language", "created", "modified", "category", "revision", "identifier", "version":
		return local
	case "creator":
		return "author"
	case "lastModifiedBy":
		return "last_modified_by"
	case "lastPrinted":
		return "last_printed"
	case "contentStatus":
		return "status"
	}
	return ""
}

// appName likewise for the extended properties (ISO/IEC 29500-1 section 22.2).
func appName(local string) string {
	switch local {
	case "Company", "Manager", "Template":
		return strings.ToLower(local)
	case "Application":
		return "creator"
	case "AppVersion":
		return "creator_version"
	case "Pages", "Slides":
		return "page_count"
	case "TotalTime":
		return "editing_minutes"
	case "HyperlinkBase":
		return "hyperlink_base"
	}
	return ""
}

// Properties hands over what the package says of the document: core, extended
// and custom properties, macros, and what lies outside of it.
func (p *Package) Properties(out *sticky.Sink) {
	for _, part := range p.propertyParts("core-properties", "docProps/core.xml") {
		p.say(out, part, coreName)
	}
	for _, part := range p.propertyParts("extended-properties", "docProps/app.xml") {
		p.say(out, part, appName)
	}
	for _, part := range p.propertyParts("custom-properties", "docProps/custom.xml") {
		p.sayCustom(out, part)
	}
	if p.macros() {
		out.Say("macros", "present")
	}
}

// propertyParts gives the parts of a kind, or else the usual one.
func (p *Package) propertyParts(kind, usual string) []string {
	if parts := p.root.Of(kind); len(parts) > 0 {
		return parts
	}
	if p.Has(usual) {
		return []string{usual}
	}
	return nil
}

func (p *Package) say(out *sticky.Sink, part string, name func(string) string) {
	out.Tell("part "+part, p.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		known := name(e.Name.Local)
		if known == "" {
			return nil
		}
		value, err := r.Text(valueMost)
		out.Say(known, strings.TrimSpace(value))
		return err
	}))
}

func (p *Package) sayCustom(out *sticky.Sink, part string) {
	out.Tell("part "+part, p.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		if e.Name.Local != "property" {
			return nil
		}
		value, err := r.Text(valueMost)
		out.Say("custom_"+fieldName(xmlread.Attr(e, "name")), strings.TrimSpace(value))
		return err
	}))
}

// fieldName makes a name that a document's writer chose fit for a field.
func fieldName(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(clipped(s, 100))), "_")
}

// macros reports whether the package carries a macro project.
func (p *Package) macros() bool {
	for _, part := range p.zip.Parts() {
		if strings.HasSuffix(strings.ToLower(part.Name), "vbaproject.bin") || strings.Contains(p.MediaType(part.Name), "vbaProject") {
			return true
		}
	}
	return false
}

// External tells, as fields, targets outside the package that are no links a
// person would click: a template or picture fetched when the document opens.
func External(out *sticky.Sink, rels Rels) {
	for _, r := range rels.all {
		if r.Outside && r.Kind != "hyperlink" {
			out.Say("external_"+fieldName(r.Kind), clipped(r.Target, valueMost))
		}
	}
}

// Members hands over the parts that are files of their own: pictures, media,
// embedded documents, macro projects; not fonts and printers' settings.
func (p *Package) Members(out *sticky.Sink) {
	for _, part := range p.zip.Parts() {
		if out.Err != nil {
			return
		}
		if last, _ := p.zip.Find(part.Name); last != part || !ownFile(part.Name) {
			continue
		}
		in, err := p.zip.Reader(part)
		if err != nil {
			out.Tell("part "+part.Name, err)
			continue
		}
		_ = out.Member(content.Member{
			Name: part.Name, Role: "embedded", Part: "part " + part.Name,
			MediaType: p.MediaType(part.Name), Modified: part.Modified,
		}, in)
	}
}

// ownFile reports whether a part is a file of its own and not part of the
// document's text and form.
func ownFile(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{".xml", ".rels", ".vml", ".odttf", ".fntdata"} {
		if strings.HasSuffix(name, end) {
			return false
		}
	}
	return !strings.Contains(name, "printersettings")
}

// Words gathers the text of a part whose layout is not read, such as a chart
// or a diagram: what stands in elements t and v, each on its line, up to most
// bytes.
func (p *Package) Words(part string, most int) (string, error) {
	var out strings.Builder
	err := p.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		if e.Name.Local != "t" && e.Name.Local != "v" || out.Len() >= most {
			return nil
		}
		text, err := r.Text(most - out.Len())
		if text = strings.TrimSpace(text); text != "" {
			out.WriteString(text + "\n")
		}
		return err
	})
	return strings.TrimRight(out.String(), "\n"), err
}

func clipped(s string, most int) string { return strings.ToValidUTF8(s[:min(len(s), most)], "") }

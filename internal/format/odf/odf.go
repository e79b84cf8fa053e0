// Package odf knows the text, tables and slides of OpenDocument files (.odt,
// .ods, .odp, .odg, their templates, and the flat XML forms; OpenDocument 1.3,
// ISO/IEC 26300). It must never repeat a row or cell as often as a file
// pleases, and never mix deletions, notes or comments into the text.
//
// A text document is parted where its program noted the end of a page, a
// presentation or drawing at each page of it; a spreadsheet gives rows.
package odf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/pagetext"
	"sanad/internal/format/sticky"
	"sanad/internal/format/xmlread"
	"sanad/internal/format/zippart"
)

// file is an OpenDocument file being read.
type file struct {
	zip    *zippart.Package // nil of a flat file
	limits content.Limits
	out    *sticky.Sink
	w      *pagetext.Writer
	types  map[string]string // media types of parts, by the manifest
	hidden map[string]bool   // styles that hide a table, a slide or text
	rows   bool              // it is a spreadsheet
	over   bool              // a limit of the writer was told
}

// Read implements the contract of package content.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	f := &file{limits: opt.Limits, out: sticky.New(out), types: map[string]string{}, hidden: map[string]bool{}}
	f.w = pagetext.New(f.out)
	var err error
	if flat(src) {
		if err = f.flow(xmlread.New(src.Stream(), f.limits), false); err != nil && (!f.w.Empty() || f.rows || f.w.Err() != nil) {
			f.tell("document", err)
			err = nil
		}
		if err == nil {
			f.finish("document")
		}
	} else {
		err = f.packaged(src)
	}
	if f.out.Err != nil {
		return f.out.Err
	}
	if err != nil {
		return fmt.Errorf("reading the OpenDocument file: %w", err)
	}
	return nil
}

// flat reports whether the file is one XML document and no package.
func flat(src content.Source) bool {
	head := make([]byte, 512)
	n, _ := src.ReadAt(head, 0)
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf")), " \r\n\t"), []byte("<"))
}

func (f *file) tell(part string, err error) {
	if err == nil || f.over {
		return
	}
	f.over = f.w.Err() != nil
	f.out.Tell("part "+part, err)
}

// finish hands over the last page; a spreadsheet has none of its own.
func (f *file) finish(part string) {
	if !f.rows || !f.w.Empty() {
		f.tell(part, f.w.Close())
	}
}

// packaged reads a file that is a ZIP package.
func (f *file) packaged(src content.Source) (err error) {
	if f.zip, err = zippart.Open(src, f.limits); err != nil {
		return err
	}
	for _, p := range f.zip.Problems() {
		_ = f.out.Problem(p)
	}
	if locked, err := f.readManifest(); locked {
		return content.ErrPassword
	} else if err != nil {
		f.tell("META-INF/manifest.xml", err)
	}
	f.optional("meta.xml", false)
	if !strings.Contains(f.types["/"], "spreadsheet") {
		f.optional("styles.xml", true)
	}
	r, err := f.open("content.xml")
	if err == nil {
		err = f.flow(r, false)
	}
	if err != nil && f.w.Empty() && !f.rows && f.w.Err() == nil {
		f.members()
		return fmt.Errorf("part content.xml: %w", err)
	}
	f.tell("content.xml", err)
	f.objects()
	f.finish("content.xml")
	f.members()
	return nil
}

func (f *file) open(name string) (*xmlread.Reader, error) {
	part, ok := f.zip.Find(name)
	if !ok {
		return nil, errors.New("the part is missing")
	}
	in, err := f.zip.Reader(part)
	if err != nil {
		return nil, err
	}
	return xmlread.New(in, f.limits), nil
}

// optional reads a part that a document can do without.
func (f *file) optional(name string, styles bool) {
	if _, ok := f.zip.Find(name); !ok {
		return
	}
	r, err := f.open(name)
	if err == nil {
		err = f.flow(r, styles)
	}
	f.tell(name, err)
}

// objects reads documents inside the document, such as charts and formulas.
func (f *file) objects() {
	for _, part := range f.zip.Parts() {
		if strings.HasSuffix(part.Name, "/content.xml") {
			f.w.Push()
			r, err := f.open(part.Name)
			if err == nil {
				err = f.flow(r, false)
			}
			f.w.Aside("embedded object "+strings.TrimSuffix(part.Name, "/content.xml"), f.w.Pop())
			f.tell(part.Name, err)
		}
	}
}

// readManifest reads media types, and whether parts are encrypted
// (OpenDocument 1.3 part 2 sections 3.8 and 4).
func (f *file) readManifest() (locked bool, err error) {
	if _, ok := f.zip.Find("encrypted-package"); ok {
		return true, nil
	}
	if _, ok := f.zip.Find("META-INF/manifest.xml"); !ok {
		return false, nil
	}
	r, err := f.open("META-INF/manifest.xml")
	if err != nil {
		return false, err
	}
	name := ""
	err = xmlread.Each(r, func(_ *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "file-entry":
			if name = xmlread.Attr(e, "full-path"); int64(len(f.types)) < f.limits.Members {
				f.types[name] = xmlread.Attr(e, "media-type")
			}
		case "encryption-data":
			locked = locked || name == "content.xml" || name == "/" || name == "encrypted-package"
		}
		return nil
	})
	return locked, err
}

// members hands over pictures and other files inside, and tells of macros.
func (f *file) members() {
	macros := false
	for _, part := range f.zip.Parts() {
		if strings.HasPrefix(part.Name, "Basic/") && !strings.HasSuffix(part.Name, "script-lc.xml") || strings.HasPrefix(part.Name, "Scripts/") {
			macros = true
		}
		if last, _ := f.zip.Find(part.Name); last != part || !ownFile(part.Name) || f.out.Err != nil {
			continue
		}
		in, err := f.zip.Reader(part)
		if err != nil {
			f.out.Tell("part "+part.Name, err)
			continue
		}
		_ = f.out.Member(content.Member{
			Name: part.Name, Role: "embedded", Part: "part " + part.Name, MediaType: f.types[part.Name], Modified: part.Modified,
		}, in)
	}
	if macros {
		f.out.Say("macros", "present")
	}
}

// ownFile reports whether a part is a file of its own.
func ownFile(name string) bool {
	for _, folder := range []string{"META-INF/", "Configurations2/", "Fonts/", "ObjectReplacements/"} {
		if strings.Contains("/"+name, "/"+folder) {
			return false
		}
	}
	switch name[strings.LastIndexByte(name, '/')+1:] {
	case "mimetype", "content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.rdf", "layout-cache":
		return false
	}
	return true
}

// Package opc knows the packages that Microsoft's office formats since 2007
// lie in: parts, their types, the relations between them, the properties of
// the document, and which parts are files of their own. It must never follow a
// relation out of the package: a target outside is only told.
//
// It follows Open Packaging Conventions (ISO/IEC 29500-2), transitional and
// strict alike: relation types are compared by their last word.
package opc

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/sticky"
	"sanad/internal/format/xmlread"
	"sanad/internal/format/zippart"
)

// relsMost is how many relations of one part are kept.
const relsMost = 100_000

// Package is an opened package.
type Package struct {
	zip    *zippart.Package
	limits content.Limits
	types  map[string]string // of parts, "/name" in lower case, and of endings, "ending"
	root   Rels
	asked  map[string]bool // parts that First was asked about
}

// Rels are the relations of one part, in the order of the file.
type Rels struct {
	all  []Rel
	byID map[string]Rel
}

// Rel is a relation of a part to another, or to something outside.
type Rel struct {
	ID, Kind string // Kind is the last word of the type, in lower case
	Target   string // a part's name, or an address if Outside
	Outside  bool
}

// Open opens src and tells out what is wrong with the package as a whole.
func Open(src content.Source, limits content.Limits, out *sticky.Sink) (*Package, error) {
	var head [8]byte
	if n, _ := src.ReadAt(head[:], 0); n == 8 && bytes.Equal(head[:], []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil, errors.New("this is an OLE2 file, not a ZIP package: an old or an encrypted document")
	}
	zip, err := zippart.Open(src, limits)
	if err != nil {
		return nil, err
	}
	for _, p := range zip.Problems() {
		_ = out.Problem(p)
	}
	p := &Package{zip: zip, limits: limits, types: map[string]string{}, asked: map[string]bool{}}
	out.Tell("part [Content_Types].xml", p.readTypes())
	p.root, err = p.readRels("_rels/.rels", "")
	out.Tell("part _rels/.rels", err)
	return p, nil
}

// Has reports whether there is a part of this name.
func (p *Package) Has(part string) bool {
	_, ok := p.zip.Find(part)
	return ok
}

// Main gives the name of the part that a reader begins with: the one the
// package names, or else the first of usual that is there.
func (p *Package) Main(usual ...string) (string, error) {
	for _, r := range p.root.all {
		if r.Kind == "officedocument" && !r.Outside && p.Has(r.Target) {
			return r.Target, nil
		}
	}
	for _, name := range usual {
		if p.Has(name) {
			return name, nil
		}
	}
	return "", fmt.Errorf("its main part (%s) is missing", usual[0])
}

// XML opens a part for reading element by element.
func (p *Package) XML(part string) (*xmlread.Reader, error) {
	found, ok := p.zip.Find(part)
	if !ok {
		return nil, errors.New("the part is missing")
	}
	in, err := p.zip.Reader(found)
	if err != nil {
		return nil, err
	}
	return xmlread.New(in, p.limits), nil
}

// Each calls visit for every element that begins in a part; visit may read on.
func (p *Package) Each(part string, visit func(*xmlread.Reader, xml.StartElement) error) error {
	r, err := p.XML(part)
	if err != nil {
		return err
	}
	return xmlread.Each(r, visit)
}

func (p *Package) readTypes() error {
	return p.Each("[Content_Types].xml", func(_ *xmlread.Reader, e xml.StartElement) error {
		media := xmlread.Attr(e, "ContentType")
		switch {
		case len(p.types) > relsMost:
		case e.Name.Local == "Default":
			p.types[strings.ToLower(xmlread.Attr(e, "Extension"))] = media
		case e.Name.Local == "Override":
			p.types[strings.ToLower(xmlread.Attr(e, "PartName"))] = media
		}
		return nil
	})
}

// MediaType is what the package declares a part to be, "" if it does not.
func (p *Package) MediaType(part string) string {
	if media, ok := p.types["/"+strings.ToLower(part)]; ok {
		return media
	}
	return p.types[strings.TrimPrefix(strings.ToLower(path.Ext(part)), ".")]
}

// Rels gives the relations of a part, those read before an error too.
func (p *Package) Rels(part string) (Rels, error) {
	file := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if !p.Has(file) {
		return Rels{}, nil
	}
	return p.readRels(file, path.Dir(part))
}

func (p *Package) readRels(file, folder string) (rels Rels, err error) {
	rels.byID = map[string]Rel{}
	err = p.Each(file, func(_ *xmlread.Reader, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || len(rels.all) >= relsMost {
			return nil
		}
		r := Rel{ID: xmlread.Attr(e, "Id"), Kind: strings.ToLower(path.Base(xmlread.Attr(e, "Type")))}
		r.Target = xmlread.Attr(e, "Target")
		if r.Outside = xmlread.Attr(e, "TargetMode") == "External"; !r.Outside {
			r.Target = resolve(folder, r.Target)
		}
		rels.all = append(rels.all, r)
		if _, twice := rels.byID[r.ID]; !twice {
			rels.byID[r.ID] = r
		}
		return nil
	})
	return rels, err
}

// resolve gives a part's name from a target beside folder. It never leads out
// of the package: what climbs higher stays at the root.
func resolve(folder, target string) string {
	target, _, _ = strings.Cut(strings.ReplaceAll(target, `\`, "/"), "#")
	if !strings.HasPrefix(target, "/") {
		target = "/" + folder + "/" + target
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// ByID finds a relation; the zero Rel if there is none.
func (r Rels) ByID(id string) Rel { return r.byID[id] }

// Of gives the parts that are named by one kind of relation, each once.
func (r Rels) Of(kind string) (parts []string) {
	seen := map[string]bool{}
	for _, rel := range r.all {
		if rel.Kind == kind && !rel.Outside && !seen[rel.Target] {
			seen[rel.Target] = true
			parts = append(parts, rel.Target)
		}
	}
	return parts
}

// First reports whether a part is asked about for the first time. What many
// places can name, a hostile file names a million times; it is read once.
func (p *Package) First(part string) bool {
	k := strings.ToLower(part)
	if p.asked[k] {
		return false
	}
	p.asked[k] = true
	return true
}

// Ref gives an attribute that names a relation, such as r:id, "" if e has none.
func Ref(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local && (strings.HasSuffix(a.Name.Space, "/relationships") || a.Name.Space == "r") {
			return a.Value
		}
	}
	return ""
}

// Names are the names of all parts in the order of the package.
func (p *Package) Names() []string {
	var names []string
	for _, part := range p.zip.Parts() {
		names = append(names, part.Name)
	}
	return names
}

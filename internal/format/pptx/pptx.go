// Package pptx knows the text of PresentationML presentations (.pptx, .pptm,
// .ppsx, .potx; ISO/IEC 29500-1 section 19): one page a slide, in the order in
// which they are shown, then the notes, comments and links of each. It must
// never leave out a slide because it is hidden or stands in no list; it says so
// beside it.
package pptx

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/opc"
	"sanad/internal/format/pagetext"
	"sanad/internal/format/sticky"
	"sanad/internal/format/xmlread"
)

const (
	// emuPerPoint are English Metric Units in a point (section 20.1.2.1).
	emuPerPoint = 12700
	slidesMost  = 100_000
	authorsMost = 10_000
)

// presentation is a presentation being read.
type presentation struct {
	pkg     *opc.Package
	out     *sticky.Sink
	w       *pagetext.Writer
	authors map[string]string // by id
	hidden  []string          // numbers of hidden slides
	over    bool              // a limit of the writer was told
}

// Read implements the contract of package content.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	p := &presentation{out: sticky.New(out), authors: map[string]string{}}
	pkg, err := opc.Open(src, opt.Limits, p.out)
	if err != nil {
		return fmt.Errorf("reading the presentation: %w", err)
	}
	p.pkg, p.w = pkg, pagetext.New(p.out)
	pkg.Properties(p.out)
	err = p.body()
	pkg.Members(p.out)
	if p.out.Err != nil {
		return p.out.Err
	}
	return err
}

func (p *presentation) tell(part string, err error) {
	if err == nil || p.over {
		return
	}
	p.over = p.w.Err() != nil
	p.out.Tell("part "+part, err)
}

// body reads all slides: those the presentation lists, then any others.
func (p *presentation) body() error {
	listed, err := p.slides()
	all := append(slices.Clone(listed), p.strays(listed)...)
	if len(all) == 0 && err != nil {
		return fmt.Errorf("reading the presentation: %w", err)
	}
	p.tell("ppt/presentation.xml", err)
	for i, part := range all {
		if p.w.Err() != nil {
			break
		}
		p.slide(part, i+1, i >= len(listed))
	}
	p.out.Say("hidden_slides", strings.Join(p.hidden, ", "))
	if len(all) == 0 {
		p.tell("ppt/presentation.xml", p.w.Close())
	}
	return nil
}

// slides gives the parts of the slides in the order of showing, and reads size
// and authors on the way.
func (p *presentation) slides() (parts []string, err error) {
	main, err := p.pkg.Main("ppt/presentation.xml")
	if err != nil {
		return nil, err
	}
	rels, err := p.pkg.Rels(main)
	p.tell(main+", its relations", err)
	opc.External(p.out, rels)
	p.readAuthors(rels)
	return parts, p.pkg.Each(main, func(_ *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "sldSz":
			cx, _ := strconv.Atoi(xmlread.Attr(e, "cx"))
			cy, _ := strconv.Atoi(xmlread.Attr(e, "cy"))
			p.w.Width, p.w.Height = float64(max(cx, 0))/emuPerPoint, float64(max(cy, 0))/emuPerPoint
		case "sldId":
			if rel := rels.ByID(opc.Ref(e, "id")); rel.Target != "" && len(parts) < slidesMost {
				parts = append(parts, rel.Target)
			}
		}
		return nil
	})
}

// strays gives the slides of the package that no list names, in the order of
// their numbers.
func (p *presentation) strays(listed []string) (parts []string) {
	known := map[string]bool{}
	for _, part := range listed {
		known[strings.ToLower(part)] = true
	}
	for _, part := range p.pkg.Names() {
		name := strings.ToLower(part)
		if rest, ok := strings.CutPrefix(name, "ppt/slides/"); ok && strings.HasSuffix(rest, ".xml") && !strings.Contains(rest, "/") && !known[name] {
			known[name] = true
			parts = append(parts, part)
		}
	}
	slices.SortFunc(parts, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return parts
}

// readAuthors reads who wrote comments: commentAuthors.xml, and authors.xml of
// threaded comments.
func (p *presentation) readAuthors(rels opc.Rels) {
	for _, kind := range []string{"commentauthors", "authors"} {
		for _, part := range rels.Of(kind) {
			p.tell(part, p.pkg.Each(part, func(_ *xmlread.Reader, e xml.StartElement) error {
				if name := xmlread.Attr(e, "name"); name != "" && len(p.authors) < authorsMost {
					p.authors[xmlread.Attr(e, "id")] = name
				}
				return nil
			}))
		}
	}
}

// slide reads a slide and what belongs to it as one page.
func (p *presentation) slide(part string, number int, stray bool) {
	if !p.pkg.First(part) {
		p.tell(part, fmt.Errorf("slide %d is a slide that was read before", number))
		return
	}
	rels, err := p.pkg.Rels(part)
	p.tell(part+", its relations", err)
	opc.External(p.out, rels)
	f, err := p.flowOf(part, rels)
	p.w.Name = f.title
	if stray {
		p.w.Aside("slide", "not listed in the presentation")
	}
	if f.hidden {
		p.hidden = append(p.hidden, strconv.Itoa(number))
		p.w.Aside("slide", "hidden")
	}
	for _, notes := range rels.Of("notesslide") {
		if p.pkg.First(notes) {
			p.notes(notes)
		}
	}
	for _, comments := range rels.Of("comments") {
		if p.pkg.First(comments) {
			p.comments(comments)
		}
	}
	p.w.EndPage()
	p.tell(part, err)
}

func (p *presentation) flowOf(part string, rels opc.Rels) (*flow, error) {
	f := &flow{p: p, rels: rels}
	r, err := p.pkg.XML(part)
	if err != nil {
		return f, err
	}
	f.r = r
	return f, f.read()
}

func (p *presentation) notes(part string) {
	rels, err := p.pkg.Rels(part)
	p.tell(part+", its relations", err)
	p.w.Push()
	_, err = p.flowOf(part, rels)
	p.w.Aside("notes", strings.Trim(p.w.Pop(), "\n"))
	p.tell(part, err)
}

// comments reads the comments on a slide, of the old form (section 19.4) and
// of the threaded one (MS-PPTX section 2.6.2): both keep their text in elements
// "text" or "t".
func (p *presentation) comments(part string) {
	what := "comment"
	p.tell(part, p.pkg.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		switch e.Name.Local {
		case "cm", "reply":
			what = "comment"
			if name := p.authors[xmlread.Attr(e, "authorId")]; name != "" {
				what += " by " + name
			}
			for _, date := range []string{"dt", "created"} {
				if at := xmlread.Attr(e, date); at != "" {
					what += ", " + at
				}
			}
		case "text", "t":
			text, err := r.Text(wordsMost)
			p.w.Aside(what, text)
			return err
		}
		return p.w.Err()
	}))
}

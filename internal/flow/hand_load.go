package flow

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/text"
	"sanad/internal/format/concordance"
	"sanad/internal/format/opticon"
	"sanad/internal/format/tableout"
	"sanad/internal/ground/fail"
)

// The files of an export as load files.
const (
	HandLoadFile   = "DATA/load.dat"        // UTF-8
	HandLoadCP1252 = "DATA/load-cp1252.dat" // the same for programs that know nothing else
	HandLoadLosses = "DATA/cp1252-losses.csv"
	HandImages     = "DATA/images.opt"
	handVolume     = "VOL001"
)

// Pictures draws a page (from 1) of an item that leaves as PNG, behind walls.
type Pictures func(ctx context.Context, item custody.Item, page int) ([]byte, error)

// loadFields are the fields of a load file. BEGDOC to ENDATTACH are numbers of
// pages; who gave a document and what it was called stays inside.
func loadFields() []string {
	return []string{"BEGDOC", "ENDDOC", "BEGATTACH", "ENDATTACH", "PARENTDOC", "PAGECOUNT", "CUSTODIAN", "CASE", "LEAVESAS", "REASON", "MEDIATYPE", "FILESIZE", "SHA256", "DATERECEIVED", "LEDGERENTRY", "NAMES", "NATIVELINK", "TEXTLINK"}
}

// loaded is a document with the numbers of its pages.
type loaded struct {
	part *handPart
	doc  handDocument
	handNumbers
}

// partItem is an original in a case.
type partItem struct {
	part *handPart
	item custody.Sum
}

// handNumbers are the numbers of a document's pages and of its family's.
type handNumbers struct {
	Prefix             string
	First, Pages       int64
	digits             int
	BegFamily, Closing string // of the family; empty for what stands alone
}

// Number is the number of a page, counted from 1.
func (n handNumbers) Number(page int64) string {
	return fmt.Sprintf("%s-%0*d", n.Prefix, n.digits, n.First+page-1)
}

func (n handNumbers) beg() string { return n.Number(1) }
func (n handNumbers) end() string { return n.Number(n.Pages) }

// load writes load files, and beside them the originals, their text and pictures of
// their pages, as far as the plan lets them go.
func (h *handout) load(ctx context.Context) error {
	var docs []loaded
	for _, p := range h.parts {
		these, err := h.toLoad(ctx, p, len(docs))
		if err != nil {
			return err
		}
		docs = append(docs, these...)
	}
	begins := map[partItem]string{}
	for _, d := range docs {
		begins[partItem{d.part, d.doc.Sum}] = d.beg()
	}
	lists, err := h.openLoad()
	if err != nil {
		return err
	}
	for _, p := range h.parts {
		if err := h.copies(ctx, p, docs); err != nil {
			return errors.Join(err, lists.close())
		}
	}
	for i, d := range docs {
		if i%100 == 0 {
			h.progress("writing documents", int64(i), int64(len(docs)))
		}
		if err := h.loadOne(ctx, d, begins, lists); err != nil {
			return errors.Join(err, lists.close())
		}
		h.told.Items++
	}
	return lists.close()
}

// copies writes the copies that leave in the place of originals, by the numbers of
// their pages.
func (h *handout) copies(ctx context.Context, p *handPart, docs []loaded) (err error) {
	begins := map[string]string{}
	h.named = map[string]string{}
	for _, d := range docs {
		if d.part == p {
			begins[d.doc.Name] = d.beg()
			h.named[d.beg()] = d.doc.Name
		}
	}
	p.copies, err = WriteCopies(ctx, h.a, h.s, p.plan, func(name string) (io.WriteCloser, error) {
		return h.create(nativeOf(name, begins))
	})
	for i, c := range p.copies {
		if c.Path != "" {
			p.copies[i].Path = nativeOf(c.Path, begins)
		}
	}
	return err
}

// nativeOf puts a copy among the originals.
func nativeOf(name string, begins map[string]string) string {
	base := path.Base(name)
	ext := path.Ext(base)
	return "NATIVES/" + begins[strings.TrimSuffix(base, ext)] + ext
}

// loadLists are the lists of an export, written beside each other.
type loadLists struct {
	files  []io.WriteCloser
	whole  *concordance.Writer
	narrow *concordance.Writer
	images *opticon.Writer
	lost   *tableout.CSV
}

func (h *handout) openLoad() (*loadLists, error) {
	l := &loadLists{}
	var err error
	open := func(name string) io.Writer {
		w, e := h.create(name)
		if err = errors.Join(err, e); e == nil {
			l.files = append(l.files, w)
		}
		return w
	}
	utf8, cp1252, images, losses := open(HandLoadFile), open(HandLoadCP1252), open(HandImages), open(HandLoadLosses)
	if err != nil {
		return nil, err
	}
	l.images = opticon.NewWriter(images)
	if l.whole, err = concordance.NewWriter(utf8, concordance.UTF8, loadFields()); err != nil {
		return nil, err
	}
	if l.narrow, err = concordance.NewWriter(cp1252, concordance.CP1252, loadFields()); err != nil {
		return nil, err
	}
	l.lost, err = tableout.NewCSV(losses, true, headings("file", "line#", "BEGDOC", "field", "characters"))
	return l, err
}

func (l *loadLists) close() error {
	err := errors.Join(l.whole.Flush(), l.narrow.Flush(), l.images.Flush(), l.lost.Flush())
	for _, f := range l.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// line writes one document into both lists. What either can't hold is named.
func (l *loadLists) line(values []string) error {
	for i, w := range []*concordance.Writer{l.whole, l.narrow} {
		name := []string{HandLoadFile, HandLoadCP1252}[i]
		lost, err := w.Write(values)
		if err != nil {
			return err
		}
		for _, x := range lost {
			if err := l.lost.Write([]string{name, number(x.Row), values[0], x.Field, x.Text}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *handout) loadOne(ctx context.Context, d loaded, begins map[partItem]string, lists *loadLists) error {
	doc := d.doc
	var native, read, received, parent, sum, size, entry string
	if !doc.Sum.IsZero() {
		sum = doc.Sum.String()
	}
	if doc.Parent != nil {
		parent = begins[partItem{d.part, *doc.Parent}]
	}
	if doc.Entry >= 0 {
		e, err := h.s.Event(ctx, doc.Entry)
		if err != nil {
			return err
		}
		entry, received = number(doc.Entry), e.Time.UTC().Format(time.DateOnly)
	}
	names, err := h.namesIn(ctx, d.part, doc.Sum)
	if err != nil {
		return err
	}
	if doc.How == asIs {
		native = "NATIVES/" + d.beg() + extension(doc.Item.MediaType)
		size = number(doc.Item.Bytes)
		if err := h.native(ctx, native, doc.Sum); err != nil {
			return err
		}
		if read, err = h.textOf(ctx, d); err != nil {
			return err
		}
		if err := h.images(ctx, d, native, lists.images); err != nil {
			return err
		}
	}
	for _, c := range d.part.copies {
		if c.Name == doc.Name {
			native, doc.Item.MediaType = c.Path, c.MediaType
		}
	}
	link := func(path string) string { return strings.ReplaceAll(path, "/", `\`) }
	return lists.line([]string{d.beg(), d.end(), d.BegFamily, d.Closing, parent, number(d.Pages), "withheld", d.part.name, doc.How, doc.Reason, doc.Item.MediaType, size, sum, received, entry, names, link(native), link(read)})
}

// mostNames bounds how many names a line of a load file has.
const mostNames = 200

// namesIn gives the names that claims which leave give by an original.
func (h *handout) namesIn(ctx context.Context, p *handPart, item custody.Sum) (string, error) {
	if item.IsZero() {
		return "", nil
	}
	var names []string
	err := h.s.Claims(ctx, ClaimFilter{Item: item, Case: p.name, Property: "name", After: -1}, func(c claim.Claim) error {
		if s, ok := p.shown.Claim(c); ok && !slices.Contains(names, s.Value) {
			names = append(names, s.Value)
		}
		if len(names) == mostNames {
			return ErrEnough
		}
		return nil
	})
	return strings.Join(names, "; "), Walked(err)
}

// native copies an original; every byte is checked against its sum on the way.
func (h *handout) native(ctx context.Context, path string, sum custody.Sum) (err error) {
	r, err := h.a.Originals.Open(ctx, sum)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return h.builder.write(path, r)
}

// pageBreak parts pages in a text, as a printer does.
const pageBreak = "\n\f\n"

// textOf writes the reading of a document as UTF-8.
func (h *handout) textOf(ctx context.Context, d loaded) (name string, err error) {
	r, there, err := h.reading(ctx, d.part, d.doc.Sum)
	if err != nil || !there {
		return "", err
	}
	data, err := h.a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	name = "TEXT/" + d.beg() + ".txt"
	return name, h.file(name, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 64<<10)
		first := true
		if r.Form == text.Rows {
			err := text.EachRow(data, func(row text.Row) error {
				for i, c := range row.Cells {
					if i > 0 {
						out.WriteByte('\t') // errors stay until Flush
					}
					out.WriteString(strings.NewReplacer("\t", " ", "\r", " ", "\n", " ").Replace(c.Text))
				}
				return out.WriteByte('\n')
			})
			return errors.Join(err, out.Flush())
		}
		err := text.EachPage(data, func(p text.Page) error {
			if !first {
				out.WriteString(pageBreak)
			}
			first = false
			_, err := out.WriteString(p.Text)
			return err
		})
		return errors.Join(err, out.Flush())
	})
}

// images lists what is a picture itself, and with Pictures draws every page. A page
// that can't be drawn is named, and its document is there all the same.
func (h *handout) images(ctx context.Context, d loaded, native string, out *opticon.Writer) error {
	if strings.HasPrefix(d.doc.Item.MediaType, "image/") {
		path := "IMAGES/" + strings.TrimPrefix(native, "NATIVES/")
		if err := h.native(ctx, path, d.doc.Sum); err != nil {
			return err
		}
		return out.Write(opticon.Page{Key: d.beg(), Volume: handVolume, Path: path, First: true, Pages: int(d.Pages)})
	}
	if h.req.Pictures == nil {
		return nil
	}
	for page := int64(1); page <= d.Pages; page++ {
		data, err := h.req.Pictures(ctx, d.doc.Item, int(page))
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if page == 1 && fail.Of(err) == fail.NotFound {
				return nil // it has no pages to draw
			}
			h.warn("%s: page %d could not be drawn: %v", d.beg(), page, err)
			continue
		}
		path := "IMAGES/" + d.Number(page) + ".png"
		if err := h.put(path, data); err != nil {
			return err
		}
		p := opticon.Page{Key: d.Number(page), Volume: handVolume, Path: path}
		if page == 1 {
			p.First, p.Pages = true, int(d.Pages)
		}
		if err := out.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// toLoad gives the documents of a case in order of the numbers of their pages.
func (h *handout) toLoad(ctx context.Context, p *handPart, before int) ([]loaded, error) {
	exhibits, err := Exhibits(ctx, h.s, p.name, p.plan)
	if err != nil {
		return nil, err
	}
	known := map[custody.Sum]BundledExhibit{}
	for _, e := range exhibits {
		known[e.Item] = e
	}
	var docs []loaded
	err = h.documents(ctx, p, func(d handDocument) error {
		sum := d.Sum
		if d.How != asIs {
			sum = d.Planned.Item
		}
		if e, ok := known[sum]; ok {
			docs = append(docs, loaded{p, d, handNumbers{Prefix: e.Prefix, First: e.First, Pages: e.Pages, digits: disclosure.ExhibitDigits}})
			return nil
		}
		n, err := h.numbersOf(ctx, p, d, before+len(docs))
		docs = append(docs, loaded{p, d, n})
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(docs, func(a, b loaded) int {
		return cmp.Or(cmp.Compare(a.Prefix, b.Prefix), cmp.Compare(a.First, b.First), cmp.Compare(a.doc.Name, b.doc.Name))
	})
	families(docs)
	return docs, nil
}

// numbersOf gives a document of which no exhibit number is recorded the number of
// the entry by which it came into custody, which it keeps for ever and shares with
// nothing; what has no such entry to tell is counted in this export alone.
func (h *handout) numbersOf(ctx context.Context, p *handPart, d handDocument, at int) (handNumbers, error) {
	n := handNumbers{Prefix: fmt.Sprintf("X%06d", at+1), First: 1, Pages: 1, digits: 4}
	if d.Entry >= 0 {
		n.Prefix = fmt.Sprintf("E%09d", d.Entry)
	}
	if d.How != asIs {
		return n, nil
	}
	r, there, err := h.reading(ctx, p, d.Sum)
	if there && r.Form == text.Pages {
		n.Pages = max(r.Parts, 1)
	}
	return n, err
}

// families gives what was taken out of each other the range of all its numbers.
func families(docs []loaded) {
	at := map[custody.Sum]int{}
	for i, d := range docs {
		if !d.doc.Sum.IsZero() {
			at[d.doc.Sum] = i
		}
	}
	root := func(i int) int {
		for range 64 { // deeper than members of members are taken out
			up := docs[i].doc.Parent
			if up == nil {
				break
			}
			above, there := at[*up]
			if !there || above == i {
				break
			}
			i = above
		}
		return i
	}
	members := map[int][]int{}
	for i := range docs {
		members[root(i)] = append(members[root(i)], i)
	}
	for _, all := range members {
		if len(all) < 2 {
			continue
		}
		for _, i := range all {
			docs[i].BegFamily, docs[i].Closing = docs[all[0]].beg(), docs[all[len(all)-1]].end()
		}
	}
}

// extension gives the end of a file's name by its media type, .bin for what is
// not known: the name it had stays inside.
func extension(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	switch kind {
	case "application/pdf":
		return ".pdf"
	case "text/plain":
		return ".txt"
	case "text/csv":
		return ".csv"
	case "text/html":
		return ".html"
	case "message/rfc822":
		return ".eml"
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/tiff":
		return ".tif"
	case "application/zip":
		return ".zip"
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		return ".docx"
	case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
		return ".xlsx"
	case "application/vnd.openxmlformats-officedocument.presentationml.presentation":
		return ".pptx"
	case "application/vnd.oasis.opendocument.text":
		return ".odt"
	case "application/vnd.oasis.opendocument.spreadsheet":
		return ".ods"
	case "application/msword":
		return ".doc"
	case "application/vnd.ms-excel":
		return ".xls"
	case "application/vnd.ms-outlook":
		return ".msg"
	case "application/rtf", "text/rtf":
		return ".rtf"
	case "audio/mpeg":
		return ".mp3"
	case "video/mp4":
		return ".mp4"
	case "application/warc":
		return ".warc"
	}
	return ".bin"
}

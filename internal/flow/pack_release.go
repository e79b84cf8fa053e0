package flow

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/format/dossier"
	"sanad/internal/format/ocfl"
	"sanad/internal/ground/fail"
)

// ExportReleased writes the originals of an approved release, and the copies that
// leave in the place of some, as a bag or as an object of an OCFL storage root. The
// plan must be the one that two people approved. That it was built is recorded
// before the folder has its name; what stands in the record for the manifest is the
// SHA-256 of tagmanifest-sha256.txt, or of the root inventory of the object.
func ExportReleased(ctx context.Context, a *Archive, actor guard.Actor, id, form string, now time.Time, sink Sink) (HandedOn, error) {
	h := newHandout(a, actor, HandRequest{Form: HandForm(form), Release: id}, now, sink, nil)
	if form != "bagit" && form != "ocfl" {
		return h.told, fail.New(fail.Usage, "a release is not packed as %q", form).Do("use bagit or ocfl")
	}
	if err := actor.May(guard.ToApprove); err != nil {
		return h.told, err
	}
	counted := &countedSink{Sink: sink, b: h.builder}
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		plan, err := h.decided(ctx, s, id)
		if err != nil {
			return err
		}
		if h.decision, err = s.Release(ctx, id); err != nil {
			return err
		}
		h.plan = plan
		h.part(h.decision.Case, plan)
		h.s = s
		p := h.pack()
		if form == "bagit" {
			h.told.Export, err = writeBag(ctx, a, s, p, id, now, counted)
		} else {
			h.told.Export, err = writeObject(ctx, a, s, p, ocfl.User{Name: a.Name, Address: "urn:sanad:archive:" + a.origin()}, now, counted)
		}
		return err
	})
	if err != nil {
		return h.told, fmt.Errorf("building the release %s: %w", id, err)
	}
	h.out.Manifest = counted.vouches
	h.told.SHA256 = h.out.Manifest.String()
	if _, err := h.record(ctx, id); err != nil {
		return h.told, err
	}
	h.told.Index = h.out.Index
	return h.told, nil
}

// pack packs what leaves: originals by their SHA-256, for what they were called stays
// inside, copies, and what was left out.
func (h *handout) pack() *pack {
	part := h.parts[0]
	c := copier{a: h.a, s: h.s, plan: part.plan, shown: part.shown}
	p := &pack{id: "urn:sanad:release:" + h.req.Release, copies: map[string]sized{},
		about: fmt.Sprintf("What leaves by the release %s, planned on the ledger %s", h.req.Release, h.a.origin())}
	p.files = func(ctx context.Context, yield func(packed) error) error {
		return h.documents(ctx, part, func(d handDocument) error {
			f := packed{path: "originals/" + d.Name + extension(d.Item.MediaType), media: d.Item.MediaType, item: d.Sum, parent: d.Parent, entry: d.Entry}
			f.open = func() (io.ReadCloser, error) { return h.a.Originals.Open(ctx, f.item) }
			if d.How == asIs {
				return yield(f)
			}
			ending, media, err := c.ending(ctx, d.Planned)
			if err != nil || ending == "" {
				return err
			}
			f.path, f.media, f.copied, f.item = dossier.CopiesDir+"/"+d.Name+ending, media, true, d.Planned.Item
			f.open = func() (io.ReadCloser, error) {
				made := piped(func(w io.Writer) error {
					each := c
					each.create = func(string) (io.WriteCloser, error) { return unclosed{w}, nil }
					_, err := each.write(ctx, d.Planned)
					return err
				})
				return &measured{ReadCloser: made, sum: sha256.New(), told: func(s sized) { p.copies[f.path] = s }}, nil
			}
			return yield(f)
		})
	}
	p.deeds = func(ctx context.Context, f packed) ([]deed, error) {
		if f.copied {
			return nil, nil
		}
		return deedsTo(ctx, h.s, f.item, false, func(step custody.Step) bool { return part.leavesEvent(step.Index) })
	}
	return p
}

// ending gives how the name of a copy ends and what it is; "" for what leaves by its
// name alone.
func (w copier) ending(ctx context.Context, c disclosure.PlannedCopy) (ending, media string, err error) {
	switch c.How {
	case disclosure.ByCells:
		return ".csv", "text/csv", nil
	case disclosure.ByMarks:
		item, err := w.s.Item(ctx, c.Item)
		ending := w.a.copyEnding(item)
		return ending, map[string]string{".csv": "text/csv", ".txt": "text/plain", ".png": "image/png", ".pdf": "application/pdf"}[ending], err
	}
	return "", "", nil
}

// unclosed is a file that its maker may close and whose reader is told later.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// measured tells of a file, when it was read to its end, what it was.
type measured struct {
	io.ReadCloser
	sum  hash.Hash
	size int64
	told func(sized)
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	m.sum.Write(p[:n])
	m.size += int64(n)
	if errors.Is(err, io.EOF) {
		m.told(sized{custody.Sum(m.sum.Sum(nil)), m.size})
	}
	return n, err
}

// countedSink counts the files of a pack, and takes the sum of the one that vouches
// for the others.
type countedSink struct {
	Sink
	b       *builder
	vouches custody.Sum
}

func (c *countedSink) Create(name string) (io.WriteCloser, error) {
	w, err := c.Sink.Create(name)
	return &countedFile{WriteCloser: w, sink: c, name: name, sum: sha256.New()}, err
}

type countedFile struct {
	io.WriteCloser
	sink *countedSink
	name string
	sum  hash.Hash
}

func (f *countedFile) Write(p []byte) (int, error) {
	n, err := f.WriteCloser.Write(p)
	f.sum.Write(p[:n])
	f.sink.b.out.Bytes += int64(n)
	return n, err
}

func (f *countedFile) Close() error {
	f.sink.b.out.Files++
	f.sink.b.lines = append(f.sink.b.lines, dossier.Line{Sum: [32]byte(f.sum.Sum(nil)), Path: f.name})
	if f.name == "tagmanifest-sha256.txt" || strings.HasSuffix(f.name, "/inventory.json") {
		f.sink.vouches = custody.Sum(f.sum.Sum(nil))
	}
	return f.WriteCloser.Close()
}

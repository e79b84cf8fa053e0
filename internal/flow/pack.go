package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/format/bagit"
	"sanad/internal/format/ocfl"
)

// premisFile is where a bag or object tells what was done to its files.
const premisFile = "metadata/premis.xml"

// packed is a file that goes into a bag or object.
type packed struct {
	path     string
	original string // what it was called; "" where that stays inside
	media    string
	item     custody.Sum // what it is, or is a copy of
	copied   bool        // it leaves in the item's place
	parent   *custody.Sum
	entry    int64 // by which it came in; -1 where that is not told
	open     func() (io.ReadCloser, error)
}

// pack is what goes into one bag or object, with what PREMIS tells of it.
type pack struct {
	id    string // a URI
	about string // what it is, in words
	// files walks its files. Whenever it is asked it MUST give the same, in the same
	// order.
	files func(ctx context.Context, yield func(packed) error) error
	// deeds tells what was done to a file.
	deeds  func(ctx context.Context, f packed) ([]deed, error)
	copies map[string]sized // of files that are made while they are packed
}

// sized is what a file turned out to be.
type sized struct {
	sum   custody.Sum
	bytes int64
}

// ExportBag writes an accession as a bag (BagIt 1.0, RFC 8493), with PREMIS among
// its tag files. It is a copy to keep and not to hand on.
func ExportBag(ctx context.Context, a *Archive, actor guard.Actor, accession string, now time.Time, sink Sink) (Export, error) {
	acc, err := exportEvent(ctx, a, actor, accession, "bagit")
	if err != nil {
		return Export{}, err
	}
	var out Export
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		p, err := packAccession(ctx, a, s, acc)
		if err == nil {
			out, err = writeBag(ctx, a, s, p, accession, now, sink)
		}
		return err
	})
	return out, err
}

// ExportOCFL writes an accession as one object of an OCFL 1.1 storage root, with
// PREMIS in its content. It is a copy to keep and not to hand on.
func ExportOCFL(ctx context.Context, a *Archive, actor guard.Actor, accession string, now time.Time, sink Sink) (Export, error) {
	acc, err := exportEvent(ctx, a, actor, accession, "ocfl")
	if err != nil {
		return Export{}, err
	}
	var out Export
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		p, err := packAccession(ctx, a, s, acc)
		if err == nil {
			out, err = writeObject(ctx, a, s, p, ocfl.User{Name: actor.Handle, Address: "urn:sanad:staff:" + actor.Handle}, now, sink)
		}
		return err
	})
	return out, err
}

func writeBag(ctx context.Context, a *Archive, s State, p *pack, id string, now time.Time, sink Sink) (Export, error) {
	info := []bagit.Field{
		{Label: "Source-Organization", Value: a.Name},
		{Label: "External-Identifier", Value: id},
		{Label: "Bagging-Date", Value: now.UTC().Format(time.DateOnly)},
		{Label: "External-Description", Value: p.about},
	}
	told := bagit.TagFile{Path: premisFile, Write: func(w io.Writer) error { return p.premis(ctx, a, s, now, "data/", w) }}
	result, err := bagit.Write(ctx, sink, info, func(yield func(bagit.File, error) bool) {
		err := p.files(ctx, func(f packed) error {
			if !yield(bagit.File{Path: f.path, Open: f.open}, nil) {
				return ErrEnough
			}
			return nil
		})
		if err = Walked(err); err != nil {
			yield(bagit.File{}, err)
		}
	}, told)
	out := Export{Items: result.Files}
	for _, w := range result.Warnings {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%s: %s", w.Path, w.Detail))
	}
	return out, err
}

func writeObject(ctx context.Context, a *Archive, s State, p *pack, user ocfl.User, now time.Time, sink Sink) (Export, error) {
	layout := ocfl.DefaultLayout()
	dir, err := layout.Path(p.id)
	if err != nil {
		return Export{}, err
	}
	if err := ocfl.WriteRoot(sink, layout); err != nil {
		return Export{}, err
	}
	object := ocfl.Object{ID: p.id, Created: now.UTC(), Message: p.about, User: user}
	result, err := ocfl.WriteObject(ctx, ocfl.Within(sink, dir), object, func(yield func(ocfl.File, error) bool) {
		err := p.files(ctx, func(f packed) error {
			known := f.item
			if f.copied {
				known = custody.Sum{}
			}
			if !yield(ocfl.File{Path: f.path, SHA256: known, Open: f.open}, nil) {
				return ErrEnough
			}
			return nil
		})
		if errors.Is(err, ErrEnough) {
			return
		}
		if err != nil {
			yield(ocfl.File{}, err)
			return
		}
		yield(ocfl.File{Path: premisFile, Open: func() (io.ReadCloser, error) {
			return piped(func(w io.Writer) error { return p.premis(ctx, a, s, now, "", w) }), nil
		}}, nil)
	})
	return Export{Items: result.Files - 1}, err
}

// packAccession packs what an accession took, by the names it had.
func packAccession(ctx context.Context, a *Archive, s State, acc custody.Accession) (*pack, error) {
	p := &pack{id: "urn:sanad:accession:" + acc.ID, about: fmt.Sprintf("Accession %s of case %s, entry %d of the ledger %s", acc.ID, acc.Case, acc.Index, a.origin())}
	inside := map[custody.Sum]bool{}
	err := s.Acquisitions(ctx, acc.ID, func(f custody.Acquired, _ int64) error { inside[f.Item] = true; return nil })
	p.files = func(ctx context.Context, yield func(packed) error) error {
		names := exportNames{strings.ToLower(premisFile): 1}
		return s.Acquisitions(ctx, acc.ID, func(f custody.Acquired, index int64) error {
			file := packed{path: names.of(f.Name.Text), original: f.Name.Text, media: f.MediaType, item: f.Item, entry: index,
				open: func() (io.ReadCloser, error) { return a.Originals.Open(ctx, f.Item) }}
			if f.Parent != nil && inside[*f.Parent] && *f.Parent != f.Item {
				file.parent = f.Parent
			}
			return yield(file)
		})
	}
	p.deeds = func(ctx context.Context, f packed) ([]deed, error) {
		return deedsTo(ctx, s, f.item, true, func(step custody.Step) bool { return step.Accession == acc.ID || step.Accession == "" })
	}
	return p, err
}

// piped gives what write writes as something to be read. Whoever closes it waits
// until write has ended, so that nothing is written of a state that is given back.
func piped(write func(io.Writer) error) io.ReadCloser {
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.CloseWithError(write(w)) // never fails
	}()
	return &pipedFile{r, done}
}

type pipedFile struct {
	*io.PipeReader
	done chan struct{}
}

func (p *pipedFile) Close() error {
	err := p.PipeReader.Close()
	<-p.done
	return err
}

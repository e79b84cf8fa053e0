package flow

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/format/bagit"
	"sanad/internal/format/ocfl"
	"sanad/internal/ground/fail"
)

// Export tells of a copy that was written.
type Export struct {
	Items    int64
	SHA256   string // of what vouches for the rest: the tag manifest, the checkpoint
	Warnings []string
}

// exportEvent logs the export before anything is copied.
func exportEvent(ctx context.Context, a *Archive, actor guard.Actor, accession, form string) (custody.Accession, error) {
	if err := actor.May(guard.ToExport); err != nil {
		return custody.Accession{}, err
	}
	var acc custody.Accession
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		if acc, err = s.Accession(ctx, accession); err != nil {
			return nil, err
		}
		if !actor.MaySeeIn(acc.Case, acc.Label) {
			return nil, fail.New(fail.NotFound, "there is no accession %s", accession)
		}
		if acc.Items == 0 {
			return nil, fail.New(fail.Usage, "the accession %s holds no item", accession)
		}
		return []ledger.Fact{custody.Exported{Accession: accession, Form: form, Items: acc.Items}}, nil
	})
	return acc, err
}

// ExportBag writes an accession as a bag (BagIt 1.0, RFC 8493).
func ExportBag(ctx context.Context, a *Archive, actor guard.Actor, accession string, now time.Time, sink Sink) (Export, error) {
	acc, err := exportEvent(ctx, a, actor, accession, "bagit")
	if err != nil {
		return Export{}, err
	}
	info := []bagit.Field{
		{Label: "Source-Organization", Value: a.Name},
		{Label: "External-Identifier", Value: accession},
		{Label: "Bagging-Date", Value: now.UTC().Format(time.DateOnly)},
		{Label: "External-Description", Value: fmt.Sprintf("Accession %s of case %s, entry %d of the ledger %s", acc.ID, acc.Case, acc.Index, strings.SplitN(a.Key, "+", 2)[0])},
	}
	var out Export
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		result, err := bagit.Write(ctx, sink, info, func(yield func(bagit.File, error) bool) {
			each(ctx, a, s, accession, yield, func(name string, f custody.Acquired) bagit.File {
				return bagit.File{Path: name, Open: func() (io.ReadCloser, error) { return a.Originals.Open(ctx, f.Item) }}
			})
		})
		out.Items = result.Files
		for _, w := range result.Warnings {
			out.Warnings = append(out.Warnings, fmt.Sprintf("%s: %s", w.Path, w.Detail))
		}
		return err
	})
	return out, err
}

// ExportOCFL writes an accession as one object of an OCFL 1.1 storage root.
func ExportOCFL(ctx context.Context, a *Archive, actor guard.Actor, accession string, now time.Time, sink Sink) (Export, error) {
	acc, err := exportEvent(ctx, a, actor, accession, "ocfl")
	if err != nil {
		return Export{}, err
	}
	id := "urn:sanad:accession:" + accession
	layout := ocfl.DefaultLayout()
	dir, err := layout.Path(id)
	if err != nil {
		return Export{}, err
	}
	if err := ocfl.WriteRoot(sink, layout); err != nil {
		return Export{}, err
	}
	object := ocfl.Object{ID: id, Created: now.UTC(), Message: fmt.Sprintf("accession of case %s, exported from entry %d", acc.Case, acc.Index),
		User: ocfl.User{Name: actor.Handle, Address: "urn:sanad:staff:" + actor.Handle}}
	var out Export
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		result, err := ocfl.WriteObject(ctx, ocfl.Within(sink, dir), object, func(yield func(ocfl.File, error) bool) {
			each(ctx, a, s, accession, yield, func(name string, f custody.Acquired) ocfl.File {
				return ocfl.File{Path: name, SHA256: f.Item, Open: func() (io.ReadCloser, error) { return a.Originals.Open(ctx, f.Item) }}
			})
		})
		out.Items = result.Files
		return err
	})
	return out, err
}

// each walks an accession's files under names that are safe in a folder.
func each[F any](ctx context.Context, a *Archive, s State, accession string, yield func(F, error) bool, file func(name string, f custody.Acquired) F) {
	names := exportNames{}
	err := s.Acquisitions(ctx, accession, func(f custody.Acquired, _ int64) error {
		if !yield(file(names.of(f.Name.Text), f), nil) {
			return ErrEnough
		}
		return nil
	})
	if err = Walked(err); err != nil {
		var none F
		yield(none, err)
	}
}

// exportNames gives each file of an accession a path that is relative, stays
// below its folder and differs from all others, as near to its own name as
// can be.
type exportNames map[string]int

func (n exportNames) of(name string) string {
	safe := strings.TrimLeft(path.Clean("/"+strings.ReplaceAll(name, "\\", "_")), "/")
	parts := strings.Split(safe, "/")
	for i, p := range parts {
		parts[i] = safePart(p)
	}
	safe = strings.Join(parts, "/")
	key := strings.ToLower(safe)
	n[key]++
	if again := n[key]; again > 1 {
		ext := path.Ext(safe)
		return n.of(fmt.Sprintf("%s~%d%s", strings.TrimSuffix(safe, ext), again, ext))
	}
	return safe
}

// safePart replaces what file systems or the formats' readers trip over.
func safePart(p string) string {
	p = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, p)
	p = strings.TrimRight(p, ". ")
	if p == "" || strings.HasPrefix(p, "~") {
		return "_" + p
	}
	return p
}

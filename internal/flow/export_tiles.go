package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/format/dossier"
)

// vouchedShown is how many of the newest words of others an export holds.
const vouchedShown = 100

// ExportTiles writes the log as C2SP tlog-tiles: static files from which
// anyone can compute any proof. It holds commitments only, and names nobody.
// Beside it lie the newest checkpoints that witnesses signed and the newest time
// stamps. With cosigned the log ends at the newest checkpoint that a witness
// signed, and that one, with all lines, is its checkpoint.
func ExportTiles(ctx context.Context, a *Archive, actor guard.Actor, cosigned bool, sink Sink) (Export, error) {
	if err := actor.May(guard.ToRead); err != nil {
		return Export{}, err
	}
	var out Export
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		under, err := pin(ctx, s)
		if err == nil && cosigned {
			under.signed, under.Checkpoint, err = NewestCosigned(ctx, s, 0)
		}
		if err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		out.Items = under.Size
		err = ledger.ExportTiles(tree, under.Size, func(from, to int64) (list [][]byte, err error) {
			err = s.Events(ctx, from, to, func(e Recorded) error {
				list = append(list, e.Entry)
				return nil
			})
			return list, err
		}, func(path string, data []byte) error { return writeFile(sink, path, data) })
		if err != nil {
			return err
		}
		if err := exportVouched(ctx, s, under, sink); err != nil {
			return err
		}
		return errors.Join(writeFile(sink, "key", []byte(a.Key+"\n")), writeFile(sink, "checkpoint", under.signed))
	})
	return out, err
}

// exportVouched writes what others said of the first entries of what is exported.
func exportVouched(ctx context.Context, s State, under pinned, sink Sink) error {
	all, err := s.Cosigned(ctx, VouchQuery{Most: under.Size, Limit: vouchedShown})
	if err != nil {
		return err
	}
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].Size == all[from].Size {
			to++
		}
		if err := writeFile(sink, fmt.Sprintf("%s/%d", dossier.CosignedDir, all[from].Size), witness.Gather(all[from:to])); err != nil {
			return err
		}
		from = to
	}
	stamps, err := s.Stamped(ctx, VouchQuery{Most: under.Size, Limit: vouchedShown})
	for _, f := range stamps {
		if err == nil {
			err = writeStamp(func(name string, data []byte) error { return writeFile(sink, name, data) }, fmt.Sprintf("%s/%d-%d", dossier.StampsDir, f.Size, f.Index), f.Stamped)
		}
	}
	return err
}

// writeStamp writes a stamp as openssl ts -verify reads it: what was stamped, the
// request and the reply.
func writeStamp(put func(name string, data []byte) error, stem string, f witness.Stamped) error {
	return errors.Join(put(stem+dossier.StampedEnd, []byte(f.Checkpoint)), put(stem+dossier.StampRequestEnd, f.Request), put(stem+dossier.StampReplyEnd, f.Reply))
}

// vouched puts into a dossier what others said of the log before it was planned:
// the newest checkpoint that witnesses signed and the newest time stamp, each with
// the proof that the log of the dossier goes on from it.
func (b *builder) vouched(ctx context.Context, s State) error {
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	goesOn := func(name string, from int64) error {
		path, err := tree.ProveConsistency(from, b.first.Size)
		if err != nil {
			return err
		}
		return b.put(name, dossier.MarshalConsistency(path))
	}
	signed, c, err := NewestCosigned(ctx, s, b.first.Size)
	if err == nil {
		err = errors.Join(b.put(dossier.CosignedFile, signed), goesOn(dossier.CosignedConsistencyFile, c.Size))
	}
	if err != nil && !errors.Is(err, errNothing) {
		return err
	}
	stamps, err := s.Stamped(ctx, VouchQuery{Most: b.first.Size, Limit: 1})
	if err != nil || len(stamps) == 0 {
		return err
	}
	stem := strings.TrimSuffix(dossier.StampedFile, dossier.StampedEnd)
	return errors.Join(writeStamp(b.put, stem, stamps[0].Stamped), goesOn(dossier.StampedConsistencyFile, stamps[0].Size))
}

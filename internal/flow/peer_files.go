package flow

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"iter"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// TakeExport makes sure that all files of an export are in custody, in one
// accession, and names them. Files whose bytes are held make no new fact, so that
// taking an export again changes nothing; an accession of an export that was
// interrupted is gone on with. Files that can't be read are named in failed. a MUST
// be the archive that takes in for the actor, known the one as they may know it.
func TakeExport(ctx context.Context, a, known *Archive, actor guard.Actor, req CollectRequest, found iter.Seq[Found]) (files []PeerFile, failed []PeerFailure, err error) {
	var missing []Found
	for f := range found {
		switch {
		case f.What != "":
			failed = append(failed, PeerFailure{Table: f.Name.Text, Error: "it is a " + f.What + " and was passed over", Kept: true})
			continue
		case f.Err != nil:
			failed = append(failed, PeerFailure{Table: f.Name.Text, Error: f.Err.Error()})
			continue
		}
		sum, held, err := heldAs(ctx, known, f)
		if err != nil && fail.Of(err) == fail.Failed {
			failed = append(failed, PeerFailure{Table: f.Name.Text, Error: err.Error()})
			continue
		}
		if err != nil {
			return files, failed, err
		}
		if held {
			files = append(files, PeerFile{f.Name.Text, sum})
		} else {
			missing = append(missing, f)
		}
	}
	if len(missing) == 0 {
		return files, failed, nil
	}
	if req.Resume, err = interrupted(ctx, known, req); err != nil {
		return files, failed, err
	}
	_, err = Collect(ctx, a, actor, req, func(yield func(Found) bool) {
		for _, f := range missing {
			if !yield(f) {
				return
			}
		}
	}, func(t Taken) error {
		if t.Err != nil {
			failed = append(failed, PeerFailure{Table: t.Name.Text, Error: t.Err.Error()})
			return nil
		}
		if t.What == "" {
			files = append(files, PeerFile{t.Name.Text, t.Item})
		}
		return nil
	})
	return files, failed, err
}

// heldAs hashes a file and tells whether its bytes are in custody.
func heldAs(ctx context.Context, a *Archive, f Found) (sum custody.Sum, held bool, err error) {
	r, err := f.Open()
	if err != nil {
		return sum, false, fail.New(fail.Failed, "opening %s: %w", f.Name.Text, err)
	}
	hash := sha256.New()
	_, err = io.Copy(hash, r)
	if err = errors.Join(err, r.Close()); err != nil {
		return sum, false, fail.New(fail.Failed, "reading %s: %w", f.Name.Text, err)
	}
	sum = custody.Sum(hash.Sum(nil))
	err = a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		held, err = s.HasItem(ctx, sum)
		return err
	})
	return sum, held, err
}

// interrupted finds the accession of an export that was not completed: one of the
// same case with the same note.
func interrupted(ctx context.Context, a *Archive, req CollectRequest) (id string, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Accessions(ctx, req.Case, func(acc custody.Accession) error {
			if !acc.Closed && acc.Note == req.Note && acc.Source.Name == req.Source.Name {
				id = acc.ID
			}
			return nil
		})
	})
	return id, err
}

// Inside gives the files that were taken out of an item, at all levels.
func Inside(ctx context.Context, a *Archive, item custody.Sum) (files []PeerFile, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		seen := map[custody.Sum]bool{item: true}
		for next := []custody.Sum{item}; len(next) > 0; {
			parent := next[0]
			next = next[1:]
			err := s.Members(ctx, parent, func(f custody.Acquired, _ int64) error {
				if !seen[f.Item] {
					seen[f.Item] = true
					next = append(next, f.Item)
					files = append(files, PeerFile{f.Name.Text, f.Item})
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return files, err
}

package flow

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sanad/internal/core/custody"
)

// noteOf is the note of the accessions that a submission is taken into: by it one
// that a crash cut short is known.
func noteOf(submission string) string { return "submission " + submission }

// before looks for accessions of this submission that no entry says it was taken
// into: what a crash left of taking it. One that is open is gone on with. Of one
// that is complete, the letters that lie in it whole are not taken once more.
func (t *taking) before(ctx context.Context, a *Archive, req CollectRequest) (done Collected, resume string, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		var left []custody.Accession
		err := s.Accessions(ctx, req.Case, func(acc custody.Accession) error {
			if acc.Index > t.since && acc.Note == req.Note && acc.Label == req.Label && reflect.DeepEqual(acc.Source, req.Source) {
				left = append(left, acc)
			}
			return nil
		})
		for _, acc := range left {
			switch {
			case err != nil:
			case !acc.Closed:
				resume = acc.ID
			default:
				var struck bool
				if struck, err = t.strike(ctx, s, acc.ID); struck {
					t.into = append(t.into, acc.ID)
					done = Collected{Accession: acc.ID, Items: acc.Items, Bytes: acc.Bytes}
				}
			}
		}
		return err
	})
	return done, resume, err
}

// strike takes off the list the letters that lie whole in an accession. A file is
// known by the number that its name in custody begins with.
func (t *taking) strike(ctx context.Context, s State, accession string) (struck bool, err error) {
	held := map[string]bool{}
	err = s.Acquisitions(ctx, accession, func(f custody.Acquired, _ int64) error {
		held[f.Name.Text] = true
		if letter, file, ok := strings.Cut(f.Name.Text, "/"); ok {
			number, _, _ := strings.Cut(file, "-")
			held[letter+"/"+number] = true
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	n := len(t.letters)
	t.letters = slices.DeleteFunc(t.letters, func(l toTake) bool {
		if !held[fmt.Sprintf("letter-%d/story.json", l.n)] {
			return false
		}
		for i := range l.files {
			if !held[fmt.Sprintf("letter-%d/%02d", l.n, i+1)] {
				return false
			}
		}
		return true
	})
	return len(t.letters) < n, nil
}

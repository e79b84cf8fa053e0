package flow

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"sanad/internal/core/search"
	"sanad/internal/ground/fail"
)

// SearchIndex is what the archive is searched by: a view of the ledger and the
// renditions, which can be dropped and made again at any time.
// Implementations MUST be safe for several goroutines and processes at once.
type SearchIndex interface {
	// Stamp tells up to where of the ledger the index was made.
	Stamp(ctx context.Context) (search.Stamp, error)
	// Write changes the index and moves its stamp from was to now, both or
	// neither. It MUST refuse with fail.Conflict when the stamp is not was.
	Write(ctx context.Context, was, now search.Stamp, change search.Change) error
	// Drop empties the index.
	Drop(ctx context.Context) error
	// Sounding gives up to limit words of the index that sound like s, in a
	// stable order; without whole, only those of what is not sealed.
	Sounding(ctx context.Context, s search.Sound, whole bool, limit int) ([]string, error)
	// Spelled gives the tokens of persons' names that have one of the keys, up
	// to limit a key; without whole, only those of what is not sealed.
	Spelled(ctx context.Context, keys []string, whole bool, limit int) ([]search.Spelled, error)
	// Bearers gives documents of persons by the tokens of their names, up to
	// limit, those that were indexed first; without whole as if sealed things
	// were not there.
	Bearers(ctx context.Context, q search.BearersOf, whole bool, limit int) ([]search.Bearer, error)
	// Documents gives documents by their numbers, in this order. What is not
	// there any more, or sealed and not whole, MUST be left out.
	Documents(ctx context.Context, docs []int64, whole bool) ([]search.Numbered, error)
	// Near gives what is like the subjects of ref, the most alike first, each
	// ref and kind once; without whole as if sealed things were not there.
	Near(ctx context.Context, ref string, whole bool) ([]search.Near, error)
	// Within gives the index as members of cases may know it. It keeps no promise
	// about whole: the eyes decide.
	Within(eyes search.Eyes) SearchIndex
	// Find answers a question; see search.Question for what it MUST keep.
	Find(ctx context.Context, q search.Question) (search.Answer, error)
}

// Indexed tells what a run of Index did.
type Indexed struct {
	Entries   int64 // of the ledger that were followed
	Documents int64
}

// Index makes the archive's index follow its ledger to the end. It goes on
// where an earlier run ended, in steps that are each whole or not at all, and
// may run in several processes at once. It sees everything, sealed things too:
// who may find what is decided when somebody searches.
func Index(ctx context.Context, a *Archive, progress Progress) (Indexed, error) {
	var done Indexed
	if a.Index == nil {
		return done, nil
	}
	for {
		more, err := follow(ctx, a, &done, progress)
		if fail.Of(err) == fail.Conflict {
			continue // another process went ahead: go on from where it is
		}
		if err != nil || !more {
			return done, err
		}
	}
}

// follow takes steps until the index is at the end of the ledger or another
// process overtakes. While a step is written the next one is gathered.
func follow(ctx context.Context, a *Archive, done *Indexed, progress Progress) (more bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	was, err := a.Index.Stamp(ctx)
	if err != nil {
		return false, fmt.Errorf("reading how far the index is: %w", err)
	}
	steps := make(chan step)
	var gathering error
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(steps)
		g := gatherer{a: a, accessions: map[string]accessionOf{}}
		for at := was; ; {
			s, err := g.gather(ctx, at)
			if err != nil {
				gathering = err
				return
			}
			if s.now == at {
				return
			}
			select {
			case steps <- s:
				at = s.now
			case <-ctx.Done():
				return
			}
		}
	})
	for s := range steps {
		if err := a.Index.Write(ctx, s.was, s.now, s.change); err != nil {
			cancel()
			wg.Wait()
			return true, fmt.Errorf("writing the index: %w", err)
		}
		done.Entries += s.now.Next - s.was.Next
		for _, subject := range s.change.Subjects {
			done.Documents += int64(len(subject.Documents))
		}
		progress("indexing", s.now.Next, s.size)
	}
	wg.Wait()
	if gathering != nil && !errors.Is(gathering, context.Canceled) {
		return false, fmt.Errorf("gathering what is to be indexed: %w", gathering)
	}
	return false, errors.Join(gathering, ctx.Err())
}

// Unindexed counts entries that the index has not followed yet and that speak
// of what the actor of the book may know, at most limit.
func Unindexed(ctx context.Context, a *Archive, limit int64) (n int64, err error) {
	at, err := a.Index.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		return Walked(s.Events(ctx, at.Next, tree.Size(), func(e Recorded) error {
			if _, speaks := speaksOf(e.Event); speaks {
				n++
			}
			if n >= limit {
				return ErrEnough
			}
			return nil
		}))
	})
	return n, err
}

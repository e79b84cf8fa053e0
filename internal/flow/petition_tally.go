package flow

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// tallyPart is how many signatures are in memory at a time.
const tallyPart = 2048

// TallyPetition counts a petition and records what was counted. With the private
// half of its tally key, as the key holders opened it, people are counted too;
// without, identity is "" and signatures alone are. The tags are kept among the
// renditions before they are named.
func TallyPetition(ctx context.Context, a *Archive, actor guard.Actor, id, identity string, progress Progress) (intake.Tally, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return intake.Tally{}, err
	}
	f := intake.Tallied{Petition: id}
	var p intake.Petition
	var counted []intake.Counted
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		if p, err = s.Petition(ctx, id); err != nil {
			return err
		}
		if err := actor.MayIn(p.Case, guard.ToClaim); err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		f.At = tree.Size()
		counted, f.Withdrawn, err = standingAt(ctx, s, id, f.At)
		if f.Signatures = int64(len(counted)); err != nil || identity == "" {
			return err
		}
		return openTallies(ctx, a, s, p.PetitionOpened, identity, counted, progress)
	})
	if err != nil {
		return intake.Tally{}, err
	}
	var table *intake.RegionTable
	if identity != "" {
		if table, err = countPeople(ctx, a, &f, p, counted); err != nil {
			return intake.Tally{}, err
		}
	}
	written, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		f.Regions = nil
		told, err := regionsTold(ctx, s, p)
		if !told && p.Closed != 0 {
			f.Regions = table
		}
		return []ledger.Fact{f}, err
	})
	return intake.Tally{Tallied: f, Actor: actor.Handle, Index: written.First}, err
}

// regionsTold reports whether regions were told of before. A second table, after
// somebody withdrew, would tell by subtraction where they live.
func regionsTold(ctx context.Context, s State, p intake.Petition) (bool, error) {
	before, err := s.Tallies(ctx, p.Petition)
	return slices.ContainsFunc(before, func(t intake.Tally) bool { return t.Regions != nil }), err
}

// standingAt gives the signatures that stood when the ledger had so many entries,
// and how many were withdrawn.
func standingAt(ctx context.Context, s State, id string, at int64) (standing []intake.Counted, withdrawn int64, err error) {
	err = s.Signatures(ctx, id, func(n intake.SignatureNow) error {
		switch {
		case n.StoodAt(at):
			standing = append(standing, intake.Counted{Entry: n.Entry})
		case n.Entry < at:
			withdrawn++
		}
		return nil
	})
	return standing, withdrawn, err
}

// openTallies opens the counted part of each signature and makes its tag.
func openTallies(ctx context.Context, a *Archive, s State, p intake.PetitionOpened, identity string, counted []intake.Counted, progress Progress) error {
	recipient, err := a.Sealer.RecipientOf(identity)
	if err != nil {
		return err
	}
	if recipient != p.Tally.Recipient {
		return fail.New(fail.Refused, "this is not the tally key of the petition %s", p.Petition).Do("open the record that sanad petition show %s names for the tally", p.Petition)
	}
	key := intake.TagKey(identity, p.Petition)
	for from := 0; from < len(counted); from += tallyPart {
		part := counted[from:min(from+tallyPart, len(counted))]
		sealed := make([][]byte, len(part))
		for i, c := range part {
			f, err := signedAt(ctx, s, c.Entry)
			if err != nil {
				return err
			}
			sealed[i] = f.Sealed.Tally
		}
		err := workers(a.Workers, len(part), func(i int) error {
			clear, err := openSmall(a.Sealer, sealed[i], identity)
			if err != nil {
				return fail.New(fail.Integrity, "the signature of entry %d can't be counted: %w", part[i].Entry, err).Do("check the ledger: sanad verify")
			}
			folded, region, err := intake.UnpackTally(clear)
			part[i].Tag, part[i].Region = intake.TagOf(key, folded), region
			return err
		})
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		progress("counting signatures", int64(from+len(part)), int64(len(counted)))
	}
	return nil
}

func signedAt(ctx context.Context, s State, entry int64) (f intake.Signed, err error) {
	e, err := s.Event(ctx, entry)
	if err != nil {
		return f, err
	}
	return f, ledger.Decode(e.Event, &f)
}

// workers calls do for 0 to n-1, so many at a time, and gives the first error.
func workers(count, n int, do func(i int) error) error {
	count = max(1, min(count, n))
	errs := make([]error, count)
	var wg sync.WaitGroup
	for w := range count {
		wg.Go(func() {
			for i := w; i < n && errs[w] == nil; i += count {
				errs[w] = do(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// countPeople fills in how many people signed, and keeps the tags.
func countPeople(ctx context.Context, a *Archive, f *intake.Tallied, p intake.Petition, counted []intake.Counted) (*intake.RegionTable, error) {
	distinct, table := intake.Count(p.PetitionOpened, counted, true)
	f.Distinct = &distinct
	var tags bytes.Buffer
	err := intake.WriteTags(&tags, counted)
	if err != nil {
		return nil, err
	}
	kept, err := a.Renditions.Put(ctx, &tags)
	if err == nil {
		err = a.Renditions.Settle(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("keeping the tags of the petition %s: %w", p.Petition, err)
	}
	f.Tags = kept.Sum[:]
	return table, nil
}

// tagsOf gives where the tags of a tally are kept, false if people were not
// counted.
func tagsOf(t intake.Tallied) (custody.Sum, bool) {
	if len(t.Tags) != len(custody.Sum{}) {
		return custody.Sum{}, false
	}
	return custody.Sum(t.Tags), true
}

// TallyOf gives a recorded tally of a petition by its entry, or the newest one if
// entry is 0: of those that counted people, if there is one.
func TallyOf(ctx context.Context, s State, id string, entry int64) (intake.Tally, error) {
	all, err := s.Tallies(ctx, id)
	if err != nil {
		return intake.Tally{}, err
	}
	slices.Reverse(all)
	at := slices.IndexFunc(all, func(t intake.Tally) bool { return t.Index == entry })
	if entry == 0 {
		if at = slices.IndexFunc(all, func(t intake.Tally) bool { return t.Distinct != nil }); at < 0 && len(all) > 0 {
			at = 0
		}
	}
	if at < 0 {
		return intake.Tally{}, fail.New(fail.NotFound, "the petition %s has no such tally", id).Do("count it: sanad petition tally %s", id)
	}
	return all[at], nil
}

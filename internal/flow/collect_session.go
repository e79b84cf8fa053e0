package flow

import (
	"context"
	"iter"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// OpenAccession begins an accession that files are added to by and by, and
// gives its id.
func OpenAccession(ctx context.Context, a *Archive, actor guard.Actor, req CollectRequest) (string, error) {
	if err := actor.May(guard.ToCollect); err != nil {
		return "", err
	}
	if req.Resume != "" {
		return "", fail.New(fail.Usage, "an accession that is to be begun was named: %s", req.Resume)
	}
	c := &collector{a: a, actor: actor}
	err := c.open(ctx, req)
	return c.sum.Accession, usage(err)
}

// OwnAccession gives an accession that is open and was begun by the actor. They
// know of it until it is complete, also if they may see nothing that is sealed.
func OwnAccession(ctx context.Context, s State, actor guard.Actor, id string) (custody.Accession, error) {
	acc, err := s.Accession(ctx, id)
	switch {
	case err != nil:
		return acc, err
	case acc.Actor == actor.Handle && !acc.Closed:
		return acc, nil
	case !actor.MaySeeIn(acc.Case, acc.Label):
		return custody.Accession{}, fail.New(fail.NotFound, "there is no accession %s", id)
	case acc.Closed:
		return custody.Accession{}, fail.New(fail.Conflict, "the accession %s is complete and can't be added to", id).Do("begin another")
	}
	return custody.Accession{}, fail.New(fail.Refused, "the accession %s was begun by %s", id, acc.Actor).Do("begin one of your own")
}

// AddTo takes material into an open accession and leaves it open. Unlike
// Collect gone on with, it takes two files of one name if their bytes differ:
// who adds by and by has no folder that keeps names apart. The same bytes under
// the same name are told as Again and recorded once.
func AddTo(ctx context.Context, a *Archive, actor guard.Actor, id string, found iter.Seq[Found], report func(Taken) error) (Collected, error) {
	if err := actor.May(guard.ToCollect); err != nil {
		return Collected{}, err
	}
	c := &collector{a: a, actor: actor, report: report, before: map[nameKey]bool{}, anew: &added{actor: actor, id: id, same: map[nameKey]bool{}}}
	c.sum.Accession = id
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if err := c.anew.stillOpen(ctx, s); err != nil {
			return err
		}
		return s.Acquisitions(ctx, id, func(f custody.Acquired, _ int64) error {
			c.anew.same[keyOfBytes(f)] = true
			return nil
		})
	})
	if err != nil {
		return c.sum, err
	}
	return c.sum, c.takeAll(ctx, found)
}

// CloseAccession states that an accession is complete, and writes its manifest.
func CloseAccession(ctx context.Context, a *Archive, actor guard.Actor, id string) (custody.Accession, error) {
	if err := actor.May(guard.ToCollect); err != nil {
		return custody.Accession{}, err
	}
	var acc custody.Accession
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		acc, err = OwnAccession(ctx, s, actor, id)
		return []ledger.Fact{custody.Closed{Accession: id, Items: acc.Items, Bytes: acc.Bytes, Failed: acc.Failed}}, err
	})
	if err != nil {
		return acc, err
	}
	return acc, WriteManifest(ctx, a, id)
}

// added is what an open accession holds by now.
type added struct {
	actor guard.Actor
	id    string
	same  map[nameKey]bool
}

// keyOfBytes stands for a name with the bytes it was taken with.
func keyOfBytes(f custody.Acquired) nameKey {
	return keyOf(custody.Name{Text: f.Item.String() + " " + f.Name.Bytes()})
}

// has reports whether a file was added before, and remembers it.
func (d *added) has(t Taken) bool {
	if d == nil || t.Err != nil || t.What != "" {
		return false
	}
	key := keyOfBytes(t.Acquired)
	was := d.same[key]
	d.same[key] = true
	return was
}

// stillOpen refuses what comes behind the end of an accession.
func (d *added) stillOpen(ctx context.Context, s State) error {
	if d == nil {
		return nil
	}
	_, err := OwnAccession(ctx, s, d.actor, d.id)
	return err
}

package flow

import (
	"context"
	"fmt"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Proved is an event as an outsider gets it, with its proof.
type Proved struct {
	Index      int64
	Kind       string
	Disclosure []byte // one line of JSON, see ledger.Disclosure
	Proof      []byte // C2SP tlog-proof
}

// Prove gives the proofs of everything the ledger says of a thing: an item, a
// claim, a release, or an entry by its number. Fields are opened as in a
// release of that thing alone; with all, every field is. The proofs are under the
// newest checkpoint or, with cosigned, under the newest that witnesses signed, with
// their lines.
func Prove(ctx context.Context, a *Archive, actor guard.Actor, id string, all, cosigned bool) (out []Proved, err error) {
	if err := actor.May(guard.ToRead); err != nil {
		return nil, err
	}
	if all { // fields that speak of more than one case may be among them
		if err := actor.MayEverywhere(guard.ToExport); err != nil {
			return nil, err
		}
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		indexes, err := indexesOf(ctx, s, actor, id)
		if err != nil {
			return err
		}
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
		for _, index := range indexes {
			p, err := proveOne(ctx, s, tree, under, index, all)
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

func proveOne(ctx context.Context, s State, tree *ledger.Tree, under pinned, index int64, all bool) (Proved, error) {
	event, err := s.Event(ctx, index)
	if err != nil {
		return Proved{}, err
	}
	if len(event.Body) == 0 {
		return Proved{}, fail.New(fail.NotFound, "entry %d was lawfully erased: it stands in the ledger and says nothing", index)
	}
	d, err := opening{}.disclose(event)
	if all {
		d, err = ledger.Disclose(event.Event, event.Secret, func(string) bool { return true })
	}
	if err != nil {
		return Proved{}, err
	}
	line, err := d.Marshal()
	if err != nil {
		return Proved{}, err
	}
	if index >= under.Size {
		return Proved{}, fail.New(fail.NotFound, "entry %d is newer than the checkpoint of %d entries that witnesses signed", index, under.Size).Do("ask them to sign the newest: sanad checkpoint cosign")
	}
	path, err := tree.ProveInclusion(index, under.Size)
	if err != nil {
		return Proved{}, err
	}
	return Proved{index, event.Kind.String(), line, ledger.Proof{Index: index, Path: path, Checkpoint: under.signed}.Marshal()}, nil
}

// indexesOf finds the entries that speak of a thing.
func indexesOf(ctx context.Context, s State, actor guard.Actor, id string) ([]int64, error) {
	if index, err := strconv.ParseInt(id, 10, 64); err == nil && len(id) < 16 {
		if err := actor.May(guard.ToAudit); err != nil {
			return nil, err
		}
		return []int64{index}, nil
	}
	if len(id) > 2 && id[1] == '-' {
		switch id[0] {
		case 'c':
			return found(id, "claim")(s.ClaimHistory(ctx, id))
		case 'r':
			return found(id, "release")(s.ReleaseHistory(ctx, id))
		case 'm':
			m, err := s.Mention(ctx, id)
			return []int64{m.Index}, err
		case 'a':
			acc, err := s.Accession(ctx, id)
			return []int64{acc.Index}, err
		}
		return nil, fail.New(fail.Usage, "nothing can be proved of %q", id).Do("give an item, a claim (c-...), a release (r-...), an accession (a-...), a row (m-...) or the number of an entry")
	}
	item, err := FindItem(ctx, s, actor, id)
	if err != nil {
		return nil, err
	}
	steps, err := s.Steps(ctx, item.Sum)
	var indexes []int64
	for _, step := range steps {
		if step.Event == (custody.Acquired{}).Kind().Name {
			indexes = append(indexes, step.Index)
		}
	}
	return indexes, err
}

func found(id, what string) func([]int64, error) ([]int64, error) {
	return func(indexes []int64, err error) ([]int64, error) {
		if err == nil && len(indexes) == 0 {
			err = fail.New(fail.NotFound, "there is no %s %s", what, id)
		}
		if err != nil {
			return nil, fmt.Errorf("looking for its entries: %w", err)
		}
		return indexes, nil
	}
}
